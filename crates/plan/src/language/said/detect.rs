use schemars::JsonSchema;
use serde::Deserialize;

use jurymast_terms::problem::Problem;
use jurymast_terms::vocabulary::Symptom;

use super::either::one_or_table;
use super::{IdList, Length, Said};

/// How long until a loss is known, or a table that says more.
#[derive(Debug)]
pub(in crate::language) enum DetectEntry {
    Within(Length),
    Table(Box<DetectTable>),
}

one_or_table! {
    DetectEntry, DetectTable, Within(Length) by length,
    "a duration such as \"2m\", or a table such as { within = \"2m\", by = [\"alerting\"], timeout = \"15m\" }"
}

fn length(text: &str) -> Result<Length, Problem> {
    text.parse().map(Length)
}

macro_rules! detect_table {
    ($($key:ident as $spelling:literal for $symptom:ident,)+) => {
        /// How long until a loss is known, by what callers see, and what sees it.
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[schemars(rename = "Detect")]
        pub(in crate::language) struct DetectTable {
            /// How long it takes where the symptom has no time of its own.
            pub(in crate::language) within: Option<Said<Length>>,
            /// The components that see the loss, such as the alerting: the first that is up.
            pub(in crate::language) by: Option<IdList>,
            $(
                /// How long it takes when callers see this symptom.
                #[serde(rename = $spelling)]
                $key: Option<Said<Length>>,
            )+
        }

        impl DetectTable {
            /// Takes out the times that single out a symptom.
            pub(in crate::language) fn by_symptom(&mut self) -> Vec<(Symptom, Said<Length>)> {
                let all = [$((Symptom::$symptom, self.$key.take()),)+];
                let said = all.into_iter().filter_map(|(symptom, time)| Some((symptom, time?)));
                said.collect()
            }
        }
    };
}

detect_table! {
    server_error as "5xx" for ServerError,
    too_many_requests as "429" for TooManyRequests,
    payment_required as "402" for PaymentRequired,
    unauthorized as "401" for Unauthorized,
    forbidden as "403" for Forbidden,
    not_found as "404" for NotFound,
    bad_request as "400" for BadRequest,
    timeout as "timeout" for Timeout,
    slow as "slow" for Slow,
    cut as "cut" for Cut,
    too_long as "too-long" for TooLong,
    refused as "refused" for Refused,
    wrong_answers as "wrong-answers" for WrongAnswers,
    substituted as "substituted" for Substituted,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symptom_may_have_a_time_of_its_own() {
        let keys = Symptom::ALL.map(|one| format!("\"{one}\" = \"1m\"\n"));
        let mut table: DetectTable = toml::from_str(&keys.concat()).unwrap();
        let mut said: Vec<Symptom> = table.by_symptom().into_iter().map(|(one, _)| one).collect();
        said.sort_unstable();
        assert_eq!(said, Symptom::ALL);
    }
}
