//! Writing as pages.

pub(super) mod hazards;
pub(super) mod parts;
pub(super) mod published;

use maud::{Markup, PreEscaped, html};
use nhsuk::{
    Button, Choice, Colour, Details, Input, InsetText, Legend, Radios, Size, SummaryList, Tag, Task, TaskList,
    TaskStatus, Textarea, WarningCallout,
};

use super::comments::store::CommentRow;
use super::forms::{CareForm, EditForm, Errors, SignForm};
use super::reviewing::store::{PlanRow, SubmissionRow};
use super::reviewing::views::stage;
use super::store::{ApprovalRow, DraftRow, HazardAnswerRow};
use super::{Approval, CareAnswers, HazardAnswer, Missing};
use crate::blueprints::{GuideLine, Hazard, SectionKind, State, Text};
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::title_of;
pub(super) use crate::platform::forms::{error_summary, hidden};
use crate::platform::shell::Page;

/// The three questions, as everyone is asked them.
const QUESTIONS: [(&str, &str); 3] = [
    ("changes_what", "Does it change what staff prescribe, record, decide or see?"),
    ("could_harm", "Could a fault in it delay or misdirect care?"),
    ("states_dose", "Does it state a dose, threshold or time limit?"),
];

/// What the page of a draft shows.
pub(super) struct DraftPage<'a> {
    pub line: &'a GuideLine,
    pub text: &'a Text,
    pub draft: &'a DraftRow,
    pub preview: &'a str,
    pub care: Option<CareAnswers>,
    pub hazards: &'a [Hazard],
    pub approvals: &'a [ApprovalRow],
    pub answers: &'a [HazardAnswerRow],
    pub numbers: usize,
    pub missing: Option<&'a Missing>,
    pub submission: Option<&'a SubmissionRow>,
    pub plan: Option<&'a PlanRow>,
    pub comments: &'a [CommentRow],
    pub files: usize,
    pub key: &'a FormKey,
    pub may_edit: bool,
    pub may_sign: bool,
    pub may_agree: bool,
    pub may_publish: bool,
}

/// The editor.
pub(super) struct Editor<'a> {
    pub line: &'a GuideLine,
    pub form: &'a EditForm,
    pub key: &'a FormKey,
    pub errors: &'a Errors,
    /// What is said above the form.
    pub above: &'a Markup,
}

/// The form that a safety officer signs.
pub(super) struct SignPage<'a> {
    /// How many safety notices wait for an answer.
    pub open_notices: usize,
    pub line: &'a GuideLine,
    pub draft: &'a DraftRow,
    pub preview: &'a str,
    /// Those of the text, and those of the version before it that it no longer names.
    pub hazards: &'a [Hazard],
    pub gone: &'a [String],
    pub form: &'a SignForm,
    pub errors: &'a Errors,
}

pub(super) fn here(line: &GuideLine, part: &str) -> String {
    format!("/blueprints/{}/{part}", line.slug)
}

pub(super) fn page(line: &GuideLine, title: &str, errors: &Errors, main: Markup) -> Page {
    let said = title_of(title, errors);
    let guide = format!("/blueprints/{}", line.slug);
    Page::new("/blueprints", format!("{said} - {}", line.title), main)
        .trail([("/blueprints".to_owned(), "Guides".to_owned()), (guide, line.title.clone())])
        .unlisted(true)
}

pub(super) fn heading(line: &GuideLine, title: &str) -> Markup {
    html! { h1 { span.nhsuk-caption-l { (line.title) } (title) } }
}

/// The draft: what it waits for, and how it looks.
pub(super) fn draft(page: &DraftPage<'_>) -> Page {
    let line = page.line;
    let main = html! {
        (heading(line, if page.submission.is_some() { "Draft in review" } else { "Draft" }))
        (stage(line, (page.submission, page.plan), (page.submission.is_some(), page.may_publish), page.key))
        p {
            "Saved " (times(page.draft.number)) ", last by " strong { (page.draft.name) } " on " (dates::day_of(page.draft.saved_at)) ". "
            @if line.state() == State::Draft { "Only your organisation sees it." } @else { "Everyone still sees the version that was published; only your organisation sees this draft." }
        }
        @if page.may_edit {
            h2 { "Write" }
            (written(page))
            p { a href=(here(line, "edit")) { "Write all of it on one page" } }
            p { a href=(here(line, "discard")) { "Throw this draft away" } }
        }
        (undeclared(page.text))
        (talked_about(page))
        h2 { "Before everyone can read it" }
        (tasks(page))
        (hazards_answered(page.answers))
        h2 { "How it will look" }
        @if page.missing == Some(&Missing::Words) { p { "Nothing is written yet." } }
        div.app-prose { (PreEscaped(page.preview)) }
    };
    super::views::page(line, "Draft", &Errors::new(), main)
}

