use cel::Value;
use jurymast_engine::simulation::Verdict;
use jurymast_plan::model::{DataKind, Origin};

use super::facts::{always, kinds, list, maybe, seconds, sometimes, text, whole, whole_signed};
use super::requirement_facts::REQUIREMENT;
use super::shape::{FactShape, FactSubject, Field, Of};

pub(super) static COMPONENT: FactShape = FactShape {
    name: "component",
    says: "One that can fail, as the plan or the catalogue declares it.",
    fields: &[
        always!("id", Of::Text, "Its id.", |of, at| text(
            &of.component(at).id
        )),
        always!(
            "name",
            Of::Text,
            "As people call it; the id where nothing is said.",
            |of, at| { text(&of.component(at).name) }
        ),
        always!("kind", Of::Word(kinds), "What it is.", |of, at| {
            text(of.component(at).kind().as_str())
        }),
        always!(
            "declared",
            Of::Flag,
            "Whether the plan has a table for it; else it was pulled in by a reference.",
            |of, at| Value::Bool(of.component(at).origin == Origin::Plan)
        ),
        sometimes!(
            "copy_of",
            Of::Text,
            "The id of what it is one of several copies of (`replicas`).",
            |of, at| { maybe(of.component(at).copy_of, |of_it| of.named(of_it)) }
        ),
        sometimes!(
            "tier",
            Of::Whole,
            "From 1, the most critical, to 4.",
            |of, at| { maybe(of.declared(at).tier, |tier| whole(tier.value.number())) }
        ),
        sometimes!(
            "team",
            Of::Text,
            "The id of the team that answers for it.",
            |of, at| {
                let team = of.component(at).team;
                maybe(team, |team| text(&of.plan().team(team.value).id))
            }
        ),
        sometimes!(
            "provider",
            Of::Text,
            "The outside party behind an AI call or an endpoint.",
            |of, at| {
                let id = of.id(at);
                let provider = id.and_then(|id| of.plan().provider_of(id));
                maybe(provider, |id| of.named(id))
            }
        ),
        sometimes!("model", Of::Text, "The model of an AI call.", |of, at| {
            let model = of.component(at).ai().and_then(|ai| ai.model.as_ref());
            maybe(model, |model| text(&model.value))
        }),
        sometimes!(
            "sort",
            Of::Text,
            "The `kind` that a resource, a provider or a domain declares: `database`.",
            |of, at| maybe(of.declared(at).declared_kind(), text)
        ),
        always!(
            "domains",
            Of::Texts,
            "The failure domains that it stands in (`in`), from the nearest all the way out.",
            |of, at| {
                let around = of.id(at).map(|id| of.plan().domains_around(id));
                of.ids(around.unwrap_or_default())
            }
        ),
        always!(
            "needs",
            Of::Many(&REQUIREMENT),
            "What it needs: an entry for each of `depends_on`.",
            |of, at| {
                let Some(id) = of.id(at) else {
                    return list(Vec::new());
                };
                let count = of.component(at).requirements.len();
                list(
                    (0..count)
                        .map(|one| of.object(&REQUIREMENT, FactSubject::Requirement(id, one)))
                        .collect(),
                )
            }
        ),
        always!(
            "needed_by",
            Of::Texts,
            "The ids of those that name it: as what they need, as a fallback, or as where they stand.",
            |of, at| {
                let by = of.id(at).map(|id| of.analysis.graph.needed_by(id));
                of.ids(
                    by.unwrap_or_default()
                        .into_iter()
                        .map(|(id, _)| id)
                        .collect(),
                )
            }
        ),
        always!(
            "takes_down",
            Of::Whole,
            "How many others are down with it when it is lost alone.",
            |of, at| {
                whole(
                    of.id(at)
                        .map_or(0, |id| of.analysis.fault_table().of_component(id).down),
                )
            }
        ),
        always!(
            "degrades",
            Of::Whole,
            "How many others are degraded then.",
            |of, at| {
                whole(
                    of.id(at)
                        .map_or(0, |id| of.analysis.fault_table().of_component(id).degraded),
                )
            }
        ),
        always!(
            "single_points",
            Of::Whole,
            "How many others take it down when they are lost alone.",
            |of, at| { whole(of.id(at).map_or(0, |id| of.single_points()[id.index()])) }
        ),
        sometimes!("rto_s", Of::Whole, "Its RTO in seconds.", |of, at| {
            seconds(of.component(at).targets.rto)
        }),
        sometimes!("rpo_s", Of::Whole, "Its RPO in seconds.", |of, at| {
            seconds(of.component(at).targets.rpo)
        }),
        sometimes!("mtpd_s", Of::Whole, "Its MTPD in seconds.", |of, at| {
            seconds(of.component(at).targets.mtpd)
        }),
        sometimes!("slo", Of::Number, "Its SLO, from 0.0 to 1.0.", |of, at| {
            maybe(of.component(at).targets.slo, |slo| {
                Value::Float(slo.value.value())
            })
        }),
        always!(
            "rto_verdict",
            Of::Word(verdicts),
            "Its RTO in the plan's scenarios and after the loss of single others: `met` where a scenario hits it and none breaks it, `unknown` where nothing shows either, `none` without an RTO.",
            |of, at| {
                text(
                    of.id(at)
                        .map_or(Verdict::None, |id| of.rto()[id.index()])
                        .as_str(),
                )
            }
        ),
        sometimes!(
            "restart_s",
            Of::Whole,
            "Its own time to start again, in seconds.",
            |of, at| { seconds(of.component(at).restart) }
        ),
        sometimes!(
            "expires_in_days",
            Of::Whole,
            "Days until it no longer works; less than 0 once it does not.",
            |of, at| { maybe(of.component(at).expires, |day| of.days_to(day.value)) }
        ),
        sometimes!("data", Of::Word(data_kinds), "What it keeps.", |of, at| {
            maybe(of.declared(at).data, |data| text(data.value.as_str()))
        }),
        always!(
            "backups",
            Of::Whole,
            "How many ways its data are saved in.",
            |of, at| { whole(of.declared(at).backups.len()) }
        ),
        always!(
            "residency",
            Of::Texts,
            "Where an AI call's data may be processed.",
            |of, at| {
                let ai = of.component(at).ai();
                list(ai.map_or_else(Vec::new, |ai| {
                    ai.residency.iter().map(|one| text(one)).collect()
                }))
            }
        ),
    ],
};

