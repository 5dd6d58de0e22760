//! Assessments as pages: what is open, the list of sections, one section, a file, signing, and opening again.

use std::collections::BTreeMap;

use composite::Answer;
use jiff::civil::Date;
use maud::{Markup, html};
use nhsuk::{
    Button, Checkboxes, Choice, Colour, Details, FileUpload, Input, InputWidth, InsetText, Legend, Radios, Select,
    SelectOption, Size, SummaryList, Tag, Task, TaskList, TaskStatus, Textarea, WarningCallout,
};

use super::forms::{Errors, SectionForm};
use super::pages::Last;
use super::sheets::Untaken;
use super::{Life, Signer, Standing, evidence_shown};
use crate::organisations::Names;
use crate::people::{Colleague, FormKey};
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;
use crate::programmes::counted;
use crate::rounds::odd::{Odd, Pair};
use crate::rounds::word;

impl Standing {
    /// An address of this assessment.
    pub(in crate::rounds) fn address(&self, rest: &str) -> String {
        format!("/assessments/{}/{}{rest}", self.round.slug, self.organisation)
    }

    /// What a section is called.
    pub(in crate::rounds) fn title(&self, section: usize) -> &str {
        self.framework.sections.get(section).map_or("", |section| section.title.as_str())
    }

    /// The words of an answer.
    pub(in crate::rounds) fn said(&self, place: usize, answer: Answer) -> String {
        let question = self.framework.questions.get(place);
        let scale = question.and_then(|question| self.framework.scales.get(question.scale));
        match answer {
            Answer::Value(at) => {
                let answer = scale.and_then(|scale| scale.answers.get(usize::from(at)));
                answer.map(|answer| answer.text.clone()).unwrap_or_default()
            }
            Answer::NotApplicable => "Does not apply".to_owned(),
            Answer::NotKnown => "Not known".to_owned(),
            Answer::Unanswered => "Not answered".to_owned(),
        }
    }
}

/// Who is involved, and what the reader may do.
pub(super) struct Who<'a> {
    pub names: &'a Names,
    /// Who was asked to answer which section, by its id.
    pub asked: &'a BTreeMap<String, String>,
    /// Who signed what is seen: as whom, their name, and when.
    pub signed: &'a [(Signer, String, String)],
    pub odd: &'a Odd,
    pub may_answer: bool,
    pub may_reopen: bool,
}

/// A section that is being answered.
pub(super) struct Section<'a> {
    pub standing: &'a Standing,
    pub section: usize,
    pub last: Option<&'a Last>,
    pub colleagues: &'a [Colleague],
    pub is_open: bool,
}

pub(super) fn page(standing: &Standing, names: Option<&Names>, title: &str, main: Markup) -> Page {
    let code = standing.organisation.as_str();
    let name = names.and_then(|names| names.get(code)).map_or(code, String::as_str);
    let mut trail = vec![("/assessments".to_owned(), "Assessments".to_owned())];
    if title != standing.round.name {
        trail.push((standing.address(""), format!("{}: {name}", standing.round.name)));
    }
    Page::new("", title.to_owned(), main).trail(trail).unlisted(true).personal()
}

/// What is open for the organisations of whoever asks.
pub(super) fn list(standings: &[Standing], names: &Names) -> Page {
    let main = html! {
        h1 { "Assessments" }
        p.nhsuk-lede-text { "Question sets that your organisation answers about itself. Two people sign the answers before they count, and nothing of them is public before results are published." }
        @if standings.is_empty() { p { "No assessment is open for your organisation." } }
        @for standing in standings {
            h2.nhsuk-heading-m { a href=(standing.address("")) { (standing.round.name) } }
            p {
                (names.get(&standing.organisation).unwrap_or(&standing.organisation)) ". " (life(standing))
                @if let Some(day) = &standing.round.closed_on { " Open until " (dates::said(day)) "." }
            }
        }
    };
    Page::new("", "Assessments", main).unlisted(true).personal()
}

