use jurymast_terms::source::Span;

/// What became of a field of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The field, as a path in the file: `services.web.depends_on`.
    pub source_path: String,
    /// Where it stands.
    pub place: Span,
    /// How well the plan says the same.
    pub mapping: Mapping,
    /// One sentence without a full stop.
    pub message: String,
}

/// How well a plan says what a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mapping {
    /// The same.
    Exact,
    /// Nearly: what was guessed stands beside it.
    Approximate,
    /// A person must say it.
    Manual,
    /// A plan has no word for it.
    Unsupported,
}

impl Mapping {
    /// As JSON says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Approximate => "approximate",
            Self::Manual => "manual",
            Self::Unsupported => "unsupported",
        }
    }
}
