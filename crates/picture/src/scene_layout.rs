//! Lays a whole scene out: each connected part, then the parts on shelves, with the layers running
//! the way that reads best.

use super::graph::{self, ConnectedPart, LayoutEdge};
use super::layered::{self, LayeredGraph};
use super::part_layout::{self, Flow, PartLayout};
use super::routes::Route;
use super::scene::Scene;
use super::shapes::{NodeFace, Rect};
use super::{crossings, layers};

/// Scenes past any of these are not drawn: nobody could read them.
pub(super) const MOST_NODES: usize = 5_000;
pub(super) const MOST_EDGES: usize = 20_000;
pub(super) const MOST_DUMMIES: usize = 150_000;

/// Layers with more nodes than this may turn the picture on its side.
const WIDE: usize = 7;
/// What an A4 page in portrait leaves between its margins, in CSS pixels.
const PAGE: (f64, f64) = (690.0, 980.0);
/// Limits on the nodes of a layer to try when a picture would be printed small.
const LIMITS: [usize; 3] = [24, 16, 10];
/// Past this many nodes only one limit is tried.
const TRY_ALL: usize = 600;
/// Room between parts, and around everything.
const BETWEEN: f64 = 36.0;
const MARGIN: f64 = 10.0;

/// A finished layout. Boxes are in scene order; edges have scene indices.
#[derive(Debug)]
pub(super) struct SceneLayout {
    pub(super) flow: Flow,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) boxes: Vec<Rect>,
    pub(super) routes: Vec<(LayoutEdge, Route)>,
}

/// Lays out a scene, or `None` if it is too large.
pub(super) fn lay_out(scene: &Scene, faces: &[NodeFace]) -> Option<SceneLayout> {
    if faces.len() > MOST_NODES {
        return None;
    }
    let edges = graph::acyclic_edges(scene);
    if edges.len() > MOST_EDGES {
        return None;
    }
    let mut parts = graph::connected_parts(faces.len(), edges);
    parts.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    let layerings: Vec<Vec<usize>> = parts
        .iter()
        .map(|part| layers::assign(part.nodes.len(), &part.edges))
        .collect();
    let fullest = layerings.iter().map(|l| layers::fullest(l)).max()?;
    let free = layered_parts(&parts, &layerings)?;
    let mut best = arrange(&parts, &free, faces, Flow::Down);
    if fullest <= WIDE {
        return Some(best);
    }
    best = clearer(best, arrange(&parts, &free, faces, Flow::Right), 1.0);
    let limits: &[usize] = if faces.len() > TRY_ALL {
        &LIMITS[..1]
    } else {
        &LIMITS
    };
    for &limit in limits.iter().filter(|&&limit| limit < fullest) {
        if scale(&best) > 0.6 {
            break;
        }
        let limited: Vec<Vec<usize>> = parts
            .iter()
            .zip(&layerings)
            .map(|(part, layer)| layers::limit(layer, &part.edges, limit))
            .collect();
        if let Some(parts_layered) = layered_parts(&parts, &limited) {
            for flow in [Flow::Down, Flow::Right] {
                best = clearer(best, arrange(&parts, &parts_layered, faces, flow), 1.15);
            }
        }
    }
    Some(best)
}

/// How far a layout must shrink to fit a page.
fn scale(layout: &SceneLayout) -> f64 {
    (PAGE.0 / layout.width).min(PAGE.1 / layout.height).min(1.0)
}

/// The second layout if it prints larger by a factor, else the first.
fn clearer(first: SceneLayout, second: SceneLayout, factor: f64) -> SceneLayout {
    if scale(&second) > scale(&first) * factor {
        second
    } else {
        first
    }
}

/// The parts in layers, crossings reduced; `None` if that takes too many dummies.
fn layered_parts(parts: &[ConnectedPart], layerings: &[Vec<usize>]) -> Option<Vec<LayeredGraph>> {
    let count =
        |(part, layer): (&ConnectedPart, &Vec<usize>)| layered::dummies_needed(layer, &part.edges);
    if parts.iter().zip(layerings).map(count).sum::<usize>() > MOST_DUMMIES {
        return None;
    }
    let reduced = |(part, layer): (&ConnectedPart, &Vec<usize>)| {
        let mut layered = LayeredGraph::new(layer, &part.edges);
        crossings::reduce(&mut layered);
        layered
    };
    Some(parts.iter().zip(layerings).map(reduced).collect())
}

