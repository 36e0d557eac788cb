use jurymast_terms::source::{FileId, Span};

use super::around;
use super::fields;
use super::flaws::flaws;
use super::gateway::Gateway;
use super::groups::Groups;
use crate::draft::{Draft, Finding, Ids};
use crate::gateways::GatewayFlaw;
use crate::reading::Reading;
use crate::tree::Node;

/// The id of the proxy: as the catalogue calls it, which knows its habits.
pub(super) const PROXY: &str = "litellm";

/// Whether a document is a configuration of the LiteLLM proxy.
pub fn is_litellm(root: &Node) -> bool {
    let models = root.get("model_list").map(Node::items).unwrap_or_default();
    let mut models = models.iter();
    let has = |key: &str| root.get(key).is_some_and(Node::is_map);
    models.any(|one| one.get("litellm_params").is_some())
        || has("router_settings")
        || has("litellm_settings")
}

/// The plan that the files draw, and what became of their fields.
pub fn read(files: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let gateway = Gateway::read(files, reading);
    let mut findings = fields::findings(&gateway);
    findings.extend(flaws(&gateway).into_iter().map(GatewayFlaw::finding));
    let mut ids = Ids::beside_catalogue();
    ids.reserve(PROXY);
    let place = files
        .first()
        .map_or(Span::start_of(FileId::ROOT), |(file, _)| {
            Span::start_of(*file)
        });
    let mut groups = Groups::new(&gateway, &mut ids);
    let mut tables = groups.tables(&mut ids, &mut findings);
    tables.extend(around::tables(&gateway, place, &mut ids, &mut findings));
    let routes = groups.routes();
    let draft = Draft {
        routes,
        name: files
            .first()
            .and_then(|(file, _)| reading.folder_name(*file)),
        within: Vec::new(),
        tables,
        ..Draft::default()
    };
    (draft, findings)
}

/// What is wrong with the fallbacks of the files. What cannot be read is told by
/// [`read`] already.
pub fn flaws_of(files: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    let told = reading.problems.len();
    let gateway = Gateway::read(files, reading);
    reading.problems.truncate(told);
    flaws(&gateway)
}
