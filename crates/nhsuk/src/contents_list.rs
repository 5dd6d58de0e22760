//! Contents list: the pages of a guide, at the top of each of them.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, items, setters};
use crate::{Content, Link};
use maud::{Markup, Render, html};

/// The pages of a guide, or the headings of a page.
#[derive(Clone, Debug, Default)]
pub struct ContentsList {
    items: Vec<ContentsItem>,
    label: Option<String>,
    hidden_text: Option<String>,
    extra: Extra,
}

/// One entry, with entries below it.
#[derive(Clone, Debug)]
pub struct ContentsItem {
    link: Link,
    current: bool,
    items: Vec<ContentsItem>,
}

impl ContentsItem {
    /// A link to a page.
    pub fn new(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { link: Link::new(href, content), current: false, items: Vec::new() }
    }

    /// The page being read, which is not a link.
    pub fn current(content: impl Into<Content>) -> Self {
        Self { current: true, ..Self::new("", content) }
    }

    items! {
        /// An entry below this one.
        ContentsItem
    }

    /// A further attribute of the link.
    #[must_use]
    pub fn attribute(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.link = self.link.attribute(name, value);
        self
    }
}

impl<H: Into<String>, C: Into<Content>> From<(H, C)> for ContentsItem {
    fn from((href, content): (H, C)) -> Self {
        Self::new(href, content)
    }
}

impl ContentsList {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    items! {
        /// An entry at the end.
        ContentsItem
    }

    /// A page at the end.
    #[must_use]
    pub fn link(self, href: impl Into<String>, content: impl Into<Content>) -> Self {
        self.item(ContentsItem::new(href, content))
    }

    /// The page being read, at the end.
    #[must_use]
    pub fn current(self, content: impl Into<Content>) -> Self {
        self.item(ContentsItem::current(content))
    }

    setters! {
        /// The landmark's name, otherwise "Pages in this guide".
        text label;
        /// The heading for screen readers, otherwise "Contents".
        text hidden_text;
    }

    extras!();
}

fn list(items: &[ContentsItem]) -> Markup {
    html! {
        ol.nhsuk-contents-list__list {
            @for item in items {
                li.nhsuk-contents-list__item aria-current=[item.current.then_some("page")] {
                    @if item.current {
                        (Element::component("span", Classes::new("nhsuk-contents-list__current"), &item.link.extra)
                            .body(html! { (item.link.content) }))
                    } @else {
                        (item.link.render_as("nhsuk-contents-list__link"))
                    }
                    @if !item.items.is_empty() { (list(&item.items)) }
                }
            }
        }
    }
}

impl Render for ContentsList {
    fn render(&self) -> Markup {
        Element::component("nav", Classes::new("nhsuk-contents-list"), &self.extra)
            .attr("role", "navigation")
            .attr("aria-label", self.label.as_deref().unwrap_or("Pages in this guide"))
            .body(html! {
                h2.nhsuk-u-visually-hidden { (self.hidden_text.as_deref().unwrap_or("Contents")) }
                (list(&self.items))
            })
    }
}
