//! Laws that hold for any two texts, and cases that show what a comparison says.

#![cfg(test)]

mod adopted;
mod commonmark;
mod comparing;
mod fields;
mod git;
mod guides;
mod hostile;
mod kinds;
mod laws;
mod meaning;
mod parsing;
mod reconciling;
mod replays;
mod vectors;
