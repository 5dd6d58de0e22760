//! What a component shows: plain text, which is escaped, or markup, which is not.

use maud::{Escaper, Markup, PreEscaped, Render};
use std::fmt::Write;

/// Text to be escaped, or finished HTML.
#[derive(Clone, Debug)]
pub enum Content {
    /// Plain text; `&`, `<`, `>` and `"` are escaped.
    Text(String),
    /// Markup made by `html!` or by another component.
    Html(Markup),
}

impl Content {
    /// Plain text goes into a paragraph of this class, markup stands as it is.
    pub(crate) fn paragraph(&self, class: &str) -> Markup {
        match self {
            Self::Html(markup) => markup.clone(),
            Self::Text(_) if class.is_empty() => maud::html! { p { (self) } },
            Self::Text(_) => maud::html! { p class=(class) { (self) } },
        }
    }

    /// Whether it is written as markup.
    pub(crate) fn is_html(&self) -> bool {
        matches!(self, Self::Html(_))
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Render for Content {
    fn render_to(&self, buffer: &mut String) {
        match self {
            Self::Text(text) => {
                // Writing to a string cannot fail.
                let _ = Escaper::new(buffer).write_str(text);
            }
            Self::Html(PreEscaped(html)) => buffer.push_str(html),
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Markup> for Content {
    fn from(markup: Markup) -> Self {
        Self::Html(markup)
    }
}

/// Something that may be absent, so that `.hint("…")` and `.error(errors.get("name"))` both read well.
///
/// Implemented for whatever turns into [`Content`], and for an `Option` of it.
pub trait MaybeContent {
    /// The content, if there is any.
    fn maybe(self) -> Option<Content>;
}

impl<T: Into<Content>> MaybeContent for T {
    fn maybe(self) -> Option<Content> {
        Some(self.into())
    }
}

impl<T: Into<Content>> MaybeContent for Option<T> {
    fn maybe(self) -> Option<Content> {
        self.map(Into::into)
    }
}
