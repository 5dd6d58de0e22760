//! The list of guides: the search, its filters, and what was found.

use std::collections::HashMap;
use std::sync::Arc;

use maud::{Markup, Render, html};
use nhsuk::{Button, Checkboxes, Choice, Colour, Details, InsetText, Legend, Pagination, SearchInput, Size, Tag};
use uuid::Uuid;

use super::super::pages::PAGE_SIZE;
use super::super::store::GuideLine;
use super::super::text::{Depth, Kind};
use super::{Names, joined, owner};
use crate::journal::AsAt;
use crate::journal::views::{added_later, as_at_form, past_notice, query_of};
use crate::platform::dates;
use crate::platform::shell::{Page, small_link};
use crate::search::{Asked, Facet, FacetCount, FacetName, Found, Snippet};

/// How many values of a filter are shown before “Show more”.
const FEW: usize = 6;

/// The most values of a filter that are shown at all.
const MOST: usize = 40;

/// What the list page shows.
pub(in crate::blueprints) struct Listing<'a> {
    pub asked: &'a Asked,
    pub found: &'a Found,
    pub lines: &'a [(Arc<GuideLine>, Option<Snippet>)],
    pub names: &'a Names,
    /// What those that are copies were copied from.
    pub sources: &'a HashMap<Uuid, GuideLine>,
    /// Organisations and programmes with these words in their name, by address and name.
    pub elsewhere: &'a [(String, String)],
}

/// The list of guides.
pub(in crate::blueprints) fn list(listing: &Listing<'_>) -> Page {
    let (asked, found) = (listing.asked, listing.found);
    let pages = found.total.div_ceil(PAGE_SIZE).max(1);
    let main = html! {
        h1 { "Guides" }
        p.nhsuk-lede-text { "How other organisations did it: what it took, what it cost, what went wrong, and who to ask." }
        form method="get" action="/blueprints" role="search" aria-label="Guides" {
            (SearchInput::new("q", nhsuk::Label::new("Search guides")).id("guides-q").value(asked.words.as_str()).button_text("Search"))
            div.app-columns {
                div { (filters(listing)) }
                div {
                    h2.nhsuk-heading-m id="results" { (sentence(asked, found, pages)) }
                    (hints(asked, found))
                    @if !listing.elsewhere.is_empty() {
                        p {
                            "Also here: "
                            @for (place, (address, name)) in listing.elsewhere.iter().enumerate() {
                                @if place > 0 { ", " }
                                a href=(address) { (name) }
                            }
                        }
                    }
                    (chosen(listing))
                    @if listing.lines.is_empty() {
                        (nothing(asked, found))
                    } @else {
                        ul.app-results {
                            @for (line, snippet) in listing.lines { (item(line, snippet.as_ref(), (listing.names, listing.sources.get(&line.id())), AsAt::default())) }
                        }
                        @if pages > 1 {
                            (Pagination::numbered(asked.page as u64, pages as u64, |page| asked.address(usize::try_from(page).unwrap_or(1))))
                        }
                    }
                }
            }
        }
        (small_link(&asked.address(1).replacen("/blueprints", "/watching/search", 1), "Watch this search: a letter when it finds a new guide"))
        p.nhsuk-body-s.app-no-print { a href="/blueprints.atom" { "Follow new guides with a feed reader" } }
        (as_at_form(AsAt::default(), "/blueprints"))
    };
    let title = if asked.words.is_empty() { "Guides".to_owned() } else { format!("{} - Guides", asked.words) };
    Page::new("/blueprints", title, main).unlisted(!asked.is_everything())
}

/// The list as it was on another day: without search, which follows today.
pub(in crate::blueprints) fn past_list(
    as_at: AsAt,
    lines: &[GuideLine],
    names: &Names,
    (page, more): (usize, bool),
    was_searched: bool,
) -> Page {
    let address = |page: usize| {
        let query = query_of(as_at);
        if page == 1 { format!("/blueprints{query}") } else { format!("/blueprints{query}&page={page}") }
    };
    let main = html! {
        h1 { "Guides" }
        @if was_searched { (InsetText::new("Search and filters know today only. What you searched for is left out here: these are all guides known on that day.")) }
        @if lines.is_empty() {
            p { "No guide was publicly known here on that day." }
        } @else {
            ul.app-results { @for line in lines { (item(line, None, (names, None), as_at)) } }
        }
        @if page > 1 || more {
            ul.nhsuk-list {
                @if page > 1 { li { a href=(address(page - 1)) { "Previous page" } } }
                @if more { li { a href=(address(page + 1)) { "Next page" } } }
            }
        }
        (as_at_form(as_at, "/blueprints"))
    };
    Page::new("/blueprints", "Guides", main).notice(past_notice(as_at, "/blueprints")).unlisted(true)
}

