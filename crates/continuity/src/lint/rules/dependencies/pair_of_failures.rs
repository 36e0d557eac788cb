use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::failure::Biclique;
use jurymast_plan::model::{ComponentId, Level};

rule! {
    /// Two failures that together take down a service of tier 1.
    ///
    /// ## What it finds
    /// The pairs of failures, neither of which is enough alone, that take down a
    /// service of tier 1 (its minimal cut sets of order 2), by the requirement whose
    /// alternatives they take. Runs with `check --pedantic`, or where `[lint]` gives
    /// the rule a level.
    ///
    /// ## Why it matters
    /// Two things do fail on one day: a provider while the region of its stand-in is
    /// under repair. Whoever knows the pairs can keep planned work from meeting an
    /// outage.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// depends_on = [{ any_of = ["orders-db-a", "orders-db-b"], at_least = 1 }]
    ///
    /// [resource.orders-db-a]
    ///
    /// [resource.orders-db-b]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// depends_on = [{ any_of = ["orders-db-a", "orders-db-b", "orders-db-c"], at_least = 1 }]
    ///
    /// [resource.orders-db-a]
    ///
    /// [resource.orders-db-b]
    ///
    /// [resource.orders-db-c]
    /// ```
    ///
    /// ## What to do
    /// Mostly nothing but to know them: never work on one while the other is ill.
    /// Where a pair is likely, add a third way.
    ///
    /// ## False alarms
    /// Most pairs. That is why the rule is off unless asked for.
    ///
    /// ## Ask
    /// Who checks the state of the stand-in before taking the primary down for work?
    ///
    /// ## Sources
    /// NUREG-0492, chapter VII (minimal cut sets).
    "pair-of-failures", Dependencies, Info, pedantic check, confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let mut explainer = cx.analysis.explainer();
    for (id, sets) in &cx.analysis.pairs().by_service {
        if !plan.component(*id).is_first_service() {
            continue;
        }
        let mut by_requirement: BTreeMap<(ComponentId, usize), Vec<&Biclique>> = BTreeMap::new();
        for pair in sets.pairs.iter() {
            if let Some(place) = explainer.pattern(*id, Level::Down, pair) {
                by_requirement.entry(place).or_default().push(pair);
            }
        }
        for ((owner, requirement), pairs) in by_requirement {
            report(cx, found, *id, owner, requirement, &pairs);
        }
    }
}

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    owner: ComponentId,
    requirement: usize,
    pairs: &[&Biclique],
) {
    const NOTED: usize = 5;
    let plan = cx.plan;
    let requirement = &plan.component(owner).requirements[requirement];
    let count: u64 = pairs.iter().map(|pair| pair.count()).sum();
    let noun = if count == 1 { "pair" } else { "pairs" };
    let through = if owner == id {
        String::new()
    } else {
        format!(" through `{}`", plan.component(owner).id)
    };
    let message = format!(
        "`{}` goes down with {count} {noun} of failures{through}",
        plan.component(id).id
    );
    found.about(plan, owner, requirement.place, message, |mut finding| {
        words::say_if_provisional(&mut finding, plan.component(id));
        let side = |members: &[u32]| {
            let ids: Vec<ComponentId> = members.iter().map(|at| ComponentId(*at)).collect();
            words::list(plan, &ids)
        };
        let notes = pairs
            .iter()
            .take(NOTED)
            .map(|pair| format!("{} with {}", side(&pair.any), side(&pair.with)));
        finding.notes.extend(notes);
        if pairs.len() > NOTED {
            finding
                .notes
                .push(format!("and {} more groups of pairs", pairs.len() - NOTED));
        }
        finding
            .detail(plan.component(id).id.as_str())
            .label("no alternative here survives both")
            .help("never work on one while the other is ill; `jurymast gaps` lists them all")
    });
}
