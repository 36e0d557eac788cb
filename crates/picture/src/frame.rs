//! Lays a whole scene out: parts on sheets, sheets on a page, the way round that reads best.

use super::graph::{self, Link, Part};
use super::grid::{self, Grid};
use super::scene::Scene;
use super::shapes::{Face, Rect};
use super::sheet::{self, Flow, Sheet};
use super::wires::Wire;
use super::{layers, order};

/// Scenes past any of these are not drawn: nobody could read them.
pub(super) const MOST_NODES: usize = 5_000;
pub(super) const MOST_LINKS: usize = 20_000;
pub(super) const MOST_WAYPOINTS: usize = 150_000;

/// Layers with more nodes than this may turn the picture on its side.
const WIDE: usize = 7;
/// What an A4 page in portrait leaves between its margins, in CSS pixels.
const PAGE: (f64, f64) = (690.0, 980.0);
/// Limits on layers to try when a picture would be printed small.
const LIMITS: [usize; 3] = [24, 16, 10];
/// Past this many nodes only one limit is tried.
const TRY_ALL: usize = 600;
/// Room between parts, and around everything.
const BETWEEN: f64 = 36.0;
const MARGIN: f64 = 10.0;

/// A finished layout. Boxes are in scene order; links have scene indices.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) flow: Flow,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) boxes: Vec<Rect>,
    pub(super) wires: Vec<(Link, Wire)>,
}

/// Lays out a scene, or `None` if it is too large.
pub(super) fn frame(scene: &Scene, faces: &[Face]) -> Option<Frame> {
    if faces.len() > MOST_NODES {
        return None;
    }
    let links = graph::links(scene);
    if links.len() > MOST_LINKS {
        return None;
    }
    let mut parts = graph::parts(faces.len(), links);
    parts.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    let layered: Vec<Vec<usize>> = parts
        .iter()
        .map(|part| layers::assign(part.nodes.len(), &part.links))
        .collect();
    let fullest = layered.iter().map(|l| layers::fullest(l)).max()?;
    let free = grids(&parts, &layered)?;
    let mut best = page(&parts, &free, faces, Flow::Down);
    if fullest <= WIDE {
        return Some(best);
    }
    best = clearer(best, page(&parts, &free, faces, Flow::Right), 1.0);
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
            .zip(&layered)
            .map(|(part, layer)| layers::limit(layer, &part.links, limit))
            .collect();
        if let Some(grids) = grids(&parts, &limited) {
            for flow in [Flow::Down, Flow::Right] {
                best = clearer(best, page(&parts, &grids, faces, flow), 1.15);
            }
        }
    }
    Some(best)
}

/// How far a layout must shrink to fit a page.
fn scale(frame: &Frame) -> f64 {
    (PAGE.0 / frame.width).min(PAGE.1 / frame.height).min(1.0)
}

/// The second layout if it prints larger by a factor, else the first.
fn clearer(first: Frame, second: Frame, factor: f64) -> Frame {
    if scale(&second) > scale(&first) * factor {
        second
    } else {
        first
    }
}

/// The parts in rows, untangled; `None` if that takes too many waypoints.
fn grids(parts: &[Part], layered: &[Vec<usize>]) -> Option<Vec<Grid>> {
    let count = |(part, layer): (&Part, &Vec<usize>)| grid::waypoints(layer, &part.links);
    if parts.iter().zip(layered).map(count).sum::<usize>() > MOST_WAYPOINTS {
        return None;
    }
    let untangled = |(part, layer): (&Part, &Vec<usize>)| {
        let mut grid = Grid::new(layer, &part.links);
        order::untangle(&mut grid);
        grid
    };
    Some(parts.iter().zip(layered).map(untangled).collect())
}

