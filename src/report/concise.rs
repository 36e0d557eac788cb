use std::fmt::Write;

use jurymast_terms::suggest;
use jurymast_terms::text::one_line;

use super::Outcome;
use super::summary::{sentence, table, unknown_models};

/// `path:line:column: error[rule] message`, with the name that was meant where one is near,
/// a line per finding, then the summary.
pub(super) fn write(outcome: &Outcome<'_>) -> String {
    let mut out = String::new();
    let shown = outcome.open().filter(|_| !outcome.counts_by_rule);
    for finding in shown {
        let path = one_line(&outcome.sources.get(finding.place.file).path);
        let at = outcome.sources.position(finding.place);
        let mut helps = finding.help.iter();
        let question = helps.find(|help| suggest::asked(help).is_some());
        let question = question.map(|question| format!("; {question}"));
        let _ = writeln!(
            out,
            "{path}:{}:{}: {}[{}] {}{}",
            at.line,
            at.column,
            finding.severity,
            finding.code,
            one_line(&finding.message),
            one_line(&question.unwrap_or_default())
        );
    }
    if outcome.counts_by_rule {
        out.push_str(&table(outcome.findings));
        if !outcome.is_quiet {
            out.push('\n');
        }
    }
    if outcome.is_quiet {
        return out;
    }
    let _ = writeln!(out, "{}", sentence(outcome));
    if let Some(unknown) = unknown_models(outcome.unknown_models) {
        let _ = writeln!(out, "{unknown}");
    }
    if let Some(silenced) = outcome.silenced.words() {
        let _ = writeln!(out, "{}", one_line(&silenced));
    }
    out
}

#[cfg(test)]
mod tests {
    use jurymast_plan::model::UnknownModel;

    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn a_line_per_finding() {
        let sample = Sample::two_files();
        assert_eq!(
            write(&sample.outcome()),
            "\
teams.toml:2:9: warning[odd-date] the day is odd
jurymast.toml:2:9: error[no-fallback] `shop` has no fallback for `openai`
jurymast.toml:1:1: info[small-thing] a small thing
1 error, 1 warning, 1 info, 1 waived
"
        );
    }

    #[test]
    fn the_name_that_was_meant_is_asked_for() {
        let mut sample = Sample::clean();
        sample.find("unknown component `carts`", 0..0);
        let help = &mut sample.findings[0].help;
        *help = vec!["look it up".to_owned(), suggest::ask("cart")];
        assert_eq!(
            write(&sample.outcome()),
            "jurymast.toml:1:1: error[no-fallback] unknown component `carts`; did you mean \
             `cart`?\n1 error\n"
        );
    }

    #[test]
    fn models_that_nobody_knows_are_counted() {
        let mut sample = Sample::clean();
        for model in ["a-1", "b-1"] {
            sample.unknown_models.push(UnknownModel {
                provider: "acme".to_owned(),
                model: model.to_owned(),
                called_by: Vec::new(),
            });
        }
        assert_eq!(
            write(&sample.outcome()),
            "no findings\n2 models the catalogue does not know: their ends are not judged\n"
        );
    }

    #[test]
    fn a_finding_never_takes_two_lines() {
        let mut sample = Sample::clean();
        sample.find("a\nb.toml:1:1: error[fake] \x1b[31m", 0..0);
        assert_eq!(
            write(&sample.outcome()),
            "jurymast.toml:1:1: error[no-fallback] a b.toml:1:1: error[fake] ␛[31m\n1 error\n"
        );
    }
}
