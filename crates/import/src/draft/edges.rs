use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::Span;
use jurymast_terms::units::Duration;

use super::{Doubt, DraftRequirement, DraftValue, Finding, Majority, Mapping};
use crate::evidence::{
    HostKey, ImageRole, ONLY_TOLD, Variable, alike_in_list, hosts_in, only_tells, public_hosts_in,
    voters,
};

/// What a component needs, by the names of what it needs: of one thing, or of several
/// that answer to one name.
#[derive(Debug, Default)]
pub struct Edges {
    by_target: BTreeMap<Vec<String>, Edge>,
    /// Names that nothing here answers to, with the key and the place of the first to say
    /// them.
    unknown: BTreeMap<String, (String, Span)>,
}

/// What files say of a pair.
#[derive(Debug, Clone, Default)]
pub struct Edge {
    /// What they say of the order of starts.
    pub order: Option<StartOrder>,
    /// The keys whose values name the target, and other ways to name it.
    pub keys: BTreeSet<String>,
    /// What names the target before the component starts, and never again.
    pub start_keys: BTreeSet<String>,
    /// What names it for some of the models that the component answers for.
    pub model_keys: BTreeSet<String>,
    /// It is a list that one of is enough.
    pub is_list: bool,
    /// It is a cluster of which most must be up.
    pub majority: Option<Majority>,
    /// How long a proxy waits for an answer of it, on each of its ways there.
    pub waits: BTreeSet<Duration>,
    /// Where it is said first.
    pub place: Option<Span>,
}

/// That one starts after another.
#[derive(Debug, Clone, Default)]
pub struct StartOrder {
    /// What is waited for.
    pub condition: Option<String>,
    /// It starts without it too.
    pub is_optional: bool,
    /// It stops and starts with it.
    pub restarts: bool,
}

/// What a requirement says of its target.
#[derive(Debug, Clone)]
pub struct EdgeTarget {
    /// Its id.
    pub id: String,
    /// What kind of thing it is.
    pub role: ImageRole,
    /// How long its loss stays unnoticed.
    pub detect: Option<String>,
}

impl EdgeTarget {
    /// One of which nothing is known but its id.
    pub fn of_id(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            role: ImageRole::Service,
            detect: None,
        }
    }
}

/// Why a list is a group.
pub(super) const ONE_OF_LIST: &str = "one of the list is taken to be enough";

/// Why a gateway goes on without what answers for some of its models.
pub(super) const OF_MODELS: &str = "only for the models that it answers";

/// The condition of who waits until a job has ended.
const COMPLETED: &str = "service_completed_successfully";

impl Edges {
    /// What is said of a target.
    pub fn edge(&mut self, target: &str, place: Span) -> &mut Edge {
        self.group(vec![target.to_owned()], place)
    }

    /// What is said of several of which one is enough.
    pub fn group(&mut self, targets: Vec<String>, place: Span) -> &mut Edge {
        let edge = self.by_target.entry(targets).or_default();
        edge.place.get_or_insert(place);
        edge
    }