/// Puts the sheets side by side in shelves, and the nodes without links in a block below.
fn page(parts: &[Part], grids: &[Grid], faces: &[Face], flow: Flow) -> Frame {
    let (joined, alone): (Vec<_>, Vec<_>) = parts
        .iter()
        .zip(grids)
        .partition(|(part, _)| part.nodes.len() > 1);
    let mut sheets: Vec<(Vec<usize>, &[Link], Sheet)> = joined
        .into_iter()
        .map(|(part, grid)| {
            let own: Vec<&Face> = part.nodes.iter().map(|&node| &faces[node]).collect();
            let sheet = sheet::joined(grid, &part.links, &own, flow);
            (part.nodes.clone(), part.links.as_slice(), sheet)
        })
        .collect();
    let widest = sheets.iter().map(|(_, _, sheet)| sheet.width);
    let room = widest.fold(PAGE.0, f64::max);
    let mut alone: Vec<usize> = alone.iter().map(|(part, _)| part.nodes[0]).collect();
    alone.sort_unstable();
    if !alone.is_empty() {
        let sheet = sheet::block(&alone, faces, room);
        sheets.push((alone, &[], sheet));
    }
    let mut frame = Frame {
        flow,
        width: 0.0,
        height: 0.0,
        boxes: vec![Rect::default(); faces.len()],
        wires: Vec::new(),
    };
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0f64);
    for (nodes, links, sheet) in &sheets {
        if x > 0.0 && x + sheet.width > room {
            (x, y, shelf) = (0.0, y + shelf + BETWEEN, 0.0);
        }
        let (left, top) = (x + MARGIN, y + MARGIN);
        for (&node, rect) in nodes.iter().zip(&sheet.boxes) {
            frame.boxes[node] = Rect {
                x: rect.x + left,
                y: rect.y + top,
                ..*rect
            };
        }
        for (link, wire) in links.iter().zip(&sheet.wires) {
            let mut link = link.clone();
            link.tail = nodes[link.tail];
            link.head = nodes[link.head];
            frame.wires.push((link, wire.moved(false, left, top)));
        }
        frame.width = frame.width.max(left + sheet.width + MARGIN);
        frame.height = frame.height.max(top + sheet.height + MARGIN);
        x += sheet.width + BETWEEN;
        shelf = shelf.max(sheet.height);
    }
    frame
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::super::shapes;
    use super::*;

    fn framed(scene: &Scene) -> Frame {
        let faces: Vec<Face> = scene.nodes.iter().map(shapes::face).collect();
        frame(scene, &faces).unwrap()
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
            let frame = framed(&scene);
            for (at, rect) in frame.boxes.iter().enumerate() {
                assert!(rect.x >= 0.0 && rect.x + rect.width <= frame.width);
                assert!(rect.y >= 0.0 && rect.y + rect.height <= frame.height);
                for other in &frame.boxes[at + 1..] {
                    assert!(!rect.overlaps(other), "{rect:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn arrows_run_from_box_to_box() {
        for scene in scenes() {
            let frame = framed(&scene);
            for (link, wire) in &frame.wires {
                let (from, to) = link.arrow();
                for (node, point) in [(from, wire.start), (to, wire.tip)] {
                    let rect = &frame.boxes[node];
                    // On the outline: no deeper than the point of a hexagon.
                    assert!(holds(&shrunk(rect, -0.1), point.x, point.y));
                    let deep = rect.width.min(rect.height) / 2.0 - 0.1;
                    assert!(!holds(&shrunk(rect, deep.min(14.5)), point.x, point.y));
                }
                let foot = wire.foot();
                let head = (foot.x - wire.tip.x).abs() + (foot.y - wire.tip.y).abs();
                assert!(head < 10.0, "{head}");
            }
        }
    }

    #[test]
    fn wires_keep_out_of_boxes() {
        for scene in scenes() {
            let frame = framed(&scene);
            for (link, wire) in &frame.wires {
                for (node, rect) in frame.boxes.iter().enumerate() {
                    if node != link.tail && node != link.head {
                        let rect = shrunk(rect, 0.1);
                        let hit = wire.samples(24).iter().any(|p| holds(&rect, p.x, p.y));
                        assert!(!hit, "{link:?} runs through {node}");
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
    fn a_graph_with_too_many_waypoints_is_refused() {
        let chain = (1..1_000).map(|node| (node - 1, node));
        let skips = (0..400).map(|node| (node, node + 600));
        let scene = samples::plain(1_000, &chain.chain(skips).collect::<Vec<_>>());
        let faces: Vec<Face> = scene.nodes.iter().map(shapes::face).collect();
        assert!(frame(&scene, &faces).is_none());
    }
}
