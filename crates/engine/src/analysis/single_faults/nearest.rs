use crate::failure::batch::FaultAnswers;
use crate::failure::{Gate, Network, Propagation, Propagator};
use jurymast_plan::model::{ComponentId, Level};

use super::watched::Watched;

/// How far each fault is from the gates it takes.
pub(super) struct Nearest {
    /// For each gate: (distance, fault), ascending once complete.
    faults: Vec<Vec<(u32, u32)>>,
    /// For each gate the chains of its nearest fault.
    chains: Vec<Chains>,
}

type Chains = Vec<Vec<ComponentId>>;

/// Further than anything that was followed.
const FAR: u32 = u32::MAX;

/// Rounds of the first pass; each later one goes so many times further.
const ROUNDS: usize = 4;

/// A fault that takes a gate.
struct TakenGate {
    fault: u32,
    gate: u32,
}

impl Nearest {
    /// Follows every fault a few rounds, those that need it further and further, so
    /// that the near ones are known first; stops at so many `looks`.
    pub(super) fn of(
        network: &Network,
        watched: &Watched,
        hits: &FaultAnswers,
        looks: usize,
    ) -> Self {
        let mut nearest = Self {
            faults: vec![Vec::new(); watched.gates.len()],
            chains: vec![Chains::new(); watched.gates.len()],
        };
        let mut open: Vec<TakenGate> = Vec::new();
        for gate in 0..watched.gates.len() as u32 {
            let faults = hits.listed(gate).iter();
            open.extend(faults.map(|fault| TakenGate {
                fault: *fault,
                gate,
            }));
        }
        open.sort_by_key(|hit| (hit.fault, hit.gate));
        let mut sweep = Propagator::new(network);
        let mut rounds = ROUNDS;
        let mut other_looks = 0;
        while !open.is_empty() {
            let mut still = Vec::new();
            for hits in open.chunk_by(|one, other| one.fault == other.fault) {
                let is_over = sweep.looked() + other_looks >= looks;
                let fault = [(hits[0].fault, Level::Down)];
                let run = (!is_over).then(|| sweep.run_for(rounds, &fault));
                other_looks += hits.len();
                for hit in hits {
                    let gate = watched.gates[hit.gate as usize].of(network);
                    match run {
                        Some((outcome, settled)) if settled || is_final(gate, outcome) => {
                            other_looks += nearest.add(hit, gate, outcome);
                        }
                        Some(_) => still.push(TakenGate { ..*hit }),
                        None => nearest.faults[hit.gate as usize].push((FAR, hit.fault)),
                    }
                }
            }
            open = still;
            rounds = rounds.saturating_mul(ROUNDS);
        }
        for faults in &mut nearest.faults {
            faults.sort_unstable();
        }
        nearest
    }

    /// The faults of a gate, the nearest first, and the chains of that one.
    pub(super) fn take(&mut self, gate: u32) -> (Vec<ComponentId>, Chains) {
        let faults = std::mem::take(&mut self.faults[gate as usize]);
        let chains = std::mem::take(&mut self.chains[gate as usize]);
        let faults = faults.into_iter().map(|(_, fault)| ComponentId(fault));
        (faults.collect(), chains)
    }

    /// Gives the length of what it followed.
    fn add(&mut self, hit: &TakenGate, gate: Gate<'_>, outcome: &Propagation) -> usize {
        let of = |node: u32| outcome.level(node);
        let gone = gate.inputs().filter(|input| input.level(of) == Level::Down);
        let chains: Vec<Vec<u32>> = gone
            .map(|input| {
                let mut chain = outcome.chain(input.node);
                chain.push(input.node);
                chain
            })
            .collect();
        let distance: usize = chains.iter().map(Vec::len).sum();
        let at = hit.gate as usize;
        let one = (distance as u32, hit.fault);
        // The nearest of those known stands first.
        let known = self.faults[at].first().copied();
        self.faults[at].push(one);
        if known.is_none_or(|known| one < known) {
            let last = self.faults[at].len() - 1;
            self.faults[at].swap(0, last);
            let named = |chain: Vec<u32>| chain.into_iter().map(ComponentId).collect();
            self.chains[at] = chains.into_iter().map(named).collect();
        }
        distance
    }
}

/// Nothing that the gate looks at gets any worse.
fn is_final(gate: Gate<'_>, outcome: &Propagation) -> bool {
    gate.inputs()
        .all(|input| outcome.level(input.node) == Level::Down)
}
