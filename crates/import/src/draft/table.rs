use std::collections::BTreeMap;

use jurymast_terms::source::Span;

use super::value::value_of;
use super::{
    CalledModel, Doubt, DraftKey, DraftRequirement, DraftValue, GatewayRoute, PossibleCall,
    StandsFor,
};
use crate::evidence::ImageRole;

/// A plan as the files would have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What the plan may be called.
    pub name: Option<String>,
    /// The failure domains that services and resources stand in where they say nothing
    /// else.
    pub within: Vec<String>,
    /// Its tables, in any order.
    pub tables: Vec<DraftTable>,
    /// Comments at the end: what was left out, what to do next.
    pub remarks: Vec<String>,
    /// The ids of what answers to each host that its files run, in small letters.
    pub hosts: BTreeMap<String, Vec<String>>,
    /// What its gateways answer with.
    pub routes: Vec<GatewayRoute>,
    /// Calls that are such only where a gateway answers for them.
    pub possible: Vec<PossibleCall>,
    /// Tables whose ids something else has, and that got others.
    pub moved: Vec<MovedId>,
}

/// A table that bears another id than its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedId {
    /// What kind of table it is.
    pub kind: TableKind,
    /// Where the files name it.
    pub place: Span,
    /// Its own id.
    pub from: String,
    /// The id that it got.
    pub to: String,
    /// What bears the first: `service.ollama`.
    pub there: String,
}

/// Which table of a plan it is; in this order they stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    /// `[team.x]`
    Team,
    /// `[activity.x]`
    Activity,
    /// `[service.x]`
    Service,
    /// `[resource.x]`
    Resource,
    /// `[ai.x]`
    Ai,
    /// `[provider.x]`
    Provider,
    /// `[domain.x]`
    Domain,
}

/// A table of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftTable {
    /// Which kind.
    pub kind: TableKind,
    /// Its id.
    pub id: String,
    /// Where the file says it.
    pub place: Span,
    /// Its keys, but for what it needs.
    pub keys: Vec<DraftKey>,
    /// What it needs.
    pub requirements: Vec<DraftRequirement>,
    /// Questions and guesses about the whole of it.
    pub doubts: Vec<Doubt>,
    /// The software that it runs, by its id in the catalogue: `litellm`.
    pub software: Option<String>,
    /// Where it is called, of an AI dependency whose address only is known.
    pub called: Option<CalledModel>,
    /// What it stands for until another file says more.
    pub stands_for: Option<StandsFor>,
    /// The id of the proxy through which it is done, of an activity that is suggested for
    /// that.
    pub way_in: Option<String>,
}

impl TableKind {
    /// As tables are headed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Activity => "activity",
            Self::Service => "service",
            Self::Resource => "resource",
            Self::Ai => "ai",
            Self::Provider => "provider",
            Self::Domain => "domain",
        }
    }
}

impl ImageRole {
    /// The table of a thing of that role, and the `kind` that it has there.
    pub fn as_table(self) -> (TableKind, Option<&'static str>) {
        match self {
            Self::Service | Self::Collector => (TableKind::Service, None),
            Self::Store(kind) => (TableKind::Resource, Some(kind)),
            Self::Proxy => (TableKind::Resource, Some("network")),
        }
    }
}

impl DraftTable {
    /// A table that says nothing yet.
    pub fn new(kind: TableKind, id: impl Into<String>, place: Span) -> Self {
        Self {
            kind,
            id: id.into(),
            place,
            keys: Vec::new(),
            requirements: Vec::new(),
            doubts: Vec::new(),
            software: None,
            called: None,
            stands_for: None,
            way_in: None,
        }
    }

    /// Sets a key.
    pub fn set(&mut self, key: &'static str, value: impl Into<DraftValue>) {
        self.put(key, value.into(), None);
    }

