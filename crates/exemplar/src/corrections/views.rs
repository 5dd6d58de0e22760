//! Corrections as pages, and what a disputed page says of them.

use std::sync::Arc;

use maud::{Markup, Render, html};
use nhsuk::{
    Button, Cell, Choice, Colour, Column, Input, InputType, InputWidth, InsetText, Legend, Radios, Select,
    SelectOption, Size, SummaryList, Table, Tag, Textarea,
};
use uuid::Uuid;

use super::forms::{AnswerForm, DisputeForm, Errors};
use super::{Correction, Standing, What, Words};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;
use crate::programmes::Mendable;

/// A correction as its page shows it.
pub(super) struct Shown {
    pub correction: Correction,
    /// What was written; none when it was removed.
    pub words: Option<Words>,
    pub names: Arc<Names>,
    /// Whether whoever reads may answer it.
    pub may_answer: bool,
    /// The facts of the page that can be mended with an answer.
    pub mendable: Vec<Mendable>,
}

/// Disputing a record.
pub(super) fn dispute(form: &DisputeForm, is_programme: bool, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let title = "Dispute a public record";
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { "Say what is wrong on " a href=(form.record) { (form.record) } ". The programme office and the organisation it is about are told." }
        p { "When the organisation itself disputes what the page says of it, the page says at once that a correction is open. Otherwise somebody of the office looks at it within two working days first, so that nobody can mark another\u{2019}s page. What is arguable is answered within twenty working days, with the reason, in public." }
        form method="post" action="/dispute" novalidate {
            (hidden("key", key.as_str()))
            (hidden("record", &form.record))
            (Textarea::new("wrong", "What is wrong?").id("wrong").rows(5).hint("What it says, and what it should say. Do not name patients").value(form.wrong.as_str()).error(error("wrong")))
            (Textarea::new("proof", "What shows it?").id("proof").rows(3).hint("Optional. An address where it can be read is best").value(form.proof.as_str()).error(error("proof")))
            @if is_programme {
                (Input::new("organisation", "Code of the organisation it is about").id("organisation").hint("Optional. Like RAL").width(InputWidth::Chars10).value(form.organisation.as_str()).error(error("organisation")))
            }
            (Input::new("name", "Your name").id("name").autocomplete("name").value(form.name.as_str()).error(error("name")))
            (Input::new("mail", "Email address to answer to").id("mail").kind(InputType::Email).autocomplete("email").hint("Only the office sees your name and address, and what you write here, unless you dispute for your own organisation: then everyone reads what you wrote, without your name").value(form.mail.as_str()).error(error("mail")))
            (Button::new("Send it"))
        }
    };
    Page::new("", title_of(title, errors), main).unlisted(true).personal()
}

/// It came.
pub(super) fn received(record: Option<&str>, open: Option<Uuid>) -> Page {
    let main = html! {
        h1 { "Thank you: it came" }
        @match open {
            Some(id) => {
                p { "You dispute it for the organisation it is about: its page says from now on that a correction is open. The programme office answers within twenty working days, and writes to you." }
                p { a href={ "/corrections/" (id) } { "The correction" } }
            }
            None => p { "The programme office looks at it within two working days, and writes to you either way." }
        }
        @if let Some(record) = record { p { a href=(record) { "Back to the page" } } }
        p { a href="/corrections" { "Open and answered corrections" } }
    };
    Page::new("", "Thank you", main).unlisted(true)
}

fn tag(standing: &Standing) -> Markup {
    match standing {
        Standing::Waits(_) => Tag::new("Waits for the office").colour(Colour::Yellow),
        Standing::Open(_) => Tag::new("Open").colour(Colour::Orange),
        Standing::NotArguable => Tag::new("Not arguable").colour(Colour::Grey),
        Standing::Answered(What::NotUpheld) => Tag::new("Not upheld").colour(Colour::Grey),
        Standing::Answered(what) => Tag::new(what.shown()).colour(Colour::Green),
    }
    .render()
}

