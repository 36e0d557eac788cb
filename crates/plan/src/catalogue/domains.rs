use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Confidence;

use super::embedded::{self, DOMAINS, REGIONS};

/// A failure domain that several providers share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DomainRecord {
    /// As plans name it.
    pub id: String,
    /// The id with its kind in front, another name for it: `cloud:aws`.
    pub tag: String,
    /// As people call it.
    pub name: String,
    /// cloud, region, control-plane, edge, identity, safety, legal, tooling
    pub kind: String,
    /// Domains around this one.
    #[serde(default, rename = "in")]
    pub within: Vec<String>,
    /// What else is known.
    pub note: Option<String>,
    /// How sure this is.
    pub confidence: Confidence,
}

#[derive(Deserialize)]
struct DomainsFile {
    domain: Vec<DomainRecord>,
}

#[derive(Deserialize)]
struct RegionsFile {
    cloud: Vec<CloudRow>,
}

/// The regions of one cloud, by what the cloud calls them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CloudRow {
    prefix: String,
    #[serde(rename = "in")]
    within: String,
    label: String,
    source: String,
    confidence: Confidence,
    regions: BTreeMap<String, String>,
}

impl CloudRow {
    fn domains(self) -> Vec<DomainRecord> {
        let Self {
            prefix,
            within,
            label,
            source,
            confidence,
            regions,
        } = self;
        let domain = |(region, place): (String, String)| DomainRecord {
            id: format!("{prefix}-{region}"),
            tag: format!("region:{prefix}/{region}"),
            name: match place.to_lowercase().replace(' ', "-") == region {
                true => format!("{label} {place}"),
                false => format!("{label} {region} ({place})"),
            },
            kind: "region".to_owned(),
            within: vec![within.clone()],
            note: Some(format!("Named by {source}.")),
            confidence,
        };
        regions.into_iter().map(domain).collect()
    }
}

struct Table {
    rows: Vec<DomainRecord>,
    /// By id and by tag.
    at: HashMap<String, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut rows = embedded::parse::<DomainsFile>(DOMAINS).domain;
    let clouds = embedded::parse::<RegionsFile>(REGIONS).cloud;
    rows.extend(clouds.into_iter().flat_map(CloudRow::domains));
    let names = rows.iter().enumerate();
    let at = names.flat_map(|(at, row)| [(row.id.clone(), at), (row.tag.clone(), at)]);
    let at = at.collect();
    Table { rows, at }
});

/// All of them: those of which most is known first, then the regions of the clouds.
pub fn domains() -> &'static [DomainRecord] {
    &TABLE.rows
}

/// By id or tag.
pub fn domain(name: &str) -> Option<&'static DomainRecord> {
    TABLE.at.get(name).map(|at| &TABLE.rows[*at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_nest_in_known_ones_and_have_one_name_each() {
        let mut names = std::collections::BTreeSet::new();
        for entry in domains() {
            assert!(
                names.insert(&entry.id) && names.insert(&entry.tag),
                "{}",
                entry.id
            );
            for parent in &entry.within {
                assert!(domain(parent).is_some(), "{}: {parent}", entry.id);
            }
        }
        assert_eq!(domain("cloud:aws").map(|d| d.id.as_str()), Some("aws"));
    }

    #[test]
    fn regions_stand_in_their_cloud_and_control_planes_in_a_region() {
        for (id, name, within) in [
            ("aws-eu-west-1", "AWS eu-west-1 (Ireland)", "aws"),
            ("aws-cn-north-1", "AWS cn-north-1 (Beijing)", "aws-china"),
            ("azure-east-us-2", "Azure East US 2", "azure"),
            (
                "gcp-europe-west3",
                "Google Cloud europe-west3 (Frankfurt)",
                "gcp",
            ),
            (
                "aws-control-plane",
                "AWS global control planes",
                "aws-us-east-1",
            ),
        ] {
            let found = domain(id).unwrap();
            assert_eq!(found.name, name);
            assert_eq!(found.within, [within]);
        }
    }
}