/// How far it is, in a sentence.
fn life(standing: &Standing) -> String {
    let sections = standing.sections();
    let done = sections.iter().filter(|section| matches!(standing.progress(**section), (a, b) if a == b)).count();
    match standing.life {
        Life::Signed => "Signed by two people. It counts.".to_owned(),
        Life::Open => format!("{done} of {} sections are answered.", sections.len()),
        Life::OpenAgain => "Some sections are open again. What was signed counts until it is signed anew.".to_owned(),
    }
}

/// The sections to do.
pub(super) fn tasks(standing: &Standing, who: &Who<'_>, today: Date) -> Page {
    let name = who.names.get(&standing.organisation).unwrap_or(&standing.organisation);
    let tasks = standing.sections().into_iter().map(|section| task(standing, who, section, today));
    let against = standing.framework.contradictions(&standing.answers);
    let main = html! {
        h1 { (standing.round.name) }
        p.nhsuk-lede-text { (name) ". " (life(standing)) }
        @if standing.life == Life::OpenAgain {
            (InsetText::new(html! { @for (section, why) in &standing.openings { p { strong { (standing.framework.section(section).map_or(section.as_str(), |at| standing.title(at))) } " is open again: " (why) } } }))
        }
        @if !against.is_empty() {
            (WarningCallout::new("Answers that do not fit together", html! {
                ul.nhsuk-list.nhsuk-list--bullet { @for one in &against { li { (one.why) } } }
                p { "You may leave them as they are." }
            }))
        }
        (odd(who.odd, standing))
        (TaskList::new("section").items(tasks))
        p { "A section is completed when each question that applies has an answer. \u{201c}Not known\u{201d} is an answer." }
        h2 { "Signatures" }
        @if who.signed.is_empty() { p { "Nobody has signed these answers yet. Two people sign: the accountable director and a member of the board. Neither may have saved any of them." } }
        @for (signer, name, day) in who.signed { p { (signer.shown()) ": " (name) ", " (dates::said(day)) } }
        @if standing.life != Life::Signed && standing.is_complete() { p { a href=(standing.address("/sign")) { "Check the answers and sign" } } }
        @if standing.life == Life::Signed { p { a href={ "/checks/" (standing.round.slug) "/" (standing.organisation) } { "What others found who checked these answers" } } }
        h2 { "Away from the portal" }
        p { a href=(standing.address("/answers.xlsx")) { "Download the questions and your answers (XLSX)" } }
        p { a href=(standing.address("/answers.csv")) { "Download the questions and your answers (CSV)" } }
        @if who.may_answer && standing.life != Life::Signed { p { a href=(standing.address("/file")) { "Give back a file you filled in" } } }
        @if who.may_reopen && standing.life == Life::Signed { p { a href=(standing.address("/reopen")) { "Open sections again" } } }
    };
    page(standing, Some(who.names), &standing.round.name, main)
}

fn task(standing: &Standing, who: &Who<'_>, section: usize, today: Date) -> Task {
    let status = match standing.progress(section) {
        (answered, asked) if answered == asked => TaskStatus::completed(),
        (0, _) => TaskStatus::tag(Tag::new("Not yet started").colour(Colour::Blue)),
        (answered, asked) => {
            TaskStatus::tag(Tag::new(format!("{answered} of {asked} answered")).colour(Colour::Yellow))
        }
    };
    let id = standing.framework.sections.get(section).map_or("", |section| section.id.as_str());
    let task = match who.may_answer && standing.is_open(section, today) {
        true => Task::link(standing.address(&format!("/sections/{id}")), standing.title(section), status),
        false => Task::new(standing.title(section), status),
    };
    match who.asked.get(id) {
        Some(name) => task.hint(format!("{name} was asked to answer it")),
        None => task,
    }
}

