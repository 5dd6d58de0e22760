//! Error summary: everything that is wrong with a page's form, on top, with links to the fields.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::Look;
use crate::link::Link;
use crate::macros::{extras, setters};
use crate::{Content, Heading};
use maud::{Markup, Render, html};

/// "There is a problem", with a link to each field concerned.
#[derive(Clone, Debug)]
pub struct ErrorSummary {
    heading: Heading,
    description: Option<Content>,
    items: Vec<Item>,
    disable_auto_focus: Option<bool>,
    extra: Extra,
}

#[derive(Clone, Debug)]
enum Item {
    Link(Link),
    Text(Content),
}

impl ErrorSummary {
    /// A summary without errors yet.
    pub fn new() -> Self {
        Self {
            heading: Heading::new("There is a problem"),
            description: None,
            items: Vec::new(),
            disable_auto_focus: None,
            extra: Extra::default(),
        }
    }

    /// An error, and the field it is about: `("#email", "Enter an email address")`.
    #[must_use]
    pub fn item(mut self, link: impl Into<Link>) -> Self {
        self.items.push(Item::Link(link.into()));
        self
    }

    /// Several of them.
    #[must_use]
    pub fn items<L: Into<Link>>(self, links: impl IntoIterator<Item = L>) -> Self {
        links.into_iter().fold(self, Self::item)
    }

    /// An error that is about no field in particular.
    #[must_use]
    pub fn text(mut self, content: impl Into<Content>) -> Self {
        self.items.push(Item::Text(content.into()));
        self
    }

    /// Another heading than "There is a problem".
    #[must_use]
    pub fn heading(mut self, heading: impl Into<Heading>) -> Self {
        self.heading = heading.into();
        self
    }

    setters! {
        /// A sentence between heading and errors.
        content description;
        /// Whether the page keeps the focus where it is instead of moving it here.
        value disable_auto_focus: bool;
    }

    extras!();
}

impl Default for ErrorSummary {
    fn default() -> Self {
        Self::new()
    }
}

impl Render for Item {
    fn render(&self) -> Markup {
        match self {
            Self::Link(link) => link.render_as(""),
            Self::Text(content) => html! { (content) },
        }
    }
}

impl Render for ErrorSummary {
    fn render(&self) -> Markup {
        Element::component("div", Classes::new("nhsuk-error-summary"), &self.extra)
            .attr("data-module", "nhsuk-error-summary")
            .maybe("data-disable-auto-focus", self.disable_auto_focus)
            .body(html! {
                div role="alert" {
                    (self.heading.render_as(&Look::new("nhsuk-error-summary__heading", "nhsuk-error-summary__heading--", "h2")))
                    div.nhsuk-error-summary__body {
                        @if let Some(description) = &self.description { p { (description) } }
                        @if !self.items.is_empty() {
                            ul.nhsuk-list.nhsuk-error-summary__list {
                                @for item in &self.items { li { (item) } }
                            }
                        }
                    }
                }
            })
    }
}
