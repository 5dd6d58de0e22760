//! Copies as pages.

use jiff::civil::Date;
use maud::{Markup, Render, html};
use nhsuk::{
    Button, Cell, Choice, Colour, Column, Input, InputWidth, InsetText, Radios, Select, SummaryList, Table, Tag,
    Textarea, WarningCallout,
};

use super::forms::{Errors, StandingForm, StepForm};
use super::store::{CopyRow, StepRow};
use super::updates::{self, Round};
use super::{PlannedStep, Report, Standing};
use crate::blueprints::{ChangeClass, GuideLine, State};
use crate::organisations::Names;
use crate::people::{FormKey, Person};
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

/// What stands beside a guide.
pub(super) struct Beside<'a> {
    pub line: &'a GuideLine,
    pub row: Option<&'a CopyRow>,
    pub source: Option<&'a GuideLine>,
    /// Its copies, each with its guide where that is public.
    pub copied: &'a [(CopyRow, Option<GuideLine>)],
    /// How its hazards are controlled where it was signed.
    pub answers: Markup,
    pub names: &'a Names,
    pub is_ours: bool,
    /// What waits for it, where it is ours.
    pub updates: Option<&'a Round>,
    /// Whether it belongs to the only organisation of whoever asks.
    pub is_own: bool,
    pub may_edit: bool,
    pub has_draft: bool,
    pub may_review: bool,
    pub may_withdraw: bool,
    /// That it is withdrawn, and why.
    pub withdrawn: Option<Markup>,
    /// Who agreed to the text that everyone reads.
    pub labels: Markup,
}

/// One of our versions.
pub(super) struct Version {
    pub line: GuideLine,
    pub row: CopyRow,
    pub steps: Vec<PlannedStep>,
    pub updates: Option<Round>,
}

fn name<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

fn hidden_key(key: &FormKey) -> Markup {
    hidden("key", key.as_str())
}

fn page(line: &GuideLine, title: &str, errors: &Errors, main: Markup) -> Page {
    let guide = format!("/blueprints/{}", line.slug);
    let said = title_of(title, errors);
    Page::new("/blueprints", format!("{said} - {}", line.title), main)
        .trail([("/blueprints".to_owned(), "Guides".to_owned()), (guide, line.title.clone())])
        .unlisted(true)
}

/// Where it came from, and what can be done with it.
pub(super) fn before(beside: &Beside<'_>) -> Markup {
    let line = beside.line;
    let here = format!("/blueprints/{}", line.slug);
    html! {
        @if let Some(withdrawn) = &beside.withdrawn { (withdrawn) }
        @if let Some(row) = beside.row { (came_from(beside, row)) }
        (beside.labels)
        @if beside.may_edit || beside.is_ours || beside.may_review {
            nav aria-label="Our version" {
                ul.app-meta {
                    @if beside.has_draft { li { a href={ (here) "/draft" } { "Our draft" } } }
                    @if beside.may_edit { li { a href={ (here) "/edit" } { "Edit" } } }
                    @if beside.may_edit && !beside.copied.is_empty() { li { a href={ (here) "/offers" } { "Offered by those who copied it" } } }
                    @if beside.may_withdraw { li { a href={ (here) "/withdraw" } { "Withdraw" } } }
                    @if beside.may_review { li { a href={ (here) "/review" } { "Say that you reviewed it" } } }
                    @if beside.is_ours {
                        @if beside.row.is_some() {
                            li { a href={ (here) "/updates" } { "Changes of the source" } }
                            li { a href={ (here) "/offer" } { "Offer our changes" } }
                        }
                        li { a href={ (here) "/plan" } { "Our plan" } }
                        li { a href={ (here) "/standing" } { "Say how far we got" } }
                    }
                }
            }
        }
        @if !beside.is_ours && !beside.is_own && line.state() == State::Published && line.is_held() {
            p { (Button::link(format!("{here}/copy"), "Copy this guide to my organisation").attribute("rel", "nofollow")) }
        }
        @if !beside.copied.is_empty() {
            p {
                a href="#copied-by" { "Copied by " (in_words(organisations_of(beside))) }
                (live_at(beside))
                ". " a href={ (here) "/copies" } { "Who copied it from whom" }
            }
        }
    }
}

/// How many organisations copied it: one that did so twice counts once.
fn organisations_of(beside: &Beside<'_>) -> usize {
    beside.copied.iter().map(|(copy, _)| copy.organisation.as_str()).collect::<std::collections::BTreeSet<_>>().len()
}