    /// Takes in the hosts that variables name; `named` tells what answers to a name.
    pub fn hosts<'a>(
        &mut self,
        variables: impl Iterator<Item = &'a Variable>,
        named: impl Fn(&str) -> Option<Vec<String>>,
    ) {
        let variables: Vec<&Variable> = variables.collect();
        let open = variables.iter().filter(|one| one.says != HostKey::None);
        for variable in open.filter(|one| !one.is_secret) {
            for host in unanswered(variable, &named) {
                self.not_here(host, &variable.key, variable.place);
            }
        }
        self.take(variables.into_iter(), named, |edge| &mut edge.keys);
    }

    /// The same of settings, whose words may be anything but hosts.
    pub fn hosts_of_settings<'a>(
        &mut self,
        lines: impl Iterator<Item = &'a Variable>,
        named: impl Fn(&str) -> Option<Vec<String>>,
    ) {
        let (of_models, others): (Vec<&Variable>, Vec<&Variable>) =
            lines.partition(|one| one.is_of_model);
        self.take(others.into_iter(), &named, |edge| &mut edge.keys);
        self.take(of_models.into_iter(), &named, |edge| &mut edge.model_keys);
    }

    /// The same of what runs before the component starts.
    pub fn hosts_at_start<'a>(
        &mut self,
        variables: impl Iterator<Item = &'a Variable>,
        named: impl Fn(&str) -> Option<Vec<String>>,
    ) {
        self.take(variables, named, |edge| &mut edge.start_keys);
    }

    fn take<'a>(
        &mut self,
        variables: impl Iterator<Item = &'a Variable>,
        named: impl Fn(&str) -> Option<Vec<String>>,
        keys: impl Fn(&mut Edge) -> &mut BTreeSet<String>,
    ) {
        for variable in variables.filter(|one| one.says != HostKey::None) {
            let list = match variable.is_shared {
                true => Some(
                    hosts_in(&variable.value)
                        .iter()
                        .map(|one| one.host)
                        .collect(),
                ),
                false => voters(&variable.value)
                    .or_else(|| alike_in_list(&variable.key, &variable.value)),
            };
            if let Some(targets) = list.and_then(|hosts| of_list(&hosts, &named)) {
                let edge = self.group(targets, variable.place);
                edge.is_list = true;
                edge.waits.extend(variable.waits);
                keys(edge).insert(variable.key.clone());
                continue;
            }
            for targets in named_by(variable, &named) {
                let edge = self.group(targets, variable.place);
                edge.waits.extend(variable.waits);
                keys(edge).insert(variable.key.clone());
            }
        }
    }

    /// Keeps a name that nothing here answers to.
    pub fn not_here(&mut self, name: &str, key: &str, place: Span) {
        let said = || (key.to_owned(), place);
        self.unknown.entry(name.to_owned()).or_insert_with(said);
    }

    /// What is told of such names; `path` is the component.
    pub fn findings(&self, path: &str) -> Vec<Finding> {
        let unknown = self.unknown.iter();
        let findings = unknown.map(|(name, (key, place))| Finding {
            source_path: format!("{path}.{key}"),
            place: *place,
            mapping: Mapping::Manual,
            message: format!("names {name}, which is not among these: say what it is"),
        });
        findings.collect()
    }

    /// Forgets what names the component itself.
    pub fn leave_out(&mut self, own: &str) {
        self.by_target
            .retain(|target, _| !target.iter().any(|one| one == own));
    }

    /// Forgets what values name of these targets; the order of starts stays.
    pub(super) fn forget_values(&mut self, of: impl Fn(&[String]) -> bool) {
        self.by_target.retain(|targets, edge| {
            if !of(targets) {
                return true;
            }
            edge.keys.clear();
            edge.start_keys.clear();
            edge.model_keys.clear();
            edge.order.is_some() && targets.len() == 1
        });
    }

    /// Lets several members of a cluster be needed as most of all of it.
    pub(super) fn need_most(&mut self, members: &[String], majority: &Majority) {
        let is_part = |targets: &&Vec<String>| {
            targets.len() > 1 && targets.iter().all(|target| members.contains(target))
        };
        let parts: Vec<Vec<String>> = self.by_target.keys().filter(is_part).cloned().collect();
        for part in parts {
            let Some(edge) = self.by_target.remove(&part) else {
                continue;
            };
            let all = self.by_target.entry(members.to_vec()).or_default();
            all.keys.extend(edge.keys);
            all.start_keys.extend(edge.start_keys);
            all.model_keys.extend(edge.model_keys);
            all.order = all.order.take().or(edge.order);
            all.place = all.place.or(edge.place);
            all.is_list = true;
            all.waits.extend(edge.waits);
            all.majority = Some(majority.clone());
        }
    }

    /// Makes one group of single targets that are several of one kind, by what they have in
    /// common: one of them is enough.
    pub fn join(&mut self, twin: impl Fn(&str) -> Option<String>) {
        let mut by_twin: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for targets in self.by_target.keys() {
            if let [target] = targets.as_slice()
                && let Some(twin) = twin(target)
            {
                by_twin.entry(twin).or_default().push(target.clone());
            }
        }
        for group in by_twin.into_values().filter(|group| group.len() > 1) {
            let mut all = Edge::default();
            for target in &group {
                if let Some(edge) = self.by_target.remove(std::slice::from_ref(target)) {
                    all.order = all.order.or(edge.order);
                    all.keys.extend(edge.keys);
                    all.start_keys.extend(edge.start_keys);
                    all.model_keys.extend(edge.model_keys);
                    all.place = all.place.or(edge.place);
                    all.waits.extend(edge.waits);
                }
            }
            self.by_target.insert(group, all);
        }
    }

    /// Lets what is only waited for be a part of the list that it stands in.
    fn settled(&self) -> BTreeMap<&Vec<String>, Edge> {
        let is_only_order = |targets: &[String], edge: &Edge| {
            let is_named = !edge.keys.is_empty() || !edge.start_keys.is_empty();
            targets.len() == 1 && edge.order.is_some() && !is_named
        };
        let lists = self.by_target.iter().filter(|(_, edge)| edge.is_list);
        let lists: Vec<&Vec<String>> = lists.map(|(targets, _)| targets).collect();
        let list_of = |targets: &[String]| {
            let mut holding = lists.iter().filter(|list| list.contains(&targets[0]));
            holding.next().copied()
        };
        let mut found: BTreeMap<&Vec<String>, Edge> = BTreeMap::new();
        for (targets, edge) in &self.by_target {
            let list = list_of(targets).filter(|_| is_only_order(targets, edge));
            let into = found.entry(list.unwrap_or(targets)).or_default();
            into.order = into.order.take().or(edge.order.clone());
            into.keys.extend(edge.keys.iter().cloned());
            into.start_keys.extend(edge.start_keys.iter().cloned());
            into.model_keys.extend(edge.model_keys.iter().cloned());
            into.is_list |= edge.is_list;
            into.waits.extend(edge.waits.iter().copied());
            into.majority = into.majority.take().or(edge.majority.clone());
            into.place = into.place.or(edge.place);
        }
        found
    }

    /// The names of all that is needed.
    pub fn targets(&self) -> impl Iterator<Item = (&[String], &Edge)> {
        let edges = self.by_target.iter();
        edges.map(|(targets, edge)| (targets.as_slice(), edge))
    }

    /// The targets that somebody waits for until they have ended: jobs.
    pub fn jobs(&self) -> impl Iterator<Item = &str> {
        let completed = self.by_target.iter().filter(|(_, edge)| {
            let order = edge.order.as_ref();
            let condition = order.and_then(|order| order.condition.as_deref());
            condition == Some(COMPLETED)
        });
        completed.flat_map(|(target, _)| target.iter().map(String::as_str))
    }

    /// The requirements that they make of a component of that role.
    pub fn requirements(
        &self,
        role: ImageRole,
        fallback_place: Span,
        of: impl Fn(&str) -> EdgeTarget,
    ) -> Vec<DraftRequirement> {
        let edges = self.settled().into_iter();
        let edges = edges.flat_map(|(targets, edge)| {
            // Of several kinds none stands in for another.
            let roles: Vec<ImageRole> = targets.iter().map(|one| of(one).role).collect();
            let is_mixed = edge.is_list && roles.iter().any(|role| *role != roles[0]);
            match is_mixed {
                true => targets
                    .iter()
                    .map(|one| (vec![one.clone()], edge.as_single()))
                    .collect(),
                false => vec![(targets.clone(), edge)],
            }
        });
        let requirements = edges.map(|(targets, edge)| {
            let found: Vec<EdgeTarget> = targets.iter().map(|target| of(target)).collect();
            let place = edge.place.unwrap_or(fallback_place);
            let mut one = DraftRequirement::on(String::new(), place);
            one.on = found.iter().map(|target| target.id.clone()).collect();
            if one.on.len() > 1 {
                let majority = edge.majority.as_ref();
                one.at_least = Some(majority.map_or(1, |one| one.at_least));
            }
            let role_of_target = found.first().map_or(ImageRole::Service, |one| one.role);
            let mut one = edge.needed(one, role, role_of_target);
            let is_optional = edge.order.as_ref().is_some_and(|order| order.is_optional);
            let only_tells = !edge.keys.is_empty() && edge.keys.iter().all(|key| only_tells(key));
            if is_optional {
                one = one.with("mode", "soft");
            } else if edge.is_of_models() {
                let doubt = Doubt::Guessed(OF_MODELS.to_owned());
                one = one.with("mode", "soft").doubted(doubt);
            } else if only_tells {
                let doubt = Doubt::Guessed(ONLY_TOLD.to_owned());
                one = one.with("mode", "soft").doubted(doubt);
            } else if role_of_target == ImageRole::Collector && !edge.keys.is_empty() {
                let doubt = Doubt::Guessed("it only collects what others send".to_owned());
                one = one.with("mode", "soft").doubted(doubt);
            }
            let only_starts = one.get("needed").and_then(|value| value.text()) == Some("start");
            let detect = found.first().and_then(|target| target.detect.clone());
            let detect = detect.filter(|_| !only_starts);
            // Of several ways with several times nobody knows which a call takes.
            let waits = edge.waits.first().filter(|_| edge.waits.len() == 1);
            let waits = waits.filter(|_| role == ImageRole::Proxy && !only_starts);
            match (detect, waits) {
                (Some(within), None) => one = one.with("detect", within).doubted(by_check()),
                (within, Some(waits)) => {
                    let within = within.map(|time| ("within", DraftValue::from(time)));
                    let timeout = ("timeout", DraftValue::Text(waits.to_string()));
                    let is_by_check = within.is_some();
                    let keys = within.into_iter().chain([timeout]);
                    one = one.with("detect", DraftValue::Table(keys.collect()));
                    if is_by_check {
                        one = one.doubted(by_check());
                    }
                }
                (None, None) => {}
            }
            let one = one.with("why", edge.why());
            match (&edge.majority, edge.is_list && targets.len() > 1) {
                (Some(majority), _) => one.doubted(Doubt::Guessed(majority.guess())),
                (None, true) => one.doubted(Doubt::Guessed(ONE_OF_LIST.to_owned())),
                (None, false) => one,
            }
        });
        requirements.collect()
    }
}

