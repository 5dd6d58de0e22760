//! The inner loops: scores of tiles of units under blocks of draws, and their places.
//!
//! Each unit has a lane of its own and each draw a row of its own, and sums run over the parts in the order of the
//! tree: however wide the machine's registers are, the same additions are made in the same order. Rust neither
//! reorders nor fuses floating-point operations.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::tiles::{Gaps, LANES, Shape, Tiles};
use super::{Doubt, Doubts, ERROR, VariantError, WEIGHT};
use crate::draws::{Draws, evens_of, normals_at, philox_lanes};
use crate::held::{self, Places};

/// How many draws go through a tile at once, as four times four.
const BLOCK: usize = 16;
const QUADS: usize = BLOCK / 4;

/// For how many units errors are drawn at once.
const STRIP: usize = 48;

/// A number for each draw of a block.
type Row = [[f64; 4]; QUADS];

/// Scores of a tile's units under four draws.
type Quad = [[f64; LANES]; 4];

pub(super) struct Kernel<'k> {
    pub shape: &'k Shape,
    pub tiles: &'k Tiles,
    pub keys: &'k [u64],
    pub doubts: &'k Doubts,
    pub doubt: Doubt,
    pub error: Option<VariantError>,
}

/// What a thread works with, made once.
struct Desk {
    weights: Vec<Row>,
    wholes: Vec<Row>,
    values: Vec<Quad>,
    scores: Vec<Vec<f64>>,
    ranking: held::Desk,
}

