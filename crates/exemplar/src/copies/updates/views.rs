//! What waits, as pages: the list, one change, all that fit, what was decided.

use maud::{Markup, Render, html};
use nhsuk::{
    Button, Cell, Choice, Colour, Column, InsetText, Legend, Radios, Size, SummaryList, Table, Tag, Textarea,
    WarningCallout,
};
use reconcile::{State, UpdateKind};

use super::changes::seen;
use super::forms::{Errors, UpdateForm};
use super::round::Round;
use super::store::DecisionRow;
use super::{How, Waiting, doing, fitting};
use crate::blueprints::{ChangeClass, GuideLine, difference};
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

/// How much of a copy is to be the source's, of a hundred.
const AIM: f64 = 80.0;

fn page(line: &GuideLine, title: &str, main: Markup) -> Page {
    let guide = format!("/blueprints/{}", line.slug);
    Page::new("/blueprints", format!("{title} - {}", line.title), main)
        .trail([("/blueprints".to_owned(), "Guides".to_owned()), (guide, line.title.clone())])
        .unlisted(true)
}

fn list_of(line: &GuideLine) -> String {
    format!("/blueprints/{}/updates", line.slug)
}

fn some(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// What waits, in a sentence: how many, and how many of each kind.
#[must_use]
pub(in crate::copies) fn sentence(round: &Round) -> String {
    let open = round.waiting.iter().filter(|waiting| !waiting.is_put_off);
    let count = open.clone().count();
    if count == 0 {
        return "No change of the source waits for you.".to_owned();
    }
    let of = |class: Option<ChangeClass>| open.clone().filter(|waiting| waiting.class == class).count();
    let kinds = ChangeClass::ALL.map(|class| (of(Some(class)), class.shown().to_lowercase()));
    let said: Vec<String> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}")).collect();
    let kinds = if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) };
    let verb = if count == 1 { "waits" } else { "wait" };
    format!("{} of the source {verb} for you{kinds}.", some(count, "change"))
}

/// The list of what waits.
pub(super) fn list(line: &GuideLine, round: Option<&Round>, decisions: &[DecisionRow]) -> Page {
    let title = "Changes of the source";
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (line.title) } }
        @match round {
            None => p { "Its source cannot be read here, so nothing can be said of its changes." },
            Some(round) => (waiting(line, round)),
        }
        @if let Some(code) = &line.organisation { p { a href={ "/organisations/" (code) "/copies" } { "All our copies" } } }
        (decided(line, decisions))
    };
    page(line, title, main)
}

fn waiting(line: &GuideLine, round: &Round) -> Markup {
    let fit = round.waiting.iter().filter(|waiting| waiting.fits()).count();
    let first = round.waiting.iter().find(|waiting| !waiting.is_put_off);
    html! {
        @if let Some(why) = &round.refused {
            (WarningCallout::new("Too long to compare", html! { p { (why) "." } }))
        }
        p.nhsuk-lede-text { (sentence(round)) }
        (standing(round))
        @if let Some(first) = first {
            div.nhsuk-button-group {
                (Button::link(format!("{}/{}", list_of(line), first.update.id), "Look at them one by one"))
                @if fit > 0 { (Button::link(format!("{}-that-fit", list_of(line)), if fit == 1 { "See the one that fits".to_owned() } else { format!("See the {fit} that fit together") }).class("nhsuk-button--secondary")) }
            }
            p { "Nothing you use changes what your readers see now. It makes your next draft, which is agreed to, signed and published as always." }
        }
        @if !round.waiting.is_empty() { (table(line, &round.waiting)) }
    }
}

/// How much is ours, and since when it is level with its source.
fn standing(round: &Round) -> Markup {
    let same = ((1.0 - round.divergence.share) * 100.0).floor();
    let level = match &round.level {
        (number, Some(day)) => format!("Version {number} of the source, on {}", dates::said(day)),
        (number, None) => format!("Version {number} of the source, when it was copied"),
    };
    let both = round.divergence.in_both;
    let touched = format!(
        "{} changed here, {} at the source, {both} in both",
        some(round.divergence.here, "section"),
        round.divergence.at_the_source
    );
    let measure = if same >= AIM { "as was aimed for" } else { "the aim is 80 %" };
    html! {
        (SummaryList::new()
            .row("Last brought up to date", level)
            .row("The source now", html! { a href={ "/blueprints/" (round.source.slug) } { (round.source.title) ", version " (round.source.revision) } })
            .row("The same as the source", format!("{same} % of the words ({measure})"))
            .row("Where it differs", touched))
    }
}

