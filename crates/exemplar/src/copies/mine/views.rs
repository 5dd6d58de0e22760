//! All copies of an organisation, as pages.

use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Colour, Column, InsetText, SummaryList, Table, Tag};

use super::pages::DoneQuery;
use super::{Mine, same};
use crate::blueprints::{ChangeClass, State, difference};
use crate::copies::updates::{seen, views as update_views};
use crate::copies::views::tag;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::hidden;
use crate::platform::shell::Page;

fn some(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn copies(count: usize) -> String {
    if count == 1 { "1 copy".to_owned() } else { format!("{count} copies") }
}

/// The page.
pub(super) fn list((code, name): (&str, &str), all: &[Mine], may_keep: bool, done: &DoneQuery) -> Page {
    let title = "Our copies";
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (name) } }
        (just_done(done))
        @if all.is_empty() {
            p { "Your organisation has copied no guide yet. " a href="/blueprints" { "Find one" } }
        } @else {
            (summary(all))
            @if may_keep { (buttons(code, all)) }
            (table(all))
        }
        @if may_keep { p { a href={ "/organisations/" (code) "/attach" } { "Attach copies that were made elsewhere: one document, or a folder of them" } } }
    };
    Page::new("/me", title, main).trail([("/me", "What waits for you")]).unlisted(true).personal()
}

fn just_done(done: &DoneQuery) -> Markup {
    html! {
        @if let (Some(used), Some(in_copies)) = (done.used, done.copies) {
            (InsetText::new(html! {
                p { "Used " (some(used, "change")) " in " (copies(in_copies)) ". They stand in your drafts; your readers see nothing of them until you publish." }
                @if done.missed > 0 { p { (copies(done.missed)) " changed meanwhile: nothing was used there. Look at what waits now." } }
            }))
        }
        @if done.attached > 0 { (InsetText::new(html! { p { (copies(done.attached)) " attached. What their sources changed since waits below." } })) }
    }
}

/// What waits, in words: safety first.
fn kinds(count: impl Fn(Option<ChangeClass>) -> usize) -> String {
    let classes = ChangeClass::ALL.map(|class| (count(Some(class)), class.shown().to_lowercase()));
    let mut said: Vec<String> =
        classes.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}")).collect();
    let unsaid = count(None);
    if unsaid > 0 {
        said.push(format!("{unsaid} of no kind said"));
    }
    if said.is_empty() { "None".to_owned() } else { said.join(", ") }
}

fn summary(all: &[Mine]) -> Markup {
    let waiting: usize = all.iter().map(|mine| mine.open().count()).sum();
    let behind = all.iter().filter(|mine| mine.open().next().is_some()).count();
    let notices: usize = all.iter().map(|mine| mine.notices).sum();
    let of_kind = |class| all.iter().map(|mine| mine.count(class)).sum();
    let same = same(all)
        .map_or_else(|| "Not known".to_owned(), |same| format!("{same} % of the words on average; the aim is 80 %"));
    html! {
        p.nhsuk-lede-text {
            @if waiting == 0 { "All " (copies(all.len())) " are up to date." }
            @else { (some(waiting, "change")) " of the sources " (if waiting == 1 { "waits" } else { "wait" }) " in " (behind) " of " (copies(all.len())) "." }
        }
        (SummaryList::new()
            .row("Safety notices to answer", if notices == 0 { "None".to_owned() } else { notices.to_string() })
            .row("Changes waiting", kinds(of_kind))
            .row("The same as the sources", same))
    }
}

fn buttons(code: &str, all: &[Mine]) -> Markup {
    let fit: usize = all.iter().map(|mine| mine.fitting().count()).sum();
    let fit_in = all.iter().filter(|mine| mine.fitting().next().is_some()).count();
    let first = all.iter().find_map(|mine| Some((&mine.line.slug, mine.open().find(|waiting| !waiting.fits())?)));
    html! {
        @if fit > 0 || first.is_some() {
            div.nhsuk-button-group {
                @if fit > 0 { (Button::link(format!("/organisations/{code}/copies/that-fit"), format!("See the {} that fit, in {}", some(fit, "change"), copies(fit_in)))) }
                @if let Some((slug, waiting)) = first { (Button::link(format!("/blueprints/{slug}/updates/{}", waiting.update.id), "Look at the others one by one").class("nhsuk-button--secondary")) }
            }
        }
    }
}

