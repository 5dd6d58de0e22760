//! Tag: the status of something in a word or two.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, from_content};
use maud::{Markup, Render, html};

/// Colour of a tag. Colour alone must not carry the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Colour {
    White,
    Grey,
    Green,
    AquaGreen,
    Blue,
    Purple,
    Pink,
    Red,
    Orange,
    Yellow,
}

impl Colour {
    const ALL: [Self; 10] = [
        Self::White,
        Self::Grey,
        Self::Green,
        Self::AquaGreen,
        Self::Blue,
        Self::Purple,
        Self::Pink,
        Self::Red,
        Self::Orange,
        Self::Yellow,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::White => "white",
            Self::Grey => "grey",
            Self::Green => "green",
            Self::AquaGreen => "aqua-green",
            Self::Blue => "blue",
            Self::Purple => "purple",
            Self::Pink => "pink",
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
        }
    }
}

/// A status in a word or two.
#[derive(Clone, Debug)]
pub struct Tag {
    content: Content,
    colour: Option<&'static str>,
    no_border: bool,
    extra: Extra,
}

impl Tag {
    /// A tag in the design system's usual dark blue.
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), colour: None, no_border: false, extra: Extra::default() }
    }

    /// Its colour.
    #[must_use]
    pub fn colour(mut self, colour: Colour) -> Self {
        self.colour = Some(colour.name());
        self
    }

    /// Plain text without colour.
    #[must_use]
    pub fn no_colour(mut self) -> Self {
        self.colour = Some("no-colour");
        self
    }

    /// Without its border.
    #[must_use]
    pub fn no_border(mut self) -> Self {
        self.no_border = true;
        self
    }

    extras!();
}

from_content!(Tag);

impl Render for Tag {
    fn render(&self) -> Markup {
        let overridden =
            Colour::ALL.iter().any(|colour| self.extra.overrides(&format!("nhsuk-tag--{}", colour.name())));
        let classes = Classes::new("nhsuk-tag")
            .variant("nhsuk-tag--", self.colour.filter(|_| !overridden))
            .when(self.no_border, "nhsuk-tag--no-border");
        Element::component("strong", classes, &self.extra).body(html! { (self.content) })
    }
}
