use super::Diagram;
use super::build::Part;
use super::modules::Leaf;
use super::nodes::TRUE;

impl Diagram {
    /// The probability that the top is true; `chances` are those of the variables,
    /// each from 0 to 1, independent of each other.
    pub fn probability(&self, chances: &[f64]) -> f64 {
        self.parts_probable(chances).last().copied().unwrap_or(0.0)
    }

    /// For each variable: how much the probability of the top grows when it goes
    /// from never to always (Birnbaum 1969).
    pub fn birnbaum(&self, chances: &[f64]) -> Vec<f64> {
        let below = self.parts_probable(chances);
        let mut weights = vec![0.0; self.parts.len()];
        if let Some(top) = weights.last_mut() {
            *top = 1.0;
        }
        let mut rates = vec![0.0; self.variables];
        for (at, part) in self.parts.iter().enumerate().rev() {
            let leaves = leaf_chances(part, chances, &below);
            let nodes = probable(part, &leaves);
            let mut reached = vec![0.0; nodes.len()];
            reached[part.graph.root as usize] = weights[at];
            for (node, of) in part.graph.nodes.iter().enumerate().skip(2).rev() {
                let arriving = reached[node];
                let level = of.level as usize;
                let rate = arriving * (nodes[of.high as usize] - nodes[of.low as usize]);
                match part.leaves[level] {
                    Leaf::Variable(variable) => rates[variable as usize] += rate,
                    Leaf::Module(inner) => weights[inner as usize] += rate,
                }
                reached[of.high as usize] += arriving * leaves[level];
                reached[of.low as usize] += arriving * (1.0 - leaves[level]);
            }
        }
        rates
    }

    fn parts_probable(&self, chances: &[f64]) -> Vec<f64> {
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let leaves = leaf_chances(part, chances, &parts);
            parts.push(probable(part, &leaves)[part.graph.root as usize]);
        }
        parts
    }
}

fn leaf_chances(part: &Part, chances: &[f64], parts: &[f64]) -> Vec<f64> {
    let leaves = part.leaves.iter().map(|leaf| match leaf {
        Leaf::Variable(at) => chances[*at as usize],
        Leaf::Module(at) => parts[*at as usize],
    });
    leaves.collect()
}

/// The probability of each node.
fn probable(part: &Part, leaves: &[f64]) -> Vec<f64> {
    let mut nodes = vec![0.0; part.graph.nodes.len()];
    nodes[TRUE as usize] = 1.0;
    for (at, node) in part.graph.nodes.iter().enumerate().skip(2) {
        let chance = leaves[node.level as usize];
        nodes[at] = chance * nodes[node.high as usize] + (1.0 - chance) * nodes[node.low as usize];
    }
    nodes
}
