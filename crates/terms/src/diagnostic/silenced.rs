/// Rules that a plan keeps from looking, beside all waivers: that nothing was found does not
/// rest on them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Silenced {
    /// Everywhere first, then by place in the order written.
    pub entries: Vec<SilencedRules>,
}

/// Rules that do not look at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilencedRules {
    /// As `[lint.per]` names it; `None`: everywhere.
    pub at: Option<String>,
    /// By name, in the order of the registry.
    pub rules: Vec<&'static str>,
    /// No rule is left there.
    pub is_all: bool,
}

/// So many rules are named, and more are counted.
const MOST_NAMES: usize = 3;

impl Silenced {
    /// One sentence; `None` where every rule looks everywhere.
    pub fn words(&self) -> Option<String> {
        let all: Vec<String> = self.entries.iter().map(SilencedRules::words).collect();
        match all.is_empty() {
            true => None,
            false => Some(format!(
                "not looked for, as the plan says: {}",
                all.join("; ")
            )),
        }
    }

    /// What is silenced here and not there, as words.
    pub fn beyond(&self, other: &Self) -> Vec<String> {
        let is_known = |at: &Option<String>, rule: &&'static str| {
            let mut known = other.entries.iter();
            known.any(|one| (one.at.is_none() || one.at == *at) && one.rules.contains(rule))
        };
        let more = self.entries.iter().filter_map(|one| {
            let rules = one.rules.iter().copied();
            let rules: Vec<&'static str> = rules.filter(|rule| !is_known(&one.at, rule)).collect();
            let is_all = one.is_all && rules.len() == one.rules.len();
            (!rules.is_empty()).then(|| {
                let at = one.at.clone();
                SilencedRules { at, rules, is_all }.words()
            })
        });
        more.collect()
    }
}

impl SilencedRules {
    /// "no-owner and no-fallback at `services/legacy/**`"
    pub fn words(&self) -> String {
        let rules = match self.is_all {
            true => "every rule".to_owned(),
            false => match self.rules.len().checked_sub(MOST_NAMES) {
                None | Some(0) => self.rules.join(", "),
                Some(more) => {
                    format!("{} and {more} more", self.rules[..MOST_NAMES].join(", "))
                }
            },
        };
        match &self.at {
            None => format!("{rules} everywhere"),
            Some(at) => format!("{rules} at `{at}`"),
        }
    }
}
