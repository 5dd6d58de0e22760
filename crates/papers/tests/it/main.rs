//! Papers from outside: documents made here, read and written through the crate's door.

#![cfg(test)]

mod docx;
mod hostile;
mod pasting;
mod reading;
mod writing;
