//! The office's page, the preview of reminders, and one organisation on a page.

pub(super) mod whole;

use maud::{Markup, html};
use nhsuk::{Button, Cell, Column, InsetText, Table, Textarea};

use super::gather::{IN_FILE, ON_PAGE};
use super::pages::{OfTrust, Office, RemindForm, SentQuery};
use super::{Kind, Need, letter};
use crate::journal::AsAt;
use crate::news::News;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::hidden;
use crate::platform::shell::Page;
use crate::programmes;

/// The page.
pub(super) fn show(of: &Office, query: &SentQuery, key: &dyn Fn() -> FormKey) -> Page {
    let main = html! {
        h1 { "Programmes: what needs a hand" }
        @if let Some(sent) = query.sent { (InsetText::new(sent_words(sent, &query.unreached))) }
        h2 { "Changed since you last looked" }
        (news(of, key))
        form method="post" action="/office/reminders" {
            (hidden("key", key().as_str()))
            @for kind in Kind::ALL { (section(of, kind)) }
            h2 { "Remind" }
            p { "Tick rows above. You see every letter before it goes out." }
            (Textarea::new("note", "To be added to each letter").id("note").rows(3).hint("Optional"))
            (Button::secondary("See the letters"))
        }
        p { "Of a programme no more than " (ON_PAGE) " of a kind stand here, and " (IN_FILE) " in the file." }
        p { a href="/office/programmes.csv" { "Take all of it as one file (CSV)" } ", " a href="/office/import" { "take a programme out as one file or give it back" } ", or " a href="/office/pairings" { "propose a pairing" } }
        p { "What was told by telephone is entered on the organisation\u{2019}s own page; it gets a letter, and can dispute it." }
    };
    Page::new("/me", "Programmes: what needs a hand", main)
        .trail([("/me", "What waits for you")])
        .unlisted(true)
        .personal()
}

fn sent_words(sent: u32, unreached: &str) -> String {
    let letters = programmes::counted(i64::from(sent), "letter");
    match unreached {
        "" => format!("{letters} went out."),
        codes => format!("{letters} went out. Nobody publishes for {}: ring them.", codes.replace('+', ", ")),
    }
}

fn news(of: &Office, key: &dyn Fn() -> FormKey) -> Markup {
    let title = |news: &News| match &news.organisation {
        Some(code) => format!("{}: {}", of.names.get(code).unwrap_or(code), news.words),
        None => news.words.clone(),
    };
    html! {
        p {
            @match of.looked_at { Some(at) => { "You looked on " (dates::moment_of(at)) "." } None => "You have not looked before." }
        }
        @if of.news.is_empty() { p { "Nothing in public since." } } @else {
            ul.nhsuk-list {
                @for one in &of.news {
                    li {
                        a href=(one.address) { (title(one)) }
                        @if let Some(detail) = one.details.first() { ": " (detail) }
                    }
                }
            }
            p { a href="/changes" { "Everything that changed" } }
        }
        form method="post" action="/office/programmes/looked" {
            (hidden("key", key().as_str()))
            (hidden("newest", &of.newest.to_string()))
            (Button::secondary("I have looked at this"))
        }
    }
}

fn section(of: &Office, kind: Kind) -> Markup {
    let rows: Vec<&(Need, Option<i64>)> = of.needs.iter().filter(|(need, _)| need.kind == kind).collect();
    let when = if kind == Kind::AtRisk { "Due" } else { "Since" };
    let heads = ["Choose", "What", when, "Last reminded", "Page for a call"];
    let mut table = Table::new().responsive().head(heads.map(Column::new));
    for (place, (need, reminded)) in rows.iter().enumerate() {
        let id = format!("{}-{place}", kind.word());
        table = table.row([
            Cell::new(html! {
                @if need.can_be_reminded() {
                    div.nhsuk-checkboxes.nhsuk-checkboxes--small {
                        div.nhsuk-checkboxes__item {
                            input.nhsuk-checkboxes__input type="checkbox" id=(id) name="chosen" value=(need.id());
                            label.nhsuk-label.nhsuk-checkboxes__label for=(id) { span.nhsuk-u-visually-hidden { "Remind of: " (need.what) } }
                        }
                    }
                }
            }),
            Cell::new(html! { a href=(need.address) { (need.what) } }),
            Cell::new(if need.since.is_empty() { "Not known".to_owned() } else { dates::said(&need.since) }),
            Cell::new(reminded.map_or_else(|| "Not yet".to_owned(), dates::day_of)),
            Cell::new(html! {
                @if !need.organisation.is_empty() { a href={ "/office/organisations/" (need.organisation) } { (need.organisation) } }
            }),
        ]);
    }
    html! {
        h2 { (kind.shown()) " (" (rows.len()) ")" }
        @if rows.is_empty() { p { "Nothing." } } @else { (table) }
    }
}

/// Every letter before it goes out.
pub(super) fn preview(chosen: &[(String, String, Vec<&Need>)], form: &RemindForm, site: &str, key: &FormKey) -> Page {
    let main = html! {
        h1 { "These letters go out" }
        p { "One for each organisation, to everybody who publishes for it." }
        @for (_, name, needs) in chosen {
            @let (subject, body) = letter(name, needs, &form.note, site);
            h2 { (name) }
            p { strong { (subject) } }
            div.app-words { @for line in body.lines() { p { (line) } } }
        }
        form method="post" action="/office/reminders" {
            (hidden("key", key.as_str()))
            (hidden("seen", "yes"))
            (hidden("note", &form.note))
            @for (_, _, needs) in chosen { @for need in needs { (hidden("chosen", &need.id())) } }
            (Button::new("Send them"))
        }
    };
    Page::new("/me", "These letters go out", main)
        .trail([("/office/programmes", "Programmes: what needs a hand")])
        .unlisted(true)
        .personal()
}

/// One organisation on a page, to print before a call.
pub(super) fn trust(of: &OfTrust) -> Page {
    let mut table = Table::new()
        .responsive()
        .head(["Milestone", "First promised", "Now expected", "Done", "Later than first promised"].map(Column::new));
    for plan in &of.plans {
        let date = |row: Option<&crate::milestones::DateRow>| {
            row.map_or_else(|| "Not known".to_owned(), |row| row.date().to_string())
        };
        table = table.row([
            Cell::new(of.titles.of(&plan.programme, &plan.milestone)),
            Cell::new(date(plan.promised())),
            Cell::new(date(plan.expected())),
            Cell::new(date(plan.done())),
            Cell::new(plan.late().said()),
        ]);
    }
    let sheet = html! {
        h1 { (of.name) span.nhsuk-caption-l { "For a call" } }
        h2 { "To ask about" }
        @if of.needs.is_empty() { p { "Nothing waits." } } @else {
            ul.nhsuk-list.nhsuk-list--bullet { @for need in &of.needs { li { a href=(need.address) { (need.what) } } } }
        }
        h2 { "Milestones" }
        @if of.plans.is_empty() { p { "No date is known." } } @else { (table) }
        (programmes::beside_organisation(&of.programmes, &of.names, AsAt::default()))
        p.app-no-print { a href={ "/organisations/" (of.code) } { "Its public page" } }
    };
    let main = html! { div.app-sheet { (sheet) } };
    Page::new("/me", format!("{}: for a call", of.name), main)
        .trail([("/office/programmes", "Programmes: what needs a hand")])
        .unlisted(true)
        .personal()
}
