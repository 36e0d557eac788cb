use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Symptom;

use super::upstream::Upstream;

/// What a gateway answers a call with.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    /// As callers or other parts of the file name it.
    pub(crate) name: Option<String>,
    /// Its path in the file: `targets[0]`.
    pub(crate) path: String,
    /// Where the file says it.
    pub(crate) place: Span,
    /// Who answers.
    pub(crate) answers: Answers,
}

/// Who answers the calls of a route.
#[derive(Debug, Clone)]
pub(crate) enum Answers {
    /// One upstream.
    One(Box<Upstream>),
    /// The first, and when it fails the next.
    InTurn(InTurn),
    /// Each call goes to one of them, by weight where they have one.
    Shared(Shared),
    /// Each call goes where what stands in it says: to whom, and by what.
    Parted(Vec<(Route, String)>),
}

/// Some that are tried one after the other.
#[derive(Debug, Clone)]
pub(crate) struct InTurn {
    /// Whoever is tried first.
    pub(crate) first: Box<Route>,
    /// What stands in, in order.
    pub(crate) then: Vec<StandIn>,
    /// Seconds from a failure of the first to the next, by symptom, as far as known.
    pub(crate) detect: Vec<(Symptom, f64)>,
    /// What those seconds rest on.
    pub(crate) detect_rests_on: &'static str,
    /// Seconds for which the first is left alone after it failed; `None`: every call tries
    /// it first.
    pub(crate) left_alone: Option<f64>,
}

/// What stands in.
#[derive(Debug, Clone)]
pub(crate) struct StandIn {
    /// Who.
    pub(crate) route: Route,
    /// On which failures.
    pub(crate) triggers: Vec<Symptom>,
}

/// Some of whom one answers each call.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    /// Each with its weight.
    pub(crate) members: Vec<(Route, Option<f64>)>,
    /// The others take the share of one that fails.
    pub(crate) fails_over: bool,
}

impl Route {
    /// Every upstream below it, in the order of the file.
    pub(crate) fn upstreams(&self) -> Vec<&Upstream> {
        match &self.answers {
            Answers::One(one) => vec![one],
            _ => self.parts().into_iter().flat_map(Self::upstreams).collect(),
        }
    }

    /// The routes that it is made of.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match &self.answers {
            Answers::One(_) => Vec::new(),
            Answers::InTurn(turn) => {
                let then = turn.then.iter().map(|one| &one.route);
                std::iter::once(turn.first.as_ref()).chain(then).collect()
            }
            Answers::Shared(shared) => shared.members.iter().map(|(one, _)| one).collect(),
            Answers::Parted(parts) => parts.iter().map(|(one, _)| one).collect(),
        }
    }

    /// As messages name it.
    pub(crate) fn shown(&self) -> String {
        if let Some(name) = &self.name {
            return format!("`{name}`");
        }
        match &self.answers {
            Answers::One(one) if one.model.is_some() => {
                format!("`{}`", one.model.as_deref().unwrap_or_default())
            }
            _ => format!("`{}`", self.path),
        }
    }
}

/// One of some that are tried in turn.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// Who.
    pub(crate) route: Route,
    /// On which of its failures the next is tried.
    pub(crate) leaves_on: Vec<Symptom>,
    /// Seconds until then, by symptom, as far as known.
    pub(crate) detect: Vec<(Symptom, f64)>,
    /// Seconds for which it is left alone after it failed; `None`: every call tries it first.
    pub(crate) left_alone: Option<f64>,
}

impl Answers {
    /// Of some that are tried in turn, each left on failures of its own: where those differ
    /// the rest of the turn stands in as a whole.
    pub(crate) fn in_turn(links: Vec<Link>, detect_rests_on: &'static str) -> Option<Self> {
        let before_last = links.len().saturating_sub(1);
        let mut pairs = links[..before_last].windows(2);
        let is_alike = pairs.all(|pair| pair[0].leaves_on == pair[1].leaves_on);
        let mut links = links.into_iter();
        let first = links.next()?;
        let rest: Vec<Link> = links.collect();
        let triggers = first.leaves_on;
        let then = match rest.first() {
            None => return Some(first.route.answers),
            Some(_) if is_alike => {
                let then = rest.into_iter().map(|one| StandIn {
                    route: one.route,
                    triggers: triggers.clone(),
                });
                then.collect()
            }
            Some(next) => {
                let (path, place) = (next.route.path.clone(), next.route.place);
                let route = Route {
                    name: None,
                    path,
                    place,
                    answers: Self::in_turn(rest, detect_rests_on)?,
                };
                vec![StandIn { route, triggers }]
            }
        };
        Some(Self::InTurn(InTurn {
            first: Box::new(first.route),
            then,
            detect: first.detect,
            detect_rests_on,
            left_alone: first.left_alone,
        }))
    }
}
