//! Watching as pages.

use maud::{Markup, html};
use nhsuk::{Button, Choice, ErrorSummary, InsetText, Label, Legend, Radios, Select, SelectOption, Size};

use super::store::WatchRow;
use super::subjects::Described;
use super::{Pace, Subject};
use crate::people::FormKey;
use crate::platform::shell::Page;

fn what(subject: &Subject) -> &'static str {
    match subject {
        Subject::Guide(_) => "Watch this guide",
        Subject::Organisation(_) => "Watch this organisation",
        Subject::Search(_) => "Watch this search",
    }
}

fn about(subject: &Subject) -> &'static str {
    match subject {
        Subject::Guide(_) => {
            "You are told when a new version is published, when it is withdrawn or reviewed, and when another organisation copies it or says how far it got."
        }
        Subject::Organisation(_) => {
            "You are told what it publishes, withdraws and copies, and what others do with its guides."
        }
        Subject::Search(_) => "You are told when a guide is published for the first time that this search finds.",
    }
}

fn about_pace(pace: Pace) -> &'static str {
    match pace {
        Pace::AtOnce => "A letter for each thing",
        Pace::Daily => "One letter at 7 in the morning with everything since the last; none when there is nothing",
        Pace::Off => "No letters",
    }
}

/// Asks how soon somebody wants to be told.
pub(super) fn ask(
    (subject, described): (&Subject, &Described),
    (action, query): (&str, Option<&str>),
    (chosen, is_watched): (&str, bool),
    key: &FormKey,
    problem: Option<&str>,
) -> Page {
    let title = what(subject);
    let paces = Pace::ALL.into_iter().filter(|pace| is_watched || *pace != Pace::Off);
    let main = html! {
        @if let Some(words) = problem { (ErrorSummary::new().item(("#pace", words))) }
        h1 { span.nhsuk-caption-l { (described.title) } (title) }
        p { (about(subject)) }
        form method="post" action=(action) novalidate {
            input type="hidden" name="key" value=(key.as_str());
            @if let Some(query) = query { input type="hidden" name="query" value=(query); }
            (Radios::new("pace").id_prefix("pace").legend(Legend::new("How soon do you want to be told?").size(Size::M))
                .error(problem).value(chosen)
                .items(paces.map(|pace| Choice::new(pace.word(), pace.shown()).hint(about_pace(pace)))))
            p { "Letters go to the address you sign in with. Each has a link that stops them." }
            (Button::new("Save"))
        }
    };
    let said = if problem.is_some() { format!("Error: {title}") } else { title.to_owned() };
    let trail = [
        Some(("/watching".to_owned(), "What you watch".to_owned())),
        described.path.clone().map(|path| (path, described.title.clone())),
    ];
    Page::new("", said, main).trail(trail.into_iter().flatten()).unlisted(true).personal()
}

/// What somebody watches.
pub(super) fn list(watches: &[(WatchRow, Subject, Described)], key: &FormKey) -> Page {
    let title = "What you watch";
    let main = html! {
        h1 { (title) }
        @if watches.is_empty() {
            (InsetText::new("You watch nothing yet. Open a guide, an organisation or a search and choose \u{201c}Watch\u{201d}."))
        } @else {
            ul.app-results { @for (row, subject, described) in watches { (item(row, subject, described, key)) } }
        }
        p { a href="/blueprints" { "Find a guide" } " or " a href="/organisations" { "an organisation" } " to watch." }
    };
    Page::new("", title, main).trail([("/me", "What waits for you")]).unlisted(true).personal()
}

fn item(row: &WatchRow, subject: &Subject, described: &Described, key: &FormKey) -> Markup {
    let kind = match subject {
        Subject::Guide(_) => "Guide",
        Subject::Organisation(_) => "Organisation",
        Subject::Search(_) => "Search",
    };
    let label = html! { "How soon you are told" span.nhsuk-u-visually-hidden { " of " (described.title) } };
    html! {
        li.app-result {
            h2.app-result__title {
                @match &described.path { Some(path) => a href=(path) { (described.title) }, None => (described.title) }
            }
            ul.app-meta { li { (kind) } }
            form method="post" action={ "/watching/" (row.id()) } {
                input type="hidden" name="key" value=(key.as_str());
                (Select::new("pace", Label::new(label)).id(format!("pace-{}", row.id())).value(row.pace().word())
                    .items(Pace::ALL.map(|pace| SelectOption::new(pace.word(), pace.shown()))))
                (Button::secondary(html! { "Change" span.nhsuk-u-visually-hidden { ": " (described.title) } }).small())
            }
        }
    }
}

fn letters(title: Option<&str>) -> String {
    title.map_or_else(|| "the letter of the day".to_owned(), |title| format!("letters about \u{201c}{title}\u{201d}"))
}

/// Asks whether letters are to stop.
pub(super) fn ask_to_stop(action: &str, title: Option<&str>) -> Page {
    let main = html! {
        h1 { "Stop these letters" }
        p { "You will no longer get " (letters(title)) "." }
        form method="post" action=(action) { (Button::new("Stop these letters")) }
    };
    Page::new("", "Stop these letters", main).unlisted(true).personal()
}

/// They are stopped.
pub(super) fn stopped(title: Option<&str>) -> Page {
    let main = html! {
        h1 { "Stopped" }
        p { "You no longer get " (letters(title)) "." }
        p { "To get them again, sign in and open " a href="/watching" { "what you watch" } "." }
    };
    Page::new("", "Stopped", main).unlisted(true).personal()
}

/// For a link that leads nowhere.
pub(super) fn nothing_to_stop() -> Page {
    let main = html! {
        h1 { "There is nothing to stop" }
        p { "This link is not whole, or what it was about is no longer on your list. You can see what you watch when you are signed in: " a href="/watching" { "what you watch" } "." }
    };
    Page::new("", "There is nothing to stop", main).unlisted(true).personal()
}