pub(super) static PLAN: FactShape = FactShape {
    name: "plan",
    says: "The plan as a whole.",
    fields: &[
        always!("name", Of::Text, "Whose plan it is.", |of, _| text(
            &of.plan().header.name
        )),
        sometimes!(
            "owner",
            Of::Text,
            "The id of the team that keeps it.",
            |of, _| {
                maybe(of.plan().header.owner, |team| {
                    text(&of.plan().team(team.value).id)
                })
            }
        ),
        always!(
            "today",
            Of::Text,
            "The day on which it is looked at: `2026-11-30`.",
            |of, _| { text(&of.today.to_string()) }
        ),
        sometimes!(
            "approved_days_ago",
            Of::Whole,
            "How many days ago it was approved.",
            |of, _| {
                let approved = of.plan().header.approved.as_ref();
                maybe(approved, |one| whole_signed(one.on.days_until(of.today)))
            }
        ),
        sometimes!(
            "review_every_days",
            Of::Whole,
            "How often it is reviewed, in days.",
            |of, _| {
                maybe(of.plan().header.review_every, |time| {
                    whole(time.seconds() / DAY)
                })
            }
        ),
        always!("teams", Of::Texts, "The ids of its teams.", |of, _| {
            list(of.plan().teams.iter().map(|team| text(&team.id)).collect())
        }),
        always!(
            "scenarios",
            Of::Texts,
            "The ids of its scenarios.",
            |of, _| {
                list(
                    of.plan()
                        .scenarios
                        .iter()
                        .map(|one| text(&one.id))
                        .collect(),
                )
            }
        ),
        always!(
            "components",
            Of::Many(&COMPONENT),
            "All that can fail.",
            |of, _| {
                let each = of
                    .plan()
                    .ids()
                    .map(|id| of.object(&COMPONENT, FactSubject::Component(id)));
                list(each.collect())
            }
        ),
    ],
};

const DAY: u64 = 86_400;

fn data_kinds() -> Vec<&'static str> {
    DataKind::ALL.map(DataKind::as_str).to_vec()
}

fn verdicts() -> Vec<&'static str> {
    [
        Verdict::Met,
        Verdict::Missed,
        Verdict::Unknown,
        Verdict::None,
    ]
    .map(Verdict::as_str)
    .to_vec()
}
