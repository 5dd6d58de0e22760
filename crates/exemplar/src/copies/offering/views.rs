//! Offers as pages.

use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Choice, Colour, Column, InsetText, Legend, Radios, Size, Table, Tag, Textarea};
use reconcile::State;

use super::Reply;
use super::forms::{AnswerForm, Errors, OfferForm};
use super::pages::{Offered, One};
use super::round::Ready;
use super::store::OfferRow;
use crate::blueprints::{GuideLine, difference};
use crate::copies::updates::views::in_the_text;
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

fn name<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

fn page(line: &GuideLine, title: &str, main: Markup) -> Page {
    let guide = format!("/blueprints/{}", line.slug);
    Page::new("/blueprints", format!("{title} - {}", line.title), main)
        .trail([("/blueprints".to_owned(), "Guides".to_owned()), (guide, line.title.clone())])
        .unlisted(true)
        .personal()
}

fn tag(offer: &OfferRow) -> Markup {
    match offer.reply() {
        None => Tag::new("Waits for the source").colour(Colour::Orange),
        Some(Reply::Declined) => Tag::new("Declined").colour(Colour::Grey),
        Some(reply) => Tag::new(reply.shown()).colour(Colour::Green),
    }
    .render()
}

/// Chooses what is offered.
pub(super) fn ask(ready: &Ready, form: &OfferForm, key: &FormKey, errors: &Errors) -> Page {
    let title = "Offer your changes to the source";
    let main = html! {
        (error_summary(errors))
        h1 { (title) span.nhsuk-caption-l { (ready.line.title) } }
        p { "What works better with you may help everybody who works by " a href={ "/blueprints/" (ready.source.slug) } { (ready.source.title) } ". Its people use it and name your organisation, or decline it and say why." }
        @if ready.ours.is_none() {
            (InsetText::new(html! { p { "Publish your version first: what is offered is what everyone reads." } }))
        } @else if ready.changes.is_empty() {
            p { "Your version says nothing that the source does not say, or all of it was offered." }
        } @else {
            form method="post" action={ "/blueprints/" (ready.line.slug) "/offer" } novalidate {
                (hidden("key", key.as_str()))
                fieldset.nhsuk-fieldset id="change" {
                    legend.nhsuk-fieldset__legend.nhsuk-fieldset__legend--m { "What do you offer?" }
                    @for update in &ready.changes { (choice(update, form)) }
                }
                (Textarea::new("why", "Why should the source have it?").id("why").rows(3).hint("What went better with it, and how you know").value(form.why.as_str()).error(errors.get("why").map(String::as_str)))
                (Button::new("Offer what is ticked"))
            }
        }
        (already(&ready.offered))
    };
    page(&ready.line, &title_of(title, errors), main)
}

fn choice(update: &reconcile::Update, form: &OfferForm) -> Markup {
    let id = format!("change-{}", update.id);
    html! {
        div.nhsuk-checkboxes.nhsuk-checkboxes--small {
            div.nhsuk-checkboxes__item {
                input.nhsuk-checkboxes__input type="checkbox" id=(id) name="change" value=(update.id) checked[form.changes.contains(&update.id)];
                label.nhsuk-label.nhsuk-checkboxes__label for=(id) { (in_the_text(&update.section)) }
            }
        }
        (difference(&update.base, &update.upstream))
    }
}

fn already(offers: &[OfferRow]) -> Markup {
    let mut table = Table::new().responsive().head(["What", "When", "What became of it", "In words"].map(Column::new));
    for offer in offers {
        let words = offer.answer_words();
        table = table.row([
            Cell::new(in_the_text(&offer.words().section).to_owned()),
            Cell::new(dates::said(&offer.offered_on)),
            Cell::new(tag(offer)),
            Cell::new(if words.is_empty() { "Nothing said".to_owned() } else { words }),
        ]);
    }
    html! { @if !offers.is_empty() { h2 { "Offered before" } (table) } }
}

/// What was offered to a guide.
pub(super) fn list(offered: &Offered) -> Page {
    let title = "Offered by those who copied it";
    let here = format!("/blueprints/{}/offers", offered.line.slug);
    let (open, over): (Vec<&OfferRow>, Vec<&OfferRow>) =
        offered.offers.iter().partition(|offer| offer.reply().is_none());
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (offered.line.title) } }
        h2 { "Offers (" (open.len()) ")" }
        @if open.is_empty() { p { "No offer waits." } }
        @for offer in open {
            @let words = offer.words();
            h3 { a href={ (here) "/" (offer.id()) } { (in_the_text(&words.section)) } }
            p { "Offered by " (name(&offered.names, &offer.organisation)) ", " (dates::said(&offer.offered_on)) ": " (words.why) }
            (difference(&words.base, &words.ours))
        }
        h2 { "Changed alike by several (" (offered.alike.len()) ")" }
        @if offered.alike.is_empty() { p { "No suggestion waits." } }
        @for alike in &offered.alike {
            h3 { a href={ (here) "/" (alike.update.id) } { (in_the_text(&alike.update.section)) } }
            p { strong { (alike.count) " of " (alike.of) " copies changed this alike." } }
            (difference(&alike.update.base, &alike.update.upstream))
        }
        @if !over.is_empty() {
            h2 { "Decided" }
            ul.nhsuk-list { @for offer in over { li { (in_the_text(&offer.words().section)) ", " (from(offer, &offered.names)) " " (tag(offer)) } } }
        }
    };
    page(&offered.line, title, main)
}

