//! Lays one part out, from a corner of its own.

use super::graph::Link;
use super::grid::Grid;
use super::place::{self, Gaps};
use super::shapes::{self, Face, Rect};
use super::wires::{self, Stop, Wire};
use super::{compact, ports, relax};

/// Which way the layers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Down,
    Right,
}

/// One part, laid out from a corner of its own. Boxes are in the order of the part's nodes.
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) boxes: Vec<Rect>,
    pub(super) wires: Vec<Wire>,
}

/// Lays out one part. Inside, `x` runs across the layers and `y` along them.
pub(super) fn joined(grid: &Grid, links: &[Link], faces: &[&Face], flow: Flow) -> Sheet {
    let down = flow == Flow::Down;
    let mut depth = vec![0.0f64; grid.rows.len()];
    for (node, face) in faces.iter().enumerate() {
        let along = if down { face.height } else { face.width };
        let row = &mut depth[grid.layer[node]];
        *row = row.max(along);
    }
    let mut size = vec![2.0; grid.layer.len()];
    let mut reach = Vec::with_capacity(faces.len());
    for (node, face) in faces.iter().enumerate() {
        size[node] = if down { face.width } else { face.height };
        // Boxes are as high as their row, and so are the corners of pills.
        let height = if down {
            depth[grid.layer[node]]
        } else {
            face.height
        };
        let corner = shapes::corner(face.shape, height, down);
        reach.push((size[node] / 2.0 - corner).max(0.0));
    }
    let gaps = if down {
        Gaps {
            boxes: 26.0,
            lines: 14.0,
        }
    } else {
        Gaps {
            boxes: 18.0,
            lines: 12.0,
        }
    };
    let mut across = place::place(grid, &size, gaps);
    compact::compact(grid, &size, gaps, &mut across);
    relax::relax(grid, &size, gaps, &mut across);
    let low = across.iter().zip(&size).map(|(at, size)| at - size / 2.0);
    let low = low.fold(f64::MAX, f64::min);
    across.iter_mut().for_each(|at| *at = (*at - low).floor());
    let ends = ports::ends(grid, links, &across, &reach);
    let tops = tops(grid, links, &across, &ends, &depth, down);

    let high = across.iter().zip(&size).map(|(at, size)| at + size / 2.0);
    let breadth = high.fold(0.0, f64::max);
    let length = tops.last().map_or(0.0, |top| top + depth[tops.len() - 1]);
    let boxes = faces.iter().enumerate().map(|(node, face)| {
        let row = grid.layer[node];
        let side = across[node] - size[node] / 2.0;
        if down {
            Rect {
                x: side,
                y: tops[row],
                width: face.width,
                height: depth[row],
            }
        } else {
            Rect {
                x: tops[row],
                y: side,
                width: depth[row],
                height: face.height,
            }
        }
    });
    let wires = links.iter().enumerate().map(|(at, link)| {
        let chain = &grid.chains[at];
        let mut stops: Vec<Stop> = Vec::with_capacity(chain.len());
        for &cell in chain {
            let row = grid.layer[cell];
            stops.push(Stop {
                across: across[cell],
                enter: tops[row],
                leave: tops[row] + depth[row],
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
            first.across = ends[at].0;
            first.enter = first.leave - inset(link.tail, ends[at].0);
            last.across = ends[at].1;
            last.leave = last.enter + inset(link.head, ends[at].1);
        }
        wires::bend(&stops, link.flipped).moved(!down, 0.0, 0.0)
    });
    Sheet {
        width: if down { breadth } else { length },
        height: if down { length } else { breadth },
        boxes: boxes.collect(),
        wires: wires.collect(),
    }
}

/// Nodes without links, all of one size, in rows and columns.
pub(super) fn block(nodes: &[usize], faces: &[Face], room: f64) -> Sheet {
    let size = |of: fn(&Face) -> f64| nodes.iter().map(|&n| of(&faces[n])).fold(0.0, f64::max);
    let (width, height) = (size(|face| face.width), size(|face| face.height));
    let gap = 20.0;
    let columns = (((room + gap) / (width + gap)) as usize).clamp(1, nodes.len());
    let boxes = (0..nodes.len()).map(|at| Rect {
        x: (at % columns) as f64 * (width + gap),
        y: (at / columns) as f64 * (height + gap),
        width,
        height,
    });
    Sheet {
        width: columns as f64 * (width + gap) - gap,
        height: nodes.len().div_ceil(columns) as f64 * (height + gap) - gap,
        boxes: boxes.collect(),
        wires: Vec::new(),
    }
}

/// Where each layer begins: gaps grow with how far, and how many, wires bend in them.
fn tops(
    grid: &Grid,
    links: &[Link],
    across: &[f64],
    ends: &ports::Ends,
    depth: &[f64],
    down: bool,
) -> Vec<f64> {
    let mut bends = vec![(0.0f64, 0.0f64, false); depth.len()];
    for (at, link) in links.iter().enumerate() {
        let chain = &grid.chains[at];
        for (step, pair) in chain.windows(2).enumerate() {
            let from = if step == 0 {
                ends[at].0
            } else {
                across[pair[0]]
            };
            let to = if step + 2 == chain.len() {
                ends[at].1
            } else {
                across[pair[1]]
            };
            let gap = &mut bends[grid.layer[pair[0]]];
            let off = (from - to).abs();
            gap.0 = gap.0.max(off);
            gap.1 += f64::from(u8::from(off > 1.0));
            gap.2 |= step == 0 && !link.label.is_empty();
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