    /// Sets a key that a person must look at.
    pub fn set_doubted(&mut self, key: &'static str, value: impl Into<DraftValue>, doubt: Doubt) {
        self.put(key, value.into(), Some(doubt));
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&DraftValue> {
        value_of(&self.keys, key)
    }

    /// All that a person must look at.
    pub fn all_doubts(&self) -> impl Iterator<Item = &Doubt> {
        let keys = self.keys.iter().filter_map(|one| one.doubt.as_ref());
        let requirements = self.requirements.iter().flat_map(DraftRequirement::doubts);
        keys.chain(&self.doubts).chain(requirements)
    }

    /// An empty text says nothing.
    fn put(&mut self, key: &'static str, value: DraftValue, doubt: Option<Doubt>) {
        if value.text().is_some_and(|text| text.trim().is_empty()) {
            return;
        }
        self.keys.retain(|one| one.key != key);
        self.keys.push(DraftKey { key, value, doubt });
    }
}

impl Draft {
    /// How many values were guessed, and how many questions are open.
    pub fn counts(&self) -> (usize, usize) {
        let doubts = self.tables.iter().flat_map(DraftTable::all_doubts);
        doubts.fold((0, 0), |(guessed, asked), one| match one {
            Doubt::Guessed(_) => (guessed + 1, asked),
            Doubt::Asked(_) => (guessed, asked + 1),
        })
    }

    /// The table of an id.
    pub fn table(&self, id: &str) -> Option<&DraftTable> {
        self.tables.iter().find(|one| one.id == id)
    }
}

impl DraftTable {
    /// Whether it needs something.
    pub(super) fn names(&self, id: &str) -> bool {
        self.requirements.iter().any(|one| {
            let fallbacks = one.fallbacks.iter().map(|fallback| &fallback.to);
            one.on.iter().chain(fallbacks).any(|on| on == id)
        })
    }

    /// Needs another in the place of one; what both say of it is one.
    pub(super) fn need_instead(&mut self, from: &str, to: &str, guess: Option<&str>) {
        for group in self.requirements.iter_mut().filter(|one| one.on.len() > 1) {
            let is_there = group.on.iter().any(|one| one == to);
            if is_there && group.weights.is_empty() {
                group.on.retain(|one| one != from);
            }
            for one in group.on.iter_mut().filter(|one| *one == from) {
                to.clone_into(one);
            }
        }
        let fallbacks = self
            .requirements
            .iter_mut()
            .flat_map(|one| &mut one.fallbacks);
        for fallback in fallbacks.filter(|one| one.to == from) {
            to.clone_into(&mut fallback.to);
        }
        let Some(at) = self.requirements.iter().position(|one| one.on == [from]) else {
            return;
        };
        let is_other = |one: &DraftRequirement| one.on == [to];
        match self.requirements.iter().position(is_other) {
            Some(other) => {
                let said = self.requirements[at].clone();
                let known = &mut self.requirements[other];
                if known.keys.is_empty() {
                    known.place = said.place;
                }
                for key in said.keys {
                    match (key.key, known.get(key.key)) {
                        ("why", Some(why)) => {
                            let both =
                                [why.text(), key.value.text()].map(Option::unwrap_or_default);
                            let both = both.join("; ");
                            known.keys.retain(|one| one.key != "why");
                            known.keys.push(DraftKey {
                                value: both.into(),
                                ..key
                            });
                        }
                        (_, Some(_)) => {}
                        (_, None) => known.keys.insert(0, key),
                    }
                }
                self.requirements.remove(at);
            }
            None => {
                let one = &mut self.requirements[at];
                one.on = vec![to.to_owned()];
                if let (Some(guess), Some(last)) = (guess, one.keys.last_mut()) {
                    last.doubt = Some(Doubt::Guessed(guess.to_owned()));
                }
            }
        }
    }

    /// Takes a text out of a list; whether it was there.
    pub(super) fn take_text(&mut self, key: &'static str, text: &str) -> bool {
        let all = self.get(key).map(DraftValue::all_texts).unwrap_or_default();
        let rest: Vec<&String> = all.iter().filter(|one| *one != text).collect();
        let was_there = rest.len() < all.len();
        match rest.is_empty() {
            _ if !was_there => {}
            true => self.keys.retain(|one| one.key != key),
            false => self.set(key, DraftValue::texts(rest)),
        }
        was_there
    }

    /// Puts a text at the end of a list that lacks it.
    pub(super) fn add_text(&mut self, key: &'static str, text: &str) {
        let mut all = self.get(key).map(DraftValue::all_texts).unwrap_or_default();
        if !all.iter().any(|one| one == text) {
            all.push(text.to_owned());
            self.set(key, DraftValue::texts(all));
        }
    }
}