fn table(line: &GuideLine, waiting: &[Waiting]) -> Markup {
    let mut table = Table::new()
        .responsive()
        .caption("All changes that wait")
        .head(["Where", "What kind", "Does it fit?"].map(Column::new));
    for one in waiting {
        let place = html! {
            a href={ (list_of(line)) "/" (one.update.id) } { (place(one)) }
            br; (doing(one.update.kind))
            @if one.is_put_off { ", put off" }
        };
        table = table.row([Cell::new(place), Cell::new(class(one)), Cell::new(fitting(one.update.state))]);
    }
    html! { (table) }
}

/// Where it stands, without the title of the whole.
pub(in crate::copies) fn place(waiting: &Waiting) -> &str {
    in_the_text(&waiting.update.section)
}

pub(in crate::copies) fn in_the_text(section: &str) -> &str {
    match section.split_once(" > ") {
        _ if section.is_empty() => "At the top",
        Some((_, inner)) => inner,
        None => section,
    }
}

pub(in crate::copies) fn class(waiting: &Waiting) -> Markup {
    let colour = match waiting.class {
        Some(ChangeClass::Safety) => Colour::Red,
        Some(ChangeClass::Correction) => Colour::Orange,
        Some(ChangeClass::Improvement) => Colour::Blue,
        Some(ChangeClass::Editorial) | None => Colour::Grey,
    };
    Tag::new(waiting.class.map_or("Not said", ChangeClass::shown)).colour(colour).render()
}

/// One change.
pub(super) fn one(
    line: &GuideLine,
    (round, place_in_order): (&Round, usize),
    waiting: &Waiting,
    form: &UpdateForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let update = &waiting.update;
    let title = format!("Change {} of {}", place_in_order + 1, round.waiting.len());
    let main = html! {
        (error_summary(errors))
        h1 { (place(waiting)) span.nhsuk-caption-l { (title) ": " (line.title) } }
        p { (class(waiting)) " " strong { (fitting(update.state)) "." } }
        h2.nhsuk-heading-m { "What the source changed, and why" }
        p { (doing(update.kind)) " in version " (waiting.number) ", " (dates::said(&waiting.on)) ": " (waiting.note) }
        (difference(&update.base, &update.upstream))
        @if update.state != State::Clean { (shown("How yours reads now", &update.local)) }
        @if update.local == update.base && update.taken == update.upstream {
            p { "Yours reads as the source read before, and will read as it does now if you use this." }
        } @else {
            h2.nhsuk-heading-m { "How yours will read if you use it" }
            (difference(&update.local, &update.taken))
        }
        @if super::is_careful(update) {
            (InsetText::new(html! { p { "Read this one with care: it may touch a dose, a time, a quantity, a threshold, a hazard or its control." } }))
        }
        (answer(line, waiting, form, key, errors))
    };
    page(line, &title_of(&title, errors), main)
}

fn shown(title: &str, text: &str) -> Markup {
    html! {
        h2.nhsuk-heading-m { (title) }
        @if text.is_empty() { p { "It has nothing there." } } @else { div.app-prose { p.app-context { (text) } } }
    }
}

fn answer(line: &GuideLine, waiting: &Waiting, form: &UpdateForm, key: &FormKey, errors: &Errors) -> Markup {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let choice = |how: How| match how {
        How::Used => Choice::new(how.word(), "Use it").hint("As shown above"),
        How::InOwnWords => Choice::new(how.word(), "Use it in our words").hint("Write them below"),
        How::KeptOurs => Choice::new(how.word(), "Keep ours, because\u{2026}")
            .hint("Say why below. You are not asked again until the source changes this again"),
        How::Later => Choice::new(how.word(), "Decide later"),
    };
    let is_moved = waiting.update.kind == UpdateKind::Moved;
    // What only moved has no words to be put otherwise.
    let ways = How::ALL.into_iter().filter(|how| !is_moved || *how != How::InOwnWords);
    html! {
        form method="post" action={ (list_of(line)) "/" (waiting.update.id) } novalidate {
            (hidden("key", key.as_str()))
            (hidden("seen", &form.seen))
            (Radios::new("how").id_prefix("how").legend(Legend::new("What do you want to do?").size(Size::M))
                .error(error("how")).value(form.how.as_str()).items(ways.map(choice)))
            (Textarea::new("reason", "Why do you keep yours?").id("reason").rows(2).hint("Only when you keep it. It stands in the history of your version").value(form.reason.as_str()).error(error("reason")))
            @if !is_moved {
                (Textarea::new("words", "Your words").id("words").rows(8).hint("Only when you use it in your words").value(form.words.as_str()).error(error("words")))
            }
            (Button::new("Save and go to the next"))
        }
        p { a href=(list_of(line)) { "Back to all changes" } }
    }
}

