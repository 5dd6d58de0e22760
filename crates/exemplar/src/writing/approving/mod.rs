//! Agreeing to a text: as a second person, as a clinical safety officer, or for another organisation.

mod changes;

pub use changes::{agree, review, sign};
