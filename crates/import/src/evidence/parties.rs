use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::catalogue::{
    maker, may_serve, owner_of_account, provider, provider_of_host, provider_of_variable,
};

use super::bases::{BaseKey, client_of, is_anybodys, names_model};
use super::hosts::{HostKey, NamedHost, hosts_in, is_loopback, is_own_machine};

/// Outside parties and places that variables name.
#[derive(Debug, Default)]
pub struct NamedParties {
    /// Parties of the catalogue, by id.
    pub known: Vec<NamedParty>,
    /// Calls of models that are led to an address which is no such party's.
    pub calls: Vec<NamedCall>,
    /// Parties of the catalogue of which nobody can tell whether they are called, by id.
    pub possible: Vec<PossibleParty>,
}

/// An outside party with whom there is an account, for whatever end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleParty {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// A variable that holds something of the account.
    pub key: String,
}

/// An outside party that variables name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedParty {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// The variables that name it.
    pub keys: BTreeSet<String>,
    /// One of them has a value; else it is used only where somebody sets them.
    pub is_set: bool,
    /// One of them is its own, or holds its address; else only their words name it.
    pub is_sure: bool,
    /// The models that variables beside them name.
    pub models: BTreeSet<String>,
}

/// Calls of models that are led to an address: of a gateway, of a runtime, of somebody who
/// speaks as a provider does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCall {
    /// The host of the address.
    pub host: String,
    /// The variables that lead there, and that hold its keys.
    pub keys: BTreeSet<String>,
    /// The variable that leads there.
    pub base: String,
    /// The provider whose clients read that variable.
    pub client: Option<&'static str>,
    /// The models that are asked for there, as the variables call them.
    pub models: BTreeSet<String>,
    /// The models that variables name that say nothing of whom they are asked, with these.
    pub may_ask: BTreeMap<String, BTreeSet<String>>,
}

/// The outside parties that variables and their values name, and where calls of models are
/// led to. `answers_models` tells of a host whether models are called there, by what runs at
/// it. What a variable holds stays here, but for hosts and the names of models.
pub fn parties_in(
    variables: &[(&str, &str)],
    answers_models: impl Fn(&str) -> bool,
) -> NamedParties {
    let bases = bases_in(variables, answers_models);
    let mut found = PartiesFound::default();
    for base in &bases {
        found.call(base, base.variable, true);
    }
    for (key, value) in variables {
        let is_set = !value.trim().is_empty();
        if bases.iter().any(|base| base.variable == *key) {
            continue;
        }
        // The key of a client whose calls are led elsewhere is a key of who is there.
        let own = provider_of_variable(key);
        let owner = owner_of_account(key).filter(|_| own.is_none());
        if let Some(owner) = owner.filter(|one| !one.is_called && is_set) {
            found.possible(owner.id, key);
        }
        let by_words = owner.filter(|one| one.is_called).map(|one| one.id);
        if let Some(id) = own.or(by_words) {
            let led = |one: &&CallBase| one.key.client == Some(id);
            let mut elsewhere = bases.iter().filter(led).peekable();
            if elsewhere.peek().is_none() && !is_own_host(value) {
                found.party(id, key, is_set);
                found.is_sure(id, own.is_some());
            }
            for base in elsewhere {
                found.call(base, key, is_set);
            }
        }
        // A name that stands alone is a host where its key says so, or nothing else stands
        // there.
        let says_host = HostKey::of(key) == HostKey::Host;
        let is_host = |host: &NamedHost<'_>| host.is_sure || says_host || value.trim() == host.host;
        for host in hosts_in(value).into_iter().filter(is_host) {
            if let Some(id) = party_at(host.host) {
                found.party(id, key, is_set);
                found.is_sure(id, true);
            }
        }
    }
    found.models(&bases, variables);
    found.named()
}

/// A variable that leads calls of models to an address.
struct CallBase<'a> {
    variable: &'a str,
    key: BaseKey,
    /// None of what is not an outside party of the catalogue.
    party: Option<&'static str>,
    host: &'a str,
}

fn bases_in<'a>(
    variables: &[(&'a str, &'a str)],
    answers_models: impl Fn(&str) -> bool,
) -> Vec<CallBase<'a>> {
    let mut bases = Vec::new();
    for (variable, value) in variables {
        let says = HostKey::of(variable);
        let hosts = hosts_in(value).into_iter();
        let hosts = hosts.filter(|one| one.is_sure || says == HostKey::Host);
        for host in hosts.filter(|one| !is_loopback(one.host)) {
            let key = match answers_models(host.host) {
                true => BaseKey::anyhow(variable),
                false if host.is_sure => BaseKey::of(variable),
                false => None,
            };
            bases.extend(key.map(|key| CallBase {
                variable,
                key,
                party: party_at(host.host),
                host: host.host,
            }));
        }
    }
    bases
}

