use super::rule::Rule;

/// A standard or a law that continuity is held against, as far as rules name its clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regime {
    /// ISO 22301:2019, business continuity management systems.
    Iso22301,
    /// NIST SP 800-34 rev. 1, contingency planning.
    Nist800_34,
    /// Regulation (EU) 2022/2554 (DORA), with Delegated Regulation (EU) 2024/1774.
    Dora,
    /// NIST AI RMF 1.0, with its profile for generative AI (NIST AI 600-1).
    NistAiRmf,
}

impl Regime {
    /// In the order of their names.
    pub const ALL: [Self; 4] = [
        Self::Dora,
        Self::Iso22301,
        Self::Nist800_34,
        Self::NistAiRmf,
    ];

    /// As `--select` has it: `iso-22301`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Iso22301 => "iso-22301",
            Self::Nist800_34 => "nist-800-34",
            Self::Dora => "dora",
            Self::NistAiRmf => "nist-ai-rmf",
        }
    }

    /// How sources of rules cite it.
    fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Iso22301 => &["ISO 22301"],
            Self::Nist800_34 => &["NIST SP 800-34"],
            Self::Dora => &["Regulation (EU) 2022/2554", "Regulation (EU) 2024/1774"],
            Self::NistAiRmf => &["NIST AI RMF", "NIST AI 600-1"],
        }
    }

    /// What a rule cites of it: "ISO 22301, 8.4.3". Empty: the rule is not of this regime.
    pub fn clauses(self, rule: &Rule) -> Vec<String> {
        let docs = rule.docs();
        let sources = docs.section("Sources").unwrap_or_default();
        let sources = sources.split_whitespace().collect::<Vec<_>>().join(" ");
        let cited = sentences(&sources).into_iter();
        let cited = cited.flat_map(|one| one.split("; ").collect::<Vec<_>>());
        let is_of_it = |one: &&str| self.titles().iter().any(|title| one.contains(title));
        let cited = cited.filter(is_of_it);
        cited
            .map(|one| one.trim_end_matches('.').to_owned())
            .collect()
    }
}

/// Text between full stops; "rev. 1" is none.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(". ") {
        let next = text[at + 2..].chars().next();
        if next.is_some_and(char::is_uppercase) {
            found.push(&text[from..at]);
            from = at + 2;
        }
    }
    found.push(&text[from..]);
    found
}

#[cfg(test)]
mod tests {
    use super::super::registry::RULES;
    use super::*;

    #[test]
    fn each_regime_has_rules_that_name_clauses() {
        for regime in Regime::ALL {
            let of_it = RULES.iter().map(|rule| regime.clauses(rule));
            let clauses: Vec<String> = of_it.flatten().collect();
            assert!(clauses.len() >= 5, "{regime:?}: {clauses:?}");
            for clause in &clauses {
                let title = regime.titles().iter().find(|title| clause.contains(*title));
                let after = clause.split_once(title.unwrap()).unwrap().1;
                let has_number = after.contains(|c: char| c.is_ascii_digit());
                assert!(has_number, "a clause of {regime:?}: {clause}");
                assert!(clause.len() < 160, "{clause}");
            }
        }
        assert!(Regime::ALL.is_sorted_by_key(|one| one.as_str()));
    }

    #[test]
    fn what_is_cited_beside_it_is_left_out() {
        let rule = RULES.iter().find(|one| one.name == "unreachable-on-call");
        let rule = rule.unwrap();
        assert_eq!(Regime::Iso22301.clauses(rule), ["ISO 22301, 8.4.3"]);
        assert_eq!(
            Regime::Nist800_34.clauses(rule),
            ["NIST SP 800-34 rev. 1, sections 3.4.6 and 4.2.2"]
        );
        assert!(Regime::Dora.clauses(rule).is_empty());
    }
}