fn by_check() -> Doubt {
    Doubt::Guessed("`detect` is how long its check takes to fail".to_owned())
}

/// The single things that the hosts of a list are, where all are known.
fn of_list(hosts: &[&str], named: impl Fn(&str) -> Option<Vec<String>>) -> Option<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for host in hosts {
        let targets = named(host)?;
        let [one] = targets.as_slice() else {
            return None;
        };
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
    all.sort();
    (all.len() > 1).then_some(all)
}

/// What a variable names.
fn named_by(variable: &Variable, named: impl Fn(&str) -> Option<Vec<String>>) -> Vec<Vec<String>> {
    let hosts = hosts_in(&variable.value).into_iter();
    let hosts = hosts.filter(|host| host.is_sure || variable.says == HostKey::Host);
    hosts.filter_map(|host| named(host.host)).collect()
}

/// The hosts of a variable, without a domain, that nothing answers to. What stands before
/// an `@` may be a secret.
fn unanswered(
    variable: &Variable,
    named: impl Fn(&str) -> Option<Vec<String>>,
) -> impl Iterator<Item = &str> {
    let is_host_key = variable.key.ends_with("_HOST");
    let hosts = public_hosts_in(&variable.value).into_iter();
    let hosts = hosts.filter(move |host| host.is_sure || is_host_key);
    let hosts = hosts.map(|host| host.host).filter(|host| {
        let is_word = !host.contains('.') && host.bytes().any(|byte| byte.is_ascii_alphabetic());
        is_word && !matches!(*host, "localhost" | "true" | "false")
    });
    hosts.filter(move |host| named(host).is_none())
}

