use crate::problem::Problem;
use crate::source::Span;
use crate::units::Date;

use crate::vocabulary::Severity;

/// One finding at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Kebab-case name: a rule, or the kind of a load error.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// Where it stands.
    pub place: Span,
    /// What the code frame says under the place; may be empty.
    pub label: String,
    /// Further places in the same or another file.
    pub related: Vec<Label>,
    /// Facts that explain the finding.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Vec<String>,
    /// The component the finding is about.
    pub component: Option<String>,
    /// Tells findings of one rule on one component apart, independent of lines.
    pub detail: String,
    /// Ids of what fails, each of which is enough for the finding; empty where `detail`
    /// names the one, or nothing fails.
    pub causes: Vec<String>,
    /// The accepted risk that silences it, where there is one.
    pub waived: Option<Waived>,
    /// What it costs: who goes down, and for how long in the worst recorded case.
    pub cost: Vec<String>,
    /// The team it belongs to; `None`: none alone.
    pub team: Option<String>,
    /// The component at which it is mended for all that share it; `None`: the one that it
    /// is about.
    pub culprit: Option<String>,
    /// It rests on a provisional tier: the plan declares none.
    pub provisional: bool,
    /// Findings that tell the same fact nearer to its cure.
    pub yields_to: Vec<NearerFinding>,
    /// Other rules whose findings of the same fact were left to this one.
    pub also: Vec<&'static str>,
    /// The findings that were left to this one.
    pub told: Vec<Self>,
    /// What it covers, each mended or accepted for itself; empty until findings are
    /// gathered.
    pub places: Vec<FindingPlace>,
}

/// Of another rule, where it would tell the same fact; or of the same, where it tells what
/// must be mended first.
#[derive(Debug, Clone, PartialEq)]
pub struct NearerFinding {
    /// The rule.
    pub code: &'static str,
    /// The component that it is about.
    pub component: String,
    /// The one thing that it tells of it; `None`: any.
    pub detail: Option<String>,
    /// Where it stands.
    pub place: Span,
}

/// One of the places that a finding covers.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingPlace {
    /// Where it stands.
    pub place: Span,
    /// The component that it is about there.
    pub component: Option<String>,
    /// How bad it is there.
    pub severity: Severity,
    /// What is wrong there, in one sentence.
    pub message: String,
    /// The accepted risk that silences it there.
    pub waived: Option<Waived>,
}

/// A second place and what it has to do with the finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The second place.
    pub place: Span,
    /// What it has to do with the finding.
    pub text: String,
}

/// The accepted risk that silences a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Waived {
    /// Why the risk is acceptable.
    pub reason: String,
    /// Inclusive.
    pub until: Date,
    /// A comment beside it says so, and no table of the plan.
    pub is_in_source: bool,
}

