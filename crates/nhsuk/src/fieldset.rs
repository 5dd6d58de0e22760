//! Fieldset: a group of fields under a legend.

use crate::Legend;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use maud::{Markup, PreEscaped, Render, html};

/// A group of fields under a legend.
#[derive(Clone, Debug)]
pub struct Fieldset {
    legend: Legend,
    pub(crate) role: Option<String>,
    pub(crate) described_by: Option<String>,
    body: Markup,
    extra: Extra,
}

impl Fieldset {
    /// A group that is still empty.
    pub fn new(legend: impl Into<Legend>) -> Self {
        Self {
            legend: legend.into(),
            role: None,
            described_by: None,
            body: PreEscaped(String::new()),
            extra: Extra::default(),
        }
    }

    setters! {
        /// Another role than that of a fieldset.
        text role;
        /// Ids of what describes the group, separated by spaces.
        text described_by;
    }

    /// The fields.
    #[must_use]
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    extras!();
}

impl Render for Fieldset {
    fn render(&self) -> Markup {
        Element::component("fieldset", Classes::new("nhsuk-fieldset"), &self.extra)
            .maybe("role", self.role.as_ref())
            .maybe("aria-describedby", self.described_by.as_ref())
            .body(html! { (self.legend) (self.body) })
    }
}
