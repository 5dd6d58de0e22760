//! Removing what must not be kept: a patient's details, a secret, a stolen text. Two people, by name, and a public notice.
//!
//! The value goes for good. The journal keeps that it was there, and `verify` reports a removal, not damage.

mod changes;
pub mod pages;
mod store;

pub use changes::{RemovalError, remove};
pub use store::RemovalRow;
