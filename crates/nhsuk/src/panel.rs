//! Panel: that something was done, on the last page of a journey.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::Look;
use crate::macros::{extras, setters};
use crate::{Content, Heading};
use maud::{Markup, Render, html};

/// A heading that says what was done, and what follows from it.
#[derive(Clone, Debug)]
pub struct Panel {
    heading: Heading,
    text: Option<Content>,
    interruption: bool,
    extra: Extra,
}

impl Panel {
    /// A panel without text.
    pub fn new(heading: impl Into<Heading>) -> Self {
        Self { heading: heading.into(), text: None, interruption: false, extra: Extra::default() }
    }

    setters! {
        /// What stands below the heading.
        content text;
        /// Interrupts a journey with something to think about, in blue.
        flag interruption;
    }

    extras!();
}

impl Render for Panel {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-panel").when(self.interruption, "nhsuk-panel--interruption");
        Element::component("div", classes, &self.extra).body(html! {
            (self.heading.render_as(&Look::new("nhsuk-panel__heading", "nhsuk-panel__heading--", "h1")))
            @if let Some(text) = &self.text { div.nhsuk-panel__body { (text) } }
        })
    }
}
