use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{Component, ComponentId, Kind, Origin, Plan};
use jurymast_terms::source::{FileId, Sources};
use jurymast_terms::text::with_line_ends_of;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use crate::draft::{
    BesidePlan, Doubt, Draft, DraftTable, DraftValue, MovedId, TableKind, TakenCall,
};

/// The texts of a plan as a draft changes them.
#[derive(Debug, Default)]
pub struct PlanChange {
    /// Those that change, in order of reading.
    pub texts: Vec<ChangedText>,
    /// Ids of services, resources and AI dependencies that the draft lacks.
    pub vanished: Vec<String>,
    /// Tables whose ids the plan has for something else, and that got others.
    pub moved: Vec<MovedId>,
    /// Calls through gateways whose files were not given, and what of the plan they were taken
    /// for.
    pub taken: Vec<TakenCall>,
}

/// A text that changes.
#[derive(Debug)]
pub struct ChangedText {
    /// Which file it is.
    pub file: FileId,
    /// All of it, afterwards.
    pub after: String,
}

/// Keys whose value in a file of another program is the truth, and not a word of
/// somebody's.
const FOLLOWED: [&str; 4] = ["replicas", "model", "limit", "check"];

/// Lays a draft into the plan that these texts made.
pub fn lay_into(draft: &Draft, plan: &Plan, sources: &Sources) -> PlanChange {
    let BesidePlan {
        mut draft, taken, ..
    } = draft.clone().beside(plan);
    draft.leave_ways(plan);
    let known = draft.tables.iter();
    let known = known.filter(|one| one.kind != TableKind::Team);
    let of_id: BTreeMap<&str, ComponentId> = known
        .filter_map(|one| Some((one.id.as_str(), plan.find(&one.id)?)))
        .filter(|(id, component)| plan.component(*component).id == *id)
        .collect();
    let mut texts = Texts::new(sources);
    let mut added = String::new();
    let stands_alone = stands_alone(&draft, plan);
    for table in in_order(&draft.tables) {
        match of_id.get(table.id.as_str()) {
            Some(id) => texts.change(table, plan, plan.component(*id)),
            // A team is no component, and is the one of its name.
            None if is_known_team(table, plan) => {}
            None => added.push_str(&new_table(table, &draft, stands_alone)),
        }
    }
    if !added.is_empty() {
        texts.append(&added);
    }
    let kept: BTreeSet<ComponentId> = of_id.values().copied().collect();
    PlanChange {
        texts: texts.changed(),
        vanished: vanished(plan, &kept),
        moved: draft.moved,
        taken,
    }
}

fn is_known_team(table: &DraftTable, plan: &Plan) -> bool {
    table.kind == TableKind::Team && plan.teams.iter().any(|team| team.id == table.id)
}

fn in_order(tables: &[DraftTable]) -> Vec<&DraftTable> {
    let mut tables: Vec<&DraftTable> = tables.iter().collect();
    tables.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    tables
}

/// Whether new tables must say themselves where they stand.
fn stands_alone(draft: &Draft, plan: &Plan) -> bool {
    let stand = |one: &Component| {
        one.domains()
            .any(|at| draft.within.contains(&plan.component(at).id))
    };
    !draft.within.is_empty() && !plan.components.iter().any(stand)
}

fn new_table(table: &DraftTable, draft: &Draft, stands_alone: bool) -> String {
    let mut table = table.clone();
    let stands = matches!(table.kind, TableKind::Service | TableKind::Resource);
    if stands && stands_alone && table.get("in").is_none() {
        table.set("in", DraftValue::texts(&draft.within));
    }
    format!("\n{}", table.to_toml())
}

/// What the plan has and the draft lacks, of the kinds that deployments tell of.
fn vanished(plan: &Plan, kept: &BTreeSet<ComponentId>) -> Vec<String> {
    let told = |one: &Component| {
        matches!(one.kind(), Kind::Service | Kind::Resource | Kind::Ai)
            && one.origin == Origin::Plan
    };
    let lacking = plan
        .enumerate()
        .filter(|(id, one)| told(one) && !kept.contains(id));
    lacking.map(|(_, one)| one.id.clone()).collect()
}

struct Texts<'a> {
    sources: &'a Sources,
    documents: BTreeMap<FileId, DocumentMut>,
    appended: String,
}

