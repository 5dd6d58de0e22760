//! Reports as pages.

use maud::{Markup, Render, html};
use nhsuk::{
    Button, Cell, Checkboxes, Choice, Column, Details, Input, InputWidth, InsetText, Select, SelectOption, SummaryList,
    Table, Textarea,
};

use super::forms::{Errors, ReportForm};
use super::pages::{Approved, RoundForm, Rounds};
use super::store::RoundRow;
use super::{Part, Report, Reported, Standing};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::milestones::confidence::views::choices;
use crate::milestones::{MilestoneRow, Plan, Reason};
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::{Page, disputing};
use crate::programmes::{ProgrammeRow, counted, invented};

impl Standing {
    /// An address of this report.
    #[must_use]
    pub fn address(&self, rest: &str) -> String {
        format!("/programmes/{}/reports/{}/{}{rest}", self.programme.slug, self.round.slug, self.organisation.0)
    }
}

/// Where somebody goes on with a report, and in which words; nothing when it does not wait for them.
pub(super) fn waits(standing: &Standing, may_approve: bool) -> Option<(&'static str, String)> {
    let of = format!("the report of {} for {}", standing.organisation.1, standing.round.name);
    let due = dates::said(&standing.round.due_on);
    if standing.is_frozen() {
        return None;
    }
    match (&standing.draft, standing.is_passed_on()) {
        (Some(_), true) if may_approve => Some(("/sign", format!("Approve {of}, due {due}"))),
        (Some(_), true) => None,
        (Some(_), false) => Some(("/sign", format!("Sign {of}, due {due}"))),
        (None, _) => Some(("/write", format!("Write {of}, due {due}"))),
    }
}

fn page(standing: &Standing, title: &str, main: Markup) -> Page {
    Page::new("/programmes", format!("{title} - {}", standing.organisation.1), main)
        .trail([
            (format!("/programmes/{}", standing.programme.slug), standing.programme.name.clone()),
            (format!("/programmes/{}/reports", standing.programme.slug), "Reports".to_owned()),
        ])
        .unlisted(true)
        .personal()
}

/// Writing a report: what is known stands there, only what changed is asked.
pub(super) fn write(standing: &Standing, form: &ReportForm, key: &FormKey, errors: &Errors) -> Page {
    let title = format!("Report for {}", standing.round.name);
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (standing.organisation.1) } (title) }
        p { "Due " (dates::said(&standing.round.due_on)) ". The programme office and everyone who waits for your milestones use it. Two people sign it; then its dates are public." }
        @if standing.is_frozen() {
            (InsetText::new(html! { "This report is approved and stays as it is. " a href=(standing.address("")) { "Read it" } }))
        } @else {
            @for (part, why) in &standing.openings { (InsetText::new(format!("The programme office opened \u{201c}{}\u{201d} again: {why}", part.shown().to_lowercase()))) }
            form method="post" action=(standing.address("/write")) novalidate {
                (hidden("key", key.as_str()))
                span id="made_from" {}
                (hidden("made_from", &form.made_from))
                @if standing.is_open(Part::Pairing) { (pairing(standing, form, errors)) }
                @if standing.approved.is_none() {
                    h2 { "Has anything else changed?" }
                    p { (Button::secondary("Nothing has changed").name("how").value("same")) }
                }
                @if standing.is_open(Part::Dates) { (dates_of(standing, form, errors)) }
                @if standing.is_open(Part::Confidence) && !standing.levels.is_empty() {
                    h2 { "How sure are you?" }
                    (choices(&standing.levels, form.value("level"), errors.get("level").map(String::as_str)))
                    (Textarea::new("narrative", "Why").id("narrative").rows(3).hint("In a sentence or two. Everyone reads it").value(form.value("narrative")).error(errors.get("narrative").cloned()))
                }
                (Button::new("Save, and look at it").name("how").value("changed"))
            }
        }
    };
    page(standing, &title_of(&title, errors), main)
}

fn pairing(standing: &Standing, form: &ReportForm, errors: &Errors) -> Markup {
    html! {
        @if !standing.partners.is_empty() {
            (Textarea::new("gave", format!("What did the pairing with {} give you since your last report?", standing.partners.join(" and "))).id("gave").rows(2)
                .hint("One question, in a sentence. Leave it empty when there is nothing new").value(form.value("gave")).error(errors.get("gave").cloned()))
        }
    }
}

