//! The scores of one unit on every part of a tree, with bounds for what is not known.
//!
//! What does not apply leaves the denominator. What applies and is not known is left out of the point score, as
//! long as enough is there, and counts as its worst and its best in the bounds. Nothing is rounded here.

use crate::answers::Cell;
use crate::levels;
use crate::tree::{Kind, Needs, Scoring, Tree};

/// The score of one unit on one part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// Nothing in this part applies.
    NotApplicable,
    /// It applies.
    Scored(Scored),
}

/// A score and how far it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The score over what is known; none when too little is.
    pub point: Option<f64>,
    /// The score if everything unknown were the worst.
    pub low: f64,
    /// The score if everything unknown were the best.
    pub high: f64,
    /// The share of the weight that applies for which there is an answer, from 0 to 1.
    pub answered: f64,
}

impl Score {
    /// The score over what is known, when there is enough.
    #[must_use]
    pub fn point(&self) -> Option<f64> {
        self.scored().and_then(|scored| scored.point)
    }

    /// Score and bounds, when the part applies.
    #[must_use]
    pub fn scored(&self) -> Option<&Scored> {
        match self {
            Self::NotApplicable => None,
            Self::Scored(scored) => Some(scored),
        }
    }

    /// The lowest and the highest it could be, when the part applies.
    #[must_use]
    pub fn bounds(&self) -> Option<(f64, f64)> {
        self.scored().map(|scored| (scored.low, scored.high))
    }
}

/// The scores of a unit, one for each node of the tree, from its cells, one for each column.
/// Cells that are not given are missing.
#[must_use]
pub fn score(tree: &Tree, cells: &[Cell]) -> Vec<Score> {
    let mut scores = vec![Score::NotApplicable; tree.nodes.len()];
    // Parts are added after what they belong to, so that from the end every part comes before its whole.
    for node in (0..tree.nodes.len()).rev() {
        let made = of_node(tree, cells, &scores, node);
        if let Some(score) = scores.get_mut(node) {
            *score = made;
        }
    }
    scores
}

fn of_node(tree: &Tree, cells: &[Cell], scores: &[Score], node: usize) -> Score {
    let Some(node) = tree.nodes.get(node) else { return Score::NotApplicable };
    match &node.kind {
        Kind::Leaf { column, range } => of_leaf(cells.get(*column).copied().unwrap_or(Cell::Missing), *range),
        Kind::Branch { children, scoring, needs } => {
            let parts: Vec<Part> = children
                .iter()
                .filter_map(|child| {
                    let node = tree.nodes.get(*child)?;
                    let scored = *scores.get(*child)?.scored()?;
                    Some(Part { weight: node.weight, element: node.element, scored })
                })
                .collect();
            of_branch(&parts, *scoring, *needs)
        }
    }
}

fn of_leaf(cell: Cell, (low, high): (f64, f64)) -> Score {
    match cell {
        Cell::NotApplicable => Score::NotApplicable,
        Cell::Value(value) => Score::Scored(Scored { point: Some(value), low: value, high: value, answered: 1.0 }),
        Cell::Missing => Score::Scored(Scored { point: None, low, high, answered: 0.0 }),
    }
}

/// A child that applies.
pub(crate) struct Part {
    pub weight: f64,
    pub element: Option<crate::tree::Element>,
    pub scored: Scored,
}

