//! Who copied a guide from whom: the source at the top, its copies below it, and their copies below them, with who is ahead,
//! who is behind, and by how much.

pub mod pages;
mod views;

use super::Report;
use crate::blueprints::GuideLine;

/// How many copies the picture has.
const MOST: usize = 60;

/// A guide in the tree.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// How far below the top: 0 for the source of all.
    pub depth: usize,
    /// The place of what it was copied from, among the nodes.
    pub parent: Option<usize>,
    /// Whose it is.
    pub organisation: String,
    /// The guide, where everyone reads it.
    pub line: Option<GuideLine>,
    /// How many versions what it was copied from has had since it was level with it.
    pub behind: i64,
    /// How many versions it has had of its own.
    pub ahead: i64,
    /// What its organisation says of it; nothing of the source.
    pub report: Option<Report>,
}

impl Node {
    /// How it stands to what it was copied from, in words.
    pub fn said(&self) -> String {
        let versions = |count: i64| if count == 1 { "1 version".to_owned() } else { format!("{count} versions") };
        match (self.parent, self.behind, self.ahead) {
            (None, ..) => "The source".to_owned(),
            (Some(_), 0, 0) => "Level".to_owned(),
            (Some(_), 0, ahead) => format!("Level, {} of its own", versions(ahead)),
            (Some(_), behind, 0) => format!("{} behind", versions(behind)),
            (Some(_), behind, ahead) => format!("{} behind, {} of its own", versions(behind), versions(ahead)),
        }
    }
}

/// The nodes as a picture has them: each copy directly below what it was copied from.
pub(super) fn in_order(nodes: &[Node]) -> Vec<usize> {
    let mut order = Vec::new();
    let mut open: Vec<usize> =
        (0..nodes.len()).rev().filter(|at| nodes.get(*at).is_some_and(|n| n.parent.is_none())).collect();
    while let Some(at) = open.pop() {
        order.push(at);
        open.extend((0..nodes.len()).rev().filter(|other| nodes.get(*other).is_some_and(|n| n.parent == Some(at))));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(parent: Option<usize>, behind: i64, ahead: i64) -> Node {
        Node { depth: 0, parent, organisation: String::new(), line: None, behind, ahead, report: None }
    }

    #[test]
    fn each_copy_stands_below_what_it_was_copied_from_and_says_by_how_much_it_differs() {
        let nodes = [node(None, 0, 0), node(Some(0), 1, 0), node(Some(0), 0, 2), node(Some(1), 3, 1)];
        assert_eq!(in_order(&nodes), [0, 1, 3, 2]);
        let said: Vec<String> = nodes.iter().map(Node::said).collect();
        assert_eq!(
            said,
            [
                "The source",
                "1 version behind",
                "Level, 2 versions of its own",
                "3 versions behind, 1 version of its own"
            ]
        );
    }
}
