//! Plans as a calendar (RFC 5545): one all-day event for each step that has a date and is not done.

use jiff::Timestamp;
use jiff::civil::Date;

use super::store::StepRow;
use crate::platform::files::sha256_hex;

/// The longest line, in bytes, before it is folded.
const LINE: usize = 75;

/// A step in the calendar.
pub(super) struct Event<'a> {
    /// What is planned.
    pub step: &'a StepRow,
    /// The guide's title.
    pub guide: &'a str,
    /// The address of the plan.
    pub address: String,
}

/// The calendar of `events`, made at `now`.
pub(super) fn calendar(name: &str, events: &[Event<'_>], now: Timestamp) -> String {
    let mut out = String::new();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Exemplar//Plans//EN"] {
        line(&mut out, text);
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        if let Some(day) = event.step.due_on.as_deref().filter(|_| event.step.done_on.is_none())
            && let Ok(date) = day.parse::<Date>()
        {
            entry(&mut out, event, date, now);
        }
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn entry(out: &mut String, event: &Event<'_>, date: Date, now: Timestamp) {
    let step = event.step;
    let who = if step.owner.is_empty() { String::new() } else { format!(" ({})", step.owner) };
    // The same step keeps its id, whatever is written down for it; each change counts it up.
    let uid = sha256_hex(format!("{} {}", step.blueprint(), step.title).as_bytes());
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@exemplar", uid.get(..32).unwrap_or(&uid)));
    line(out, &format!("SEQUENCE:{}", step.from_sequence));
    line(out, &format!("DTSTAMP:{}", now.strftime("%Y%m%dT%H%M%SZ")));
    line(out, &format!("DTSTART;VALUE=DATE:{}", date.strftime("%Y%m%d")));
    line(out, &format!("SUMMARY:{}", escaped(&format!("{}{who}", step.title))));
    let note = if step.note.is_empty() { event.guide.to_owned() } else { format!("{}\n{}", event.guide, step.note) };
    line(out, &format!("DESCRIPTION:{}", escaped(&note)));
    line(out, &format!("URL:{}", event.address));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, folded where it is too long: never inside a letter.
fn line(out: &mut String, text: &str) {
    let mut length = 0;
    for c in text.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(title: &str, due: &str, done: Option<&str>) -> StepRow {
        let mut step = StepRow::new(uuid::Uuid::nil(), title);
        step.due_on = Some(due.to_owned());
        step.done_on = done.map(str::to_owned);
        step.from_sequence = 7;
        step
    }

    #[test]
    fn open_steps_are_events_and_done_ones_are_not() {
        let (open, done) = (step("Buy, then pay", "2026-12-01", None), step("Look", "2026-11-01", Some("2026-11-02")));
        let event = |step| Event { step, guide: "Wi-Fi", address: "https://a.example/plan".to_owned() };
        let made = calendar("Plans", &[event(&open), event(&done)], "2026-11-22T10:00:00Z".parse().unwrap());
        assert_eq!(made.matches("BEGIN:VEVENT").count(), 1, "{made}");
        for part in [
            "DTSTART;VALUE=DATE:20261201\r\n",
            "SUMMARY:Buy\\, then pay\r\n",
            "SEQUENCE:7\r\n",
            "DTSTAMP:20261122T100000Z\r\n",
        ] {
            assert!(made.contains(part), "{part} in {made}");
        }
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let long = step(&"é".repeat(100), "2026-12-01", None);
        let made = calendar("x", &[Event { step: &long, guide: "g", address: String::new() }], Timestamp::UNIX_EPOCH);
        assert!(made.split("\r\n").all(|line| line.len() <= LINE), "{made}");
        assert!(made.replace("\r\n ", "").contains(&"é".repeat(100)));
    }
}
