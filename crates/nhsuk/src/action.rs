//! Action: a link or button such as "Change" beside a row of a summary list or in the head of a card.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use maud::{Markup, html};

/// Something to do with the thing it stands beside.
#[derive(Clone, Debug)]
pub struct Action {
    content: Content,
    href: Option<String>,
    name: Option<String>,
    value: Option<String>,
    hidden_text: Option<String>,
    extra: Extra,
}

impl Action {
    /// A link. Say with [`Action::hidden_text`] what it acts on.
    pub fn new(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { href: Some(href.into()), ..Self::button(content) }
    }

    /// A button that sends the form around it.
    pub fn button(content: impl Into<Content>) -> Self {
        Self {
            content: content.into(),
            href: None,
            name: None,
            value: None,
            hidden_text: None,
            extra: Extra::default(),
        }
    }

    setters! {
        /// What it acts on, for screen readers: "Change" and then "name".
        text hidden_text;
        /// Name of the value that the button sends.
        text name;
        /// Value that the button sends.
        text value;
    }

    extras!();

    /// The action; `heading` is that of the card it belongs to.
    pub(crate) fn render_in(&self, heading: Option<&Content>) -> Markup {
        let element = match &self.href {
            Some(href) => Element::component("a", Classes::new("nhsuk-link"), &self.extra).attr("href", href),
            None => Element::component("button", Classes::new("nhsuk-link"), &self.extra)
                .maybe("name", self.name.as_ref())
                .attr("type", "submit")
                .maybe("value", self.value.as_ref()),
        };
        element.body(html! {
            (self.content)
            @if self.hidden_text.is_some() || heading.is_some() {
                span.nhsuk-u-visually-hidden {
                    @if let Some(text) = &self.hidden_text { " " (text) }
                    @if let Some(heading) = heading { " (" (heading) ")" }
                }
            }
        })
    }
}
