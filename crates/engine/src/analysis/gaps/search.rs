use std::sync::Arc;
use std::time::Instant;

use crate::failure::batch::SinglePointTable;
use crate::failure::{EventGraph, USUAL_BUDGET};
use jurymast_diagram::Budget;
use jurymast_plan::model::{ComponentId, Plan};

use super::find::SearchContext;
use super::shared::{CutSetCache, SharedCutSets};
use super::{Completeness, Gaps, Limits, MaxOrder, Question};

/// CutSetCache a question for one component after the other, some at a time, so that
/// never more than a portion of the answers is held. The limits are for all of them
/// together; what they leave no time for is [`Search::left`].
#[derive(Debug)]
pub struct Search<'a> {
    asked: SearchContext<'a>,
    components: Vec<ComponentId>,
    /// How many are answered.
    at: usize,
    answers: Option<CutSetCache<'a>>,
    /// Orders 1 and 2 of the first components, where more is asked for.
    small: Vec<Arc<SharedCutSets>>,
    /// Sets that may still be listed.
    room: usize,
    /// Order 1 of all of them, once it was asked for.
    single_points: Option<SinglePointTable>,
}

/// Components whose answers are held at once.
const PORTION: usize = 512;
/// The same with probabilities, which are made one by one.
const WITH_PROBABILITY: usize = 32;
/// So many single points are sought one component after the other.
const FEW: usize = 8;

impl<'a> Search<'a> {
    pub(in crate::analysis) fn new(
        plan: &'a Plan,
        (events, own): (&'a EventGraph, &'a [bool]),
        components: &[ComponentId],
        question: &'a Question,
        limits: &'a Limits,
    ) -> Self {
        let asked = SearchContext {
            plan,
            events,
            own,
            question,
            limits,
        };
        Self {
            asked,
            components: components.to_vec(),
            at: 0,
            answers: None,
            small: Vec::new(),
            room: limits.listed,
            single_points: None,
        }
    }

    /// The components that were not looked at: all that are still to come, or those
    /// the limits left no time for.
    pub fn left(&self) -> &[ComponentId] {
        &self.components[self.at..]
    }

    /// The answers for the next components, in the order they were given; `None` once
    /// all are answered or the time is over. The first component always has one.
    pub fn next_portion(&mut self) -> Option<Vec<Gaps>> {
        let left = self.left().len();
        if left == 0 {
            return None;
        }
        let question = self.asked.question;
        let mut gaps = match question.max_order {
            MaxOrder::UpTo(0..=2) if self.at > 0 && self.is_late() => return None,
            MaxOrder::UpTo(order @ 0..=2) => {
                let portion = if question.probability {
                    WITH_PROBABILITY
                } else {
                    PORTION
                };
                self.small(portion.min(left), order)
            }
            order => self.large(order),
        };
        // What the time ended before it began was not looked at.
        while self.at + gaps.len() > 1
            && self.is_late()
            && gaps
                .last()
                .is_some_and(|last| last.reach == Completeness::Stopped(0))
        {
            gaps.pop();
        }
        for one in gaps.iter_mut().filter(|one| !one.at_rest) {
            self.asked.count_load(one);
        }
        self.at += gaps.len();
        (!gaps.is_empty()).then_some(gaps)
    }

    fn is_late(&self) -> bool {
        let deadline = self.asked.limits.deadline;
        deadline.is_some_and(|end| Instant::now() >= end)
    }

    /// Beyond order 2: the next component; once the time is over, what is known of those
    /// to come.
    fn large(&mut self, order: MaxOrder) -> Vec<Gaps> {
        if self.at == 0 {
            self.prepare();
        }
        let known = self.small.len();
        if self.at > 0 && self.is_late() {
            let end = known.min(self.at + PORTION).max(self.at);
            let known = self.at..end;
            return known.map(|at| self.stopped(at)).collect();
        }
        let component = self.components[self.at];
        if self.asked.is_at_rest(component) {
            return vec![Gaps::at_rest(component, self.asked.question)];
        }
        let small = match self.small.get(self.at) {
            Some(small) => Arc::clone(small),
            None => self.answers(&[component], 2).pop().unwrap_or_default(),
        };
        let (shares, list) = (self.left().len(), self.list());
        let gaps = self.asked.large((component, &small), order, shares, list);
        self.room -= gaps.sets.len();
        vec![gaps]
    }

    /// One hard component must not cost the others what is easy to tell of them.
    fn prepare(&mut self) {
        let mut room = self.asked.limits.memory / 64;
        while self.small.len() < self.components.len() && !self.is_late() {
            let from = self.small.len();
            let to = self.components.len().min(from + PORTION);
            let portion = self.components[from..to].to_vec();
            for small in self.answers(&portion, 2) {
                room = room.saturating_sub(small.size());
                self.small.push(small);
            }
            if room == 0 {
                return;
            }
        }
    }

