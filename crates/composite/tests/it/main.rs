//! The engine tested from outside: shipped frameworks and outside vectors.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod defects;
mod determinism;
mod frameworks;
mod linking;
mod vectors;
