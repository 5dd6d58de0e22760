//! Inset text: something that should stand out from the text around it.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use maud::{Markup, Render, html};

/// Text set apart by a bar at its side.
#[derive(Clone, Debug)]
pub struct InsetText {
    content: Content,
    hidden_text: Option<String>,
    extra: Extra,
}

impl InsetText {
    /// Plain text becomes a paragraph, markup stands as it is.
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), hidden_text: None, extra: Extra::default() }
    }

    setters! {
        /// What screen readers say before it, otherwise "Information".
        text hidden_text;
    }

    extras!();
}

impl Render for InsetText {
    fn render(&self) -> Markup {
        let hidden = self.hidden_text.as_deref().unwrap_or("Information");
        Element::component("div", Classes::new("nhsuk-inset-text"), &self.extra).body(html! {
            span.nhsuk-u-visually-hidden { (hidden) ": " }
            (self.content.paragraph(""))
        })
    }
}