fn dates_of(standing: &Standing, form: &ReportForm, errors: &Errors) -> Markup {
    html! {
        h2 { "Dates that moved" }
        @if standing.plans.is_empty() { p { "No milestone that has a date is still to be done." } } @else {
            p { "Open what moved and leave the others. What is done is said on the milestone\u{2019}s own page, with what shows it." }
        }
        @for (milestone, plan) in &standing.plans { (one_date(standing, (milestone, plan), form, errors)) }
        @if !standing.undated.is_empty() {
            p { "No date is said yet for: "
                @for (place, milestone) in standing.undated.iter().enumerate() {
                    @if place > 0 { ", " }
                    a href=(milestone_address(standing, milestone)) { (milestone.title) }
                }
            }
        }
    }
}

fn milestone_address(standing: &Standing, milestone: &MilestoneRow) -> String {
    format!("/organisations/{}/milestones/{}/{}", standing.organisation.0, milestone.programme, milestone.slug)
}

fn one_date(
    standing: &Standing,
    (milestone, plan): (&MilestoneRow, &Plan),
    form: &ReportForm,
    errors: &Errors,
) -> Markup {
    let slug = milestone.slug.as_str();
    let name = |what: &str| format!("{what}-{slug}");
    let error = |what: &str| errors.get(&name(what)).cloned();
    let chosen = form.value(&name("reason"));
    let reasons = Reason::ALL
        .iter()
        .zip(Reason::WORDS)
        .map(|(reason, word)| SelectOption::new(word, reason.shown()).selected(chosen == word));
    let has_more =
        ["to", "reason", "note"].iter().any(|what| !form.value(&name(what)).is_empty() || error(what).is_some());
    let expected = plan.expected().map(|row| row.date().to_string()).unwrap_or_default();
    let fields = html! {
        (Input::new(name("to"), "Now expected").id(name("to")).hint("As exactly as you know it: 2027, 2027-03 or 2027-03-31").width(InputWidth::Chars10).value(form.value(&name("to"))).error(error("to")))
        (Select::new(name("reason"), "Why did it move?").id(name("reason")).error(error("reason")).item(SelectOption::new("", "Choose")).items(reasons))
        (Input::new(name("note"), "What happened, in a sentence").id(name("note")).hint("Everyone reads it").value(form.value(&name("note"))).error(error("note")))
        p { a href=(milestone_address(standing, milestone)) { "It is done: say so, with what shows it" } }
    };
    Details::new(format!("{}: expected {expected}, {}", milestone.title, plan.late().said().to_lowercase()), fields)
        .open(has_more)
        .render()
}

/// What a report says.
fn said(report: &Report) -> Markup {
    let moved: Vec<&Reported> = report.dates.iter().filter(|one| one.moved.is_some()).collect();
    let mut table =
        Table::new().responsive().head(["Milestone", "Was expected", "Now expected", "Why it moved"].map(Column::new));
    for one in &moved {
        let Some(to) = &one.moved else { continue };
        let reason = Reason::from_word(&to.reason).map_or("", |reason| reason.shown());
        table = table.row([
            Cell::new(one.title.as_str()),
            Cell::new(dates::said(&one.was)),
            Cell::new(dates::said(&to.to)),
            Cell::new(format!("{reason}. {}", to.note)),
        ]);
    }
    html! {
        h2 { (Part::Dates.shown()) }
        @if moved.is_empty() { p { "Nothing has changed: " (counted(i64::try_from(report.dates.len()).unwrap_or(0), "date")) " as before." } } @else { (table) }
        @if report.dates.len() > moved.len() {
            (Details::new("Dates that stay as they were", html! {
                ul.nhsuk-list.nhsuk-list--bullet {
                    @for one in report.dates.iter().filter(|one| one.moved.is_none()) { li { (one.title) ", " (dates::said(&one.was)) } }
                }
            }))
        }
        @if let Some(sure) = &report.confidence {
            h2 { (Part::Confidence.shown()) }
            p { strong { (sure.title) } @if !sure.is_new { ", as before" } ". " (sure.narrative) }
        }
        @if let Some(gave) = &report.pairing {
            h2 { (Part::Pairing.shown()) }
            p { "With " (gave.partners.join(" and ")) ": " @if gave.words.is_empty() { "nothing new was said" } @else { (gave.words) } }
        }
    }
}