/// At how many it is live, and how long that took.
fn live_at(beside: &Beside<'_>) -> Markup {
    let reports: Vec<Report> = beside.copied.iter().map(|(row, _)| row.report()).collect();
    let (live, months) = super::live(&reports);
    let months = months.map(|months| if months == 1 { "1 month".to_owned() } else { format!("{months} months") });
    let months = months.map(|months| format!(", median {months}")).unwrap_or_default();
    html! { @if live > 0 { ". " strong { (format!("Live at {live}{months}")) } } }
}

fn in_words(count: usize) -> String {
    if count == 1 { "1 organisation".to_owned() } else { format!("{count} organisations") }
}

/// Who copied it, and how far they got.
pub(super) fn after(beside: &Beside<'_>) -> Markup {
    html! { (beside.answers) @if !beside.copied.is_empty() { (copied(beside)) } }
}

fn came_from(beside: &Beside<'_>, row: &CopyRow) -> Markup {
    html! {
        div.app-notice {
            p {
                strong { "The version of " (name(beside.names, &row.organisation)) "." }
                @if let Some(source) = beside.source {
                    " Copied from " a href={ "/blueprints/" (source.slug) "/versions/" (row.source_number) } { (source.title) ", version " (row.source_number) }
                    @if let Some(owner) = &source.organisation { " of " (name(beside.names, owner)) }
                    "."
                    @if source.state() == State::Withdrawn {
                        strong { " The source is withdrawn: " a href={ "/blueprints/" (source.slug) } { "see why" } "." }
                    } @else if let Some(round) = beside.updates {
                        " " a href={ "/blueprints/" (beside.line.slug) "/updates" } { (updates::views::sentence(round)) }
                    } @else if source.revision > row.source_number {
                        " The source has changed since: " a href={ "/blueprints/" (source.slug) "/compare?from=" (row.source_number) "&to=" (source.revision) } { "see what changed" } "."
                    }
                }
            }
            @if beside.line.state() == State::Draft { p { "This is a draft. Only people of " (name(beside.names, &row.organisation)) " see it." } }
        }
    }
}

fn copied(beside: &Beside<'_>) -> Markup {
    let head = ["Organisation", "How far they got", "Since", "Cost and time", "What they say"];
    let mut table = Table::new().responsive().head(head.map(Column::new));
    for (copy, guide) in beside.copied {
        let organisation = html! {
            a href={ "/organisations/" (copy.organisation) } { (name(beside.names, &copy.organisation)) }
            @if let Some(guide) = guide { br; a href={ "/blueprints/" (guide.slug) } { "Read their version" } }
        };
        let report = copy.report();
        table = table.row([
            Cell::new(organisation),
            Cell::new(tag(report.standing)),
            Cell::new(dates::said(&copy.known_from)),
            Cell::new(cost_and_time(&report)),
            Cell::new(words_of(&report)),
        ]);
    }
    html! {
        h2 id="copied-by" { "Copied by" }
        (table)
    }
}

fn cost_and_time(report: &Report) -> String {
    let months =
        report.months.map(|months| if months == 1 { "1 month".to_owned() } else { format!("{months} months") });
    let said: Vec<String> =
        [Some(report.cost.clone()).filter(|cost| !cost.is_empty()), months].into_iter().flatten().collect();
    if said.is_empty() { "Not said".to_owned() } else { said.join(", ") }
}

fn words_of(report: &Report) -> Markup {
    html! {
        @if !report.note.is_empty() { p { (report.note) } }
        @if !report.evidence.is_empty() { p { "How they know: " (report.evidence) } }
        @if report.note.is_empty() && report.evidence.is_empty() { "Nothing yet" }
    }
}

pub(super) fn tag(standing: Standing) -> Markup {
    let colour = match standing {
        Standing::Considering => Colour::Grey,
        Standing::Adapting => Colour::Blue,
        Standing::Live => Colour::Green,
        Standing::Stopped => Colour::Orange,
    };
    Tag::new(standing.shown()).colour(colour).render()
}

