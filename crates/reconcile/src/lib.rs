//! Compares versions of a Markdown guide by block and by word.
//!
//! A [`Document`] is a text cut into front matter and blocks, none of its bytes lost.
//! [`compare`] sets two of them side by side: the front matter by field, the body by
//! block, and the blocks that changed by word, so that a page can say each difference
//! in words.
//!
//! Two views are kept apart. *Exact*: the bytes are the same. *Meaning*: the text says
//! the same, although lines are wrapped elsewhere, blanks trail, quotes are curly or
//! straight, lines end in CRLF, lists are numbered or marked otherwise. Where it is not
//! certain that nothing but form changed (blanks inside code, say), it counts as a change.
//!
//! Nothing here reads files, knows the web, or looks at the clock; work is bounded by
//! counting steps, so the same two texts always give the same answer.
//!
//! ```
//! use reconcile::{Aligned, Document, Span, compare};
//!
//! let old = Document::parse("# Wi-Fi\n\nCount the dead spots at night.\n");
//! let new = Document::parse("# Wi-Fi\n\nCount the dead spots\nat 6 in the morning.\n");
//! let comparison = compare(&old, &new);
//!
//! let [Aligned::Same { .. }, Aligned::Changed { spans, .. }] = &comparison.blocks[..] else {
//!     panic!("one block the same, one changed");
//! };
//! assert_eq!(
//!     spans[..],
//!     [
//!         Span::Kept { old: "Count the dead spots at ", new: "Count the dead spots\nat " },
//!         Span::Removed("night.\n"),
//!         Span::Added("6 in the morning.\n"),
//!     ]
//! );
//! let summary = comparison.summary();
//! assert_eq!((summary.words_removed, summary.words_added), (1, 4));
//! ```

mod added;
mod alike;
mod ancestor;
mod around;
mod budget;
mod cells;
mod comparison;
mod convergence;
mod describe;
mod divergence;
mod document;
mod fields;
mod fit;
mod front;
mod head;
mod leaves;
mod links;
mod lists;
mod matches;
mod measures;
mod merging;
mod numbers;
mod outline;
mod ranks;
mod reconciliation;
mod script;
mod sentences;
mod sheet;
mod sides;
mod spans;
mod spoken;
mod summary;
mod tables;
mod tie;
mod turned;
mod turns;
mod update;
mod variables;
mod weave;
mod words;

pub use ancestor::{Ancestor, Fingerprint, find_ancestor};
pub use comparison::{Aligned, Comparison, compare};
pub use convergence::{Convergence, convergence};
pub use divergence::Divergence;
pub use document::{Block, Document, Kind};
pub use fields::{Field, FieldChange};
pub use front::FrontMatter;
pub use reconciliation::{NotWaiting, Reconciliation, updates};
pub use spans::Span;
pub use summary::Summary;
pub use update::{Decided, Decision, Kind as UpdateKind, Settled, State, TooLarge, Update};
