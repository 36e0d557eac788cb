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
    /// What calls of a model are bound to in one account, so that another has to have a copy.
    pub enum AccountAsset {
        /// A model that was trained on top of another.
        FineTune = "fine-tune",
        /// Weights that are laid over those of a model.
        Adapter = "adapter",
        /// A voice that was made of recordings.
        Voice = "voice",
        /// Files that calls name.
        Files = "files",
        /// An index that is searched.
        VectorStore = "vector-store",
        /// Prompts that are kept so that they cost less.
        Cache = "cache",
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
    /// When a component needs what a requirement names.
    #[derive(Default)]
    pub enum Needed {
        /// While it serves: it serves again in the second in which this serves again.
        #[default]
        Run = "run" | "to run",
        /// While it starts: a loss changes nothing for who is running.
        Start = "start" | "to start",
        /// To start and to run: a loss stops it, and it must start again.
        Both = "both" | "to start and to run",
    }
}

impl Needed {
    /// Its loss is felt by who is running.
    pub const fn counts_while_running(self) -> bool {
        matches!(self, Self::Run | Self::Both)
    }

    /// Who starts waits for it.
    pub const fn counts_at_start(self) -> bool {
        matches!(self, Self::Start | Self::Both)
    }
}

vocabulary! {
    /// Who switches to a fallback.
    pub enum Switch {
        /// Software switches by itself, and stays until the primary is back.
        Automatic = "automatic",
        /// A person switches.
        Manual = "manual",
        /// Each call tries the primary first.
        PerCall = "per-call" | "call by call",
        /// Those who use it go elsewhere by themselves.
        User = "user" | "by its users",
    }
}

vocabulary! {
    /// What a component keeps.
    pub enum DataKind {
        /// Nothing.
        None = "none",
        /// What may be lost: it is made again.
        Ephemeral = "ephemeral",
        /// What must not be lost.
        Persistent = "persistent",
    }
}

vocabulary! {
    /// What a run of a job means that fell out.
    pub enum MissedRun {
        /// The job makes up for it once it can run again.
        CaughtUp = "caught-up",
        /// It never happens; the next one is as if nothing had been.
        Skipped = "skipped",
    }
}

vocabulary! {
    /// What callers see when something fails.
    pub enum Symptom {
        /// Server errors.
        ServerError = "5xx" | "server errors (5xx)",
        /// Too many requests, true or false.
        TooManyRequests = "429" | "too many requests (429)",
        /// Credit spent, or a bill not paid.
        PaymentRequired = "402" | "refused for want of credit (402)",
        /// Not authorised: a revoked key, a failed log-in service.
        Unauthorized = "401" | "refused credentials (401)",
        /// Forbidden: a region, a permission or an account that is closed.
        Forbidden = "403" | "forbidden calls (403)",
        /// Not found: a model or an endpoint that is not there.
        NotFound = "404" | "nothing found (404)",
        /// Bad request: a rejected model version or parameter.
        BadRequest = "400" | "refused requests (400)",
        /// No answer in time.
        Timeout = "timeout" | "time-outs",
        /// Answers that come late.
        Slow = "slow" | "slow answers",
        /// A stream that breaks off after it began.
        Cut = "cut" | "answers that break off",
        /// The input does not fit the context.
        TooLong = "too-long" | "inputs that are too long",
        /// Refused by a content policy.
        Refused = "refused" | "refusals by a content policy",
        /// Answers that come in time and are wrong.
        WrongAnswers = "wrong-answers" | "wrong answers",
        /// Another model answers, with success (200).
        Substituted = "substituted" | "answers of another model",
    }
}

impl Symptom {
    /// The same as [`Symptom::clause`] of what answers by no model.
    pub fn clause_without_ai(self) -> &'static str {
        match self {
            Self::Refused => "refuses what it is asked",
            _ => self.clause(),
        }
    }

    /// What a component with it does, in words that follow its name: "answers with
    /// server errors (5xx)".
    pub fn clause(self) -> &'static str {
        match self {
            Self::ServerError => "answers with server errors (5xx)",
            Self::TooManyRequests => "refuses calls as too many (429)",
            Self::PaymentRequired => "refuses calls for want of credit (402)",
            Self::Unauthorized => "refuses our credentials (401)",
            Self::Forbidden => "forbids our calls (403)",
            Self::NotFound => "does not find what we call (404)",
            Self::BadRequest => "refuses our requests (400)",
            Self::Timeout => "does not answer in time",
            Self::Slow => "answers slowly",
            Self::Cut => "breaks off its answers",
            Self::TooLong => "takes no input of that length",
            Self::Refused => "refuses by a content policy",
            Self::WrongAnswers => "gives wrong answers",
            Self::Substituted => "answers with another model",
        }
    }
}
