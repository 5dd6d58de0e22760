//! The parts of an index: a tree of any depth whose leaves are questions or indicators.

use crate::means::Mean;

/// The parts of an index. Node 0 is the whole; leaves are numbered by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) leaves: Vec<usize>,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is called in tables.
    pub id: String,
    /// The part it belongs to; none for the whole.
    pub parent: Option<usize>,
    /// How much it counts beside its siblings.
    pub weight: f64,
    /// When it is an element of a level: which, and from which score on it is met.
    pub element: Option<Element>,
    /// A leaf or a branch.
    pub kind: Kind,
}

/// An element of a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Element {
    /// The level it belongs to.
    pub level: u32,
    /// The score from which on it is met.
    pub met_at: f64,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A question or an indicator.
    Leaf {
        /// Its place among the columns of the answers.
        column: usize,
        /// The worst and the best that a missing value can be.
        range: (f64, f64),
    },
    /// A part made of others.
    Branch {
        /// Its parts, in the order of the file. Sums are made in this order.
        children: Vec<usize>,
        /// How its score is made of theirs.
        scoring: Scoring,
        /// How much must be there for a score.
        needs: Needs,
    },
}

/// How the score of a part is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scoring {
    /// A weighted mean: strong parts make up for weak ones.
    Compensatory(Mean),
    /// The highest level of which, as of every level below it, every element is met.
    Conjunctive,
}

/// How much of a part must be there for it to have a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Needs {
    /// A share of the weight that applies.
    Weight(f64),
    /// A share of the number of parts that apply, whatever they weigh.
    Count(f64),
}

impl Needs {
    /// Whether `have` of `all` is enough. Shares such as two thirds are no binary fractions, so that a billionth
    /// is forgiven.
    pub(crate) fn are_met(share: f64, have: f64, all: f64) -> bool {
        have > 0.0 && have >= share * all - 1e-9 * all
    }
}

impl Tree {
    /// A tree of nothing but its whole.
    #[must_use]
    pub fn new(id: &str, scoring: Scoring, needs: Needs) -> Self {
        let kind = Kind::Branch { children: Vec::new(), scoring, needs };
        let root = Node { id: id.to_owned(), parent: None, weight: 1.0, element: None, kind };
        Self { nodes: vec![root], leaves: Vec::new() }
    }

    /// Adds a part made of others under `parent` and gives its number.
    pub fn branch(&mut self, parent: usize, id: &str, weight: f64, scoring: Scoring, needs: Needs) -> usize {
        self.add(parent, id, weight, Kind::Branch { children: Vec::new(), scoring, needs })
    }

    /// Adds a question or an indicator under `parent`, as the next column, and gives its number.
    pub fn leaf(&mut self, parent: usize, id: &str, weight: f64, range: (f64, f64)) -> usize {
        let column = self.leaves.len();
        let node = self.add(parent, id, weight, Kind::Leaf { column, range });
        self.leaves.push(node);
        node
    }

    fn add(&mut self, parent: usize, id: &str, weight: f64, kind: Kind) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { id: id.to_owned(), parent: Some(parent), weight, element: None, kind });
        if let Some(Node { kind: Kind::Branch { children, .. }, .. }) = self.nodes.get_mut(parent) {
            children.push(node);
        }
        node
    }

    /// Makes a node an element of a level of its parent.
    pub fn make_element(&mut self, node: usize, element: Element) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.element = Some(element);
        }
    }

    /// Every node; node 0 is the whole.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node of each column.
    #[must_use]
    pub fn leaves(&self) -> &[usize] {
        &self.leaves
    }

    /// The number of the node with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    /// The parts of a node; none for a leaf.
    #[must_use]
    pub fn children(&self, node: usize) -> &[usize] {
        match self.nodes.get(node) {
            Some(Node { kind: Kind::Branch { children, .. }, .. }) => children,
            _ => &[],
        }
    }

    /// How many steps a node is below the whole.
    #[must_use]
    pub fn depth(&self, node: usize) -> usize {
        std::iter::successors(self.nodes.get(node), |n| n.parent.and_then(|parent| self.nodes.get(parent))).count() - 1
    }

    /// The same tree with another weight for one node.
    #[must_use]
    pub fn with_weight(&self, node: usize, weight: f64) -> Self {
        let mut tree = self.clone();
        if let Some(node) = tree.nodes.get_mut(node) {
            node.weight = weight;
        }
        tree
    }
}
