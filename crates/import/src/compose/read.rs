use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::{FileId, Span};

use super::data::{data, shared, users_of_volumes};
use super::edges::{Names, edges_of, names_of};
use super::entry::entered;
use super::fates::of_the_rest;
use super::given_addresses::GivenAddresses;
use super::models::{HostModels, provided};
use super::mounts::mounted;
use super::project::{Project, Service};
use super::service::{
    Environment, detect, is_off, role_of, runs_once, software, table, unsupported,
};
use crate::draft::{
    CallingComponent, Doubt, Draft, DraftTable, EdgeTarget, Edges, Finding, HereAnswering, Ids,
    Mapping, OutsideNeeds, OutsideParties, PossibleCall, QuorumCandidate, Quorums, TableKind,
};
use crate::evidence::{ImageRole, bucket_of, kept_for};
use crate::reading::Reading;
use crate::tree::Node;

/// The machine that all of a file runs on.
pub(super) const HOST: &str = "docker-host";

/// Whether a document is a compose file.
pub fn is_compose(root: &Node) -> bool {
    let has = |key: &str| root.get(key).is_some_and(Node::is_map);
    let is_kubernetes = root.get("apiVersion").is_some() && root.get("kind").is_some();
    // Other programs' files include others too.
    let only_includes = || {
        let mut keys = root.entries().iter().map(|one| one.key.text.as_str());
        root.get("include").is_some() && keys.all(|key| key.starts_with("x-") || TOP.contains(&key))
    };
    !is_kubernetes && (has("services") || only_includes())
}

/// Keys of the top level.
const TOP: [&str; 9] = [
    "name", "version", "include", "services", "networks", "volumes", "configs", "secrets", "models",
];

/// The plan that the files draw, and what became of their fields.
pub fn read(files: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let mut project = Project::read(files, reading);
    let mut findings = std::mem::take(&mut project.findings);
    leave_out_what_is_off(&mut project.services, &mut findings);
    let name = files.first().and_then(|(file, root)| {
        let said = root.text_at(&["name"]).map(str::to_owned);
        said.or_else(|| own_name(&reading.sources.get(*file).path))
            .or_else(|| reading.folder_name(*file))
    });
    let place = files
        .first()
        .map_or(Span::start_of(FileId::ROOT), |(file, _)| {
            Span::start_of(*file)
        });
    let mut drafting = Drafting::new(&project, reading, place);
    let paths = files.iter().map(|(file, _)| reading.sources.get(*file));
    drafting.compose = command_about(paths.map(|one| one.path.as_str()));
    let (tables, possible) = drafting.tables(&mut findings);
    let (entries, hosts) = (drafting.entries(), drafting.hosts());
    let aside = drafting.aside;
    findings.extend(of_the_rest(&project, &findings));
    let mut draft = Draft {
        name,
        within: vec![HOST.to_owned()],
        tables,
        hosts,
        possible,
        ..Draft::default()
    };
    draft.go_on_behind_proxies();
    draft.guess_tiers(&entries, &aside);
    (draft, findings)
}

/// The command that asks compose about files; those that it finds by itself are not named.
fn command_about<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let mut paths: Vec<&str> = paths.collect();
    paths.dedup();
    let is_found = |path: &&str| {
        let stem = path.strip_suffix(".yaml").or(path.strip_suffix(".yml"));
        let base = stem.map(|stem| stem.strip_suffix(".override").unwrap_or(stem));
        matches!(base, Some("compose" | "docker-compose"))
    };
    let mut command = "docker compose".to_owned();
    if !paths.iter().all(is_found) {
        for path in paths {
            // Of a file elsewhere nobody can tell from where it is asked about.
            let is_below = !path.starts_with(['/', '.', '-']) && !path.contains(':');
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            let shown = if is_below { path } else { name };
            if !shown.contains(|c: char| c.is_whitespace() || c == '\'') {
                command.push_str(" -f ");
                command.push_str(shown);
            }
        }
    }
    command
}

/// What a file is called that has another name than all compose files have.
fn own_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let (stem, _) = name.rsplit_once('.')?;
    let is_usual = stem.split(['-', '.', '_']).any(|word| word == "compose");
    (!is_usual).then(|| stem.to_owned())
}

