//! Writes the picture.

use std::fmt::Write as _;

use super::graph::LayoutEdge;
use super::known_layouts;
use super::labels::{self, PlacedLabel};
use super::node_svg;
use super::part_layout::Flow;
use super::routes::{Point, Route, Segment};
use super::scene::{EdgeLine, Scene};
use super::scene_layout::{self, SceneLayout};
use super::shapes::{self, NodeFace};
use super::text::{self, escape, number};

/// Draws a scene as one `<svg>` element, without an XML prologue.
///
/// The element is `class="jm-picture"`, has its natural size in `width` and `height`, and holds
/// no ids, no styles and no scripts. Put [`CSS`](super::CSS), or rules of your own for the same
/// classes, on the page.
pub fn draw(scene: &Scene) -> String {
    if scene.nodes.is_empty() {
        return notice(scene, "Nothing to draw.");
    }
    let over = scene.nodes.len() > scene_layout::MOST_NODES;
    let faces: Vec<NodeFace> = if over {
        Vec::new()
    } else {
        scene.nodes.iter().map(shapes::measure).collect()
    };
    let layout = if over {
        None
    } else {
        known_layouts::lay_out(scene, &faces)
    };
    match layout {
        Some(layout) => picture(scene, &faces, &layout),
        None => {
            let (nodes, edges) = (scene.nodes.len(), scene.edges.len());
            notice(
                scene,
                &format!("Too large to draw: {nodes} items, {edges} links."),
            )
        }
    }
}

fn picture(scene: &Scene, faces: &[NodeFace], layout: &SceneLayout) -> String {
    let mut out = String::with_capacity(faces.len() * 700 + layout.routes.len() * 300 + 500);
    open(&mut out, scene, layout.width, layout.height);
    out.push_str("<g class=\"jm-edges\" aria-hidden=\"true\">\n");
    for (edge, route) in &layout.routes {
        write_edge(&mut out, scene, layout.flow, edge, route);
    }
    for placed in labels::place(layout).into_iter().flatten() {
        write_label(&mut out, &placed);
    }
    out.push_str("</g>\n<g class=\"jm-nodes\">\n");
    let mut needs = vec![Vec::new(); faces.len()];
    for (edge, _) in &layout.routes {
        let (from, to) = edge.arrow();
        needs[from].push(to);
    }
    for index in reading_order(layout) {
        let names: Vec<String> = needs[index]
            .iter()
            .map(|&to| node_svg::name(&scene.nodes[to]))
            .collect();
        let rect = &layout.boxes[index];
        node_svg::write_node(&mut out, &scene.nodes[index], &faces[index], rect, &names);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn notice(scene: &Scene, words: &str) -> String {
    let mut out = String::new();
    let width = (text::width(words, shapes::LABEL) + 40.0).ceil();
    open(&mut out, scene, width, 56.0);
    let (x, words) = (number((width / 2.0).round()), escape(words));
    let _ = writeln!(
        out,
        "<text class=\"jm-notice\" x=\"{x}\" y=\"33\" text-anchor=\"middle\" font-size=\"14\">{words}</text>\n</svg>"
    );
    out
}

fn open(out: &mut String, scene: &Scene, width: f64, height: f64) {
    let (width, height) = (number(width.ceil()), number(height.ceil()));
    let title = text::clean(&scene.title);
    let title = escape(if title.is_empty() {
        "Dependencies"
    } else {
        &title
    });
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"jm-picture\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" aria-label=\"{title}\">\n<title>{title}</title>"
    );
    let description = text::clean(&scene.description);
    if description.is_empty() {
        let (nodes, edges) = (scene.nodes.len(), scene.edges.len());
        let _ = writeln!(out, "<desc>{nodes} items, {edges} links.</desc>");
    } else {
        let _ = writeln!(out, "<desc>{}</desc>", escape(&description));
    }
}

/// Nodes as one reads the picture: layer by layer, in order within each.
fn reading_order(layout: &SceneLayout) -> Vec<usize> {
    let mut order: Vec<usize> = (0..layout.boxes.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&layout.boxes[a], &layout.boxes[b]);
        let (down, right) = (a.y.total_cmp(&b.y), a.x.total_cmp(&b.x));
        match layout.flow {
            Flow::Down => down.then(right),
            Flow::Right => right.then(down),
        }
    });
    order
}

fn write_edge(out: &mut String, scene: &Scene, flow: Flow, edge: &LayoutEdge, route: &Route) {
    let (from, to) = edge.arrow();
    let line = match edge.line {
        EdgeLine::Solid => "solid",
        EdgeLine::Dashed => "dashed",
        EdgeLine::Dotted => "dotted",
    };
    let near_focus = scene.nodes[from].focus || scene.nodes[to].focus;
    let focus = if near_focus { " jm-edge-focus" } else { "" };
    let label = text::clean(&edge.label);
    let colon = if label.is_empty() { "" } else { ": " };
    let title = format!(
        "{} → {}{colon}{label}",
        node_svg::name(&scene.nodes[from]),
        node_svg::name(&scene.nodes[to])
    );
    let _ = writeln!(
        out,
        "<g class=\"jm-edge jm-line-{line}{focus}\"><title>{}</title><path class=\"jm-wire\" d=\"{}\"/><path class=\"jm-arrow\" d=\"{}\"/></g>",
        escape(&title),
        route_data(route),
        arrow_data(route, flow)
    );
}

