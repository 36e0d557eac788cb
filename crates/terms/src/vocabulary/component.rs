vocabulary! {
    /// What kind of thing can fail.
    pub enum Kind {
        /// A business activity.
        Activity = "activity",
        /// Something a team runs.
        Service = "service",
        /// Something a service uses.
        Resource = "resource",
        /// A call of a model at somebody's endpoint.
        Ai = "ai",
        /// An outside party.
        Provider = "provider",
        /// Where a provider is called.
        Endpoint = "endpoint",
        /// Weights, wherever they are hosted.
        Model = "model",
        /// What fails together.
        Domain = "domain",
    }
}

vocabulary! {
    /// How well something works; worse is greater.
    #[derive(Default)]
    pub enum Level {
        /// As it should.
        #[default]
        #[serde(alias = "unaffected")]
        Up = "up",
        /// In part, or worse than it should.
        Degraded = "degraded",
        /// Not at all.
        Down = "down",
    }
}

vocabulary! {
    /// The best a fallback can give.
    pub enum Serves {
        /// As good as the primary.
        Up = "up",
        /// Worse than the primary, but enough to go on.
        Degraded = "degraded",
    }
}

vocabulary! {
    /// How far something fails.
    pub enum FaultLevel {
        /// In part.
        Degraded = "degraded",
        /// Wholly.
        Down = "down",
    }
}

impl From<Serves> for Level {
    fn from(serves: Serves) -> Self {
        match serves {
            Serves::Up => Self::Up,
            Serves::Degraded => Self::Degraded,
        }
    }
}

impl From<FaultLevel> for Level {
    fn from(level: FaultLevel) -> Self {
        match level {
            FaultLevel::Degraded => Self::Degraded,
            FaultLevel::Down => Self::Down,
        }
    }
}

vocabulary! {
    /// Hard or soft.
    pub enum Mode {
        /// Without it, the component is down.
        Hard = "hard",
        /// Without it, the component is degraded.
        Soft = "soft",
    }
}

vocabulary! {
    /// Who switches to a fallback.
    pub enum Switch {
        /// Software switches by itself.
        Automatic = "automatic",
        /// A person switches.
        Manual = "manual",
    }
}

vocabulary! {
    /// What callers see when something fails.
    pub enum Symptom {
        /// Server errors.
        ServerError = "5xx" | "server errors (5xx)",
        /// Too many requests, true or false.
        TooManyRequests = "429" | "too many requests (429)",
        /// Not authorised: a revoked key, a failed log-in service.
        Unauthorized = "401" | "refused credentials (401)",
        /// Bad request: a rejected model version or parameter.
        BadRequest = "400" | "refused requests (400)",
        /// No answer in time.
        Timeout = "timeout" | "time-outs",
        /// Answers that come late.
        Slow = "slow" | "slow answers",
        /// Answers that come in time and are wrong.
        WrongAnswers = "wrong-answers" | "wrong answers",
    }
}

impl Symptom {
    /// What a component with it does, in words that follow its name: "answers with
    /// server errors (5xx)".
    pub fn clause(self) -> &'static str {
        match self {
            Self::ServerError => "answers with server errors (5xx)",
            Self::TooManyRequests => "refuses calls as too many (429)",
            Self::Unauthorized => "refuses our credentials (401)",
            Self::BadRequest => "refuses our requests (400)",
            Self::Timeout => "does not answer in time",
            Self::Slow => "answers slowly",
            Self::WrongAnswers => "gives wrong answers",
        }
    }
}
