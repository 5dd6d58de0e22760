//! Skip link: the first thing a keyboard reaches, past the header to the main content.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use maud::{Markup, Render, html};

/// A link to `#maincontent`, unless told otherwise.
#[derive(Clone, Debug, Default)]
pub struct SkipLink {
    href: Option<String>,
    text: Option<Content>,
    extra: Extra,
}

impl SkipLink {
    /// "Skip to main content".
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Another place to skip to.
        text href;
        /// Other words.
        content text;
    }

    extras!();
}

impl Render for SkipLink {
    fn render(&self) -> Markup {
        Element::component("a", Classes::new("nhsuk-skip-link"), &self.extra)
            .attr("data-module", "nhsuk-skip-link")
            .attr("href", self.href.as_deref().unwrap_or("#maincontent"))
            .body(html! {
                @match &self.text {
                    Some(text) => (text),
                    None => "Skip to main content",
                }
            })
    }
}
