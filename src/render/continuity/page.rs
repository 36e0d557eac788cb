use askama::Template;

use crate::render::Input;
use crate::render::frame::{Frame, Page, Section};
use crate::render::paths::HERE;
use crate::render::pictures::{self, Picture};
use crate::render::views::{
    Call, DeclaredValue, LinkView, Reference, RestView, Tell, alike_waivers, days_from, tells,
    through, waived_of, waiver_link,
};
use jurymast_engine::analysis::next_review;
use jurymast_plan::model::{ComponentId, Kind, Plan, Step, TeamId, Waiver};
use jurymast_terms::diagnostic::{FindingPlace, Severity};
use jurymast_terms::units::Date;

use super::exercise::{ExerciseView, ScenarioView, exercises, scenarios};
use super::order::{Recovered, cycles, order};

/// Teams, resources or suppliers in one list; the rest is counted.
const MOST_NAMES: usize = 60;

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    frame: Frame,
    control: Vec<(&'static str, DeclaredValue)>,
    review_overdue: bool,
    description: DeclaredValue,
    scope: DeclaredValue,
    excludes: DeclaredValue,
    objectives: [usize; 3],
    untiered: usize,
    when: DeclaredValue,
    by: Option<Call>,
    alternate: Option<Call>,
    stand_down: DeclaredValue,
    roles: Vec<Role>,
    immediate: Vec<Immediate>,
    order: Vec<Recovered>,
    cycles: Vec<Vec<Reference>>,
    leaning: Vec<Leaning>,
    picture: Option<Picture>,
    tells: Vec<Tell>,
    exercises: Vec<ExerciseView>,
    overdue: usize,
    scenarios: Vec<ScenarioView>,
    risks: Vec<Risk>,
    open: [usize; 3],
}

/// What the plan leans on of one kind.
struct Leaning {
    title: &'static str,
    names: Vec<Reference>,
    cut: usize,
}

struct Role {
    call: Call,
    description: DeclaredValue,
    escalates_to: DeclaredValue,
    owns: usize,
}

/// What is done in the first minutes for one urgent service.
struct Immediate {
    own: Reference,
    now: Option<RestView>,
    tier: DeclaredValue,
    rto: DeclaredValue,
    step: String,
    who: Option<Call>,
}

struct Risk {
    rule: String,
    at: LinkView,
    /// What its findings must be about, where the waivers say.
    of: Vec<Reference>,
    reason: String,
    until: String,
    expired: bool,
}

/// The continuity plan as a document.
pub(in crate::render) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let plan = input.plan();
    let header = &plan.header;
    let activation = header.activation.clone().unwrap_or_default();
    let call = |team: Option<TeamId>| team.map(|id| Call::team(plan, id, HERE));
    let due = review_due(plan, input.today);
    let tier = |number| {
        let own = plan
            .components
            .iter()
            .filter(|one| one.kind() == Kind::Service);
        own.filter(|one| one.rank() == number).count()
    };
    let exercises = exercises(input);
    let open = |severity| {
        let findings = input.findings.iter();
        findings
            .filter(|one| one.waived.is_none() && one.severity == severity)
            .count()
    };
    let view = PlanPage {
        frame: Frame::new(input, "Continuity plan", HERE, Section::Plan),
        control: control(plan, input.today, due.as_ref().map(|(text, _)| text)),
        review_overdue: due.is_some_and(|(_, overdue)| overdue),
        description: DeclaredValue::of(header.description.as_ref()),
        scope: DeclaredValue::of(header.scope.as_ref()),
        excludes: DeclaredValue::of(header.excludes.as_ref()),
        objectives: [tier(1), tier(2), tier(3) + tier(4)],
        untiered: tier(5),
        when: DeclaredValue::of(activation.when),
        by: call(activation.by),
        alternate: call(activation.alternate),
        stand_down: DeclaredValue::of(activation.stand_down_when),
        roles: (0u32..)
            .map(TeamId)
            .zip(&plan.teams)
            .map(|(id, _)| role(plan, id))
            .collect(),
        immediate: immediate(input),
        order: order(input),
        cycles: cycles(input),
        leaning: leaning(plan),
        picture: pictures::all_needs_of(input, Kind::Activity, "What the activities need")
            .or_else(|| pictures::all_needs_of(input, Kind::Service, "What the services need")),
        tells: tells(plan),
        overdue: exercises
            .iter()
            .flat_map(|one| &one.actions)
            .filter(|action| action.class == "is-error")
            .count(),
        exercises,
        scenarios: scenarios(input),
        risks: risks(input),
        open: [
            open(Severity::Error),
            open(Severity::Warning),
            open(Severity::Info),
        ],
    };
    Ok(vec![Page::of("plan.html", &view)?])
}

