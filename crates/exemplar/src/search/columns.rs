//! The filters of one segment of the index, unpacked: a question counts thousands of documents, one after the other.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::facets::FacetName;
use super::index::{HELD, PUBLISHED};

/// What counting needs of a segment. Segments never change, so it is made once for each.
#[derive(Debug, Default)]
pub(super) struct SegmentColumns {
    /// Every value of every filter, in the order of [`FacetName::ALL`]; documents name them by their place here.
    values: Vec<String>,
    /// Where the values of each filter begin in `values`, and where the last ones end.
    filters: Vec<u32>,
    /// Where the places of each document begin in `places`; one more than there are documents.
    starts: Vec<u32>,
    places: Vec<u32>,
    /// For each document: held here first, then the date of publication as a number.
    newest: Vec<(u8, u32)>,
}

impl SegmentColumns {
    /// Whether its text is here, and when it was published.
    pub fn newest(&self, doc: DocId) -> (u8, u32) {
        self.newest.get(doc as usize).copied().unwrap_or_default()
    }

    /// The values of a document in every filter, by their places, in order.
    pub fn of(&self, doc: DocId) -> &[u32] {
        match self.starts.get(doc as usize..doc as usize + 2) {
            Some([start, end]) => self.places.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The places of the values of a filter.
    pub fn places_of(&self, filter: FacetName) -> Range<u32> {
        let at = FacetName::ALL.iter().position(|name| *name == filter).unwrap_or(0);
        match self.filters.get(at..at + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        }
    }

    /// The values at `places`.
    pub fn values_at(&self, places: &Range<u32>) -> &[String] {
        self.values.get(places.start as usize..places.end as usize).unwrap_or_default()
    }

    /// How many values there are in all filters.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let mut columns = Self { filters: vec![0], starts: vec![0], ..Self::default() };
        let mut filters = Vec::new();
        for name in FacetName::ALL {
            let first = columns.end();
            let column = reader.fast_fields().str(name.word())?;
            for ordinal in 0..column.iter().map(|column| column.num_terms() as u64).sum() {
                let mut value = String::new();
                if let Some(column) = &column {
                    column.ord_to_str(ordinal, &mut value)?;
                }
                columns.values.push(value);
            }
            columns.filters.push(columns.end());
            filters.extend(column.map(|column| (first, column)));
        }
        let (held, published) = (reader.fast_fields().u64(HELD)?, reader.fast_fields().u64(PUBLISHED)?);
        let number = |column: &tantivy::columnar::Column<u64>, doc| column.first(doc).unwrap_or(0);
        for doc in 0..reader.max_doc() {
            for (first, column) in &filters {
                let places = column.term_ords(doc).filter_map(|ordinal| u32::try_from(ordinal).ok());
                columns.places.extend(places.map(|ordinal| first + ordinal));
            }
            columns.starts.push(u32::try_from(columns.places.len()).unwrap_or(u32::MAX));
            columns
                .newest
                .push((u8::from(number(&held, doc) > 0), u32::try_from(number(&published, doc)).unwrap_or(0)));
        }
        Ok(columns)
    }

    fn end(&self) -> u32 {
        u32::try_from(self.values.len()).unwrap_or(u32::MAX)
    }
}

/// The columns of the segments in use.
#[derive(Debug, Default)]
pub(super) struct ColumnCache(Mutex<HashMap<SegmentId, Arc<SegmentColumns>>>);

impl ColumnCache {
    /// The columns of each segment of `searcher`, in order; those of segments that are gone are dropped.
    pub fn of(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<SegmentColumns>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut columns = Vec::new();
        for reader in searcher.segment_readers() {
            let of = match kept.get(&reader.segment_id()) {
                Some(columns) => Arc::clone(columns),
                None => Arc::new(SegmentColumns::read(reader)?),
            };
            columns.push(of);
        }
        if kept.len() != columns.len() || searcher.segment_readers().iter().any(|r| !kept.contains_key(&r.segment_id()))
        {
            *kept =
                searcher.segment_readers().iter().map(SegmentReader::segment_id).zip(columns.iter().cloned()).collect();
        }
        Ok(columns)
    }
}
