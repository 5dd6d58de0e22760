//! Navigation: the main parts of the service, below the header.

use crate::attributes::Classes;
use crate::macros::{items, setters};
use crate::{Content, Link};
use maud::{Markup, Render, html};

/// The main parts of the service.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    items: Vec<NavigationItem>,
    label: Option<String>,
    white: bool,
    justified: bool,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct NavigationItem {
    link: Link,
    has_link: bool,
    here: Option<&'static str>,
}

impl NavigationItem {
    /// A link.
    pub fn new(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { link: Link::new(href, content), has_link: true, here: None }
    }

    /// Words that are no link.
    pub fn text(content: impl Into<Content>) -> Self {
        Self { has_link: false, ..Self::new("", content) }
    }

    /// Whether it is the page being read.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.here = current.then_some("page");
        self
    }

    /// Whether the page being read is in this part of the service.
    #[must_use]
    pub fn active(mut self, active: bool) -> Self {
        self.here = active.then_some("true");
        self
    }
}

impl<H: Into<String>, C: Into<Content>> From<(H, C)> for NavigationItem {
    fn from((href, content): (H, C)) -> Self {
        Self::new(href, content)
    }
}

impl Render for NavigationItem {
    fn render(&self) -> Markup {
        let words = html! {
            @if self.here.is_some() {
                strong.nhsuk-header__navigation-item-current-fallback { (self.link.content) }
            } @else {
                (self.link.content)
            }
        };
        html! {
            li.nhsuk-header__navigation-item."nhsuk-header__navigation-item--current"[self.here.is_some()] {
                @if self.has_link {
                    a.nhsuk-header__navigation-link href=(self.link.href) aria-current=[self.here] { (words) }
                } @else {
                    span.nhsuk-header__navigation-text aria-current=[self.here] { (words) }
                }
            }
        }
    }
}

impl Navigation {
    /// Without links yet.
    pub fn new() -> Self {
        Self::default()
    }

    items! {
        /// A part of the service, at the end.
        NavigationItem
    }

    setters! {
        /// The landmark's name, otherwise "Menu".
        text label;
        /// White instead of blue.
        flag white;
        /// Spread over the whole width.
        flag justified;
    }

    pub(crate) fn render_in(&self, container_class: &str) -> Markup {
        let classes = Classes::new("nhsuk-header__navigation")
            .when(self.white, "nhsuk-header__navigation--white")
            .when(self.justified, "nhsuk-header__navigation--justified");
        let container = Classes::new("nhsuk-header__navigation-container nhsuk-width-container").add(container_class);
        html! {
            @if !self.items.is_empty() {
                nav class=(classes.as_str()) aria-label=(self.label.as_deref().unwrap_or("Menu")) {
                    div class=(container.as_str()) {
                        ul.nhsuk-header__navigation-list {
                            @for item in &self.items { (item) }
                            li.nhsuk-header__menu hidden {
                                button.nhsuk-header__menu-toggle.nhsuk-header__navigation-link #toggle-menu aria-expanded="false" {
                                    span.nhsuk-u-visually-hidden { "Browse " } "More"
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
