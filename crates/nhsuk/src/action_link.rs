//! Action link: the main thing to do from a page, with an arrow.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use crate::{ButtonType, Content, Icon};
use maud::{Markup, Render, html};

/// A link, or a button that looks like one, with an arrow.
#[derive(Clone, Debug)]
pub struct ActionLink {
    content: Content,
    href: Option<String>,
    kind: ButtonType,
    new_window: bool,
    reverse: bool,
    extra: Extra,
}

impl ActionLink {
    /// A link to a page.
    pub fn new(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { href: Some(href.into()), ..Self::button(ButtonType::Submit, content) }
    }

    /// A button that looks like the link.
    pub fn button(kind: ButtonType, content: impl Into<Content>) -> Self {
        Self { content: content.into(), href: None, kind, new_window: false, reverse: false, extra: Extra::default() }
    }

    setters! {
        /// Opens in a window of its own; the words must say so.
        flag new_window;
        /// White, for dark backgrounds.
        flag reverse;
    }

    extras!();
}

impl Render for ActionLink {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-action-link").when(self.reverse, "nhsuk-action-link--reverse");
        let element = match &self.href {
            Some(href) => Element::component("a", classes, &self.extra)
                .attr("href", href)
                .maybe("target", self.new_window.then_some("_blank")),
            None => Element::component("button", classes, &self.extra).attr("type", self.kind.name()),
        };
        element.body(html! { (Icon::ArrowRightCircle) span.nhsuk-action-link__text { (self.content) } })
    }
}
