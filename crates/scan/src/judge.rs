use std::collections::BTreeSet;

use jurymast_plan::catalogue::{self, ModelName, ModelRecord};
use jurymast_plan::model::{AfterEnd, Detail, Kind, Plan};
use jurymast_terms::units::Date;
use jurymast_terms::vocabulary::Severity;

use super::evidence::{Evidence, EvidenceKind, Strength};

/// A piece of evidence, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedEvidence<'a> {
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The plan says it; `None` without a plan.
    pub declared: Option<bool>,
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

/// An end so many days ahead is told.
const NOTICE_DAYS: i64 = 180;

/// What is wrong with each piece of evidence on a day, beside a plan where there is one.
pub fn judge<'a>(
    evidence: &'a [Evidence],
    plan: Option<&Plan>,
    today: Date,
) -> Vec<JudgedEvidence<'a>> {
    let declared = plan.map(DeclaredUses::of);
    let judged = evidence.iter().map(|one| {
        let is_declared = declared.as_ref().map(|uses| uses.has(one));
        let fault = end_of(one, today).or_else(|| undeclared(one, is_declared));
        JudgedEvidence {
            declared: is_declared,
            fault,
            evidence: one,
        }
    });
    judged.collect()
}

/// What a plan says is used.
struct DeclaredUses {
    providers: BTreeSet<String>,
    models: BTreeSet<ModelName>,
}

impl DeclaredUses {
    fn of(plan: &Plan) -> Self {
        let components = || plan.components.iter();
        let providers = components().filter(|one| one.kind() == Kind::Provider);
        let models = components().filter_map(|one| match &one.detail {
            Detail::Ai(ai) => Some(ModelName::of(&ai.model.as_ref()?.value)),
            _ => None,
        });
        Self {
            providers: providers.map(|one| one.id.clone()).collect(),
            models: models.collect(),
        }
    }

    fn has(&self, one: &Evidence) -> bool {
        if let Some(model) = &one.model {
            let name = ModelName::of(model);
            return self.models.iter().any(|known| known.is_kin(&name));
        }
        one.provider.is_some_and(|id| self.providers.contains(id))
    }
}

/// The end of the model that it calls, if it is over or near.
fn end_of(one: &Evidence, today: Date) -> Option<ScanFault> {
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
            format!("`{model}` will be retired on {on}, in {days} days"),
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

fn undeclared(one: &Evidence, declared: Option<bool>) -> Option<ScanFault> {
    let proves = one.strength != Strength::Weak && one.kind != EvidenceKind::Bom;
    if declared != Some(false) || !proves {
        return None;
    }
    let name = one
        .provider
        .and_then(catalogue::provider)
        .map(|one| one.name.as_str());
    let message = match (&one.model, name) {
        (Some(model), _) => {
            format!("`{model}` is called here, and no `ai` of the plan is that model")
        }
        (None, Some(name)) => format!("{name} is used here, and the plan does not say so"),
        (None, None) => return None,
    };
    Some(ScanFault {
        rule: "undeclared-dependency",
        severity: Severity::Warning,
        cause: one.model.as_deref().or(one.provider)?.to_owned(),
        message,
        help: Some("declare it in the plan".to_owned()),
    })
}
