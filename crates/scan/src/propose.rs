use std::collections::{BTreeMap, BTreeSet};

use jurymast_import::draft::{
    Doubt, Draft, DraftRequirement, DraftTable, DraftValue, Ids, TableKind, kebab,
};
use jurymast_import::evidence::ONLY_TOLD;
use jurymast_plan::catalogue::{self, ModelName, vendor};
use jurymast_plan::model::{BindingRole, Kind, Plan};
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::units::Date;

use super::blocks::ServiceBlock;
use super::evidence::{Evidence, EvidenceKind, Strength};
use super::judge::{ScanFault, end_of, undeclared};
use super::scan::Scanned;

/// The entries that a plan lacks, with who needs them, and what of them has ended on a day; without a plan all that is used: by
/// the services whose folders it stands in, else by one that bears the `repository`'s name.
pub fn propose(scanned: &Scanned, plan: Option<&Plan>, repository: &str, today: Date) -> Draft {
    let evidence = scanned.evidence.as_slice();
    let proves = |one: &&Evidence| one.strength != Strength::Weak;
    let missing: Vec<&Evidence> = match plan {
        None => evidence.iter().filter(proves).collect(),
        Some(plan) => {
            let missing = undeclared(evidence, &scanned.services, plan)
                .into_iter()
                .zip(evidence);
            let missing = missing.filter(|(missing, _)| missing.is_some());
            missing.map(|(_, one)| one).collect()
        }
    };
    let mut proposal = Proposal::new(evidence, plan, repository, today);
    proposal.services = scanned.services.clone();
    if plan.is_none() {
        proposal.units = scanned.units.clone();
    }
    // Models first: a party whose models are known needs no entry of its own.
    let (models, others): (Vec<&Evidence>, Vec<&Evidence>) =
        missing.into_iter().partition(|one| one.model.is_some());
    for one in models.into_iter().chain(others) {
        proposal.take(one);
    }
    proposal.draft(plan.is_none().then_some(repository))
}

