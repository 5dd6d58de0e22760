//! Two edits of one leaf, put together by the rules of its kind.

use crate::document::Kind;
use crate::leaves::Leaf;
use crate::{sentences, tables};

/// The text with both sides' edits, ours in our form; none when a person must be asked.
pub(crate) fn merge<'t>(base: &Leaf<'t>, local: &Leaf<'t>, upstream: &Leaf<'t>) -> Option<String> {
    let all = [base, local, upstream];
    if all.iter().all(|leaf| leaf.kind == Kind::Table) {
        return tables::merge(base.core(), local.core(), upstream.core());
    }
    sentences::merge(base, local, upstream)
}
