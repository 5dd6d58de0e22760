//! One element whose attributes are known only at run time, which `html!` cannot write.

use crate::attributes::{Attributes, Classes, Extra};
use maud::{Escaper, Markup, PreEscaped};
use std::fmt::{Display, Write};

/// An opening tag that grows attribute by attribute and ends in [`Element::body`] or [`Element::void`].
pub(crate) struct Element {
    name: &'static str,
    html: String,
}

impl Element {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, html: format!("<{name}") }
    }

    /// The element with its classes, and with the id, classes and attributes the page added.
    pub(crate) fn component(name: &'static str, classes: Classes, extra: &Extra) -> Self {
        Self::new(name).class(classes.add(&extra.classes)).maybe("id", extra.id.as_ref()).all(&extra.attributes)
    }

    /// A class attribute, left out when empty.
    pub(crate) fn class(self, classes: Classes) -> Self {
        if classes.as_str().is_empty() { self } else { self.attr("class", classes.as_str()) }
    }

    pub(crate) fn attr(mut self, name: &str, value: impl Display) -> Self {
        // Writing to a string cannot fail.
        let _ = write!(self.html, " {name}=\"");
        let _ = write!(Escaper::new(&mut self.html), "{value}");
        self.html.push('"');
        self
    }

    /// An attribute that is left out without a value.
    pub(crate) fn maybe(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that counts by its presence.
    pub(crate) fn flag(mut self, name: &str, present: bool) -> Self {
        if present {
            self.html.push(' ');
            self.html.push_str(name);
        }
        self
    }

    pub(crate) fn all(self, attributes: &Attributes) -> Self {
        attributes.iter().fold(self, |element, (name, value)| element.attr(name, value))
    }

    /// The element around this markup.
    pub(crate) fn body(mut self, inner: Markup) -> Markup {
        self.html.push('>');
        self.html.push_str(&inner.0);
        let _ = write!(self.html, "</{}>", self.name);
        PreEscaped(self.html)
    }

    /// The element without content and closing tag, as `input` and `img` are.
    pub(crate) fn void(mut self) -> Markup {
        self.html.push('>');
        PreEscaped(self.html)
    }
}
