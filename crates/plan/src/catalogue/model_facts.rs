//! What is known of a model that a call names, by all who know something.

use crate::model::{
    AfterEnd, Confidence, Evidence, Lifecycle, ListKeeper, ListedModel, ListedModelAbilities,
    ListedStage, ModelFloor, ModelKnowledge, ModelStanding, Retirement, SavedModelList,
};
use jurymast_terms::units::{Date, Duration};

use super::saved_lists::{find_saved, nearest_saved};
use super::{ModelList, ModelRecord, models, provider, provider_ids};

/// Whose models are one offer under two names: what the one does not serve the other may.
const SIBLINGS: [&str; 2] = ["azure-foundry", "azure-openai"];

/// The end of a model, and what else is known of it.
#[derive(Debug, Clone, Default)]
pub struct ModelFacts {
    /// Its end.
    pub retirement: Option<Retirement>,
    /// The rest.
    pub knowledge: ModelKnowledge,
}

/// What is known of the model that calls to a provider name by this id. The account's own
/// list goes before the built-in one, the newest first; where a list says nothing of an
/// end, one that was made known after the list was saved counts all the same.
pub fn model_facts(of: &str, model: &str, lists: &[SavedModelList]) -> ModelFacts {
    if provider(of).is_some_and(|known| known.self_hosted) {
        return ModelFacts::default();
    }
    let saved = by_trust(of, lists);
    let mut facts = ends_of(of, model, &saved);
    let listed = saved.iter().filter_map(|(_, list)| {
        let found = find_saved(list, model)?;
        Some(ListedModelAbilities {
            list: list.name(),
            gives: found.gives.clone(),
        })
    });
    facts.knowledge.listed = listed.collect();
    facts
}

/// The saved lists of a provider, each with its index: the account's own go first, then the
/// newest.
fn by_trust<'a>(of: &str, lists: &'a [SavedModelList]) -> Vec<(usize, &'a SavedModelList)> {
    let mut saved: Vec<(usize, &SavedModelList)> = lists
        .iter()
        .enumerate()
        .filter(|(_, list)| list.provider == of)
        .collect();
    // One without a day counts as saved now.
    saved.sort_by_key(|(at, list)| {
        (
            list.keeper,
            std::cmp::Reverse(list.on.unwrap_or(Date::MAX)),
            *at,
        )
    });
    saved
}

/// The end of a model, and who knows it.
fn ends_of(of: &str, model: &str, saved: &[(usize, &SavedModelList)]) -> ModelFacts {
    let built_in = models(of);
    let fact = built_in.and_then(|list| BuiltIn::find(list, model));
    let mut facts = fact
        .as_ref()
        .map_or_else(ModelFacts::default, |fact| fact.facts(model));
    let hit = saved
        .iter()
        .find_map(|(_, list)| Some((*list, find_saved(list, model)?)));
    if let Some((list, listed)) = hit {
        return from_list(list, listed, model, fact.as_ref(), facts);
    }
    let whole = saved
        .iter()
        .find(|(_, list)| list.whole && list.keeper == ListKeeper::Account);
    if let Some((at, list)) = whole {
        // What ended before the list was saved is missing there for that reason.
        let read = built_in.map(|list| list.read);
        let then = list.on.or(read);
        let ended = facts
            .retirement
            .as_ref()
            .is_some_and(|end| then.is_some_and(|day| end.on <= day));
        if !ended {
            facts.knowledge.standing = ModelStanding::Unlisted {
                list: *at,
                nearest: nearest_saved(list, model).map(ToOwned::to_owned),
                known: fact.is_some(),
            };
        }
        return facts;
    }
    if fact.is_some() {
        return facts;
    }
    unknown(of, model, built_in)
}