/// Asks what must be known before a guide is copied: for which organisation, and what it calls things.
pub(super) fn ask(
    (source, ours): (&GuideLine, Option<&GuideLine>),
    person: &Person,
    names: &Names,
    known: &[(String, String)],
    key: &FormKey,
) -> Page {
    let fields = source.fields();
    let organisations = person.organisations();
    let value = |variable: &str| known.iter().find(|(name, _)| name == variable).map(|(_, value)| value.clone());
    let main = html! {
        h1 { span.nhsuk-caption-l { (source.title) } "Copy this guide" }
        @if let Some(ours) = ours {
            (InsetText::new(html! { p { "Your organisation has copied this guide already: " a href={ "/blueprints/" (ours.slug) } { "your version" } ". Copy it again only if you need a second one." } }))
        }
        p { "You get your own version, as a draft that only your organisation sees. It always names its source. The source shows that you copied it. What the source says of its own cost, time, results and people is left out: that is theirs to say." }
        form method="post" action={ "/blueprints/" (source.slug) "/copy" } novalidate {
            (hidden_key(key))
            @match organisations.as_slice() {
                [one] => {
                    input type="hidden" name="organisation" value=(one);
                    (SummaryList::new().row("For", name(names, one)))
                },
                several => (Select::new("organisation", "For which organisation?").items(several.iter().map(|code| (*code, name(names, code))))),
            }
            @if !fields.variables.is_empty() {
                h2.nhsuk-heading-m { "What your organisation calls things" }
                p.nhsuk-hint { "Asked once, and filled into every guide you copy. Leave a field empty to keep the source\u{2019}s word." }
                @for (variable, about) in &fields.variables {
                    @let label = if about.label.is_empty() { variable.clone() } else { about.label.clone() };
                    (Input::new(format!("variable-{variable}"), label.as_str()).hint(format!("In the source: {}", about.default)).value(value(variable).unwrap_or_default()).attribute("maxlength", "200"))
                }
            }
            (Button::new("Copy to my organisation"))
        }
    };
    page(source, "Copy this guide", &Errors::new(), main)
}

/// Asks how far we got.
pub(super) fn standing(line: &GuideLine, form: &StandingForm, key: &FormKey, errors: &Errors) -> Page {
    let title = "How far did we get?";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let main = html! {
        (error_summary(errors))
        p.nhsuk-caption-l { (line.title) }
        form method="post" action={ "/blueprints/" (line.slug) "/standing" } novalidate {
            (hidden_key(key))
            (Radios::new("standing").id_prefix("standing").legend(nhsuk::Legend::new(title).size(nhsuk::Size::L).page_heading())
                .error(error("standing")).value(form.standing.as_str())
                .items(Standing::ALL.map(|standing| Choice::new(standing.word(), standing.shown()))))
            (Input::new("cost", "What did it cost?").id("cost").hint("For example, £40,000 to £60,000 with training. Optional.").value(form.cost.as_str()).error(error("cost")))
            (Input::new("months", "How many months did it take?").id("months").hint("Optional").width(InputWidth::Chars4).value(form.months.as_str()).error(error("months")))
            (Textarea::new("evidence", "How do you know that it works?").id("evidence").rows(3).hint("A measurement, an audit, what staff say. Optional.").value(form.evidence.as_str()).error(error("evidence")))
            (Textarea::new("note", "What should others know?").id("note").rows(4).hint("Needed when you stopped: why?").error(error("note")).value(form.note.as_str()))
            p { "Everyone can read this on the page of the guide you copied." }
            (Button::new("Save"))
        }
    };
    page(line, title, errors, main)
}

/// The plan.
pub(super) fn plan(line: &GuideLine, steps: &[PlannedStep], today: Date) -> Page {
    let counted = steps.iter().filter(|step| step.place.is_some());
    let done = counted.clone().filter(|step| row(step).is_some_and(|row| row.done_on.is_some())).count();
    let all = counted.count();
    let mut table = Table::new().responsive().head(["Step", "Who", "By", "Done"].map(Column::new));
    for (place, step) in (1..).zip(steps) {
        let note = row(step).map(|row| row.note.as_str()).filter(|note| !note.is_empty());
        let title = html! {
            a href={ "/blueprints/" (line.slug) "/plan/" (place) } { (step.title) }
            @if step.place.is_none() { br; "No longer in the text" }
            @if let Some(note) = note { br; span.nhsuk-u-secondary-text-colour { (note) } }
        };
        let owner = row(step).map(|row| row.owner.clone()).filter(|owner| !owner.is_empty());
        table = table.row([
            Cell::new(title),
            Cell::new(owner.unwrap_or_else(|| "Nobody yet".to_owned())),
            Cell::new(due(row(step), today)),
            Cell::new(done_cell(row(step))),
        ]);
    }
    let main = html! {
        h1 { span.nhsuk-caption-l { (line.title) } "Our plan" }
        @if steps.is_empty() {
            p { "The text has no steps. A heading of the third level under \u{201c}Steps\u{201d} is one: " a href={ "/blueprints/" (line.slug) "/edit" } { "edit our version" } "." }
        } @else {
            h2.nhsuk-heading-m { (done) " of " (all) " steps done" }
            (table)
        }
    };
    page(line, "Our plan", &Errors::new(), main)
}

