use jurymast_terms::diagnostic::{Diagnostic, Severity};

/// How many findings there are of each kind; a waived one counts as nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) error: usize,
    pub(super) warning: usize,
    pub(super) info: usize,
    pub(super) waived: usize,
}

impl Counts {
    pub(super) fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            let count = match (&finding.waived, finding.severity) {
                (Some(_), _) => &mut counts.waived,
                (None, Severity::Error) => &mut counts.error,
                (None, Severity::Warning) => &mut counts.warning,
                (None, Severity::Info) => &mut counts.info,
            };
            *count += 1;
        }
        counts
    }

    /// "2 errors, 1 warning, 3 waived"
    pub(super) fn sentence(self) -> String {
        let Self {
            error,
            warning,
            info,
            waived,
        } = self;
        let mut parts = Vec::new();
        for (count, name) in [(error, "error"), (warning, "warning"), (info, "info")] {
            match count {
                0 => {}
                1 => parts.push(format!("1 {name}")),
                _ => parts.push(format!("{count} {name}s")),
            }
        }
        if parts.is_empty() {
            parts.push("no findings".to_owned());
        }
        if waived > 0 {
            parts.push(format!("{waived} waived"));
        }
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        let said = |error, warning, info, waived| {
            Counts {
                error,
                warning,
                info,
                waived,
            }
            .sentence()
        };
        assert_eq!(said(2, 1, 0, 3), "2 errors, 1 warning, 3 waived");
        assert_eq!(said(0, 0, 2, 0), "2 infos");
        assert_eq!(said(0, 0, 0, 0), "no findings");
        assert_eq!(said(0, 0, 0, 1), "no findings, 1 waived");
    }
}
