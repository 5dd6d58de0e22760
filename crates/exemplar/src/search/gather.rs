//! One pass over what matches: the counts of every filter, and the best of those that pass all of them.
//!
//! The count of a value leaves its own filter out and holds the others, so that a second value of
//! the same filter can be chosen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Cardinality, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::asked::Asked;
use super::facets::FacetName;
use super::index::{HELD, PUBLISHED};

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
type Rank = (u64, u64, Reverse<DocAddress>);

/// A filter in one segment.
struct Column {
    name: FacetName,
    values: Option<StrColumn>,
    /// The ordinals of the values, looked up once rather than for each document.
    ordinals: Option<tantivy::columnar::Column<u64>>,
    chosen: Vec<u64>,
    is_chosen: bool,
    counts: Vec<u32>,
}

pub(super) struct GatherSegment {
    segment: SegmentOrdinal,
    columns: Vec<Column>,
    held: tantivy::columnar::Column<u64>,
    published: tantivy::columnar::Column<u64>,
    order: Order,
    wanted: usize,
    total: usize,
    best: BinaryHeap<Reverse<(Rank, DocAddress)>>,
}

impl Collector for Gather<'_> {
    type Fruit = Gathered;
    type Child = GatherSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<GatherSegment> {
        let fast = reader.fast_fields();
        let mut columns = Vec::new();
        for name in FacetName::ALL {
            let values = fast.str(name.word())?;
            let chosen: Vec<&String> =
                self.asked.chosen.iter().filter(|(of, _)| *of == name).map(|(_, value)| value).collect();
            let mut ordinals = Vec::new();
            if let Some(values) = &values {
                for value in &chosen {
                    ordinals.extend(values.dictionary().term_ord(value.as_bytes())?);
                }
            }
            let counts = vec![0; values.as_ref().map_or(0, |v| v.num_terms())];
            columns.push(Column {
                name,
                ordinals: values.as_ref().map(|values| values.ords().clone()),
                values,
                chosen: ordinals,
                is_chosen: !chosen.is_empty(),
                counts,
            });
        }
        Ok(GatherSegment {
            segment,
            columns,
            held: fast.u64(HELD)?,
            published: fast.u64(PUBLISHED)?,
            order: self.order,
            wanted: self.best,
            total: 0,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for fruit in fruits {
            let fruit = fruit?;
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
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, score: Score) {
        // Which one filter alone keeps the document out; more than one, and it counts nowhere.
        let mut kept_out_by = None;
        for (place, column) in self.columns.iter().enumerate() {
            if column.is_chosen && !column.passes(doc) {
                if kept_out_by.is_some() {
                    return;
                }
                kept_out_by = Some(place);
            }
        }
        match kept_out_by {
            Some(place) => {
                if let Some(column) = self.columns.get_mut(place) {
                    column.count(doc);
                }
            }
            None => {
                self.columns.iter_mut().for_each(|column| column.count(doc));
                self.take(doc, score);
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Gathered> {
        let mut gathered = Gathered { total: self.total, ..Gathered::default() };
        gathered.ranked = self.best.into_iter().map(|Reverse(ranked)| ranked).collect();
        for column in self.columns {
            let mut counts = BTreeMap::new();
            if let Some(values) = &column.values {
                for (ordinal, count) in column.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    let mut value = String::new();
                    values.ord_to_str(ordinal as u64, &mut value)?;
                    counts.insert(value, *count as usize);
                }
            }
            gathered.counts.insert(column.name, counts);
        }
        Ok(gathered)
    }
}

impl Column {
    fn passes(&self, doc: DocId) -> bool {
        self.ordinals
            .as_ref()
            .is_some_and(|values| values.values_for_doc(doc).any(|ordinal| self.chosen.contains(&ordinal)))
    }

    fn count(&mut self, doc: DocId) {
        let Some(values) = &self.ordinals else { return };
        let mut add = |ordinal: u64| {
            if let Some(count) = usize::try_from(ordinal).ok().and_then(|at| self.counts.get_mut(at)) {
                *count += 1;
            }
        };
        // Most documents have one value, and many segments nothing else.
        match values.get_cardinality() {
            Cardinality::Full => values.first(doc).into_iter().for_each(&mut add),
            Cardinality::Optional | Cardinality::Multivalued => values.values_for_doc(doc).for_each(&mut add),
        }
    }
}

impl GatherSegment {
    fn take(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.wanted == 0 {
            return;
        }
        let address = DocAddress::new(self.segment, doc);
        let value = match self.order {
            // Positive floats order like their bits.
            Order::Relevance => u64::from(score.max(0.0).to_bits()),
            Order::Newest => self.published.first(doc).unwrap_or(0),
        };
        let rank = (self.held.first(doc).unwrap_or(0), value, Reverse(address));
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