fn row(step: &PlannedStep) -> Option<&StepRow> {
    step.row.as_ref()
}

fn is_late(step: &StepRow, today: Date) -> bool {
    step.done_on.is_none() && step.due_on.as_deref().is_some_and(|day| day < today.to_string().as_str())
}

fn due(step: Option<&StepRow>, today: Date) -> Markup {
    html! {
        @match step.and_then(|step| Some((step, step.due_on.as_deref()?))) {
            None => "No date yet",
            Some((step, day)) => { (dates::said(day)) @if is_late(step, today) { " " (Tag::new("Late").colour(Colour::Red)) } },
        }
    }
}

fn done_cell(step: Option<&StepRow>) -> String {
    step.and_then(|step| step.done_on.as_deref()).map_or_else(|| "Not yet".to_owned(), dates::said)
}

/// One step.
pub(super) fn step(
    (line, place): (&GuideLine, usize),
    step: &StepRow,
    form: &StepForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { "Our plan" } (step.title) }
        (step_form((line, place), form, key, errors))
    };
    step_page(line, step, !errors.is_empty(), main)
}

/// Somebody wrote to this step in between: what they wrote, and what was typed.
pub(super) fn overtaken((line, place): (&GuideLine, usize), step: &StepRow, form: &StepForm, key: &FormKey) -> Page {
    let main = html! {
        h1 { span.nhsuk-caption-l { "Our plan" } (step.title) }
        (WarningCallout::new("What you typed is not saved yet", html! {
            p { "Somebody changed this step, or the text, in the meantime. Below is how it is now; under it what you typed. Save again to put yours in its place." }
        }))
        (SummaryList::new()
            .row("Who", step.owner.as_str())
            .row("By", step.due_on.as_deref().map(dates::said).unwrap_or_default())
            .row("Done", done_cell(Some(step)))
            .row("Note", step.note.as_str()))
        (step_form((line, place), form, key, &Errors::new()))
    };
    step_page(line, step, true, main)
}

fn step_page(line: &GuideLine, step: &StepRow, is_error: bool, main: Markup) -> Page {
    let guide = format!("/blueprints/{}", line.slug);
    let said = if is_error { format!("Error: {}", step.title) } else { step.title.clone() };
    Page::new("/blueprints", said, main)
        .trail([(guide.clone(), line.title.clone()), (format!("{guide}/plan"), "Our plan".to_owned())])
        .unlisted(true)
}

fn step_form((line, place): (&GuideLine, usize), form: &StepForm, key: &FormKey, errors: &Errors) -> Markup {
    let error = |field: &str| errors.get(field).map(String::as_str);
    html! {
        form method="post" action={ "/blueprints/" (line.slug) "/plan/" (place) } novalidate {
            (hidden_key(key))
            input type="hidden" name="made_from" value=(form.made_from);
            input type="hidden" name="title" value=(form.title);
            (Input::new("owner", "Who does it?").id("owner").value(form.owner.as_str()).error(error("owner")))
            (Input::new("due_on", "By when?").id("due_on").hint("For example, 31/3/2027").width(InputWidth::Chars10).value(form.due_on.as_str()).error(error("due_on")))
            (Input::new("done_on", "When was it done?").id("done_on").hint("Leave empty until it is. For example, 31/3/2027").width(InputWidth::Chars10).value(form.done_on.as_str()).error(error("done_on")))
            (Textarea::new("note", "Note").id("note").rows(4).value(form.note.as_str()).error(error("note")))
            (Button::new("Save"))
        }
    }
}