/// Looking at a report and signing it.
pub(super) fn sign(standing: &Standing, signers: &[(String, String)], may_sign: bool, key: &FormKey) -> Page {
    let title = format!("Check the report for {}", standing.round.name);
    let main = html! {
        h1 { span.nhsuk-caption-l { (standing.organisation.1) } (title) }
        @match &standing.draft {
            None => p { "Nothing is saved that could be signed. " a href=(standing.address("/write")) { "Write the report" } },
            Some((_, report)) => {
                (said(report))
                p { a href=(standing.address("/write")) { "Change it" } " (what was signed has to be signed again then)" }
                h2 { "Signatures" }
                @for (name, day) in signers { p { "Passed on by " (name) ", " (dates::said(day)) } }
                @if may_sign {
                    form method="post" action=(standing.address("/sign")) novalidate {
                        (hidden("key", key.as_str()))
                        (hidden("seen", &standing.seen()))
                        @if standing.is_passed_on() {
                            p { "With your signature it is approved. It is frozen then, and its dates become your public dates." }
                            (Button::new("Approve it: it becomes public"))
                        } @else {
                            p { "A second person, who publishes for " (standing.organisation.1) " and saved none of it, approves it after you." }
                            (Button::new("Sign it, and pass it on"))
                        }
                    }
                } @else if standing.is_passed_on() {
                    p { "It waits for a second person: somebody who publishes for " (standing.organisation.1) " and neither saved any of it nor passed it on." }
                }
            }
        }
    };
    page(standing, &title, main)
}

/// Opening parts of an approved report again.
pub(super) fn reopen(standing: &Standing, (parts, why): (&[Part], &str), key: &FormKey, errors: &Errors) -> Page {
    let title = "Open parts of a report again";
    let choices = Part::ALL.map(|part| Choice::new(part.word(), part.shown()));
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (standing.organisation.1) ", " (standing.round.name) } (title) }
        @if !standing.is_frozen() { p { "This report is not approved, or parts of it are open already." } } @else {
            p { "What was approved stays as it is, under its number. The other parts stay closed." }
            form method="post" action=(standing.address("/reopen")) novalidate {
                (hidden("key", key.as_str()))
                (Checkboxes::new("part").id_prefix("part").legend("Which parts?").small().error(errors.get("part").cloned()).items(choices).values(parts.iter().map(|part| part.word())))
                (Textarea::new("why", "Why").id("why").rows(3).hint("The organisation reads it").value(why).error(errors.get("why").cloned()))
                (Button::new("Open them again"))
            }
        }
    };
    page(standing, &title_of(title, errors), main)
}

fn public(programme: &ProgrammeRow, title: &str, as_at: AsAt, here: &str, main: Markup) -> Page {
    let query = query_of(as_at);
    Page::new("/programmes", format!("{title}: {}", programme.name), main)
        .trail([
            ("/programmes".to_owned(), "Programmes".to_owned()),
            (format!("/programmes/{}{query}", programme.slug), programme.name.clone()),
            (format!("/programmes/{}/reports{query}", programme.slug), "Reports".to_owned()),
        ])
        .notice(past_notice(as_at, here))
}

/// A report that was approved.
pub(super) fn show(of: &Approved) -> Page {
    let (code, name) = &of.organisation;
    let here = format!("/programmes/{}/reports/{}/{code}", of.programme.slug, of.round.slug);
    let title = format!("Report for {}", of.round.name);
    let newest = of.all.first().map_or(0, |(number, _)| *number);
    let main = html! {
        h1 { span.nhsuk-caption-l { (name) } (title) }
        (invented(&of.programme.slug))
        (SummaryList::new()
            .row("Organisation", html! { a href={ "/organisations/" (code) "/milestones" (query_of(of.as_at)) } { (name) } })
            .row("Approved on", html! { (dates::said(&of.row.saved_on)) ", signed by two people" })
            .row("Due on", dates::said(&of.round.due_on)))
        @if of.row.number < newest { (InsetText::new(html! { "Parts of this report were opened again. " a href=(here) { "The newest stands here" } })) }
        @match &of.report {
            Some(report) => (said(report)),
            None => p { em { "What was reported was removed by two people because it must not be kept." } },
        }
        @if of.all.len() > 1 {
            h2 { "Every version" }
            ul.nhsuk-list { @for (number, day) in &of.all { li { a href={ (here) "?number=" (number) } { "Version " (number) } ", approved " (dates::said(day)) } } }
        }
        p { "What was approved is frozen. Only the programme office opens parts of it again, and that makes another version." }
        @if !of.as_at.is_past() {
            p { a rel="nofollow" href={ (here) "/reopen" } { "For the programme office: open parts of it again" } }
            (disputing(&format!("/organisations/{code}/milestones")))
        }
        (as_at_form(of.as_at, &here))
    };
    public(&of.programme, &format!("{name}: {title}"), of.as_at, &here, main)
}

