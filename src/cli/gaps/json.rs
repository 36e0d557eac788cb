use std::time::Instant;

use serde_json::{Value, json};

use jurymast_engine::analysis::{
    Analysis, Chance, Explainer, Gaps, Lost, MaxOrder, Odds, Question, Reach, Through, Why,
};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::Sources;

use super::odds::YEAR;

/// How many single points of a component are explained.
const EXPLAINED: usize = 200;

/// Components at either end of a chain; longer ones are cut between them.
const HALF: usize = 32;

/// Members of pairs that are written in all.
const MEMBERS: usize = 4_000_000;

/// Writes an object with the answers component by component, so that none has to be
/// kept.
pub(super) struct Writer<'a> {
    analysis: &'a Analysis<'a>,
    sources: &'a Sources,
    question: &'a Question,
    explainer: Explainer<'a>,
    explained: usize,
    /// Members of pairs that may still be written.
    room: usize,
    written: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        (analysis, sources): (&'a Analysis<'a>, &'a Sources),
        question: &'a Question,
        (explained, rounds): (usize, usize),
        deadline: Option<Instant>,
    ) -> Self {
        let explainer = Explainer::new(analysis.plan, &analysis.network);
        Self {
            analysis,
            sources,
            question,
            explainer: explainer.within(rounds).until(deadline),
            explained: explained.min(EXPLAINED),
            room: MEMBERS,
            written: 0,
        }
    }

    pub(super) fn head(&self) -> String {
        let question = self.question;
        let head = json!({
            "version": 1,
            "level": question.level.as_str(),
            "max_order": match question.max_order {
                MaxOrder::UpTo(order) => json!(order),
                MaxOrder::All => json!("all"),
            },
        });
        let head = format!("{head:#}");
        let open = head.trim_end_matches(['\n', '}']);
        format!("{open},\n  \"components\": [")
    }

    pub(super) fn one(&mut self, gaps: &Gaps) -> String {
        let one = self.component(gaps);
        let comma = if self.written > 0 { "," } else { "" };
        self.written += 1;
        // No text in JSON holds a line break.
        let text = format!("{one:#}").replace('\n', "\n    ");
        format!("{comma}\n    {text}")
    }

    /// What was asked for, and how many of it the limits left no time for.
    pub(super) fn tail(&self, is_complete: bool, not_looked_at: usize) -> String {
        let close = if self.written > 0 { "\n  ]" } else { "]" };
        format!(
            "{close},\n  \"asked\": {},\n  \"complete\": {is_complete},\n  \"explained\": {},\n  \"not_looked_at\": {not_looked_at}\n}}\n",
            self.written + not_looked_at,
            !self.explainer.was_stopped(),
        )
    }

    fn component(&mut self, gaps: &Gaps) -> Value {
        let (plan, question) = (self.analysis.plan, self.question);
        let component = plan.component(gaps.component);
        let orders: serde_json::Map<String, Value> = (1..)
            .zip(&gaps.orders)
            .map(|(order, count)| (order.to_string(), number(count)))
            .collect();
        let mut out = json!({
            "id": component.id,
            "kind": component.kind().as_str(),
            "tier": component.tier.map(|tier| tier.value.number()),
            "count": gaps.count,
            "complete": gaps.reach.is_complete(),
            "complete_to": match gaps.reach {
                Reach::Outright => json!("all"),
                Reach::UpTo(order) | Reach::Stopped(order) => json!(order),
            },
            "orders": orders,
        });
        if question.list > 0 {
            out["sets"] = gaps.sets.iter().map(|set| ids(plan, set)).collect();
            if gaps.sets.len().to_string() != gaps.count {
                out["sets_shown"] = json!(gaps.sets.len());
            }
            let members = |side: &[u32]| {
                ids(
                    plan,
                    &side.iter().map(|at| ComponentId(*at)).collect::<Vec<_>>(),
                )
            };
            let mut pairs = Vec::new();
            for pair in gaps.pairs.iter() {
                let Some(room) = self.room.checked_sub(pair.any.len() + pair.with.len()) else {
                    break;
                };
                self.room = room;
                pairs.push(json!({ "any": members(&pair.any), "with": members(&pair.with) }));
            }
            if pairs.len() < gaps.pairs.len() {
                out["pairs_shown"] = json!(pairs.len());
            }
            out["pairs"] = json!(pairs);
            let mut points = Vec::new();
            for fault in gaps.single_points().take(self.explained) {
                let why = self.explainer.why(gaps.component, gaps.level, &[fault]);
                points.extend(why.map(|why| single_point(plan, self.sources, fault, &why)));
            }
            let all = gaps.orders.first().map_or("0", String::as_str);
            if points.len().to_string() != all {
                out["single_points_shown"] = json!(points.len());
            }
            out["single_points"] = json!(points);
        }
        if let Some(odds) = &gaps.odds {
            with_odds(plan, gaps.component, odds, &mut out);
        }
        out
    }
}

