//! Lays one part out, from a corner of its own.

use super::brandes_koepf::{self, Spacing};
use super::graph::LayoutEdge;
use super::layered::LayeredGraph;
use super::routes::{self, Route, RouteStop};
use super::shapes::{self, NodeFace, Rect};
use super::{ports, relax, shorten};

/// Which way the layers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Down,
    Right,
}

/// One part, laid out from a corner of its own. Boxes are in the order of the part's nodes.
pub(super) struct PartLayout {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) boxes: Vec<Rect>,
    pub(super) routes: Vec<Route>,
}

/// Lays out one part. Inside, `x` runs across the layers and `y` along them.
pub(super) fn lay_out(
    layered: &LayeredGraph,
    edges: &[LayoutEdge],
    faces: &[&NodeFace],
    flow: Flow,
) -> PartLayout {
    let down = flow == Flow::Down;
    let mut depth = vec![0.0f64; layered.layers.len()];
    for (node, face) in faces.iter().enumerate() {
        let along = if down { face.height } else { face.width };
        let layer = &mut depth[layered.layer_of[node]];
        *layer = layer.max(along);
    }
    let mut size = vec![2.0; layered.layer_of.len()];
    let mut reach = Vec::with_capacity(faces.len());
    for (node, face) in faces.iter().enumerate() {
        size[node] = if down { face.width } else { face.height };
        // Boxes are as high as their layer, and so are the corners of pills.
        let height = if down {
            depth[layered.layer_of[node]]
        } else {
            face.height
        };
        let corner = shapes::corner(face.shape, height, down);
        reach.push((size[node] / 2.0 - corner).max(0.0));
    }
    let spacing = if down {
        Spacing {
            nodes: 26.0,
            dummies: 14.0,
        }
    } else {
        Spacing {
            nodes: 18.0,
            dummies: 12.0,
        }
    };
    let mut across = brandes_koepf::coordinates(layered, &size, spacing);
    shorten::shorten_edges(layered, &size, spacing, &mut across);
    relax::relax(layered, &size, spacing, &mut across);
    let low = across.iter().zip(&size).map(|(at, size)| at - size / 2.0);
    let low = low.fold(f64::MAX, f64::min);
    across.iter_mut().for_each(|at| *at = (*at - low).floor());
    let ports_of = ports::choose(layered, edges, &across, &reach);
    let tops = tops(layered, edges, &across, &ports_of, &depth, down);

    let high = across.iter().zip(&size).map(|(at, size)| at + size / 2.0);
    let breadth = high.fold(0.0, f64::max);
    let length = tops.last().map_or(0.0, |top| top + depth[tops.len() - 1]);
    let boxes = faces.iter().enumerate().map(|(node, face)| {
        let layer = layered.layer_of[node];
        let side = across[node] - size[node] / 2.0;
        if down {
            Rect {
                x: side,
                y: tops[layer],
                width: face.width,
                height: depth[layer],
            }
        } else {
            Rect {
                x: tops[layer],
                y: side,
                width: depth[layer],
                height: face.height,
            }
        }
    });
    let routes = edges.iter().enumerate().map(|(at, edge)| {
        let chain = &layered.chains[at];
        let mut stops: Vec<RouteStop> = Vec::with_capacity(chain.len());
        for &vertex in chain {
            let layer = layered.layer_of[vertex];
            stops.push(RouteStop {
                across: across[vertex],
                enter: tops[layer],
                leave: tops[layer] + depth[layer],
            });
        }
        let inset = |node: usize, at: f64| {
            let face = faces[node];
            if down {
                0.0
            } else {
                shapes::inset(face.shape, face.height, at - across[node])
            }
        };
        if let [first, .., last] = stops.as_mut_slice() {
            first.across = ports_of[at].0;
            first.enter = first.leave - inset(edge.tail, ports_of[at].0);
            last.across = ports_of[at].1;
            last.leave = last.enter + inset(edge.head, ports_of[at].1);
        }
        routes::bend(&stops, edge.reversed).moved(!down, 0.0, 0.0)
    });
    PartLayout {
        width: if down { breadth } else { length },
        height: if down { length } else { breadth },
        boxes: boxes.collect(),
        routes: routes.collect(),
    }
}

/// Nodes without edges, all of one size, in rows and columns.
pub(super) fn unconnected(nodes: &[usize], faces: &[NodeFace], room: f64) -> PartLayout {
    let size = |of: fn(&NodeFace) -> f64| nodes.iter().map(|&n| of(&faces[n])).fold(0.0, f64::max);
    let (width, height) = (size(|face| face.width), size(|face| face.height));
    let gap = 20.0;
    let columns = (((room + gap) / (width + gap)) as usize).clamp(1, nodes.len());
    let boxes = (0..nodes.len()).map(|at| Rect {
        x: (at % columns) as f64 * (width + gap),
        y: (at / columns) as f64 * (height + gap),
        width,
        height,
    });
    PartLayout {
        width: columns as f64 * (width + gap) - gap,
        height: nodes.len().div_ceil(columns) as f64 * (height + gap) - gap,
        boxes: boxes.collect(),
        routes: Vec::new(),
    }
}

/// Where each layer begins: gaps grow with how far, and how many, routes bend in them.
fn tops(
    layered: &LayeredGraph,
    edges: &[LayoutEdge],
    across: &[f64],
    ports_of: &ports::Ports,
    depth: &[f64],
    down: bool,
) -> Vec<f64> {
    let mut bends = vec![(0.0f64, 0.0f64, false); depth.len()];
    for (at, edge) in edges.iter().enumerate() {
        let chain = &layered.chains[at];
        for (step, pair) in chain.windows(2).enumerate() {
            let from = if step == 0 {
                ports_of[at].0
            } else {
                across[pair[0]]
            };
            let to = if step + 2 == chain.len() {
                ports_of[at].1
            } else {
                across[pair[1]]
            };
            let gap = &mut bends[layered.layer_of[pair[0]]];
            let off = (from - to).abs();
            gap.0 = gap.0.max(off);
            gap.1 += f64::from(u8::from(off > 1.0));
            gap.2 |= step == 0 && !edge.label.is_empty();
        }
    }
    let mut top = 0.0;
    bends
        .iter()
        .zip(depth)
        .map(|(&(farthest, count, labelled), depth)| {
            let here = top;
            let (base, label) = if down { (42.0, 14.0) } else { (52.0, 44.0) };
            let more = (farthest * 0.09 + count * 1.5).min(64.0);
            let label = if labelled { label } else { 0.0 };
            top += (depth + base + more + label).round();
            here
        })
        .collect()
}