fn times(number: i64) -> String {
    if number == 1 { "once".to_owned() } else { format!("{number} times") }
}

/// The parts of the text, each with how far it is.
fn written(page: &DraftPage<'_>) -> Markup {
    let (line, text) = (page.line, page.text);
    let words = |text: &str| match text.split_whitespace().count() {
        0 => TaskStatus::tag(Tag::new("Not yet started").colour(Colour::Blue)),
        1 => plain("1 word"),
        count => plain(format!("{count} words")),
    };
    let facts = &text.fields;
    let said = [
        facts.kind.is_some(),
        !facts.care_settings.is_empty(),
        !facts.systems.is_empty(),
        facts.cost.is_some(),
        !facts.elapsed.is_empty(),
        !facts.how_well.is_empty(),
        !facts.people.is_empty(),
    ];
    let filled = format!("{} of {} filled in", said.iter().filter(|said| **said).count(), said.len());
    let open = |section: &str| match page.comments.iter().filter(|c| c.is_open() && c.section == section).count() {
        0 => None,
        1 => Some("1 open comment".to_owned()),
        several => Some(format!("{several} open comments")),
    };
    let with_hint = |task: Task, section: &str| match open(section) {
        Some(words) => task.hint(words),
        None => task,
    };
    let facts_task = with_hint(Task::link(here(line, "facts"), "Facts", plain(filled)), "facts");
    let mut parts = TaskList::new("part").item(facts_task);
    for kind in SectionKind::ALL {
        // Steps have pages of their own, below; people to ask may stand among the facts.
        let stands_elsewhere = kind == SectionKind::Steps
            || kind == SectionKind::People && !facts.people.is_empty() && text.section(kind).is_empty();
        if !stands_elsewhere {
            let address = here(line, &format!("sections/{}", kind.word()));
            let task = Task::link(address, kind.shown(), words(text.section(kind)));
            parts = parts.item(with_hint(task, &kind.word()));
        }
    }
    let files = match page.files {
        0 => plain("None"),
        1 => plain("1 file"),
        many => plain(format!("{many} files")),
    };
    let parts = parts.item(Task::link(here(line, "files"), "Files and pictures", files));
    let (steps, hazards) = (text.steps(), text.hazards());
    html! {
        (parts)
        h3 { "Steps" }
        @if steps.is_empty() { p { "None yet. Steps become the plan of whoever copies this guide." } } @else {
            ol.nhsuk-list.nhsuk-list--number {
                @for (place, title) in (1..).zip(&steps) { li { a href=(here(line, &format!("steps/{place}"))) { (title) } } }
            }
        }
        p { a href=(here(line, &format!("steps/{}", steps.len() + 1))) { "Add a step" } }
        h3 { "Hazards" }
        @if hazards.is_empty() { p { "None yet. A guide that touches care names what could harm a patient, and what controls it." } } @else {
            ol.nhsuk-list.nhsuk-list--number {
                @for (place, hazard) in (1..).zip(&hazards) { li { a href=(here(line, &format!("hazards/{place}"))) { (hazard.name) } } }
            }
        }
        p { a href=(here(line, &format!("hazards/{}", hazards.len() + 1))) { "Add a hazard" } }
    }
}

