//! The portal tested from outside: stories on both databases, every address, bad input. Folders mirror the addresses.

mod harness;
mod organisations;
