//! Submitting, sending back, publishing and the editors' desk as pages.

use jiff::civil::Date;
use maud::{Markup, html};
use nhsuk::{
    Button, Cell, Checkboxes, Choice, Colour, Column, Input, InputWidth, InsetText, Legend, Radios, Select, Size,
    Table, Tag, Textarea, WarningCallout,
};
use uuid::Uuid;

use super::forms::{PublishForm, SendBackForm, SubmitForm};
use super::store::{KeeperRow, PlanRow, SubmissionRow};
use crate::blueprints::{ChangeClass, GuideLine, State};
use crate::people::{Colleague, FormKey};
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::writing::Missing;
use crate::writing::forms::Errors;
use crate::writing::store::DraftRow;
use crate::writing::views::{doses_denied, error_summary, heading, here, hidden, notices_wait, page, what_is_missing};

/// A draft, and whom it waits for.
pub struct Waiting {
    pub(super) line: GuideLine,
    pub(super) draft: DraftRow,
    pub(super) missing: Option<Missing>,
    pub(super) submission: Option<SubmissionRow>,
    pub(super) plan: Option<PlanRow>,
    pub(super) open: usize,
    /// Those who can do what comes next.
    pub(super) names: Vec<String>,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Waiting").field("slug", &self.line.slug).finish_non_exhaustive()
    }
}

/// A published guide and who looks after it.
pub(super) struct Kept {
    pub line: GuideLine,
    pub row: KeeperRow,
    pub may_edit: bool,
}

/// The form that publishes.
pub(super) struct PublishPage<'a> {
    pub line: &'a GuideLine,
    pub form: &'a PublishForm,
    pub numbers: &'a [String],
    pub errors: &'a Errors,
    /// What has to be done first.
    pub missing: Option<&'a Missing>,
    /// When it is reviewed next, as its facts say; empty when they do not.
    pub review_due: &'a str,
    /// What looks like doses in a text that is said not to touch care.
    pub doses: &'a [String],
    /// How many safety notices wait for an answer.
    pub open_notices: usize,
}

/// Asks whether numbers are invented, where there are any that look like patients'.
fn whose_numbers(numbers: &[String], errors: &Errors) -> Markup {
    html! {
        @if !numbers.is_empty() {
            (WarningCallout::new("These look like NHS numbers", html! { ul.nhsuk-list.nhsuk-list--bullet { @for number in numbers { li { (number) } } } }))
            (Checkboxes::new("invented").id_prefix("invented").error(errors.get("invented").map(String::as_str))
                .legend(Legend::new("Whose are they?").size(Size::S))
                .items([Choice::new("yes", "They are invented. I say so with my name")]))
        }
    }
}

/// Asks for a text to be looked at.
pub(super) fn submit(
    line: &GuideLine,
    form: &SubmitForm,
    (numbers, needs_signature): (&[String], bool),
    told: &[String],
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Ask for it to be looked at";
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        @if needs_signature { p { "It touches care, so a clinical safety officer of your organisation signs it next." } }
        @else { p { "A publisher of your organisation publishes it next. Any colleague can agree to the text before, and readers then see that it is shared." } }
        @match told {
            [] => p { strong { "Nobody gets a letter: " } "no colleague of yours can do what comes next." },
            names => p { "A letter goes to " (names.join(" and ")) "." },
        }
        p { "When you change the text afterwards, it is a draft again." }
        form method="post" action=(here(line, "submit")) novalidate {
            (hidden("key", key.as_str()))
            (hidden("text_hash", &form.text_hash))
            (Textarea::new("note", "What should they look at?").id("note").rows(3).hint("Optional").value(form.note.as_str()))
            (whose_numbers(numbers, errors))
            (Button::new("Ask for it to be looked at"))
        }
        p { a href=(here(line, "draft")) { "Not now" } }
    };
    page(line, title, errors, main)
}

/// Asks what should change.
pub(super) fn send_back(
    line: &GuideLine,
    submission: &SubmissionRow,
    form: &SendBackForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Ask for changes";
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "It goes back to " (submission.name) ", who gets a letter. What you write stands among the comments." }
        form method="post" action=(here(line, "send-back")) novalidate {
            (hidden("key", key.as_str()))
            (Textarea::new("words", "What should change?").id("words").rows(5).value(form.words.as_str()).error(errors.get("words").map(String::as_str)))
            (Button::new("Send it back"))
        }
        p { a href=(here(line, "draft")) { "Not now" } }
    };
    page(line, title, errors, main)
}

