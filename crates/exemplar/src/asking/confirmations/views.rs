//! Whether a guide is still true, as a part of its page, and the page to say so.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Choice, Colour, Column, Legend, Radios, Size, Table, Tag, Textarea};

use super::forms::StillTrueForm;
use super::store::ConfirmationRow;
use super::{Tally, tally};
use crate::asking::forms::Errors;
use crate::asking::views::{counted, error_summary, heading, hidden_key, name, page, prose};
use crate::blueprints::GuideLine;
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;

/// How many say so, in words. None when nobody has said anything.
pub fn summary(tally: &Tally) -> Option<String> {
    let organisations = |count: usize| counted(count, "organisation", "organisations");
    let holds = tally
        .last
        .as_deref()
        .map(|last| format!("Still true, said by {}, last on {}", organisations(tally.holds), dates::said(last)));
    let not = (tally.no_longer > 0).then(|| format!("o longer true at {}", organisations(tally.no_longer)));
    match (holds, not) {
        (None, None) => None,
        (Some(holds), None) => Some(holds),
        (None, Some(not)) => Some(format!("N{not}")),
        (Some(holds), Some(not)) => Some(format!("{holds}; n{not}")),
    }
}

/// What was said, as a dated list, the newest first.
pub fn part(rows: &[ConfirmationRow], names: &Names) -> Markup {
    let mut table =
        Table::new().responsive().head(["Date", "Organisation", "Still true?", "What they say"].map(Column::new));
    for row in rows {
        let tag = match row.holds() {
            true => Tag::new("Still true").colour(Colour::Green),
            false => Tag::new("No longer true here").colour(Colour::Red),
        };
        let words = html! {
            @match (row.words(), &row.text_hash) {
                (Some(words), _) => div.app-words { (prose(&words)) },
                (None, Some(_)) => em { "Removed by two people because it must not be kept" },
                (None, None) => {},
            }
            p.nhsuk-body-s { "Said of version " (row.version) }
        };
        table = table.row([
            Cell::new(dates::said(&row.said_on)),
            Cell::new(html! { a href={ "/organisations/" (row.organisation) } { (name(names, &row.organisation)) } }),
            Cell::new(html! { (tag) }),
            Cell::new(words),
        ]);
    }
    html! {
        @match summary(&tally(rows)) {
            None => p { "Nobody has said yet whether it is still true. Those who live with it can: its own organisation, and every organisation with a live copy." },
            Some(words) => { p { strong { (words) "." } } (table) }
        }
    }
}

/// Asks whether it is still true.
pub fn ask(line: &GuideLine, organisation: &str, form: &StillTrueForm, key: &FormKey, errors: &Errors) -> Page {
    let title = "Is it still true where you are?";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "Everyone can read what you say, with the date and the name of your organisation, " (organisation) ". Your name is not shown." }
        form method="post" action={ "/blueprints/" (line.slug) "/still-true" } novalidate {
            (hidden_key(key))
            (Radios::new("holds").id_prefix("holds").legend(Legend::new("You live with this guide. Does it still hold?").size(Size::M)).error(error("holds")).value(form.holds.as_str())
                .item(Choice::new("yes", "Yes, still true here"))
                .item(Choice::new("no", "No longer true here").hint("Its people get a letter")))
            (Textarea::new("text", "In a sentence").id("text").rows(3).hint("What is no longer true, or what you want to add. At most 500 characters").value(form.text.as_str()).error(error("text")))
            (Button::new("Say so"))
        }
    };
    page(line, title, errors, main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_counted_by_organisation_with_its_last_day() {
        let tally = |holds: usize, last: Option<&str>, no_longer: usize| Tally {
            holds,
            last: last.map(str::to_owned),
            no_longer,
        };
        assert_eq!(summary(&tally(0, None, 0)), None);
        assert_eq!(
            summary(&tally(3, Some("2026-11-04"), 0)).as_deref(),
            Some("Still true, said by 3 organisations, last on 4 November 2026")
        );
        assert_eq!(summary(&tally(0, None, 1)).as_deref(), Some("No longer true at 1 organisation"));
        assert!(
            summary(&tally(1, Some("2026-11-04"), 2)).unwrap().ends_with("2026; no longer true at 2 organisations")
        );
    }
}