/// Those that everyone may read of, the newest first.
pub(super) fn list(all: &[Correction], names: &Names, as_at: AsAt) -> Page {
    let mut table =
        Table::new().responsive().head(["Page", "About", "Open since", "How it stands", ""].map(Column::new));
    for correction in all {
        let row = &correction.row;
        let about = row.organisation.as_deref().map_or("Not said", |code| names.get(code).map_or(code, String::as_str));
        table = table.row([
            Cell::new(html! { a href={ (row.record) (query_of(as_at)) } { (row.record) } }),
            Cell::new(about),
            Cell::new(correction.opened_on().map(dates::said).unwrap_or_default()),
            Cell::new(tag(&correction.standing())),
            Cell::new(html! { a href={ "/corrections/" (row.id()) } { "Read it" span.nhsuk-u-visually-hidden { ": " (row.record) } } }),
        ]);
    }
    let main = html! {
        h1 { "Corrections" }
        p.nhsuk-lede-text { "Public records that somebody disputes, and how that was answered. What was found not arguable is not listed." }
        @if all.is_empty() { p { "No correction is open, and none was answered." } } @else { (table) }
        p { "To dispute a record, choose \u{201c}Something here is wrong?\u{201d} on its page." }
        (as_at_form(as_at, "/corrections"))
    };
    Page::new("", "Corrections", main).notice(past_notice(as_at, "/corrections"))
}

/// One.
pub(super) fn show(shown: &Shown, form: &AnswerForm, key: &FormKey, errors: &Errors) -> Page {
    let correction = &shown.correction;
    let row = &correction.row;
    let title = "A disputed record";
    let standing = correction.standing();
    let mut list = SummaryList::new().row("Page", html! { a href=(row.record) { (row.record) } });
    if let Some(code) = &row.organisation {
        let name = shown.names.get(code).unwrap_or(code);
        list = list.row("About", html! { a href={ "/organisations/" (code) } { (name) } });
    }
    list = list
        .row("Disputed by", if row.is_concerned() { "The organisation it is about" } else { "A reader" })
        .row("Came on", dates::said(&row.asked_on));
    let due = match standing {
        Standing::Waits(day) => Some(("Looked at by", day)),
        Standing::Open(day) => Some(("Answered by", day)),
        Standing::NotArguable | Standing::Answered(_) => None,
    };
    if let Some((words, day)) = due {
        list = list.row(words, dates::day(day));
    }
    let reads_words = shown.may_answer || row.is_concerned();
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { (tag(&standing)) }
        (list)
        @if reads_words {
            h2 { "What is disputed" }
            @match &shown.words {
                Some(words) => {
                    (paragraphs(&words.wrong))
                    @if !words.proof.is_empty() { h3 { "What shows it" } (paragraphs(&words.proof)) }
                    @if shown.may_answer { p { "From " (words.name) ", " a href={ "mailto:" (words.mail) } { (words.mail) } ". Only the office sees this line." } }
                }
                None => p { em { "What was written was removed by two people because it must not be kept." } },
            }
        }
        @for done in &correction.moves {
            h2 { (done.what().map_or("", What::shown)) ", " (dates::said(&done.moved_on)) }
            (paragraphs(&done.words))
        }
        @for (said, says) in &correction.changes {
            p { strong { "It said: " } (said) br; strong { "It says since: " } (says) }
        }
        @if shown.may_answer && !correction.next().is_empty() { (answering(shown, form, key, errors)) }
    };
    let page = Page::new("", title_of(title, errors), main).trail([("/corrections", "Corrections")]).unlisted(true);
    if shown.may_answer { page.personal() } else { page }
}

fn answering(shown: &Shown, form: &AnswerForm, key: &FormKey, errors: &Errors) -> Markup {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let hint = |what: What| match what {
        What::Arguable => "The page says from now on that a correction is open",
        What::NotArguable => "Nothing is shown; whoever disputed is told why",
        What::Upheld => "The record was wrong, and is mended with this answer",
        What::PartlyUpheld => "Say what was mended and what was not",
        What::NotUpheld => "The record stays as it is",
    };
    let choices = shown.correction.next().iter().map(|what| Choice::new(what.word(), what.shown()).hint(hint(*what)));
    html! {
        h2 { "What becomes of it?" }
        form method="post" action={ "/corrections/" (shown.correction.row.id()) } novalidate {
            (hidden("key", key.as_str()))
            (Radios::new("what").id_prefix("what").legend(Legend::new("What do you say?").size(Size::M)).error(error("what")).value(form.what.as_str()).items(choices))
            (Textarea::new("words", "Why").id("words").rows(5).hint("For an arguable one, say what is disputed. Everyone reads it, but for what is not arguable").value(form.words.as_str()).error(error("words")))
            @if !shown.mendable.is_empty() {
                (Select::new("fact", "Which line of the record was wrong?").id("fact").hint("When it is upheld. On the next page you say what it should say; what it said stays readable").error(error("fact"))
                    .item(SelectOption::new("", "None of these lines"))
                    .items(shown.mendable.iter().map(|fact| SelectOption::new(fact.id.as_str(), fact.says.as_str()).selected(fact.id == form.fact))))
            }
            (Button::new("Say it"))
        }
    }
}