/// Asks before everyone can see it.
pub(super) fn ask_to_publish(asked: &PublishPage<'_>, key: &FormKey) -> Page {
    let title = "Publish this draft";
    let (line, form, errors) = (asked.line, asked.form, asked.errors);
    let error = |field: &str| errors.get(field).map(String::as_str);
    let is_first = line.state() == State::Draft;
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        @if let Some(missing) = asked.missing {
            (WarningCallout::new("It cannot be published yet", html! { p { (what_is_missing(missing)) } p { a href=(here(line, "draft")) { "See what it waits for" } } }))
        }
        (notices_wait(line, asked.open_notices))
        (doses_denied(line, asked.doses))
        p { "Everyone will be able to read it and find it by search." @if line.state() == State::Published { " The version before it stays readable." } }
        form method="post" action=(here(line, "publish")) novalidate {
            (hidden("key", key.as_str()))
            (hidden("text_hash", &form.text_hash))
            @if !is_first {
                (Radios::new("class").id_prefix("class").legend(Legend::new("What kind of change is it?").size(Size::M)).value(form.class.as_str()).error(error("class"))
                    .items(ChangeClass::ALL.map(|class| Choice::new(class.word(), class.shown()).hint(class.meant()))))
                (Input::new("note", "What changed?").hint("Readers see this in the history, and so does everyone who copied the guide.").id("note").value(form.note.as_str()).error(error("note")))
            }
            @if asked.review_due.is_empty() {
                (InsetText::new(html! { p { "It has no day for its next review: readers see that, and nobody is reminded. " a href=(here(line, "facts")) { "Say when" } " before you publish." } }))
            } @else {
                p { "Its next review is due " (dates::falls(asked.review_due)) ". Whoever looks after it is reminded." }
            }
            (whose_numbers(asked.numbers, errors))
            (Radios::new("when").id_prefix("when").legend(Legend::new("When?").size(Size::M)).value(if form.when == "day" { "day" } else { "now" })
                .items([Choice::new("now", "Now"), Choice::new("day", "On a day to come")]))
            (Input::new("day", "Which day, if not now?").id("day").hint("For example, 31/3/2027. It is published early that day, if nothing is missing then.").width(InputWidth::Chars10).value(form.day.as_str()).error(error("day")))
            (Button::new("Publish"))
        }
        p { a href=(here(line, "draft")) { "Not now" } }
    };
    page(line, title, errors, main)
}

/// Where a draft stands on its way, above everything else.
pub(in crate::writing) fn stage(
    line: &GuideLine,
    (submission, plan): (Option<&SubmissionRow>, Option<&PlanRow>),
    (may_send_back, may_publish): (bool, bool),
    key: &FormKey,
) -> Markup {
    html! {
        @if let Some(plan) = plan {
            (InsetText::new(html! {
                p { "It will be published on " strong { (dates::said(&plan.publish_on)) } ", as " (plan.name) " planned. When the text changes before that, it is not." }
                @if may_publish {
                    form method="post" action=(here(line, "unplan")) {
                        (hidden("key", key.as_str()))
                        (Button::secondary("Do not publish it on that day").small())
                    }
                }
            }))
        }
        @if let Some(submission) = submission {
            (InsetText::new(html! {
                p { strong { "In review" } " since " (dates::day_of(submission.submitted_at)) ": " (submission.name) " asked for it to be looked at." }
                @if !submission.note.is_empty() { p { "\u{201c}" (submission.note) "\u{201d}" } }
                @if may_send_back { p { a href=(here(line, "send-back")) { "Ask for changes" } } }
            }))
        }
    }
}

/// Asks who looks after a guide.
pub(super) fn ask_keeper(
    line: &GuideLine,
    colleagues: &[Colleague],
    chosen: Option<Uuid>,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Who looks after this guide?";
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "They get a letter 60 days and 14 days before its review is due, on the day, and a month later. Readers do not see who it is." }
        form method="post" action=(here(line, "keeper")) novalidate {
            (hidden("key", key.as_str()))
            (Select::new("account", "A colleague").id("account").value(chosen.map(|id| id.to_string()).unwrap_or_default()).error(errors.get("account").map(String::as_str))
                .items(colleagues.iter().map(|colleague| (colleague.account().to_string(), colleague.name.clone()))))
            (Button::new("Save"))
        }
    };
    page(line, title, errors, main)
}

