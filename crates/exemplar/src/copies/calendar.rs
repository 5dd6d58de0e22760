//! Plans as a calendar: one all-day event for each step that has a date and is not done.

use jiff::civil::Date;

use super::store::StepRow;
use crate::platform::calendar::Event;

/// A step in the calendar; none when it has no date, or is done.
pub(super) fn event(step: &StepRow, guide: &str, address: String) -> Option<Event> {
    let day: Date = step.due_on.as_deref().filter(|_| step.done_on.is_none())?.parse().ok()?;
    let who = if step.owner.is_empty() { String::new() } else { format!(" ({})", step.owner) };
    let note = if step.note.is_empty() { guide.to_owned() } else { format!("{guide}\n{}", step.note) };
    Some(Event {
        id: format!("{} {}", step.blueprint(), step.title),
        changed: step.from_sequence,
        day,
        title: format!("{}{who}", step.title),
        note,
        address,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_steps_are_events_and_done_ones_are_not() {
        let mut step = StepRow::new(uuid::Uuid::nil(), "Look");
        assert_eq!(event(&step, "g", String::new()), None, "without a date");
        step.due_on = Some("2026-12-01".to_owned());
        assert!(event(&step, "g", String::new()).is_some_and(|event| event.title == "Look" && event.note == "g"));
        step.done_on = Some("2026-11-02".to_owned());
        assert_eq!(event(&step, "g", String::new()), None);
    }
}
