use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::DomainRecord;
use jurymast_terms::vocabulary::Confidence;

/// A failure domain.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueDomain {
    /// As plans name it.
    pub id: &'static str,
    /// Another name for it, its kind in front: `cloud:aws`.
    pub tag: &'static str,
    /// As people call it.
    pub name: &'static str,
    /// region, cloud, edge, identity ...
    pub kind: &'static str,
    /// Ids of the domains that it stands in.
    #[serde(rename = "in")]
    pub within: &'static [String],
    /// null: there is none.
    pub note: Option<&'static str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Ids of recorded outages that began in it or hit it, oldest first.
    pub outages: Vec<&'static str>,
}

impl CatalogueDomain {
    /// A domain and the ids of its outages.
    pub fn of(domain: &'static DomainRecord, outages: Vec<&'static str>) -> Self {
        Self {
            id: &domain.id,
            tag: &domain.tag,
            name: &domain.name,
            kind: &domain.kind,
            within: &domain.within,
            note: domain.note.as_deref(),
            confidence: domain.confidence,
            outages,
        }
    }
}
