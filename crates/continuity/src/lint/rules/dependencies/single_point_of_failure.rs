use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::{Hangs, SinglePoints, Via};
use jurymast_plan::model::{ComponentId, Detail, Kind, Level, Mode, Plan, Requirement};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;

rule! {
    /// One failure that takes down a service or activity of tier 1 or 2.
    ///
    /// ## What it finds
    /// A service or activity of tier 1 or 2 with a hard dependency that nothing stands
    /// in for, and what else reaches it through that. So is one without which the others
    /// serve less than its `mbco` of what it asks for, once its `demand` has moved to them
    /// (their `limit`), and whatever alone takes so many of them. What has expired stands in for
    /// nothing, and what serves for a while only (`holds`) not for a loss that lasts; what
    /// is needed to start only takes down nobody who is running. Where so much load may move that
    /// single losses could not all be counted, it says of whom. An activity without a
    /// tier counts where it has a target or leans on a service of tier 1 or 2. What takes
    /// such a service is told there, with the activities it takes along, and not again at
    /// these; where nothing else takes it, that it may fail by itself is told at an
    /// activity without `alternate_means`. A warning for tier 1, else information; where no
    /// tier is declared, what nothing depends on is of tier 1 provisionally, and so it is said. What takes several is one finding at the
    /// culprit, with a place for each of them. A grouping without a failure of its own is no
    /// culprit: what takes it is. What takes a culprit down in its turn is told once that is
    /// accepted, by a waiver or a baseline. AI dependencies have a rule of their own, `no-fallback`;
    /// fallbacks that are lost with their primary are `shared-fate-fallback`; a zone,
    /// region or provider that a service stands `in` takes it down too, as every one
    /// does that stands somewhere: `concentration` says where much stands in one.
    ///
    /// ## Why it matters
    /// Every such failure is an outage of the service, for as long as it lasts.
    /// They are minimal cut sets of order 1: nothing weaker takes it down. `jurymast
    /// gaps` lists all of them, failure domains included.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ```toml
    /// [activity.payroll]
    /// mtpd = "3d"
    /// depends_on = ["wages"]
    ///
    /// [service.wages]
    /// tier = 2
    /// ```
    ///
    /// ## Passes
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
    /// ```toml
    /// [activity.payroll]
    /// mtpd = "3d"
    /// depends_on = ["wages"]
    /// alternate_means = "Last month's wages are paid again, and set right later."
    ///
    /// [service.wages]
    /// tier = 2
    /// ```
    ///
    /// ## What to do
    /// Run a second one in another failure domain and say so with `any_of`, name a
    /// fallback, or let the service go on without: `mode = "soft"`. `jurymast advise`
    /// says which change helps most. Where the others serve too little, raise their limits
    /// or add one that carries the rest.
    ///
    /// ## False alarms
    /// Something that is redundant inside: declare its parts, so that the plan says
    /// what they share. A risk that is accepted: waive it with the reason.
    ///
    /// ## Ask
    /// How long has the longest outage of this one thing been, and who remembers it?
    ///
    /// ## Sources
    /// NUREG-0492, chapter VII (minimal cut sets); NIST SP 800-34 rev. 1, section
    /// 3.4; Regulation (EU) 2022/2554, article 11(5) and 12(4).
    "single-point-of-failure", Dependencies, Warning, check,
    says crate::lint::rule::STAND_INS,
    gathers Gathering { by: GatherBy::Culprit, words: of_several }, confidence High
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    let (count, who) = whom(parts);
    let culprit = parts[0].culprit.as_deref().unwrap_or_default();
    GatheredWords {
        message: match count {
            1 => format!("`{culprit}` alone takes {who} down, in more than one way"),
            _ => format!("`{culprit}` alone takes {count} others down: {who}"),
        },
        label: "a single point of failure".to_owned(),
        help: None,
    }
}

