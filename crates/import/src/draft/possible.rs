use std::collections::BTreeSet;

use jurymast_plan::catalogue::maker;
use jurymast_terms::source::Span;

use super::called::route_of;
use super::{Doubt, Draft, DraftRequirement, GatewayRoute};

/// A model that a variable names, of somebody whose calls of models are led to an address: it
/// is called there where a gateway answers for the name, and else may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleCall {
    /// The id of whose variable it is.
    pub caller: String,
    /// The host of the address.
    pub host: String,
    /// The name that is asked for.
    pub model: String,
    /// The variables that say so.
    pub keys: BTreeSet<String>,
    /// Where the first stands.
    pub place: Span,
}

impl Draft {
    /// Lets models that may be called be called, once all files are put together: where the
    /// gateway that the address leads to has that very name.
    pub fn settle_possible(&mut self) {
        for call in std::mem::take(&mut self.possible) {
            let is_at = |gateway: &str| {
                call.host.eq_ignore_ascii_case(gateway)
                    || self.answering(&call.host) == Some(gateway)
            };
            let own = self.routes.iter();
            let own = own.filter(|one| one.asked != "*" && is_at(&one.gateway));
            let own: Vec<&GatewayRoute> = own.collect();
            let taken_for = || {
                let here = self.answering(&call.host).map(str::to_owned);
                let here: Vec<String> = here.into_iter().collect();
                self.only_gateway_that_knows(Some(&call.model), &here)
            };
            let Some(route) = route_of(&own, &call.model).or_else(taken_for) else {
                self.ask_who_answers(&call);
                continue;
            };
            let (answers, gateway) = (route.answers.clone(), route.gateway.clone());
            let caller = self.tables.iter_mut().find(|one| one.id == call.caller);
            let Some(caller) = caller.filter(|one| one.id != gateway && !one.names(&answers))
            else {
                continue;
            };
            let keys: Vec<&str> = call.keys.iter().map(String::as_str).collect();
            let guess = format!("`{gateway}` answers for that name");
            let one = DraftRequirement::on(answers, call.place).with("why", keys.join(", "));
            caller.requirements.push(one.doubted(Doubt::Guessed(guess)));
        }
        self.ask_only_of_uncalled();
    }

    /// A name that is known to be a model's is one that somebody answers for.
    fn ask_who_answers(&mut self, call: &PossibleCall) {
        let PossibleCall { model, keys, .. } = call;
        let caller = self.tables.iter_mut().find(|one| one.id == call.caller);
        if let (Some(caller), Some(key), Some(_)) = (caller, keys.first(), maker(model)) {
            let question = format!("does it call `{model}`, and who answers? {key} names it");
            caller.doubts.push(Doubt::Asked(question));
        }
    }
}