fn from(offer: &OfferRow, names: &Names) -> String {
    match offer.alike {
        0 => format!("offered by {}", name(names, &offer.organisation)),
        count => format!("changed alike by {count} copies, among them that of {}", name(names, &offer.organisation)),
    }
}

/// One offer.
pub(super) fn one(one: &One, form: &AnswerForm, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let (update, title) = (&one.update, "A change that is offered");
    let fits = match update.state {
        State::TouchesLocalEdit | State::RefusedBefore => "You changed this too since it was copied.",
        State::Clean | State::AlreadyThere => "It fits: you did not change this since it was copied.",
    };
    let choice = |reply: Reply| match reply {
        Reply::Used => Choice::new(reply.word(), "Use it").hint("As shown above, in your next draft"),
        Reply::InOwnWords => Choice::new(reply.word(), "Use it in our words").hint("Write them below"),
        Reply::Declined => Choice::new(reply.word(), "Decline it, because\u{2026}").hint("Say why below"),
    };
    let main = html! {
        (error_summary(errors))
        h1 { (in_the_text(&update.section)) span.nhsuk-caption-l { (title) ": " (one.line.title) } }
        p { strong { (one.from) "." } " " (fits) }
        @if !one.why.is_empty() { p { "Why: " (one.why) } }
        h2.nhsuk-heading-m { "What they changed" }
        (difference(&update.base, &update.upstream))
        h2.nhsuk-heading-m { "How yours will read if you use it" }
        (difference(&update.local, &update.taken))
        form method="post" action={ "/blueprints/" (one.line.slug) "/offers/" (one.id) } novalidate {
            (hidden("key", key.as_str()))
            (hidden("seen", &form.seen))
            (Radios::new("reply").id_prefix("reply").legend(Legend::new("What do you want to do?").size(Size::M)).error(error("reply")).value(form.reply.as_str()).items(Reply::ALL.map(choice)))
            (Textarea::new("reason", "Why do you decline it?").id("reason").rows(2).hint("Only when you decline it. Whoever offered it is told").value(form.reason.as_str()).error(error("reason")))
            (Textarea::new("words", "Your words").id("words").rows(8).hint("Only when you use it in your words").value(form.words.as_str()).error(error("words")))
            (Button::new("Save"))
        }
        p { a href={ "/blueprints/" (one.line.slug) "/offers" } { "Back to all that is offered" } }
    };
    page(&one.line, &title_of(title, errors), main)
}

/// An offer that no longer waits.
pub(super) fn gone(line: &GuideLine) -> Page {
    let title = "This offer no longer waits";
    let main = html! {
        h1 { (title) }
        p { "Somebody decided it, or a text has changed there since this page was made. Nothing was saved." }
        p { a href={ "/blueprints/" (line.slug) "/offers" } { "See what is offered now" } }
    };
    page(line, title, main)
}

/// What waits for somebody.
pub(super) fn waiting(rows: &[(String, String, i64)]) -> Markup {
    html! {
        @if !rows.is_empty() {
            h2 { "Offered for our guides" }
            ul.nhsuk-list { @for (slug, title, count) in rows { li { a href={ "/blueprints/" (slug) "/offers" } { (title) } ": " (count) @if *count == 1 { " change" } @else { " changes" } } } }
        }
    }
}

/// Which changes of a guide came from its copies.
pub(super) fn beside(offers: &[OfferRow], names: &Names) -> Markup {
    let used: Vec<&OfferRow> =
        offers.iter().filter(|offer| matches!(offer.reply(), Some(Reply::Used | Reply::InOwnWords))).collect();
    html! {
        @if !used.is_empty() {
            h2 { "Improved by those who copied it" }
            ul.nhsuk-list {
                @for offer in used {
                    li { (in_the_text(&offer.words().section)) ": " (from(offer, names)) ", used on " (offer.answered_on.as_deref().map(dates::said).unwrap_or_default()) }
                }
            }
        }
    }
}
