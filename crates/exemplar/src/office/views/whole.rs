//! A programme as one file: choosing it, what it would do, and what it did.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Column, FileUpload, InsetText, Table};

use crate::facts::{Outcome, Report};
use crate::people::FormKey;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;
use crate::programmes::{ProgrammeRow, counted};

/// How many lines of a report stand on a page.
const MOST: usize = 500;

fn page(title: &str, main: Markup) -> Page {
    Page::new("/me", title.to_owned(), main)
        .trail([("/office/programmes", "Programmes: what needs a hand")])
        .unlisted(true)
        .personal()
}

/// Taking a programme out, and choosing a file.
pub(in crate::office) fn ask(all: &[ProgrammeRow], key: &FormKey, problem: Option<&str>) -> Page {
    let errors: std::collections::BTreeMap<&str, String> =
        problem.map(|words| ("file", words.to_owned())).into_iter().collect();
    let title = "A programme as one file";
    let main = html! {
        (error_summary(&errors))
        h1 { (title) }
        h2 { "Take it out" }
        p { "Everything on record of a programme, a line each. The column \u{201c}file\u{201d} says of which kind a line is." }
        ul.nhsuk-list { @for row in all { li { a href={ "/office/programmes/" (row.slug) "/whole.csv" } { (row.name) " (CSV)" } } } }
        h2 { "Give it back" }
        p { "A file of the same columns, or of one kind of line. You see line by line what it would do before anything is written. All of it is taken, or nothing. What is not in the file stays as it is." }
        form method="post" action="/office/import" enctype="multipart/form-data" novalidate {
            (hidden("key", key.as_str()))
            (FileUpload::new("file", "File").id("file").hint("CSV, at most 1 MB").error(errors.get("file").cloned()))
            (Button::new("See what it would do"))
        }
    };
    page(&title_of(title, &errors), main)
}

fn counts(report: &Report) -> String {
    let of = |outcome: Outcome| format!("{} {}", report.count(outcome), outcome.word());
    Outcome::ALL.map(of).join(", ")
}

fn lines(report: &Report) -> Markup {
    let shown: Vec<_> = report.lines.iter().filter(|line| line.outcome != Outcome::Unchanged).collect();
    let mut table = Table::new().responsive().head(["Line", "Becomes", "What it says, or why not"].map(Column::new));
    for line in shown.iter().take(MOST) {
        table = table.row([
            Cell::new(line.line.to_string()),
            Cell::new(html! { strong { (line.outcome.word()) } }),
            Cell::new(line.detail.as_str()),
        ]);
    }
    html! {
        @if !shown.is_empty() { (table) }
        @if shown.len() > MOST { p { "And " (counted(i64::try_from(shown.len() - MOST).unwrap_or(0), "line")) " more." } }
    }
}

/// What a file would do.
pub(in crate::office) fn preview(report: &Report, (name, text): (&str, &str), key: &FormKey) -> Page {
    let title = "What this file would do";
    let is_refused = report.count(Outcome::Refused) > 0;
    let is_news = report.count(Outcome::New) + report.count(Outcome::Corrected) > 0;
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (name) } }
        p { "Nothing is written yet. Lines: " (counts(report)) "." }
        @if is_refused { (InsetText::new("Some lines cannot be taken, so nothing can. Mend them in the file and give it again.")) }
        @else if !is_news { (InsetText::new("The file says what is on record already.")) }
        (lines(report))
        @if !is_refused && is_news {
            form method="post" action="/office/import/take" {
                (hidden("key", key.as_str()))
                (hidden("name", name))
                (hidden("text", text))
                (Button::new("Take all of it"))
            }
        }
        p { a href="/office/import" { "Choose another file" } }
    };
    page(title, main)
}

/// What a file did.
pub(in crate::office) fn taken(report: &Report) -> Page {
    let title = "The file was taken";
    let main = html! {
        h1 { (title) }
        p { "Lines: " (counts(report)) "." }
        (lines(report))
    };
    page(title, main)
}
