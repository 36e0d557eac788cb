use jurymast_plan::catalogue::domains;

use super::resources::{TerraformFile, TerraformResource};
use crate::draft::{Doubt, FieldFates, Mapping};
use crate::gateways::{Account, Answering, Region, Upstream};
use crate::tree::Node;

pub(super) const DEPLOYMENT: &str = "azurerm_cognitive_deployment";
const ACCOUNTS: [&str; 2] = ["azurerm_cognitive_account", "azurerm_ai_services"];

/// A thousand tokens a minute is what a unit of capacity is, where it is not paid for by
/// the hour.
const TOKENS: u64 = 1000;

/// The model behind a deployment.
pub(super) fn deployment(
    file: &TerraformFile<'_>,
    resource: &TerraformResource<'_>,
    fields: &mut FieldFates,
) -> Upstream {
    let account = account(file, resource);
    let is_foundry = account.is_some_and(|one| {
        one.kind == "azurerm_ai_services" || one.text("kind") == Some("AIServices")
    });
    let provider = match is_foundry {
        true => "azure-foundry",
        false => "azure-openai",
    };
    let said = |key: &str| resource.in_block("model", key).and_then(Node::text);
    let model = said("name").map(|name| match said("version").filter(|one| is_day(one)) {
        Some(version) => format!("{name}-{version}"),
        None => name.to_owned(),
    });
    let answering = Answering::Known(provider);
    let mut one = Upstream::new(
        answering,
        model.as_deref(),
        &resource.address,
        resource.node.span,
    );
    one.which_model = format!("which model is deployed as `{}`?", resource.name);
    if let Some(account) = account {
        let host = account
            .text("custom_subdomain_name")
            .or_else(|| account.text("name"));
        one.account = host.map(|name| Account::Resource(format!("{name}.openai.azure.com")));
        one.region = account
            .get("location")
            .and_then(|node| region(node, account));
    }
    sku(resource, &mut one, fields);
    upgrades(resource, said("version"), &mut one, fields);
    one
}

/// The account that a deployment stands in: by its id, by reference, or the only one.
fn account<'f, 'a>(
    file: &'f TerraformFile<'a>,
    resource: &TerraformResource<'_>,
) -> Option<&'f TerraformResource<'a>> {
    let accounts = || {
        file.resources
            .iter()
            .filter(|one| ACCOUNTS.contains(&one.kind))
    };
    let id = resource.text("cognitive_account_id");
    let name = id.and_then(|id| id.rsplit('/').next());
    let by_id = || {
        accounts().find(|one| {
            one.text("id").is_some_and(|own| Some(own) == id)
                || one.text("name") == name && name.is_some()
        })
    };
    let by_reference = || {
        let mut kinds = ACCOUNTS.into_iter();
        kinds.find_map(|kind| file.referred(resource, "cognitive_account_id", kind))
    };
    let only = || {
        let mut all = accounts();
        let first = all.next();
        first.filter(|_| all.next().is_none())
    };
    by_id().or_else(by_reference).or_else(only)
}

/// `swedencentral`, `Sweden Central`
fn region(node: &Node, account: &TerraformResource<'_>) -> Option<Region> {
    let said = node.text()?;
    let plain = |text: &str| text.to_ascii_lowercase().replace([' ', '-'], "");
    let wanted = format!("azure{}", plain(said));
    let found = domains().iter().find(|one| plain(&one.id) == wanted);
    Some(Region {
        source_path: account.path("location"),
        place: node.span,
        said: said.to_owned(),
        domain: found.map(|one| one.id.as_str()),
    })
}

fn sku(resource: &TerraformResource<'_>, one: &mut Upstream, fields: &mut FieldFates) {
    let block = ["sku", "scale"].into_iter();
    let mut block = block.filter_map(|key| resource.get(key));
    let Some(sku) = block.next().and_then(|node| node.one_or_more().first()) else {
        return;
    };
    let name = sku.text_at(&["name"]).or_else(|| sku.text_at(&["type"]));
    let name = name.unwrap_or_default();
    one.crosses_regions = name.starts_with("Global") || name.starts_with("DataZone");
    let capacity = sku.get("capacity");
    match capacity.and_then(Node::count) {
        Some(units) if name.ends_with("Standard") => {
            one.limit.push(("tpm", units.saturating_mul(TOKENS)));
        }
        Some(_) => fields.told(
            resource.path("sku"),
            sku.span,
            Mapping::Manual,
            format!("`{name}` is paid for by the hour: say in `limit` what it carries"),
        ),
        None => {}
    }
}

/// What happens when the version ends.
fn upgrades(
    resource: &TerraformResource<'_>,
    version: Option<&str>,
    one: &mut Upstream,
    fields: &mut FieldFates,
) {
    let option = resource.get("version_upgrade_option");
    let place = option.unwrap_or(resource.node).span;
    let path = resource.path("version_upgrade_option");
    match option.and_then(Node::text) {
        Some("NoAutoUpgrade") => {
            let message = "it ends with its version, with 410: nothing takes its place";
            fields.told(path, place, Mapping::Approximate, message);
        }
        said => {
            let question =
                "another version takes the place of this one by itself: who tries it before?";
            if version.is_none() || said == Some("OnceNewDefaultVersionAvailable") {
                one.doubts.push(Doubt::Asked(question.to_owned()));
            }
            let message = "another version takes its place by itself, some day";
            fields.told(path, place, Mapping::Approximate, message);
        }
    }
}

/// `2026-01-01`
fn is_day(version: &str) -> bool {
    let bytes = version.as_bytes();
    let is_digit = |at: usize| bytes[at].is_ascii_digit();
    bytes.len() == 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && [0, 3, 5, 6, 8, 9].into_iter().all(is_digit)
}
