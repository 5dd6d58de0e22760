//! A link in a list of links: breadcrumbs, contents, footer, error summary.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::extras;
use maud::{Markup, html};

/// Where to, and the words that say so.
#[derive(Clone, Debug)]
pub struct Link {
    pub(crate) href: String,
    pub(crate) content: Content,
    pub(crate) extra: Extra,
}

impl Link {
    /// A link to `href` that reads `content`.
    pub fn new(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { href: href.into(), content: content.into(), extra: Extra::default() }
    }

    extras!();

    /// The link with the class its list wants.
    pub(crate) fn render_as(&self, class: &str) -> Markup {
        Element::component("a", Classes::new(class), &self.extra)
            .attr("href", &self.href)
            .body(html! { (self.content) })
    }
}

impl<H: Into<String>, C: Into<Content>> From<(H, C)> for Link {
    fn from((href, content): (H, C)) -> Self {
        Self::new(href, content)
    }
}

/// `link(href, content)`, short for `item(Link::new(href, content))`.
macro_rules! links {
    () => {
        /// A link at the end of the list.
        #[must_use]
        pub fn link(self, href: impl Into<String>, content: impl Into<$crate::Content>) -> Self {
            self.item($crate::Link::new(href, content))
        }
    };
}

pub(crate) use links;
