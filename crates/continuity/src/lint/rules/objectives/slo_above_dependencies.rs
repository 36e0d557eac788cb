use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::ComponentPoints;
use jurymast_plan::model::{Component, ComponentId, Mode, Plan};
use jurymast_terms::source::{At, Span};
use jurymast_terms::units::Share;
use jurymast_terms::wording;

rule! {
    /// A service level objective that dependencies or own faults do not allow.
    ///
    /// ## What it finds
    /// Three things, from the `slo` and `availability` that the plan declares. A
    /// warning where the availabilities of all that takes the service down alone,
    /// multiplied, are below its `slo`; or those of its hard dependencies, by
    /// their own objectives, are; and where they are not, but with the service's own
    /// `availability` they are. Information where a hard dependency that nothing
    /// stands in for does not offer one nine more than the service promises. What
    /// declares neither counts as never failing.
    ///
    /// ## Why it matters
    /// A service is no more available than what it cannot do without, and the
    /// losses add up: ten dependencies of 99.9% leave 99%.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// slo = "99.95%"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// availability = "99.9%"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// slo = "99.9%"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// availability = "99.99%"
    /// ```
    ///
    /// ## What to do
    /// Promise less, or make the dependency matter less: a fallback, a second one, a
    /// cache, a soft mode. `jurymast gaps --probability` says which matters most.
    ///
    /// ## False alarms
    /// A dependency that is needed for a small part of requests. Make it soft.
    ///
    /// ## Ask
    /// Which of these numbers was ever measured?
    ///
    /// ## Sources
    /// Treynor, Dahlin, Rau and Beyer, "The Calculus of Service Availability", ACM
    /// Queue 15(2), 2017: the rule of the extra 9.
    "slo-above-dependencies", Objectives, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let mut declared: BTreeMap<u32, Declared> = BTreeMap::new();
    for (id, component) in cx.plan.enumerate() {
        let Some(slo) = component.targets.slo else {
            continue;
        };
        let direct: Vec<(Span, ComponentId, f64)> = bare(cx.plan, component)
            .filter_map(|(place, to)| Some((place, to, promised(cx.plan.component(to))?)))
            .collect();
        let points = cx.analysis.single_points().of(id);
        let alike = declared.entry(points.alike());
        let own = alike.or_insert_with(|| Declared::of(cx.plan, points));
        let by_points = own.product_without(id);
        let by_direct: f64 = direct.iter().map(|(_, _, up)| up).product();
        let best = by_points.min(by_direct);
        // Products of decimal fractions miss them by a hair.
        if best < slo.value.value() - 1e-12 {
            let (worst, count) = if by_points <= by_direct {
                own.worst_without(id)
            } else {
                let down = direct.iter().map(|(_, to, up)| (*to, 1.0 - up));
                let mut worst: Vec<_> = down.collect();
                worst.sort_by(worst_first);
                let count = worst.len();
                worst.truncate(NAMED);
                (worst, count)
            };
            out_of_reach(cx, found, id, slo, best, (&worst, count));
        } else if let Some(up) =
            own_up(component).filter(|up| best * up < slo.value.value() - 1e-12)
        {
            own_faults(cx, found, id, slo, (up, best));
        } else {
            for (place, to, up) in direct {
                extra_nine(cx, found, id, slo, place, to, up);
            }
        }
    }
}

/// How many of the worst are named.
const NAMED: usize = 5;

/// The declared unavailabilities of what takes a component down alone.
struct Declared {
    /// In plan order.
    ids: Vec<ComponentId>,
    /// The products of availabilities before each, and from each on.
    before: Vec<f64>,
    after: Vec<f64>,
    /// The worst first, one more than is named.
    worst: Vec<(ComponentId, f64)>,
}

impl Declared {
    fn of(plan: &Plan, points: ComponentPoints<'_>) -> Self {
        let down = |at| Some((at, plan.component(at).unavailability?.value));
        let mut worst: Vec<(ComponentId, f64)> = points.with_itself().filter_map(down).collect();
        let product = |all: &mut f64, (_, down): &(ComponentId, f64)| {
            *all *= 1.0 - down;
            Some(*all)
        };
        let before = [1.0].into_iter().chain(worst.iter().scan(1.0, product));
        let before = before.collect();
        let mut after: Vec<f64> = worst.iter().rev().scan(1.0, product).collect();
        after.reverse();
        after.push(1.0);
        let ids = worst.iter().map(|(id, _)| *id).collect();
        worst.sort_by(worst_first);
        worst.truncate(NAMED + 1);
        Self {
            ids,
            before,
            after,
            worst,
        }
    }

