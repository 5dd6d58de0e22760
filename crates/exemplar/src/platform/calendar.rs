//! Calendars (RFC 5545): all-day events, each under a name that stays the same.

use jiff::Timestamp;
use jiff::civil::Date;

use super::files::sha256_hex;

/// The longest line, in bytes, before it is folded.
const LINE: usize = 75;

/// Something on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known again by, whatever is written down for it.
    pub id: String,
    /// A number that grows with each change.
    pub changed: i64,
    /// The day.
    pub day: Date,
    /// What it is.
    pub title: String,
    /// More about it.
    pub note: String,
    /// Where it is read about.
    pub address: String,
}

/// The calendar of `events`, made at `now`.
#[must_use]
pub fn calendar(name: &str, events: &[Event], now: Timestamp) -> String {
    let mut out = String::new();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Exemplar//Plans//EN"] {
        line(&mut out, text);
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        entry(&mut out, event, now);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn entry(out: &mut String, event: &Event, now: Timestamp) {
    let uid = sha256_hex(event.id.as_bytes());
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@exemplar", uid.get(..32).unwrap_or(&uid)));
    line(out, &format!("SEQUENCE:{}", event.changed));
    line(out, &format!("DTSTAMP:{}", now.strftime("%Y%m%dT%H%M%SZ")));
    line(out, &format!("DTSTART;VALUE=DATE:{}", event.day.strftime("%Y%m%d")));
    line(out, &format!("SUMMARY:{}", escaped(&event.title)));
    line(out, &format!("DESCRIPTION:{}", escaped(&event.note)));
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

    fn event(title: &str) -> Event {
        Event {
            id: "one".into(),
            changed: 7,
            day: "2026-12-01".parse().unwrap(),
            title: title.into(),
            note: "a\nb".into(),
            address: "https://a.example/plan".into(),
        }
    }

    #[test]
    fn an_event_stands_on_its_day_under_its_own_name() {
        let made = calendar("Plans", &[event("Buy, then pay")], "2026-11-22T10:00:00Z".parse().unwrap());
        for part in [
            "DTSTART;VALUE=DATE:20261201\r\n",
            "SUMMARY:Buy\\, then pay\r\n",
            "SEQUENCE:7\r\n",
            "DTSTAMP:20261122T100000Z\r\n",
            "DESCRIPTION:a\\nb\r\n",
        ] {
            assert!(made.contains(part), "{part} in {made}");
        }
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let made = calendar("x", &[event(&"\u{e9}".repeat(100))], Timestamp::UNIX_EPOCH);
        assert!(made.split("\r\n").all(|line| line.len() <= LINE), "{made}");
        assert!(made.replace("\r\n ", "").contains(&"\u{e9}".repeat(100)));
    }
}