fn control(plan: &Plan, today: Date, due: Option<&String>) -> Vec<(&'static str, DeclaredValue)> {
    let header = &plan.header;
    let approved = header.approved.as_ref();
    vec![
        ("Plan", DeclaredValue::of(Some(&header.name))),
        (
            "Owner",
            DeclaredValue::team(plan, header.owner.map(|at| at.value)),
        ),
        (
            "Approved by",
            DeclaredValue::of(approved.map(|one| &one.by)),
        ),
        (
            "Approved on",
            DeclaredValue::of(approved.map(|one| days_from(one.on, today))),
        ),
        ("Reviewed every", DeclaredValue::of(header.review_every)),
        (
            "Copies kept on",
            DeclaredValue::of(through(plan, &header.published)),
        ),
        (
            "Review due",
            DeclaredValue::or(due, "unknown: approval day or interval not declared"),
        ),
        ("This copy made", DeclaredValue::of(Some(today))),
    ]
}

/// The day of the next review, in words, and whether it has passed.
fn review_due(plan: &Plan, today: Date) -> Option<(String, bool)> {
    let due = next_review(plan)?;
    Some((days_from(due, today), due < today))
}

fn role(plan: &Plan, id: TeamId) -> Role {
    let team = plan.team(id);
    let to: Vec<&str> = team
        .escalate_to
        .iter()
        .map(|to| plan.team(to.value).name.as_str())
        .collect();
    Role {
        call: Call::team(plan, id, HERE),
        description: DeclaredValue::of(team.description.as_ref()),
        escalates_to: DeclaredValue::of((!to.is_empty()).then(|| to.join(", then "))),
        owns: plan
            .components
            .iter()
            .filter(|one| one.team.is_some_and(|team| team.value == id))
            .count(),
    }
}

fn immediate(input: &Input) -> Vec<Immediate> {
    let plan = input.plan();
    let mut urgent = plan.critical_components();
    urgent.retain(|id| plan.component(*id).is_pressing());
    urgent.sort_by_key(|id| (plan.component(*id).urgency(), *id));
    let view = |id: ComponentId| {
        let component = plan.component(id);
        let step = first_step(plan, id);
        let team = step
            .and_then(|step| step.owner)
            .or(component.team.map(|team| team.value));
        Immediate {
            own: Reference::to(plan, id, HERE),
            now: RestView::of(input, id, HERE),
            tier: DeclaredValue::of(component.tier.map(|at| at.value)),
            rto: DeclaredValue::of(component.targets.rto.map(|at| at.value)),
            step: step.map_or_else(
                || "Find out what is lost, by the table on its page.".to_owned(),
                |step| step.text.clone(),
            ),
            who: team.map(|id| Call::team(plan, id, HERE)),
        }
    };
    urgent.into_iter().map(view).collect()
}

fn leaning(plan: &Plan) -> Vec<Leaning> {
    let list = |title, kind: Kind| {
        let ids: Vec<ComponentId> = plan
            .enumerate()
            .filter(|(_, one)| one.kind() == kind)
            .map(|(id, _)| id)
            .collect();
        Leaning {
            title,
            cut: ids.len().saturating_sub(MOST_NAMES),
            names: Reference::all(plan, ids.into_iter().take(MOST_NAMES), HERE),
        }
    };
    vec![
        list("Resources", Kind::Resource),
        list("AI", Kind::Ai),
        list("Suppliers", Kind::Provider),
        list("What fails together", Kind::Domain),
    ]
}

/// The waivers that count, and those that ran out; one that never had anything
/// to accept is a finding, no risk.
fn risks(input: &Input<'_>) -> Vec<Risk> {
    let plan = input.plan();
    let accepts = |waiver: &Waiver| {
        input.findings.iter().any(|finding| {
            let culprit = finding.culprit.as_deref();
            let covers = |place: &FindingPlace| {
                let named = culprit.into_iter().chain(place.component.as_deref());
                waiver.at.covers(plan, place.place, named)
            };
            let alone = finding.as_place();
            finding.code == waiver.rule.value
                && (covers(&alone) || finding.places.iter().any(covers))
        })
    };
    let counted: Vec<&Waiver> = plan.waivers.iter().filter(|one| accepts(one)).collect();
    let risk = |waivers: Vec<&Waiver>| {
        let waiver = waivers.first()?;
        Some(Risk {
            rule: waiver.rule.value.clone(),
            at: waiver_link(plan, waiver, HERE),
            of: waived_of(plan, &waivers, HERE),
            reason: waiver.reason.clone(),
            until: days_from(waiver.until.value, input.today),
            expired: waiver.until.value < input.today,
        })
    };
    let alike = alike_waivers(plan, &counted);
    alike.into_iter().filter_map(risk).collect()
}

/// What the runbook says comes first.
fn first_step(plan: &Plan, of: ComponentId) -> Option<&Step> {
    plan.runbook(of)?.steps.iter().min_by_key(|step| step.phase)
}
