//! The portal's own work as a page.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Column, InsetText, SummaryList, Table, WarningCallout};

use crate::people::{FormKey, MailQueue};
use crate::platform::dates;
use crate::platform::jobs::{JobRow, MOST_TRIES};
use crate::platform::shell::Page;

/// A job in words.
pub(super) struct Shown {
    pub what: String,
    pub error: String,
    pub row: JobRow,
}

/// How the portal is.
pub(super) struct Health {
    pub letters_go_to: String,
    pub mail: MailQueue,
    pub database: &'static str,
    /// The last entry of the journal.
    pub entry: i64,
    /// The entry up to which the search knows guides.
    pub searched: i64,
}

/// What waits, what failed, and how the portal is.
pub(super) fn list(aside: &[Shown], waiting: &[Shown], periodic: &[Shown], health: &Health, key: &FormKey) -> Page {
    let title = "Work the portal does by itself";
    let main = html! {
        h1 { (title) }
        @if aside.is_empty() {
            p { "Nothing needs you." }
        } @else {
            (WarningCallout::new("Put aside", html! {
                p { "These failed " (MOST_TRIES) " times, or in a way that trying again would not mend. Find out why, then try again or give up." }
            }))
            (table(aside, key, true))
        }
        h2 { "Waiting" }
        @if waiting.is_empty() { p { "Nothing waits." } } @else { (table(waiting, key, false)) }
        h2 { "Comes back by itself" }
        @if periodic.is_empty() {
            p { "Nothing is planned." }
        } @else {
            ul.nhsuk-list.nhsuk-list--bullet { @for job in periodic { li { (job.what) ": next on " (dates::moment_of(job.row.due_at)) } } }
        }
        h2 { "Letters" }
        (letters(health))
        h2 { "Health" }
        (SummaryList::new()
            .row("Database", format!("{}, answers", health.database))
            .row("Journal", format!("entry {}", health.entry))
            .row("Search on this server", if health.searched >= health.entry { "knows everything".to_owned() } else { format!("is at entry {} of {}", health.searched, health.entry) }))
    };
    Page::new("", title, main).trail([("/me", "What waits for you")]).unlisted(true).personal()
}

fn letters(health: &Health) -> Markup {
    let mail = &health.mail;
    let oldest = mail.oldest.map_or_else(|| "None waits".to_owned(), dates::moment_of);
    html! {
        (SummaryList::new()
            .row("Go to", health.letters_go_to.as_str())
            .row("Waiting", mail.waiting.to_string())
            .row("Being handed over", mail.going.to_string())
            .row("The oldest of these was written", oldest)
            .row("Sent in the last 24 hours", mail.sent.to_string()))
        @if mail.going > 0 {
            (InsetText::new("A letter that stays \u{201c}being handed over\u{201d} was on its way when the program ended or the mail server broke off. It is sent again under the same Message-ID, by which receivers know it."))
        }
    }
}

fn table(jobs: &[Shown], key: &FormKey, is_aside: bool) -> Markup {
    let mut table = Table::new().responsive().head(["What", "Tried", "Next", "Why it failed", ""].map(Column::new));
    for job in jobs {
        let next = match job.row.state.as_str() {
            "running" => "Running".to_owned(),
            _ if is_aside => format!("Put aside {}", dates::moment_of(job.row.due_at)),
            _ => dates::moment_of(job.row.due_at),
        };
        let error = if job.error.is_empty() { "It has not failed" } else { &job.error };
        table = table.row([
            Cell::new(html! { (job.what) br; span.nhsuk-u-secondary-text-colour { "Since " (dates::moment_of(job.row.created_at)) } }),
            Cell::new(job.row.tries.to_string()),
            Cell::new(next),
            Cell::new(error),
            Cell::new(buttons(job, key, is_aside)),
        ]);
    }
    html! { (table) }
}

fn buttons(job: &Shown, key: &FormKey, is_aside: bool) -> Markup {
    let send = |to: &str, words: &str| {
        html! {
            form method="post" action={ "/office/jobs/" (job.row.id()) "/" (to) } {
                input type="hidden" name="key" value=(key.as_str());
                (Button::secondary(html! { (words) span.nhsuk-u-visually-hidden { ": " (job.what) } }).small())
            }
        }
    };
    html! {
        @if job.row.state != "running" && (is_aside || job.row.tries > 0) {
            (send("again", "Try again"))
            (send("give-up", "Give up"))
        }
    }
}
