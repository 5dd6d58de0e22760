//! The portal tested from outside: stories on both databases, every address, bad input. Files mirror the addresses.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod as_known;
mod asking;
mod assessments;
mod blueprints;
mod checking;
mod copies;
mod corrections;
mod delivering;
mod documents;
mod extracting;
mod files;
mod from_word;
mod harness;
mod histories;
mod jobs;
mod joining;
mod journal;
mod kills;
mod mail;
mod maturity;
mod meanwhile;
mod milestones;
mod news;
mod organisations;
mod pairings;
mod papers;
mod permissions;
mod programmes;
mod recipes;
mod reconcile_command;
mod removals;
mod results_first;
mod reviewing;
mod routes;
mod search;
mod signing_in;
mod tidy;
mod updates;
mod vectors;
mod vocabulary;
mod watching;
mod writing;
