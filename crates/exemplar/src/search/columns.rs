//! The filters of one segment of the index, unpacked: a question counts thousands of documents, one after the other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::facets::FacetName;
use super::index::{HELD, PUBLISHED};

/// What counting needs of a segment. Segments never change, so it is made once for each.
#[derive(Debug)]
pub(super) struct SegmentColumns {
    /// In the order of [`FacetName::ALL`].
    pub facets: Vec<FacetColumn>,
    /// For each document: held here first, then the date of publication as a number.
    newest: Vec<(u8, u32)>,
}

/// The values of one filter.
#[derive(Debug, Default)]
pub(super) struct FacetColumn {
    /// The values there are; documents name them by their place here.
    pub values: Vec<String>,
    /// Where the places of each document begin in `places`; one more than there are documents.
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl FacetColumn {
    /// The values of a document, by their places.
    pub fn of(&self, doc: DocId) -> &[u32] {
        let at = doc as usize;
        let start = self.starts.get(at).copied().unwrap_or(0) as usize;
        let end = self.starts.get(at + 1).copied().unwrap_or(0) as usize;
        self.places.get(start..end).unwrap_or_default()
    }
}

impl SegmentColumns {
    /// Whether its text is here, and when it was published.
    pub fn newest(&self, doc: DocId) -> (u8, u32) {
        self.newest.get(doc as usize).copied().unwrap_or_default()
    }

    fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let facets = FacetName::ALL.iter().map(|name| facet(reader, name.word())).collect::<tantivy::Result<_>>()?;
        let (held, published) = (reader.fast_fields().u64(HELD)?, reader.fast_fields().u64(PUBLISHED)?);
        let number = |column: &tantivy::columnar::Column<u64>, doc| column.first(doc).unwrap_or(0);
        let newest = (0..reader.max_doc())
            .map(|doc| (u8::from(number(&held, doc) > 0), u32::try_from(number(&published, doc)).unwrap_or(0)))
            .collect();
        Ok(Self { facets, newest })
    }
}

fn facet(reader: &SegmentReader, name: &str) -> tantivy::Result<FacetColumn> {
    let Some(column) = reader.fast_fields().str(name)? else { return Ok(FacetColumn::default()) };
    let mut found = FacetColumn { starts: vec![0], ..FacetColumn::default() };
    for ordinal in 0..column.num_terms() as u64 {
        let mut value = String::new();
        column.ord_to_str(ordinal, &mut value)?;
        found.values.push(value);
    }
    for doc in 0..reader.max_doc() {
        found.places.extend(column.term_ords(doc).filter_map(|ordinal| u32::try_from(ordinal).ok()));
        found.starts.push(u32::try_from(found.places.len()).unwrap_or(u32::MAX));
    }
    Ok(found)
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