fn tasks(page: &DraftPage<'_>) -> Markup {
    let line = page.line;
    let to_do = |words: &str| TaskStatus::tag(Tag::new(words).colour(Colour::Blue));
    let task = |is_allowed: bool, part: &str, name: &str, status: TaskStatus| match is_allowed {
        true => Task::link(here(line, part), name, status),
        false => Task::new(name, status),
    };
    let has = |kind: Approval| page.approvals.iter().find(|approval| approval.kind() == Some(kind));
    let care = match page.care {
        None => to_do("To do"),
        Some(care) if care.touches_care() => plain("It touches care"),
        Some(_) if page.missing == Some(&Missing::HazardsDenied) => {
            TaskStatus::tag(Tag::new("There is a problem").colour(Colour::Red))
        }
        Some(_) => plain("It does not touch care"),
    };
    let needs_signature = page.care.is_none_or(CareAnswers::touches_care)
        || page.missing == Some(&Missing::NoLongerCare)
        || has(Approval::Safety).is_some();
    let signature = match has(Approval::Safety) {
        Some(approval) => {
            Task::new("Clinical safety officer signs this text", plain(format!("Signed by {}", approval.name)))
        }
        None => {
            let status = match (page.care, page.may_sign) {
                (None, _) => plain("Needed when it touches care"),
                (Some(_), true) => to_do("Waits for you"),
                (Some(_), false) => plain("Waits for a safety officer"),
            };
            task(page.may_sign, "sign", "Clinical safety officer signs this text", status)
        }
    };
    let shared = match has(Approval::Shared) {
        Some(approval) => Task::new("A second person agrees", plain(format!("{} agreed", approval.name))),
        None => task(page.may_agree, "agree", "A second person agrees", plain("Not needed, and shown to readers")),
    };
    let submit = match (page.submission, page.missing) {
        (Some(sent), _) => Task::new("Ask for it to be looked at", plain(format!("{} asked", sent.name))),
        (None, Some(Missing::Words | Missing::CareAnswers | Missing::HazardsDenied)) => {
            Task::new("Ask for it to be looked at", TaskStatus::cannot_start_yet())
        }
        (None, _) => task(page.may_edit, "submit", "Ask for it to be looked at", to_do("To do")),
    };
    let publish = match (page.missing, page.may_publish) {
        (None, true) => Task::link(here(line, "publish"), "Publish", to_do("Ready")),
        (None, false) => Task::new("Publish", plain("Waits for a publisher")),
        (Some(_), _) => Task::new("Publish", TaskStatus::cannot_start_yet()),
    };
    html! {
        (TaskList::new("draft")
            .item(task(page.may_edit, "care", "Say whether it touches care", care))
            .item(submit)
            .item(needs_signature.then_some(signature))
            .item(shared)
            .item(publish))
        @if page.missing == Some(&Missing::HazardsDenied) {
            p { "The text names " (if page.hazards.len() == 1 { "a hazard" } else { "hazards" }) ", and yet three times no was answered. Change the answers." }
        }
        @if page.numbers > 0 {
            (InsetText::new(format!("{} in the text or its files {} like an NHS number. Whoever publishes it has to say that it is invented.", if page.numbers == 1 { "One number".to_owned() } else { format!("{} numbers", page.numbers) }, if page.numbers == 1 { "looks" } else { "look" })))
        }
    }
}

/// What is said of it, and who outside sees it.
fn talked_about(page: &DraftPage<'_>) -> Markup {
    let open = page.comments.iter().filter(|comment| comment.is_open()).count();
    html! {
        ul.nhsuk-list {
            li { a href=(here(page.line, "comments")) { "Comments" } ": " (open) " open" }
            @if page.may_edit { li { a href=(here(page.line, "previews")) { "Show this draft to somebody outside" } } }
        }
    }
}

/// Names in double braces that nobody is asked about when the guide is copied.
fn undeclared(text: &Text) -> Markup {
    let names = text.undeclared();
    html! {
        @if !names.is_empty() {
            (InsetText::new(html! { p {
                "The text has "
                @for (place, name) in names.iter().enumerate() { @if place > 0 { ", " } code { "{{" (name) "}}" } }
                ", and its facts do not say what that stands for. It is shown as it is written, and whoever copies the guide is not asked what they call it."
            } }))
        }
    }
}

/// A status that asks for nothing.
fn plain(words: impl Into<nhsuk::Content>) -> TaskStatus {
    TaskStatus::text(words).class("nhsuk-task-list__status--completed")
}

