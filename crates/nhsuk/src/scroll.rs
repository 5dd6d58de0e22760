//! Scroll: a container that scrolls sideways, for what is wider than the screen.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use maud::{Markup, Render, html};

/// A container that scrolls sideways.
#[derive(Clone, Debug)]
pub struct Scroll {
    content: Content,
    labelled_by: Option<String>,
    reverse: bool,
    extra: Extra,
}

impl Scroll {
    /// Plain text becomes a paragraph, markup stands as it is.
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), labelled_by: None, reverse: false, extra: Extra::default() }
    }

    setters! {
        /// Id of the element that names it, such as a caption.
        text labelled_by;
        /// For dark backgrounds.
        flag reverse;
    }

    extras!();
}

impl Render for Scroll {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-scroll").when(self.reverse, "nhsuk-scroll--reverse");
        Element::component("div", classes, &self.extra).attr("data-module", "nhsuk-scroll").body(html! {
            div.nhsuk-scroll__content role="region" aria-labelledby=[&self.labelled_by] { (self.content.paragraph("")) }
        })
    }
}