fn leave_out_what_is_off(services: &mut BTreeMap<String, Service>, findings: &mut Vec<Finding>) {
    services.retain(|name, service| {
        let off = is_off(service);
        if off {
            findings.push(Finding {
                source_path: format!("services.{name}.deploy.replicas"),
                place: service.place,
                mapping: Mapping::Exact,
                message: "left out: none of it runs".to_owned(),
            });
        }
        !off
    });
}

/// What is known of each service, by its name.
struct Drafting<'a> {
    services: &'a BTreeMap<String, Service>,
    models: HostModels<'a>,
    names: Names,
    environments: BTreeMap<&'a str, Environment>,
    roles: BTreeMap<&'a str, (ImageRole, Option<String>)>,
    ids: BTreeMap<&'a str, String>,
    given: Ids,
    /// Ids of jobs and of what only collects.
    aside: BTreeSet<String>,
    /// Where the first file begins.
    place: Span,
    /// The command that asks compose about the files.
    compose: String,
}

impl<'a> Drafting<'a> {
    fn new(project: &'a Project, reading: &mut Reading, place: Span) -> Self {
        let services = &project.services;
        let mut given = Ids::beside_catalogue();
        given.reserve(HOST);
        let each = || {
            services
                .iter()
                .map(|(name, service)| (name.as_str(), service))
        };
        let ids = each().map(|(name, _)| (name, given.give(name))).collect();
        Self {
            services,
            models: HostModels::of(project, &mut given),
            names: names_of(services),
            environments: environments(project, reading),
            roles: each()
                .map(|(name, service)| (name, role_of(name, service)))
                .collect(),
            ids,
            given,
            aside: BTreeSet::new(),
            place,
            compose: String::new(),
        }
    }

    fn tables(&mut self, findings: &mut Vec<Finding>) -> (Vec<DraftTable>, Vec<PossibleCall>) {
        let quorums = self.quorums();
        let edges: BTreeMap<&str, Edges> = self
            .services
            .iter()
            .map(|(name, service)| {
                let mut edges = self.edges(name, service);
                quorums.settle(name, &mut edges);
                (name.as_str(), edges)
            })
            .collect();
        let jobs: BTreeSet<&str> = edges.values().flat_map(Edges::jobs).collect();
        let mut tables = vec![host(self.place)];
        let users = users_of_volumes(self.services);
        findings.extend(shared(&users, self.services));
        let mut outside = OutsideParties::default();
        for (name, service) in self.services {
            let (role, guess) = self.roles[name.as_str()].clone();
            let id = self.ids[name.as_str()].clone();
            let running = (service, self.compose.as_str());
            let mut one = table(name, id, running, (role, guess), findings);
            data(&mut one, service, role, &users);
            one = provided(one, service, name);
            if one.id.len() > name.len() {
                findings.push(Finding {
                    source_path: format!("services.{name}"),
                    place: service.place,
                    mapping: Mapping::Approximate,
                    message: format!("its id is taken: it is `{}`", one.id),
                });
            }
            one.requirements = edges[name.as_str()]
                .requirements(role, service.place, |target| self.target(target));
            findings.extend(edges[name.as_str()].findings(&format!("services.{name}")));
            let needs = self.outside(name, service, role, &mut outside, findings);
            needs.put_into(&mut one);
            one.requirements.extend(self.models.needs(service));
            let variables = &self.environments[name.as_str()].variables;
            let mut kept = variables
                .iter()
                .filter(|one| !one.is_common && one.key != "command");
            let kept = kept.find_map(|one| kept_for(&one.key, one.open_value()));
            one.doubts.extend(kept.map(Doubt::Asked));
            let own = variables.iter().filter(|one| one.key != "command");
            let own: Vec<(&str, &str)> = own
                .map(|one| (one.key.as_str(), one.open_value()))
                .collect();
            one.doubts.extend(bucket_of(&own).map(Doubt::Asked));
            let is_waited_for = jobs.contains(name.as_str());
            let is_job = is_waited_for || runs_once(service);
            if is_waited_for {
                one.set("description", "A job that runs once before others start");
            } else if is_job {
                one.set("description", "A job that runs once");
            }
            if is_job || role == ImageRole::Collector {
                self.aside.insert(one.id.clone());
            }
            unsupported(name, service, findings);
            tables.push(one);
        }
        let possible = outside.possible();
        tables.extend(outside.tables());
        tables.extend(self.models.tables(self.services));
        (tables, possible)
    }

