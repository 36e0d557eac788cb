use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::{FileId, Span};

use super::edges::{edges_of, variables};
use super::fates::of_the_rest;
use super::names::Names;
use super::objects::{KUSTOMIZATION, Located, NOT_FOLLOWED, Object, objects};
use super::reach::{Policies, entered};
use super::shape::misshapen;
use super::table::{self, Copies};
use super::values::{Settings, is_gateway};
use super::workload::{Labels, Runs, Workload, workloads};
use crate::draft::{
    CallingComponent, Doubt, Draft, DraftTable, EdgeTarget, Edges, Finding, HereAnswering, Ids,
    Mapping, OutsideParties, PossibleCall, QuorumCandidate, Quorums, TableKind,
};
use crate::evidence::{ImageRole, Variable};
use crate::reading::Reading;
use crate::tree::Node;

/// The cluster that all of the manifests run in.
const CLUSTER: &str = "cluster";

/// The plan that the manifests draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let mut findings = Vec::new();
    reading.problems.extend(misshapen(documents));
    let all = objects(documents, &mut findings);
    let scaled = copies(&all);
    let is_scaled = |object: &Object| least(&scaled, object).is_some_and(|least| least > 0);
    let mut workloads = workloads(&all, is_scaled, &mut findings);
    let mut ids = Ids::beside_catalogue();
    ids.reserve(CLUSTER);
    for workload in &mut workloads {
        workload.id = ids.give(&workload.object.name);
    }
    let first = documents.first().map(|(file, _)| *file);
    let drafting = Drafting::new(&all, &workloads, scaled, ids);
    let entries = entered(&all, &drafting.names);
    let hosts = drafting.names.hosts();
    let (tables, possible) = drafting.tables(first.unwrap_or(FileId::ROOT), &mut findings);
    unread(&all, &mut findings);
    of_the_rest(&all, &mut findings);
    let mut draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        within: vec![CLUSTER.to_owned()],
        tables,
        hosts,
        possible,
        ..Draft::default()
    };
    let aside = workloads
        .iter()
        .filter(|one| !one.runs_on() || one.role() == ImageRole::Collector);
    draft.go_on_behind_proxies();
    draft.guess_tiers(&entries, &aside.map(|one| one.id.clone()).collect());
    (draft, findings)
}

/// How many copies autoscalers leave, by kind and name of what they scale.
type Scaled<'a> = BTreeMap<(&'a str, &'a str, &'a str), u64>;

fn copies(objects: &[Object]) -> Scaled<'_> {
    let scalers = objects.iter().filter_map(|object| {
        let (key, kind) = match object.kind.as_str() {
            "HorizontalPodAutoscaler" => ("minReplicas", None),
            "ScaledObject" => ("minReplicaCount", Some("Deployment")),
            _ => return None,
        };
        let target = object.at(&["spec", "scaleTargetRef"])?;
        let usual = u64::from(kind.is_none());
        let least = object
            .at(&["spec", key])
            .and_then(Node::count)
            .unwrap_or(usual);
        let kind = target.text_at(&["kind"]).or(kind)?;
        Some((
            (object.namespace.as_str(), kind, target.text_at(&["name"])?),
            least,
        ))
    });
    scalers.collect()
}

fn least(scaled: &Scaled, object: &Object) -> Option<u64> {
    let key = (
        object.namespace.as_str(),
        object.kind.as_str(),
        object.name.as_str(),
    );
    scaled.get(&key).copied()
}

struct Drafting<'a> {
    objects: &'a [Object],
    workloads: &'a [Workload<'a>],
    by_id: BTreeMap<&'a str, usize>,
    settings: Settings<'a>,
    names: Names<'a>,
    policies: Policies,
    copies: Vec<Copies>,
    /// The services that lead to each workload.
    services: Vec<Vec<&'a Object>>,
    given: Ids,
}