/// What a safety officer said of each hazard; nothing when nobody was asked.
#[must_use]
pub fn hazards_answered(answers: &[HazardAnswerRow]) -> Markup {
    if answers.is_empty() {
        return Markup::default();
    }
    let mut list = SummaryList::new();
    for answer in answers {
        let said = html! { (answer.answer().shown()) @if !answer.words.is_empty() { br; (answer.words) } };
        list = list.row(answer.hazard.as_str(), said);
    }
    html! { h2 id="hazards-here" { "How its hazards are controlled here" } (list) }
}

/// The plain editor.
pub(super) fn edit(editor: &Editor<'_>, preview: Option<&str>) -> Page {
    let title = if preview.is_some() { "Check how it looks" } else { "Write the text" };
    let error = editor.errors.get("text").map(String::as_str);
    let main = html! {
        (error_summary(editor.errors))
        (heading(editor.line, title))
        @if let Some(preview) = preview {
            (InsetText::new("This is how it will look. It is not saved yet: the buttons are below."))
            div.app-prose { (PreEscaped(preview)) }
        }
        (editor.above)
        form method="post" action=(here(editor.line, "edit")) novalidate data-keep {
            (hidden("key", editor.key.as_str()))
            (hidden("made_from", &editor.form.made_from))
            (Textarea::new("text", "The text").id("text").rows(30).value(editor.form.text.as_str()).error(error).attribute("data-editor", ""))
            (Details::new("How to make headings, lists and tables", signs()))
            div.nhsuk-button-group {
                (Button::new("Save the draft"))
                (Button::secondary("Check how it looks").name("how").value("preview"))
            }
        }
    };
    page(editor.line, title, editor.errors, main)
}

fn signs() -> Markup {
    let list = SummaryList::new()
        .row("A heading", html! { code { "### Costs on wards" } })
        .row("A step, under “Steps”", html! { code { "### Survey the wards" } })
        .row("An item of a list", html! { code { "- A spare charger" } })
        .row("A new paragraph", "An empty line before it")
        .row("Important words", html! { code { "**never**" } })
        .row("A link", html! { code { "[the form](https://example.org/form)" } });
    html! { (list) }
}

/// Offers what was typed and not saved.
pub(super) fn not_saved(path: &str, typed_at: i64) -> Markup {
    html! {
        (InsetText::new(html! {
            p { "You typed something here on " (dates::moment_of(typed_at)) " that was not saved. It is kept for 30 days." }
            p { a href={ (path) "?typed=yes" } { "Put it back" } }
        }))
    }
}

/// Says that what stands in the form was typed before and not saved.
pub(super) fn put_back(path: &str, typed_at: i64) -> Markup {
    html! {
        (InsetText::new(html! {
            p { "This is what you typed on " (dates::moment_of(typed_at)) ". It is not saved yet." }
            p { a href=(path) { "Go back to what is saved" } }
        }))
    }
}

/// Two people saved: both texts, what differs, and nothing is lost.
pub(super) fn overtaken(
    line: &GuideLine,
    (ours, theirs, by): (&str, &str, &str),
    made_from: &str,
    key: &FormKey,
    difference: &Markup,
) -> Page {
    let title = "Somebody saved before you";
    let main = html! {
        (heading(line, title))
        (WarningCallout::new("Your text is not saved yet", html! {
            p { "While you were writing, " (by) " saved the draft. Both texts stand below, and what differs. Put what you need of theirs into yours, and save." }
        }))
        form method="post" action=(here(line, "edit")) novalidate {
            (hidden("key", key.as_str()))
            (hidden("made_from", made_from))
            (Textarea::new("text", "Your text").id("text").rows(24).value(ours))
            (Button::new("Save my text"))
        }
        (Textarea::new("theirs", format!("Their text, saved by {by}")).id("theirs").rows(24).value(theirs).attribute("readonly", "readonly"))
        h2 { "From their text to yours" }
        (difference)
    };
    page(line, title, &Errors::new(), main)
}

