use crate::failure::{EventGraph, Gate, Node, NodeInput};
use jurymast_plan::model::{ComponentId, Level};

/// What one requirement hangs on, as things are at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hangs {
    /// On none alone: something else serves when any one is lost, or who is running does
    /// not need it.
    OnNone,
    /// On each of these: no other serves.
    On(Vec<ComponentId>),
    /// On each of these: without it the others serve too little of what is asked.
    Short(Vec<ComponentId>),
    /// It is lost without any fault: these have ended or expired, or what they need has.
    Lost(Vec<ComponentId>),
}

impl Hangs {
    /// What has ended or expired stands in for nothing, nor does what nothing switches to or what
    /// gives too little at best, and what serves for a while only for nothing that lasts.
    pub(super) fn of(node: Node<'_>, requirement: usize, events: &EventGraph) -> Self {
        match Self::by_alternatives(node.gate(requirement), events) {
            Self::OnNone => Self::by_shortfalls(node, requirement),
            hangs => hangs,
        }
    }

    /// On those without which the others serve too little.
    fn by_shortfalls(node: Node<'_>, requirement: usize) -> Self {
        let short = node.shortfalls().filter(|gate| {
            gate.requirement == requirement && !gate.soft && gate.needed.counts_while_running()
        });
        let alone = short.filter_map(|gate| match gate.group {
            [one] if one.counts_from == Some(Level::Down) => Some(ComponentId(one.node)),
            _ => None,
        });
        let mut alone: Vec<ComponentId> = alone.collect();
        alone.sort_unstable();
        alone.dedup();
        match alone.is_empty() {
            true => Self::OnNone,
            false => Self::Short(alone),
        }
    }

    fn by_alternatives(gate: Gate<'_>, events: &EventGraph) -> Self {
        if !gate.needed.counts_while_running() {
            return Self::OnNone;
        }
        let serves = |at: u32| events.at_rest(at) < Level::Down;
        let node = |input: &NodeInput| input.node;
        let group: Vec<u32> = gate.group.iter().map(node).collect();
        let serving: Vec<u32> = group.iter().copied().filter(|at| serves(*at)).collect();
        let is_lost = |need: &NodeInput| !serves(need.node);
        let lasting = gate.fallbacks.iter();
        let lasting = lasting.filter(|one| !one.input.is_brief && !one.input.never_fires);
        let lasting = lasting.filter(|one| !one.is_stuck(is_lost) && serves(one.input.node));
        let (fallbacks, too_little): (Vec<_>, Vec<_>) =
            lasting.partition(|one| one.input.best < Level::Down);
        let fallbacks: Vec<u32> = fallbacks.iter().map(|one| one.input.node).collect();
        let ids = |nodes: Vec<u32>| nodes.into_iter().map(ComponentId).collect();
        match serving.len().checked_sub(gate.at_least) {
            Some(0) if fallbacks.is_empty() && !too_little.is_empty() => Self::Short(ids(serving)),
            Some(0) if fallbacks.is_empty() => Self::On(ids(serving)),
            Some(_) => Self::OnNone,
            None if fallbacks.is_empty() => {
                Self::Lost(ids(group.into_iter().filter(|at| !serves(*at)).collect()))
            }
            None if fallbacks.len() == 1 => Self::On(ids(fallbacks)),
            None => Self::OnNone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use jurymast_plan::language::reread;

    #[test]
    fn what_has_ended_stands_in_for_nothing() {
        let text = "[plan]
            name = \"x\"
            [resource.old]
            expires = 2026-01-31
            [resource.a]
            [resource.b]
            [service.bare]
            depends_on = [\"a\"]
            [service.backed]
            depends_on = [{ on = \"a\", fallback = [\"b\"] }]
            [service.hollow]
            depends_on = [{ on = \"a\", fallback = [\"old\"] }]
            [service.switched]
            depends_on = [{ on = \"old\", fallback = [\"b\"] }]
            [service.lost]
            depends_on = [\"old\"]
            [service.pair]
            depends_on = [{ any_of = [\"a\", \"b\", \"old\"], at_least = 2 }]
            [service.started]
            depends_on = [{ on = \"a\", needed = \"start\" }]
            [service.cached]
            depends_on = [{ on = \"old\", fallback = [{ to = \"b\", holds = \"15s\" }] }]
            [service.mixed]
            depends_on = [{ on = \"a\", fallback = [{ to = \"b\", holds = \"15s\" }, \"old\"] }]";
        let loaded = reread([("p.toml".to_owned(), text.to_owned())]);
        assert_eq!(loaded.problems, []);
        let hangs = |day: &str| {
            let loaded = reread([("p.toml".to_owned(), text.to_owned())]);
            let plan = loaded.on(day.parse().unwrap()).plan;
            let analysis = Analysis::of(&plan);
            let names = [
                "bare", "backed", "hollow", "switched", "lost", "pair", "started", "cached",
                "mixed",
            ];
            let of = names.map(|name| {
                let ids = |ids: Vec<ComponentId>| {
                    let ids = ids.into_iter().map(|id| plan.component(id).id.clone());
                    ids.collect::<Vec<_>>().join("+")
                };
                match analysis.hangs(plan.find(name).unwrap(), 0) {
                    Hangs::OnNone => "-".to_owned(),
                    Hangs::On(all) => ids(all),
                    Hangs::Short(all) => format!("short {}", ids(all)),
                    Hangs::Lost(all) => format!("lost {}", ids(all)),
                }
            });
            of.join(" ")
        };
        assert_eq!(hangs("2026-01-30"), "a - - - old - - old -");
        assert_eq!(hangs("2026-01-31"), "a - a b lost old a+b - lost old a");
    }
}
