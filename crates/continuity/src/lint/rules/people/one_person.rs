use std::collections::{BTreeMap, BTreeSet};

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{Plan, Team, TeamId};

rule! {
    /// One person who stands alone for several critical teams.
    ///
    /// ## What it finds
    /// Two or more teams that answer for something of tier 1 or 2, in which the same name
    /// is the only one in `people`, and behind which nobody else is named either, along
    /// `escalate_to`. A team that names nobody is not found: a rota may stand behind its
    /// `on_call`.
    ///
    /// ## Why it matters
    /// People are ill, asleep, on a plane, or struck by what struck the building. When two
    /// things fail together, as they do, one person mends one of them.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    ///
    /// [service.login]
    /// tier = 1
    /// team = "identity"
    ///
    /// [team.payments]
    /// people = [{ name = "Ines", phone = "+1 555 0100" }]
    ///
    /// [team.identity]
    /// people = [{ name = "Ines", phone = "+1 555 0100" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// team = "payments"
    ///
    /// [service.login]
    /// tier = 1
    /// team = "identity"
    ///
    /// [team.payments]
    /// people = [{ name = "Ines", phone = "+1 555 0100" }, { name = "Omar", phone = "+1 555 0102" }]
    ///
    /// [team.identity]
    /// people = [{ name = "Ines", phone = "+1 555 0100" }]
    /// ```
    ///
    /// ## What to do
    /// Name a deputy in one of the teams, and let them do the next exercise.
    ///
    /// ## False alarms
    /// Two people of one name. Write what tells them apart.
    ///
    /// ## Ask
    /// Who does it in the second week of August?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.2 (teams with alternates); NIST SP 800-34 rev. 1, section 3.4.6
    /// (roles, and who follows whom).
    "one-person", People, Warning, check,
    says &["escalate_to", "people"], confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let mut alone: BTreeMap<&str, Vec<&Team>> = BTreeMap::new();
    let critical = words::critical_teams(plan);
    for &id in critical.keys() {
        if let [name] = names_behind(plan, id).as_slice() {
            alone.entry(name).or_default().push(plan.team(id));
        }
    }
    for (name, teams) in alone.iter().filter(|(_, teams)| teams.len() > 1) {
        let all: Vec<String> = teams.iter().map(|one| format!("`{}`", one.id)).collect();
        let message = format!("{name} is the only one who is named for {}", all.join(", "));
        found.general(teams[0].place, message, |mut finding| {
            for team in &teams[1..] {
                finding = finding.related(team.place, "and for this one".to_owned());
            }
            finding
                .detail(*name)
                .label("nobody else is named for this team")
                .help("name a deputy: people = [..., { name = \"...\", phone = \"...\" }]")
        });
    }
}

/// The names in a team and in those behind it; none where one of them names nobody and
/// somebody may be on call there.
fn names_behind(plan: &Plan, of: TeamId) -> Vec<&str> {
    let mut seen = BTreeSet::from([of]);
    let mut open = vec![of];
    let mut names = BTreeSet::new();
    while let Some(id) = open.pop() {
        let team = plan.team(id);
        if team.people.is_empty() && !team.on_call.is_empty() {
            return Vec::new();
        }
        names.extend(team.people.iter().map(|one| one.name.as_str()));
        let next = team.escalate_to.iter().map(|one| one.value);
        open.extend(next.filter(|id| seen.insert(*id)));
    }
    names.into_iter().collect()
}
