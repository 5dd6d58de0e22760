//! Scores maturity frameworks and composite indices, and says how sure a place is.
//!
//! Nothing here reads files, knows the web, or looks at the clock. The same data, recipe and seed give the same bits
//! whatever the order of the rows, the number of threads or the machine: sums are made in the order of the framework
//! and one after another, logarithms and powers are those of the crate `libm`, and draws are counted, not drawn in
//! turn ([`draws`]).
//!
//! An assessment goes [`Framework::read`] → [`Framework::score`] for each organisation → [`places`] over all of them
//! → [`tops`].
//!
//! ```
//! use composite::{Answer, Framework};
//!
//! let framework = Framework::read(r#"
//!     id = "small"
//!     version = "1"
//!     kind = "maturity"
//!     title = "A small one"
//!     [[scale]]
//!     id = "agreement"
//!     answers = [{ id = "no", text = "No", score = 0 }, { id = "yes", text = "Yes", score = 100 }]
//!     [[section]]
//!     id = "records"
//!     title = "Records"
//!     [[question]]
//!     id = "notes"
//!     section = "records"
//!     text = "Notes are written on screen."
//!     scale = "agreement"
//!     [[question]]
//!     id = "letters"
//!     section = "records"
//!     text = "Letters are sent electronically."
//!     scale = "agreement"
//!     weight = 3
//! "#).unwrap();
//! let scores = framework.score(None, &[Answer::NotKnown, Answer::Value(1)]);
//! let index = scores[0].scored().unwrap();
//! assert_eq!((index.point, index.low, index.high), (Some(100.0), 75.0, 100.0));
//! ```

pub mod answers;
pub mod any_weights;
pub mod claims;
pub mod copeland;
pub mod draws;
mod fields;
pub mod framework;
pub mod held;
pub mod implausible;
mod levels;
pub mod linking;
pub mod means;
mod mistake;
pub mod normalising;
pub mod places;
pub mod rank_sets;
pub mod ranks;
pub mod recipe;
pub mod relations;
pub mod scoring;
pub mod sensitivity;
mod simplex;
pub mod stats;
pub mod tops;
pub mod treatment;
pub mod tree;
pub mod uncertainty;
pub mod verification;
pub mod weighting;

pub use answers::{Answer, Cell};
pub use framework::Framework;
pub use means::Mean;
pub use mistake::Mistake;
pub use recipe::Recipe;
pub use scoring::{Score, Scored, score};
pub use tree::{Needs, Scoring, Tree};