/// A report that is not in.
pub(super) fn not_in((programme, round): (&ProgrammeRow, &RoundRow), (code, name): (&str, &str), as_at: AsAt) -> Page {
    let here = format!("/programmes/{}/reports/{}/{code}", programme.slug, round.slug);
    let main = html! {
        h1 { span.nhsuk-caption-l { (name) } "Report for " (round.name) }
        (invented(&programme.slug))
        p { "No report of " (name) " is approved. It is due on " (dates::said(&round.due_on)) "." }
        p { a rel="nofollow" href={ (here) "/write" } { "For its own people: write it" } }
        (as_at_form(as_at, &here))
    };
    public(programme, &format!("{name}: report for {}", round.name), as_at, &here, main).unlisted(true)
}

/// The rounds of a programme, and who reported in one.
pub(super) fn list(of: &Rounds) -> Page {
    let here = format!("/programmes/{}/reports", of.programme.slug);
    let query = query_of(of.as_at);
    let start = if query.is_empty() { "?" } else { "&" };
    let mut table = Table::new().responsive().head(["Organisation", "Report approved on"].map(Column::new));
    if let Some(round) = &of.shown {
        for (code, day) in &of.reported {
            table = table.row([
                Cell::new(html! { a href={ (here) "/" (round.slug) "/" (code) (query) } { (of.names.get(code).unwrap_or(code)) } }),
                Cell::new(dates::said(day)),
            ]);
        }
    }
    let main = html! {
        h1 { "Reports of members" span.nhsuk-caption-l { (of.programme.name) } }
        (invented(&of.programme.slug))
        p { "In each round members say which of their dates moved, how sure they are, and what their pairing gave. Two people sign. What was approved never changes." }
        @match &of.shown {
            None => p { "No round was opened." },
            Some(round) => {
                h2 { (round.name) }
                p { "Opened on " (dates::said(&round.opened_on)) ", due on " (dates::said(&round.due_on)) "." }
                @if of.reported.is_empty() { p { "No report is approved yet." } } @else { (table) }
                @if let Some(next) = &of.next { p { a href={ (here) (query) (start) "group=" (round.slug) "&from=" (next) } { "The organisations after these" } } }
            }
        }
        @if of.rounds.len() > 1 {
            h2 { "Every round" }
            ul.nhsuk-list { @for round in &of.rounds { li { a href={ (here) (query) (start) "group=" (round.slug) } { (round.name) } ", due " (dates::said(&round.due_on)) } } }
        }
        @if !of.as_at.is_past() {
            p { a rel="nofollow" href={ (here) "/open" } { "For the programme office: open a round" } }
            (disputing(&format!("/programmes/{}", of.programme.slug)))
        }
        (as_at_form(of.as_at, &here))
    };
    Page::new("/programmes", format!("Reports of members: {}", of.programme.name), main)
        .trail([
            ("/programmes".to_owned(), "Programmes".to_owned()),
            (format!("/programmes/{}{query}", of.programme.slug), of.programme.name.clone()),
        ])
        .notice(past_notice(of.as_at, &here))
}

/// Opening a round.
pub(super) fn open(
    programme: &ProgrammeRow,
    rounds: &[RoundRow],
    form: &RoundForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Open a round of reports";
    let error = |field: &str| errors.get(field).cloned();
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (programme.name) } (title) }
        p { "Every member that agreed or is funded gets a letter with the address of its report, another a week before the day, and more after it. They stop when its report is approved." }
        @if let Some(last) = rounds.first() { p { "The last round was " (last.name) ", due " (dates::said(&last.due_on)) ". What is not in of it is no longer asked for." } }
        form method="post" action={ "/programmes/" (programme.slug) "/reports/open" } novalidate {
            (hidden("key", key.as_str()))
            (Input::new("name", "What is it called?").id("name").hint("Such as Autumn 2026").value(form.name.as_str()).error(error("name")))
            (Input::new("due", "By which day?").id("due").hint("Such as 2027-03-31").width(InputWidth::Chars10).value(form.due.as_str()).error(error("due")))
            (Button::new("Open it"))
        }
    };
    Page::new("/programmes", format!("{} - {}", title_of(title, errors), programme.name), main)
        .trail([
            (format!("/programmes/{}", programme.slug), programme.name.clone()),
            (format!("/programmes/{}/reports", programme.slug), "Reports".to_owned()),
        ])
        .unlisted(true)
        .personal()
}
