//! Image: a picture with a caption.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use crate::{Content, Width};
use maud::{Markup, Render, html};

/// A picture in a figure.
#[derive(Clone, Debug, Default)]
pub struct Image {
    src: String,
    alt: String,
    html: Option<Markup>,
    caption: Option<Content>,
    sizes: Option<String>,
    srcset: Option<String>,
    width: Option<Width>,
    no_border: bool,
    no_background: bool,
    extra: Extra,
}

impl Image {
    /// A picture; `alt` is what it shows, empty when it only decorates.
    pub fn new(src: impl Into<String>, alt: impl Into<String>) -> Self {
        Self { src: src.into(), alt: alt.into(), ..Self::default() }
    }

    /// Markup in place of a picture, such as a drawing in SVG.
    pub fn html(html: Markup) -> Self {
        Self { html: Some(html), ..Self::default() }
    }

    setters! {
        /// Words below it.
        content caption;
        /// HTML's `sizes`.
        text sizes;
        /// HTML's `srcset`.
        text srcset;
        /// Share of the width.
        value width: Width;
        /// Without its border.
        flag no_border;
        /// Without a background behind it.
        flag no_background;
    }

    extras!();
}

impl Render for Image {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-image")
            .when(self.no_border, "nhsuk-image--no-border")
            .when(self.no_background, "nhsuk-image--no-background")
            .variant("nhsuk-u-width-", self.width.map(Width::name));
        Element::component("figure", classes, &self.extra).body(html! {
            @match &self.html {
                Some(html) => (html),
                None => img.nhsuk-image__img src=(self.src) alt=(self.alt) sizes=[&self.sizes] srcset=[&self.srcset];,
            }
            @if let Some(caption) = &self.caption { figcaption.nhsuk-image__caption { (caption) } }
        })
    }
}
