//! Hero: the opening of a home page, as wide as the window.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, items, setters};
use crate::{Content, Heading, HeadingSize, Image, Width};
use maud::{Markup, Render, html};

/// The opening of a home page.
#[derive(Clone, Debug, Default)]
pub struct Hero {
    items: Vec<HeroContent>,
    background: Option<String>,
    no_border: bool,
    container_class: String,
    extra: Extra,
}

/// A part of a hero; two stand beside each other.
#[derive(Clone, Debug, Default)]
pub struct HeroContent {
    heading: Option<Heading>,
    text: Option<Content>,
    image: Option<Image>,
    width: Option<Width>,
}

impl HeroContent {
    /// An empty part.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Its heading, extra large unless told otherwise.
        part heading: Heading;
        /// Plain text becomes a paragraph, markup stands as it is.
        content text;
        /// A picture below the text.
        value image: Image;
        /// Its width, otherwise half.
        value width: Width;
    }

    fn render_in(&self, arrow: bool) -> Markup {
        html! {
            div class={ "nhsuk-grid-column-" (self.width.unwrap_or(Width::OneHalf).name()) } {
                div.nhsuk-hero__content {
                    @if arrow { span.nhsuk-hero__arrow aria-hidden="true" {} }
                    @if let Some(heading) = &self.heading { (render_heading(heading)) }
                    @if let Some(text) = &self.text { (text.paragraph("nhsuk-body-l")) }
                    @if let Some(image) = &self.image { (image) }
                }
            }
        }
    }
}

fn render_heading(heading: &Heading) -> Markup {
    let mut heading = heading.clone();
    heading.size.get_or_insert(HeadingSize::Xl);
    heading.extra.prepend(Classes::new("nhsuk-hero__heading"));
    heading.render()
}

impl Hero {
    /// A heading with a sentence below it, on two thirds of the width.
    pub fn new(heading: impl Into<Heading>, text: impl crate::MaybeContent) -> Self {
        Self::empty().item(HeroContent::new().heading(heading).text(text).width(Width::TwoThirds))
    }

    /// Nothing but what is added to it.
    pub fn empty() -> Self {
        Self::default()
    }

    items! {
        /// A part at the end.
        HeroContent
    }

    setters! {
        /// A picture behind it. This makes an inline style, which a strict content security policy forbids.
        text background;
        /// Without the line below it.
        flag no_border;
    }

    /// A class for the container, where a page is wider than usual.
    #[must_use]
    pub fn container_class(mut self, class: impl Into<String>) -> Self {
        self.container_class = class.into();
        self
    }

    extras!();
}

impl Render for Hero {
    fn render(&self) -> Markup {
        let image = self.background.is_some();
        let described = self.items.iter().any(|content| content.heading.is_some());
        let classes = Classes::new("nhsuk-hero")
            .when(image, "nhsuk-hero--image")
            .when(image && described, "nhsuk-hero--image-description")
            .when(!image && !self.no_border, "nhsuk-hero--border");
        let style =
            self.background.as_ref().map(|src| format!("background-image: url('{}');", src.replace('\'', "%27")));
        let container = Classes::new("nhsuk-width-container").add(&self.container_class);
        let arrow = image && self.items.len() == 1;
        Element::component("section", classes, &self.extra).maybe("style", style).body(html! {
            @if !self.items.is_empty() {
                div class=(container.as_str()) {
                    @for row in self.items.chunks(2) {
                        div.nhsuk-grid-row { @for content in row { (content.render_in(arrow)) } }
                    }
                }
            }
            @if image { div.nhsuk-hero__overlay {} }
        })
    }
}