struct Proposal<'a> {
    ids: Ids,
    tables: BTreeMap<String, DraftTable>,
    /// The id of each model, by who sells it.
    models: BTreeMap<(Option<&'static str>, ModelName), String>,
    /// Parties that some entry stands for, with the ids of these.
    covered: BTreeMap<&'static str, BTreeSet<String>>,
    /// AI parties that are called by more than the name of a model.
    seen: BTreeSet<&'static str>,
    /// Who may call: components of the plan and services that are proposed, by name.
    callers: BTreeMap<String, (TableKind, String)>,
    /// Who calls whatever stands in no folder of a caller's, and why that is guessed.
    alone: Option<(TableKind, String, &'static str)>,
    plan: Option<&'a Plan>,
    /// Folders that may be services, by their paths.
    units: BTreeSet<String>,
    /// Services of compose files.
    services: Vec<ServiceBlock>,
    today: Date,
}

/// Nothing of a proposal comes from one place of one file.
fn nowhere() -> Span {
    Span::start_of(FileId::ROOT)
}

impl<'a> Proposal<'a> {
    fn new(
        evidence: &'a [Evidence],
        plan: Option<&'a Plan>,
        repository: &str,
        today: Date,
    ) -> Self {
        let mut ids = Ids::beside_catalogue();
        let mut callers = BTreeMap::new();
        for one in plan.iter().flat_map(|plan| &plan.components) {
            ids.reserve(&one.id);
            let kind = match one.kind() {
                Kind::Service => TableKind::Service,
                Kind::Resource => TableKind::Resource,
                _ => continue,
            };
            for name in [&one.id, &one.name] {
                callers.entry(kebab(name)).or_insert((kind, one.id.clone()));
            }
        }
        let mut proposal = Self {
            ids,
            tables: BTreeMap::new(),
            models: BTreeMap::new(),
            covered: BTreeMap::new(),
            seen: ai_parties(evidence),
            callers,
            alone: None,
            plan,
            units: BTreeSet::new(),
            services: Vec::new(),
            today,
        };
        proposal.take_services(evidence);
        proposal.alone = proposal.only_caller(repository);
        proposal
    }

    /// A service for each name that is called and that nobody bears, a provider for each host
    /// that nobody knows.
    fn take_services(&mut self, evidence: &[Evidence]) {
        for one in evidence.iter().filter(|one| one.strength != Strength::Weak) {
            let Some(name) = &one.service else { continue };
            if self.callers.contains_key(&kebab(name)) {
                continue;
            }
            let id = self.ids.give(name);
            let is_outside = name.contains('.');
            let kind = match is_outside {
                true => TableKind::Provider,
                false => TableKind::Service,
            };
            let mut table = DraftTable::new(kind, &id, nowhere());
            if is_outside {
                table.set("hosts", DraftValue::texts([name.as_str()]));
            } else if id != *name {
                table.set("name", name.as_str());
            }
            let guess = format!("{} is called in {}:{}", one.text, one.file, one.line);
            table.doubts.push(Doubt::Guessed(guess));
            self.tables.insert(id.clone(), table);
            self.callers.insert(kebab(name), (kind, id));
        }
    }

    /// Who calls what stands in nobody's folder: the one service that there is.
    fn only_caller(&mut self, repository: &str) -> Option<(TableKind, String, &'static str)> {
        let services = |plan: &'a Plan| {
            let all = plan.components.iter();
            let mut services =
                all.filter(|one| one.kind() == Kind::Service && !passes_on(plan, &one.id));
            let first = services.next().map(|one| one.id.clone());
            first.filter(|_| services.next().is_none())
        };
        match self.plan {
            Some(plan) => {
                let why = "the plan has no other service";
                services(plan).map(|id| (TableKind::Service, id, why))
            }
            None => {
                let known = self.callers.get(&kebab(repository)).cloned();
                let (kind, id) =
                    known.unwrap_or_else(|| (TableKind::Service, self.ids.give(repository)));
                Some((kind, id, "it stands in no service's folder"))
            }
        }
    }

    fn take(&mut self, one: &Evidence) {
        // What a service of a compose file runs is that service.
        if one.kind == EvidenceKind::Image
            && let Some((_, id)) = self.composed(one)
        {
            self.runs(one, &id);
            return;
        }
        let targets: Vec<String> = if let Some(model) = &one.model {
            vec![self.model(one, model)]
        } else if let Some(service) = &one.service {
            let known = self.callers.get(&kebab(service));
            known.map(|(_, id)| id.clone()).into_iter().collect()
        } else {
            one.provider.map_or_else(Vec::new, |id| self.party(one, id))
        };
        for target in targets {
            self.needed(one, &target);
        }
    }

    /// A service that is proposed runs software for models.
    fn runs(&mut self, one: &Evidence, id: &str) {
        let software = one.provider.and_then(catalogue::provider);
        let software = software.filter(|one| one.answers_ai_calls());
        let (Some(software), Some(table)) = (software, self.tables.get_mut(id)) else {
            return;
        };
        let question = format!(
            "it runs {}: which models, and who calls them?",
            software.name
        );
        let doubt = Doubt::Asked(question);
        if !table.doubts.contains(&doubt) {
            table.doubts.push(doubt);
        }
    }

    /// The entry of a model.
    fn model(&mut self, one: &Evidence, model: &str) -> String {
        let sold_by = model.split_once('/').and_then(|(prefix, name)| {
            let seller = vendor(prefix)?;
            Some((seller.id.as_str(), name))
        });
        let name = sold_by.map_or(model, |(_, name)| name);
        let key = (
            sold_by.map(|(seller, _)| seller).or(one.provider),
            ModelName::of(name),
        );
        if let Some(known) = self.models.get(&key) {
            return known.clone();
        }
        let id = self.ids.give(name);
        let mut table = DraftTable::new(TableKind::Ai, &id, nowhere());
        match end_of(one, self.today) {
            Some(end) => table.set_doubted("model", name, Doubt::Asked(asked_of(&end))),
            None if !is_tagged(name) && is_unknown(key.0, name) => {
                let question = format!("is that its id? No list of the catalogue has `{name}`");
                table.set_doubted("model", name, Doubt::Asked(question));
            }
            None => table.set("model", name),
        }
        let seen: Vec<&str> = self.seen.iter().copied().collect();
        match (key.0, seen.as_slice()) {
            (None, _) => table.doubts.push(Doubt::Asked(format!(
                "who answers for it? It is called in {}:{}",
                one.file, one.line
            ))),
            (Some(seller), _) if sold_by.is_some() || self.seen.contains(seller) => {
                table.set("provider", seller);
            }
            (Some(maker), seen) if is_tagged(name) && seen.contains(&OLLAMA) => {
                let guess = format!("its models are called so; {maker} makes it");
                table.set_doubted("provider", OLLAMA, Doubt::Guessed(guess));
            }
            (Some(maker), [only]) if catalogue::may_serve(only, maker) => {
                let guess = format!("{maker} makes it, and nobody else is called here");
                table.set_doubted("provider", *only, Doubt::Guessed(guess));
            }
            (Some(maker), _) => {
                let guess = "it makes the model; nothing says who answers".to_owned();
                table.set_doubted("provider", maker, Doubt::Guessed(guess));
            }
        }
        let provider = table.get("provider").and_then(|one| one.text());
        let provider = provider.and_then(catalogue::provider);
        for party in provider.map(|one| one.id.as_str()).into_iter().chain(key.0) {
            self.covered.entry(party).or_default().insert(id.clone());
        }
        self.models.insert(key, id.clone());
        self.tables.insert(id.clone(), table);
        id
    }

    /// The entries that stand for a party.
    fn party(&mut self, one: &Evidence, id: &'static str) -> Vec<String> {
        if let Some(known) = self.covered.get(id) {
            return known.iter().cloned().collect();
        }
        // It is declared, and nothing needs it.
        if self.plan.is_some_and(|plan| plan.names.contains_key(id)) {
            return vec![id.to_owned()];
        }
        let record = catalogue::provider(id);
        let table = match record {
            Some(record) if record.answers_ai_calls() => {
                let own = self.ids.give(&format!("{id}-model"));
                let mut table = DraftTable::new(TableKind::Ai, own, nowhere());
                table.set("provider", id);
                let question = format!("which model is called in {}:{}?", one.file, one.line);
                table.doubts.push(Doubt::Asked(question));
                table
            }
            _ => {
                let mut table = DraftTable::new(TableKind::Provider, id, nowhere());
                if !is_only_told(id) {
                    let name = record.map_or(id, |one| one.name.as_str());
                    let question = format!("what still works without {name}?");
                    table.doubts.push(Doubt::Asked(question));
                }
                table
            }
        };
        let own = table.id.clone();
        self.covered.entry(id).or_default().insert(own.clone());
        self.tables.insert(own.clone(), table);
        vec![own]
    }

    /// Whoever calls there needs it.
    fn needed(&mut self, one: &Evidence, target: &str) {
        let caller = self.composed(one).or_else(|| self.caller(&one.file));
        let caller = caller.map(|(kind, id)| (kind, id, None));
        let alone = || {
            let (kind, id, why) = self.alone.clone()?;
            Some((kind, id, Some(why)))
        };
        let Some((kind, id, guess)) = caller.or_else(alone) else {
            let question = format!("who calls it in {}:{}?", one.file, one.line);
            if let Some(table) = self.tables.get_mut(target) {
                let mut doubts = table.doubts.iter();
                let is_asked = |doubt: &Doubt| matches!(doubt, Doubt::Asked(question) if question.starts_with("who calls it"));
                if !doubts.any(is_asked) {
                    table.doubts.push(Doubt::Asked(question));
                }
            }
            return;
        };
        if id == target {
            return;
        }
        let table = self
            .tables
            .entry(id.clone())
            .or_insert_with(|| DraftTable::new(kind, &id, nowhere()));
        if table.requirements.iter().any(|known| known.on == [target]) {
            return;
        }
        let why = format!("{}, {}:{}", one.text, one.file, one.line);
        let mut entry = DraftRequirement::on(target, nowhere());
        if is_only_told(target) {
            let doubt = Doubt::Guessed(ONLY_TOLD.to_owned());
            entry = entry.with("mode", "soft").doubted(doubt);
        }
        entry = entry.with("why", why);
        if let Some(guess) = guess {
            entry = entry.doubted(Doubt::Guessed(guess.to_owned()));
        }
        table.requirements.push(entry);
    }

    /// The service in whose block of a compose file something stands, or that is built from the
    /// folder that it stands in, the nearest first.
    fn composed(&mut self, one: &Evidence) -> Option<(TableKind, String)> {
        let in_block = |block: &&ServiceBlock| {
            let (first, last) = block.lines;
            block.file == one.file && (first..=last).contains(&one.line)
        };
        let is_below = |block: &&ServiceBlock| {
            let context = block.context.as_deref();
            context.is_some_and(|folder| folder.is_empty() || below(&one.file, folder))
        };
        let length = |block: &&ServiceBlock| block.context.as_ref().map_or(0, String::len);
        let block = self.services.iter().find(in_block).or_else(|| {
            let nearest = self
                .services
                .iter()
                .filter(is_below)
                .map(|one| length(&one))
                .max()?;
            let mut nearest = self
                .services
                .iter()
                .filter(|one| is_below(one) && length(one) == nearest);
            let first = nearest.next();
            // Of two that are built from one folder nobody knows which it is.
            first.filter(|first| nearest.all(|one| one.name == first.name))
        })?;
        let name = block.name.clone();
        if let Some(known) = self.callers.get(&kebab(&name)) {
            return Some(known.clone());
        }
        let guess = format!("a service of {}:{}", block.file, block.lines.0);
        let id = self.ids.give(&name);
        let mut table = DraftTable::new(TableKind::Service, &id, nowhere());
        if id != name {
            table.set("name", name.as_str());
        }
        table.doubts.push(Doubt::Guessed(guess));
        self.tables.insert(id.clone(), table);
        self.callers
            .insert(kebab(&name), (TableKind::Service, id.clone()));
        Some((TableKind::Service, id))
    }

    /// The component whose folder a file stands in, the nearest first.
    fn caller(&mut self, file: &str) -> Option<(TableKind, String)> {
        let mut rest = file;
        while let Some((folder, _)) = rest.rsplit_once('/') {
            let name = folder.rsplit('/').next().unwrap_or(folder);
            if let Some(known) = self.callers.get(&kebab(name)) {
                return Some(known.clone());
            }
            if self.units.contains(folder) {
                let id = self.ids.give(name);
                let mut table = DraftTable::new(TableKind::Service, &id, nowhere());
                let guess = format!("{folder} is built by itself");
                table.doubts.push(Doubt::Guessed(guess));
                self.tables.insert(id.clone(), table);
                self.callers
                    .insert(kebab(name), (TableKind::Service, id.clone()));
                return Some((TableKind::Service, id));
            }
            rest = folder;
        }
        None
    }

    fn draft(self, name: Option<&str>) -> Draft {
        let mut draft = Draft {
            name: name.map(str::to_owned),
            tables: self.tables.into_values().collect(),
            ..Draft::default()
        };
        if name.is_some() {
            draft.guess_tiers(&BTreeMap::new(), &BTreeSet::new());
        }
        draft
    }
}