impl<'a> Texts<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            documents: BTreeMap::new(),
            appended: String::new(),
        }
    }

    /// Puts what is new of a component into its table.
    fn change(&mut self, table: &DraftTable, plan: &Plan, component: &Component) {
        let file = component.place.file;
        let text = &self.sources.get(file).text;
        let document = match self.documents.get_mut(&file) {
            Some(document) => document,
            None => {
                let Ok(document) = text.parse::<DocumentMut>() else {
                    return;
                };
                self.documents.entry(file).or_insert(document)
            }
        };
        let kind = component.kind().as_str();
        let Some(own) = table_of(document, kind, &component.id) else {
            return;
        };
        for key in table
            .keys
            .iter()
            .filter(|key| FOLLOWED.contains(&key.key) && key.doubt.is_none())
        {
            follow(own, key.key, &key.value);
        }
        let needed = all_needed(plan, component);
        for one in &table.requirements {
            if !one.on.iter().any(|id| needed.contains(id.as_str())) {
                let comments: Vec<String> = one.doubts().map(Doubt::comment).collect();
                add_need(own, &one.to_toml(), &comments.join(" "));
            }
        }
    }

    fn append(&mut self, text: &str) {
        self.appended.push_str(text);
    }

    fn changed(self) -> Vec<ChangedText> {
        let mut after: BTreeMap<FileId, String> = self
            .documents
            .iter()
            .map(|(file, document)| (*file, document.to_string()))
            .collect();
        if !self.appended.is_empty() {
            let root = FileId::ROOT;
            let text = after
                .entry(root)
                .or_insert_with(|| self.sources.get(root).text.clone());
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&self.appended);
        }
        let texts = after.into_iter().map(|(file, after)| ChangedText {
            file,
            after: with_line_ends_of(&self.sources.get(file).text, &after),
        });
        texts
            .filter(|one| one.after != self.sources.get(one.file).text)
            .collect()
    }
}

/// All that a component's requirements name, fallbacks and copies included.
fn all_needed<'p>(plan: &'p Plan, component: &Component) -> BTreeSet<&'p str> {
    let requirements = component.requirements.iter();
    let named = requirements.flat_map(|one| {
        let group = one.group.iter().map(|at| at.value);
        group.chain(one.fallbacks.iter().map(|fallback| fallback.to.value))
    });
    named.map(|id| plan.component(id).id.as_str()).collect()
}

/// The table of a component, however it is written.
fn table_of<'d>(
    document: &'d mut DocumentMut,
    kind: &str,
    id: &str,
) -> Option<&'d mut dyn TableLike> {
    let section = document.get_mut(kind)?.as_table_like_mut()?;
    section.get_mut(id)?.as_table_like_mut()
}

/// Puts a value in the place of another, with what stands beside it.
fn follow(own: &mut dyn TableLike, key: &str, value: &DraftValue) {
    let Ok(mut value) = value.to_toml().parse::<Value>() else {
        return;
    };
    match own.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if plain(old) == plain(&value) => {}
        // Somebody has said more than the file can: over which places copies are spread.
        Some(old) if old.type_name() != value.type_name() => {}
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            own.insert(key, Item::Value(value));
        }
    }
}

fn plain(value: &Value) -> String {
    let mut value = value.clone();
    value.decor_mut().clear();
    value.to_string()
}

/// Adds an entry, with what a person must look at behind it.
fn add_need(own: &mut dyn TableLike, entry: &str, comment: &str) {
    let Ok(value) = entry.parse::<Value>() else {
        return;
    };
    match own.get_mut("depends_on") {
        Some(Item::Value(Value::Array(all))) => push(all, value, comment),
        Some(Item::ArrayOfTables(all)) => push_table(all, value, comment),
        Some(_) => {}
        None => {
            let mut all = Array::new();
            push(&mut all, value, comment);
            own.insert("depends_on", Item::Value(Value::Array(all)));
        }
    }
}

/// At the end of a list, on a line of its own where the others are or a comment follows.
fn push(all: &mut Array, mut value: Value, comment: &str) {
    let last = all.iter().last();
    let before = last.and_then(|one| one.decor().prefix()?.as_str().map(str::to_owned));
    let indent = before.filter(|before| before.contains('\n'));
    let indent = indent.map(|before| {
        let blanks = before.rsplit('\n').next().unwrap_or_default();
        format!("\n{blanks}")
    });
    let wants_line = !comment.is_empty() || (all.is_empty() && value.is_inline_table());
    let indent = indent.or_else(|| {
        wants_line.then(|| {
            for one in all.iter_mut() {
                one.decor_mut().set_prefix(LINE);
                one.decor_mut().set_suffix("");
            }
            all.set_trailing("");
            LINE.to_owned()
        })
    });
    match indent {
        Some(indent) => {
            // A comment behind the last entry stays behind it.
            let behind = all.trailing().as_str().unwrap_or_default();
            let behind = behind.trim_end_matches([' ', '\t', '\n', '\r']).to_owned();
            value.decor_mut().set_prefix(behind + &indent);
            let gap = if comment.is_empty() { "" } else { "  " };
            all.set_trailing(format!("{gap}{comment}\n"));
            all.push_formatted(value);
            all.set_trailing_comma(true);
        }
        None => all.push(value),
    }
}

/// A new line of a list.
const LINE: &str = "\n  ";

fn push_table(all: &mut ArrayOfTables, value: Value, comment: &str) {
    let mut table = Table::new();
    match value {
        Value::InlineTable(inline) => {
            for (key, value) in inline {
                table.insert(&key, Item::Value(value));
            }
        }
        other => {
            table.insert("on", Item::Value(other));
        }
    }
    if !comment.is_empty() {
        table.decor_mut().set_prefix(format!("\n{comment}\n"));
    }
    all.push(table);
}