/// Of whom it is not counted what single losses leave too little: unknown is not none.
fn not_counted(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let services = cx.plan.enumerate();
    let services = services.filter(|(_, one)| one.is_critical_service());
    let unknown = services.filter(|(id, _)| cx.analysis.load_counted_to(*id) == Some(0));
    let unknown: Vec<ComponentId> = unknown.map(|(id, _)| id).collect();
    let Some(first) = unknown.first().copied() else {
        return;
    };
    let message = format!(
        "which single failures leave {} too little is not counted: too much load may move",
        words::some(cx.plan, unknown.iter().copied(), unknown.len())
    );
    found.about(
        cx.plan,
        first,
        cx.plan.component(first).place,
        message,
        |finding| {
            finding
                .label("may go down with one failure that is not named")
                .help("`jurymast blast` counts the load of any losses that are named")
        },
    );
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    not_counted(cx, found);
    let before = found.found.len();
    let points = cx.analysis.single_points();
    for (id, component) in cx.plan.enumerate() {
        if !component.is_critical_service() && !is_untiered_activity(cx, id) {
            continue;
        }
        for (at, requirement) in component.requirements.iter().enumerate() {
            if requirement.mode != Mode::Hard {
                continue;
            }
            let hangs = cx.analysis.hangs(id, at);
            if words::is_unfit_to_fall_back(cx.plan, requirement) {
                continue;
            }
            let on = match &hangs {
                Hangs::OnNone => &[][..],
                Hangs::On(on) | Hangs::Short(on) | Hangs::Lost(on) => on,
            };
            for &to in on {
                let kind = cx.plan.component(to).kind();
                let is_of_ai = words::is_outside_ai(kind) || kind == Kind::Model;
                if is_told_elsewhere(cx, id, to) || is_of_ai {
                    continue;
                }
                let is_lost = matches!(hangs, Hangs::Lost(_));
                for culprit in culprits(cx, to, is_lost, points) {
                    report(cx, found, id, (requirement, to, &hangs), culprit, points);
                }
            }
            // What leaves several short is told nowhere else, but where it does by one of those.
            for to in short_together(cx, (id, at), on, points) {
                if is_told_elsewhere(cx, id, to) {
                    continue;
                }
                for culprit in culprits(cx, to, false, points) {
                    let place = (requirement, to, &Hangs::OnNone);
                    report(cx, found, id, place, culprit, points);
                }
            }
        }
    }
    if cx.may_be_silenced(found.rule) {
        behind(cx, found, before);
    }
}

/// What takes the culprits down alone, and so on: told by the findings about them, until these
/// are accepted.
fn behind(cx: &Context<'_>, found: &mut FindingSink<'_>, before: usize) {
    let plan = cx.plan;
    // By culprit what it takes down, and where that needs it.
    let mut taken: BTreeMap<ComponentId, Vec<(ComponentId, Span)>> = BTreeMap::new();
    let mut starts: [VecDeque<(ComponentId, ComponentId)>; 2] = Default::default();
    for finding in &found.found[before..] {
        let [of, culprit] = [&finding.component, &finding.culprit]
            .map(|id| id.as_deref().and_then(|id| plan.find(id)));
        if let (Some(of), Some(culprit)) = (of, culprit) {
            taken.entry(culprit).or_default().push((of, finding.place));
            let is_later = !plan.component(of).is_first_service();
            starts[usize::from(is_later)].push_back((culprit, of));
        }
    }
    // What counts for a service of tier 1 counts for no other.
    let mut seen: BTreeSet<ComponentId> = BTreeSet::new();
    let mut behind: Vec<FartherPoint> = Vec::new();
    for mut open in starts {
        while let Some((of, service)) = open.pop_front() {
            // A service that is judged itself tells its own.
            if plan.component(of).is_critical_service() || !seen.insert(of) {
                continue;
            }
            for (culprit, place, is_short) in below(cx, of) {
                taken.entry(culprit).or_default().push((of, place));
                open.push_back((culprit, service));
                behind.push(FartherPoint {
                    of,
                    culprit,
                    place,
                    is_short,
                    service,
                });
            }
        }
    }
    for one in behind {
        let service = plan.component(one.service);
        let (id, target) = (&plan.component(one.of).id, &plan.component(one.culprit).id);
        let why = match one.is_short {
            true => "what is left serves too little of what it asks for",
            false => "nothing stands in for it",
        };
        let message = format!("`{id}` goes down with `{target}` alone: {why}");
        found.about(plan, one.of, one.place, message, |mut finding| {
            if !service.is_first_service() {
                finding.severity = finding.severity.min(Severity::Info);
            }
            words::say_if_provisional(&mut finding, service);
            let through = [one.culprit, one.of, one.service];
            finding.notes.push(words::chain(plan, &through));
            let finding = finding
                .detail(target.as_str())
                .culprit(target.as_str())
                .label("a single point of failure")
                .help(HELP);
            let nearer = taken.get(&one.of).into_iter().flatten();
            nearer.fold(finding, |finding, (component, place)| {
                let component = plan.component(*component).id.as_str();
                finding.comes_after(component, id.as_str(), *place)
            })
        });
    }
}

