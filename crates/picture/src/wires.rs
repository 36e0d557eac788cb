//! Bends links between layers: straight through a layer, curved only where no box can be.

/// A point, or a vector.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    pub(super) fn plus(self, dx: f64, dy: f64) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
        }
    }
}

/// One piece of a wire, from where the piece before ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    Line(Point),
    Curve(Point, Point, Point),
}

/// A drawn link, in the direction of its arrow. The pieces end at the foot of the arrow head.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub(super) start: Point,
    pub(super) pieces: Vec<Piece>,
    /// Where the arrow head touches its box.
    pub(super) tip: Point,
}

const HEAD: f64 = 9.0;

/// One side of a bend: where the wire is across the layers, and from where to where it runs
/// straight along them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    pub(super) across: f64,
    pub(super) enter: f64,
    pub(super) leave: f64,
}

/// Bends a wire through its stops. Coordinates are across and along the layers, `x` and `y`.
/// The first stop's `enter` and the last one's `leave` lie on the outlines of the boxes.
pub(super) fn bend(stops: &[Stop], flipped: bool) -> Wire {
    let mut stops = stops.to_vec();
    let (Some(first), Some(last)) = (stops.first().copied(), stops.last().copied()) else {
        return Wire {
            start: Point::default(),
            pieces: Vec::new(),
            tip: Point::default(),
        };
    };
    let (top, bottom) = (first.enter, last.leave);
    // The head stands upright in the gap: the bend ends where its foot is.
    if flipped {
        if let Some(stop) = stops.first_mut() {
            stop.enter = top + HEAD;
            stop.leave = stop.leave.max(stop.enter);
        }
    } else if let Some(stop) = stops.last_mut() {
        stop.leave = bottom - HEAD;
        stop.enter = stop.enter.min(stop.leave);
    }
    let mut start = Point {
        x: first.across,
        y: stops.first().map_or(top, |stop| stop.enter),
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = start;
    for (step, stop) in stops.iter().enumerate() {
        let enter = Point {
            x: stop.across,
            y: stop.enter,
        };
        if step > 0 {
            if (enter.x - at.x).abs() < 0.05 {
                line(&mut pieces, start, enter);
            } else {
                let half = (enter.y - at.y) * 0.5;
                pieces.push(Piece::Curve(
                    at.plus(0.0, half),
                    enter.plus(0.0, -half),
                    enter,
                ));
            }
        }
        at = Point {
            x: stop.across,
            y: stop.leave,
        };
        if at != enter {
            line(&mut pieces, start, at);
        }
    }
    let mut tip = Point {
        x: last.across,
        y: bottom,
    };
    if flipped {
        tip = Point {
            x: first.across,
            y: top,
        };
        (start, pieces) = turned(start, &pieces);
    }
    Wire { start, pieces, tip }
}

/// Adds a line, or lengthens the one before: both run along the layers.
fn line(pieces: &mut Vec<Piece>, start: Point, to: Point) {
    let from = match pieces.as_slice() {
        [.., Piece::Line(from), Piece::Line(_)] => Some(*from),
        [.., Piece::Curve(_, _, from), Piece::Line(_)] => Some(*from),
        [Piece::Line(_)] => Some(start),
        _ => None,
    };
    if from.is_some_and(|from| (from.x - to.x).abs() < 0.05) {
        pieces.pop();
    }
    pieces.push(Piece::Line(to));
}

/// The same wire, run the other way.
fn turned(start: Point, pieces: &[Piece]) -> (Point, Vec<Piece>) {
    let mut back = Vec::with_capacity(pieces.len());
    let mut at = start;
    for piece in pieces {
        match *piece {
            Piece::Line(to) => {
                back.push(Piece::Line(at));
                at = to;
            }
            Piece::Curve(a, b, to) => {
                back.push(Piece::Curve(b, a, at));
                at = to;
            }
        }
    }
    back.reverse();
    (at, back)
}

impl Wire {
    /// The same wire moved, after swapping `x` and `y` if the layers run left to right.
    pub(super) fn moved(&self, swap: bool, dx: f64, dy: f64) -> Self {
        let map = |point: Point| {
            if swap {
                Point {
                    x: point.y + dx,
                    y: point.x + dy,
                }
            } else {
                point.plus(dx, dy)
            }
        };
        let pieces = self.pieces.iter().map(|piece| match *piece {
            Piece::Line(to) => Piece::Line(map(to)),
            Piece::Curve(a, b, to) => Piece::Curve(map(a), map(b), map(to)),
        });
        Self {
            start: map(self.start),
            pieces: pieces.collect(),
            tip: map(self.tip),
        }
    }

    /// Where the pieces end: the foot of the arrow head.
    pub(super) fn foot(&self) -> Point {
        match self.pieces.last() {
            Some(Piece::Line(to) | Piece::Curve(_, _, to)) => *to,
            None => self.start,
        }
    }

    /// Points along the wire, `dense` on each piece, and its two ends.
    pub(super) fn samples(&self, dense: usize) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut at = self.start;
        for piece in &self.pieces {
            let (a, b, to) = match *piece {
                Piece::Line(to) => (at, to, to),
                Piece::Curve(a, b, to) => (a, b, to),
            };
            for step in 1..=dense {
                let t = step as f64 / dense as f64;
                let u = 1.0 - t;
                let (p, q, r, s) = match piece {
                    Piece::Line(_) => (u, 0.0, 0.0, t),
                    Piece::Curve(..) => (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t),
                };
                points.push(Point {
                    x: p * at.x + q * a.x + r * b.x + s * to.x,
                    y: p * at.y + q * a.y + r * b.y + s * to.y,
                });
            }
            at = to;
        }
        points
    }
}
