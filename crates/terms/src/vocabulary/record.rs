vocabulary! {
    /// How sure a fact of the catalogue is.
    pub enum Confidence {
        /// Sources disagree.
        Contradictory = "contradictory",
        /// Nobody checked it.
        Memory = "memory",
        /// One or more secondary sources.
        Secondary = "secondary",
        /// Read in the provider's own report, or agreed by independent sources.
        Verified = "verified",
    }
}

impl Confidence {
    /// Sure enough to be used as if it were known.
    pub fn is_known(self) -> bool {
        self >= Self::Secondary
    }
}

vocabulary! {
    /// How exactly times are known.
    pub enum Precision {
        /// To the minute.
        Minute = "minute" | "to the minute",
        /// More or less.
        About = "about",
        /// Of the end only the day.
        Day = "day" | "to the day",
    }
}

vocabulary! {
    /// Why providers fail: four ways to break, two ways to be taken away.
    pub enum CauseKind {
        /// More was asked than it could serve.
        Load = "load",
        /// A release, a configuration, a bug.
        SoftwareFault = "software-fault" | "software fault",
        /// Machines, cables, cooling, power.
        HardwareOrPower = "hardware-or-power" | "hardware or power",
        /// Somebody meant it.
        Attack = "attack",
        /// The provider ended it.
        Retirement = "retirement",
        /// An order of the law, or the end of a contract.
        Legal = "legal",
        /// The provider did not say.
        Unknown = "unknown" | "not published",
    }
}

vocabulary! {
    /// What people reach for during an outage.
    pub enum Tool {
        /// Where the provider says what is broken.
        StatusPage = "status-page" | "status page",
        /// Where customers manage what they have.
        Portal = "portal",
        /// People who answer.
        Support = "support",
        /// The way in.
        LogIn = "log-in",
        /// Others who count reports of failures.
        OutageTracker = "outage-tracker" | "outage tracker",
    }
}

vocabulary! {
    /// Where a model without a known end is in its life.
    pub enum Lifecycle {
        /// Nobody has said that it ends.
        Active = "active",
        /// Its end is decided, and no day was named.
        Deprecated = "deprecated",
    }
}

vocabulary! {
    /// What becomes of calls after the end of what they call.
    pub enum AfterEnd {
        /// They fail.
        Fails = "fails",
        /// The replacement answers them.
        Redirects = "redirects",
    }
}