    fn stopped(&mut self, at: usize) -> Gaps {
        if self.asked.is_at_rest(self.components[at]) {
            return Gaps::at_rest(self.components[at], self.asked.question);
        }
        let list = self.list();
        let gaps = self
            .asked
            .stopped(self.components[at], &self.small[at], list);
        self.room -= gaps.sets.len();
        gaps
    }

    /// Sets of the next component that are listed at most.
    fn list(&self) -> usize {
        self.asked.question.list.min(self.room)
    }

    fn answers(&mut self, components: &[ComponentId], order: usize) -> Vec<Arc<SharedCutSets>> {
        let asked = &self.asked;
        let answers = self.answers.get_or_insert_with(|| {
            let level = asked.question.level;
            CutSetCache::new(
                (asked.events, asked.own),
                (&self.components, level),
                asked.limits.memory / 16,
            )
        });
        answers.of(components, order, &asked.small_budget())
    }

    fn small(&mut self, portion: usize, order: usize) -> Vec<Gaps> {
        let components = self.components[self.at..self.at + portion].to_vec();
        let mut found: Vec<Gaps> = if order < 2 && self.components.len() > FEW {
            components.iter().map(|id| self.single(*id)).collect()
        } else {
            let sets = self.answers(&components, order);
            let mut found = Vec::with_capacity(components.len());
            for (id, sets) in components.iter().zip(sets) {
                let gaps = if self.asked.is_at_rest(*id) {
                    Gaps::at_rest(*id, self.asked.question)
                } else {
                    self.asked.listed(*id, &sets, (order, self.list()))
                };
                self.room -= gaps.sets.len();
                found.push(gaps);
            }
            found
        };
        if self.asked.question.probability {
            let open = found.iter_mut().enumerate();
            for (at, gaps) in open.filter(|(_, gaps)| !gaps.at_rest) {
                if self.at + at > 0 && self.is_late() {
                    found.truncate(at);
                    break;
                }
                let budget = self.asked.budget(self.components.len() - self.at - at);
                let cone = self.asked.cone(gaps.component);
                gaps.probability = Some(self.asked.probability(gaps.component, &cone, &budget).0);
            }
        }
        found
    }

    /// Order 1, which one look at every fault answers for all components.
    fn single(&mut self, component: ComponentId) -> Gaps {
        if self.asked.is_at_rest(component) {
            return Gaps::at_rest(component, self.asked.question);
        }
        let list = self.list();
        let SearchContext {
            question,
            limits,
            own,
            events,
            ..
        } = self.asked;
        if self.single_points.is_none() && !(self.at > 0 && self.is_late()) {
            self.single_points = SinglePointTable::of(
                events,
                own,
                (&self.components, question.level),
                limits.memory / 64,
                limits.deadline,
            );
        }
        let points = self.single_points.as_ref();
        let counted = points.and_then(|points| points.count(component));
        let count = counted.unwrap_or_default();
        let listed = points.into_iter().flat_map(|at| at.listed(component));
        let sets: Vec<_> = listed.map(|fault| vec![fault]).take(list).collect();
        self.room -= sets.len();
        Gaps {
            component,
            level: question.level,
            at_rest: false,
            orders: vec![count.to_string()],
            count: count.to_string(),
            reach: match counted {
                Some(_) => Completeness::UpTo(1),
                None => Completeness::Stopped(0),
            },
            sets,
            load_counted_to: None,
            pairs: [].into(),
            probability: None,
        }
    }
}

impl SearchContext<'_> {
    /// Whether the component is at the level without any fault.
    fn is_at_rest(&self, component: ComponentId) -> bool {
        self.events.at_rest(component.0) >= self.question.level
    }

    /// Says where it is known for few faults at once only who is served too little; the
    /// chance may be greater then.
    fn count_load(&self, gaps: &mut Gaps) {
        let Some(order) = self.events.counted_up_to(gaps.component.0) else {
            return;
        };
        let empty = Gaps::at_rest(gaps.component, self.question);
        *gaps = std::mem::replace(gaps, empty).load_counted_to(order);
        if let Some(odds) = &mut gaps.probability {
            odds.at_least(self.plan);
        }
    }

    /// One component's, but for the time and what is held together.
    pub(super) fn small_budget(&self) -> Budget {
        Budget::new(self.limits.memory, self.limits.deadline).with_steps(USUAL_BUDGET.steps())
    }
}

/// CutSetCache the question for each component, in the order given; what the limits left
/// no time for says so.
pub fn gaps(
    plan: &Plan,
    (events, own): (&EventGraph, &[bool]),
    components: &[ComponentId],
    question: &Question,
    limits: &Limits,
) -> Vec<Gaps> {
    let mut search = Search::new(plan, (events, own), components, question, limits);
    let mut found = Vec::with_capacity(components.len());
    while let Some(portion) = search.next_portion() {
        found.extend(portion);
    }
    found.extend(search.left().iter().map(|id| Gaps {
        component: *id,
        level: question.level,
        at_rest: false,
        orders: Vec::new(),
        count: "0".to_owned(),
        reach: Completeness::Stopped(0),
        sets: Vec::new(),
        load_counted_to: None,
        pairs: [].into(),
        probability: None,
    }));
    found
}
