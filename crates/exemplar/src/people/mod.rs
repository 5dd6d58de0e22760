//! Who is asking, and what they may do.
//!
//! Every act and every page asks [`decide`] once, in one place. It fails closed.

pub mod policy;

pub use policy::{Action, Actor, Denied, Permit, decide};
