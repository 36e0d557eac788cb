use crate::draft::Doubt;
use crate::evidence::{ContainerCommand, may_hold_secret};
use crate::tree::Node;

/// How a container is asked whether it works.
#[derive(Debug)]
pub(super) struct Probe<'a> {
    node: &'a Node,
    container: &'a Node,
}

/// Where a port is asked for that no service leads to.
const ALONE: &str = "localhost";

/// What asks the same as a probe.
#[derive(Debug)]
pub(super) struct ProbeCommand {
    pub(super) line: String,
    pub(super) may_hold_secret: bool,
    /// What a person must look at.
    pub(super) doubt: Option<Doubt>,
}

impl<'a> Probe<'a> {
    /// The one that takes a pod out of service, else the one that starts it anew.
    pub(super) fn of(container: &'a Node) -> Option<Self> {
        Self::all(container).next()
    }

    /// All that ask, the first first.
    pub(super) fn all(container: &'a Node) -> impl Iterator<Item = Self> {
        let ways = ["readinessProbe", "livenessProbe"].into_iter();
        let found = ways.filter_map(|way| container.get(way));
        found.map(move |node| Self { node, container })
    }

    /// The command that asks the same, where one line says it. `reached` tells the address
    /// and port under which others reach a port of the container, by its number and name;
    /// `way` leads into the container.
    pub(super) fn command(
        &self,
        reached: impl Fn(u64, Option<&str>) -> Option<(String, u64)>,
        way: Option<&str>,
    ) -> Option<ProbeCommand> {
        if let Some(command) = self.node.at(&["exec", "command"]) {
            let words = command.one_or_more().iter().filter_map(Node::text);
            let words: Vec<&str> = words.collect();
            let way = way?;
            let line = ContainerCommand::Words(&words).asked_by(way)?;
            return Some(ProbeCommand {
                may_hold_secret: may_hold_secret(line.strip_prefix(way).unwrap_or(&line)),
                line,
                doubt: None,
            });
        }
        self.asked_over_the_net(reached).map(|line| {
            let stands = match line.contains(ALONE) {
                true => "run behind kubectl port-forward",
                false => "run within the cluster",
            };
            ProbeCommand {
                may_hold_secret: may_hold_secret(&line),
                line,
                doubt: Some(Doubt::Guessed(stands.to_owned())),
            }
        })
    }

    fn asked_over_the_net(
        &self,
        reached: impl Fn(u64, Option<&str>) -> Option<(String, u64)>,
    ) -> Option<String> {
        let address = |way: &Node| {
            let (number, name) = self.port(way.get("port")?)?;
            let alone = || (ALONE.to_owned(), number);
            Some(reached(number, name).unwrap_or_else(alone))
        };
        if let Some(http) = self.node.get("httpGet") {
            let (host, port) = address(http)?;
            let scheme = http
                .text_at(&["scheme"])
                .unwrap_or("http")
                .to_ascii_lowercase();
            let path = http.text_at(&["path"]).unwrap_or("/");
            let slash = if path.starts_with('/') { "" } else { "/" };
            let port = match (scheme.as_str(), port) {
                ("http", 80) | ("https", 443) => String::new(),
                _ => format!(":{port}"),
            };
            return Some(format!("curl -fsS {scheme}://{host}{port}{slash}{path}"));
        }
        if let Some(tcp) = self.node.get("tcpSocket") {
            let (host, port) = address(tcp)?;
            return Some(format!("nc -z {host} {port}"));
        }
        let (host, port) = address(self.node.get("grpc")?)?;
        Some(format!("grpc_health_probe --addr={host}:{port}"))
    }

    /// The number of a port, and its name where it has one.
    fn port(&self, said: &'a Node) -> Option<(u64, Option<&'a str>)> {
        let ports = self.container.get("ports").map(Node::items);
        let is_it = |port: &&Node| {
            let number = port.get("containerPort").and_then(Node::count);
            port.text_at(&["name"]) == said.text() || (number.is_some() && number == said.count())
        };
        let port = ports.unwrap_or_default().iter().find(is_it);
        let number = port.and_then(|port| port.get("containerPort")?.count());
        let number = number.or_else(|| said.count())?;
        Some((number, port.and_then(|port| port.text_at(&["name"]))))
    }

    /// Seconds until a loss is noticed.
    pub(super) fn detect(&self) -> u64 {
        bound(self.node)
    }

    /// Seconds until it is asked for the first time; zero where nothing is said.
    pub(super) fn delay(&self) -> u64 {
        said(self.node, "initialDelaySeconds").unwrap_or(0)
    }

    /// Seconds that a start may take at most, where that is said.
    pub(super) fn longest_start(container: &Node) -> Option<u64> {
        let node = container.get("startupProbe")?;
        let delay = said(node, "initialDelaySeconds").unwrap_or(0);
        Some(delay.saturating_add(bound(node)))
    }
}

/// A probe's period times its failures, by the defaults of the API where one is not said.
fn bound(node: &Node) -> u64 {
    let period = said(node, "periodSeconds")
        .filter(|count| *count > 0)
        .unwrap_or(10);
    let failures = said(node, "failureThreshold")
        .filter(|count| *count > 0)
        .unwrap_or(3);
    period.saturating_mul(failures)
}

fn said(node: &Node, key: &str) -> Option<u64> {
    node.get(key)?.count()
}
