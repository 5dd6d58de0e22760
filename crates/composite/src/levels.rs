//! Levels that are reached only when every element is met.

use crate::scoring::Part;

/// The level reached if everything unknown is not met, and if it is met.
///
/// A level is reached when every element of it and of every level below it is met. An element that does not apply
/// has left already; a level without elements is reached with the one below. 0 means that not even the first is.
pub(crate) fn reached(parts: &[Part]) -> (f64, f64) {
    (up_to(parts, |part| part.scored.low), up_to(parts, |part| part.scored.high))
}

fn up_to(parts: &[Part], value: impl Fn(&Part) -> f64) -> f64 {
    let elements = || parts.iter().filter_map(|part| Some((part.element?, value(part))));
    let unmet = elements().filter(|(element, value)| *value < element.met_at - 1e-9).map(|(element, _)| element.level);
    let level = match unmet.min() {
        Some(level) => level.saturating_sub(1),
        None => elements().map(|(element, _)| element.level).max().unwrap_or(0),
    };
    f64::from(level)
}
