//! Seats the labels of wires where they cover no box, no other label, and few other wires.

use super::frame::Frame;
use super::shapes::Rect;
use super::sheet::Flow;
use super::text;
use super::wires::Point;

pub(super) const SIZE: f64 = 12.0;

const ROOM: f64 = 120.0;
const HEIGHT: f64 = 16.0;
/// Past this many labels the rest are left to the tooltips.
const MOST: usize = 600;
/// Past this many wires, what a label covers is not counted.
const MANY_WIRES: usize = 400;

/// A label in its seat.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) middle: Point,
    pub(super) text: String,
}

/// One seat or none for each wire, in the order of the wires.
pub(super) fn seat(frame: &Frame) -> Vec<Option<Seat>> {
    let labelled = frame.wires.iter().any(|(link, _)| !link.label.is_empty());
    if !labelled {
        return frame.wires.iter().map(|_| None).collect();
    }
    let paths: Vec<Vec<Point>> = if frame.wires.len() > MANY_WIRES {
        Vec::new()
    } else {
        let paths = frame.wires.iter().map(|(_, wire)| wire.samples(10));
        paths.collect()
    };
    let mut taken: Vec<Rect> = Vec::new();
    let mut seats = Vec::with_capacity(frame.wires.len());
    for (at, (link, wire)) in frame.wires.iter().enumerate() {
        let label = text::clean(&link.label);
        if label.is_empty() || taken.len() >= MOST {
            seats.push(None);
            continue;
        }
        let label = text::fit(&label, SIZE, ROOM);
        let width = text::width(&label, SIZE) + 6.0;
        let points = wire.samples(16);
        let half = points.len() as f64 / 2.0;
        let mut best: Option<(f64, Point, Rect)> = None;
        for (step, &middle) in points.iter().enumerate() {
            let rect = Rect {
                x: middle.x - width / 2.0,
                y: middle.y - HEIGHT / 2.0,
                width,
                height: HEIGHT,
            };
            if !fits(frame, &taken, &rect, wire.tip) {
                continue;
            }
            let others = paths.iter().enumerate().filter(|&(other, _)| other != at);
            let covered = others.filter(|(_, path)| crosses(path, &rect)).count();
            let cost = covered as f64 * 3.0 + (step as f64 - half).abs() / half;
            if best.as_ref().is_none_or(|(least, _, _)| cost < *least) {
                best = Some((cost, middle, rect));
            }
        }
        seats.push(best.map(|(_, middle, rect)| {
            taken.push(rect);
            Seat {
                middle,
                text: label,
            }
        }));
    }
    seats
}

fn fits(frame: &Frame, taken: &[Rect], rect: &Rect, tip: Point) -> bool {
    let inside = rect.x >= 0.0
        && rect.y >= 0.0
        && rect.x + rect.width <= frame.width
        && rect.y + rect.height <= frame.height;
    let head = match frame.flow {
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
        && !frame.boxes.iter().any(|other| other.overlaps(rect))
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