/// Whether a party is only told what happened: no caller stops without it.
fn is_only_told(id: &str) -> bool {
    catalogue::provider(id).is_some_and(catalogue::ProviderRecord::is_only_told)
}

/// The runtime that puts a tag behind a colon.
const OLLAMA: &str = "ollama";

/// Whether a model is named as that runtime does: no seller's list has such ids.
fn is_tagged(model: &str) -> bool {
    let tag = model.split_once(':').map_or("", |(_, tag)| tag);
    let is_number = tag.bytes().all(|byte| byte.is_ascii_digit());
    tag == "latest" || !is_number && tag.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether calls of models go through a component of the plan: it needs none of them itself.
fn passes_on(plan: &Plan, id: &str) -> bool {
    let ways = plan.components.iter().filter(|one| one.ai().is_some());
    let ways = ways.flat_map(|one| &one.bindings);
    let mut ways = ways.filter(|one| one.role == BindingRole::Gateway);
    ways.any(|one| plan.component(one.to).id == id)
}

/// Whether its seller's models are listed, and it is none of them.
fn is_unknown(seller: Option<&str>, model: &str) -> bool {
    let list = seller.and_then(catalogue::models);
    list.is_some_and(|list| list.find(model).or_else(|| list.meant(model)).is_none())
}

/// What is asked of a model that has ended, or soon will.
fn asked_of(end: &ScanFault) -> String {
    let help = end.help.iter().map(|help| format!(": {help}"));
    format!(
        "what is called instead? {}{}",
        end.message,
        help.collect::<String>()
    )
}

/// Whether a file stands in a folder.
fn below(file: &str, folder: &str) -> bool {
    let rest = file.strip_prefix(folder);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// AI parties that a host, a variable, a client or a resource shows.
fn ai_parties(evidence: &[Evidence]) -> BTreeSet<&'static str> {
    let shown = evidence.iter().filter(|one| {
        let is_more = one.model.is_none() || one.kind == EvidenceKind::Bom;
        is_more && one.strength != Strength::Weak
    });
    let parties = shown.filter_map(|one| catalogue::provider(one.provider?));
    let parties = parties.filter(|one| one.answers_ai_calls());
    parties.map(|one| one.id.as_str()).collect()
}