/// A plain list of guides, for other pages.
#[must_use]
pub fn guide_list(lines: &[GuideLine]) -> Markup {
    html! {
        ul.app-results { @for line in lines { (item(line, None, (&Names::new(), None), AsAt::default())) } }
    }
}

fn item(
    line: &GuideLine,
    snippet: Option<&Snippet>,
    (names, source): (&Names, Option<&GuideLine>),
    as_at: AsAt,
) -> Markup {
    let fields = line.fields();
    let passage = snippet.map(|snippet| &snippet.passage).filter(|passage| !passage.0.is_empty());
    let facts: Vec<String> = [
        fields.kind.map(|kind| kind.shown().to_owned()),
        joined(&fields.care_settings),
        (fields.depth == Depth::OnAPage && line.is_held()).then(|| Depth::OnAPage.shown().to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        li.app-result {
            h3.app-result__title {
                a href={ "/blueprints/" (line.slug) (query_of(as_at)) } {
                    @match snippet { Some(snippet) => (snippet.title), None => (line.title) }
                }
            }
            @if let Some(passage) = passage { p.app-result__text { (passage) } } @else if !fields.summary.is_empty() { p.app-result__text { (fields.summary) } }
            ul.app-meta {
                @if let Some(owner) = owner(line, names).filter(|_| !names.is_empty()) { li { (owner) } }
                @if let Some(source) = source {
                    li { "Copied from " a href={ "/blueprints/" (source.slug) } { (source.title) } @if let Some(of) = owner(source, names) { " of " (of) } }
                }
                @for fact in &facts { li { (fact) } }
                li {
                    (published(line, fields.published.is_empty()))
                    @if let Some(added) = added_later(as_at, line.recorded_at) { ", " (added) }
                }
            }
            @if !line.is_held() { (Tag::new("Text not held here").colour(Colour::Grey)) }
        }
    }
}

/// When a guide was published, as far as that is known; otherwise when it came here.
fn published(line: &GuideLine, is_unknown: bool) -> String {
    match (is_unknown, line.is_held()) {
        (true, false) => "Publication date not known".to_owned(),
        (true, true) => format!("Added here {}", dates::said(&line.published_on)),
        (false, _) => format!("Published {}", dates::said(&line.published_on)),
    }
}

fn sentence(asked: &Asked, found: &Found, pages: usize) -> String {
    let count = match found.total {
        1 => "1 guide".to_owned(),
        n => format!("{n} guides"),
    };
    let order = if asked.words.is_empty() { ", newest first" } else { "" };
    let part = if pages > 1 { format!(", page {} of {pages}", asked.page) } else { String::new() };
    format!("{count}{order}{part}")
}

fn hints(asked: &Asked, found: &Found) -> Markup {
    html! {
        @for (word, instead) in &found.corrected {
            p { "No guide has the word \u{201c}" (word) "\u{201d}. Words close to it were looked for, such as \u{201c}" strong { (instead) } "\u{201d}." }
        }
        @if found.only_some {
            (InsetText::new(format!("No guide has all the words of \u{201c}{}\u{201d}. These have some of them.", asked.words)))
        }
    }
}

fn chosen(listing: &Listing<'_>) -> Markup {
    let asked = listing.asked;
    html! {
        @if !asked.chosen.is_empty() {
            ul.app-chosen aria-label="Filters in use" {
                @for (facet, value) in &asked.chosen {
                    li {
                        a href=(asked.without(*facet, value)) {
                            span.nhsuk-u-visually-hidden { "Remove the filter " } (facet.shown()) ": " (label(*facet, value, listing.names)) " \u{d7}"
                        }
                    }
                }
                li { a href=(Asked { words: asked.words.clone(), ..Asked::default() }.address(1)) { "Remove all filters" } }
            }
        }
    }
}

fn nothing(asked: &Asked, found: &Found) -> Markup {
    html! {
        @if asked.is_everything() && found.total == 0 {
            p { "There is no guide in the library yet. An operator fills it with " code { "exemplar import blueprints" } "." }
        } @else {
            p { "No guide fits all of this. You can:" }
            ul.nhsuk-list.nhsuk-list--bullet {
                li { "use fewer words, or the words a ward would use" }
                @if !asked.chosen.is_empty() { li { a href=(Asked { words: asked.words.clone(), ..Asked::default() }.address(1)) { "remove the filters" } } }
                li { a href="/blueprints" { "show all guides" } }
                li { a href="/organisations" { "find an organisation" } " and ask it" }
            }
        }
    }
}

fn filters(listing: &Listing<'_>) -> Markup {
    let shown: Vec<Facet> = FacetName::ALL.into_iter().map(|name| with_chosen(name, listing)).collect();
    let filled = shown.iter().filter(|facet| !facet.values.is_empty());
    html! {
        details.app-filters open {
            summary { "Filters" }
            h2.app-filters__heading { "Filters" }
            @for facet in filled { div.app-filters__group { (filter(facet, listing)) } }
            (Button::secondary("Apply filters").small())
        }
    }
}

/// A filter with its counts, and with what is chosen of it even where nothing has it.
fn with_chosen(name: FacetName, listing: &Listing<'_>) -> Facet {
    let found = listing.found.facets.iter().find(|facet| facet.name == name).cloned();
    let mut facet = found.unwrap_or(Facet { name, values: Vec::new() });
    for (_, value) in listing.asked.chosen.iter().filter(|(of, _)| *of == name) {
        if !facet.values.iter().any(|known| known.value == *value) {
            facet.values.push(FacetCount { value: value.clone(), count: 0 });
        }
    }
    facet
}

/// The most frequent values of a filter, the others behind “more”; chosen ones are always in sight.
fn filter(facet: &Facet, listing: &Listing<'_>) -> Markup {
    let is_chosen = |value: &&FacetCount| listing.asked.has(facet.name, &value.value);
    let in_sight = if facet.values.len() <= FEW + 2 { facet.values.len() } else { FEW };
    let (first, rest) = facet.values.split_at(in_sight);
    let rest: Vec<&FacetCount> = rest.iter().take(MOST).collect();
    let shown: Vec<&FacetCount> = first.iter().chain(rest.iter().copied().filter(is_chosen)).collect();
    let hidden: Vec<&FacetCount> = rest.iter().copied().filter(|value| !is_chosen(value)).collect();
    html! {
        (values(facet.name, "", Legend::new(facet.name.shown()).size(Size::S), &shown, listing))
        @if !hidden.is_empty() {
            (Details::new(format!("{} more", hidden.len()), values(facet.name, "-more", Legend::new(format!("More: {}", facet.name.shown())).class("nhsuk-u-visually-hidden"), &hidden, listing)))
        }
    }
}

fn values(name: FacetName, id: &str, legend: Legend, values: &[&FacetCount], listing: &Listing<'_>) -> Markup {
    let choice = |value: &&FacetCount| {
        let words = html! { (label(name, &value.value, listing.names)) " " span.app-count { "(" (value.count) ")" } };
        Choice::new(value.value.as_str(), words).checked(listing.asked.has(name, &value.value))
    };
    Checkboxes::new(name.word())
        .small()
        .id_prefix(format!("{}{id}", name.word()))
        .legend(legend)
        .items(values.iter().map(choice))
        .render()
}

/// A search in words.
#[must_use]
pub fn asked_in_words(asked: &Asked, names: &Names) -> String {
    let words = (!asked.words.is_empty()).then(|| format!("\u{201c}{}\u{201d}", asked.words));
    let filters =
        asked.chosen.iter().map(|(facet, value)| format!("{}: {}", facet.shown(), label(*facet, value, names)));
    let said: Vec<String> = words.into_iter().chain(filters).collect();
    if said.is_empty() { "All new guides".to_owned() } else { said.join(", ") }
}

/// A value as pages say it.
fn label(facet: FacetName, value: &str, names: &Names) -> String {
    match facet {
        FacetName::Kind => {
            Kind::ALL.iter().find(|kind| kind.word() == value).map_or(value, |kind| kind.shown()).to_owned()
        }
        FacetName::Depth if value == Depth::Full.word() => Depth::Full.shown().to_owned(),
        FacetName::Depth => Depth::OnAPage.shown().to_owned(),
        FacetName::Organisation => names.get(value).cloned().unwrap_or_else(|| value.to_owned()),
        FacetName::CareSetting | FacetName::ProjectType | FacetName::System | FacetName::Year => value.to_owned(),
    }
}
