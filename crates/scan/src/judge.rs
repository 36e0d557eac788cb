use std::collections::BTreeMap;

use jurymast_plan::catalogue::{self, ModelRecord};
use jurymast_plan::model::{AfterEnd, Plan};
use jurymast_terms::units::Date;
use jurymast_terms::vocabulary::Severity;
use jurymast_terms::wording;

use super::blocks::ServiceBlock;
use super::declared::DeclaredUses;
use super::evidence::{Evidence, Strength};

/// A piece of evidence, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedEvidence<'a> {
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The plan says it; `None` without a plan.
    pub declared: Option<bool>,
    /// The plan has the party that answers, whatever else it does not say.
    pub has_party: bool,
    /// What is wrong, where something is.
    pub fault: Option<ScanFault>,
}

/// What is wrong with a use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanFault {
    /// The rule that it breaks: `retired-model`, `retiring-model`, `undeclared-dependency`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is to be mended, wherever else it shows: a model, or a party.
    pub cause: String,
    /// One sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// The rule that what is used is declared.
pub const UNDECLARED: &str = "undeclared-dependency";

/// An end so many days ahead is told.
const NOTICE_DAYS: i64 = 180;

/// What is wrong with each piece of evidence on a day, beside a plan where there is one; images
/// of services of compose files that the plan has are declared.
pub fn judge<'a>(
    evidence: &'a [Evidence],
    services: &[ServiceBlock],
    plan: Option<&Plan>,
    today: Date,
) -> Vec<JudgedEvidence<'a>> {
    let declared = plan.map(|plan| DeclaredUses::of(plan, services));
    let judged = evidence.iter().map(|one| {
        let is_declared = declared.as_ref().map(|uses| uses.has(one));
        let missing = || match (&declared, is_declared) {
            (Some(declared), Some(false)) => UndeclaredUse::of(one, declared),
            _ => None,
        };
        let fault = end_of(one, today).or_else(|| missing().map(ScanFault::from));
        JudgedEvidence {
            declared: is_declared,
            has_party: declared.as_ref().is_some_and(|uses| uses.answers(one)),
            fault,
            evidence: one,
        }
    });
    judged.collect()
}

/// The end of the model that it calls, if it is over or near.
pub fn end_of(one: &Evidence, today: Date) -> Option<ScanFault> {
    let model = one
        .model
        .as_deref()
        .filter(|_| one.strength != Strength::Weak)?;
    let record = record_of(one.provider?, model)?;
    let on = record.retires?;
    let days = today.days_until(on);
    let instead = record.replacement.as_deref().filter(|one| *one != "none");
    let help = instead.map(|instead| format!("the provider names `{instead}` instead"));
    let (rule, severity, message) = match (days <= 0, record.after) {
        (true, AfterEnd::Fails) => (
            "retired-model",
            Severity::Error,
            format!("`{model}` was retired on {on}"),
        ),
        (true, AfterEnd::Redirects) => return None,
        (false, _) if days <= NOTICE_DAYS => (
            "retiring-model",
            Severity::Warning,
            format!(
                "`{model}` will be retired on {on}, in {}",
                wording::days(days.unsigned_abs())
            ),
        ),
        (false, _) => return None,
    };
    Some(ScanFault {
        rule,
        severity,
        cause: model.to_owned(),
        message,
        help,
    })
}

fn record_of(provider: &str, model: &str) -> Option<&'static ModelRecord> {
    let list = catalogue::models(provider)?;
    let found = list.find(model).or_else(|| list.meant(model))?;
    list.row(found)
}

/// Of each piece of evidence what it proves that a plan does not say.
pub fn undeclared<'a>(
    evidence: impl IntoIterator<Item = &'a Evidence>,
    services: &[ServiceBlock],
    plan: &Plan,
) -> Vec<Option<UndeclaredUse>> {
    let declared = DeclaredUses::of(plan, services);
    let missing = evidence.into_iter().map(|one| match declared.has(one) {
        true => None,
        false => UndeclaredUse::of(one, &declared),
    });
    missing.collect()
}

/// The parties that are used and declared, and that nothing in the plan needs, with the first
/// place of each.
pub fn unneeded(evidence: &[Evidence], plan: &Plan) -> BTreeMap<String, String> {
    let declared = DeclaredUses::of(plan, &[]);
    let proven = evidence.iter().filter(|one| one.strength != Strength::Weak);
    let mut found = BTreeMap::new();
    for one in proven {
        if let Some(id) = declared.unneeded(one) {
            let place = || format!("{}:{}", one.file, one.line);
            found.entry(id.to_owned()).or_insert_with(place);
        }
    }
    found
}

/// A use that the plan does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndeclaredUse {
    /// What is to be declared, wherever it shows: a model, a party, a service.
    pub cause: String,
    /// What happens: "Stripe is used".
    pub happens: String,
    /// What the plan lacks: "the plan does not say so".
    pub lacks: String,
    /// What to do about it.
    pub help: String,
}

impl UndeclaredUse {
    fn of(one: &Evidence, declared: &DeclaredUses<'_>) -> Option<Self> {
        if one.strength == Strength::Weak {
            return None;
        }
        let name = one.provider.and_then(catalogue::provider);
        let says_not = || "the plan does not say so".to_owned();
        let (cause, happens, lacks) = if let Some(model) = &one.model {
            let lacks = "no `ai` of the plan is that model".to_owned();
            (model.clone(), format!("`{model}` is called"), lacks)
        } else if let Some((caller, target)) = declared.missing_call(one) {
            let happens = format!("`{caller}` calls `{target}`");
            (format!("{caller} -> {target}"), happens, says_not())
        } else if let Some(service) = &one.service {
            let lacks = "nothing in the plan is called that".to_owned();
            (service.clone(), format!("`{service}` is called"), lacks)
        } else {
            let party = name?;
            if declared.unneeded(one).is_some() {
                return Some(Self {
                    cause: party.id.clone(),
                    happens: format!("{} is used", party.name),
                    lacks: "the plan declares it, and nothing needs it".to_owned(),
                    help: format!("say who needs it: depends_on = [\"{}\"]", party.id),
                });
            }
            (
                party.id.clone(),
                format!("{} is used", party.name),
                says_not(),
            )
        };
        Some(Self {
            cause,
            happens,
            lacks,
            help: "declare it in the plan: `jurymast scan --write` writes the entries".to_owned(),
        })
    }
}

impl From<UndeclaredUse> for ScanFault {
    fn from(one: UndeclaredUse) -> Self {
        Self {
            rule: UNDECLARED,
            severity: Severity::Warning,
            message: format!("{} here, and {}", one.happens, one.lacks),
            cause: one.cause,
            help: Some(one.help),
        }
    }
}