impl Diagnostic {
    /// With a code, how bad it is, what is wrong and where; the rest by the calls below.
    pub fn new(
        code: &'static str,
        severity: Severity,
        message: impl Into<String>,
        place: Span,
    ) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            place,
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            component: None,
            detail: String::new(),
            causes: Vec::new(),
            waived: None,
            cost: Vec::new(),
            team: None,
            culprit: None,
            provisional: false,
            yields_to: Vec::new(),
            also: Vec::new(),
            told: Vec::new(),
            places: Vec::new(),
        }
    }

    /// The same, as an error.
    pub fn error(code: &'static str, message: impl Into<String>, place: Span) -> Self {
        Self::new(code, Severity::Error, message, place)
    }

    /// A problem that has a place, as an error.
    pub fn of(code: &'static str, problem: Problem, place: Span) -> Self {
        let Problem { message, help } = problem;
        let mut finding = Self::error(code, message, place);
        finding.help.extend(help);
        finding
    }

    /// Says what the code frame shows under the place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Adds a further place and what it has to do with the finding.
    pub fn related(mut self, place: Span, text: impl Into<String>) -> Self {
        self.related.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    /// Adds a fact that explains the finding.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds what to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds what to do about it, where there is something to say.
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help.extend(text);
        self
    }

    /// Names the component that it is about.
    pub fn component(mut self, id: impl Into<String>) -> Self {
        self.component = Some(id.into());
        self
    }

    /// Tells it apart from other findings of the same rule on the same component.
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = text.into();
        self
    }

    /// Names what fails: more than one, each of which is enough.
    pub fn causes(mut self, ids: impl IntoIterator<Item = String>) -> Self {
        self.causes.extend(ids);
        self
    }

    /// Names the component at which it is mended for all that share it.
    pub fn culprit(mut self, id: impl Into<String>) -> Self {
        self.culprit = Some(id.into());
        self
    }

    /// Leaves the fact to a finding of that rule there, if there is one.
    pub fn yields_to(
        mut self,
        code: &'static str,
        component: impl Into<String>,
        place: Span,
    ) -> Self {
        self.yields_to.push(NearerFinding {
            code,
            component: component.into(),
            detail: None,
            place,
        });
        self
    }

    /// Leaves what is to be mended after a finding of the same rule to that one.
    pub fn comes_after(
        mut self,
        component: impl Into<String>,
        detail: impl Into<String>,
        place: Span,
    ) -> Self {
        self.yields_to.push(NearerFinding {
            code: self.code,
            component: component.into(),
            detail: Some(detail.into()),
            place,
        });
        self
    }

    /// The same, where so many texts come before those that its places are in.
    #[must_use]
    pub fn behind(mut self, texts: usize) -> Self {
        let own = std::iter::once(&mut self.place);
        let related = self.related.iter_mut().map(|one| &mut one.place);
        let nearer = self.yields_to.iter_mut().map(|one| &mut one.place);
        let covered = self.places.iter_mut().map(|one| &mut one.place);
        for place in own.chain(related).chain(nearer).chain(covered) {
            *place = place.behind(texts);
        }
        self
    }

    /// Itself as the one place that it covers.
    pub fn as_place(&self) -> FindingPlace {
        FindingPlace {
            place: self.place,
            component: self.component.clone(),
            severity: self.severity,
            message: self.message.clone(),
            waived: self.waived.clone(),
        }
    }

    /// Whether it is about this component at one of its places at least.
    pub fn is_about(&self, id: &str) -> bool {
        let own = self.component.as_deref() == Some(id);
        let mut places = self.places.iter();
        own || places.any(|one| one.component.as_deref() == Some(id))
    }

    /// What it is about: each is enough for it. None where it names none.
    pub fn each_cause(&self) -> impl Iterator<Item = &str> {
        let one = Some(self.detail.as_str()).filter(|detail| !detail.is_empty());
        let one = one.filter(|_| self.causes.is_empty());
        self.causes.iter().map(String::as_str).chain(one)
    }

    /// A name for this finding that stays when lines move: a hash of code,
    /// component and detail (where there is neither, of its places' first component by name,
    /// or of the message), as 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let component = self.component.as_deref().unwrap_or("");
        let places = self.places.iter();
        let first = places.filter_map(|one| one.component.as_deref()).min();
        let last = match component.is_empty() && self.detail.is_empty() {
            true => first.unwrap_or(&self.message),
            false => &self.detail,
        };
        let hash = fnv1a([self.code, component, last]);
        format!("{hash:016x}")
    }
}

/// FNV-1a, 64 bits: the standard library's hasher may change between releases.
fn fnv1a(parts: [&str; 3]) -> u64 {
    let bytes = parts
        .iter()
        .flat_map(|part| part.bytes().chain(std::iter::once(0)));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn a_fingerprint_ignores_lines_and_wording_but_not_the_detail() {
        let mut sources = Sources::default();
        let file = sources.add("a", "xx");
        let finding = |at: usize, message: &str, detail: &str| {
            Diagnostic::error("r", message, Span::new(file, at..at + 1))
                .component("c")
                .detail(detail)
                .fingerprint()
        };
        assert_eq!(finding(0, "a", "d"), finding(1, "b", "d"));
        assert_ne!(finding(0, "a", "d"), finding(0, "a", "e"));
    }
}
