use std::collections::{BTreeMap, BTreeSet};

use super::Edges;
use crate::evidence::{Variable, Voters, clusters, watched};

/// Clusters that work while most of their members do.
#[derive(Debug, Default)]
pub struct Quorums {
    all: Vec<Quorum>,
    /// Components whose own copies are the members.
    copies: BTreeMap<String, Majority>,
}

#[derive(Debug)]
struct Quorum {
    members: BTreeSet<String>,
    /// What sentinels watch, and do not need.
    watched: BTreeSet<String>,
    /// How many of them must be up.
    at_least: usize,
    /// The key that says so.
    said: String,
}

/// What may be a member of a cluster.
#[derive(Debug)]
pub struct QuorumCandidate<'a> {
    /// As edges name it.
    pub name: &'a str,
    /// It is a sentinel of Redis or Valkey.
    pub is_sentinel: bool,
    /// What it is given.
    pub variables: Vec<&'a Variable>,
}

/// So many of a cluster must be up, and by what it is known to be one.
#[derive(Debug, Clone)]
pub struct Majority {
    /// How many.
    pub at_least: usize,
    /// Of how many.
    pub of: usize,
    /// The key that says so.
    pub said: String,
}

impl Majority {
    /// Why it is taken to be needed.
    pub fn guess(&self) -> String {
        let Self { at_least, of, said } = self;
        format!("{said} makes a cluster of them, which works while {at_least} of {of} do")
    }
}

impl Quorums {
    /// Of all candidates; `named` tells what answers one of them to a host.
    pub fn of(
        candidates: &[QuorumCandidate<'_>],
        named: impl Fn(&str, &str) -> Option<Vec<String>>,
    ) -> Self {
        let mut found: Vec<Quorum> = Vec::new();
        let mut copies = BTreeMap::new();
        let mut sentinels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for one in candidates {
            let single = |host: &str| match named(one.name, host)?.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            };
            for (key, Voters { hosts, at_least }) in clusters(&one.variables) {
                let of = hosts.len();
                let members: Option<BTreeSet<String>> = hosts.into_iter().map(single).collect();
                if members
                    .as_ref()
                    .is_some_and(|all| all.len() == 1 && all.contains(one.name))
                {
                    let said = key.to_owned();
                    copies.insert(one.name.to_owned(), Majority { at_least, of, said });
                }
                let members = members.filter(|members| members.len() > 1);
                if let Some(members) =
                    members.filter(|all| found.iter().all(|one| one.members != *all))
                {
                    found.push(Quorum {
                        members,
                        watched: BTreeSet::new(),
                        at_least,
                        said: key.to_owned(),
                    });
                }
            }
            for variable in &one.variables {
                let master = watched(variable)
                    .filter(|_| one.is_sentinel)
                    .and_then(single);
                if let Some(master) = master.filter(|master| master != one.name) {
                    sentinels
                        .entry(master)
                        .or_default()
                        .insert(one.name.to_owned());
                }
            }
        }
        let of_sentinels = sentinels.into_iter().map(|(master, members)| Quorum {
            at_least: members.len() / 2 + 1,
            members,
            watched: BTreeSet::from([master]),
            said: "sentinel monitor".to_owned(),
        });
        found.extend(of_sentinels);
        Self { all: found, copies }
    }

    /// How many copies of a component must be up, where these are a cluster.
    pub fn of_copies(&self, own: &str) -> Option<&Majority> {
        self.copies.get(own)
    }

    /// Lets a component need most of a cluster where it names several of it, and nothing of
    /// its own cluster.
    pub fn settle(&self, own: &str, edges: &mut Edges) {
        for quorum in &self.all {
            let is_member = |target: &String| quorum.members.contains(target);
            if quorum.members.contains(own) {
                edges.forget_values(|targets| {
                    let is_watched = |target: &String| quorum.watched.contains(target);
                    targets
                        .iter()
                        .all(|target| is_member(target) || is_watched(target))
                });
            } else if quorum.members.len() > 1 {
                let members: Vec<String> = quorum.members.iter().cloned().collect();
                let majority = Majority {
                    at_least: quorum.at_least,
                    of: members.len(),
                    said: quorum.said.clone(),
                };
                edges.need_most(&members, &majority);
            }
        }
    }
}
