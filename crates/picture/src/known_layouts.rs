//! Layouts of what was drawn last: many pages show the same boxes and arrows, each with
//! another title or another box marked, which move nothing.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::scene::{NodeShape, Scene, SceneEdge};
use super::scene_layout::{self, SceneLayout};
use super::shapes::NodeFace;

/// So many are kept.
const MOST: usize = 8;

/// All that a layout follows from.
#[derive(Debug, PartialEq)]
struct LayoutInput {
    boxes: Vec<(NodeShape, f64, f64)>,
    edges: Vec<SceneEdge>,
}

type Known = VecDeque<(LayoutInput, Option<Rc<SceneLayout>>)>;

thread_local! {
    static KNOWN: RefCell<Known> = const { RefCell::new(VecDeque::new()) };
}

/// Lays a scene out, or `None` if it is too large.
pub(super) fn lay_out(scene: &Scene, faces: &[NodeFace]) -> Option<Rc<SceneLayout>> {
    let boxes = faces.iter().map(|one| (one.shape, one.width, one.height));
    let input = LayoutInput {
        boxes: boxes.collect(),
        edges: scene.edges.clone(),
    };
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, layout)) = known.iter().find(|(one, _)| *one == input) {
            return layout.clone();
        }
        let layout = scene_layout::lay_out(scene, faces).map(Rc::new);
        known.truncate(MOST - 1);
        known.push_front((input, layout.clone()));
        layout
    })
}

#[cfg(test)]
mod tests {
    use super::super::{draw, samples};

    #[test]
    fn what_was_drawn_before_changes_nothing() {
        let scenes: Vec<_> = (0..20)
            .map(|seed| samples::random(seed % 10, 12, 20))
            .collect();
        let again = scenes.iter().map(draw);
        for (scene, drawn) in scenes.iter().zip(again) {
            let scene = scene.clone();
            let alone = std::thread::spawn(move || draw(&scene)).join().unwrap();
            assert_eq!(drawn, alone);
        }
    }

    #[test]
    fn a_longer_name_takes_a_wider_box() {
        let short = samples::plain(2, &[(0, 1)]);
        let mut long = short.clone();
        long.nodes[0].label = "a name that takes more room than the other".to_owned();
        long.nodes[1].label = "the same of this".to_owned();
        let (short, long) = (draw(&short), draw(&long));
        let width = |svg: &str| {
            svg.split_once(" width=\"")
                .map(|(_, rest)| rest.split('"').next().map(str::to_owned))
        };
        assert_ne!(width(&short), width(&long));
    }
}
