use std::collections::BTreeMap;

use jurymast_plan::model::Plan;
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::text::with_line_ends_of;

use super::gateway::Gateway;
use super::implied::{Matched, Order, fires_too};
use super::lists::{ANY, Chain, ChainTarget, ListKind, Lists};
use super::sections;
use crate::gateways::{ExportNote, GatewayText, at_odds, cannot_say, is_automatic, lost_comments};
use crate::reading::Reading;
use crate::tree::read_documents;

/// What the plan wants to stand in, by name.
type Wanted<'a> = BTreeMap<&'a str, Order>;

/// Puts what a plan implies in the place of the fallback sections of a configuration.
pub fn export(file: FileId, reading: &mut Reading, plan: &Plan) -> GatewayText {
    let gateway = read(file, reading);
    let matched = Matched::new(&gateway, plan);
    let wanted: Wanted<'_> = matched
        .names()
        .filter_map(|name| Some((name, matched.implied(name)?)))
        .collect();
    let mut notes = notes(&gateway, &matched, &wanted, plan);
    let text = reading.sources.get(file).text.clone();
    let differing = differing(&matched, &wanted);
    if differing.is_empty() {
        return GatewayText { text, notes };
    }
    // First what differs alone; where that leads elsewhere, every list in full.
    let every: Vec<&str> = wanted.keys().copied().collect();
    let tries = [differing, every].map(|names| {
        let lists = changed(&gateway, &matched, &wanted, &names);
        let written = sections::write(file, &text, &gateway, &lists);
        let left = left_over(&written, reading, plan, &wanted);
        (left.len(), written, left)
    });
    let best = tries.into_iter().min_by_key(|(count, ..)| *count);
    let (_, written, left) = best.unwrap_or((0, text.clone(), Vec::new()));
    notes.extend(changes(&gateway, &written, reading));
    notes.extend(lost_comments(file, &text, &written));
    notes.extend(
        left.into_iter()
            .map(|(name, message)| ExportNote::new(place_of(&gateway, &name, file), message)),
    );
    let text = written;
    let text = with_line_ends_of(&reading.sources.get(file).text, &text);
    GatewayText { text, notes }
}

fn read(file: FileId, reading: &mut Reading) -> Gateway {
    let nodes = read_documents(&reading.sources, file, &mut reading.problems);
    let documents: Vec<_> = nodes.into_iter().map(|node| (file, node)).collect();
    Gateway::read(&documents, reading)
}

/// The names of which the file says otherwise than the plan.
fn differing<'a>(matched: &Matched<'_>, wanted: &Wanted<'a>) -> Vec<&'a str> {
    let differs = |(name, order): &(&&'a str, &Order)| matched.configured(name) != **order;
    wanted
        .iter()
        .filter(differs)
        .map(|(name, _)| *name)
        .collect()
}

/// What a text that was written makes the proxy do otherwise than the plan says.
fn left_over(
    text: &str,
    reading: &mut Reading,
    plan: &Plan,
    wanted: &Wanted<'_>,
) -> Vec<(String, String)> {
    let problems = reading.problems.len();
    let file = reading.take("what is written", text.to_owned());
    let gateway = read(file, reading);
    reading.problems.truncate(problems);
    let matched = Matched::new(&gateway, plan);
    let names = |order: &Order| {
        let ids = order.iter().map(|(id, _)| plan.component(*id).id.as_str());
        match ids.collect::<Vec<_>>().as_slice() {
            [] => "nothing".to_owned(),
            ids => ids.join(", "),
        }
    };
    differing(&matched, wanted)
        .into_iter()
        .map(|name| {
            let message = format!(
                "`{name}`: the proxy goes on to {}, since lists lead on to other lists; the plan says {}",
                names(&matched.configured(name)),
                names(&wanted[name])
            );
            (name.to_owned(), message)
        })
        .collect()
}

/// Where a name stands: in a list, else as a group, else the file.
fn place_of(gateway: &Gateway, name: &str, file: FileId) -> Span {
    let lists = ListKind::ALL
        .into_iter()
        .flat_map(|kind| gateway.lists.of(kind));
    let mut chains = lists.filter(|one| one.key == name && !one.is_default);
    let chain = chains.next().map(|one| one.place);
    let group = || gateway.group(name).map(|one| one.place);
    chain.or_else(group).unwrap_or(Span::start_of(file))
}

/// Each list that is another in what is written.
fn changes(gateway: &Gateway, written: &str, reading: &mut Reading) -> Vec<ExportNote> {
    let problems = reading.problems.len();
    let file = reading.take("what is written", written.to_owned());
    let after = read(file, reading);
    reading.problems.truncate(problems);
    let mut notes = Vec::new();
    let words = |chain: Option<&Chain>| match chain {
        None => "none".to_owned(),
        Some(chain) => {
            let names: Vec<&str> = chain.targets.iter().map(|one| one.name.as_str()).collect();
            format!("[{}]", names.join(", "))
        }
    };
    for kind in ListKind::ALL {
        let own = |lists: &'_ Lists| -> Vec<Chain> {
            let chains = lists.of(kind).iter().filter(|one| !one.is_default);
            chains.cloned().collect()
        };
        let (before, after_all) = (own(&gateway.lists), own(&after.lists));
        let mut keys: Vec<&String> = before
            .iter()
            .chain(&after_all)
            .map(|one| &one.key)
            .collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let was = before.iter().find(|one| one.key == *key);
            let is = after_all.iter().find(|one| one.key == *key);
            if words(was) == words(is) {
                continue;
            }
            let place = was.or(is).map(|one| one.place);
            let place = place.unwrap_or(Span::start_of(file));
            let message = format!(
                "`{key}`: its list in `{}` was {}, and is {}",
                kind.key(),
                words(was),
                words(is)
            );
            notes.push(ExportNote::new(place, message));
        }
    }
    notes
}

