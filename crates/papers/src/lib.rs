//! Guides in and out of the formats offices use.
//!
//! [`word::read`] takes a Word document apart into the Markdown of a guide, its pictures, and a report of what was not
//! kept. [`paste::markdown`] does the same for what a clipboard holds as HTML.
//!
//! Nothing here reads files, knows the web or the program, or looks at the clock. What comes in may be hostile: every
//! reader bounds what it unpacks, how much it holds and how deep it goes, and none of them follows an address.

mod blocks;
mod lists;
mod markdown;
pub mod paste;
mod picture;
mod report;
pub mod word;