impl Kernel<'_> {
    /// Counts the places under these draws, on as many threads as there may be.
    pub fn run(&self, draws: &[u32], places: &mut Places) {
        let blocks: Vec<&[u32]> = draws.chunks(BLOCK).collect();
        let next = AtomicUsize::new(0);
        let work = |places: &mut Places| {
            let mut desk = self.desk();
            while let Some(block) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.block(block, &mut desk, places);
            }
        };
        let apart = || {
            let mut places = Places::new(self.tiles.units);
            work(&mut places);
            places
        };
        let threads = self.doubts.threads.get().min(blocks.len()).max(1);
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(apart)).collect();
            work(places);
            for other in others {
                match other.join() {
                    Ok(more) => places.add(&more),
                    Err(cause) => std::panic::resume_unwind(cause),
                }
            }
        });
    }

    fn desk(&self) -> Desk {
        let padded = self.tiles.gaps.len() * LANES;
        Desk {
            weights: vec![Row::default(); self.shape.weights.len()],
            wholes: vec![Row::default(); self.shape.branches.len()],
            values: vec![Quad::default(); self.shape.branches.len()],
            scores: vec![vec![0.0; padded]; BLOCK],
            ranking: held::Desk::default(),
        }
    }

    fn block(&self, draws: &[u32], desk: &mut Desk, places: &mut Places) {
        self.draw_weights(draws, desk);
        self.score(draws.len(), desk);
        if let Some(error) = &self.error {
            for (row, draw) in draws.iter().enumerate() {
                self.add_errors(error, row, *draw, desk);
            }
        }
        let scores = desk.scores.iter().take(draws.len());
        places.count(scores.filter_map(|scores| scores.get(..self.tiles.units)), &mut desk.ranking);
    }

    /// The weights under each draw of the block, and for each branch the sum of its parts' weights.
    #[expect(clippy::indexing_slicing, reason = "the inner loop: rows are as long as blocks")]
    fn draw_weights(&self, draws: &[u32], desk: &mut Desk) {
        let margin = if self.doubt == Doubt::Reporting { 0.0 } else { self.doubts.margin };
        for (four, rows) in (0_u64..).zip(desk.weights.chunks_mut(4)) {
            let source = Draws::new(self.doubts.seed, four, WEIGHT);
            for (row, draw) in draws.iter().enumerate() {
                let evens = source.four(*draw);
                for ((weight, even), place) in rows.iter_mut().zip(evens).zip(4 * four as usize..) {
                    weight[row / 4][row % 4] = self.shape.weights[place] * (1.0 + margin * (2.0 * even - 1.0));
                }
            }
        }
        let leaves = self.shape.columns.len();
        for (whole, branch) in desk.wholes.iter_mut().zip(&self.shape.branches) {
            *whole = Row::default();
            for place in branch.leaves.clone().chain(branch.parts.iter().map(|part| leaves + part)) {
                for (sum, weight) in whole.iter_mut().flatten().zip(desk.weights[place].iter().flatten()) {
                    *sum += weight;
                }
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the inner loop: tiles of units")]
    fn score(&self, draws: usize, desk: &mut Desk) {
        let leaves = self.shape.columns.len();
        for (number, gaps) in self.tiles.gaps.iter().enumerate() {
            let tile = &self.tiles.values[number * leaves..(number + 1) * leaves];
            for quad in 0..draws.div_ceil(4) {
                self.quad(tile, gaps, quad, &desk.weights, &desk.wholes, &mut desk.values);
                let root = desk.values[desk.values.len() - 1];
                for (scores, row) in desk.scores[quad * 4..quad * 4 + 4].iter_mut().zip(root) {
                    scores[number * LANES..(number + 1) * LANES].copy_from_slice(&row);
                }
            }
        }
    }

    /// The scores of a tile under four draws, branch by branch from below.
    #[expect(clippy::indexing_slicing, reason = "the inner loop: four draws by four units")]
    fn quad(
        &self,
        tile: &[[f64; LANES]],
        gaps: &Gaps,
        quad: usize,
        weights: &[Row],
        wholes: &[Row],
        values: &mut [Quad],
    ) {
        let leaves = self.shape.columns.len();
        let (mut missing, mut absent) = (gaps.missing.iter().peekable(), gaps.absent.iter().peekable());
        for (number, branch) in self.shape.branches.iter().enumerate() {
            let mut sums = Quad::default();
            for (value, weight) in tile[branch.leaves.clone()].iter().zip(&weights[branch.leaves.clone()]) {
                add(&mut sums, &weight[quad], &[*value; 4]);
            }
            for part in &branch.parts {
                add(&mut sums, &weights[leaves + part][quad], &values[*part]);
            }
            let mut below: Quad = wholes[number][quad].map(|whole| [whole; LANES]);
            while let Some((_, lane, place)) = missing.next_if(|gap| gap.0 == number) {
                for (row, weight) in below.iter_mut().zip(weights[*place][quad]) {
                    row[*lane] -= weight;
                }
            }
            for (sums, below) in sums.iter_mut().zip(&below) {
                for (sum, below) in sums.iter_mut().zip(below) {
                    *sum /= below;
                }
            }
            while let Some((_, lane)) = absent.next_if(|gap| gap.0 == number) {
                sums.iter_mut().for_each(|row| row[*lane] = 0.0);
            }
            values[number] = sums;
        }
    }

    /// Draws the scores of a draw towards their mean and adds what was reported wrongly.
    #[expect(clippy::indexing_slicing, reason = "the inner loop: rows are as long as blocks")]
    fn add_errors(&self, error: &VariantError, row: usize, draw: u32, desk: &mut Desk) {
        let scores = &mut desk.scores[row][..self.tiles.units];
        let mean = crate::stats::mean(scores);
        let shares: Vec<f64> = self.shape.themes.iter().map(|place| desk.weights[*place][row / 4][row % 4]).collect();
        let all = crate::stats::sum(&shares);
        let sizes: Vec<f64> =
            shares.iter().zip(&error.themes).map(|(share, sd)| share / all * sd * error.kept.sqrt()).collect();
        for (scores, keys) in scores.chunks_mut(STRIP).zip(self.keys.chunks(STRIP)) {
            let sums = self.errors(keys, &sizes, draw);
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score = mean + error.kept * (*score - mean) + sum;
            }
        }
    }

    /// For each of some units the sum of its themes' errors in a draw, each of its own size.
    #[expect(clippy::indexing_slicing, reason = "the inner loop: units beside each other")]
    fn errors(&self, keys: &[u64], sizes: &[f64], draw: u32) -> [f64; STRIP] {
        let mut units = [0; STRIP];
        units[..keys.len()].copy_from_slice(keys);
        let mut sums = [0.0; STRIP];
        for (four, sizes) in (0_u32..).zip(sizes.chunks(4)) {
            let bits = philox_lanes(&units, [draw, ERROR + four], self.doubts.seed);
            let mut parts = [0.0; STRIP];
            for (size, bits) in sizes.iter().zip(&bits) {
                for (part, normal) in parts.iter_mut().zip(normals_at(&evens_of(bits))) {
                    *part += size * normal;
                }
            }
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum += part;
            }
        }
        sums
    }
}

/// Adds `weight[d] * value[d][lane]` everywhere.
#[inline(always)]
fn add(sums: &mut Quad, weights: &[f64; 4], values: &Quad) {
    for ((sums, weight), values) in sums.iter_mut().zip(weights).zip(values) {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += weight * value;
        }
    }
}
