//! Finds room for the labels of edges: where they cover no box, no other label, and few other routes.

use super::part_layout::Flow;
use super::routes::Point;
use super::scene_layout::SceneLayout;
use super::shapes::Rect;
use super::text;

pub(super) const SIZE: f64 = 12.0;

const ROOM: f64 = 120.0;
const HEIGHT: f64 = 16.0;
/// Past this many labels the rest are left to the tooltips.
const MOST: usize = 600;
/// Past this many routes, what a label covers is not counted.
const MANY_ROUTES: usize = 400;

/// A label where it is drawn.
#[derive(Debug)]
pub(super) struct PlacedLabel {
    pub(super) middle: Point,
    pub(super) text: String,
}

/// One place or none for each route, in the order of the routes.
pub(super) fn place(layout: &SceneLayout) -> Vec<Option<PlacedLabel>> {
    let labelled = layout.routes.iter().any(|(edge, _)| !edge.label.is_empty());
    if !labelled {
        return layout.routes.iter().map(|_| None).collect();
    }
    let paths: Vec<Vec<Point>> = if layout.routes.len() > MANY_ROUTES {
        Vec::new()
    } else {
        let paths = layout.routes.iter().map(|(_, route)| route.samples(10));
        paths.collect()
    };
    let mut taken: Vec<Rect> = Vec::new();
    let mut placed = Vec::with_capacity(layout.routes.len());
    for (at, (edge, route)) in layout.routes.iter().enumerate() {
        let label = text::clean(&edge.label);
        if label.is_empty() || taken.len() >= MOST {
            placed.push(None);
            continue;
        }
        let label = text::fit(&label, SIZE, ROOM);
        let width = text::width(&label, SIZE) + 6.0;
        let points = route.samples(16);
        let half = points.len() as f64 / 2.0;
        let mut best: Option<(f64, Point, Rect)> = None;
        for (step, &middle) in points.iter().enumerate() {
            let rect = Rect {
                x: middle.x - width / 2.0,
                y: middle.y - HEIGHT / 2.0,
                width,
                height: HEIGHT,
            };
            if !fits(layout, &taken, &rect, route.tip) {
                continue;
            }
            let others = paths.iter().enumerate().filter(|&(other, _)| other != at);
            let covered = others.filter(|(_, path)| crosses(path, &rect)).count();
            let cost = covered as f64 * 3.0 + (step as f64 - half).abs() / half;
            if best.as_ref().is_none_or(|(least, _, _)| cost < *least) {
                best = Some((cost, middle, rect));
            }
        }
        placed.push(best.map(|(_, middle, rect)| {
            taken.push(rect);
            PlacedLabel {
                middle,
                text: label,
            }
        }));
    }
    placed
}

fn fits(layout: &SceneLayout, taken: &[Rect], rect: &Rect, tip: Point) -> bool {
    let inside = rect.x >= 0.0
        && rect.y >= 0.0
        && rect.x + rect.width <= layout.width
        && rect.y + rect.height <= layout.height;
    let head = match layout.flow {
        Flow::Down => (5.0, 11.0),
        Flow::Right => (11.0, 5.0),
    };
    let head = Rect {
        x: tip.x - head.0,
        y: tip.y - head.1,
        width: head.0 * 2.0,
        height: head.1 * 2.0,
    };
    inside
        && !rect.overlaps(&head)
        && !taken.iter().any(|other| other.overlaps(rect))
        && !layout.boxes.iter().any(|other| other.overlaps(rect))
}

fn crosses(path: &[Point], rect: &Rect) -> bool {
    path.windows(2).any(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let around = Rect {
            x: a.x.min(b.x),
            y: a.y.min(b.y),
            width: (a.x - b.x).abs().max(0.1),
            height: (a.y - b.y).abs().max(0.1),
        };
        around.overlaps(rect)
    })
}
