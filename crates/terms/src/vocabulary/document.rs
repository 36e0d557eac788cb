vocabulary! {
    /// How bad a finding is; ordered from mild to grave.
    pub enum Severity {
        /// For information.
        Info = "info",
        /// To be mended.
        Warning = "warning",
        /// Fails the check.
        Error = "error",
    }
}

vocabulary! {
    /// What a rule of the plan's own looks at, one after the other.
    pub enum RuleSubject {
        /// Whatever can fail.
        Component = "component",
        /// Business activities.
        Activity = "activity",
        /// Services.
        Service = "service",
        /// Databases, queues and the like.
        Resource = "resource",
        /// Calls of models.
        Ai = "ai",
        /// Outside parties.
        Provider = "provider",
        /// What fails together.
        Domain = "domain",
        /// Entries of `depends_on`.
        Requirement = "requirement",
        /// What stands in.
        Fallback = "fallback",
        /// The plan as a whole, once.
        Plan = "plan",
    }
}

vocabulary! {
    /// How grave a rule's findings are.
    pub enum RuleLevel {
        /// Not reported.
        Off = "off",
        /// For information.
        Info = "info",
        /// To be mended.
        Warning = "warning",
        /// Fails the check.
        Error = "error",
    }
}

impl RuleLevel {
    /// `None`: not reported.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

vocabulary! {
    /// How bad an impact is (NIST SP 800-34).
    pub enum ImpactLevel {
        /// Noticed, borne without harm.
        Minimal = "minimal",
        /// Costs that hurt.
        Moderate = "moderate",
        /// Costs that threaten the business or people.
        Severe = "severe",
    }
}

vocabulary! {
    /// How hard a provider is to replace (DORA register, B_07.01.0050).
    pub enum Substitutability {
        /// Nobody else can do it.
        NotSubstitutable = "not-substitutable" | "not substitutable",
        /// Replacing it is highly complex.
        HighlyComplex = "highly-complex" | "highly complex substitutability",
        /// Replacing it is of medium complexity.
        MediumComplexity = "medium-complexity"
            | "medium complexity in terms of substitutability",
        /// Replacing it is easy.
        EasilySubstitutable = "easily-substitutable" | "easily substitutable",
    }
}

vocabulary! {
    /// The phases of a contingency plan (NIST SP 800-34).
    pub enum Phase {
        /// Find out, decide, notify.
        Activation = "activation",
        /// Bring the service back.
        Recovery = "recovery",
        /// Return to normal and close.
        Reconstitution = "reconstitution",
    }
}

vocabulary! {
    /// What kind of exercise it was.
    pub enum ExerciseKind {
        /// People talk it through.
        Tabletop = "tabletop",
        /// Parts are done for real.
        Functional = "functional",
        /// Production is switched.
        Switchover = "switchover",
    }
}

vocabulary! {
    /// How an exercise went.
    pub enum ExerciseResult {
        /// All objectives met.
        Passed = "passed",
        /// Objectives met, with things to mend.
        PassedWithActions = "passed-with-actions" | "passed with actions",
        /// Objectives not met.
        Failed = "failed",
    }
}

vocabulary! {
    /// How much stands behind a fallback or a step; each rung is more than the one before.
    pub enum Rung {
        /// The plan says so.
        Declared = "declared",
        /// The configuration of what runs says the same.
        Configured = "configured",
        /// Real traffic went over it.
        Observed = "observed",
        /// A fault was injected, or the primary broken on purpose, and it served.
        Drilled = "drilled",
    }
}

vocabulary! {
    /// How a fault was brought about in a drill.
    pub enum DrillMethod {
        /// Software answered as if: nothing was broken.
        Mock = "mock",
        /// A proxy in the way broke the calls.
        FaultProxy = "fault-proxy" | "a fault proxy",
        /// The primary itself was broken or taken away.
        Real = "real" | "the primary taken away",
    }
}

vocabulary! {
    /// When whoever is on call answers.
    pub enum OnCallHours {
        /// Day and night, every day.
        Always = "24x7" | "around the clock",
        /// While the office works.
        BusinessHours = "business-hours" | "business hours only",
    }
}
