//! Laws that hold for any two texts, and cases that show what a comparison says.

#![cfg(test)]

mod adopted;
mod comparing;
mod fields;
mod git;
mod guides;
mod hostile;
mod laws;
mod meaning;
mod parsing;
mod replays;
mod vectors;