fn table(all: &[Mine]) -> Markup {
    let head = ["Our version", "Changes waiting", "Same as the source", "Last brought up to date", "How far we got"];
    let mut table = Table::new().responsive().caption("All our copies").head(head.map(Column::new));
    for mine in all {
        let title = html! {
            a href={ "/blueprints/" (mine.line.slug) } { (mine.line.title) }
            @if mine.line.state() == State::Draft { " " (Tag::new("Draft").colour(Colour::Grey)) }
            @if mine.notices > 0 { " " (Tag::new("Safety notice").colour(Colour::Red)) }
        };
        let waiting = match &mine.round {
            Some(_) => {
                html! { a href={ "/blueprints/" (mine.line.slug) "/updates" } { (kinds(|class| mine.count(class))) } }
            }
            None => html! { "Its source cannot be read here" },
        };
        let same = match &mine.round {
            Some(round) => format!("{} %", ((1.0 - round.divergence.share) * 100.0).floor()),
            None => "Not known".to_owned(),
        };
        table =
            table.row([title, waiting, html! { (same) }, level(mine), tag(mine.row.report().standing)].map(Cell::new));
    }
    table.render()
}

fn level(mine: &Mine) -> Markup {
    html! {
        @match mine.round.as_ref().map(|round| &round.level) {
            Some((number, Some(day))) => { (dates::said(day)) ", version " (number) },
            Some((number, None)) => { "When it was copied, version " (number) },
            None => "Not known",
        }
    }
}

/// All that fit in several copies, to look at first.
pub(super) fn together(code: &str, all: &[Mine], key: &FormKey) -> Page {
    let back = format!("/organisations/{code}/copies");
    let count: usize = all.iter().map(|mine| mine.fitting().count()).sum();
    let title = format!("{} that fit, in {}", some(count, "change"), copies(all.len()));
    let main = html! {
        h1 { (title) }
        p { "You did not change these places. Changes to a dose, a time, a quantity, a threshold, a hazard or its control are not among them: they are looked at one by one." }
        @if all.is_empty() { p { a href=(back) { "Back to our copies" } } } @else {
            form method="post" action={ (back) "/that-fit" } {
                (hidden("key", key.as_str()))
                @for mine in all { (of_copy(mine)) }
                (Button::new("Use them in the copies that are ticked"))
            }
            p { a href=(back) { "Back to our copies" } }
        }
    };
    Page::new("/me", title, main)
        .trail([("/me".to_owned(), "What waits for you".to_owned()), (back, "Our copies".to_owned())])
        .unlisted(true)
        .personal()
}

fn of_copy(mine: &Mine) -> Markup {
    let id = mine.line.id();
    html! {
        h2.nhsuk-heading-m { (mine.line.title) }
        div.nhsuk-checkboxes.nhsuk-checkboxes--small {
            div.nhsuk-checkboxes__item {
                input.nhsuk-checkboxes__input type="checkbox" id={ "copy-" (id) } name="copy" value=(id) checked;
                label.nhsuk-label.nhsuk-checkboxes__label for={ "copy-" (id) } { "Use " (some(mine.fitting().count(), "change")) " in \u{201c}" (mine.line.title) "\u{201d}" }
            }
        }
        @for waiting in mine.fitting() {
            (hidden("change", &format!("{id}.{}.{}", waiting.update.id, seen(&waiting.update))))
            p { strong { (update_views::place(waiting)) } " " (update_views::class(waiting)) " " (waiting.note) }
            (difference(&waiting.update.local, &waiting.update.taken))
        }
    }
}