    fn product_without(&self, id: ComponentId) -> f64 {
        match self.ids.binary_search(&id) {
            Ok(at) => self.before[at] * self.after[at + 1],
            Err(_) => self.before[self.ids.len()],
        }
    }

    /// The worst of them, and how many there are.
    fn worst_without(&self, id: ComponentId) -> (Vec<(ComponentId, f64)>, usize) {
        let others = self.worst.iter().filter(|(other, _)| *other != id);
        let has_itself = self.ids.binary_search(&id).is_ok();
        (
            others.take(NAMED).copied().collect(),
            self.ids.len() - usize::from(has_itself),
        )
    }
}

fn worst_first(a: &(ComponentId, f64), b: &(ComponentId, f64)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// What the component cannot do without, and where it says so.
fn bare<'a>(
    plan: &'a Plan,
    component: &'a Component,
) -> impl Iterator<Item = (Span, ComponentId)> + 'a {
    let hard = component.requirements.iter();
    let hard = hard.filter(|one| one.mode == Mode::Hard && plan.is_sole(one));
    hard.flat_map(|one| one.group.iter().map(|to| (one.place, to.value)))
}

/// Its objective, else its declared availability.
fn promised(component: &Component) -> Option<f64> {
    let slo = component.targets.slo.map(|slo| slo.value.value());
    slo.or_else(|| Some(1.0 - component.unavailability?.value))
}

/// The declared availability, its own faults only.
fn own_up(component: &Component) -> Option<f64> {
    let down = component.unavailability.filter(|_| component.own_failure)?;
    Some(1.0 - down.value)
}

/// What it leans on would allow it, its own availability does not.
fn own_faults(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    slo: At<Share>,
    (up, best): (f64, f64),
) {
    let component = cx.plan.component(id);
    let others = if best < 1.0 {
        format!(", times {} of what it cannot do without", percent(best))
    } else {
        String::new()
    };
    let message = format!(
        "`{}` promises {}; its own availability of {}{others} does not reach it",
        component.id,
        slo.value,
        percent(up)
    );
    found.about(cx.plan, id, slo.span, message, |finding| {
        let declared = component.unavailability.map(|down| down.span);
        let finding = finding
            .label("out of reach")
            .help("promise less, or run more than one of it: `any_of`");
        match declared {
            Some(span) => finding.related(span, "declared here"),
            None => finding,
        }
    });
}

fn out_of_reach(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    slo: At<Share>,
    best: f64,
    (worst, count): (&[(ComponentId, f64)], usize),
) {
    let component = cx.plan.component(id);
    let message = format!(
        "`{}` promises {}; what it cannot do without allows {} at best",
        component.id,
        slo.value,
        percent(best)
    );
    found.about(cx.plan, id, slo.span, message, |mut finding| {
        let named: Vec<String> = worst
            .iter()
            .map(|(to, down)| format!("`{}` {}", cx.plan.component(*to).id, percent(1.0 - down)))
            .collect();
        let named = wording::and_more(&named, count);
        finding.notes.push(format!("multiplied: {named}"));
        finding
            .label("out of reach")
            .help("promise less, or let something stand in for the worst of them")
    });
}

fn extra_nine(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    slo: At<Share>,
    place: Span,
    to: ComponentId,
    up: f64,
) {
    let wanted = 1.0 - (1.0 - slo.value.value()) / 10.0;
    if up >= wanted - 1e-12 {
        return;
    }
    let component = cx.plan.component(id);
    let target = &cx.plan.component(to).id;
    let message = format!(
        "`{}` promises {} on `{target}`, which offers {}: less than one nine more",
        component.id,
        slo.value,
        percent(up)
    );
    found.about(cx.plan, id, place, message, |mut finding| {
        finding.severity = finding
            .severity
            .min(jurymast_terms::diagnostic::Severity::Info);
        finding
            .detail(target.as_str())
            .label(format!("{} would leave room", percent(wanted)))
            .related(slo.span, format!("promises {}", slo.value))
            .help("promise less, or let something stand in for it")
    });
}

/// Rounded to nine decimals of a percent.
fn percent(value: f64) -> String {
    Share::new(value.clamp(0.0, 1.0)).map_or_else(String::new, |share| share.to_string())
}
