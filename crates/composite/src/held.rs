//! Places of many scores at once, and how often each was held.

use crate::places::{DrawnPlace, PlaceRange, summary};

/// How many bins a row of counts has at most: with more units, neighbouring places share one.
const BINS: usize = 4096;

/// How often each unit held each place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    units: usize,
    /// How many places share a bin; 1 up to 4,096 units.
    width: usize,
    bins: usize,
    counts: Vec<u32>,
    draws: u32,
}

impl Places {
    pub(crate) fn new(units: usize) -> Self {
        let width = if units <= BINS { 1 } else { units.div_ceil(256) };
        let bins = units.div_ceil(width.max(1));
        Self { units, width, bins, counts: vec![0; units * bins], draws: 0 }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.draws += other.draws;
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// The rows as they were before sorting: `order` says which unit each row belongs to.
    pub(crate) fn in_order(self, order: &[usize]) -> Self {
        let mut counts = vec![0; self.counts.len()];
        for (row, unit) in self.counts.chunks(self.bins.max(1)).zip(order) {
            if let Some(place) = counts.chunks_mut(self.bins.max(1)).nth(*unit) {
                place.copy_from_slice(row);
            }
        }
        Self { counts, ..self }
    }

    /// What the draws say about each unit's place. Above 4,096 units, places are known to a 256th of them.
    #[must_use]
    pub fn summaries(&self) -> Vec<DrawnPlace> {
        let wide = |place: usize| (place - 1) * self.width + self.width.div_ceil(2);
        self.counts
            .chunks(self.bins.max(1))
            .map(|counts| {
                let drawn = summary(counts, self.draws);
                if self.width == 1 {
                    return drawn;
                }
                let last = |place: usize| (place * self.width).min(self.units);
                DrawnPlace {
                    range: PlaceRange { best: wide(drawn.range.best), worst: last(drawn.range.worst) },
                    median: wide(drawn.median),
                    expected: (drawn.expected - 0.5) * crate::stats::count(self.width) + 0.5,
                    ..drawn
                }
            })
            .collect()
    }

    /// The share of draws in which each unit was among the first so many; rough where places share a bin.
    #[must_use]
    pub fn shares_first(&self, first: usize) -> Vec<f64> {
        let draws = f64::from(self.draws.max(1));
        let share = |row: &[u32]| f64::from(row.iter().take(first / self.width).sum::<u32>()) / draws;
        self.counts.chunks(self.bins.max(1)).map(share).collect()
    }

    /// How many draws were counted.
    #[must_use]
    pub fn draws(&self) -> u32 {
        self.draws
    }

    /// How often each unit held each place, a row for each unit in their order.
    #[must_use]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Ranks some draws and counts the places. Scores that agree in all but their last bits share the smaller place.
    #[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "the inner loop: places of units")]
    pub(crate) fn count<'s>(&mut self, draws: impl Iterator<Item = &'s [f64]>, desk: &mut Desk) {
        let bits = usize::BITS - self.units.leading_zeros();
        let mask = (1_u64 << bits) - 1;
        let mut counted = 0;
        for scores in draws {
            desk.keys.clear();
            desk.keys.extend((0_u64..).zip(scores).map(|(unit, score)| (falling(*score) & !mask) | unit));
            desk.keys.sort_unstable();
            if desk.bins.len() == counted {
                desk.bins.push(vec![0; self.units]);
            }
            let bins = &mut desk.bins[counted];
            let (mut place, mut last) = (0, u64::MAX);
            for (position, key) in desk.keys.iter().enumerate() {
                if key & !mask != last {
                    (place, last) = (position, key & !mask);
                }
                let bin = if self.width == 1 { place } else { place / self.width };
                bins[(key & mask) as usize] = bin as u16;
            }
            counted += 1;
        }
        // All draws of one unit together: its row of counts is fetched once.
        for (unit, row) in self.counts.chunks_exact_mut(self.bins.max(1)).enumerate() {
            for bins in &desk.bins[..counted] {
                row[usize::from(bins[unit])] += 1;
            }
        }
        self.draws += counted as u32;
    }
}

/// What ranking works with, made once.
#[derive(Default)]
pub(crate) struct Desk {
    keys: Vec<u64>,
    /// For each draw in hand the bin of each unit's place.
    bins: Vec<Vec<u16>>,
}

/// A number that falls as the score rises.
fn falling(score: f64) -> u64 {
    let bits = (score + 0.0).to_bits();
    let sign = if bits >> 63 == 1 { u64::MAX } else { 1 << 63 };
    !(bits ^ sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_draw_fall_with_the_score_and_ties_share() {
        let mut places = Places::new(4);
        places.count([&[-1.0, 3.0, 0.5, 3.0][..]].into_iter(), &mut Desk::default());
        let held: Vec<usize> = places.summaries().iter().map(|drawn| drawn.median).collect();
        assert_eq!(held, [4, 1, 3, 1]);
        assert!(falling(1.0) < falling(0.0) && falling(0.0) == falling(-0.0) && falling(-1.0) < falling(-2.0));
    }
}