/// What is late or mine, by date.
pub(super) fn waiting(versions: &[Version], person: &str, today: Date) -> Markup {
    let mut rows: Vec<(&Version, usize, &StepRow)> = Vec::new();
    for version in versions {
        let noted = (1..).zip(&version.steps).filter_map(|(place, step)| Some((version, place, step.row.as_ref()?)));
        rows.extend(noted.filter(|(_, _, row)| row.done_on.is_none() && (is_late(row, today) || row.owner == person)));
    }
    rows.sort_by_key(|(_, place, row)| (row.due_on.is_none(), row.due_on.clone(), *place));
    let mut table = Table::new().responsive().head(["Step", "Who", "By", "Guide"].map(Column::new));
    for (version, place, row) in &rows {
        let link = html! { a href={ "/blueprints/" (version.line.slug) "/plan/" (place) } { (row.title) } };
        let owner = if row.owner.is_empty() { "Nobody yet".to_owned() } else { row.owner.clone() };
        table = table.row([
            Cell::new(link),
            Cell::new(owner),
            Cell::new(due(Some(row), today)),
            Cell::new(version.line.title.as_str()),
        ]);
    }
    html! {
        h2 { "Steps of our plans" }
        form method="post" action="/me/calendar" { (Button::secondary("Get them into your calendar").small()) }
        @if rows.is_empty() { p { "Nothing is late, and no open step has your name." } } @else { (table) }
    }
}

/// Our versions, with how far each got.
pub(super) fn versions(versions: &[Version], today: Date) -> Markup {
    let (mut all_steps, mut all_done, mut late) = (0, 0, 0);
    let mut table = Table::new().responsive().head(
        ["Our version", "How far we got", "Steps done", "Changes waiting", "Same as the source"].map(Column::new),
    );
    for version in versions {
        let counted = version.steps.iter().filter(|step| step.place.is_some());
        let done = counted.clone().filter(|step| row(step).is_some_and(|row| row.done_on.is_some())).count();
        late += counted.clone().filter(|step| row(step).is_some_and(|row| is_late(row, today))).count();
        all_steps += counted.clone().count();
        all_done += done;
        let title = html! {
            a href={ "/blueprints/" (version.line.slug) } { (version.line.title) }
            @if version.line.state() == State::Draft { " " (Tag::new("Draft").colour(Colour::Grey)) }
        };
        let steps = html! { a href={ "/blueprints/" (version.line.slug) "/plan" } { (done) " of " (counted.count()) } };
        let (waiting, same) = (waiting_for(version), same_as_source(version));
        let standing = tag(version.row.report().standing);
        table = table.row([title, standing, steps, waiting, same].map(Cell::new));
    }
    html! {
        h2 { "Our versions" }
        @for code in organisations(versions) { p { a href={ "/organisations/" (code) "/copies" } { "All copies of " (code) " on one page: use what fits in several at once" } } }
        @if versions.is_empty() {
            p { "Your organisation has copied no guide yet. " a href="/blueprints" { "Find one" } }
        } @else {
            @if all_steps > 0 { p { strong { (all_done) " of " (all_steps) " steps done" } " in all our plans, " (late) " late." } }
            (table)
        }
    }
}

/// The organisations of our versions, each once.
fn organisations(versions: &[Version]) -> Vec<&str> {
    let mut codes: Vec<&str> = versions.iter().map(|version| version.row.organisation.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// How many changes of the source wait, safety first.
fn waiting_for(version: &Version) -> Markup {
    let Some(round) = &version.updates else { return html! { "Source not here" } };
    let open = round.waiting.iter().filter(|waiting| !waiting.is_put_off);
    let safety = open.clone().filter(|waiting| waiting.class == Some(ChangeClass::Safety)).count();
    html! {
        a href={ "/blueprints/" (version.line.slug) "/updates" } {
            @match open.count() { 0 => "None", count => (count) }
        }
        @if safety > 0 { " " (Tag::new(format!("{safety} safety")).colour(Colour::Red)) }
    }
}

/// How much of our version is as the source says it.
fn same_as_source(version: &Version) -> Markup {
    match &version.updates {
        Some(round) => html! { (((1.0 - round.divergence.share) * 100.0).floor()) " %" },
        None => html! { "Not known" },
    }
}

/// A secret link, shown once.
pub(super) fn calendar_link(address: &str) -> Page {
    let main = html! {
        h1 { "Your calendar link" }
        p { "Give this address to your calendar, where it says \u{201c}add by URL\u{201d} or \u{201c}subscribe\u{201d}. It shows every open step with a date of your organisation\u{2019}s plans." }
        p { code.app-hash { (address) } }
        p { "Whoever has it can read those steps, so keep it to yourself. It is shown this once; a new one ends it." }
        p { a href="/me" { "Back to what waits for you" } }
    };
    Page::new("/me", "Your calendar link", main).unlisted(true).personal()
}
