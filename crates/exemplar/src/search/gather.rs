//! One pass over what matches: the counts of every filter, and the best of those that pass all of them.
//!
//! The count of a value leaves its own filter out and holds the others, so that a second value of
//! the same filter can be chosen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Range;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::asked::Asked;
use super::columns::SegmentColumns;
use super::facets::FacetName;

/// How the best are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By how well they match.
    Relevance,
    /// By the date of publication.
    Newest,
}

/// The collector.
pub(super) struct Gather<'a> {
    pub asked: &'a Asked,
    pub order: Order,
    /// How many of the best are wanted.
    pub best: usize,
    /// The columns of each segment.
    pub columns: Vec<Arc<SegmentColumns>>,
}

/// What was gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub total: usize,
    pub counts: BTreeMap<FacetName, BTreeMap<String, usize>>,
    /// The best, the best first.
    pub best: Vec<DocAddress>,
}

/// What was gathered of one segment. Values are named by their places in its columns.
pub(super) struct OfSegment {
    columns: Arc<SegmentColumns>,
    total: usize,
    counts: Vec<u32>,
    ranked: Vec<(Rank, DocAddress)>,
}

/// Held here before held elsewhere, then by score or date; ties by place, so that pages never overlap.
type Rank = (u8, u32, Reverse<DocAddress>);

pub(super) struct GatherSegment {
    segment: SegmentOrdinal,
    columns: Arc<SegmentColumns>,
    /// For each filter of which something is chosen: where its values are, and which of them are chosen.
    chosen: Vec<(Range<u32>, Vec<u32>)>,
    /// How many documents have each value of every filter.
    counts: Vec<u32>,
    order: Order,
    wanted: usize,
    total: usize,
    best: BinaryHeap<Reverse<(Rank, DocAddress)>>,
}

impl Collector for Gather<'_> {
    type Fruit = Gathered;
    type Child = GatherSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _reader: &SegmentReader) -> tantivy::Result<GatherSegment> {
        let columns =
            self.columns.get(segment as usize).map(Arc::clone).ok_or_else(|| {
                tantivy::TantivyError::InternalError("a segment came that was not looked at".to_owned())
            })?;
        let chosen_of = |name: FacetName| {
            let mut wanted = self.asked.chosen.iter().filter(|(of, _)| *of == name).map(|(_, value)| value).peekable();
            wanted.peek()?;
            let places = columns.places_of(name);
            let values = columns.values_at(&places);
            let place =
                |value: &String| Some(places.start + u32::try_from(values.iter().position(|v| v == value)?).ok()?);
            Some((places.clone(), wanted.filter_map(place).collect()))
        };
        let chosen = FacetName::ALL.into_iter().filter_map(chosen_of).collect();
        let counts = vec![0; columns.len()];
        let (order, wanted) = (self.order, self.best);
        Ok(GatherSegment { segment, columns, chosen, counts, order, wanted, total: 0, best: BinaryHeap::new() })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<OfSegment>) -> tantivy::Result<Gathered> {
        let total = fruits.iter().map(|fruit| fruit.total).sum();
        let counts = FacetName::ALL.into_iter().map(|name| (name, counted(name, &fruits))).collect();
        let mut ranked: Vec<_> = fruits.into_iter().flat_map(|fruit| fruit.ranked).collect();
        ranked.sort_by(|a, b| b.cmp(a));
        Ok(Gathered { total, counts, best: ranked.iter().take(self.best).map(|(_, address)| *address).collect() })
    }
}

/// How many documents of all segments have each value of a filter.
fn counted(name: FacetName, fruits: &[OfSegment]) -> BTreeMap<String, usize> {
    // A value is copied once, however many segments have it.
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for fruit in fruits {
        let places = fruit.columns.places_of(name);
        let counts = fruit.counts.get(places.start as usize..places.end as usize).unwrap_or_default();
        for (value, count) in fruit.columns.values_at(&places).iter().zip(counts).filter(|(_, count)| **count > 0) {
            *sums.entry(value).or_default() += *count as usize;
        }
    }
    sums.into_iter().map(|(value, count)| (value.to_owned(), count)).collect()
}

impl SegmentCollector for GatherSegment {
    type Fruit = OfSegment;

    fn collect(&mut self, doc: DocId, score: Score) {
        // Which one filter alone keeps the document out; more than one, and it counts nowhere.
        let mut kept_out_by = None;
        let places = self.columns.of(doc);
        for (filter, chosen) in &self.chosen {
            if !places.iter().any(|place| chosen.contains(place)) && kept_out_by.replace(filter).is_some() {
                return;
            }
        }
        for place in places {
            if kept_out_by.is_none_or(|filter| filter.contains(place))
                && let Some(count) = self.counts.get_mut(*place as usize)
            {
                *count += 1;
            }
        }
        if kept_out_by.is_none() {
            self.take(doc, score);
        }
    }

    fn harvest(self) -> OfSegment {
        let ranked = self.best.into_iter().map(|Reverse(ranked)| ranked).collect();
        OfSegment { columns: self.columns, total: self.total, counts: self.counts, ranked }
    }
}

impl GatherSegment {
    fn take(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.wanted == 0 {
            return;
        }
        let address = DocAddress::new(self.segment, doc);
        let (held, published) = self.columns.newest(doc);
        let value = match self.order {
            // Positive floats order like their bits.
            Order::Relevance => score.max(0.0).to_bits(),
            Order::Newest => published,
        };
        let rank = (held, value, Reverse(address));
        if self.best.len() == self.wanted {
            // Most documents are worse than the worst that is kept.
            if self.best.peek().is_some_and(|Reverse((worst, _))| rank <= *worst) {
                return;
            }
            self.best.pop();
        }
        self.best.push(Reverse((rank, address)));
    }
}
