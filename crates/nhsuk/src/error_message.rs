//! Error message: what is wrong with a field and how to put it right.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, from_content};
use maud::{Markup, Render, html};

/// What is wrong with a field.
#[derive(Clone, Debug)]
pub struct ErrorMessage {
    content: Content,
    hidden_text: String,
    extra: Extra,
}

impl ErrorMessage {
    /// A message with these words.
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), hidden_text: "Error".to_owned(), extra: Extra::default() }
    }

    /// What screen readers say before it instead of "Error"; nothing when empty.
    #[must_use]
    pub fn hidden_text(mut self, text: impl Into<String>) -> Self {
        self.hidden_text = text.into();
        self
    }

    extras!();
}

from_content!(ErrorMessage);

impl Render for ErrorMessage {
    fn render(&self) -> Markup {
        Element::component("span", Classes::new("nhsuk-error-message"), &self.extra).body(html! {
            @if !self.hidden_text.is_empty() {
                span.nhsuk-u-visually-hidden { (self.hidden_text) ": " }
            }
            (self.content)
        })
    }
}
