use jurymast_plan::model::{ExerciseKind, ExerciseResult, Plan};
use jurymast_terms::source::{FileId, Sources};
use jurymast_terms::text::with_line_ends_of;
use jurymast_terms::units::Date;
use toml_edit::{DocumentMut, Item, Table, Value};

use super::edit::ChangedText;

/// What is to be written of an exercise that was held.
#[derive(Debug, Clone, Copy)]
pub struct HeldExercise<'a> {
    /// The table's name, where the plan has none of it yet.
    pub name: &'a str,
    /// What was exercised, as the plan or the catalogue names it.
    pub scenario: &'a str,
    /// What was done for real; `None`: as planned, else talked through.
    pub kind: Option<ExerciseKind>,
    /// The day.
    pub on: Date,
    /// How it went.
    pub result: ExerciseResult,
    /// Id of the team that held it.
    pub by: &'a str,
    /// What was seen.
    pub seen: &'a str,
}

/// Fills in the exercise of that scenario that was planned for that day, or for none, and has
/// no result; else adds a table beside the last exercise, or to the root file. `None` where
/// the text of that file is no TOML.
pub fn record(held: HeldExercise<'_>, plan: &Plan, sources: &Sources) -> Option<ChangedText> {
    let planned = plan.exercises.iter().find(|one| {
        let of = one.scenario.as_ref().map(|of| of.name(plan));
        let on = one.on.map(|at| at.value);
        one.result.is_none() && of == Some(held.scenario) && on.is_none_or(|on| on == held.on)
    });
    if let Some(planned) = planned {
        let file = planned.place.file;
        let mut document: DocumentMut = sources.get(file).text.parse().ok()?;
        let all = document.get_mut("exercise")?.as_table_like_mut()?;
        let own = all.get_mut(&planned.id)?.as_table_like_mut()?;
        if planned.on.is_none() {
            own.insert("on", toml_day(held.on)?);
        }
        if let Some(kind) = held.kind.filter(|kind| *kind != planned.kind) {
            own.insert("kind", toml_edit::value(kind.as_str()));
        }
        for (key, value) in held.words() {
            own.insert(key, value);
        }
        return Some(ChangedText {
            file,
            after: with_line_ends_of(&sources.get(file).text, &document.to_string()),
        });
    }
    let last = plan.exercises.last();
    let file = last.map_or(FileId::ROOT, |last| last.place.file);
    let mut after = sources.get(file).text.clone();
    if !after.is_empty() {
        after.push_str(if after.ends_with('\n') { "\n" } else { "\n\n" });
    }
    after.push_str(&held.table()?);
    let after = with_line_ends_of(&sources.get(file).text, &after);
    Some(ChangedText { file, after })
}

impl HeldExercise<'_> {
    /// What it says beside its kind, scenario and day.
    fn words(&self) -> [(&'static str, Item); 3] {
        let text = |text: &str| toml_edit::value(text);
        [
            ("result", text(self.result.as_str())),
            ("by", text(self.by)),
            ("seen", text(self.seen)),
        ]
    }

    fn table(&self) -> Option<String> {
        let mut own = Table::new();
        own.insert(
            "kind",
            toml_edit::value(self.kind.unwrap_or(ExerciseKind::Tabletop).as_str()),
        );
        own.insert("scenario", toml_edit::value(self.scenario));
        own.insert("on", toml_day(self.on)?);
        for (key, value) in self.words() {
            own.insert(key, value);
        }
        let mut all = Table::new();
        all.set_implicit(true);
        all.insert(self.name, Item::Table(own));
        let mut document = DocumentMut::new();
        document.insert("exercise", Item::Table(all));
        Some(document.to_string())
    }
}

fn toml_day(day: Date) -> Option<Item> {
    let day: Value = day.to_string().parse().ok()?;
    Some(Item::Value(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_plan::language::reread;

    const PLAN: &str = "\
[plan]
name = \"Shop\"
[team.ops]
[resource.db]
[scenario.db-lost]
fails = [{ what = \"db\", for = \"1h\" }]
";

    fn recorded(text: &str) -> String {
        let loaded = reread([("p.toml".to_owned(), text.to_owned())]);
        assert_eq!(loaded.problems, []);
        let held = HeldExercise {
            name: "db-lost-2026-11-30",
            scenario: "db-lost",
            kind: Some(ExerciseKind::Switchover),
            on: "2026-11-30".parse().unwrap(),
            result: ExerciseResult::PassedWithActions,
            by: "ops",
            seen: "it took \"41\" minutes",
        };
        let after = record(held, &loaded.plan, &loaded.sources).unwrap().after;
        let again = reread([("p.toml".to_owned(), after.clone())]);
        assert_eq!(again.problems, []);
        let one = again.plan.exercises.last().unwrap();
        assert_eq!(one.result, Some(ExerciseResult::PassedWithActions));
        assert_eq!(one.seen.as_deref(), Some("it took \"41\" minutes"));
        assert!(one.by.is_some());
        after
    }

    #[test]
    fn a_table_is_added_and_nothing_else_changes() {
        let after = recorded(PLAN);
        let added = after.strip_prefix(PLAN).unwrap();
        assert_eq!(
            added,
            "\n[exercise.db-lost-2026-11-30]\nkind = \"switchover\"\nscenario = \"db-lost\"\n\
             on = 2026-11-30\nresult = \"passed-with-actions\"\nby = \"ops\"\n\
             seen = 'it took \"41\" minutes'\n"
        );
    }

    #[test]
    fn a_planned_one_is_filled_in_with_its_comments_kept() {
        let planned = "\n# Every autumn.\n[exercise.autumn] # the big one\nkind = \"switchover\"\n\
                       scenario = \"db-lost\"\non = 2026-11-30 # a Monday\n";
        let after = recorded(&format!("{PLAN}{planned}"));
        let before_day = planned.split("on = ").next().unwrap();
        let kept = after.strip_prefix(&format!("{PLAN}{before_day}")).unwrap();
        assert!(kept.contains("result = \"passed-with-actions\""), "{kept}");
        assert!(kept.contains("# a Monday"), "{kept}");
        assert_eq!(after.matches("[exercise.").count(), 1);
    }

    #[test]
    fn one_of_another_day_stays_as_it_is() {
        let other =
            "[exercise.spring]\nkind = \"tabletop\"\nscenario = \"db-lost\"\non = 2027-04-01\n";
        let after = recorded(&format!("{PLAN}{other}"));
        assert!(after.starts_with(&format!("{PLAN}{other}")));
    }
}