/// One section.
pub(super) fn section(of: &Section<'_>, form: &SectionForm, keys: (&FormKey, &FormKey), errors: &Errors) -> Page {
    let standing = of.standing;
    let id = standing.framework.sections.get(of.section).map_or("", |section| section.id.as_str());
    let title = standing.title(of.section);
    let here = standing.address(&format!("/sections/{id}"));
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        @if let Some(meaning) = standing.framework.sections.get(of.section).and_then(|section| section.meaning.as_ref()) { p { (meaning) } }
        @if !of.is_open {
            p { "This section cannot be answered now." }
        } @else {
            @if let Some(last) = of.last { p { "What you answered in \u{201c}" (last.round) "\u{201d} stands beside each question, and is chosen where you have not answered yet. Save to keep it." } }
            form method="post" action=(here) novalidate {
                (hidden("key", keys.0.as_str()))
                span id="seen" {}
                (hidden("seen", &form.seen))
                @for place in standing.asked(of.section) { (one_question(of, place, form, errors)) }
                (Button::new("Save"))
            }
            (colleague(of, &here, keys.1))
        }
    };
    page(standing, None, &title_of(title, errors), main)
}

/// One question: its answers, why it does not apply, and evidence.
fn one_question(of: &Section<'_>, place: usize, form: &SectionForm, errors: &Errors) -> Markup {
    let standing = of.standing;
    let Some(question) = standing.framework.questions.get(place) else { return html! {} };
    let scale = standing.framework.scales.get(question.scale).map(|scale| scale.answers.as_slice()).unwrap_or_default();
    let id = question.id.as_str();
    let error = |what: &str| errors.get(&format!("{what}-{id}")).cloned();
    let last = of.last.and_then(|last| last.answers.get(id).copied());
    let typed = form.value("answer", id);
    let chosen = match (typed, last) {
        ("", Some(last)) if standing.answer(place) == Answer::Unanswered && errors.is_empty() => word(last),
        _ => typed.to_owned(),
    };
    let saved = standing.answer(place);
    let differs = errors.contains_key("seen") && word(saved) != typed;
    let hint = (question.help.is_some() || last.is_some() || differs).then(|| {
        html! {
            @if let Some(help) = &question.help { (help) " " }
            @if let Some(last) = last { "Last time: " (standing.said(place, last)) ". " }
            @if differs { strong { "Saved now: " (standing.said(place, saved)) "." } }
        }
    });
    let choices =
        scale.iter().zip(1..).map(|(answer, at): (_, usize)| Choice::new(at.to_string(), answer.text.as_str()));
    let files = standing.notes.get(id).map_or(0, |note| note.files.len());
    let has_notes = files > 0
        || ["why", "evidence", "link", "until"]
            .iter()
            .any(|what| !form.value(what, id).is_empty() || error(what).is_some());
    let notes = html! {
        (Input::new(format!("why-{id}"), "Why it does not apply").id(format!("why-{id}")).value(form.value("why", id)).error(error("why")))
        (Textarea::new(format!("evidence-{id}"), "What shows that your answer is true").id(format!("evidence-{id}")).rows(2)
            .hint(question.evidence.clone().unwrap_or_else(|| "A document, a link, or who can say so. No patient's details".to_owned()))
            .value(form.value("evidence", id)).error(error("evidence")))
        (Input::new(format!("link-{id}"), "Where it can be read").id(format!("link-{id}")).hint("An address, beginning with https://").value(form.value("link", id)).error(error("link")))
        (Input::new(format!("until-{id}"), "The last day it holds, when it has one").id(format!("until-{id}")).width(InputWidth::Chars10).hint("For example, 31/12/2026").value(form.value("until", id)).error(error("until")))
        p { a href=(standing.address(&format!("/evidence/{id}"))) { @if files > 0 { (counted(i64::try_from(files).unwrap_or(i64::MAX), "file")) " as evidence" } @else { "Add a file as evidence" } span.nhsuk-u-visually-hidden { ": " (question.text_in(standing.setting)) } } " (save your answers first)" }
    };
    html! {
        (Radios::new(format!("answer-{id}")).id_prefix(format!("answer-{id}")).legend(Legend::new(question.text_in(standing.setting)).size(Size::S))
            .hint(hint)
            .error(error("answer")).value(chosen).small().items(choices)
            .item(Choice::new("?", "Not known"))
            .item(Choice::new("na", "Does not apply: say why below"))
            .item(Choice::new("", "Not answered yet")))
        (Details::new("Why it does not apply, or evidence", notes).open(has_notes))
    }
}