/// The outside party at a host; on the machine itself there is none.
pub fn party_at(host: &str) -> Option<&'static str> {
    provider_of_host(host).filter(|_| !is_own_machine(host))
}

fn is_own_host(value: &str) -> bool {
    let mut hosts = hosts_in(value).into_iter();
    hosts.any(|one| one.host == "0.0.0.0")
}

#[derive(Default)]
struct PartiesFound {
    known: BTreeMap<&'static str, NamedParty>,
    calls: BTreeMap<String, NamedCall>,
    possible: BTreeMap<&'static str, String>,
}

impl PartiesFound {
    fn possible(&mut self, id: &'static str, key: &str) {
        self.possible.entry(id).or_insert_with(|| key.to_owned());
    }

    fn is_sure(&mut self, id: &str, is_sure: bool) {
        if let Some(party) = self.known.get_mut(id) {
            party.is_sure |= is_sure;
        }
    }

    fn party(&mut self, id: &'static str, key: &str, is_set: bool) {
        let party = self.known.entry(id).or_insert_with(|| NamedParty {
            id,
            keys: BTreeSet::new(),
            is_set: false,
            is_sure: false,
            models: BTreeSet::new(),
        });
        party.keys.insert(key.to_owned());
        party.is_set |= is_set;
    }

    fn call(&mut self, base: &CallBase, key: &str, is_set: bool) {
        if let Some(id) = base.party {
            self.party(id, key, is_set);
            self.is_sure(id, true);
            return;
        }
        let call = self
            .calls
            .entry(base.host.to_owned())
            .or_insert_with(|| NamedCall {
                host: base.host.to_owned(),
                keys: BTreeSet::new(),
                base: base.variable.to_owned(),
                client: base.key.client,
                models: BTreeSet::new(),
                may_ask: BTreeMap::new(),
            });
        call.keys.insert(key.to_owned());
    }

    /// Gives each the models that variables name: those of its own words, then those of
    /// nobody else's.
    fn models(&mut self, bases: &[CallBase], variables: &[(&str, &str)]) {
        let mut left = Vec::new();
        for (key, value) in variables.iter().filter(|(key, _)| names_model(key)) {
            let models: Vec<&str> = models_of(value).collect();
            let own: Vec<&CallBase> = bases
                .iter()
                .filter(|one| one.key.is_of_model(key))
                .collect();
            match own.is_empty() {
                true => left.push((*key, models)),
                false => own.into_iter().for_each(|base| self.asked(base, &models)),
            }
        }
        let open: Vec<&CallBase> = bases.iter().filter(|one| self.is_unasked(one)).collect();
        for (key, models) in left {
            let client = self.client(key);
            let is_its_own = |id: &str| {
                let makers = models.iter().filter_map(|model| maker(model));
                makers.into_iter().any(|maker| maker.id == id)
            };
            let to: Vec<&CallBase> = match client {
                None if is_anybodys(key) => open.clone(),
                None => Vec::new(),
                Some(id) if is_its_own(id) => Vec::new(),
                // What no provider calls its own is a name of the gateway that stands before
                // it.
                Some(_) => open
                    .iter()
                    .copied()
                    .filter(|one| one.is_gateway())
                    .collect(),
            };
            match (to.is_empty(), client) {
                (true, Some(id)) => {
                    if let Some(party) = self.known.get_mut(id) {
                        party
                            .models
                            .extend(models.iter().map(|one| (*one).to_owned()));
                    }
                }
                (true, None) if bases.is_empty() => self.of_makers(key, &models),
                (true, None) => self.may_ask(bases, key, &models),
                (false, client) => {
                    to.iter().for_each(|base| self.asked(base, &models));
                    self.moved(client, &to);
                }
            }
        }
    }

