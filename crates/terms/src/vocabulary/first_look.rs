use super::Symptom;

impl Symptom {
    /// The same of what answers by no model: it has no content policy that could refuse.
    pub fn first_look_without_ai(self) -> &'static str {
        match self {
            Self::Refused => {
                "Look whether it runs, listens and lets callers in: its process, its address, its \
                 list of who may connect, how many may at once. Take back what we changed last."
            }
            _ => self.first_look(),
        }
    }

    /// What to look at, and what to do, before anything else when callers see it: a few
    /// sentences for whoever is called at night.
    pub fn first_look(self) -> &'static str {
        match self {
            Self::ServerError => {
                "Send one request by hand. Look at what changed last, on either side: a release, \
                 a setting, a certificate. Take back what was ours."
            }
            Self::TooManyRequests => {
                "Look at our own rate beside the limit before anything else. Stop retries, shed \
                 what can wait, and ask for a higher limit; a second key of the same account has \
                 the same limit."
            }
            Self::PaymentRequired => {
                "Look at the account's balance and its last bill. Whoever holds the account tops \
                 it up or pays; until then no key of that account works."
            }
            Self::Unauthorized => {
                "Look whether the key was changed, revoked or has expired, and whether what hands \
                 out keys and log-ins is up. Put in a new key; do not try old ones again and again."
            }
            Self::Forbidden => {
                "Look for a message to whoever holds the account: a closed account, a permission \
                 or a region taken away. Try the same call with an account that may; other keys \
                 of the same account will not help."
            }
            Self::NotFound => {
                "Compare the address and the name that is called with what is offered now: it may \
                 have been retired or renamed, or our last release calls it wrongly. Trying again \
                 does not help."
            }
            Self::BadRequest => {
                "Put the answer's own words into the log. Look at what changed: a parameter, a \
                 version, a model that has ended. Take our last change back; trying again does not \
                 help."
            }
            Self::Timeout => {
                "Try it from another network, to see whether it is the way or the other end. \
                 Shorten time-outs and retries, so that callers do not pile up."
            }
            Self::Slow => {
                "Measure how slow it is, and for whom. Nothing may switch by itself while answers \
                 still come: decide by hand. Shed what can wait."
            }
            Self::Cut => {
                "Look whether short answers arrive whole, and whether they do without streaming. \
                 See to it that what was half done is not done twice; what has begun rarely falls \
                 back by itself."
            }
            Self::TooLong => {
                "Find the inputs that are too long and what made them grow. Shorten or split them; \
                 what stands in may take even less."
            }
            Self::Refused => {
                "Keep one example of what is refused, without anybody's data. Look at what \
                 changed: our words, our users', or the policy. Trying again does not help; \
                 another lab's model may answer."
            }
            Self::WrongAnswers => {
                "Stop what acts on answers that nobody reads. Keep examples, and find since when \
                 answers are wrong: what went out since then must be looked through."
            }
            Self::Substituted => {
                "Look which model the answers name, and since when. Decide whether it may go on \
                 answering; compare its answers with the old ones before anybody relies on them."
            }
        }
    }
}
