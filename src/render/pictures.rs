use std::collections::BTreeSet;

use jurymast_engine::graph::EdgeRole;
use jurymast_picture::{EdgeLine, NodeShape, NodeTone, Scene, SceneEdge, SceneNode, draw};
use jurymast_plan::model::{ComponentId, Kind};

use super::Input;
use super::{paths, views};

/// Boxes on a page about one component: more of them are no longer near.
const NEAR: usize = 30;
/// Boxes on the overview, seeds and needs together.
const WIDE: usize = 40;

/// A drawn picture with what its legend must explain:
/// `templates/parts/picture.html`.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// Markup from `picture`, which escapes every text.
    pub svg: String,
    pub dashed: bool,
    pub dotted: bool,
    /// Not everything near is shown.
    pub cut: bool,
}

/// A component with what it leans on and who leans on it.
pub(super) fn neighbourhood(input: &Input, id: ComponentId, root: &str) -> Picture {
    let name = &input.plan().component(id).name;
    let nodes = input.analysis.graph.neighbourhood(id, NEAR);
    let title = format!("What {name} needs and who needs it");
    let cut = nodes.len() >= NEAR;
    picture(input, &nodes, Some(id), title, cut, root)
}

/// The given components and, as far as there is room, what they lean on.
pub(super) fn needs_of(input: &Input, seeds: &[ComponentId], title: &str, root: &str) -> Picture {
    let mut kept: BTreeSet<ComponentId> = seeds.iter().copied().take(WIDE).collect();
    let mut cut = seeds.len() > WIDE;
    let mut front: Vec<ComponentId> = kept.iter().copied().collect();
    while !front.is_empty() && !cut {
        let mut next = BTreeSet::new();
        for &id in &front {
            let needs = input.analysis.graph.needs(id);
            next.extend(
                needs
                    .into_iter()
                    .map(|(to, _)| to)
                    .filter(|to| !kept.contains(to)),
            );
        }
        // A half-shown step would leave out needs at random.
        if kept.len() + next.len() > WIDE {
            cut = true;
        } else {
            kept.extend(next.iter().copied());
            front = next.into_iter().collect();
        }
    }
    let nodes: Vec<ComponentId> = kept.into_iter().collect();
    picture(input, &nodes, None, title.to_owned(), cut, root)
}

/// The most important components of a kind with what they lean on, for a page
/// beside the root; none where the plan has none.
pub(super) fn all_needs_of(input: &Input, kind: Kind, title: &str) -> Option<Picture> {
    let of = input
        .plan()
        .enumerate()
        .filter(|(_, one)| one.kind() == kind);
    let mut seeds: Vec<ComponentId> = of.map(|(id, _)| id).collect();
    seeds.sort_by_key(|id| (input.plan().component(*id).rank(), *id));
    (!seeds.is_empty()).then(|| needs_of(input, &seeds, title, paths::HERE))
}

/// A component among what takes it down, which is marked; `ids` are sorted.
pub(super) fn failures(
    input: &Input,
    id: ComponentId,
    ids: &[ComponentId],
    faults: &[ComponentId],
    root: &str,
) -> Picture {
    let name = &input.plan().component(id).name;
    let title = format!("What takes {name} down alone");
    let mut scene = scene(input, ids, Some(id), title, root);
    for (node, id) in scene.nodes.iter_mut().zip(ids) {
        if faults.contains(id) {
            node.tone = NodeTone::Bad;
        }
    }
    drawn(&scene, false)
}

fn picture(
    input: &Input,
    ids: &[ComponentId],
    focus: Option<ComponentId>,
    title: String,
    cut: bool,
    root: &str,
) -> Picture {
    drawn(&scene(input, ids, focus, title, root), cut)
}

fn drawn(scene: &Scene, cut: bool) -> Picture {
    let has = |line: EdgeLine| scene.edges.iter().any(|edge| edge.line == line);
    Picture {
        svg: draw(scene),
        dashed: has(EdgeLine::Dashed),
        dotted: has(EdgeLine::Dotted),
        cut,
    }
}

fn scene(
    input: &Input,
    ids: &[ComponentId],
    focus: Option<ComponentId>,
    title: String,
    root: &str,
) -> Scene {
    let edges: Vec<SceneEdge> = input
        .analysis
        .graph
        .edges_among(ids)
        .into_iter()
        .filter_map(|(from, to, role)| {
            Some(SceneEdge {
                from: ids.binary_search(&from).ok()?,
                to: ids.binary_search(&to).ok()?,
                line: line(role),
                label: String::new(),
            })
        })
        .collect();
    Scene {
        title,
        description: "Arrows run from what needs to what is needed.".to_owned(),
        nodes: ids.iter().map(|&id| node(input, id, focus, root)).collect(),
        edges,
    }
}

fn node(input: &Input, id: ComponentId, focus: Option<ComponentId>, root: &str) -> SceneNode {
    let component = input.plan().component(id);
    let kind = views::kind_word(component.kind());
    let caption = component.tier.map_or_else(
        || kind.to_owned(),
        |tier| format!("{kind} · tier {}", tier.value),
    );
    SceneNode {
        key: component.id.clone(),
        label: component.name.clone(),
        caption,
        shape: match component.kind() {
            Kind::Activity => NodeShape::Pill,
            Kind::Service => NodeShape::Rounded,
            Kind::Ai | Kind::Model => NodeShape::Hexagon,
            Kind::Provider | Kind::Endpoint => NodeShape::Cut,
            Kind::Resource | Kind::Domain => NodeShape::Box,
        },
        tone: NodeTone::Plain,
        href: Some(paths::link(input.plan(), id, root)),
        focus: focus == Some(id),
    }
}

fn line(role: EdgeRole) -> EdgeLine {
    match role {
        EdgeRole::Hard
        | EdgeRole::HardAtStart
        | EdgeRole::Shared
        | EdgeRole::Bound
        | EdgeRole::Domain => EdgeLine::Solid,
        EdgeRole::Fallback => EdgeLine::Dashed,
        EdgeRole::Soft => EdgeLine::Dotted,
    }
}
