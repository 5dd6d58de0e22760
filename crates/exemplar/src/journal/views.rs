//! What pages show of the moment they were read at.

use jiff::Timestamp;
use maud::{Markup, Render, html};
use nhsuk::{Button, Details, InsetText};

use super::AsAt;
use crate::platform::clock::day_of;
use crate::platform::dates;

/// Says that a page is read as on another day, with the way back.
#[must_use]
pub fn past_notice(as_at: AsAt, address: &str) -> Option<Markup> {
    if !as_at.is_past() {
        return None;
    }
    let sentence = match (as_at.day, as_at.recorded_by) {
        (Some(day), None) => format!("You are reading this as known on {}.", dates::day(day)),
        (Some(day), Some(by)) => {
            format!(
                "You are reading this as known on {}, as far as it was recorded here by {}.",
                dates::day(day),
                dates::day(by)
            )
        }
        (None, Some(by)) => format!("You are reading this as it was recorded here by {}.", dates::day(by)),
        (None, None) => return None,
    };
    Some(InsetText::new(html! { p { (sentence) " " a href=(address) { "Read it as known today" } } }).render())
}

/// Asks for a day to read the page as known on.
#[must_use]
pub fn as_at_form(as_at: AsAt, address: &str) -> Markup {
    as_at_form_keeping(as_at, address, &[])
}

/// The same, keeping what else the page was asked for.
#[must_use]
pub fn as_at_form_keeping(as_at: AsAt, address: &str, asked: &[(&str, &str)]) -> Markup {
    let value = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
    let form = html! {
        form method="get" action=(address) {
            @for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
                input type="hidden" name=(name) value=(value);
            }
            (nhsuk::Input::new("as-at", "As known on").hint("For example, 2018-01-19").value(value(as_at.day)).width(nhsuk::InputWidth::Chars10))
            (nhsuk::Input::new("recorded-by", "Leave out what was recorded here after")
                .hint("Optional. What was recorded by the end of a past day stays as it was")
                .value(value(as_at.recorded_by)).width(nhsuk::InputWidth::Chars10))
            (Button::secondary("Show"))
        }
    };
    Details::new("Read this page as known on another day", form).open(as_at.is_past()).class("app-no-print").render()
}

/// Says when something was added, where that was after the day asked for.
#[must_use]
pub fn added_later(as_at: AsAt, recorded_at: i64) -> Option<Markup> {
    let asked = as_at.day?;
    let added = day_of(Timestamp::from_microsecond(recorded_at).ok()?);
    (added > asked).then(|| html! { span.app-added { "added on " (dates::day(added)) } })
}

/// The parameters that keep the moment in a link; empty for now.
#[must_use]
pub fn query_of(as_at: AsAt) -> String {
    let mut query = String::new();
    for (name, day) in [("as-at", as_at.day), ("recorded-by", as_at.recorded_by)] {
        if let Some(day) = day {
            query.push_str(if query.is_empty() { "?" } else { "&" });
            query.push_str(&format!("{name}={day}"));
        }
    }
    query
}
