use std::sync::LazyLock;

use serde::Deserialize;

use crate::units::{Date, Duration};

use super::Surety;
use super::embedded::{self, OUTAGES};

/// A recorded outage.
#[derive(Debug)]
pub struct Outage {
    pub id: String,
    pub title: String,
    /// Catalogue providers whose API was hit; empty where only other products
    /// were, or the record is contradictory.
    pub providers: Vec<String>,
    /// `openai/realtime`; empty: the whole of each provider.
    pub endpoints: Vec<String>,
    /// The failure domain at the root of it, where it has a name.
    pub domain: Option<String>,
    /// The day it began, in UTC.
    pub on: Date,
    /// `None`: it never ended (a retirement).
    pub lasted: Option<Duration>,
    /// What callers saw, where it is recorded.
    pub symptoms: Vec<String>,
    /// The share of calls that failed, where it is recorded.
    pub share: Option<String>,
    /// What part was hit, where it was not the API as a whole: "two models".
    pub scope: Option<String>,
    pub cause: String,
    pub lesson: String,
    pub confidence: Surety,
    pub source: String,
    pub note: Option<String>,
}

#[derive(Deserialize)]
struct Table {
    outage: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    title: String,
    providers: Vec<String>,
    #[serde(default)]
    endpoints: Vec<String>,
    domain: Option<String>,
    start: toml::value::Datetime,
    end: Option<toml::value::Datetime>,
    #[serde(default)]
    symptom: Vec<String>,
    share: Option<String>,
    scope: Option<String>,
    cause: String,
    lesson: String,
    confidence: Surety,
    source: String,
    note: Option<String>,
}

static TABLE: LazyLock<Vec<Outage>> = LazyLock::new(|| {
    let rows = embedded::parse::<Table>(OUTAGES).outage;
    rows.into_iter().filter_map(outage).collect()
});

/// In the order of the data file, oldest first.
pub fn outages() -> &'static [Outage] {
    &TABLE
}

/// The outages of a provider's API that ended, longest first.
pub fn outages_of(provider: &str) -> Vec<&'static Outage> {
    let mut found: Vec<_> = TABLE
        .iter()
        .filter(|outage| outage.lasted.is_some())
        .filter(|outage| outage.providers.iter().any(|id| id == provider))
        .collect();
    found.sort_by(|a, b| b.lasted.cmp(&a.lasted).then(a.id.cmp(&b.id)));
    found
}

fn outage(row: Row) -> Option<Outage> {
    let Row {
        id,
        title,
        providers,
        endpoints,
        domain,
        start,
        end,
        symptom,
        share,
        scope,
        cause,
        lesson,
        confidence,
        source,
        note,
    } = row;
    let instant = |text: &toml::value::Datetime| text.to_string().parse::<jiff::Timestamp>().ok();
    let begin = instant(&start)?.as_second();
    let lasted = match end {
        Some(end) => Some(u64::try_from(instant(&end)?.as_second() - begin).ok()?),
        None => None,
    };
    Some(Outage {
        id,
        title,
        providers,
        endpoints,
        domain,
        on: Date::from_unix_seconds(begin)?,
        lasted: lasted.map(Duration::from_seconds),
        symptoms: symptom,
        share,
        scope,
        cause,
        lesson,
        confidence,
        source,
        note,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_names_known_things() {
        assert_eq!(
            outages().len(),
            embedded::parse::<Table>(OUTAGES).outage.len()
        );
        for outage in outages() {
            for id in &outage.providers {
                assert!(super::super::provider(id).is_some(), "{}: {id}", outage.id);
            }
            for endpoint in &outage.endpoints {
                let (provider, id) = endpoint.split_once('/').unwrap();
                let provider = super::super::provider(provider).unwrap();
                assert!(provider.endpoint(id).is_some(), "{}: {endpoint}", outage.id);
            }
            if let Some(domain) = &outage.domain {
                assert!(
                    super::super::domain(domain).is_some(),
                    "{}: {domain}",
                    outage.id
                );
            }
        }
    }

    #[test]
    fn june_2025_is_the_longest_of_openai() {
        let longest = outages_of("openai")[0];
        assert_eq!(longest.id, "openai-2025-06-10");
        assert!(longest.lasted.unwrap() > Duration::from_seconds(12 * 3600));
    }
}