/// Asking somebody else to answer the section.
fn colleague(of: &Section<'_>, here: &str, key: &FormKey) -> Markup {
    if of.colleagues.is_empty() {
        return html! {};
    }
    let options = of.colleagues.iter().map(|one| SelectOption::new(one.account().to_string(), one.name.as_str()));
    html! {
        h2 { "Ask a colleague to answer it" }
        form method="post" action={ (here) "/ask" } novalidate {
            (hidden("key", key.as_str()))
            (Select::new("colleague", "Colleague").hint("They get a letter that leads here").items(options))
            (Button::secondary("Ask"))
        }
    }
}

/// Giving back a file.
pub(super) fn file(standing: &Standing, key: &FormKey, untaken: &Untaken) -> Page {
    let problem = Some(&untaken.words).filter(|words| !words.is_empty());
    let errors: Errors = problem.map(|words| ("file".to_owned(), words.clone())).into_iter().collect();
    let title = "Give back a file you filled in";
    let main = html! {
        (error_summary(&errors))
        h1 { (title) }
        p { "The file is the one you can download, as " a href=(standing.address("/answers.xlsx")) { "XLSX" } " or " a href=(standing.address("/answers.csv")) { "CSV" } ". Fill in the column \u{201c}answer\u{201d}: the number or the words of an answer, \u{201c}?\u{201d} for not known, or \u{201c}na: why\u{201d}. What you leave empty or as it was stays as it is here, also where a colleague answers meanwhile." }
        @if !untaken.refused.is_empty() {
            ul.nhsuk-list.nhsuk-list--bullet { @for cell in untaken.refused.iter().take(200) { li { "Line " (cell.line) ", " (cell.column) ": " (cell.reason) } } }
        }
        form method="post" action=(standing.address("/file")) enctype="multipart/form-data" novalidate {
            (hidden("key", key.as_str()))
            (FileUpload::new("file", "File").id("file").error(errors.get("file").cloned()))
            (Button::new("Take the answers"))
        }
    };
    page(standing, None, &title_of(title, &errors), main)
}

/// What stands beside the answers that are signed.
pub(super) struct ToSign<'a> {
    pub last: Option<&'a Last>,
    /// Who signed already: as whom, their name, and when.
    pub signed: &'a [(Signer, String, String)],
    pub odd: &'a Odd,
}

/// Checking the answers and signing.
pub(super) fn sign(standing: &Standing, names: &Names, seen: &ToSign<'_>, key: &FormKey, errors: &Errors) -> Page {
    let ToSign { last, signed, odd: found } = seen;
    let free = Signer::ALL.into_iter().filter(|signer| signed.iter().all(|(other, ..)| other != signer));
    let choices = free.map(|signer| Choice::new(signer.word(), signer.shown()));
    let title = "Check the answers and sign";
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { "With your signature and that of a second person these answers count, and become public when results are published. After that only the programme office opens sections again." }
        @for (signer, name, day) in *signed { p { (signer.shown()) ": signed by " (name) ", " (dates::said(day)) } }
        @for section in standing.sections() {
            h2.nhsuk-heading-m { (standing.title(section)) }
            (standing.asked(section).into_iter().fold(SummaryList::new(), |list, place| {
                let Some(question) = standing.framework.questions.get(place) else { return list };
                list.row(question.text_in(standing.setting).to_owned(), answered(standing, *last, place))
            }))
        }
        (odd(found, standing))
        (not_applicable(standing))
        @if standing.life == Life::Signed {
            p { "These answers are signed." }
        } @else if !standing.is_complete() {
            p { "Some questions have no answer yet, so that nobody can sign." }
        } @else {
            form method="post" action=(standing.address("/sign")) novalidate {
                (hidden("key", key.as_str()))
                (hidden("seen", &standing.seen()))
                (Radios::new("as").id_prefix("as").legend(Legend::new("I sign as").size(Size::M)).error(errors.get("as").cloned()).items(choices))
                (Button::new("Sign these answers"))
            }
        }
    };
    page(standing, Some(names), &title_of(title, errors), main)
}

