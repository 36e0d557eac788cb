//! The ends to come: of models, endpoints, and what expires.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AfterEnd, Ai, ComponentId, Detail, Evidence, ListedStage, ModelFloor, Plan, Retirement,
    SavedModelList,
};
use jurymast_terms::units::Date;

use super::model_facts::model_facts;
use super::{models, provider, provider_ids};

/// Something that ends on a day to come.
#[derive(Debug, Clone)]
pub struct UpcomingEnd {
    /// The day: of its end, or from which on it may end.
    pub on: Date,
    /// What ends.
    pub kind: EndKind,
    /// A model id, an endpoint (`openai/videos`), or the id of a component.
    pub what: String,
    /// The provider's id, of models and endpoints.
    pub provider: Option<String>,
    /// It is only promised until that day; no end was named.
    pub possible: bool,
    /// What becomes of calls.
    pub after: AfterEnd,
    /// What the provider names in its place; "none" where it names that there is none.
    pub replacement: Option<String>,
    /// Where it was read; `None` where the plan declares it.
    pub evidence: Option<Evidence>,
    /// The components of the plan that it ends for, in plan order.
    pub of: Vec<ComponentId>,
}

/// What it is that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndKind {
    /// A model at a provider.
    Model,
    /// An endpoint of a provider.
    Endpoint,
    /// A certificate, domain name, contract or key: what a component's `expires` says.
    Expiry,
}

/// The first day and the last that count.
pub type Days = std::ops::RangeInclusive<Date>;

/// Of all that a plan calls or declares, in order of day.
pub fn ends_of_plan(plan: &Plan, days: &Days) -> Vec<UpcomingEnd> {
    let mut ends = Gathered::default();
    for (id, component) in plan.enumerate() {
        if let Some(expires) = component.expires {
            ends.add(id, expired(component.id.clone(), expires.value));
        }
        let provider = plan
            .provider_of(id)
            .map(|to| plan.component(to).id.as_str());
        match &component.detail {
            Detail::Ai(ai) => {
                let model = model_end(ai, provider);
                model.into_iter().for_each(|end| ends.add(id, end));
            }
            Detail::Endpoint(endpoint) => {
                let end = endpoint.retirement.as_ref();
                let end = end.map(|end| of_retirement(EndKind::Endpoint, provider, end));
                end.into_iter().for_each(|end| ends.add(id, end));
            }
            _ => {}
        }
    }
    ends.within(days)
}

/// Of all that the catalogue and these lists know, in order of day.
pub fn ends_of_catalogue(lists: &[SavedModelList], days: &Days) -> Vec<UpcomingEnd> {
    let mut ends = Vec::new();
    for id in provider_ids() {
        let built_in = models(id);
        let mut names: BTreeSet<&str> = BTreeSet::new();
        names.extend(
            built_in
                .iter()
                .flat_map(|list| &list.models)
                .map(|row| row.id.as_str()),
        );
        let saved = lists.iter().filter(|list| list.provider == id);
        let told = saved.flat_map(|list| &list.models);
        let told = told.filter(|(_, one)| {
            one.ends.is_some() || one.earliest.is_some() || one.stage == ListedStage::Ended
        });
        names.extend(told.map(|(name, _)| name.as_str()));
        for name in names {
            let facts = model_facts(id, name, lists);
            ends.extend(either(
                Some(id),
                name,
                facts.retirement.as_ref(),
                facts.knowledge.floor.as_ref(),
            ));
        }
        let endpoints = provider(id).into_iter().flat_map(|known| &known.endpoints);
        for endpoint in endpoints {
            let Some(on) = endpoint.retired else { continue };
            ends.push(UpcomingEnd {
                on,
                kind: EndKind::Endpoint,
                what: format!("{id}/{}", endpoint.id),
                provider: Some(id.to_owned()),
                possible: false,
                after: AfterEnd::Fails,
                replacement: endpoint.replacement.clone(),
                evidence: Some(Evidence {
                    confidence: endpoint.confidence,
                    why: endpoint.source.clone(),
                }),
                of: Vec::new(),
            });
        }
    }
    ordered(ends, days)
}

/// The ends found so far; what ends for several components is one end.
#[derive(Default)]
struct Gathered(BTreeMap<(EndKind, String, Option<String>), UpcomingEnd>);

impl Gathered {
    fn add(&mut self, of: ComponentId, end: UpcomingEnd) {
        let key = (end.kind, end.what.clone(), end.provider.clone());
        self.0.entry(key).or_insert(end).of.push(of);
    }

    fn within(self, days: &Days) -> Vec<UpcomingEnd> {
        ordered(self.0.into_values().collect(), days)
    }
}

fn ordered(mut ends: Vec<UpcomingEnd>, days: &Days) -> Vec<UpcomingEnd> {
    ends.retain(|end| days.contains(&end.on));
    ends.sort_by(|a, b| {
        (a.on, a.kind, &a.provider, &a.what).cmp(&(b.on, b.kind, &b.provider, &b.what))
    });
    ends
}

fn model_end(ai: &Ai, provider: Option<&str>) -> Option<UpcomingEnd> {
    let model = ai.model.as_ref()?;
    // The end of its endpoint is that of the endpoint.
    let own = ai.retirement.as_ref().filter(|end| end.what == model.value);
    either(provider, &model.value, own, ai.knowledge.floor.as_ref())
}

