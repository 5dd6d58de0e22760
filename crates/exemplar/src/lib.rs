//! Exemplar: a portal that makes digital know-how travel between hospitals, and shows whether it did.
//!
//! Rooms are folders by feature; `platform` is what they stand on; `router` lists every address.
//! See `ARCHITECTURE.md`.

pub mod about;
pub mod app;
pub mod asking;
pub mod blueprints;
pub mod cli;
pub mod concerns;
pub mod config;
pub mod copies;
pub mod corrections;
pub mod demonstration;
pub mod error;
pub mod facts;
pub mod file_words;
pub mod home;
pub mod journal;
pub mod kit;
pub mod maturity;
pub mod milestones;
pub mod news;
pub mod office;
pub mod organisations;
pub mod people;
pub mod platform;
pub mod programmes;
pub mod removals;
pub mod rounds;
pub mod router;
pub mod search;
pub mod server;
pub mod storage;
pub mod vocabulary;
pub mod watching;
pub mod work;
pub mod writing;
