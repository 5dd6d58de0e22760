//! What every room stands on and no room is known to: time, dates, files, locks, jobs, mail, HTTP, the page shell.
//!
//! No domain word belongs in here, and nothing in here imports a room.

pub mod atom;
pub mod calendar;
pub mod clock;
pub mod csv;
pub mod dates;
pub mod extracting;
pub mod files;
pub mod forms;
pub mod http;
pub mod jobs;
pub mod locks;
pub mod mail;
pub mod markdown;
pub mod media;
pub mod money;
pub mod shell;
pub mod working_days;