/// Drafts, with what each waits for.
#[must_use]
pub fn drafts(waiting: &[Waiting]) -> Markup {
    let mut table =
        Table::new().responsive().head(["Guide", "Stage", "Waits for", "Since", "Open comments"].map(Column::new));
    for one in waiting {
        table = table.row([
            Cell::new(html! { a href=(here(&one.line, "draft")) { (one.line.title) } }),
            Cell::new(stage_word(one)),
            Cell::new(waits_for(one)),
            Cell::new(dates::day_of(one.submission.as_ref().map_or(one.draft.saved_at, |sent| sent.submitted_at))),
            Cell::new(match one.open {
                0 => html! { "None" },
                open => html! { a href=(here(&one.line, "comments")) { (open) } },
            }),
        ]);
    }
    html! { @if !waiting.is_empty() { h2 { "Drafts" } (table) } }
}

fn stage_word(one: &Waiting) -> Markup {
    match (&one.plan, &one.submission) {
        (Some(plan), _) => {
            html! { (Tag::new("Planned").colour(Colour::Green)) " for " (dates::said(&plan.publish_on)) }
        }
        (None, Some(_)) => html! { (Tag::new("In review").colour(Colour::Yellow)) },
        (None, None) => html! { (Tag::new("Draft").colour(Colour::Blue)) },
    }
}

fn waits_for(one: &Waiting) -> String {
    let by = &one.draft.name;
    let named = |role: &str| match one.names.as_slice() {
        [] => format!("A {role}: your organisation has none yet"),
        names => format!("A {role}: {}", names.join(" or ")),
    };
    match (&one.plan, &one.missing) {
        (Some(_), None) => "The day".to_owned(),
        (_, Some(Missing::Words)) => format!("Its words, from {by} or a colleague"),
        (_, Some(Missing::CareAnswers)) => format!("{by} or a colleague: does it touch care?"),
        (_, Some(Missing::Undescribed(_))) => format!("{by} or a colleague: what its pictures show"),
        (_, Some(Missing::HazardsDenied)) => format!("{by} or a colleague: the answers about care"),
        (_, Some(Missing::NhsNumbers(_))) => format!("{by} or a colleague: whose numbers are in it?"),
        (_, Some(Missing::Signature | Missing::NoLongerCare)) => named("clinical safety officer"),
        (_, None) => named("publisher"),
    }
}

/// The editors' desk: what waits for whom, and which reviews come next.
pub(super) fn desk(waiting: &[Waiting], kept: &[Kept], thrown: &[(GuideLine, DraftRow)], today: Date) -> Page {
    let mut table = Table::new().responsive().head(["Guide", "Review due", "Looked after by"].map(Column::new));
    for guide in kept {
        let due = guide.row.review_due.parse::<Date>().ok();
        table = table.row([
            Cell::new(html! { a href={ "/blueprints/" (guide.line.slug) } { (guide.line.title) } }),
            Cell::new(match due {
                None => html! { "No date" },
                Some(due) if due < today => html! { (Tag::new("Overdue").colour(Colour::Red)) " since " (dates::day(due)) },
                Some(due) => html! { (dates::day(due)) },
            }),
            Cell::new(html! {
                (guide.row.name)
                @if guide.may_edit { " " a href=(here(&guide.line, "keeper")) { "Change" span.nhsuk-u-visually-hidden { " who looks after " (guide.line.title) } } }
            }),
        ]);
    }
    let main = html! {
        h1 { "Editors\u{2019} desk" }
        p { "Every draft of your organisation, whom it waits for and since when; and the guides it published, the next review first." }
        (drafts(waiting))
        @if waiting.is_empty() { h2 { "Drafts" } p { "None. " a href="/write" { "Write a guide" } ", or copy one that others published." } }
        h2 { "Published guides" }
        @if kept.is_empty() { p { "None that somebody looks after yet. Whoever publishes a guide looks after it, until another is named." } } @else { (table) }
        @if !thrown.is_empty() {
            h2 { "Drafts thrown away" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for (line, draft) in thrown {
                    li { a href=(here(line, "draft")) { (line.title) } ": saved last by " (draft.name) " on " (dates::day_of(draft.saved_at)) ". Its text can be brought back." }
                }
            }
        }
    };
    Page::new("/me", "Editors\u{2019} desk", main).trail([("/me", "What waits for you")]).unlisted(true).personal()
}