impl<'a> Drafting<'a> {
    fn new(
        objects: &'a [Object],
        workloads: &'a [Workload<'a>],
        scaled: Scaled,
        mut given: Ids,
    ) -> Self {
        let labels = Labels::of(workloads);
        let names = Names::of(objects, workloads, &labels, &mut given);
        let by_id = workloads.iter().enumerate();
        let by_id: BTreeMap<&str, usize> =
            by_id.map(|(index, one)| (one.id.as_str(), index)).collect();
        let mut services = vec![Vec::new(); workloads.len()];
        for object in objects.iter().filter(|one| one.kind == "Service") {
            let behind = names.service(&object.namespace, &object.name);
            for id in behind.map(|one| one.targets.as_slice()).unwrap_or_default() {
                if let Some(index) = by_id.get(id.as_str()) {
                    services[*index].push(object);
                }
            }
        }
        Self {
            objects,
            workloads,
            by_id,
            settings: Settings::of(objects),
            names,
            policies: Policies::of(objects, workloads, &labels),
            copies: budgets(objects, workloads, &labels, &scaled),
            services,
            given,
        }
    }

    fn tables(
        mut self,
        file: FileId,
        findings: &mut Vec<Finding>,
    ) -> (Vec<DraftTable>, Vec<PossibleCall>) {
        let mut tables = vec![cluster(Span::start_of(file))];
        let mut outside = OutsideParties::default();
        let accounts = Located::of_kind(self.objects, "ServiceAccount");
        let mut zones: BTreeMap<&str, Span> = BTreeMap::new();
        let mut asked: BTreeSet<String> = BTreeSet::new();
        let jobs = self.workloads.iter().filter(|one| one.runs == Runs::Once);
        let jobs: Vec<&Workload> = jobs.collect();
        let quorums = self.quorums();
        for (index, workload) in self.workloads.iter().enumerate() {
            let role = workload.role();
            let variables = variables(workload, &self.settings);
            self.copies[index].cluster = quorums.of_copies(&workload.id).cloned();
            let mut edges = edges_of(
                workload,
                role,
                &variables,
                &self.settings,
                &self.names,
                &jobs,
            );
            quorums.settle(&workload.id, &mut edges);
            let mut one = self.table(index, role, findings);
            one.requirements =
                edges.requirements(role, workload.object.place, |target| self.target(target));
            self.forbidden(index, &edges, findings);
            findings.extend(edges.findings(&workload.object.path()));
            asked.extend(edges.targets().flat_map(|(targets, _)| targets.to_vec()));
            if !matches!(role, ImageRole::Store(_)) {
                let path = workload.object.path();
                let caller = CallingComponent {
                    id: &workload.id,
                    path: &path,
                    place: workload.object.place,
                    software: one.software.as_deref(),
                };
                let here = |host: &str| {
                    let ids = self.names.at(workload.namespace(), host)?;
                    let first = ids.first().and_then(|id| self.by_id.get(id.as_str()));
                    let software = first.and_then(|at| self.workloads[*at].software());
                    Some(HereAnswering {
                        ids,
                        software: software.map(str::to_owned),
                    })
                };
                let needs = outside.needs(caller, &variables, here, &mut self.given, findings);
                needs.put_into(&mut one);
            }
            identity(&mut one, workload, &accounts);
            let pinned = table::zones(workload);
            if let [zone] = pinned.as_slice() {
                let within = [CLUSTER.to_owned(), table::zone_id(zone)];
                one.set("in", crate::draft::DraftValue::texts(within));
            }
            for zone in pinned {
                zones.entry(zone).or_insert(workload.object.place);
            }
            tables.push(one);
        }
        findings.append(&mut self.policies.findings);
        tables.extend(self.outside_tables(&asked));
        tables.extend(
            zones
                .into_iter()
                .map(|(zone, place)| zone_table(zone, place)),
        );
        let possible = outside.possible();
        tables.extend(outside.tables());
        (tables, possible)
    }

    fn quorums(&self) -> Quorums {
        let given = self.workloads.iter().map(|one| {
            let mut given = variables(one, &self.settings);
            given.extend(self.settings.mounted(one));
            given
        });
        let given: Vec<Vec<Variable>> = given.collect();
        let candidates = self.workloads.iter().zip(&given);
        let candidates = candidates.map(|(workload, given)| {
            let words = ["image", "command", "args"].into_iter();
            let words = words.flat_map(|key| workload.main()?.get(key));
            let mut words = words.flat_map(Node::one_or_more).filter_map(Node::text);
            QuorumCandidate {
                name: &workload.id,
                is_sentinel: words.any(|word| word.contains("sentinel")),
                variables: given.iter().collect(),
            }
        });
        let candidates: Vec<QuorumCandidate<'_>> = candidates.collect();
        Quorums::of(&candidates, |own, host| {
            let own = self.workloads.get(*self.by_id.get(own)?)?;
            self.names.at(own.namespace(), host)
        })
    }

    fn table(&self, index: usize, role: ImageRole, findings: &mut Vec<Finding>) -> DraftTable {
        let workload = &self.workloads[index];
        let (kind, of_role) = role.as_table();
        let mut one = DraftTable::new(kind, &workload.id, workload.object.place);
        if one.id != workload.object.name {
            one.set("name", workload.object.name.as_str());
        }
        if let Some(of_role) = of_role {
            one.set("kind", of_role);
        }
        one.software = workload.software().map(str::to_owned);
        if one.id.len() > workload.object.name.len() {
            let message = format!("its name is taken: it is `{}`", one.id);
            findings.push(
                workload
                    .object
                    .finding(".metadata.name", Mapping::Approximate, message),
            );
        }
        table::job(&mut one, workload);
        table::replicas(&mut one, workload, &self.copies[index]);
        table::health(
            &mut one,
            workload,
            &self.names,
            &self.services[index],
            findings,
        );
        table::data(&mut one, workload, role);
        one
    }

    fn target(&self, id: &str) -> EdgeTarget {
        let workload = self.by_id.get(id).map(|index| &self.workloads[*index]);
        EdgeTarget {
            id: id.to_owned(),
            role: workload.map_or(ImageRole::Service, Workload::role),
            detect: workload.and_then(table::detect),
        }
    }

    /// Calls that no policy lets through.
    fn forbidden(&self, caller: usize, edges: &Edges, findings: &mut Vec<Finding>) {
        let workload = &self.workloads[caller];
        for (targets, _) in edges.targets() {
            for id in targets {
                let target = self.by_id.get(id.as_str());
                if target.is_some_and(|target| !self.policies.allow(caller, *target)) {
                    let message = format!("names {id}, and no NetworkPolicy lets it in there");
                    findings.push(workload.object.finding("", Mapping::Manual, message));
                }
            }
        }
    }

    /// Services that somebody names and behind which no pod of these files stands.
    fn outside_tables(&self, asked: &BTreeSet<String>) -> Vec<DraftTable> {
        let outside = self.names.outside.iter();
        let outside = outside.filter(|(id, _)| asked.contains(*id));
        let tables = outside.map(|(id, object)| {
            let external = object.text_at(&["spec", "externalName"]);
            let kind = match external {
                Some(_) => TableKind::Resource,
                None => TableKind::Service,
            };
            let mut one = DraftTable::new(kind, id, object.place);
            if *id != object.name {
                one.set("name", object.name.as_str());
            }
            let question = match external {
                Some(host) => format!("what is {host}, and where does it stand?"),
                None => "what answers to this name? these files do not hold it".to_owned(),
            };
            one.doubts.push(Doubt::Asked(question));
            one
        });
        tables.collect()
    }
}

