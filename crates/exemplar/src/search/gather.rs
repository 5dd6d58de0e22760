//! One pass over what matches: the counts of every filter, and the best of those that pass all of them.
//!
//! The count of a value leaves its own filter out and holds the others, so that a second value of
//! the same filter can be chosen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
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
    ranked: Vec<(Rank, DocAddress)>,
}

/// Held here before held elsewhere, then by score or date; ties by place, so that pages never overlap.
type Rank = (u8, u32, Reverse<DocAddress>);

pub(super) struct GatherSegment {
    segment: SegmentOrdinal,
    columns: Arc<SegmentColumns>,
    /// For each filter: the places of its chosen values; none when nothing is chosen.
    chosen: Vec<Option<Vec<u32>>>,
    counts: Vec<Vec<u32>>,
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
        let places = |name: FacetName, values: &[String]| {
            let mut wanted = self.asked.chosen.iter().filter(|(of, _)| *of == name).map(|(_, value)| value).peekable();
            wanted.peek()?;
            let place = |value: &String| values.iter().position(|known| known == value);
            Some(wanted.filter_map(place).filter_map(|place| u32::try_from(place).ok()).collect())
        };
        let chosen =
            FacetName::ALL.into_iter().zip(&columns.facets).map(|(name, facet)| places(name, &facet.values)).collect();
        let counts = columns.facets.iter().map(|facet| vec![0; facet.values.len()]).collect();
        let (order, wanted) = (self.order, self.best);
        Ok(GatherSegment { segment, columns, chosen, counts, order, wanted, total: 0, best: BinaryHeap::new() })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for fruit in fruits {
            all.total += fruit.total;
            all.ranked.extend(fruit.ranked);
            for (name, counts) in fruit.counts {
                let sums = all.counts.entry(name).or_default();
                for (value, count) in counts {
                    *sums.entry(value).or_default() += count;
                }
            }
        }
        all.ranked.sort_by(|a, b| b.cmp(a));
        all.best = all.ranked.iter().take(self.best).map(|(_, address)| *address).collect();
        Ok(all)
    }
}

impl SegmentCollector for GatherSegment {
    type Fruit = Gathered;

    fn collect(&mut self, doc: DocId, score: Score) {
        // Which one filter alone keeps the document out; more than one, and it counts nowhere.
        let mut kept_out_by = None;
        for (place, (chosen, facet)) in self.chosen.iter().zip(&self.columns.facets).enumerate() {
            if chosen.as_ref().is_some_and(|chosen| !facet.of(doc).iter().any(|value| chosen.contains(value))) {
                if kept_out_by.is_some() {
                    return;
                }
                kept_out_by = Some(place);
            }
        }
        for (place, (counts, facet)) in self.counts.iter_mut().zip(&self.columns.facets).enumerate() {
            if kept_out_by.is_none_or(|by| by == place) {
                for value in facet.of(doc) {
                    if let Some(count) = counts.get_mut(*value as usize) {
                        *count += 1;
                    }
                }
            }
        }
        if kept_out_by.is_none() {
            self.take(doc, score);
        }
    }

    fn harvest(self) -> Gathered {
        let mut gathered = Gathered { total: self.total, ..Gathered::default() };
        gathered.ranked = self.best.into_iter().map(|Reverse(ranked)| ranked).collect();
        for (name, (facet, counts)) in FacetName::ALL.into_iter().zip(self.columns.facets.iter().zip(self.counts)) {
            let counted = facet.values.iter().zip(counts).filter(|(_, count)| *count > 0);
            gathered.counts.insert(name, counted.map(|(value, count)| (value.clone(), count as usize)).collect());
        }
        gathered
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