    /// The party that the words of a variable name, or those of one of its own variables.
    fn client(&self, key: &str) -> Option<&'static str> {
        let known = client_of(key).filter(|id| self.known.contains_key(id));
        let first = |key: &str| key.split('_').next().map(str::to_owned);
        let beside = || {
            let mut known = self.known.values();
            let own = known.find(|one| {
                let answers = provider(one.id).is_some_and(|one| one.answers_ai_calls());
                answers && one.keys.iter().any(|own| first(own) == first(key))
            });
            own.map(|one| one.id)
        };
        known.or_else(beside)
    }

    fn is_unasked(&self, base: &CallBase) -> bool {
        match base.party {
            Some(id) => self.known.get(id).is_none_or(|one| one.models.is_empty()),
            None => self
                .calls
                .get(base.host)
                .is_none_or(|one| one.models.is_empty()),
        }
    }

    /// What leads nowhere else is asked of the party that the variable names, else of who
    /// made it; where that one is not known and one other is that serves it, of that.
    fn of_makers(&mut self, key: &str, models: &[&str]) {
        for model in models {
            let maker = || maker(model).map(|one| one.id.as_str());
            let Some(id) = client_of(key).or_else(maker) else {
                continue;
            };
            let answer = |id: &&&str| provider(id).is_some_and(|one| one.answers_ai_calls());
            let known: Vec<&'static str> = self.known.keys().filter(answer).copied().collect();
            let id = match known.as_slice() {
                [only] if may_serve(only, id) => only,
                _ => id,
            };
            self.party(id, key, true);
            if let Some(party) = self.known.get_mut(id) {
                party.models.insert((*model).to_owned());
            }
        }
    }

    /// What nobody else is asked for may be asked wherever calls are led.
    fn may_ask(&mut self, bases: &[CallBase], key: &str, models: &[&str]) {
        for base in bases.iter().filter(|one| one.party.is_none()) {
            let Some(call) = self.calls.get_mut(base.host) else {
                continue;
            };
            for model in models.iter().filter(|one| !call.models.contains(**one)) {
                let keys = call.may_ask.entry((*model).to_owned()).or_default();
                keys.insert(key.to_owned());
            }
        }
    }

    fn asked(&mut self, base: &CallBase, models: &[&str]) {
        let models = models.iter().map(|one| (*one).to_owned());
        let known = match base.party {
            Some(id) => self.known.get_mut(id).map(|one| &mut one.models),
            None => self.calls.get_mut(base.host).map(|one| &mut one.models),
        };
        if let Some(known) = known {
            known.extend(models);
        }
    }

    /// A party of whom nothing is asked, since all of it is asked of others, is not called.
    fn moved(&mut self, client: Option<&str>, to: &[&CallBase]) {
        let Some(party) = client.and_then(|id| self.known.get(id)) else {
            return;
        };
        if !party.models.is_empty() {
            return;
        }
        let (id, keys) = (party.id, party.keys.clone());
        self.known.remove(id);
        for base in to {
            for key in &keys {
                self.call(base, key, true);
            }
        }
    }

    fn named(self) -> NamedParties {
        let mut possible = self.possible;
        possible.retain(|id, _| !self.known.contains_key(id));
        NamedParties {
            possible: possible
                .into_iter()
                .map(|(id, key)| PossibleParty { id, key })
                .collect(),
            known: self.known.into_values().collect(),
            calls: self.calls.into_values().collect(),
        }
    }
}

impl CallBase<'_> {
    /// Whether it leads to what passes calls on, under names of its own.
    fn is_gateway(&self) -> bool {
        let client = self.key.client.and_then(provider);
        self.party.is_none() && client.is_none_or(|one| one.gateway.is_some())
    }
}

