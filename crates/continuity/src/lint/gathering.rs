use std::collections::BTreeMap;

use jurymast_plan::model::Plan;
use jurymast_terms::diagnostic::{Diagnostic, Severity, Waived};
use jurymast_terms::source::FileId;
use jurymast_terms::wording;

use super::registry;

/// How findings that one change mends become one.
#[derive(Debug)]
pub(super) struct Gathering {
    pub(super) by: GatherBy,
    /// What is said of several.
    pub(super) words: fn(&Plan, &[Diagnostic]) -> GatheredWords,
}

/// What those that belong together have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GatherBy {
    /// The component at which all are mended.
    Culprit,
    /// The component that all of them lack, each of which is mended at its own place.
    Lacked,
    /// The component that they are about.
    Component,
    /// What they say: it is the same of each.
    Message,
    /// The same; but what is only to be known by the file and the team, as there is nothing
    /// to mend yet.
    MessageOrInfo,
    /// The file and the team: something is left out in each of them.
    FileAndTeam,
}

/// What is said of several findings as one.
#[derive(Debug, Default)]
pub(super) struct GatheredWords {
    pub(super) message: String,
    /// At the culprit, or the first of the places.
    pub(super) label: String,
    /// `None`: what the findings say by themselves.
    pub(super) help: Option<String>,
}

impl Gathering {
    /// For findings that say the same of each component.
    pub(super) const SAME_WORDS: Self = Self {
        by: GatherBy::Message,
        words: |_, parts| same_words(parts),
    };
}

/// What all of them say, and of whom.
pub(super) fn same_words(parts: &[Diagnostic]) -> GatheredWords {
    GatheredWords {
        message: format!("{} ({})", parts[0].message, whom(parts).1),
        label: parts[0].label.clone(),
        help: None,
    }
}

/// Under which findings come together: they share a rule, and this.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum GatherKey {
    Component(String),
    Message(String),
    FileAndTeam(FileId, Option<u32>),
    /// None other.
    Alone(usize),
}

/// Makes one finding of those that one change mends, each with all its places. In order of
/// place.
pub fn gather(plan: &Plan, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(&'static str, GatherKey), Vec<Diagnostic>> = BTreeMap::new();
    for (at, finding) in findings.into_iter().enumerate() {
        let key = key(plan, &finding, at);
        groups.entry((finding.code, key)).or_default().push(finding);
    }
    let mut gathered: Vec<Diagnostic> = groups
        .into_values()
        .map(|parts| one_of(plan, parts))
        .collect();
    gathered.sort_by(|a, b| {
        (a.place, a.code, &a.detail, &a.message).cmp(&(b.place, b.code, &b.detail, &b.message))
    });
    gathered
}

fn gathering(finding: &Diagnostic) -> Option<&'static Gathering> {
    registry::find(finding.code)?.gathering.as_ref()
}

fn key(plan: &Plan, finding: &Diagnostic, at: usize) -> GatherKey {
    let component = finding.component.as_ref();
    let file_and_team = || {
        let id = component.and_then(|id| plan.find(id))?;
        let team = plan.component(id).team.map(|team| team.value.0);
        Some(GatherKey::FileAndTeam(finding.place.file, team))
    };
    let key = gathering(finding).and_then(|how| match how.by {
        GatherBy::Culprit | GatherBy::Lacked => finding.culprit.clone().map(GatherKey::Component),
        GatherBy::Component => component.cloned().map(GatherKey::Component),
        GatherBy::MessageOrInfo if finding.severity == Severity::Info => file_and_team(),
        GatherBy::Message | GatherBy::MessageOrInfo => {
            Some(GatherKey::Message(finding.message.clone()))
        }
        GatherBy::FileAndTeam => file_and_team(),
    });
    key.unwrap_or(GatherKey::Alone(at))
}

