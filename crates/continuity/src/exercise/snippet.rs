use jurymast_plan::model::Plan;
use jurymast_terms::units::Date;

/// The lines that bring the result back into the plan. As they stand they prove
/// nothing: a result must be chosen first.
pub(super) fn snippet(plan: &Plan, scenario: &str, today: Date) -> String {
    let name = record_name(plan, scenario, today);
    let owner = plan
        .header
        .owner
        .map(|team| team.value.index())
        .unwrap_or(0);
    let owner = plan
        .teams
        .get(owner)
        .map_or("a-team", |team| team.id.as_str());
    format!(
        "[exercise.{name}]\n\
         kind = \"tabletop\"\n\
         scenario = \"{scenario}\"\n\
         on = {today}                    # the day it was held\n\
         # Choose one:\n\
         # result = \"passed\"\n\
         # result = \"passed-with-actions\"\n\
         # result = \"failed\"\n\
         actions = [\n\
         \x20 # {{ do = \"What is to be mended\", owner = \"{owner}\", due = {today} }},\n\
         ]\n"
    )
}

/// A name for the exercise of a scenario on a day, which none of the plan has.
pub fn record_name(plan: &Plan, scenario: &str, on: Date) -> String {
    free_name(plan, &id(&format!("{scenario}-{on}")))
}

/// What can stand in a table's name: `gateway-down@openrouter` has no place there.
fn id(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// A name that no exercise of the plan has.
fn free_name(plan: &Plan, wish: &str) -> String {
    let taken = |name: &str| plan.exercises.iter().any(|one| one.id == name);
    let more = (2u32..).map(|count| format!("{wish}-{count}"));
    std::iter::once(wish.to_owned())
        .chain(more)
        .find(|name| !taken(name))
        .unwrap_or_default()
}
