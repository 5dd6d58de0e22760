//! The portal tested from outside: stories on both databases, every address, bad input. Files mirror the addresses.

mod blueprints;
mod documents;
mod harness;
mod journal;
mod organisations;
mod permissions;
mod removals;
mod routes;
mod search;
mod tidy;
mod vectors;
