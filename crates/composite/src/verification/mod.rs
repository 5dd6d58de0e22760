//! Claim and evidence: what checking a part of the answers says about all of them.
//!
//! - [`Ledger`]: what was claimed against what was found, and what a claim is worth;
//! - [`bias`]: by how much all organisations together claim too much, from a random sample of them;
//! - [`Calibration`]: what a score is likely to be worth, with its error;
//! - [`sample`]: who is checked, drawn from a seed that everybody knows.

pub mod bias;
mod calibration;
mod ledger;
pub mod sample;

pub use calibration::{Calibration, Spread};
pub use ledger::{Check, Ledger};