fn one_of(plan: &Plan, mut parts: Vec<Diagnostic>) -> Diagnostic {
    parts.sort_by(|a, b| (a.place, &a.detail).cmp(&(b.place, &b.detail)));
    let team = team(plan, &parts);
    let places = parts.iter().map(Diagnostic::as_place).collect();
    let how = gathering(&parts[0]).filter(|_| parts.len() > 1);
    let Some(how) = how else {
        let mut alone = parts.swap_remove(0);
        alone.places = places;
        alone.team = team;
        return alone;
    };
    let GatheredWords {
        message,
        label,
        help,
    } = (how.words)(plan, &parts);
    let open = parts.iter().filter(|one| one.waived.is_none());
    let severity = open.map(|one| one.severity).max();
    let gravest = parts.iter().map(|one| one.severity).max();
    let first = &parts[0];
    let culprit = first
        .culprit
        .as_ref()
        .filter(|_| matches!(how.by, GatherBy::Culprit | GatherBy::Lacked));
    let component = match how.by {
        GatherBy::Culprit
        | GatherBy::Lacked
        | GatherBy::Component
        | GatherBy::Message
        | GatherBy::MessageOrInfo => culprit.or(first.component.as_ref()),
        GatherBy::FileAndTeam => None,
    };
    let at = culprit.filter(|_| how.by == GatherBy::Culprit);
    let at = at.and_then(|id| plan.find(id));
    let place = at.map_or(first.place, |id| plan.component(id).place);
    let mut one = Diagnostic::new(first.code, first.severity, message, place).label(label);
    one.severity = severity.or(gravest).unwrap_or(first.severity);
    one.component = component.cloned();
    one.culprit = culprit.cloned();
    one.detail = match how.by {
        GatherBy::Culprit | GatherBy::Lacked | GatherBy::FileAndTeam => String::new(),
        GatherBy::Component => causes(&parts).join(", "),
        GatherBy::Message | GatherBy::MessageOrInfo => first.detail.clone(),
    };
    one.causes = causes(&parts);
    one.team = team;
    one.provisional = parts.iter().any(|part| part.provisional);
    one.cost = each_once(parts.iter().flat_map(|part| &part.cost));
    one.notes = each_once(parts.iter().flat_map(|part| &part.notes));
    one.help = match help {
        Some(help) => vec![help],
        None => each_once(parts.iter().flat_map(|part| &part.help)),
    };
    for part in &parts {
        for other in part.also.iter().filter(|other| !first.also.contains(other)) {
            if !one.also.contains(other) {
                one.also.push(other);
            }
        }
    }
    one.also.extend(&first.also);
    one.told = parts.iter().flat_map(|part| part.told.clone()).collect();
    one.waived = waived(&parts);
    one.places = places;
    one
}

/// The team that answers for what is mended: that of the culprit, or where there is none
/// the one that answers for all that they are about.
fn team(plan: &Plan, parts: &[Diagnostic]) -> Option<String> {
    let of = |id: &Option<String>| {
        let id = plan.find(id.as_deref()?)?;
        let team = plan.component(id).team?.value;
        Some(plan.team(team).id.clone())
    };
    if parts.len() > 1
        && let Some(team) = of(&parts[0].culprit)
    {
        return Some(team);
    }
    let mut teams = parts.iter().map(|one| of(&one.component));
    let first = teams.next()??;
    teams
        .all(|one| one.as_ref() == Some(&first))
        .then_some(first)
}

/// What all of them are about, in order.
fn causes(parts: &[Diagnostic]) -> Vec<String> {
    let each = parts.iter().flat_map(Diagnostic::each_cause);
    let mut causes: Vec<String> = each.map(str::to_owned).collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}

/// Where all of them are accepted: until the first of them comes back.
fn waived(parts: &[Diagnostic]) -> Option<Waived> {
    let all: Option<Vec<&Waived>> = parts.iter().map(|one| one.waived.as_ref()).collect();
    all?.into_iter().min_by_key(|one| one.until).cloned()
}

fn each_once<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for text in texts {
        if !seen.contains(text) {
            seen.push(text.clone());
        }
    }
    seen
}

/// The components that findings are about, each once, quoted: "`a`, `b` and 3 more".
pub(super) fn whom(parts: &[Diagnostic]) -> (usize, String) {
    const SHOWN: usize = 3;
    let quoted = parts.iter().filter_map(|one| one.component.as_ref());
    let quoted: Vec<String> = quoted.map(|id| format!("`{id}`")).collect();
    let quoted = each_once(quoted.iter());
    let count = quoted.len();
    (count, wording::and_more(&quoted[..count.min(SHOWN)], count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Strictness, check};
    use jurymast_engine::analysis::Analysis;
    use jurymast_plan::language;
    use jurymast_terms::files::ReadLimits;

    /// What the rules find of a plan, by themselves and gathered.
    fn found(toml: &str) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("jurymast.toml"), toml).unwrap();
        let file = std::path::Path::new("jurymast.toml");
        let loaded = language::load(file, dir.path(), &ReadLimits::default()).unwrap();
        assert_eq!(loaded.problems, []);
        let today = "2026-11-23".parse().unwrap();
        let loaded = loaded.on(today);
        let checked = check(&Analysis::of(&loaded.plan), today, Strictness::Usual);
        assert_eq!(checked.problems, []);
        let gathered = gather(&loaded.plan, checked.findings.clone());
        (checked.findings, gathered)
    }

    fn of<'a>(findings: &'a [Diagnostic], rule: &str) -> Vec<&'a Diagnostic> {
        findings.iter().filter(|one| one.code == rule).collect()
    }

    const RULE: &str = "single-point-of-failure";

    const SHOP: &str = r#"