/// What takes a culprit down alone.
struct FartherPoint {
    of: ComponentId,
    culprit: ComponentId,
    place: Span,
    /// What is left would serve too little.
    is_short: bool,
    /// What it takes of what is judged.
    service: ComponentId,
}

/// What alone takes down what itself is no critical service: each with the place of the
/// requirement, and whether what is left would serve too little.
fn below(cx: &Context<'_>, of: ComponentId) -> Vec<(ComponentId, Span, bool)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::from([of]);
    let mut open = vec![of];
    while let Some(at) = open.pop() {
        let own = cx.plan.component(at).requirements.iter().enumerate();
        for (index, requirement) in own.filter(|(_, one)| one.mode == Mode::Hard) {
            let (on, is_short) = match cx.analysis.hangs(at, index) {
                Hangs::On(on) => (on, false),
                Hangs::Short(on) => (on, true),
                Hangs::OnNone | Hangs::Lost(_) => continue,
            };
            if words::is_unfit_to_fall_back(cx.plan, requirement) {
                continue;
            }
            for to in on {
                let target = cx.plan.component(to);
                let kind = target.kind();
                if words::is_outside_ai(kind) || kind == Kind::Model || !seen.insert(to) {
                    continue;
                }
                match target.own_failure {
                    true => found.push((to, requirement.place, is_short)),
                    false => open.push(to),
                }
            }
        }
    }
    found
}

const HELP: &str = "run a second one elsewhere (`any_of`), name a fallback, or mode = \"soft\"; `jurymast advise` says what helps most";

/// What fails where one thing is lost: that, or where it is a grouping without a failure of
/// its own the nearest below it that alone take it.
fn culprits(
    cx: &Context<'_>,
    to: ComponentId,
    is_lost: bool,
    points: &SinglePoints,
) -> Vec<ComponentId> {
    if cx.plan.component(to).own_failure || is_lost {
        return vec![to];
    }
    let takes: BTreeSet<ComponentId> = points.of(to).iter().take(MOST_LOOKED_AT).collect();
    let mut seen = BTreeSet::from([to]);
    let mut nearest = BTreeSet::new();
    let mut stack = vec![to];
    while let Some(at) = stack.pop() {
        let component = cx.plan.component(at);
        let required = component.requirements.iter().flat_map(|one| &one.group);
        let bound = component.bindings.iter().map(|one| one.to);
        for below in required.map(|one| one.value).chain(bound) {
            if !seen.insert(below) {
                continue;
            }
            if takes.contains(&below) {
                nearest.insert(below);
            } else if !cx.plan.component(below).own_failure {
                stack.push(below);
            }
        }
    }
    match (nearest.is_empty(), takes.is_empty()) {
        (true, false) => vec![to],
        _ => nearest.into_iter().collect(),
    }
}

/// What alone takes several of those that serve a requirement, or moves more load to them than
/// they carry, so that these serve too little of what is asked.
fn short_together(
    cx: &Context<'_>,
    (id, at): (ComponentId, usize),
    told: &[ComponentId],
    points: &SinglePoints,
) -> Vec<ComponentId> {
    let mut shortfalls = cx.analysis.network.node(id.0).shortfalls();
    if !shortfalls.any(|gate| gate.requirement == at && !gate.soft) {
        return Vec::new();
    }
    let mut explainer = cx.analysis.explainer();
    let mut leaves_short = |fault: &ComponentId| {
        let why = explainer.why(id, Level::Down, &[*fault]);
        let first = why.and_then(|why| why.steps.into_iter().next());
        first.is_some_and(|step| {
            matches!(step.through, Via::Short(of, _) if of == at) && !told.contains(&step.on)
        })
    };
    let all = points.of(id);
    let few = all.iter().take(MOST_LOOKED_AT);
    few.filter(|fault| leaves_short(fault)).collect()
}

