//! Files beside an answer as a page, and what stands beside an answer wherever it is shown.

use composite::framework::Question;
use maud::{Markup, html};
use nhsuk::{Button, FileUpload};

use super::super::Standing;
use super::super::forms::Errors;
use super::super::views::page;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;
use crate::rounds::{EvidenceFile, Note};

/// The files of one answer, and the form to add one.
pub(super) fn list(
    standing: &Standing,
    question: &Question,
    files: &[EvidenceFile],
    key: impl Fn() -> FormKey,
    errors: &Errors,
) -> Page {
    let here = standing.address(&format!("/evidence/{}", question.id));
    let section = standing.framework.sections.get(question.section).map_or("", |section| section.id.as_str());
    let title = "Files as evidence";
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (question.text_in(standing.setting)) } (title) }
        p { "Your organisation, whoever checks its answers and the programme office can read them. They are not published. No patient\u{2019}s details." }
        @if files.is_empty() { p { "There is no file yet." } }
        @for file in files {
            form method="post" action={ (here) "/out" } {
                p { (link(standing, &question.id, file)) }
                (hidden("key", key().as_str()))
                (hidden("name", &file.name))
                (Button::secondary(html! { "Take out" span.nhsuk-u-visually-hidden { " " (file.name) } }).small())
            }
        }
        form method="post" action=(here) enctype="multipart/form-data" novalidate {
            (hidden("key", key().as_str()))
            (FileUpload::new("file", "Add a file").id("file").hint("A picture, PDF, Word, Excel, PowerPoint, OpenDocument, CSV or text file of at most 25 MB").error(errors.get("file").cloned()))
            (Button::new("Add the file"))
        }
        p { a href=(standing.address(&format!("/sections/{section}"))) { "Back to the questions" } }
    };
    page(standing, None, &title_of(title, errors), main)
}

fn link(standing: &Standing, question: &str, file: &EvidenceFile) -> Markup {
    html! { a href=(standing.address(&format!("/evidence/{question}/files/{}", file.name))) { (file.name) } }
}

/// What shows that an answer is true, with the last day it holds.
pub(in crate::rounds) fn shown(standing: &Standing, question: &str, note: &Note) -> Markup {
    html! {
        "Evidence: " (note.evidence)
        @if !note.link.is_empty() { " " a href=(note.link) rel="nofollow noopener" { (note.link) } }
        @for file in &note.files { " " (link(standing, question, file)) }
        @if !note.until.is_empty() { " (holds until " (dates::said(&note.until)) ")" }
    }
}
