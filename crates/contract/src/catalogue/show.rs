use schemars::JsonSchema;
use serde::Serialize;

use super::{CatalogueDomain, CatalogueOutage, CatalogueProvider, CatalogueScenario, ModelByLists};

/// One thing that the catalogue knows, under the name of its kind. Facts carry how sure
/// they are: verified, secondary, memory or contradictory; those below secondary are
/// never used as if they were known.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "jurymast catalogue show ID --format json")]
pub enum CatalogueShowOutput {
    /// A provider of models.
    Provider(Box<CatalogueProvider>),
    /// A failure domain.
    Domain(CatalogueDomain),
    /// A recorded outage.
    Outage(CatalogueOutage),
    /// A ready scenario.
    Scenario(CatalogueScenario),
    /// A model.
    Model(ModelByLists),
}