/// A count as a number where it is one to every reader, else its digits.
fn number(count: &str) -> Value {
    const EXACT: u64 = 1 << 53;
    match count.parse::<u64>() {
        Ok(count) if count <= EXACT => json!(count),
        _ => json!(count),
    }
}

fn single_point(plan: &Plan, sources: &Sources, fault: ComponentId, why: &Why) -> Value {
    let step = why.shared().or(why.steps.first());
    let mut out = json!({
        "id": plan.component(fault).id,
        "reason": match step.map(|step| &step.through) {
            Some(Through::Shared(_, lost)) if is_shared(lost) => "shared-fate",
            Some(Through::Shared(..)) => "fallback-gives-too-little",
            Some(Through::Bare(_)) => "no-alternative",
            Some(Through::Binding(_)) | None => "binding",
        },
    });
    with_chain(plan, &why.chain(), &mut out);
    let Some(step) = step else {
        return out;
    };
    let owner = plan.component(step.component);
    if let Through::Bare(at) | Through::Shared(at, _) = step.through {
        let requirement = &owner.requirements[at];
        let position = sources.position(requirement.place);
        out["requirement"] = json!({
            "component": owner.id,
            "on": requirement.group.iter().map(|to| plan.component(to.value).id.as_str()).collect::<Vec<_>>(),
            "fallbacks": requirement.fallbacks.iter().map(|to| plan.component(to.to.value).id.as_str()).collect::<Vec<_>>(),
            "file": sources.get(requirement.place.file).path,
            "line": position.line,
        });
    }
    if let Through::Shared(_, lost) = &step.through {
        out["lost"] = lost
            .iter()
            .map(|lost| {
                let mut one = json!({ "id": plan.component(lost.to).id });
                with_chain(plan, &lost.chain, &mut one);
                one
            })
            .collect();
    }
    out
}

/// The fault took more than one alternative; else those that are left are too weak.
fn is_shared(lost: &[Lost]) -> bool {
    lost.iter().filter(|one| !one.chain.is_empty()).count() > 1
        || lost.iter().all(|one| !one.chain.is_empty())
}

/// A chain, or the two ends of a long one and how many stand between them.
fn with_chain(plan: &Plan, chain: &[ComponentId], out: &mut Value) {
    if chain.len() <= 2 * HALF {
        out["chain"] = ids(plan, chain);
        return;
    }
    let (first, last) = (&chain[..HALF], &chain[chain.len() - HALF..]);
    out["chain"] = ids(plan, &[first, last].concat());
    out["chain_left_out"] = json!(chain.len() - 2 * HALF);
}

fn with_odds(plan: &Plan, id: ComponentId, odds: &Odds, out: &mut Value) {
    out["probability"] = json!(odds.chance.exact());
    out["probability_bounds"] = json!([odds.chance.low, odds.chance.high]);
    out["hours_a_year"] = json!([odds.chance.low * YEAR, odds.chance.high * YEAR]);
    out["allowed_by_dependencies"] = json!(1.0 - odds.by_dependencies.low);
    out["slo"] = json!(plan.component(id).targets.slo.map(|slo| slo.value.value()));
    out["given_up"] = json!(odds.given_up);
    out["unknown"] = ids(plan, &odds.unknown);
    out["importance"] = odds
        .importance
        .iter()
        .map(|one| {
            let exact = |some: Option<Chance>| some.and_then(Chance::exact);
            let (share, worth) = (one.fussell_vesely, one.risk_achievement_worth);
            json!({
                "id": plan.component(one.component).id,
                "unavailability": one.unavailability,
                "birnbaum": one.birnbaum.exact(),
                "birnbaum_bounds": bounds(Some(one.birnbaum)),
                "fussell_vesely": exact(share),
                "fussell_vesely_bounds": bounds(share),
                "risk_achievement_worth": exact(worth),
                "risk_achievement_worth_bounds": bounds(worth),
            })
        })
        .collect();
}

/// Null stands for what has no end.
fn bounds(some: Option<Chance>) -> Value {
    some.map_or(Value::Null, |some| json!([some.low, some.high]))
}

fn ids(plan: &Plan, ids: &[ComponentId]) -> Value {
    ids.iter()
        .map(|id| plan.component(*id).id.as_str())
        .collect()
}
