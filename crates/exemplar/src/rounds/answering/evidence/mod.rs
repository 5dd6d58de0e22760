//! Files that show that an answer is true: read by the organisation, by whoever checks its answers, and by the office.
//!
//! They stand in the notes beside the answers, so that a signature is bound to them too.

pub mod pages;
mod views;

pub(in crate::rounds) use views::shown;

/// The most files beside one answer.
const MOST: usize = 10;