/// The lists, with those of some names as the plan wants them.
fn changed(gateway: &Gateway, matched: &Matched<'_>, wanted: &Wanted<'_>, names: &[&str]) -> Lists {
    let mut lists = Lists::default();
    for kind in ListKind::ALL {
        let mut chains: Vec<Chain> = gateway.lists.of(kind).to_vec();
        chains.retain(|one| !names.contains(&one.key.as_str()));
        for name in names {
            let order = &wanted[name];
            let of = |kind: ListKind| -> Vec<&str> {
                let with = order.iter().filter(|(_, kinds)| kinds[kind as usize]);
                with.filter_map(|(id, _)| matched.name(*id)).collect()
            };
            let targets = of(kind);
            let has_any = chains.iter().any(|one| one.key == ANY);
            let is_said = match kind {
                ListKind::General => !targets.is_empty() || has_any,
                // Without a list of its own a failure goes the general way.
                ListKind::TooLong | ListKind::Refused => targets != of(ListKind::General),
            };
            if is_said {
                chains.push(chain(name, &targets));
            }
        }
        *lists.of_mut(kind) = in_file_order(chains, gateway.lists.of(kind));
    }
    refusals_of_all(gateway, matched, wanted, &mut lists);
    lists
}

/// A list for refusals decides by itself, so that each name that goes on must be in it.
fn refusals_of_all(
    gateway: &Gateway,
    matched: &Matched<'_>,
    wanted: &Wanted<'_>,
    lists: &mut Lists,
) {
    if lists.refused.is_empty() || !gateway.lists.refused.is_empty() {
        return;
    }
    for (name, order) in wanted {
        let with = order
            .iter()
            .filter(|(_, kinds)| kinds[ListKind::Refused as usize]);
        let targets: Vec<&str> = with.filter_map(|(id, _)| matched.name(*id)).collect();
        if !targets.is_empty() && lists.refused.iter().all(|one| one.key != *name) {
            lists.refused.push(chain(name, &targets));
        }
    }
}

fn chain(key: &str, targets: &[&str]) -> Chain {
    let place = Span::start_of(FileId::ROOT);
    let targets = targets.iter().map(|name| ChainTarget {
        name: (*name).to_owned(),
        place,
    });
    Chain {
        key: key.to_owned(),
        place,
        targets: targets.collect(),
        is_default: false,
    }
}

/// Keys stay where the file has them; new ones come last.
fn in_file_order(mut chains: Vec<Chain>, before: &[Chain]) -> Vec<Chain> {
    let at = |chain: &Chain| before.iter().position(|one| one.key == chain.key);
    chains.sort_by_key(|one| at(one).unwrap_or(before.len()));
    chains
}

fn notes(
    gateway: &Gateway,
    matched: &Matched<'_>,
    wanted: &Wanted<'_>,
    plan: &Plan,
) -> Vec<ExportNote> {
    let mut notes = Vec::new();
    let place = |name: &str| {
        let first = gateway
            .groups
            .first()
            .map_or(FileId::ROOT, |one| one.place.file);
        place_of(gateway, name, first)
    };
    for group in gateway.groups.iter().filter(|one| !one.is_pattern()) {
        let name = group.name.as_str();
        let why = match matched.component(name) {
            None => "the plan does not know it",
            Some(_) if !wanted.contains_key(name) => "nobody needs it in the plan",
            Some(_) => continue,
        };
        if !matched.is_configured(name) {
            continue;
        }
        let message = format!("`{name}`: {why}; its fallbacks are left as they are");
        notes.push(ExportNote::new(place(name), message));
    }
    for name in wanted.keys() {
        for stranger in matched.strangers(name) {
            let message = format!("`{name}`: the file has no group `{stranger}`; left out");
            notes.push(ExportNote::new(place(name), message));
        }
        let fallbacks = matched.fallbacks(name);
        notes.extend(cannot_say(plan, name, place(name), fallbacks));
        let primary = matched.component(name);
        notes.extend(primary.and_then(|id| at_odds(plan, name, id, place(name))));
        for one in fallbacks.iter().filter(|one| is_automatic(one)) {
            let further: Vec<&str> = fires_too(one).into_iter().map(|one| one.as_str()).collect();
            if !further.is_empty() && matched.name(one.to.value).is_some() {
                let to = &plan.component(one.to.value).id;
                let message = format!(
                    "`{name}`: the proxy goes on to `{to}` on {} too: it cannot be told not to",
                    further.join(", ")
                );
                notes.push(ExportNote::new(place(name), message));
            }
        }
    }
    notes
}
