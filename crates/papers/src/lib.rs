//! Guides in and out of the formats offices use.
//!
//! [`word::read`] takes a Word document apart into the Markdown of a guide, its pictures, and a report of what was not
//! kept. [`paste::markdown`] does the same for what a clipboard holds as HTML. [`word::write`] and `pdf::write` make a
//! file of a [`Paper`], which is a guide as plain data.
//!
//! Nothing here reads files, knows the web or the program, or looks at the clock. What comes in may be hostile: every
//! reader bounds what it unpacks, how much it holds and how deep it goes, and none of them follows an address.

mod blocks;
mod lists;
mod markdown;
mod paper;
pub mod paste;
#[cfg(feature = "pdf")]
pub mod pdf;
mod picture;
mod report;
mod text;
pub mod word;

pub use paper::{Margin, Paper, Unwritable};
pub use text::{NoText, text};