/// What a saved list has, held against what the built-in one has.
fn from_list(
    list: &SavedModelList,
    listed: &ListedModel,
    model: &str,
    fact: Option<&BuiltIn<'_>>,
    built_in: ModelFacts,
) -> ModelFacts {
    let evidence = || Evidence {
        confidence: match list.keeper {
            ListKeeper::Account => Confidence::Verified,
            ListKeeper::Public => Confidence::Secondary,
        },
        why: match list.keeper {
            ListKeeper::Account => format!("the account's own list {}", list.name()),
            ListKeeper::Public => format!("the list {}", list.name()),
        },
    };
    let end = match listed.stage {
        ListedStage::Ended => listed.ends.or(list.on),
        _ => listed.ends,
    };
    let known = built_in.retirement.as_ref();
    let own = end.map(|on| Retirement {
        what: model.to_owned(),
        on,
        announced: listed.announced,
        // No list says what becomes of calls.
        after: known.map_or(AfterEnd::Fails, |end| end.after),
        replacement: listed
            .replacement
            .clone()
            .or_else(|| known?.replacement.clone()),
        evidence: Some(evidence()),
    });
    let read = fact.map(|fact| fact.list.read);
    if list.keeper == ListKeeper::Public {
        let newer = list.on.is_some() && list.on > read;
        let silent = fact.is_none_or(|fact| fact.row.is_none());
        let moved = newer && built_in.retirement.is_some();
        let mut facts = built_in;
        if own.is_some() && (silent || moved) {
            facts.retirement = own;
        }
        if silent && listed.stage == ListedStage::Deprecated && facts.retirement.is_none() {
            facts.knowledge.deprecated = Some(evidence());
        }
        facts.knowledge.standing = ModelStanding::Known;
        return facts;
    }
    let as_of = list.on.or(read);
    let made_known_since = |end: &Retirement| {
        let later = as_of.is_some_and(|day| end.on > day);
        later && (!list.tells_ends || read > as_of)
    };
    let since = || {
        let mut end = built_in.retirement.filter(made_known_since)?;
        if let Some(evidence) = &mut end.evidence {
            evidence.why = format!("{}; {} lists it without an end", evidence.why, list.name());
        }
        Some(end)
    };
    let retirement = own.or_else(since);
    let floor = listed.earliest.map(|earliest| ModelFloor {
        earliest,
        notice: fact.and_then(|fact| fact.notice()),
        evidence: evidence(),
    });
    let floor = floor
        .or(built_in.knowledge.floor)
        .filter(|_| retirement.is_none());
    let deprecated = listed.stage == ListedStage::Deprecated && retirement.is_none();
    ModelFacts {
        knowledge: ModelKnowledge {
            standing: ModelStanding::Known,
            floor,
            deprecated: deprecated.then(evidence),
            listed: Vec::new(),
        },
        retirement,
    }
}

/// An id that no list of the provider has.
fn unknown(of: &str, model: &str, built_in: Option<&'static ModelList>) -> ModelFacts {
    let sibling = SIBLINGS.contains(&of).then(|| {
        let other = SIBLINGS.into_iter().find(|one| *one != of)?;
        Some((other, BuiltIn::find(models(other)?, model)?))
    });
    if let Some((other, fact)) = sibling.flatten() {
        let mut facts = fact.facts(model);
        facts.knowledge.standing = ModelStanding::Elsewhere {
            provider: other.to_owned(),
        };
        return facts;
    }
    let complete = built_in.filter(|list| list.complete);
    let others = provider_ids().filter(|other| complete.is_some() && *other != of);
    let mut served = others.filter_map(|other| {
        let list = models(other).filter(|list| list.complete)?;
        list.find(model).map(|_| other)
    });
    let nearest = complete.and_then(|list| list.nearest(model));
    let standing = match served.next() {
        Some(other) => ModelStanding::Elsewhere {
            provider: other.to_owned(),
        },
        None => ModelStanding::Unknown {
            nearest: nearest.map(ToOwned::to_owned),
        },
    };
    ModelFacts {
        retirement: None,
        knowledge: ModelKnowledge {
            standing,
            ..ModelKnowledge::default()
        },
    }
}

/// A model in the built-in list.
struct BuiltIn<'a> {
    list: &'a ModelList,
    row: Option<&'a ModelRecord>,
    /// The listed id, where the call spells it otherwise.
    respelt: Option<&'a str>,
}

impl<'a> BuiltIn<'a> {
    fn find(list: &'a ModelList, model: &str) -> Option<Self> {
        let exact = list.find(model);
        let found = exact.or_else(|| list.meant(model))?;
        Some(Self {
            list,
            row: list.row(found),
            respelt: exact.is_none().then(|| list.id(found)),
        })
    }

    fn notice(&self) -> Option<Duration> {
        let notice = self.list.notice.as_ref()?;
        Some(Duration::from_seconds(u64::from(notice.days) * 86_400))
    }

    fn facts(&self, model: &str) -> ModelFacts {
        let evidence = |row: &ModelRecord| {
            let (source, confidence) = self.list.source_of(row);
            Evidence {
                confidence,
                why: format!("{source}, read {}", self.list.read),
            }
        };
        let retirement = self.row.and_then(|row| {
            Some(Retirement {
                what: model.to_owned(),
                on: row.retires?,
                announced: row.announced,
                after: row.after,
                replacement: row.replacement.clone(),
                evidence: Some(evidence(row)),
            })
        });
        let floor = self.row.and_then(|row| {
            Some(ModelFloor {
                earliest: row.earliest?,
                notice: self.notice(),
                evidence: evidence(row),
            })
        });
        let deprecated = self
            .row
            .filter(|row| row.status == Some(Lifecycle::Deprecated));
        let respelt = self.respelt.filter(|_| self.list.complete);
        ModelFacts {
            retirement,
            knowledge: ModelKnowledge {
                standing: match respelt {
                    Some(listed) => ModelStanding::Respelt {
                        listed: listed.to_owned(),
                    },
                    None => ModelStanding::Known,
                },
                floor,
                deprecated: deprecated.map(evidence),
                listed: Vec::new(),
            },
        }
    }
}