fn cluster(place: Span) -> DraftTable {
    let mut cluster = DraftTable::new(TableKind::Domain, CLUSTER, place);
    cluster.set("kind", "cluster");
    let guess = "all of these manifests run in one cluster";
    cluster.doubts.push(Doubt::Guessed(guess.to_owned()));
    let question = "in which region does it stand, and over which zones?";
    cluster.doubts.push(Doubt::Asked(question.to_owned()));
    cluster
}

fn zone_table(zone: &str, place: Span) -> DraftTable {
    let mut one = DraftTable::new(TableKind::Domain, table::zone_id(zone), place);
    one.set("name", zone);
    one.set("kind", "zone");
    if let Some(region) = table::region(zone) {
        one.set("in", crate::draft::DraftValue::texts([region]));
    }
    one
}

/// What keeps pods running, by index of the workload.
fn budgets<'a>(
    objects: &'a [Object],
    workloads: &[Workload<'a>],
    labels: &Labels<'a>,
    scaled: &Scaled,
) -> Vec<Copies> {
    let each = workloads.iter().map(|one| Copies {
        least: least(scaled, one.object),
        ..Copies::default()
    });
    let mut all: Vec<Copies> = each.collect();
    for object in objects
        .iter()
        .filter(|one| one.kind == "PodDisruptionBudget")
    {
        let Some(selector) = object.at(&["spec", "selector", "matchLabels"]) else {
            continue;
        };
        let count = |key: &str| object.at(&["spec", key]).and_then(Node::count);
        for index in labels.selected(&object.namespace, Some(selector)) {
            all[index].stay = count("minAvailable");
            all[index].may_go = count("maxUnavailable");
        }
    }
    all
}