/// Single points of one service whose way is followed.
const MOST_LOOKED_AT: usize = 256;

/// An activity of no tier that has a target, or leans on something critical.
fn is_untiered_activity(cx: &Context<'_>, id: ComponentId) -> bool {
    let component = cx.plan.component(id);
    let targets = &component.targets;
    let leans = |need: &Requirement| {
        let mut group = need.group.iter();
        group.any(|to| cx.plan.component(to.value).is_critical_service())
    };
    component.kind() == Kind::Activity
        && component.tier.is_none()
        && (targets.rto.is_some()
            || targets.mtpd.is_some()
            || component.requirements.iter().any(leans))
}

/// What takes a critical service is told there, once for all its activities; and its own
/// failure is no gap where people know another way.
fn is_told_elsewhere(cx: &Context<'_>, id: ComponentId, to: ComponentId) -> bool {
    let Detail::Activity(activity) = &cx.plan.component(id).detail else {
        return false;
    };
    let service = cx.plan.component(to);
    let mut by_itself = service.requirements.iter().enumerate();
    let hangs = |(at, need): (usize, &Requirement)| {
        need.mode == Mode::Hard && cx.analysis.hangs(to, at) != Hangs::OnNone
    };
    let is_told = service.tier.is_some_and(|tier| tier.value.is_critical());
    is_told && (activity.alternate_means.is_some() || by_itself.any(hangs))
}

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    (requirement, to, hangs): (&Requirement, ComponentId, &Hangs),
    culprit: ComponentId,
    points: &SinglePoints,
) {
    let is_lost = matches!(hangs, Hangs::Lost(_));
    let plan = cx.plan;
    let component = plan.component(id);
    let target = plan.component(culprit);
    let below = points.of(culprit);
    let tier_one = component.is_first_service();
    let doubt = (!is_lost)
        .then(|| cx.analysis.in_doubt(id, culprit))
        .flatten();
    let message = match (doubt, words::felt_after(cx, requirement, to)) {
        _ if is_lost => format!(
            "`{}` is down without any fault: `{}` is lost, and nothing stands in for it",
            component.id, target.id
        ),
        (Some(doubt), _) => format!(
            "`{}` may go down with `{}` alone, if {doubt}",
            component.id, target.id
        ),
        _ if matches!(hangs, Hangs::Short(_) | Hangs::OnNone) => format!(
            "`{}` goes down with `{}` alone: what is left serves too little of what it asks for",
            component.id, target.id
        ),
        (None, Some(time)) => format!(
            "`{}` goes down with `{}` alone, {time} later: nothing stands in for it for longer",
            component.id, target.id
        ),
        (None, None) => format!(
            "`{}` goes down with `{}` alone: nothing stands in for it",
            component.id, target.id
        ),
    };
    found.about(plan, id, requirement.place, message, |mut finding| {
        if culprit != to {
            let through = [culprit, to, id];
            finding.notes.push(words::chain(plan, &through));
        }
        words::say_if_provisional(&mut finding, component);
        if !tier_one {
            finding.severity = finding.severity.min(Severity::Info);
        }
        if !below.is_empty() {
            let noun = if below.len() == 1 { "takes" } else { "take" };
            finding.notes.push(format!(
                "{} {noun} `{}` down, and so what hangs on it",
                words::some(plan, below.iter(), below.len()),
                target.id
            ));
        }
        finding.notes.extend(words::activities_on(cx, id));
        finding
            .notes
            .extend(words::ended_alternatives(plan, requirement));
        finding
            .detail(target.id.as_str())
            .culprit(target.id.as_str())
            .label("a single point of failure")
            .help(HELP)
    });
}