/// What looks odd, as questions.
pub(in crate::rounds) fn odd(odd: &Odd, standing: &Standing) -> Markup {
    let text = |place: usize| {
        standing.framework.questions.get(place).map_or("", |question| question.text_in(standing.setting))
    };
    let said = |place: usize| standing.said(place, standing.answer(place));
    html! {
        @if *odd != Odd::default() {
            (WarningCallout::new("Answers that others will ask about", html! {
                ul.nhsuk-list.nhsuk-list--bullet {
                    @for Pair { easy, hard } in &odd.pairs {
                        li { "To \u{201c}" (text(easy.0)) "\u{201d} " (easy.1) " of 100 claim more than \u{201c}" (said(easy.0)) "\u{201d}, and to \u{201c}" (text(hard.0)) "\u{201d} only " (hard.1) " of 100 claim as much as \u{201c}" (said(hard.0)) "\u{201d}. Are both right?" }
                    }
                    @if let Some(run) = odd.run { li { (run) " questions in a row have the same answer. Was each of them answered for itself?" } }
                }
                p { "About one in ten such questions comes of chance alone. You may leave the answers as they are: nothing is taken off for it. Whoever checks them is shown the same." }
            }))
        }
    }
}

/// What leaves the score because it does not apply: whoever signs agrees to that.
fn not_applicable(standing: &Standing) -> Markup {
    let all: Vec<_> = standing
        .sections()
        .into_iter()
        .flat_map(|section| standing.asked(section))
        .filter(|place| standing.answer(*place) == Answer::NotApplicable)
        .filter_map(|place| standing.framework.questions.get(place))
        .collect();
    html! {
        @if !all.is_empty() {
            h2.nhsuk-heading-m { "What does not apply" }
            p { "These questions leave the score. Signing says that you agree with each of these reasons; if you do not, have the answer changed first." }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for question in all {
                    li { (question.text_in(standing.setting)) ": " strong { (standing.notes.get(&question.id).map_or("", |note| note.why.as_str())) } }
                }
            }
        }
    }
}

/// An answer with its note, and what was answered last time where that differs.
fn answered(standing: &Standing, last: Option<&Last>, place: usize) -> Markup {
    let id = standing.framework.questions.get(place).map_or("", |question| question.id.as_str());
    let note = standing.notes.get(id);
    let before = last.and_then(|last| last.answers.get(id).copied()).filter(|before| *before != standing.answer(place));
    html! {
        (standing.said(place, standing.answer(place)))
        @if let Some(note) = note {
            @if !note.why.is_empty() { ": " (note.why) }
            @if note.has_evidence() { br; (evidence_shown(standing, id, note)) }
        }
        @if let Some(before) = before { br; strong { "Changed" } ", was: " (standing.said(place, before)) }
    }
}

/// Opening sections again.
pub(super) fn reopen(standing: &Standing, chosen: &[String], why: &str, key: &FormKey, errors: &Errors) -> Page {
    let title = "Open sections again";
    let choices = standing.sections().into_iter().filter_map(|section| {
        let section = standing.framework.sections.get(section)?;
        Some(Choice::new(section.id.as_str(), section.title.as_str()).checked(chosen.contains(&section.id)))
    });
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { "What was signed stays what counts until the answers are signed anew. People who answer for the organisation get a letter with your words." }
        form method="post" action=(standing.address("/reopen")) novalidate {
            (hidden("key", key.as_str()))
            (Checkboxes::new("section").id_prefix("section").legend(Legend::new("Which sections?").size(Size::M)).error(errors.get("section").cloned()).items(choices))
            (Textarea::new("why", "Why").id("why").value(why).error(errors.get("why").cloned()))
            (Button::new("Open them"))
        }
    };
    page(standing, None, &title_of(title, errors), main)
}