/// Whom a cloud takes the pods for.
fn identity(table: &mut DraftTable, workload: &Workload, accounts: &Located<&Object>) {
    const CLOUDS: [(&str, &str); 3] = [
        ("eks.amazonaws.com/role-arn", "AWS"),
        ("iam.gke.io/gcp-service-account", "Google Cloud"),
        ("azure.workload.identity/client-id", "Azure"),
    ];
    let name = workload.pod().text_at(&["serviceAccountName"]);
    let account = name.and_then(|name| accounts.get(workload.namespace(), name));
    let Some(account) = account else { return };
    for (key, cloud) in CLOUDS {
        if account.annotation(key).is_some() {
            let question = format!("what does it use of {cloud}? its account has a role there");
            table.doubts.push(Doubt::Asked(question));
        }
    }
}

/// What nothing was made of, said once for each kind.
fn unread(objects: &[Object], findings: &mut Vec<Finding>) {
    const READ: [&str; 17] = [
        "Service",
        "ConfigMap",
        "Secret",
        "ServiceAccount",
        "Ingress",
        "IngressRoute",
        "HTTPRoute",
        "GRPCRoute",
        "TCPRoute",
        "TLSRoute",
        "Route",
        "VirtualService",
        "NetworkPolicy",
        "HorizontalPodAutoscaler",
        "ScaledObject",
        "PodDisruptionBudget",
        "Namespace",
    ];
    let mut others: BTreeMap<&str, (usize, &Object)> = BTreeMap::new();
    for object in objects {
        let runs = ["template", "jobTemplate"]
            .iter()
            .any(|key| object.at(&["spec", key]).is_some());
        if object.kind == "ConfigMap" {
            gateways(object, findings);
        }
        if !runs && object.kind != "Pod" && !READ.contains(&object.kind.as_str()) {
            others.entry(&object.kind).or_insert((0, object)).0 += 1;
        }
    }
    for (kind, (count, first)) in others {
        let (mapping, message) = match kind {
            KUSTOMIZATION => (Mapping::Manual, NOT_FOLLOWED.to_owned()),
            _ => (
                Mapping::Unsupported,
                format!("of this kind ({count} in all) nothing was made"),
            ),
        };
        findings.push(first.finding("", mapping, message));
    }
}

/// Configurations of LiteLLM, which have a format of their own.
fn gateways(object: &Object, findings: &mut Vec<Finding>) {
    for entry in object.at(&["data"]).map(Node::entries).unwrap_or_default() {
        if entry.value.text().is_some_and(is_gateway) {
            findings.push(Finding {
                source_path: format!("{}.data.{}", object.path(), entry.key.text),
                place: entry.key.span,
                mapping: Mapping::Manual,
                message: "a configuration of LiteLLM: save it, and `import litellm`".to_owned(),
            });
        }
    }
}
