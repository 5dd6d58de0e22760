//! Speaking to the person at the terminal: results on standard output, progress and trouble on standard error.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Says a line. A reader that has gone away is no error.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Says a line of trouble.
pub fn warn(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Tells how far long work has come: in place on a terminal, a line every few seconds elsewhere.
#[derive(Debug)]
pub struct Steps {
    last: Cell<Option<Instant>>,
    shown: Cell<bool>,
}

impl Default for Steps {
    fn default() -> Self {
        Self { last: Cell::new(None), shown: Cell::new(false) }
    }
}

impl Steps {
    /// Says how far the work named `what` has come.
    pub fn at(&self, what: &str, done: usize, total: usize) {
        let terminal = std::io::stderr().is_terminal();
        let pause = Duration::from_millis(if terminal { 100 } else { 3_000 });
        let now = self.last.get();
        if now.is_none() {
            self.last.set(Some(Instant::now()));
        }
        if now.is_none_or(|last| last.elapsed() < pause) {
            return;
        }
        self.last.set(Some(Instant::now()));
        self.shown.set(terminal);
        let line = format!("  {what}: {done} of {total}");
        let _ = if terminal {
            write!(std::io::stderr(), "\r{line}\u{1b}[K")
        } else {
            writeln!(std::io::stderr(), "{line}")
        };
    }

    /// Clears the line in place, before something else is said.
    pub fn end(&self) {
        if self.shown.take() {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}