impl Edge {
    /// Only some of the models that the component answers for are answered there.
    fn is_of_models(&self) -> bool {
        let is_named = !self.keys.is_empty() || !self.start_keys.is_empty();
        !self.model_keys.is_empty() && !is_named && self.order.is_none()
    }

    fn as_single(&self) -> Self {
        Self {
            is_list: false,
            ..self.clone()
        }
    }

    /// When it is needed: files say the order of starts, values say who is called.
    fn needed(
        &self,
        one: DraftRequirement,
        role: ImageRole,
        target: ImageRole,
    ) -> DraftRequirement {
        let at_start = !self.start_keys.is_empty();
        let Some(order) = &self.order else {
            return match (at_start, self.keys.is_empty()) {
                (true, true) => one.with("needed", "start"),
                (true, false) => one.with("needed", "both"),
                (false, _) => one,
            };
        };
        if order.condition.as_deref() == Some(COMPLETED) {
            return one.with("needed", "start");
        }
        if order.restarts || !self.keys.is_empty() {
            return one.with("needed", "both");
        }
        // What collects starts after what it looks at, and keeps what it has in a store.
        let only_starts = match (role, target) {
            (ImageRole::Store(_), _) | (_, ImageRole::Collector) => true,
            (ImageRole::Collector, ImageRole::Store(_)) => false,
            (ImageRole::Collector, _) => true,
            (ImageRole::Service | ImageRole::Proxy, _) => false,
        };
        let needed = if only_starts { "start" } else { "both" };
        let doubt = Doubt::Guessed("the file says start order only".to_owned());
        one.with("needed", needed).doubted(doubt)
    }

    fn why(&self) -> String {
        let mut ways = Vec::new();
        if let Some(order) = &self.order {
            let condition = order.condition.as_deref();
            let condition = condition.filter(|one| *one != "service_started");
            ways.push(match condition {
                Some(condition) => format!("depends_on, {condition}"),
                None => "depends_on".to_owned(),
            });
        }
        const MOST: usize = 3;
        let keys = self
            .keys
            .iter()
            .chain(&self.start_keys)
            .chain(&self.model_keys);
        let all: BTreeSet<&String> = keys.collect();
        if !all.is_empty() {
            let mut keys: Vec<&str> = all.iter().take(MOST).map(|one| one.as_str()).collect();
            if all.len() > MOST {
                keys.push("...");
            }
            ways.push(keys.join(", "));
        }
        ways.join("; ")
    }
}
