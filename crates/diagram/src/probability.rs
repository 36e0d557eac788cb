//! Probabilities, exactly, in one pass over the diagram (Rauzy 1993): of the top event, and how much
//! it depends on each variable.

use super::Diagram;
use super::diagram::ModuleDiagram;
use super::modules::Leaf;
use super::node_table::TRUE;

impl Diagram {
    /// The probability that the top is true, from 0 to 1. `probabilities` holds that of each variable
    /// to be true, in their order; they are independent of each other.
    pub fn probability(&self, probabilities: &[f64]) -> f64 {
        self.module_probabilities(probabilities)
            .last()
            .copied()
            .unwrap_or(0.0)
    }

    /// By variable: how much the probability of the top grows when the variable goes from never to
    /// always true (Birnbaum 1969), from 0 to 1.
    pub fn birnbaum(&self, probabilities: &[f64]) -> Vec<f64> {
        let below = self.module_probabilities(probabilities);
        let mut weights = vec![0.0; self.modules.len()];
        if let Some(top) = weights.last_mut() {
            *top = 1.0;
        }
        let mut rates = vec![0.0; self.variables];
        for (at, module) in self.modules.iter().enumerate().rev() {
            let leaves = leaf_probabilities(module, probabilities, &below);
            let nodes = node_probabilities(module, &leaves);
            let mut reached = vec![0.0; nodes.len()];
            reached[module.graph.root as usize] = weights[at];
            for (node, of) in module.graph.nodes.iter().enumerate().skip(2).rev() {
                let arriving = reached[node];
                let level = of.level as usize;
                let rate = arriving * (nodes[of.high as usize] - nodes[of.low as usize]);
                match module.leaves[level] {
                    Leaf::Variable(variable) => rates[variable as usize] += rate,
                    Leaf::Module(inner) => weights[inner as usize] += rate,
                }
                reached[of.high as usize] += arriving * leaves[level];
                reached[of.low as usize] += arriving * (1.0 - leaves[level]);
            }
        }
        rates
    }

    fn module_probabilities(&self, probabilities: &[f64]) -> Vec<f64> {
        let mut modules = Vec::with_capacity(self.modules.len());
        for module in &self.modules {
            let leaves = leaf_probabilities(module, probabilities, &modules);
            modules.push(node_probabilities(module, &leaves)[module.graph.root as usize]);
        }
        modules
    }
}

fn leaf_probabilities(module: &ModuleDiagram, probabilities: &[f64], modules: &[f64]) -> Vec<f64> {
    let leaves = module.leaves.iter().map(|leaf| match leaf {
        Leaf::Variable(at) => probabilities[*at as usize],
        Leaf::Module(at) => modules[*at as usize],
    });
    leaves.collect()
}

/// The probability of each node.
fn node_probabilities(module: &ModuleDiagram, leaves: &[f64]) -> Vec<f64> {
    let mut nodes = vec![0.0; module.graph.nodes.len()];
    nodes[TRUE as usize] = 1.0;
    for (at, node) in module.graph.nodes.iter().enumerate().skip(2) {
        let probability = leaves[node.level as usize];
        nodes[at] = probability * nodes[node.high as usize]
            + (1.0 - probability) * nodes[node.low as usize];
    }
    nodes
}