[plan]
name = "Shop"
[team.shop]
[service.a]
team = "shop"
tier = 1
rto = "1h"
depends_on = ["db"]
[service.b]
team = "shop"
tier = 2
depends_on = ["db"]
[service.c]
team = "shop"
tier = 1
rto = "1h"
depends_on = ["db"]
[resource.db]
data = "none"
"#;

    #[test]
    fn one_culprit_is_one_finding_with_all_its_places() {
        let (alone, gathered) = found(SHOP);
        assert_eq!(of(&alone, RULE).len(), 3);
        let [one] = of(&gathered, RULE)[..] else {
            panic!("{gathered:#?}");
        };
        assert_eq!(one.component.as_deref(), Some("db"));
        assert_eq!(one.causes, ["db"]);
        assert_eq!(one.severity, Severity::Warning);
        let places: Vec<_> = one
            .places
            .iter()
            .map(|place| (place.component.as_deref().unwrap(), place.severity))
            .collect();
        let expected = [
            ("a", Severity::Warning),
            ("b", Severity::Info),
            ("c", Severity::Warning),
        ];
        assert_eq!(places, expected);
        // Nothing is lost on the way.
        let count = |findings: &[Diagnostic]| -> usize {
            findings.iter().map(|one| one.places.len().max(1)).sum()
        };
        assert_eq!(count(&gathered), alone.len());
    }

    #[test]
    fn a_waiver_for_one_place_leaves_the_others_open() {
        let waiver = |at: &str, of: &str| {
            format!(
                "{SHOP}[[waiver]]\nrule = \"{RULE}\"\nat = \"{at}\"\n{of}\
                 reason = \"small\"\nuntil = 2027-01-31\n"
            )
        };
        let waived = |toml: &str| {
            let (_, gathered) = found(toml);
            assert_eq!(of(&gathered, "unused-waiver"), [] as [&Diagnostic; 0]);
            let one = of(&gathered, RULE)[0].clone();
            let places: Vec<bool> = one.places.iter().map(|one| one.waived.is_some()).collect();
            (places, one.waived.is_some(), one.severity)
        };
        let (places, whole, severity) = waived(&waiver("service.a", ""));
        assert_eq!((places, whole), (vec![true, false, false], false));
        assert_eq!(severity, Severity::Warning);
        let (places, whole, _) = waived(&waiver("service.a", "of = \"db\"\n"));
        assert_eq!((places, whole), (vec![true, false, false], false));
        // At the culprit it is accepted for all of them.
        let (places, whole, _) = waived(&waiver("resource.db", ""));
        assert_eq!((places, whole), (vec![true, true, true], true));
        // What is left open says how bad it is.
        let two = format!(
            "{}{}",
            waiver("service.a", ""),
            waiver("service.c", "")[SHOP.len()..].to_owned()
        );
        let (places, whole, severity) = waived(&two);
        assert_eq!((places, whole), (vec![true, false, true], false));
        assert_eq!(severity, Severity::Info);
    }

    #[test]
    fn a_name_outlives_a_further_place() {
        let (_, before) = found(SHOP);
        let more = format!("{SHOP}[service.d]\nteam = \"shop\"\ntier = 2\ndepends_on = [\"db\"]\n");
        let (_, after) = found(&more);
        let name = |findings: &[Diagnostic]| of(findings, RULE)[0].fingerprint();
        assert_eq!(name(&before), name(&after));
    }

    #[test]
    fn what_a_file_leaves_out_is_one_finding_for_each_team() {
        let (_, gathered) = found(
            "[plan]\nname = \"x\"\n[team.one]\n[service.a]\n[service.b]\n\
             [service.c]\nteam = \"one\"\ntier = 1\n[service.d]\nteam = \"one\"\ntier = 1\n\
             [service.e]\ntier = 1\n",
        );
        let owner = of(&gathered, "no-owner");
        assert_eq!(owner.len(), 1);
        assert_eq!(owner[0].message, "no team answers for `a`, `b` and `e`");
        let times: Vec<_> = of(&gathered, "tier-one-without-rto")
            .iter()
            .map(|one| one.message.clone())
            .collect();
        assert_eq!(
            times,
            [
                "`c` and `d` are of tier 1 and have no RTO",
                "`e` is of tier 1 and has no RTO"
            ]
        );
    }
}