/// A change that no longer waits.
pub(super) fn gone(line: &GuideLine) -> Page {
    let title = "This change no longer waits";
    let main = html! {
        h1 { (title) }
        p { "Somebody decided it, or your text or the source has changed since this page was made. Nothing was saved." }
        p { a href=(list_of(line)) { "See what waits now" } }
    };
    page(line, title, main)
}

/// All that fit, to look at first.
pub(super) fn together(line: &GuideLine, round: Option<&Round>, key: &FormKey) -> Page {
    let fit: Vec<&Waiting> =
        round.into_iter().flat_map(|round| &round.waiting).filter(|waiting| waiting.fits()).collect();
    let title =
        if fit.len() == 1 { "1 change that fits".to_owned() } else { format!("{} changes that fit", fit.len()) };
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (line.title) } }
        p { "You did not change these places. Changes to a dose, a time, a quantity, a threshold, a hazard or its control are not among them: they are looked at one by one." }
        @if fit.is_empty() {
            p { a href=(list_of(line)) { "Back to all changes" } }
        } @else {
            @for waiting in &fit {
                h2.nhsuk-heading-s { (place(waiting)) }
                p { (class(waiting)) " Version " (waiting.number) ": " (waiting.note) }
                (difference(&waiting.update.local, &waiting.update.taken))
            }
            form method="post" action={ (list_of(line)) "-that-fit" } {
                (hidden("key", key.as_str()))
                @for waiting in &fit { (hidden("change", &format!("{}.{}", waiting.update.id, seen(&waiting.update)))) }
                (Button::new(format!("Use all {}", fit.len())))
            }
            p { a href=(list_of(line)) { "Back to all changes" } }
        }
    };
    page(line, &title, main)
}

/// What was decided, the newest first.
fn decided(line: &GuideLine, decisions: &[DecisionRow]) -> Markup {
    let mut table =
        Table::new().responsive().head(["Where", "What was decided", "Why", "Who, and when"].map(Column::new));
    for row in decisions {
        let words = row.words();
        let removed = || "Removed".to_owned();
        let section = words.as_ref().map_or_else(removed, |words| words.section.clone());
        let reason = words.map_or_else(removed, |words| words.reason);
        table = table.row([
            Cell::new(in_the_text(&section).to_owned()),
            Cell::new(row.how().done()),
            Cell::new(if reason.is_empty() { "Not said".to_owned() } else { reason }),
            Cell::new(format!("{}, {}", row.name, dates::said(&row.decided_on))),
        ]);
    }
    html! {
        @if !decisions.is_empty() {
            h2 { "What was decided" }
            (table)
            p { a href={ (list_of(line)) "-undo" } { "Take back the last decision" } }
        }
    }
}

/// Asks whether the last decision is to be taken back.
pub(super) fn undo(line: &GuideLine, decisions: &[DecisionRow], key: &FormKey) -> Page {
    let title = "Take back the last decision";
    let last = decisions.first();
    let alike = decisions.iter().filter(|row| Some(row.from_sequence) == last.map(|last| last.from_sequence)).count();
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (line.title) } }
        @if let Some(last) = last {
            p { (last.name) " decided " (some(alike, "change")) " on " (dates::said(&last.decided_on)) ". Your text becomes what it was before, and the changes wait again." }
            form method="post" action={ (list_of(line)) "-undo" } {
                (hidden("key", key.as_str()))
                (Button::new("Take it back"))
            }
        } @else {
            p { "Nothing was decided yet." }
        }
        p { a href=(list_of(line)) { "Back to all changes" } }
    };
    page(line, title, main)
}

/// Our text was changed since the last decision.
pub(super) fn cannot_undo(line: &GuideLine) -> Page {
    let title = "This can no longer be taken back";
    let main = html! {
        h1 { (title) }
        p { "Your text was changed after the last decision. Taking it back would lose those changes: " a href={ "/blueprints/" (line.slug) "/edit" } { "edit your version" } " instead." }
        p { a href=(list_of(line)) { "Back to all changes" } }
    };
    page(line, title, main)
}
