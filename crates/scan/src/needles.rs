use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use jurymast_plan::catalogue::{detection, model_beginnings, provider, provider_ids};

use super::aws::CLIENTS;
use super::ended::{ids_that_end, is_telling};
use super::services::SCHEMES;

/// What a needle is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needle {
    /// A host name of a provider's.
    Host,
    /// The beginning of a model's id.
    Model,
    /// The whole name of a variable.
    Variable(&'static str),
    /// A container image of a provider's.
    Image(&'static str),
    /// The type of a resource, or of an action.
    Infrastructure(&'static str),
    /// What stands in front of a service's address.
    Scheme,
    /// A call that makes a client of a service of AWS.
    AwsClient,
    /// A call that fetches weights from a hub.
    Hub,
}

/// What stands in front of the value of a field.
pub(super) const BEFORE_A_VALUE: [&str; 4] = ["\"", "'", ": ", "="];

/// Everything that the catalogue has words for.
struct Needles {
    automaton: Option<AhoCorasick>,
    what: Vec<Needle>,
}

static NEEDLES: LazyLock<Needles> = LazyLock::new(|| {
    let mut texts: Vec<String> = Vec::new();
    let mut what = Vec::new();
    let mut add = |text: &str, needle: Needle| {
        texts.push(text.to_owned());
        what.push(needle);
    };
    for record in provider_ids().filter_map(provider) {
        for host in &record.hosts {
            add(host.trim_start_matches('*'), Needle::Host);
        }
    }
    for beginning in model_beginnings() {
        // A short one is looked for only where an id begins.
        match beginning.len() {
            0..4 => ["\"", "'", "/"]
                .into_iter()
                .for_each(|before| add(&format!("{before}{beginning}"), Needle::Model)),
            _ => add(beginning, Needle::Model),
        }
    }
    for id in ids_that_end() {
        match is_telling(id) {
            true => add(id, Needle::Model),
            false => BEFORE_A_VALUE
                .into_iter()
                .for_each(|before| add(&format!("{before}{id}"), Needle::Model)),
        }
    }
    for record in detection() {
        record
            .variables
            .iter()
            .for_each(|name| add(name, Needle::Variable(&record.id)));
        record
            .images
            .iter()
            .for_each(|name| add(name, Needle::Image(&record.id)));
        let types = record.terraform.iter().chain(&record.cloudformation);
        for name in types.chain(&record.github_actions).chain(&record.k8s_kinds) {
            add(name, Needle::Infrastructure(&record.id));
        }
    }
    add("from_pretrained(", Needle::Hub);
    for call in CLIENTS {
        add(call, Needle::AwsClient);
    }
    for scheme in SCHEMES {
        add(scheme, Needle::Scheme);
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(&texts);
    Needles {
        automaton: automaton.ok(),
        what,
    }
});

/// Where a text has one of them, in order.
pub(super) fn find(text: &[u8]) -> impl Iterator<Item = (Needle, std::ops::Range<usize>)> + '_ {
    let automaton = NEEDLES.automaton.as_ref();
    let found = automaton
        .into_iter()
        .flat_map(move |one| one.find_iter(text));
    found.map(|one| (NEEDLES.what[one.pattern().as_usize()], one.range()))
}