/// The names of models in a value.
fn models_of(value: &str) -> impl Iterator<Item = &str> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "-._:/@".contains(c);
    let is_name = move |text: &&str| {
        let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
        has_letter && !text.contains("://") && text.len() <= 120 && text.chars().all(is_letter)
    };
    let all = value.split([',', ';']).map(str::trim);
    all.filter(is_name)
        .filter(|text| !matches!(*text, "true" | "false"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_and_hosts_name_parties() {
        let variables = [
            ("OPENAI_API_KEY", "sk-secret"),
            ("OPENAI_MODEL", "gpt-5.2"),
            ("ANTHROPIC_API_KEY", ""),
            ("LLM_URL", "https://api.mistral.ai/v1"),
            ("STRIPE_SECRET_KEY", "sk_live"),
            ("DB", "postgres://db:5432"),
        ];
        let found = parties_in(&variables, |_| false).known;
        let short: Vec<_> = found
            .iter()
            .map(|one| {
                (
                    one.id,
                    one.is_set,
                    one.models.iter().next().map(String::as_str),
                )
            })
            .collect();
        assert_eq!(
            short,
            [
                ("anthropic", false, None),
                ("mistral", true, None),
                ("openai", true, Some("gpt-5.2")),
                ("stripe", true, None)
            ]
        );
        assert!(
            !format!("{found:?}").contains("secret\""),
            "no value is kept"
        );
        assert!(!format!("{found:?}").contains("sk-"), "no value is kept");
    }

    #[test]
    fn nothing_that_names_a_party_is_dropped() {
        let found = |variables: &[(&str, &str)]| {
            let found = parties_in(variables, |_| false);
            let known = found.known.iter().map(|one| {
                let models: Vec<&str> = one.models.iter().map(String::as_str).collect();
                let sure = if one.is_sure { "sure" } else { "guessed" };
                format!("{} {sure} {}", one.id, models.join(" "))
            });
            let possible = found.possible.iter();
            let possible = possible.map(|one| format!("{} by {}?", one.id, one.key));
            known.chain(possible).collect::<Vec<_>>()
        };
        for (variables, expected) in [
            (
                &[("ANTHROPIC_MODEL", "claude-opus-4-8")][..],
                "anthropic guessed claude-opus-4-8",
            ),
            (&[("LLM_MODEL", "gpt-5.2")], "openai guessed gpt-5.2"),
            (
                &[("OPENAI_API_KEY", "x"), ("LLM_MODEL", "gpt-5.2")],
                "openai sure gpt-5.2",
            ),
            (
                &[("AZURE_OPENAI_API_KEY", "x"), ("LLM_MODEL", "gpt-5.2")],
                "azure-openai sure gpt-5.2",
            ),
            (
                &[
                    ("AWS_BEARER_TOKEN_BEDROCK", "x"),
                    ("ANTHROPIC_MODEL", "us.anthropic.claude-opus-4-8"),
                ],
                "aws-bedrock sure us.anthropic.claude-opus-4-8",
            ),
            (&[("STRIPE_KEY", "x")], "stripe guessed "),
            (
                &[("STRIPE_KEY", "x"), ("STRIPE_SECRET_KEY", "x")],
                "stripe sure ",
            ),
            (&[("GITHUB_TOKEN", "x")], "github by GITHUB_TOKEN?"),
        ] {
            assert_eq!(found(variables), [expected], "{variables:?}");
        }
        for variables in [[("GITHUB_TOKEN", "")], [("EMBEDDING_MODEL", "BAAI/bge-m3")]] {
            assert_eq!(found(&variables), [""; 0], "{variables:?}");
        }
    }

    fn calls(variables: &[(&str, &str)]) -> Vec<(String, String, String)> {
        let words = |all: &BTreeSet<String>| {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            all.join(" ")
        };
        let found = parties_in(variables, |host| host == "litellm");
        let known = found.known.iter();
        let known = known.map(|one| (one.id.to_owned(), words(&one.keys), words(&one.models)));
        let calls = found.calls.iter();
        let calls = calls.map(|one| (one.host.clone(), words(&one.keys), words(&one.models)));
        known.chain(calls).collect()
    }

    #[test]
    fn calls_go_where_a_base_leads_them() {
        let is = |host: &str, keys: &str, models: &str| {
            vec![(host.to_owned(), keys.to_owned(), models.to_owned())]
        };
        let key = ("OPENAI_API_KEY", "sk-x");
        assert_eq!(
            calls(&[
                ("OPENAI_BASE_URL", "http://litellm:4000"),
                key,
                ("OPENAI_MODEL", "chat")
            ]),
            is("litellm", "OPENAI_API_KEY OPENAI_BASE_URL", "chat")
        );
        assert_eq!(
            calls(&[("OPENAI_API_BASE", "https://api.groq.com/openai/v1"), key]),
            is("groq", "OPENAI_API_BASE OPENAI_API_KEY", "")
        );
        assert_eq!(
            calls(&[
                ("OPENAI_BASE_URL", "https://llm.corp.example/v1"),
                ("MODEL", "m")
            ]),
            is("llm.corp.example", "OPENAI_BASE_URL", "m")
        );
        assert_eq!(
            calls(&[
                ("LITELLM_URL", "http://litellm:4000"),
                key,
                ("OPENAI_MODEL", "chat")
            ]),
            is("litellm", "LITELLM_URL OPENAI_API_KEY", "chat")
        );
        assert_eq!(
            calls(&[
                ("BACKEND", "litellm"),
                ("GATEWAY_HOST", "litellm"),
                ("LLM_MODEL", "chat,b")
            ]),
            is("litellm", "GATEWAY_HOST", "b chat")
        );
        let both = calls(&[
            ("LITELLM_URL", "http://litellm:4000"),
            key,
            ("OPENAI_MODEL", "gpt-5.2"),
        ]);
        assert_eq!(both[0].0, "openai", "its own model is its own: {both:?}");
        assert_eq!(both[1].0, "litellm");
        assert_eq!(calls(&[("OLLAMA_HOST", "0.0.0.0")]), []);
    }
}
