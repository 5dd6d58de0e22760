//! Attaching, as pages.

use maud::{Markup, Render, html};
use nhsuk::{Button, Choice, ErrorSummary, FileUpload, Legend, Radios, Size, Textarea};

use super::CHOSEN;
use super::pages::Shown;
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::forms::hidden;
use crate::platform::shell::Page;

fn page(code: &str, title: &str, main: Markup) -> Page {
    Page::new("/me", title, main)
        .trail([
            ("/me".to_owned(), "What waits for you".to_owned()),
            (format!("/organisations/{code}/copies"), "Our copies".to_owned()),
        ])
        .unlisted(true)
        .personal()
}

/// Brings documents.
pub(super) fn ask(code: &str, pasted: &str, key: &FormKey, error: Option<&str>) -> Page {
    let title = "Attach copies made elsewhere";
    let main = html! {
        @if let Some(words) = error { (ErrorSummary::new().item(("#file", words))) }
        h1 { (title) }
        p { "Have you copied guides of others by hand, before they were here? Bring your documents: the portal finds what each was most likely copied from, you confirm it, and from then on you see what the source changes." }
        form method="post" action={ "/organisations/" (code) "/attach" } enctype="multipart/form-data" novalidate {
            (hidden("key", key.as_str()))
            (FileUpload::new("file", "Your documents").id("file").hint("Markdown or Word (.docx). Choose several to attach a whole folder: at most 100, together at most 25 MB. Without patients\u{2019} details").attribute("multiple", "multiple").error(error))
            (Textarea::new("text", "Or paste the text of one").id("text").rows(8).value(pasted))
            (Button::new("Find their sources"))
        }
        p { a href={ "/organisations/" (code) "/attach/found" } { "Documents that wait to be attached" } }
    };
    let said = if error.is_some() { format!("Error: {title}") } else { title.to_owned() };
    page(code, &said, main)
}

/// Says what each document is a copy of.
pub(super) fn which(code: &str, all: &[Shown], names: &Names, key: &FormKey) -> Page {
    let title = "What are these copies of?";
    let main = html! {
        h1 { (title) }
        @if all.is_empty() {
            p { "No document waits. " a href={ "/organisations/" (code) "/attach" } { "Bring one" } }
        } @else {
            p { "For each document you see what it is most like. The percentage says how many of the words stand in sentences of both. Confirm the version it was copied from: what the source changed after that waits for you next." }
            form method="post" action={ "/organisations/" (code) "/attach/found" } novalidate {
                (hidden("key", key.as_str()))
                @for shown in all { (document(shown, names)) }
                (Button::new("Attach what is chosen"))
            }
            p { a href={ "/organisations/" (code) "/attach" } { "Bring more documents" } }
        }
    };
    page(code, title, main)
}

fn document(shown: &Shown, names: &Names) -> Markup {
    let field = format!("document-{}", shown.row.id());
    let choice = |at: usize| {
        let (likely, line) = shown.likely.get(at)?;
        let owner = line.organisation.as_deref().map(|code| names.get(code).map_or(code, String::as_str));
        let owner = owner.map(|owner| format!(" of {owner}")).unwrap_or_default();
        let percent = (likely.likeness * 100.0).floor();
        let label = format!("{}, version {}{owner}", line.title, likely.number);
        Some(Choice::new(format!("{}.{}", likely.guide, likely.number), label).hint(format!("{percent} % alike")))
    };
    let best = shown.likely.first().filter(|(likely, _)| likely.likeness >= CHOSEN);
    let chosen = best.map_or("later".to_owned(), |(likely, _)| format!("{}.{}", likely.guide, likely.number));
    let choices: Vec<Choice> = (0..shown.likely.len()).filter_map(choice).collect();
    let others = [("later", "Decide later"), ("leave-out", "Leave this document out")];
    let legend = Legend::new(shown.row.name.as_str()).size(Size::S);
    html! {
        @if let Some(why) = &shown.refused {
            p { strong { (shown.row.name) } " was not taken: " (why) "." }
            (hidden(&field, "leave-out"))
        } @else {
            @if choices.is_empty() { p { "Nothing here is like \u{201c}" (shown.row.name) "\u{201d}." } }
            @match shown.pictures {
                0 => {}
                1 => p { "The picture in \u{201c}" (shown.row.name) "\u{201d} comes with it." }
                many => p { "The " (many) " pictures in \u{201c}" (shown.row.name) "\u{201d} come with it." }
            }
            (Radios::new(field.as_str()).id_prefix(field.as_str()).legend(legend).value(chosen.as_str())
                .items(choices.into_iter().chain(others.map(|(value, label)| Choice::new(value, label))))
                .render())
        }
    }
}
