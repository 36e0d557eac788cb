use std::time::Instant;

use crate::cli::chain;
use jurymast_engine::analysis::{
    AlternativeFailure, Analysis, Completeness, Explainer, Explanation, FailedAlternative, Gaps,
    MaxOrder, Question, Via, why_at_rest,
};
use jurymast_engine::failure::{Biclique, SwitchInput};
use jurymast_plan::model::{ComponentId, Level, Plan, SHARE_UNKNOWN};
use jurymast_terms::text::Printout;
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::probability;
use super::words::{at_once, number, outermost_first, words};

/// A fault that is enough alone, and why where that was followed.
type Point = (ComponentId, Option<Explanation>);

/// Writes the answers for people, component by component.
pub(super) struct GapsTextWriter<'a> {
    analysis: &'a Analysis<'a>,
    plan: &'a Plan,
    explainer: Explainer<'a>,
    question: &'a Question,
    level: Level,
    /// Lines of each list at most.
    list: usize,
    /// What the columns of the probability are was said already.
    has_legend: bool,
    out: Printout,
}

impl<'a> GapsTextWriter<'a> {
    pub(super) fn new(
        analysis: &'a Analysis<'a>,
        question: &'a Question,
        (list, rounds): (usize, usize),
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            analysis,
            plan: analysis.plan,
            explainer: analysis.explainer().within(rounds).until(deadline),
            question,
            level: question.level,
            list,
            has_legend: false,
            out: Printout::new(),
        }
    }

    pub(super) fn one(&mut self, gaps: &Gaps) -> Printout {
        self.component(self.question, gaps);
        std::mem::take(&mut self.out)
    }

    /// What is to be said after all of them.
    pub(super) fn last(&self) -> Option<&'static str> {
        self.explainer.was_stopped().then_some(
            "Not everything is explained: the time was over. --time-limit gives it more.",
        )
    }

    fn component(&mut self, question: &Question, gaps: &Gaps) {
        self.heading(gaps);
        if gaps.at_rest {
            self.at_rest(gaps);
        } else if question.list > 0 {
            self.singles(gaps);
            self.pairs(gaps);
            self.larger(gaps);
        } else {
            let some = (1..).zip(&gaps.orders).filter(|(_, count)| *count != "0");
            for (order, count) in some {
                self.out.line(format!("  order {order:<4} {count}"));
            }
        }
        if !gaps.at_rest {
            self.reach(question, gaps);
        }
        if let Some(found) = &gaps.probability {
            let (of, level) = (gaps.component, gaps.level);
            self.out
                .append(&probability::text(self.plan, of, level, found, self.list));
            if probability::has_ranking(found) && !std::mem::replace(&mut self.has_legend, true) {
                self.out.wrapped(probability::LEGEND, 2, 4);
            }
        }
    }

    fn heading(&mut self, gaps: &Gaps) {
        let component = self.plan.component(gaps.component);
        let tier = component
            .tier
            .map_or_else(String::new, |tier| format!(", tier {}", tier.value));
        let verb = match self.level {
            Level::Down => "down",
            Level::Degraded | Level::Up => "down or degraded",
        };
        let sets = match gaps.count.as_str() {
            _ if gaps.at_rest => format!("{verb} without any fault"),
            "0" => format!("nothing found that takes it {verb}"),
            "1" => format!("1 minimal cut set takes it {verb}"),
            count => format!("{count} minimal cut sets take it {verb}"),
        };
        let line = format!("{} ({}{tier}): {sets}", component.id, component.kind());
        self.out.wrapped(line, 0, 2);
    }

    /// What has ended or expired, and how the component hangs on it.
    fn at_rest(&mut self, gaps: &Gaps) {
        let Some(why) = self.explainer.why(gaps.component, self.level, &[]) else {
            return;
        };
        let chain = why.chain();
        let ended = chain.first().copied().unwrap_or(gaps.component);
        let ended = self.ended(ended);
        let line = if chain.len() > 1 {
            format!("{ended}: {}", self.chain(&chain))
        } else {
            ended
        };
        self.out.wrapped(line, 2, 4);
        let line = "The empty set is its one minimal cut set: no further fault is needed.";
        self.out.wrapped(line, 2, 2);
    }

    /// "old retired on 2026-01-31"
    fn ended(&self, id: ComponentId) -> String {
        format!("{} {}", self.id(id), why_at_rest(self.plan, id))
    }

    /// ", from 3h on", where hold-overs put a loss off.
    fn held(&mut self, gaps: &Gaps, faults: &[ComponentId]) -> String {
        let until = self
            .explainer
            .holds_until(gaps.component, self.level, faults);
        until.map_or_else(String::new, |until| format!(" (from {until} on)"))
    }

    /// Each single point under the requirement of the component that it goes
    /// through.
    fn singles(&mut self, gaps: &Gaps) {
        let mut groups: Vec<(String, Vec<Point>)> = Vec::new();
        let mut shown = 0;
        for fault in gaps.single_points().take(self.list) {
            shown += 1;
            let why = self.explainer.why(gaps.component, self.level, &[fault]);
            let heading = match &why {
                Some(why) => self.way(why, fault),
                None if self.explainer.was_stopped() => "alone, by a way not looked at".to_owned(),
                None => "alone, from far away".to_owned(),
            };
            match groups.iter_mut().find(|(known, _)| *known == heading) {
                Some((_, faults)) => faults.push((fault, why)),
                None => groups.push((heading, vec![(fault, why)])),
            }
        }
        for (heading, faults) in groups {
            self.out.wrapped(&heading, 2, 4);
            for (fault, why) in faults {
                let detail = why.map_or_else(String::new, |why| self.detail(&why));
                let held = self.held(gaps, &[fault]);
                let line = format!("{}{held}{detail}", self.id(fault));
                self.out.wrapped(line, 4, 8);
            }
        }
        let all = gaps.orders.first().and_then(|count| count.parse().ok());
        let all: usize = all.unwrap_or(0);
        self.left_out(all.saturating_sub(shown), "single point");
    }

    /// What lets one fault through, as a heading over the faults it lets through.
    fn way(&self, why: &Explanation, fault: ComponentId) -> String {
        let Some(first) = why.steps.first() else {
            return "alone".to_owned();
        };
        let step = why.shared().unwrap_or(first);
        let by_way = if step == first {
            String::new()
        } else {
            format!(" through {},", self.id(first.on))
        };
        match &step.through {
            Via::Binding(role) => format!("alone, {} {}", words(*role), self.id(step.on)),
            Via::Short(at, lost) => {
                let requirement = &self.plan.component(step.component).requirements[*at];
                let left = requirement.group.iter().map(|to| to.value);
                let left = left.chain(requirement.fallbacks.iter().map(|to| to.to.value));
                let left: Vec<ComponentId> = left.filter(|to| !lost.contains(to)).collect();
                let who = match left.as_slice() {
                    [] => "what is left".to_owned(),
                    left => self.ids(left.iter().copied(), ", "),
                };
                let carries = match left.len() > 1 {
                    _ if self.analysis.in_doubt(step.component, fault).is_some() => "may carry",
                    true => "carry",
                    false => "carries",
                };
                format!(
                    "alone, through {}: {who} then {carries} less than {} needs",
                    self.ids(lost.iter().copied(), ", "),
                    self.id(step.component)
                )
            }
            Via::Bare(at) => {
                let requirement = &self.plan.component(step.component).requirements[*at];
                match requirement.group.as_slice() {
                    [one] => format!(
                        "alone, through {}: nothing stands in for it",
                        self.id(one.value)
                    ),
                    many => format!(
                        "alone, through one of {}: all are needed",
                        self.ids(many.iter().map(|to| to.value), ", ")
                    ),
                }
            }
            Via::Shared(at, lost) => {
                let requirement = &self.plan.component(step.component).requirements[*at];
                let is_first_choice =
                    |to: ComponentId| requirement.group.iter().any(|one| one.value == to);
                let of = |first: bool, fell: bool| {
                    let some = lost.iter().filter(move |lost| {
                        let is_lost = lost.why == AlternativeFailure::Lost;
                        is_first_choice(lost.to) == first && is_lost == fell
                    });
                    some.map(|lost| lost.to).collect::<Vec<_>>()
                };
                let (primaries, fallbacks, weak) =
                    (of(true, true), of(false, true), of(false, false));
                let its = |many: &[ComponentId]| {
                    if many.len() == 1 {
                        "its fallback"
                    } else {
                        "its fallbacks"
                    }
                };
                let is_lost_before = primaries.is_empty() && !fallbacks.is_empty();
                let through = match primaries.len() + fallbacks.len() > 1 {
                    true => "shared by",
                    false => "through",
                };
                let mut line = format!("alone,{by_way} {through} ");
                if is_lost_before {
                    let group = requirement.group.iter().map(|to| to.value);
                    let serve = match fallbacks.len() {
                        1 => "serves",
                        _ => "serve",
                    };
                    line.push_str(&format!(
                        "{}, which {serve} instead of {}",
                        self.ids(fallbacks.iter().copied(), " and "),
                        self.ids(group, " and ")
                    ));
                } else {
                    line.push_str(&self.ids(primaries, " and "));
                }
                if !is_lost_before && !fallbacks.is_empty() {
                    line.push_str(&format!(
                        " and {} {}",
                        its(&fallbacks),
                        self.ids(fallbacks, ", ")
                    ));
                }
                for one in lost.iter().filter(|one| weak.contains(&one.to)) {
                    line.push_str(&format!("; its fallback {}", self.no_help(one)));
                }
                line
            }
        }
    }

    /// How the fault gets there, where it is not the next thing itself.
    fn detail(&self, why: &Explanation) -> String {
        let mut detail = String::new();
        let chain = why.chain();
        if chain.len() > 1 {
            detail.push_str(&format!(": {}", self.chain(&chain)));
        }
        if let Some(step) = why.shared()
            && let Via::Shared(_, lost) = &step.through
        {
            if let [one] = lost.as_slice()
                && one.chain.len() == 1
                && why.steps.len() == 1
            {
                return String::new();
            }
            let ways: Vec<String> = lost
                .iter()
                .map(|lost| match (lost.chain.as_slice(), lost.why) {
                    ([], _) => self.no_help(lost),
                    (chain, AlternativeFailure::Stuck(_, what_for)) => {
                        let (chain, to) = (self.chain(chain), self.id(lost.to));
                        match what_for {
                            SwitchInput::Need => {
                                format!("{chain}, which the switch to {to} needs")
                            }
                            SwitchInput::Detector => {
                                format!("{chain}, without which nothing calls for {to}")
                            }
                            SwitchInput::Caller => {
                                format!("{chain}, without which nobody is called to switch to {to}")
                            }
                        }
                    }
                    (chain, _) => self.chain(chain),
                })
                .collect();
            detail = format!(": {}", ways.join("; "));
            if why.steps.first() != Some(step) {
                let rest = why.steps.iter().rev().skip_while(|other| *other != step);
                let way: Vec<ComponentId> = rest.map(|step| step.component).collect();
                detail.push_str(&format!("; so {}", self.chain(&way)));
            }
        }
        detail
    }

    /// "old retired on 2026-01-31", "cache serves for 8h only", "rules gives too little",
    /// "spare cannot be switched to: vpn is lost too", "spare is called for by nobody: probe
    /// is lost too"
    fn no_help(&self, lost: &FailedAlternative) -> String {
        match lost.why {
            AlternativeFailure::AtRest => self.ended(lost.to),
            AlternativeFailure::UsedUp(time) => {
                format!("{} serves for {time} only", self.id(lost.to))
            }
            AlternativeFailure::Stuck(need, what_for) => {
                let why = self.lost_too(lost, need);
                let cannot = match what_for {
                    SwitchInput::Need => "cannot be switched to",
                    SwitchInput::Detector => "is called for by nobody",
                    SwitchInput::Caller => "is switched to by whom nobody can call",
                };
                format!("{} {cannot}: {why}", self.id(lost.to))
            }
            AlternativeFailure::NeverFires => format!(
                "{} is set off by nothing: its triggers leave out what is seen",
                self.id(lost.to)
            ),
            AlternativeFailure::ShareUnknown => {
                format!("{} serves degraded: {SHARE_UNKNOWN}", self.id(lost.to))
            }
            AlternativeFailure::Lost | AlternativeFailure::TooLittle => {
                format!("{} gives too little", self.id(lost.to))
            }
        }
    }

    fn lost_too(&self, lost: &FailedAlternative, need: ComponentId) -> String {
        match lost.chain.is_empty() {
            true => self.ended(need),
            false if lost.from > Duration::ZERO => {
                format!("{} is lost too, from {} on", self.id(need), lost.from)
            }
            false => format!("{} is lost too", self.id(need)),
        }
    }

    fn pairs(&mut self, gaps: &Gaps) {
        let mut groups: Vec<(String, Vec<&Biclique>)> = Vec::new();
        for pair in gaps.pairs.iter().take(self.list) {
            let heading = self.pattern(gaps.component, pair);
            match groups.iter_mut().find(|(known, _)| *known == heading) {
                Some((_, pairs)) => pairs.push(pair),
                None => groups.push((heading, vec![pair])),
            }
        }
        let mut shown = 0;
        for (heading, pairs) in &groups {
            self.out.wrapped(heading, 2, 4);
            for pair in pairs {
                let (any, with) = (self.side(&pair.any), self.side(&pair.with));
                let held = match (pair.any.as_slice(), pair.with.as_slice()) {
                    ([one], [other]) => self.held(gaps, &[ComponentId(*one), ComponentId(*other)]),
                    _ => String::new(),
                };
                self.out.wrapped(format!("{any} with {with}{held}"), 4, 8);
                shown += 1;
            }
        }
        self.left_out(gaps.pairs.len().saturating_sub(shown), "group of pairs");
    }

    /// What people recognise in a pair: whose alternatives it takes.
    fn pattern(&mut self, component: ComponentId, pair: &Biclique) -> String {
        let Some((owner, at)) = self.explainer.pattern(component, self.level, pair) else {
            return "two together".to_owned();
        };
        let requirement = &self.plan.component(owner).requirements[at];
        let group = self.ids(requirement.group.iter().map(|to| to.value), ", ");
        let fallbacks = self.ids(requirement.fallbacks.iter().map(|to| to.to.value), ", ");
        let of = if owner == component {
            String::new()
        } else {
            format!(" of {}", self.id(owner))
        };
        if fallbacks.is_empty() {
            format!("two together, too few left of {group}{of}")
        } else {
            format!("two together, {group}{of} and what stands in for it, {fallbacks}")
        }
    }

    fn side(&self, members: &[u32]) -> String {
        const SHOWN: usize = 6;
        let mut ids: Vec<ComponentId> = members.iter().map(|at| ComponentId(*at)).collect();
        ids.sort_by_key(|id| (outermost_first(self.plan.component(*id).kind()), *id));
        let names: Vec<&str> = ids.iter().map(|id| self.id(*id)).collect();
        match names.as_slice() {
            [one] => (*one).to_owned(),
            some if some.len() <= SHOWN => format!("any of {}", some.join(", ")),
            many => format!("any of {}", wording::up_to(SHOWN, many)),
        }
    }

    fn larger(&mut self, gaps: &Gaps) {
        let is_said = |set: &&Vec<ComponentId>| match set.len() {
            0 | 1 => true,
            2 => !gaps.pairs.is_empty(),
            _ => false,
        };
        let larger = gaps.sets.iter().filter(|set| !is_said(set));
        for set in larger.take(self.list) {
            let line = format!(
                "{} together: {}{}",
                number(set.len()),
                self.ids(set.iter().copied(), ", "),
                self.held(gaps, set)
            );
            self.out.wrapped(line, 2, 4);
        }
        for (order, count) in (1..).zip(&gaps.orders).skip(2) {
            self.out.line(format!("  {count} of order {order}"));
        }
    }

    fn left_out(&mut self, count: usize, what: &str) {
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            let what = what.replace("group of", &format!("group{plural} of"));
            let what = if what.starts_with("group") {
                what
            } else {
                format!("{what}{plural}")
            };
            self.out
                .line(format!("  and {count} more {what}; --list shows more"));
        }
    }

    fn reach(&mut self, question: &Question, gaps: &Gaps) {
        let line = match (&gaps.reach, question.max_order) {
            _ if gaps.load_counted_to == Some(0) => {
                "INCOMPLETE: it is not counted who is served too little once demands move; \
                 that would be too much work."
                    .to_owned()
            }
            (Completeness::Stopped(order), _) if gaps.load_counted_to.is_some() => format!(
                "INCOMPLETE: it is complete up to {}; of more it is not counted who is served \
                 too little once demands move.",
                at_once(*order)
            ),
            (Completeness::Outright, _) => "These are all there are.".to_owned(),
            (Completeness::UpTo(order), _) => {
                format!(
                    "Complete up to {}; larger sets were not looked for.",
                    at_once(*order)
                )
            }
            (Completeness::Stopped(0), _) => {
                "INCOMPLETE: the limits stopped the search before anything was sure; \
                 --time-limit and --memory-limit give it more."
                    .to_owned()
            }
            (Completeness::Stopped(order), MaxOrder::UpTo(_) | MaxOrder::All) => format!(
                "INCOMPLETE: the limits stopped the search; it is complete up to {}. \
                 --time-limit and --memory-limit give it more.",
                at_once(*order)
            ),
        };
        self.out.wrapped(line, 2, 2);
    }

    fn id(&self, id: ComponentId) -> &str {
        &self.plan.component(id).id
    }

    fn chain(&self, chain: &[ComponentId]) -> String {
        chain::text(self.plan, chain, 0)
    }

    fn ids(&self, ids: impl IntoIterator<Item = ComponentId>, between: &str) -> String {
        let ids: Vec<&str> = ids.into_iter().map(|id| self.id(id)).collect();
        ids.join(between)
    }
}