/// The three questions.
pub(super) fn care(
    line: &GuideLine,
    (hazards, doses): (&[Hazard], &[String]),
    form: &CareForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Does it touch care?";
    let given = [&form.changes_what, &form.could_harm, &form.states_dose];
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "One yes, and a clinical safety officer of your organisation signs the exact text before everyone can read it." }
        @if !hazards.is_empty() {
            (InsetText::new(html! {
                p { "The text names hazards, so at least one answer is yes:" }
                ul.nhsuk-list.nhsuk-list--bullet { @for hazard in hazards { li { (hazard.name) } } }
            }))
        }
        @if !doses.is_empty() {
            (InsetText::new(html! {
                (looks_like(doses)) ". If staff act on it, the answer to the last question is yes."
            }))
        }
        form method="post" action=(here(line, "care")) novalidate {
            (hidden("key", key.as_str()))
            @for ((name, question), given) in QUESTIONS.iter().zip(given) {
                (Radios::new(*name).id_prefix(*name).inline().legend(Legend::new(*question).size(Size::M)).value(given.as_str())
                    .error(errors.get(*name).map(String::as_str))
                    .items([Choice::new("yes", "Yes"), Choice::new("no", "No")]))
            }
            (Button::new("Save answers"))
        }
    };
    page(line, title, errors, main)
}

/// Asks a second person.
pub(super) fn agree(line: &GuideLine, draft: &DraftRow, preview: &str, key: &FormKey) -> Page {
    let title = "Do you agree to this text?";
    let main = html! {
        (heading(line, title))
        p { "Last saved by " (draft.name) " on " (dates::day_of(draft.saved_at)) ". Readers will see that a second person of your organisation agreed. Your agreement is to this text alone: when it changes, it is asked for again." }
        form method="post" action=(here(line, "agree")) {
            (hidden("key", key.as_str()))
            (hidden("text_hash", &draft.text_hash))
            (Input::new("note", "A note for your colleagues").hint("Optional").id("note"))
            (Button::new("I agree to this text"))
        }
        h2 { "The text" }
        div.app-prose { (PreEscaped(preview)) }
    };
    page(line, title, &Errors::new(), main)
}

/// That safety notices wait for an answer, before somebody signs or publishes.
pub(super) fn notices_wait(line: &GuideLine, open: usize) -> Markup {
    html! {
        @if open > 0 {
            (WarningCallout::new("A safety notice is not answered", html! {
                p { "The source of this text warns of something: " @if open == 1 { "a safety notice" } @else { (open) " safety notices" } " about it " @if open == 1 { "waits" } @else { "wait" } " for an answer of your organisation. "
                    a href={ "/blueprints/" (line.slug) } { "Read and answer them on its page" } " first, and see whether this text says what they ask for." }
            }))
        }
    }
}

/// What looks like doses, as the beginning of a sentence.
fn looks_like(doses: &[String]) -> String {
    let quoted: Vec<String> = doses.iter().map(|dose| format!("\u{201c}{dose}\u{201d}")).collect();
    format!("The text has what looks like a dose or a limit: {}", quoted.join(", "))
}

/// That a text is said not to touch care, and yet has what looks like a dose.
pub(super) fn doses_denied(line: &GuideLine, doses: &[String]) -> Markup {
    html! {
        @if !doses.is_empty() {
            (WarningCallout::new("It is said not to touch care", html! {
                p { (looks_like(doses)) ". If staff act on it, " a href=(here(line, "care")) { "answer the three questions again" } ", and a clinical safety officer signs the text." }
            }))
        }
    }
}

/// The form of a safety officer: every hazard, then the signature.
pub(super) fn sign(sign: &SignPage<'_>, key: &FormKey) -> Page {
    let title = "Sign this text";
    let (line, draft) = (sign.line, sign.draft);
    let main = html! {
        (error_summary(sign.errors))
        (heading(line, title))
        p { "Last saved by " (draft.name) " on " (dates::day_of(draft.saved_at)) ". You sign this text and no other: when it changes, it is asked for again." }
        (notices_wait(line, sign.open_notices))
        form method="post" action=(here(line, "sign")) novalidate {
            (hidden("key", key.as_str()))
            (hidden("text_hash", &draft.text_hash))
            @if sign.hazards.is_empty() {
                p { "The text names no hazards. If there are any, they belong into a table with the heading \u{201c}Hazard\u{201d}." }
            } @else {
                h2 { "How is each hazard here?" }
                @for (place, hazard) in (1..).zip(sign.hazards) { (hazard_question(place, hazard, sign)) }
            }
            (Input::new("note", "A note for your colleagues").hint("Optional").id("note").value(sign.form.note.as_str()))
            (Button::new("Sign this text"))
        }
        h2 { "The text" }
        div.app-prose { (PreEscaped(sign.preview)) }
    };
    page(line, title, sign.errors, main)
}

