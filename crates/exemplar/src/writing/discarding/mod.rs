//! Throwing a draft away, and bringing it back. What everyone reads stays as it is; what was written is kept.

pub mod changes;
pub mod pages;
mod views;

pub(super) use views::thrown_away;
