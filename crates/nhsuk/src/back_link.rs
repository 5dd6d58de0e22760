//! Back link: to the page before this one in a journey.

use crate::attributes::{Attributes, Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use crate::{ButtonType, Content};
use maud::{Markup, Render, html};

/// A link back, which reads "Back" unless told otherwise.
#[derive(Clone, Debug, Default)]
pub struct BackLink {
    pub(crate) target: Option<Target>,
    pub(crate) text: Option<Content>,
    pub(crate) hidden_text: Option<String>,
    pub(crate) reverse: bool,
    extra: Extra,
}

/// What following it does.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Page(String),
    Form(ButtonType),
}

impl BackLink {
    /// A link to a page.
    pub fn new(href: impl Into<String>) -> Self {
        Self { target: Some(Target::Page(href.into())), ..Self::default() }
    }

    /// A button that looks like the link.
    pub fn button(kind: ButtonType) -> Self {
        Self { target: Some(Target::Form(kind)), ..Self::default() }
    }

    setters! {
        /// Other words than "Back".
        content text;
        /// Words before it for screen readers only.
        text hidden_text;
        /// White, for dark backgrounds.
        flag reverse;
    }

    extras!();

    /// Takes over attributes where it has none itself.
    pub(crate) fn attributes_or(&mut self, attributes: &Attributes) {
        if self.extra.attributes.is_empty() {
            self.extra.attributes = attributes.clone();
        }
    }
}

impl Render for BackLink {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-back-link").when(self.reverse, "nhsuk-back-link--reverse");
        let element = match &self.target {
            Some(Target::Page(href)) => Element::component("a", classes, &self.extra).attr("href", href),
            Some(Target::Form(kind)) => Element::component("button", classes, &self.extra).attr("type", kind.name()),
            None => Element::component("button", classes, &self.extra).attr("type", ButtonType::Submit.name()),
        };
        element.body(html! {
            @if let Some(text) = &self.hidden_text { span.nhsuk-u-visually-hidden { (text) " " } }
            @match &self.text {
                Some(text) => (text),
                None => "Back",
            }
        })
    }
}
