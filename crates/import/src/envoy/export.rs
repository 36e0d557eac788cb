use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Fallback, Plan, Symptom};
use jurymast_terms::source::{FileId, Span};

use super::objects::{Object, Objects};
use super::policy::Retries;
use super::read::read;
use crate::gateways::{
    ExportNote, GatewayText, PlanSide, SEEN, lost_comments, same_failures, statuses_of,
};
use crate::reading::Reading;
use crate::tree::{Node, TextEdit, edited, read_documents, relisted};

/// Puts what a plan implies in the place of the priorities of routes, and of the policies
/// that make calls go on to the next; all else stays to the byte. A backend is one that the
/// rule names already; one that it has not is named.
pub fn export(file: FileId, reading: &mut Reading, plan: &Plan) -> GatewayText {
    let text = reading.sources.get(file).text.clone();
    let (documents, side) = drawn(file, reading, plan);
    let objects = Objects::of(&documents);
    let mut notes = Vec::new();
    let mut edits = Vec::new();
    let mut added = String::new();
    for route in objects.of_kind("AIGatewayRoute") {
        let mut writer = RuleWriter {
            text: &text,
            side: &side,
            edits: &mut edits,
            notes: &mut notes,
        };
        let rules = route.node.at(&["spec", "rules"]).map(Node::items);
        let turns: Vec<RuleTurn<'_>> = rules
            .unwrap_or_default()
            .iter()
            .filter_map(|rule| writer.turn(rule))
            .collect();
        let turns: Vec<RuleTurn<'_>> = turns.into_iter().filter(|one| writer.rule(one)).collect();
        added.push_str(&writer.policy(&objects, route, &turns));
    }
    let whole = Span::new(file, 0..text.len());
    let mut written = edited(&text, whole, &edits);
    if !added.is_empty() && !written.ends_with('\n') {
        written.push('\n');
    }
    written.push_str(&added);
    notes.extend(lost_comments(file, &text, &written));
    notes.dedup();
    GatewayText {
        text: written,
        notes,
    }
}

fn drawn<'p>(
    file: FileId,
    reading: &mut Reading,
    plan: &'p Plan,
) -> (Vec<(FileId, Node)>, PlanSide<'p>) {
    let told = reading.problems.len();
    let nodes = read_documents(&reading.sources, file, &mut reading.problems);
    let documents: Vec<_> = nodes.into_iter().map(|node| (file, node)).collect();
    let (draft, _) = read(&documents, reading);
    // Without retries every backend is drawn, those too that no call comes to.
    let is_policy = |node: &Node| node.text_at(&["kind"]) == Some("BackendTrafficPolicy");
    let others = documents.iter().filter(|(_, node)| !is_policy(node));
    let others: Vec<_> = others.cloned().collect();
    let (all, _) = read(&others, reading);
    reading.problems.truncate(told);
    let side = PlanSide::of([&draft, &all], plan);
    (documents, side)
}

/// A rule whose backends are tried in turn, as the file and as the plan have them.
struct RuleTurn<'n> {
    list: &'n Node,
    primary: ComponentId,
    /// Each reference with its component, in the order of the priorities.
    configured: Vec<(&'n Node, Option<ComponentId>)>,
    /// What the plan lets stand in and the rule has.
    wanted: Vec<(ComponentId, Option<Vec<Symptom>>)>,
}

struct RuleWriter<'t, 'p> {
    text: &'t str,
    side: &'t PlanSide<'p>,
    edits: &'t mut Vec<TextEdit>,
    notes: &'t mut Vec<ExportNote>,
}

