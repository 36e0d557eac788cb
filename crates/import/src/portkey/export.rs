use jurymast_plan::model::{ComponentId, Fallback, Plan, Symptom};
use jurymast_terms::source::{FileId, Span};

use super::read::{read, saved};
use super::timing::TIMED_OUT;
use crate::gateways::{
    ExportNote, GatewayText, PlanSide, SEEN, covered, same_failures, statuses_of,
};
use crate::reading::Reading;
use crate::tree::{Node, TextEdit, edited, read_json, relisted};

/// Puts what a plan implies in the place of the lists that a configuration falls back by;
/// all else stays to the byte. A target is one of the file, with all that it says; one that
/// the file has not is named.
pub fn export(file: FileId, reading: &mut Reading, plan: &Plan) -> GatewayText {
    let text = reading.sources.get(file).text.clone();
    let Some((root, side)) = drawn(file, reading, plan) else {
        let place = Span::start_of(file);
        let notes = vec![ExportNote::new(
            place,
            "no target answers here; left as it is",
        )];
        return GatewayText { text, notes };
    };
    let mut writer = TargetWriter {
        text: &text,
        side: &side,
        targets: Vec::new(),
        edits: Vec::new(),
        notes: Vec::new(),
    };
    writer.collect(saved(&root));
    writer.holder(saved(&root));
    let TargetWriter {
        edits, mut notes, ..
    } = writer;
    let whole = Span::new(file, 0..text.len());
    let written = edited(&text, whole, &outermost(edits));
    if written != text {
        let again = reading.take("what is written", written.clone());
        if let Some((root, side)) = drawn(again, reading, plan) {
            let mut left = TargetWriter {
                text: &written,
                side: &side,
                targets: Vec::new(),
                edits: Vec::new(),
                notes: Vec::new(),
            };
            left.differing(saved(&root));
            notes.extend(left.notes);
        }
    }
    GatewayText {
        text: written,
        notes,
    }
}

/// The tree of a configuration, and what the plan says of its parts.
fn drawn<'p>(file: FileId, reading: &mut Reading, plan: &'p Plan) -> Option<(Node, PlanSide<'p>)> {
    let told = reading.problems.len();
    let root = read_json(&reading.sources, file, &mut reading.problems);
    let documents: Vec<_> = root.into_iter().map(|root| (file, root)).collect();
    let (draft, _) = read(&documents, reading);
    reading.problems.truncate(told);
    let (_, root) = documents.into_iter().next()?;
    Some((root, PlanSide::of([&draft], plan)))
}

/// Writes lists of targets anew.
struct TargetWriter<'t, 'n, 'p> {
    text: &'t str,
    side: &'t PlanSide<'p>,
    /// Every target of the file.
    targets: Vec<&'n Node>,
    edits: Vec<TextEdit>,
    notes: Vec<ExportNote>,
}

/// A list that is gone through, as the file and as the plan have it.
struct TargetTurn<'n, 'p> {
    strategy: &'n Node,
    list: &'n Node,
    primary: ComponentId,
    configured: Vec<Option<ComponentId>>,
    wanted: Vec<&'p Fallback>,
}

