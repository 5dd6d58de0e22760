//! Details: text behind a summary that opens it; as an expander, in a card.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use maud::{Markup, Render, html};

/// A summary, and what shows when it is opened.
#[derive(Clone, Debug)]
pub struct Details {
    summary: Content,
    content: Content,
    open: bool,
    expander: bool,
    reverse: bool,
    extra: Extra,
}

impl Details {
    /// Details that are closed at first.
    pub fn new(summary: impl Into<Content>, content: impl Into<Content>) -> Self {
        Self {
            summary: summary.into(),
            content: content.into(),
            open: false,
            expander: false,
            reverse: false,
            extra: Extra::default(),
        }
    }

    setters! {
        /// Whether it is open at first.
        state open;
        /// Shows it as an expander, a card of its own.
        flag expander;
        /// White, for dark backgrounds.
        flag reverse;
    }

    extras!();
}

impl Render for Details {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-details")
            .when(self.reverse, "nhsuk-details--reverse")
            .when(self.expander, "nhsuk-expander");
        Element::component("details", classes, &self.extra).flag("open", self.open).body(html! {
            summary.nhsuk-details__summary {
                span.nhsuk-details__summary-text { (self.summary) }
            }
            div.nhsuk-details__text { (self.content) }
        })
    }
}