impl RuleWriter<'_, '_> {
    fn turn<'n>(&mut self, rule: &'n Node) -> Option<RuleTurn<'n>> {
        let list = rule.get("backendRefs").filter(|list| list.is_list())?;
        let mut levels: BTreeMap<u64, Vec<&Node>> = BTreeMap::new();
        for one in list.items() {
            let priority = one.get("priority").and_then(Node::count).unwrap_or(0);
            levels.entry(priority).or_default().push(one);
        }
        let (_, first) = levels.first_key_value()?;
        let primary = first
            .first()
            .and_then(|one| self.side.first(rule.span, one.span));
        let Some(primary) = primary else {
            let note = "the plan does not know the first backend of a rule; it is left as it is";
            self.notes.push(ExportNote::new(list.span, note));
            return None;
        };
        let name = self.side.id(primary);
        if levels.values().any(|level| level.len() > 1) {
            let message = format!(
                "`{name}`: backends of one priority share its calls; the rule is left as it is"
            );
            self.notes.push(ExportNote::new(list.span, message));
            return None;
        }
        let route = self.side.component(rule.span);
        let Some(stand_ins) = self.side.stand_ins(route, primary) else {
            let message = format!(
                "`{name}`: nobody needs it in the plan; its fallbacks are left as they are"
            );
            self.notes.push(ExportNote::new(list.span, message));
            return None;
        };
        let unsaid = self.side.cannot_say(route, primary, list.span);
        self.notes.extend(unsaid);
        let mut configured: Vec<(&Node, Option<ComponentId>)> = levels
            .into_values()
            .flatten()
            .map(|one| (one, self.side.component(one.span)))
            .collect();
        configured[0].1 = Some(primary);
        let has = |to: ComponentId| configured.iter().any(|(_, one)| *one == Some(to));
        let mut wanted = Vec::new();
        for one in stand_ins {
            let Fallback { to, triggers, .. } = one;
            match has(to.value) {
                true => wanted.push((to.value, triggers.clone())),
                false => {
                    let to = self.side.id(to.value);
                    let message = format!("`{name}`: the rule has no backend for `{to}`; left out");
                    self.notes.push(ExportNote::new(list.span, message));
                }
            }
        }
        Some(RuleTurn {
            list,
            primary,
            configured,
            wanted,
        })
    }

    /// Gives the backends of a rule their priorities; whether anything is tried behind the
    /// first.
    fn rule(&mut self, turn: &RuleTurn<'_>) -> bool {
        let order: Vec<Option<ComponentId>> = std::iter::once(turn.primary)
            .chain(turn.wanted.iter().map(|(to, _)| *to))
            .map(Some)
            .collect();
        let before: Vec<Option<ComponentId>> = turn.configured.iter().map(|(_, to)| *to).collect();
        let several = order.len() > 1;
        if order == before {
            return several;
        }
        let name = self.side.id(turn.primary);
        let mut kept = Vec::new();
        for node in turn.list.items() {
            let known = turn
                .configured
                .iter()
                .find(|(one, _)| one.span == node.span);
            let to = known.and_then(|(_, to)| *to);
            let Some(priority) = order.iter().position(|one| to.is_some() && *one == to) else {
                let backend = node.text_at(&["name"]).unwrap_or_default();
                let message = format!(
                    "`{name}`: the plan lets the backend `{backend}` not stand in; left out"
                );
                self.notes.push(ExportNote::new(node.span, message));
                continue;
            };
            let priority = priority.to_string();
            let was = node.get("priority").and_then(Node::text).unwrap_or("0");
            if was != priority {
                let message = format!("`{name}`: its priority was {was}, and is {priority}");
                self.notes.push(ExportNote::new(node.span, message));
            }
            let edit = match node.get("priority") {
                Some(said) if said.text() == Some(&priority) => None,
                Some(said) => Some(TextEdit::replace(self.text, said, priority)),
                None if priority == "0" => None,
                None => Some(TextEdit::add_key(self.text, node, "priority", &priority)),
            };
            kept.push((node, edit));
        }
        if kept.len() == turn.list.items().len() {
            self.edits
                .extend(kept.into_iter().filter_map(|(_, edit)| edit));
            return several;
        }
        let items: Vec<String> = kept
            .into_iter()
            .map(|(node, edit)| {
                let edits: Vec<TextEdit> = edit.into_iter().collect();
                edited(self.text, node.span, &edits).trim_end().to_owned()
            })
            .collect();
        self.edits.extend(relisted(self.text, turn.list, &items));
        several
    }

    /// Makes calls go on to the next priority; a policy that the file lacks is given back.
    fn policy(
        &mut self,
        objects: &Objects<'_>,
        route: &Object<'_>,
        turns: &[RuleTurn<'_>],
    ) -> String {
        let most = turns.iter().map(|one| one.wanted.len() + 1).max();
        let Some(levels) = most.and_then(|most| u64::try_from(most).ok()) else {
            return String::new();
        };
        let all = turns.iter().flat_map(|one| &one.wanted);
        let mut said = all.filter_map(|(to, triggers)| Some((*to, triggers.clone()?)));
        let wanted = said.next().map(|(_, triggers)| triggers);
        for (to, triggers) in said {
            if wanted
                .as_ref()
                .is_some_and(|one| !same_failures(one, &triggers, &SEEN))
            {
                let message = format!(
                    "`{}`: one policy says for the whole route on which failures calls go on; that of its first fallback counts",
                    self.side.id(to)
                );
                self.notes.push(ExportNote::new(route.node.span, message));
            }
        }
        let Some(retries) = Retries::of(objects, route) else {
            return self.new_policy(objects, route, levels, wanted.as_deref());
        };
        let Some(retry) = retries.policy.node.at(&["spec", "retry"]) else {
            return String::new();
        };
        if retries.each.is_none() {
            let key = "numAttemptsPerPriority";
            let message =
                format!("`{key}` is 1 now: without it no priority but the first is tried");
            self.notes.push(ExportNote::new(retry.span, message));
            self.edits.push(match retry.get(key) {
                Some(said) => TextEdit::replace(self.text, said, "1"),
                None => TextEdit::add_key(self.text, retry, key, "1"),
            });
        }
        let calls = retries.each.unwrap_or(1).saturating_mul(levels);
        let reaches = retry.get("numRetries").and_then(Node::count).unwrap_or(2) + 1;
        if reaches < calls {
            let calls = (calls - 1).to_string();
            let message = format!("`numRetries` is {calls} now: with less the last is never tried");
            self.notes.push(ExportNote::new(retry.span, message));
            self.edits.push(match retry.get("numRetries") {
                Some(said) => TextEdit::replace(self.text, said, calls),
                None => TextEdit::add_key(self.text, retry, "numRetries", &calls),
            });
        }
        let Some(wanted) = wanted.filter(|one| !same_failures(&retries.triggers, one, &SEEN))
        else {
            return String::new();
        };
        let on = retry_on(&wanted);
        let place = retry.get("retryOn").map_or(retry.span, |said| said.span);
        let message = format!("the failures on which calls go on are those of the plan now: {on}");
        self.notes.push(ExportNote::new(place, message));
        match retry.get("retryOn") {
            Some(said) if said.is_map() => {
                self.edits.push(TextEdit::replace(self.text, said, on));
            }
            _ => self
                .edits
                .push(TextEdit::add_key(self.text, retry, "retryOn", &on)),
        }
        self.hanging(
            &wanted,
            retry.at(&["perRetry", "timeout"]).is_some(),
            retry.span,
        );
        String::new()
    }

    fn hanging(&mut self, wanted: &[Symptom], has_timeout: bool, place: Span) {
        if wanted.contains(&Symptom::Timeout) && !has_timeout {
            let note = "no call that hangs goes on without `perRetry.timeout`: the plan does not say how long";
            self.notes.push(ExportNote::new(place, note));
        }
    }

    fn new_policy(
        &mut self,
        objects: &Objects<'_>,
        route: &Object<'_>,
        levels: u64,
        wanted: Option<&[Symptom]>,
    ) -> String {
        let target = ("HTTPRoute", route.name);
        if let Some(policy) = objects
            .aimed_at("BackendTrafficPolicy", target, route)
            .next()
        {
            let message = format!(
                "`{}` has no `retry`, so that no priority but the first is tried: add it there",
                policy.name
            );
            self.notes.push(ExportNote::new(policy.node.span, message));
            return String::new();
        }
        let usual = [Symptom::ServerError, Symptom::TooManyRequests];
        let wanted = wanted.unwrap_or(&usual);
        self.hanging(wanted, false, route.node.span);
        let message = format!(
            "a BackendTrafficPolicy `{}` is added behind the last document: without it no priority but the first is tried",
            route.name
        );
        self.notes.push(ExportNote::new(route.node.span, message));
        let namespace = route.node.text_at(&["metadata", "namespace"]);
        let namespace = namespace.map_or_else(String::new, |name| format!("  namespace: {name}\n"));
        let name = route.name;
        format!(
            "---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: BackendTrafficPolicy\n\
             metadata:\n  name: {name}\n{namespace}spec:\n  targetRefs:\n    \
             - {{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: {name} }}\n  \
             retry:\n    numAttemptsPerPriority: 1\n    numRetries: {}\n    retryOn: {}\n",
            levels - 1,
            retry_on(wanted)
        )
    }
}

/// On which failures a call is sent on.
fn retry_on(wanted: &[Symptom]) -> String {
    let codes: Vec<u16> = statuses_of(wanted)
        .into_iter()
        .filter(|code| *code < 500)
        .collect();
    let mut words = Vec::new();
    if wanted.contains(&Symptom::ServerError) {
        words.push("5xx");
    } else if wanted.contains(&Symptom::Timeout) {
        words.push("reset");
    }
    let mut parts = Vec::new();
    if !codes.is_empty() {
        words.push("retriable-status-codes");
        let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
        parts.push(format!("httpStatusCodes: [{}]", codes.join(", ")));
    }
    parts.push(format!("triggers: [{}]", words.join(", ")));
    format!("{{ {} }}", parts.join(", "))
}