/// What a line of the record should say.
pub(super) fn mend(shown: &Shown, fact: &Mendable, form: &AnswerForm, key: &FormKey, errors: &Errors) -> Page {
    let title = "What should it say?";
    let is_new = form.how.is_empty();
    let typed = |name: &str, before: &str| match form.typed.get(&format!("to-{name}")) {
        Some(typed) if !is_new => typed.clone(),
        _ => before.to_owned(),
    };
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { "The record says: " strong { (fact.says) } }
        p { "What you put here stands in its place from now on. What it said stays readable as it was recorded, and the page says that it was corrected." }
        form method="post" action={ "/corrections/" (shown.correction.row.id()) } novalidate {
            (hidden("key", key.as_str()))
            (hidden("what", &form.what))
            (hidden("words", &form.words))
            (hidden("fact", &fact.id))
            (Radios::new("how").id_prefix("how").legend(Legend::new("What is to be done?").size(Size::S)).error(errors.get("how").cloned()).value(if is_new { "change" } else { form.how.as_str() }).items([
                Choice::new("change", "It says what stands below"),
                Choice::new("take-out", "It is taken out, with nothing in its place"),
            ]))
            @for (name, before, words) in &fact.fields {
                @let field = format!("to-{name}");
                @let label = name.replace('_', " ");
                @if words.is_empty() {
                    (Input::new(field.clone(), label).id(field).value(typed(name, before)))
                } @else {
                    @let chosen = typed(name, before);
                    (Select::new(field.clone(), label).id(field)
                        .item(SelectOption::new("", "Nothing").selected(chosen.is_empty()))
                        .items(words.iter().map(|word| SelectOption::new(*word, word.replace('-', " ")).selected(*word == chosen))))
                }
            }
            (Button::new("Mend it, and say so in public"))
        }
    };
    Page::new("", title_of(title, errors), main)
        .trail([(format!("/corrections/{}", shown.correction.row.id()), "A disputed record".to_owned())])
        .unlisted(true)
        .personal()
}

fn paragraphs(text: &str) -> Markup {
    html! { @for paragraph in text.split("\n\n").filter(|part| !part.trim().is_empty()) { p { (paragraph) } } }
}

/// What a disputed page says: that a correction is open, and what was corrected.
pub(super) fn beside(all: &[Correction], as_at: AsAt) -> Option<Markup> {
    let shown: Vec<Markup> = all.iter().filter_map(|correction| one_beside(correction, as_at)).collect();
    (!shown.is_empty()).then(|| html! { @for notice in shown { (notice) } })
}

fn one_beside(correction: &Correction, as_at: AsAt) -> Option<Markup> {
    let since = correction.opened_on()?;
    let address = format!("/corrections/{}", correction.row.id());
    let by = if correction.row.is_concerned() { "the organisation it is about" } else { "a reader" };
    let last = correction.moves.last();
    let sentence = match (correction.standing(), last) {
        (Standing::Open(_), _) => format!("A correction of this page is open since {}.", dates::said(since)),
        (Standing::Answered(What::Upheld | What::PartlyUpheld), Some(done)) => {
            format!("Corrected on {} after a concern raised by {by}.", dates::said(&done.moved_on))
        }
        _ => return None,
    };
    let before = last.filter(|_| matches!(correction.standing(), Standing::Answered(_)) && !as_at.is_past());
    let day_before = before.and_then(|done| done.moved_on.parse::<jiff::civil::Date>().ok()?.yesterday().ok());
    Some(
        InsetText::new(html! {
            p {
                (sentence) " " a href=(address) { "Read what is disputed and how it stands" }
                @if let Some(day) = day_before {
                    " or " a href={ (correction.row.record) "?recorded-by=" (day) } { "the page as it was recorded before" }
                }
            }
        })
        .render(),
    )
}

/// What waits for the office, in words.
pub(super) fn waits(correction: &Correction) -> String {
    match correction.standing() {
        Standing::Waits(day) => {
            format!("A dispute of {} to be looked at by {}", correction.row.record, dates::day(day))
        }
        Standing::Open(day) => {
            format!("An open correction of {} to be answered by {}", correction.row.record, dates::day(day))
        }
        Standing::NotArguable | Standing::Answered(_) => correction.row.record.clone(),
    }
}
