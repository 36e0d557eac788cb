use super::resources::{TerraformFile, TerraformResource};
use crate::gateways::{Answering, Region, Upstream, without_profile};
use crate::tree::Node;

/// The model that a field names: an ARN, or an id of Bedrock's.
pub(super) fn model(
    file: &TerraformFile<'_>,
    resource: &TerraformResource<'_>,
    node: Option<&Node>,
) -> Upstream {
    let said = node.and_then(Node::text);
    let id = said.map(|said| said.rsplit('/').next().unwrap_or(said));
    let (model, crosses) = id.map_or(("", false), without_profile);
    let answering = Answering::Known("aws-bedrock");
    let path = &resource.address;
    let mut one = Upstream::new(answering, Some(model), path, resource.node.span);
    one.which_model = format!("which model does `{}` call?", resource.name);
    one.crosses_regions = crosses;
    one.region = region(file, resource, said, node);
    one
}

/// By the ARN, by the resource itself, or by the provider.
fn region(
    file: &TerraformFile<'_>,
    resource: &TerraformResource<'_>,
    said: Option<&str>,
    node: Option<&Node>,
) -> Option<Region> {
    let of_arn = |arn: &str, node: &Node| {
        let region = arn.split(':').nth(3).filter(|one| !one.is_empty())?;
        let domain = jurymast_plan::catalogue::domain(&format!("aws-{region}"))?;
        Some(Region {
            source_path: resource.address.clone(),
            place: node.span,
            said: region.to_owned(),
            domain: Some(domain.id.as_str()),
        })
    };
    let by_model = || of_arn(said.filter(|text| text.starts_with("arn:"))?, node?);
    let own = || Region::of(resource.get("region")?, resource.path("region"), "aws");
    let by_own_arn = || of_arn(resource.text("arn")?, resource.get("arn")?);
    let by_provider = || {
        let node = file.provider_region("aws")?;
        Region::of(node, "configuration.provider_config.aws".to_owned(), "aws")
    };
    by_model()
        .or_else(own)
        .or_else(by_own_arn)
        .or_else(by_provider)
}
