//! Hint: help with a field, between its label and the field.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, from_content};
use maud::{Markup, Render, html};

/// Help with a field.
#[derive(Clone, Debug)]
pub struct Hint {
    content: Content,
    extra: Extra,
}

impl Hint {
    /// A hint with these words.
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), extra: Extra::default() }
    }

    extras!();
}

from_content!(Hint);

impl Render for Hint {
    fn render(&self) -> Markup {
        Element::component("div", Classes::new("nhsuk-hint"), &self.extra).body(html! { (self.content) })
    }
}