    /// What a service needs of outside parties. Stores call nobody.
    fn outside(
        &mut self,
        name: &str,
        service: &Service,
        role: ImageRole,
        outside: &mut OutsideParties,
        findings: &mut Vec<Finding>,
    ) -> OutsideNeeds {
        if matches!(role, ImageRole::Store(_)) {
            return OutsideNeeds::default();
        }
        let path = format!("services.{name}");
        let caller = CallingComponent {
            id: &self.ids[name],
            path: &path,
            place: service.place,
            software: software(service),
        };
        let here = |host: &str| {
            let names = self.names.get(&host.to_lowercase())?;
            let runs = names
                .iter()
                .find_map(|name| software(self.services.get(name)?));
            Some(HereAnswering {
                ids: names
                    .iter()
                    .map(|name| self.ids[name.as_str()].clone())
                    .collect(),
                software: runs.map(str::to_owned),
            })
        };
        let variables = &self.environments[name].variables;
        outside.needs(caller, variables, here, &mut self.given, findings)
    }

    /// What answers to each name.
    fn hosts(&self) -> BTreeMap<String, Vec<String>> {
        let named = self.names.iter();
        let named = named.map(|(name, targets)| {
            let ids = targets.iter().map(|one| self.ids[one.as_str()].clone());
            (name.clone(), ids.collect())
        });
        named.collect()
    }

    /// The ids of what is entered from outside.
    fn entries(&self) -> BTreeMap<String, String> {
        let open = self.services.iter();
        let open = open.filter_map(|(name, service)| Some((name, entered(service)?)));
        open.map(|(name, why)| (self.ids[name.as_str()].clone(), why.to_owned()))
            .collect()
    }

    fn quorums(&self) -> Quorums {
        let candidates = self.services.iter().map(|(name, service)| {
            let said = ["image", "command", "entrypoint"].into_iter();
            let said = said.filter_map(|key| service.node.get(key));
            let mut words = said.flat_map(Node::one_or_more).filter_map(Node::text);
            let environment = &self.environments[name.as_str()];
            let variables = environment.variables.iter().chain(&environment.mounted);
            QuorumCandidate {
                name,
                is_sentinel: words.any(|word| word.contains("sentinel")),
                variables: variables.collect(),
            }
        });
        let candidates: Vec<QuorumCandidate<'_>> = candidates.collect();
        Quorums::of(&candidates, |_, host| {
            let targets = self.names.get(&host.to_lowercase())?;
            Some(targets.iter().cloned().collect())
        })
    }

    fn edges(&self, name: &str, service: &Service) -> Edges {
        let known = (self.services, &self.names);
        let role = self.roles[name].0;
        edges_of(name, service, &self.environments[name], role, known)
    }

    fn target(&self, name: &str) -> EdgeTarget {
        EdgeTarget {
            id: self.ids[name].clone(),
            role: self.roles[name].0,
            detect: self.services.get(name).and_then(detect),
        }
    }
}

/// The variables of each service; those that stand in a block of several are common.
fn environments<'a>(project: &'a Project, reading: &mut Reading) -> BTreeMap<&'a str, Environment> {
    let given = GivenAddresses::of(&project.services);
    let each = project.services.iter();
    let each = each.map(|(name, service)| {
        let mut environment = Environment::of(service, &given, reading);
        let role = role_of(name, service).0;
        environment.mounted = mounted(service, role, &project.top, reading);
        (name.as_str(), environment)
    });
    let mut all: BTreeMap<&str, Environment> = each.collect();
    let mut count: BTreeMap<Span, usize> = BTreeMap::new();
    for variable in all.values().flat_map(|one| &one.variables) {
        *count.entry(variable.place).or_default() += 1;
    }
    for variable in all.values_mut().flat_map(|one| &mut one.variables) {
        variable.is_common |= variable.key != "command" && count[&variable.place] > 1;
    }
    all
}

fn host(place: Span) -> DraftTable {
    let mut host = DraftTable::new(TableKind::Domain, HOST, place);
    host.set("kind", "host");
    host.doubts.push(Doubt::Guessed(
        "all of a compose file runs on one machine".to_owned(),
    ));
    host.doubts.push(Doubt::Asked(
        "where does that machine stand, and who has its backup?".to_owned(),
    ));
    host
}