fn hazard_question(place: usize, hazard: &Hazard, sign: &SignPage<'_>) -> Markup {
    let (name, words) = (format!("hazard-{place}"), format!("words-{place}"));
    let (given, said) = sign.form.hazards.get(&place).cloned().unwrap_or_default();
    let error = |field: &str| sign.errors.get(field).map(String::as_str);
    html! {
        @if sign.gone.contains(&hazard.name) { p { strong { "This hazard is no longer in the text." } } }
        (SummaryList::new().row("Hazard", hazard.name.as_str()).items(hazard.facts.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
        (Radios::new(name.as_str()).id_prefix(name.as_str()).small()
            .legend(Legend::new(hazard.name.as_str()).size(Size::S))
            .value(given.as_str()).error(error(&name))
            .items(HazardAnswer::ALL.map(|answer| Choice::new(answer.word(), answer.shown()))))
        (Input::new(words.as_str(), html! { "In which way, or why not" span.nhsuk-u-visually-hidden { ": " (hazard.name) } }).id(words.as_str()).value(said.as_str()).error(error(&words)))
    }
}

/// What has to be done before everyone can read a draft.
pub(super) fn what_is_missing(missing: &Missing) -> &'static str {
    match missing {
        Missing::Words => "It has no words yet.",
        Missing::CareAnswers => "Nobody has said yet whether it touches care.",
        Missing::Undescribed(_) => {
            "A picture says nothing of what it shows. Those who cannot see it need words: write them under Files and pictures."
        }
        Missing::HazardsDenied => "The text names hazards, and yet three times no was answered.",
        Missing::NoLongerCare => {
            "It touched care before. A clinical safety officer of your organisation has to sign that it no longer does."
        }
        Missing::Signature => {
            "It touches care, and no clinical safety officer of your organisation has signed this text."
        }
        Missing::NhsNumbers(_) => "It holds what looks like NHS numbers.",
    }
}

/// Something is missing.
pub(super) fn not_yet(line: &GuideLine, missing: &Missing) -> Page {
    let title = "This draft cannot be published yet";
    let main = html! {
        (heading(line, title))
        p { (what_is_missing(missing)) }
        p { a href=(here(line, "draft")) { "Back to the draft, and what it waits for" } }
    };
    page(line, title, &Errors::new(), main)
}

/// The text is another one by now.
pub(super) fn changed(line: &GuideLine) -> Page {
    let title = "The text was changed in the meantime";
    let main = html! {
        (heading(line, title))
        p { "What you saw is no longer the draft. Nothing was done: read the text as it is now, and decide again." }
        p { a href=(here(line, "draft")) { "Read the draft" } }
    };
    page(line, title, &Errors::new(), main)
}

/// What readers are told of a text that somebody agreed to.
#[must_use]
pub fn labels(approvals: &[ApprovalRow], names: &Names) -> Markup {
    html! {
        @if !approvals.is_empty() {
            ul.app-labels { @for approval in approvals { @if let Some(kind) = approval.kind() { li { (label(kind, approval, names)) } } } }
        }
    }
}

fn label(kind: Approval, approval: &ApprovalRow, names: &Names) -> Markup {
    let organisation = names.get(&approval.organisation).unwrap_or(&approval.organisation);
    let (word, words) = match kind {
        Approval::Safety => ("Signed", "A clinical safety officer of this organisation signed this text".to_owned()),
        Approval::Shared => ("Shared", "A second person of this organisation agreed to this text".to_owned()),
        Approval::Reviewed => ("Reviewed", format!("Somebody of {organisation} agreed to this text")),
    };
    html! { (Tag::new(word).colour(Colour::Green)) " " (words) ", " (dates::said(&approval.given_on)) }
}
