//! The columns laid out for the kernel: tiles of a few units, each with all its values beside each other.

use super::variants::Variant;
use crate::tree::Tree;

/// How many units a tile holds.
pub(super) const LANES: usize = 4;

/// The branches of a tree from below, with where their parts stand among the weights: leaves first, then branches.
pub(super) struct Shape {
    pub branches: Vec<Branch>,
    /// For each place among the weights, what the node weighs.
    pub weights: Vec<f64>,
    /// For each leaf place, the column.
    pub columns: Vec<usize>,
    /// The weight places of the themes.
    pub themes: Vec<usize>,
}

/// One part made of others.
pub(super) struct Branch {
    /// Its leaves, which stand together.
    pub leaves: std::ops::Range<usize>,
    /// Its branches, by their place among the branches.
    pub parts: Vec<usize>,
}

impl Shape {
    pub fn new(tree: &Tree) -> Self {
        let nodes = tree.nodes();
        let is_leaf = |node: &usize| tree.children(*node).is_empty() && tree.leaves().contains(node);
        let order: Vec<usize> = (0..nodes.len()).rev().filter(|node| !is_leaf(node)).collect();
        let (mut columns, mut leaf_weights, mut branches) = (Vec::new(), Vec::new(), Vec::new());
        for node in &order {
            let begin = columns.len();
            for child in tree.children(*node).iter().filter(|child| is_leaf(child)) {
                columns.extend(tree.leaves().iter().position(|leaf| leaf == child));
                leaf_weights.extend(nodes.get(*child).map(|node| node.weight));
            }
            let place = |child: &usize| order.iter().position(|other| other == child);
            let parts = tree.children(*node).iter().filter(|child| !is_leaf(child)).filter_map(place).collect();
            branches.push(Branch { leaves: begin..columns.len(), parts });
        }
        let branch_weights = order.iter().filter_map(|node| nodes.get(*node)).map(|node| node.weight);
        let weights: Vec<f64> = leaf_weights.iter().copied().chain(branch_weights).collect();
        let at = |theme: &usize| {
            let branch = order.iter().position(|node| node == theme).map(|place| columns.len() + place);
            branch.or_else(|| columns.iter().position(|column| tree.leaves().get(*column) == Some(theme)))
        };
        let themes = tree.children(0).iter().filter_map(at).collect();
        Self { branches, weights, columns, themes }
    }
}

/// All tiles of a variant.
pub(super) struct Tiles {
    /// For each tile and leaf place the values of its units; 0 where there is none.
    pub values: Vec<[f64; LANES]>,
    /// What is missing in each tile, by branch.
    pub gaps: Vec<Gaps>,
    /// How many units there are.
    pub units: usize,
}

/// What is missing in a tile: (branch, lane, place among the weights), and branches without anything.
#[derive(Default)]
pub(super) struct Gaps {
    pub missing: Vec<(usize, usize, usize)>,
    pub absent: Vec<(usize, usize)>,
}

impl Tiles {
    /// Lays the columns out, units in this order.
    pub fn new(shape: &Shape, variant: &Variant, order: &[usize]) -> Self {
        let (mut values, mut gaps) = (Vec::new(), Vec::new());
        for units in order.chunks(LANES) {
            let tile = values.len();
            for column in &shape.columns {
                let column = variant.columns.get(*column);
                let value = |lane: usize| units.get(lane).and_then(|unit| column?.get(*unit).copied());
                values.push(std::array::from_fn(|lane| value(lane).unwrap_or(f64::NAN)));
            }
            gaps.push(gaps_of(shape, values.get(tile..).unwrap_or_default()));
            for value in values.iter_mut().skip(tile).flatten().filter(|value| value.is_nan()) {
                *value = 0.0;
            }
        }
        Self { values, gaps, units: order.len() }
    }
}

fn gaps_of(shape: &Shape, tile: &[[f64; LANES]]) -> Gaps {
    let mut gaps = Gaps::default();
    let leaves = shape.columns.len();
    for (branch, parts) in shape.branches.iter().enumerate() {
        let begin = gaps.missing.len();
        for (place, values) in parts.leaves.clone().zip(tile.get(parts.leaves.clone()).unwrap_or_default()) {
            let lanes = values.iter().enumerate().filter(|(_, value)| value.is_nan());
            gaps.missing.extend(lanes.map(|(lane, _)| (branch, lane, place)));
        }
        for part in &parts.parts {
            let lanes = gaps.absent.iter().filter(|(gone, _)| gone == part);
            gaps.missing.extend(lanes.map(|(_, lane)| (branch, *lane, leaves + part)));
        }
        let all = parts.leaves.len() + parts.parts.len();
        for lane in 0..LANES {
            let here = gaps.missing.iter().skip(begin).filter(|gap| gap.1 == lane).count();
            if here == all {
                gaps.absent.push((branch, lane));
            }
        }
    }
    let absent = &gaps.absent;
    gaps.missing.retain(|(branch, lane, _)| !absent.contains(&(*branch, *lane)));
    gaps
}
