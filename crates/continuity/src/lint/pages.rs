use super::regime::Regime;
use super::registry::RULES;
use super::rule::Rule;

/// A page of documentation, in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePage {
    /// `no-fallback.md`; the index is `README.md`.
    pub file: String,
    /// Its content.
    pub markdown: String,
}

/// A page for each rule, after their index.
pub fn pages() -> Vec<RulePage> {
    let index = RulePage {
        file: "README.md".to_owned(),
        markdown: index(),
    };
    let of_rules = RULES.iter().map(|rule| RulePage {
        file: format!("{}.md", rule.name),
        markdown: page(rule),
    });
    std::iter::once(index).chain(of_rules).collect()
}

fn page(rule: &Rule) -> String {
    let mut out = format!(
        "# {}\n\nFamily `{}`, level {}.",
        rule.name,
        rule.family.as_str(),
        rule.severity
    );
    out.push_str(match (rule.is_of_check(), rule.pedantic) {
        (true, true) => {
            " It runs where the plan gives it a level, is selected by name, or all are asked for."
        }
        (true, false) => "",
        (false, _) => " It looks at files beside the plan.",
    });
    let regimes: Vec<String> = Regime::ALL
        .into_iter()
        .filter(|regime| !regime.clauses(rule).is_empty())
        .map(|regime| format!("`{}`", regime.as_str()))
        .collect();
    if !regimes.is_empty() {
        out.push_str(&format!(" Of {}.", regimes.join(", ")));
    }
    out.push_str(&format!(" Confidence {}.", rule.confidence.words()));
    if let Some(since) = rule.since {
        out.push_str(&format!(" Since {since}."));
    }
    out.push_str("\n\n");
    out.push_str(&rule.docs().markdown);
    out
}

fn index() -> String {
    let mut out = String::from(
        "# The rules\n\n\
         Written by `jurymast rules --out docs/rules`. `jurymast explain RULE` prints each \
         of these pages; `docs/findings.md` says how levels are set, and how findings are \
         waived.\n",
    );
    let mut family = None;
    for rule in RULES {
        if family != Some(rule.family) {
            family = Some(rule.family);
            let heading = rule.family.as_str();
            out.push_str(&format!(
                "\n## {heading}\n\n| rule | level | finds |\n|---|---|---|\n"
            ));
        }
        let asked_for = if rule.pedantic {
            ", with `--pedantic`"
        } else {
            ""
        };
        out.push_str(&format!(
            "| [{name}]({name}.md) | {}{asked_for} | {} |\n",
            rule.severity,
            rule.docs().summary.replace('|', "\\|"),
            name = rule.name,
        ));
    }
    out.push_str(
        "\n## Regimes\n\n\
         What rules cite of a standard or a law. `check --select NAME` applies the rules of \
         one; that no rule finds anything does not mean that the regime is met: most of each \
         asks for what no declared plan can show.\n",
    );
    for regime in Regime::ALL {
        let name = regime.as_str();
        out.push_str(&format!("\n### {name}\n\n| rule | clauses |\n|---|---|\n"));
        for rule in RULES {
            let clauses = regime.clauses(rule);
            if !clauses.is_empty() {
                let clauses = clauses.join("; ").replace('|', "\\|");
                out.push_str(&format!(
                    "| [{rule}]({rule}.md) | {clauses} |\n",
                    rule = rule.name
                ));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_page_and_a_line_in_the_index() {
        let pages = pages();
        assert_eq!(pages.len(), RULES.len() + 1);
        for (rule, page) in RULES.iter().zip(&pages[1..]) {
            assert!(page.markdown.starts_with(&format!("# {}\n", rule.name)));
            assert!(page.markdown.contains("## Sources"), "{}", rule.name);
            let line = format!("| [{0}]({0}.md) |", rule.name);
            assert!(pages[0].markdown.contains(&line), "{line}");
        }
    }
}