fn either(
    provider: Option<&str>,
    model: &str,
    end: Option<&Retirement>,
    floor: Option<&ModelFloor>,
) -> Option<UpcomingEnd> {
    let end = end.map(|end| of_retirement(EndKind::Model, provider, end));
    end.or_else(|| {
        let floor = floor?;
        Some(UpcomingEnd {
            on: floor.earliest,
            kind: EndKind::Model,
            what: model.to_owned(),
            provider: provider.map(ToOwned::to_owned),
            possible: true,
            after: AfterEnd::Fails,
            replacement: None,
            evidence: Some(floor.evidence.clone()),
            of: Vec::new(),
        })
    })
}

fn of_retirement(kind: EndKind, provider: Option<&str>, end: &Retirement) -> UpcomingEnd {
    UpcomingEnd {
        on: end.on,
        kind,
        what: end.what.clone(),
        provider: provider.map(ToOwned::to_owned),
        possible: false,
        after: end.after,
        replacement: end.replacement.clone(),
        evidence: end.evidence.clone(),
        of: Vec::new(),
    }
}

fn expired(what: String, on: Date) -> UpcomingEnd {
    UpcomingEnd {
        on,
        kind: EndKind::Expiry,
        what,
        provider: None,
        possible: false,
        after: AfterEnd::Fails,
        replacement: None,
        evidence: None,
        of: Vec::new(),
    }
}

impl EndKind {
    /// model, endpoint or expiry
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Endpoint => "endpoint",
            Self::Expiry => "expiry",
        }
    }
}

impl UpcomingEnd {
    /// One sentence without a full stop: what happens on that day.
    pub fn sentence(&self) -> String {
        let of = match (&self.provider, self.kind) {
            (Some(provider), EndKind::Model) => format!("{} ({provider})", self.what),
            _ => self.what.clone(),
        };
        let heir = self.replacement.as_deref().filter(|heir| *heir != "none");
        match (self.kind, self.possible, self.after, heir) {
            (EndKind::Expiry, ..) => format!("{of} expires"),
            (_, true, ..) => format!("{of} may end from this day on"),
            (_, _, AfterEnd::Redirects, Some(heir)) => format!("{of} is answered by {heir}"),
            (_, _, AfterEnd::Redirects, None) => format!("{of} is answered by another model"),
            (_, _, AfterEnd::Fails, Some(heir)) => format!("{of} ends; instead: {heir}"),
            (_, _, AfterEnd::Fails, None) => format!("{of} ends"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::reread;

    fn days(from: &str, to: &str) -> Days {
        from.parse().unwrap()..=to.parse().unwrap()
    }

    #[test]
    fn a_plan_has_its_own_ends_each_once() {
        let text = r#"
            [plan]
            name = "x"
            [resource.cert]
            expires = 2027-02-01
            [provider.acme]
            models = [{ id = "a-1", retires = 2027-01-15 }, { id = "a-2", retires = 2027-01-16, after = "redirects", replacement = "a-3" }]
            endpoints = [{ id = "chat", retires = 2027-03-01 }]
            [ai.one]
            provider = "acme"
            model = "a-1"
            endpoint = "chat"
            [ai.two]
            provider = "acme"
            model = "a-1"
            [ai.three]
            provider = "acme"
            model = "a-2"
            [ai.four]
            provider = "openai"
            model = "dall-e-3"
        "#;
        let loaded = reread([("p.toml".to_owned(), text.to_owned())]);
        assert_eq!(loaded.problems, []);
        let ends = ends_of_plan(&loaded.plan, &days("2026-11-29", "2027-11-29"));
        let said: Vec<(String, String, usize)> = ends
            .iter()
            .map(|end| (end.on.to_string(), end.sentence(), end.of.len()))
            .collect();
        let expected = [
            ("2027-01-15", "a-1 (acme) ends", 2),
            ("2027-01-16", "a-2 (acme) is answered by a-3", 1),
            ("2027-02-01", "cert expires", 1),
            ("2027-03-01", "acme/chat ends", 1),
        ];
        let expected = expected.map(|(day, said, of)| (day.to_owned(), said.to_owned(), of));
        assert_eq!(said, expected);
    }

    #[test]
    fn the_catalogue_has_ends_and_days_from_which_on_something_may_end() {
        let ends = ends_of_catalogue(&[], &days("2026-11-29", "2027-11-29"));
        let said: Vec<String> = ends
            .iter()
            .map(|end| format!("{} {}", end.on, end.sentence()))
            .collect();
        for line in [
            "2026-12-01 gemini-2.5-pro (google-gemini) is answered by gemini-3.8-flash",
            "2027-06-30 claude-sonnet-5 (anthropic) may end from this day on",
        ] {
            assert!(
                said.iter().any(|one| one == line),
                "{line}\n{}",
                said.join("\n")
            );
        }
        assert!(said.is_sorted_by_key(|line| line[..10].to_owned()));
        assert!(
            said.iter()
                .any(|line| line.contains("gpt-4o (openai) ends"))
        );
    }
}