fn write_label(out: &mut String, placed: &PlacedLabel) {
    let (x, y) = (number(placed.middle.x), number(placed.middle.y + 4.0));
    let size = number(labels::SIZE);
    let _ = writeln!(
        out,
        "<text class=\"jm-edge-label\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"{size}\">{}</text>",
        escape(&placed.text)
    );
}

fn route_data(route: &Route) -> String {
    let mut data = format!("M{}", pair(route.start));
    for segment in &route.segments {
        let _ = match *segment {
            Segment::Line(to) => write!(data, "L{}", pair(to)),
            Segment::Curve(a, b, to) => write!(data, "C{} {} {}", pair(a), pair(b), pair(to)),
        };
    }
    data
}

/// A small triangle from the foot of the route to its tip.
fn arrow_data(route: &Route, flow: Flow) -> String {
    let foot = route.foot();
    let (dx, dy) = match flow {
        Flow::Down => (4.5, 0.0),
        Flow::Right => (0.0, 4.5),
    };
    let (left, right) = (pair(foot.plus(-dx, -dy)), pair(foot.plus(dx, dy)));
    format!("M{}L{left}L{right}Z", pair(route.tip))
}

fn pair(point: Point) -> String {
    format!("{} {}", number(point.x), number(point.y))
}

#[cfg(test)]
mod tests {
    use super::super::{CSS, samples};
    use super::*;

    #[test]
    fn the_same_scene_gives_the_same_bytes() {
        let scene = samples::random(3, 50, 120);
        assert_eq!(draw(&scene), draw(&scene));
    }

    #[test]
    fn an_empty_scene_says_so() {
        let svg = draw(&Scene::default());
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("Nothing to draw."));
    }

    #[test]
    fn a_cycle_keeps_its_arrows() {
        let svg = draw(&samples::plain(
            3,
            &[(0, 1), (1, 2), (2, 0), (1, 1), (0, 1)],
        ));
        for title in ["Node 0 → Node 1", "Node 1 → Node 2", "Node 2 → Node 0"] {
            assert_eq!(svg.matches(&format!("<title>{title}</title>")).count(), 1);
        }
        assert_eq!(svg.matches("class=\"jm-arrow\"").count(), 3);
    }

    #[test]
    fn hostile_text_is_harmless() {
        let mut scene = samples::plain(3, &[(0, 1)]);
        let hostile = "</title><script>\"'&\u{0}\u{1b}\u{202e}";
        scene.title = hostile.to_owned();
        scene.description = hostile.to_owned();
        scene.edges[0].label = hostile.to_owned();
        for node in &mut scene.nodes {
            node.key = hostile.to_owned();
            node.label = hostile.to_owned();
            node.caption = hostile.to_owned();
            node.href = Some(format!("x/{hostile}"));
        }
        let svg = draw(&scene);
        assert!(!svg.contains("<script") && !svg.contains(['\u{0}', '\u{1b}', '\u{202e}']));
        // Every quote is one of a pair around a value, every `<` opens a tag, and tags pair up.
        assert_eq!(svg.matches('<').count(), svg.matches('>').count());
        assert_eq!(svg.matches('"').count(), 2 * svg.matches("=\"").count());
        assert_eq!(svg.matches("<a ").count(), svg.matches("</a>").count());
        assert!(!svg.contains('\''));
    }

    #[test]
    fn script_links_are_dropped() {
        let mut scene = samples::plain(4, &[]);
        let edges = [
            "java\u{1}Script:x",
            " javascript:x",
            "data:,x",
            "plan.html#db",
        ];
        for (node, edge) in scene.nodes.iter_mut().zip(edges) {
            node.href = Some(edge.to_owned());
        }
        let svg = draw(&scene);
        assert_eq!(svg.matches("href=").count(), 1);
        assert!(svg.contains("<a class=\"jm-link\" href=\"plan.html#db\">"));
    }

    #[test]
    fn nothing_needs_an_id_or_a_style() {
        let svg = draw(&samples::random(5, 40, 80));
        for word in [" id=", " style=", "<style", "url(", "NaN", "inf"] {
            assert!(!svg.contains(word), "{word}");
        }
        assert!(CSS.is_ascii() && !CSS.contains('<') && !CSS.contains("url("));
        assert_eq!(CSS.matches('{').count(), CSS.matches('}').count());
    }

    #[test]
    fn very_long_chains_return() {
        let chain = |count: usize| {
            let edges: Vec<_> = (1..count).map(|node| (node - 1, node)).collect();
            draw(&samples::plain(count, &edges))
        };
        assert!(chain(100_000).contains("Too large to draw: 100000 items, 99999 links."));
        assert_eq!(chain(1_000).matches("class=\"jm-outline\"").count(), 1_000);
    }
}
