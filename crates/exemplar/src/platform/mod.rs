//! What every room stands on and no room is known to: time, dates, files, locks, HTTP, the page shell.
//!
//! No domain word belongs in here, and nothing in here imports a room.

pub mod clock;
pub mod csv;
pub mod dates;
pub mod extracting;
pub mod files;
pub mod http;
pub mod locks;
pub mod markdown;
pub mod media;
pub mod shell;
