//! Pagination: to the pages before and after this one, or by number through a long list.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, items, setters};
use crate::{Content, Icon};
use maud::{Markup, PreEscaped, Render, html};
use std::collections::BTreeSet;

/// Links to the neighbours of a page.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    items: Vec<PageItem>,
    label: Option<String>,
    extra: Extra,
}

/// The page before or after this one.
#[derive(Clone, Debug)]
pub struct Neighbour {
    href: String,
    text: Option<Content>,
    label: Option<Content>,
    extra: Extra,
}

impl Neighbour {
    /// "Previous" or "Next", to this page.
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: href.into(), text: None, label: None, extra: Extra::default() }
    }

    setters! {
        /// Other words than "Previous" or "Next".
        content text;
        /// What the page is called.
        content label;
    }

    extras!();

    fn words(&self, usual: &str) -> Markup {
        html! {
            span.nhsuk-pagination__title {
                @match &self.text {
                    Some(text) => (text),
                    None => { (usual) span.nhsuk-u-visually-hidden { " page" } }
                }
            }
        }
    }

    /// In a guide, with the name of the page.
    fn named(&self, side: &str, rel: &str, usual: &str, icon: Icon) -> Markup {
        let classes = Classes::new("nhsuk-pagination__link").variant("nhsuk-pagination__link--", Some(rel));
        html! {
            li class={ "nhsuk-pagination-item--" (side) } {
                (Element::component("a", classes, &self.extra).attr("href", &self.href).attr("rel", rel).body(html! {
                    (self.words(usual))
                    @if let Some(label) = &self.label {
                        " " span.nhsuk-u-visually-hidden { ":" }
                        " "
                        span.nhsuk-pagination__page { (label) }
                    }
                    (icon)
                }))
            }
        }
    }
}

impl From<&str> for Neighbour {
    fn from(href: &str) -> Self {
        Self::new(href)
    }
}

impl From<String> for Neighbour {
    fn from(href: String) -> Self {
        Self::new(href)
    }
}

/// The name of the page with its address: `("/guides/2", "Treatments")`.
impl<H: Into<String>, L: Into<Content>> From<(H, L)> for Neighbour {
    fn from((href, label): (H, L)) -> Self {
        Self { label: Some(label.into()), ..Self::new(href) }
    }
}

/// A numbered page, or the gap between two.
#[derive(Clone, Debug)]
pub enum PageItem {
    /// A page by number.
    Page {
        /// Counted from 1.
        number: u64,
        /// Its address.
        href: String,
        /// Whether it is the one being read.
        current: bool,
    },
    /// Pages left out.
    Gap,
}

impl Render for PageItem {
    fn render(&self) -> Markup {
        match self {
            Self::Gap => html! {
                li.nhsuk-pagination__item.nhsuk-pagination__item--ellipsis { (PreEscaped("&ctdot;")) }
            },
            Self::Page { number, href, current } => html! {
                li.nhsuk-pagination__item."nhsuk-pagination__item--current"[*current] {
                    a.nhsuk-pagination__link href=(href) aria-label={ "Page " (number) } aria-current=[current.then_some("page")] {
                        (number)
                    }
                }
            },
        }
    }
}

impl Pagination {
    /// Without neighbours.
    pub fn new() -> Self {
        Self::default()
    }

    /// Page `current` of `last`: its neighbours, the first and the last page, and gaps between.
    pub fn numbered(current: u64, last: u64, href: impl Fn(u64) -> String) -> Self {
        let last = last.max(1);
        let current = current.clamp(1, last);
        let mut pagination = Self::new();
        if current > 1 {
            pagination = pagination.previous(href(current - 1));
        }
        if current < last {
            pagination = pagination.next(href(current + 1));
        }
        let mut before = 0;
        let near = (current - 1).max(1)..=current.saturating_add(1).min(last);
        let shown: BTreeSet<u64> = near.chain([1, last]).collect();
        for number in shown {
            if number - before == 2 {
                pagination =
                    pagination.item(PageItem::Page { number: before + 1, href: href(before + 1), current: false });
            } else if number - before > 2 {
                pagination = pagination.item(PageItem::Gap);
            }
            pagination = pagination.item(PageItem::Page { number, href: href(number), current: number == current });
            before = number;
        }
        pagination
    }

    setters! {
        /// The page before: its address, or `(address, name)`.
        part previous: Neighbour;
        /// The page after: its address, or `(address, name)`.
        part next: Neighbour;
        /// The landmark's name, otherwise "Pagination".
        text label;
    }

    items! {
        /// A numbered page or a gap, at the end.
        PageItem
    }

    extras!();

    fn pages(&self) -> Markup {
        html! {
            @if let Some(previous) = &self.previous {
                a.nhsuk-pagination__previous href=(previous.href) rel="prev" {
                    (Icon::ArrowLeft) (previous.words("Previous"))
                }
            }
            ul.nhsuk-pagination__list { @for item in &self.items { (item) } }
            @if let Some(next) = &self.next {
                a.nhsuk-pagination__next href=(next.href) rel="next" { (next.words("Next")) (Icon::ArrowRight) }
            }
        }
    }
}

impl Render for Pagination {
    fn render(&self) -> Markup {
        let numbered = !self.items.is_empty();
        Element::component("nav", Classes::new("nhsuk-pagination").when(numbered, "nhsuk-pagination--numbered"), &self.extra)
            .attr("role", "navigation")
            .attr("aria-label", self.label.as_deref().unwrap_or("Pagination"))
            .body(html! {
                @if numbered {
                    (self.pages())
                } @else {
                    ul.nhsuk-list.nhsuk-pagination__list {
                        @if let Some(previous) = &self.previous { (previous.named("previous", "prev", "Previous", Icon::ArrowLeft)) }
                        @if let Some(next) = &self.next { (next.named("next", "next", "Next", Icon::ArrowRight)) }
                    }
                }
            })
    }
}
