//! Bends edges between layers: straight through a layer, curved only where no box can be.

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

/// One segment of a route, from where the one before ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Segment {
    Line(Point),
    Curve(Point, Point, Point),
}

/// A drawn edge, in the direction of its arrow. The segments end at the foot of the arrow head.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) start: Point,
    pub(super) segments: Vec<Segment>,
    /// Where the arrow head touches its box.
    pub(super) tip: Point,
}

const HEAD: f64 = 9.0;

/// A layer that a route passes: where the route is across the layers, and from where to where it runs
/// straight along them.
#[derive(Clone, Copy, Debug)]
pub(super) struct RouteStop {
    pub(super) across: f64,
    pub(super) enter: f64,
    pub(super) leave: f64,
}

/// Bends a route through its stops. Coordinates are across and along the layers, `x` and `y`.
/// The first stop's `enter` and the last one's `leave` lie on the outlines of the boxes.
pub(super) fn bend(stops: &[RouteStop], reversed: bool) -> Route {
    let mut stops = stops.to_vec();
    let (Some(first), Some(last)) = (stops.first().copied(), stops.last().copied()) else {
        return Route {
            start: Point::default(),
            segments: Vec::new(),
            tip: Point::default(),
        };
    };
    let (top, bottom) = (first.enter, last.leave);
    // The head stands upright in the gap: the bend ends where its foot is.
    if reversed {
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
    let mut segments: Vec<Segment> = Vec::new();
    let mut at = start;
    for (step, stop) in stops.iter().enumerate() {
        let enter = Point {
            x: stop.across,
            y: stop.enter,
        };
        if step > 0 {
            if (enter.x - at.x).abs() < 0.05 {
                line(&mut segments, start, enter);
            } else {
                let half = (enter.y - at.y) * 0.5;
                segments.push(Segment::Curve(
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
            line(&mut segments, start, at);
        }
    }
    let mut tip = Point {
        x: last.across,
        y: bottom,
    };
    if reversed {
        tip = Point {
            x: first.across,
            y: top,
        };
        (start, segments) = turned(start, &segments);
    }
    Route {
        start,
        segments,
        tip,
    }
}

/// Adds a line, or lengthens the one before: both run along the layers.
fn line(segments: &mut Vec<Segment>, start: Point, to: Point) {
    let from = match segments.as_slice() {
        [.., Segment::Line(from), Segment::Line(_)] => Some(*from),
        [.., Segment::Curve(_, _, from), Segment::Line(_)] => Some(*from),
        [Segment::Line(_)] => Some(start),
        _ => None,
    };
    if from.is_some_and(|from| (from.x - to.x).abs() < 0.05) {
        segments.pop();
    }
    segments.push(Segment::Line(to));
}

/// The same route, run the other way.
fn turned(start: Point, segments: &[Segment]) -> (Point, Vec<Segment>) {
    let mut back = Vec::with_capacity(segments.len());
    let mut at = start;
    for segment in segments {
        match *segment {
            Segment::Line(to) => {
                back.push(Segment::Line(at));
                at = to;
            }
            Segment::Curve(a, b, to) => {
                back.push(Segment::Curve(b, a, at));
                at = to;
            }
        }
    }
    back.reverse();
    (at, back)
}

impl Route {
    /// The same route moved, after swapping `x` and `y` if the layers run left to right.
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
        let segments = self.segments.iter().map(|segment| match *segment {
            Segment::Line(to) => Segment::Line(map(to)),
            Segment::Curve(a, b, to) => Segment::Curve(map(a), map(b), map(to)),
        });
        Self {
            start: map(self.start),
            segments: segments.collect(),
            tip: map(self.tip),
        }
    }

    /// Where the segments end: the foot of the arrow head.
    pub(super) fn foot(&self) -> Point {
        match self.segments.last() {
            Some(Segment::Line(to) | Segment::Curve(_, _, to)) => *to,
            None => self.start,
        }
    }

    /// Points along the route, `dense` on each segment, and its two ends.
    pub(super) fn samples(&self, dense: usize) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut at = self.start;
        for segment in &self.segments {
            let (a, b, to) = match *segment {
                Segment::Line(to) => (at, to, to),
                Segment::Curve(a, b, to) => (a, b, to),
            };
            for step in 1..=dense {
                let t = step as f64 / dense as f64;
                let u = 1.0 - t;
                let (p, q, r, s) = match segment {
                    Segment::Line(_) => (u, 0.0, 0.0, t),
                    Segment::Curve(..) => (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t),
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