impl<'n, 'p> TargetWriter<'_, 'n, 'p> {
    fn collect(&mut self, target: &'n Node) {
        for one in targets(target) {
            self.targets.push(one);
            self.collect(one);
        }
    }

    /// What the plan says of a target that holds others; then of those.
    fn holder(&mut self, target: &'n Node) {
        // Those within come first: what is moved carries their changes along.
        for one in targets(target) {
            self.holder(one);
        }
        let Some(turn) = self.turn(target, true) else {
            return;
        };
        self.codes(&turn);
        let have: Vec<(ComponentId, &Node)> = turn
            .wanted
            .iter()
            .filter_map(|one| Some((one.to.value, self.target_of(one.to.value, turn.list)?)))
            .collect();
        for one in &turn.wanted {
            if have.iter().all(|(to, _)| *to != one.to.value) {
                let (name, to) = (self.side.id(turn.primary), self.side.id(one.to.value));
                let message = format!("`{name}`: the file has no target for `{to}`; left out");
                self.notes.push(ExportNote::new(turn.list.span, message));
            }
        }
        let ids: Vec<Option<ComponentId>> = have.iter().map(|(to, _)| Some(*to)).collect();
        if ids == turn.configured {
            return;
        }
        for (at, known) in turn.configured.iter().enumerate() {
            if !ids.contains(known) || known.is_none() {
                let name = self.side.id(turn.primary);
                let what = known.map_or_else(
                    || format!("its target {}", at + 2),
                    |id| format!("`{}`", self.side.id(id)),
                );
                let place = turn
                    .list
                    .items()
                    .get(at + 1)
                    .map_or(turn.list.span, |one| one.span);
                let message = format!("`{name}`: the plan lets {what} not stand in; left out");
                self.notes.push(ExportNote::new(place, message));
            }
        }
        if !turn.wanted.is_empty() && turn.configured.iter().any(Option::is_some) {
            let name = self.side.id(turn.primary);
            let message = format!("`{name}`: its targets stand in the order of the plan now");
            self.notes.push(ExportNote::new(turn.list.span, message));
        }
        let first = turn.list.items().first();
        let all = first.into_iter().chain(have.iter().map(|(_, node)| *node));
        let items: Vec<String> = all
            .map(|node| edited(self.text, node.span, &outermost(self.edits.clone())))
            .collect();
        self.edits.extend(relisted(self.text, turn.list, &items));
    }

    /// The target of a component, one of this list before others.
    fn target_of(&self, component: ComponentId, list: &'n Node) -> Option<&'n Node> {
        let is = |node: &&&Node| self.side.component(node.span) == Some(component);
        let own = list.items().iter().find(|node| is(&node));
        own.or_else(|| self.targets.iter().find(|node| is(node)).copied())
    }

    /// How a target that falls back does, and should.
    fn turn(&mut self, target: &'n Node, tells: bool) -> Option<TargetTurn<'n, 'p>> {
        let strategy = target.get("strategy")?;
        let list = target.get("targets").filter(|list| list.is_list())?;
        if strategy.text_at(&["mode"]) != Some("fallback") {
            return None;
        }
        let (first, rest) = list.items().split_first()?;
        let Some(primary) = self.side.first(target.span, first.span) else {
            if tells {
                let note = "the plan does not know the first target of a list; it is left as it is";
                self.notes.push(ExportNote::new(list.span, note));
            }
            return None;
        };
        let configured = rest.iter().map(|one| self.side.component(one.span));
        let configured = configured.collect();
        let route = self.side.component(target.span);
        let Some(wanted) = self.side.stand_ins(route, primary) else {
            if tells {
                let name = self.side.id(primary);
                let message = format!(
                    "`{name}`: nobody needs it in the plan; its fallbacks are left as they are"
                );
                self.notes.push(ExportNote::new(list.span, message));
            }
            return None;
        };
        if tells {
            let unsaid = self.side.cannot_say(route, primary, list.span);
            self.notes.extend(unsaid);
        }
        Some(TargetTurn {
            strategy,
            list,
            primary,
            configured,
            wanted,
        })
    }

    /// The statuses on which the gateway goes on.
    fn codes(&mut self, turn: &TargetTurn<'_, '_>) {
        let Some(triggers) = turn.wanted.first().and_then(|one| one.triggers.as_ref()) else {
            return;
        };
        let before = turn.strategy.get("on_status_codes");
        if same_failures(&failures(turn.strategy), triggers, &SEEN) {
            return;
        }
        let mut codes = statuses_of(triggers);
        if triggers.contains(&Symptom::Timeout) {
            codes.push(TIMED_OUT);
        }
        // Further statuses of failures that are wanted stay.
        let further = before.map(Node::items).unwrap_or_default().iter();
        let further = further.filter_map(|one| u16::try_from(one.count()?).ok());
        let is_server = |code: &u16| *code >= 500 && triggers.contains(&Symptom::ServerError);
        codes.extend(further.filter(is_server));
        codes.sort_unstable();
        codes.dedup();
        let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
        let codes = format!("[{}]", codes.join(", "));
        let name = self.side.id(turn.primary);
        let (place, was) = match before {
            Some(before) => (before.span, "other statuses"),
            None => (turn.strategy.span, "any but 2xx"),
        };
        let message = format!("`{name}`: the gateway went on on {was}, now on {codes}");
        self.notes.push(ExportNote::new(place, message));
        self.edits.push(match before {
            Some(before) => TextEdit::replace(self.text, before, codes),
            None => TextEdit::add_key(self.text, turn.strategy, "on_status_codes", &codes),
        });
    }

    /// What a text that was written does otherwise than the plan says.
    fn differing(&mut self, target: &'n Node) {
        if let Some(turn) = self.turn(target, false) {
            let name = self.side.id(turn.primary);
            let seen = failures(turn.strategy);
            for one in &turn.wanted {
                let Some(triggers) = &one.triggers else {
                    continue;
                };
                let unseen = triggers.iter().filter(|one| !seen.contains(one));
                let unseen: Vec<&str> = unseen.map(|one| one.as_str()).collect();
                let further = seen.iter().filter(|one| !triggers.contains(one));
                let further: Vec<&str> = further.map(|one| one.as_str()).collect();
                let to = self.side.id(one.to.value);
                let is_there = turn.configured.contains(&Some(one.to.value));
                if is_there && !unseen.is_empty() {
                    let note = format!(
                        "`{name}`: the gateway does not go on to `{to}` on {}; the plan says so",
                        unseen.join(", ")
                    );
                    self.notes.push(ExportNote::new(turn.strategy.span, note));
                }
                if is_there && !further.is_empty() {
                    let note = format!(
                        "`{name}`: the gateway goes on to `{to}` on {} too: a list has one set of statuses",
                        further.join(", ")
                    );
                    self.notes.push(ExportNote::new(turn.strategy.span, note));
                }
            }
        }
        for one in targets(target) {
            self.differing(one);
        }
    }
}

fn targets(target: &Node) -> &[Node] {
    target.get("targets").map(Node::items).unwrap_or_default()
}

/// The failures on which a strategy goes on, as its statuses show them. Whether a call that
/// hangs is ever given up stands elsewhere.
fn failures(strategy: &Node) -> Vec<Symptom> {
    let codes = strategy.get("on_status_codes").map(Node::items);
    let fires = |status: u16| match codes {
        Some(codes) => codes.iter().any(|one| one.count() == Some(status.into())),
        None => !(200..300).contains(&status),
    };
    let mut all = covered(fires);
    all.extend(fires(TIMED_OUT).then_some(Symptom::Timeout));
    all
}

/// Without those that lie within another: what was written anew has them already.
fn outermost(edits: Vec<TextEdit>) -> Vec<TextEdit> {
    let lies_in = |one: &TextEdit, other: &TextEdit| {
        one != other && other.start <= one.start && one.end <= other.end
    };
    let is_inner = |one: &&TextEdit| edits.iter().any(|other| lies_in(one, other));
    let kept = edits.iter().filter(|one| !is_inner(one));
    kept.cloned().collect()
}
