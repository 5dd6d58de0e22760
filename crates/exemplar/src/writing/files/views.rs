//! The files of a draft as a page.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Column, FileUpload, Input, Select, Table};

use super::pages::FileForm;
use crate::blueprints::store::AttachmentRow;
use crate::blueprints::{GuideLine, SectionKind, Text, size};
use crate::people::FormKey;
use crate::platform::shell::Page;
use crate::writing::forms::Errors;
use crate::writing::views::{error_summary, heading, here, hidden, page};

/// The files, and a form for another.
pub(super) fn list(
    (line, text): (&GuideLine, &Text),
    (files, troubles): (&[AttachmentRow], &[(String, String)]),
    form: &FileForm,
    key: &dyn Fn() -> FormKey,
    errors: &Errors,
) -> Page {
    let title = "Files and pictures";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let mut table = Table::new().responsive().head(["File", "Size", ""].map(Column::new));
    for file in files {
        let out = html! {
            form method="post" action=(here(line, "files/out")) {
                (hidden("key", key().as_str()))
                (hidden("name", &file.name))
                (Button::secondary(html! { "Take out" span.nhsuk-u-visually-hidden { " " (file.file_name()) } }).small())
            }
        };
        let address = here(line, &format!("draft/files/{}", file.name));
        table = table.row([
            Cell::new(html! {
                a href=(address) { (file.file_name()) }
                @if let Some(said) = text.description(&file.path) { (described(line, file, &said, (key, errors))) }
                @if let Some((_, trouble)) = troubles.iter().find(|(name, _)| *name == file.name) { br; span.nhsuk-body-s { "Its words are not searched. " (trouble) } }
            }),
            Cell::new(size(file.size_bytes)),
            Cell::new(out),
        ]);
    }
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        @if files.is_empty() { p { "None yet." } } @else { (table) p { "Taking a file out also takes its mention out of the text." } }
        h2 { "Add a file or picture" }
        form method="post" action=(here(line, "files")) enctype="multipart/form-data" novalidate {
            (hidden("key", key().as_str()))
            (FileUpload::new("file", "The file").id("file").hint("At most 25 MB. No patients\u{2019} details: everyone will be able to open it.").error(error("file")))
            (Input::new("description", "What is it? Of a picture: what does it show?").id("description").hint("Read out to people who cannot see a picture; the words of the link for any other file").value(form.description.as_str()).error(error("description")))
            (Select::new("section", "Where should it stand?").id("section").hint("At the end of this section. You can move it when you edit the section.").value(form.section.as_str()).error(error("section"))
                .items(SectionKind::ALL.map(|kind| (kind.word(), kind.shown()))))
            (Button::new("Add it"))
        }
        p { a href=(here(line, "draft")) { "Back to the draft" } }
    };
    page(line, title, errors, main)
}

/// What a picture shows, as a field of its own.
fn described(
    line: &GuideLine,
    file: &AttachmentRow,
    said: &str,
    (key, errors): (&dyn Fn() -> FormKey, &Errors),
) -> Markup {
    let id = format!("shows-{}", file.name);
    html! {
        form method="post" action=(here(line, "files/words")) novalidate {
            (hidden("key", key().as_str()))
            (hidden("name", &file.name))
            (Input::new("shows", html! { "What it shows" span.nhsuk-u-visually-hidden { ": " (file.file_name()) } }).id(id.as_str())
                .hint("Read out to people who cannot see it").value(said).error(errors.get(&id).map(String::as_str)))
            (Button::secondary(html! { "Save what it shows" span.nhsuk-u-visually-hidden { ": " (file.file_name()) } }).small())
        }
    }
}
