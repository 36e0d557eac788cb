use std::ops::Range;

use super::super::Events;

/// What of a network matters to one target, once all events that cause it alone
/// are taken as the target: they need no votes but their own.
#[derive(Debug)]
pub(super) struct Cone {
    /// Events that alone cause the target through causes; the target is first.
    pub(super) certain: Vec<u32>,
    /// The other events that can play a part, by local number; 0 is the target
    /// together with all certain ones.
    pub(super) events: Vec<u32>,
    /// For each local number its place in an order in which inputs come first,
    /// cycles apart.
    pub(super) place: Vec<u32>,
    /// (cause, effect), local.
    pub(super) causes: Vec<(u32, u32)>,
    pub(super) votes: Vec<ConeVote>,
    /// Local.
    pub(super) voters: Vec<u32>,
}

#[derive(Debug)]
pub(super) struct ConeVote {
    pub(super) owner: u32,
    pub(super) needed: u32,
    /// In the voters of the cone.
    pub(super) voters: Range<usize>,
}

/// The local number of the target.
pub(super) const TARGET: u32 = 0;

const NONE: u32 = u32::MAX;

/// Local numbers of events, `NONE` between cones.
#[derive(Debug)]
pub(super) struct Numbers(Vec<u32>);

impl Numbers {
    pub(super) fn new(events: &Events) -> Self {
        Self(vec![NONE; events.len()])
    }
}

impl Cone {
    pub(super) fn of(events: &Events, target: u32, numbers: &mut Numbers) -> Self {
        let local = &mut numbers.0;
        let mut cone = Self {
            certain: certain(events, target, local),
            events: vec![target],
            place: vec![0],
            causes: Vec::new(),
            votes: Vec::new(),
            voters: Vec::new(),
        };
        cone.walk(events, local);
        for (cause, _) in &mut cone.causes {
            *cause = local[*cause as usize];
        }
        for voter in &mut cone.voters {
            *voter = local[*voter as usize];
        }
        for event in cone.certain.iter().chain(&cone.events) {
            local[*event as usize] = NONE;
        }
        cone
    }

    /// Depth first over inputs from the votes of the certain events; causes and
    /// voters are events until all have their numbers.
    fn walk(&mut self, events: &Events, local: &mut [u32]) {
        for at in 0..self.certain.len() {
            self.add_votes(events, self.certain[at], TARGET, local);
        }
        let mut open = vec![Frame {
            node: TARGET,
            causes: 0..0,
            voters: 0..self.voters.len(),
        }];
        let mut done = 0;
        while let Some(frame) = open.last_mut() {
            let next = match (frame.causes.next(), &mut frame.voters) {
                (Some(at), _) => Some(self.causes[at].0),
                (None, voters) => voters.next().map(|at| self.voters[at]),
            };
            match next {
                Some(event) if local[event as usize] == NONE => {
                    open.push(self.enter(events, event, local));
                }
                Some(_) => {}
                None => {
                    self.place[frame.node as usize] = done;
                    done += 1;
                    open.pop();
                }
            }
        }
    }

    fn enter(&mut self, events: &Events, event: u32, local: &mut [u32]) -> Frame {
        let node = self.events.len() as u32;
        local[event as usize] = node;
        self.events.push(event);
        self.place.push(0);
        let (causes, voters) = (self.causes.len(), self.voters.len());
        let others = events.causes(event).iter();
        let others = others.filter(|cause| local[**cause as usize] != TARGET);
        self.causes.extend(others.map(|cause| (*cause, node)));
        self.add_votes(events, event, node, local);
        Frame {
            node,
            causes: causes..self.causes.len(),
            voters: voters..self.voters.len(),
        }
    }

    /// A voter that is certain settles the target itself, so it is left out; a
    /// vote that then cannot be met as well.
    fn add_votes(&mut self, events: &Events, event: u32, owner: u32, local: &[u32]) {
        for vote in events.votes(event) {
            let first = self.voters.len();
            let open = vote.voters.iter();
            let open = open.filter(|voter| local[**voter as usize] != TARGET);
            self.voters.extend(open);
            if self.voters.len() - first < vote.needed as usize {
                self.voters.truncate(first);
            } else {
                self.votes.push(ConeVote {
                    owner,
                    needed: vote.needed,
                    voters: first..self.voters.len(),
                });
            }
        }
    }
}

/// An event whose inputs are being walked.
struct Frame {
    node: u32,
    causes: Range<usize>,
    voters: Range<usize>,
}

/// The target and all events that alone cause it, numbered [`TARGET`].
fn certain(events: &Events, target: u32, local: &mut [u32]) -> Vec<u32> {
    let mut certain = vec![target];
    local[target as usize] = TARGET;
    let mut at = 0;
    while let Some(event) = certain.get(at) {
        for &cause in events.causes(*event) {
            if std::mem::replace(&mut local[cause as usize], TARGET) != TARGET {
                certain.push(cause);
            }
        }
        at += 1;
    }
    certain
}