fn of_branch(parts: &[Part], scoring: Scoring, needs: Needs) -> Score {
    let all: f64 = parts.iter().map(|part| part.weight).sum();
    if parts.is_empty() || all <= 0.0 {
        return Score::NotApplicable;
    }
    let answered = parts.iter().map(|part| part.weight * part.scored.answered).sum::<f64>() / all;
    let scored = match scoring {
        Scoring::Compensatory(mean) => {
            let over = |value: fn(&Scored) -> f64| mean.of(parts.iter().map(|part| (part.weight, value(&part.scored))));
            let known = parts.iter().filter_map(|part| Some((part.weight, part.scored.point?)));
            let point = if is_enough(parts, all, needs) { mean.of(known) } else { None };
            Scored { point, low: over(|s| s.low).unwrap_or(0.0), high: over(|s| s.high).unwrap_or(0.0), answered }
        }
        Scoring::Conjunctive => {
            let (low, high) = levels::reached(parts);
            let settled = (low - high).abs() < 1e-9;
            let point = (settled || is_enough(parts, all, needs)).then_some(low);
            Scored { point, low, high, answered }
        }
    };
    Score::Scored(scored)
}

fn is_enough(parts: &[Part], all: f64, needs: Needs) -> bool {
    let known = parts.iter().filter(|part| part.scored.point.is_some());
    match needs {
        Needs::Weight(share) => Needs::are_met(share, known.map(|part| part.weight).sum(), all),
        #[expect(clippy::cast_precision_loss, reason = "a number of parts")]
        Needs::Count(share) => Needs::are_met(share, known.count() as f64, parts.len() as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::means::Mean;
    use crate::tree::Element;

    const MEAN: Scoring = Scoring::Compensatory(Mean::Arithmetic);

    fn three(values: [Cell; 3]) -> Score {
        let mut tree = Tree::new("index", MEAN, Needs::Weight(2.0 / 3.0));
        for id in ["a", "b", "c"] {
            tree.leaf(0, id, 1.0, (0.0, 100.0));
        }
        score(&tree, &values)[0]
    }

    #[test]
    fn what_does_not_apply_leaves_and_what_is_unknown_bounds() {
        let score = three([Cell::Value(50.0), Cell::NotApplicable, Cell::Value(100.0)]);
        assert_eq!((score.point(), score.bounds()), (Some(75.0), Some((75.0, 75.0))));
        let score = three([Cell::Value(50.0), Cell::Missing, Cell::Value(100.0)]);
        assert_eq!((score.point(), score.bounds()), (Some(75.0), Some((50.0, 250.0 / 3.0))));
        assert_eq!(three([Cell::NotApplicable; 3]), Score::NotApplicable);
    }

    #[test]
    fn one_answer_of_ninety_is_no_score_of_ninety() {
        // Other tools move the weight of what is missing to the rest, without a limit (METHODS, defect 5).
        let score = three([Cell::Value(90.0), Cell::Missing, Cell::Missing]);
        assert_eq!(score.point(), None);
        assert_eq!(score.bounds(), Some((30.0, 290.0 / 3.0)));
    }

    #[test]
    fn a_level_counts_when_every_element_up_to_it_is_met() {
        let mut tree = Tree::new("pillar", Scoring::Conjunctive, Needs::Weight(2.0 / 3.0));
        for (id, level) in [("a", 1), ("b", 2), ("c", 2), ("d", 3)] {
            let leaf = tree.leaf(0, id, 1.0, (0.0, 100.0));
            tree.make_element(leaf, Element { level, met_at: 100.0 });
        }
        let level = |cells: [f64; 4]| score(&tree, &cells.map(|v| Cell::from((v >= 0.0).then_some(v))))[0];
        assert_eq!(level([100.0, 100.0, 100.0, 100.0]).point(), Some(3.0));
        assert_eq!(level([100.0, 100.0, 75.0, 100.0]).point(), Some(1.0), "level 3 does not make up for level 2");
        assert_eq!(level([0.0, 100.0, 100.0, 100.0]).point(), Some(0.0));
        let open = level([100.0, 100.0, -1.0, 100.0]);
        assert_eq!((open.point(), open.bounds()), (Some(1.0), Some((1.0, 3.0))));
        let settled = level([0.0, -1.0, -1.0, -1.0]);
        assert_eq!((settled.point(), settled.bounds()), (Some(0.0), Some((0.0, 0.0))));
    }
}