/// Puts the parts side by side in shelves, and the nodes without edges in a block below.
fn arrange(
    parts: &[ConnectedPart],
    parts_layered: &[LayeredGraph],
    faces: &[NodeFace],
    flow: Flow,
) -> SceneLayout {
    let (joined, alone): (Vec<_>, Vec<_>) = parts
        .iter()
        .zip(parts_layered)
        .partition(|(part, _)| part.nodes.len() > 1);
    let mut layouts: Vec<(Vec<usize>, &[LayoutEdge], PartLayout)> = joined
        .into_iter()
        .map(|(part, layered)| {
            let own: Vec<&NodeFace> = part.nodes.iter().map(|&node| &faces[node]).collect();
            let part_layout = part_layout::lay_out(layered, &part.edges, &own, flow);
            (part.nodes.clone(), part.edges.as_slice(), part_layout)
        })
        .collect();
    let widest = layouts.iter().map(|(_, _, part_layout)| part_layout.width);
    let room = widest.fold(PAGE.0, f64::max);
    let mut alone: Vec<usize> = alone.iter().map(|(part, _)| part.nodes[0]).collect();
    alone.sort_unstable();
    if !alone.is_empty() {
        let part_layout = part_layout::unconnected(&alone, faces, room);
        layouts.push((alone, &[], part_layout));
    }
    let mut layout = SceneLayout {
        flow,
        width: 0.0,
        height: 0.0,
        boxes: vec![Rect::default(); faces.len()],
        routes: Vec::new(),
    };
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0f64);
    for (nodes, edges, part_layout) in &layouts {
        if x > 0.0 && x + part_layout.width > room {
            (x, y, shelf) = (0.0, y + shelf + BETWEEN, 0.0);
        }
        let (left, top) = (x + MARGIN, y + MARGIN);
        for (&node, rect) in nodes.iter().zip(&part_layout.boxes) {
            layout.boxes[node] = Rect {
                x: rect.x + left,
                y: rect.y + top,
                ..*rect
            };
        }
        for (edge, route) in edges.iter().zip(&part_layout.routes) {
            let mut edge = edge.clone();
            edge.tail = nodes[edge.tail];
            edge.head = nodes[edge.head];
            layout.routes.push((edge, route.moved(false, left, top)));
        }
        layout.width = layout.width.max(left + part_layout.width + MARGIN);
        layout.height = layout.height.max(top + part_layout.height + MARGIN);
        x += part_layout.width + BETWEEN;
        shelf = shelf.max(part_layout.height);
    }
    layout
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::super::shapes;
    use super::*;

    fn framed(scene: &Scene) -> SceneLayout {
        let faces: Vec<NodeFace> = scene.nodes.iter().map(shapes::measure).collect();
        lay_out(scene, &faces).unwrap()
    }

    fn shrunk(rect: &Rect, by: f64) -> Rect {
        Rect {
            x: rect.x + by,
            y: rect.y + by,
            width: rect.width - by * 2.0,
            height: rect.height - by * 2.0,
        }
    }

    fn holds(rect: &Rect, x: f64, y: f64) -> bool {
        x > rect.x && x < rect.x + rect.width && y > rect.y && y < rect.y + rect.height
    }

    /// Random scenes of every size up to 60 nodes, from sparse to dense.
    fn scenes() -> impl Iterator<Item = Scene> {
        (0..120).map(|seed| {
            let nodes = 1 + (seed as usize * 7) % 60;
            samples::random(seed, nodes, nodes * (1 + seed as usize % 5) / 2)
        })
    }

    #[test]
    fn boxes_stay_apart_and_inside() {
        for scene in scenes() {
            let layout = framed(&scene);
            for (at, rect) in layout.boxes.iter().enumerate() {
                assert!(rect.x >= 0.0 && rect.x + rect.width <= layout.width);
                assert!(rect.y >= 0.0 && rect.y + rect.height <= layout.height);
                for other in &layout.boxes[at + 1..] {
                    assert!(!rect.overlaps(other), "{rect:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn arrows_run_from_box_to_box() {
        for scene in scenes() {
            let layout = framed(&scene);
            for (edge, route) in &layout.routes {
                let (from, to) = edge.arrow();
                for (node, point) in [(from, route.start), (to, route.tip)] {
                    let rect = &layout.boxes[node];
                    // On the outline: no deeper than the point of a hexagon.
                    assert!(holds(&shrunk(rect, -0.1), point.x, point.y));
                    let deep = rect.width.min(rect.height) / 2.0 - 0.1;
                    assert!(!holds(&shrunk(rect, deep.min(14.5)), point.x, point.y));
                }
                let foot = route.foot();
                let head = (foot.x - route.tip.x).abs() + (foot.y - route.tip.y).abs();
                assert!(head < 10.0, "{head}");
            }
        }
    }

    #[test]
    fn routes_keep_out_of_boxes() {
        for scene in scenes() {
            let layout = framed(&scene);
            for (edge, route) in &layout.routes {
                for (node, rect) in layout.boxes.iter().enumerate() {
                    if node != edge.tail && node != edge.head {
                        let rect = shrunk(rect, 0.1);
                        let hit = route.samples(24).iter().any(|p| holds(&rect, p.x, p.y));
                        assert!(!hit, "{edge:?} runs through {node}");
                    }
                }
            }
        }
    }

    #[test]
    fn wide_scenes_turn_on_their_side() {
        let edges: Vec<_> = (1..13).map(|leaf| (0, leaf)).collect();
        assert_eq!(framed(&samples::plain(13, &edges)).flow, Flow::Right);
        assert_eq!(framed(&samples::plain(7, &edges[..6])).flow, Flow::Down);
    }

    #[test]
    fn a_graph_with_too_many_dummies_is_refused() {
        let chain = (1..1_000).map(|node| (node - 1, node));
        let skips = (0..400).map(|node| (node, node + 600));
        let scene = samples::plain(1_000, &chain.chain(skips).collect::<Vec<_>>());
        let faces: Vec<NodeFace> = scene.nodes.iter().map(shapes::measure).collect();
        assert!(lay_out(&scene, &faces).is_none());
    }
}
