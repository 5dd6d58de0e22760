//! Heading: alone on a page, or inside another component, which then lends it its class.

use crate::attributes::{Attributes, Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, from_content, setters};
use crate::{Caption, Content, HeadingSize, Level, Placement};
use maud::{Markup, Render, html};

/// A heading, with an optional caption.
#[derive(Clone, Debug)]
pub struct Heading {
    pub(crate) content: Content,
    pub(crate) level: Option<Level>,
    pub(crate) size: Option<HeadingSize>,
    pub(crate) caption: Option<Caption>,
    href: Option<String>,
    pub(crate) hidden_text: Option<String>,
    element: Option<&'static str>,
    pub(crate) extra: Extra,
}

/// How a component wants its heading to look.
pub(crate) struct Look<'a> {
    pub(crate) class: &'a str,
    pub(crate) prefix: &'a str,
    pub(crate) element: &'static str,
    pub(crate) attributes: Attributes,
}

impl<'a> Look<'a> {
    /// A class of the component and the prefix of its size classes.
    pub(crate) fn new(class: &'a str, prefix: &'a str, element: &'static str) -> Self {
        Self { class, prefix, element, attributes: Attributes::default() }
    }
}

impl Heading {
    /// A heading of the level its component gives it, otherwise of level 1.
    pub fn new(content: impl Into<Content>) -> Self {
        Self {
            content: content.into(),
            level: None,
            size: None,
            caption: None,
            href: None,
            hidden_text: None,
            element: None,
            extra: Extra::default(),
        }
    }

    setters! {
        /// Its level in the outline.
        value level: Level;
        /// Its size.
        part size: HeadingSize;
        /// A caption.
        part caption: Caption;
        /// Makes the heading a link.
        text href;
        /// Words for screen readers only; where they stand depends on the component.
        text hidden_text;
    }

    /// Makes it a paragraph that looks like a heading.
    #[must_use]
    pub fn paragraph(mut self) -> Self {
        self.element = Some("p");
        self
    }

    extras!();

    /// The heading as another component shows it.
    pub(crate) fn render_as(&self, look: &Look<'_>) -> Markup {
        self.render_with(
            look,
            html! {
                @match &self.href {
                    Some(href) => a.nhsuk-link href=(href) { (self.content) },
                    None => (self.content),
                }
                @if let Some(text) = &self.hidden_text { span.nhsuk-u-visually-hidden { " " (text) } }
            },
        )
    }

    /// The heading around markup that the component makes of its words.
    pub(crate) fn render_with(&self, look: &Look<'_>, inner: Markup) -> Markup {
        let size = self.size.filter(|_| look.prefix.is_empty() || !self.extra.overrides(look.prefix));
        let sized = size.map(|size| format!("{}{}", look.prefix, size.name()));
        let classes = match sized {
            Some(sized) if look.prefix.strip_suffix('-') == Some(look.class) => Classes::new(&sized),
            Some(sized) => Classes::new(look.class).add(&sized),
            None => Classes::new(look.class),
        };
        let element = self.element.or(self.level.map(Level::element)).unwrap_or(look.element);
        let caption = self.caption.as_ref().map(|caption| caption.beside(self.size));
        let at = |placement| caption.as_ref().filter(|caption| caption.placement == Some(placement));
        let heading = Element::component(element, classes, &self.extra).all(&look.attributes).body(html! {
            @if let Some(caption) = caption.as_ref().filter(|caption| caption.is_at_start()) { (caption) " " }
            (inner)
            @if let Some(caption) = at(Placement::End) { " " (caption) }
        });
        html! {
            @if let Some(caption) = at(Placement::Before) { (caption) }
            (heading)
            @if let Some(caption) = at(Placement::After) { (caption) }
        }
    }
}

from_content!(Heading);

impl Render for Heading {
    fn render(&self) -> Markup {
        self.render_as(&Look::new("nhsuk-heading", "nhsuk-heading-", "h1"))
    }
}
