//! Caption: a line above or below a heading that says what the heading belongs to.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, from_content, setters};
use crate::{Content, HeadingSize, Level};
use maud::{Markup, Render, html};

/// Size of a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionSize {
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
    /// Twice extra large.
    Xxl,
}

impl CaptionSize {
    fn name(self) -> &'static str {
        match self {
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
            Self::Xxl => "xxl",
        }
    }

    /// The caption size that goes with a heading size; small headings have captions of the usual size.
    pub(crate) fn beside(heading: HeadingSize) -> Option<Self> {
        match heading {
            HeadingSize::M => Some(Self::M),
            HeadingSize::L => Some(Self::L),
            HeadingSize::Xl => Some(Self::Xl),
            HeadingSize::Xxs | HeadingSize::Xs | HeadingSize::S => None,
        }
    }
}

/// Where a caption stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Before the heading element.
    Before,
    /// Inside the heading, at its start.
    Start,
    /// Inside the heading, at its end.
    End,
    /// After the heading element.
    After,
}

/// A caption of a heading, label or legend.
#[derive(Clone, Debug)]
pub struct Caption {
    content: Content,
    size: Option<CaptionSize>,
    pub(crate) placement: Option<Placement>,
    element: &'static str,
    extra: Extra,
}

impl Caption {
    /// A caption inside the heading, at its start.
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), size: None, placement: None, element: "span", extra: Extra::default() }
    }

    setters! {
        /// Its size; otherwise that of the heading.
        value size: CaptionSize;
        /// Where it stands.
        value placement: Placement;
    }

    /// Makes it a paragraph, for captions outside the heading element.
    #[must_use]
    pub fn paragraph(mut self) -> Self {
        self.element = "p";
        self
    }

    /// Makes it a heading of its own, for captions outside the heading element.
    #[must_use]
    pub fn heading(mut self, level: Level) -> Self {
        self.element = level.element();
        self
    }

    extras!();

    /// The caption beside a heading of this size.
    pub(crate) fn beside(&self, heading: Option<HeadingSize>) -> Self {
        let mut caption = self.clone();
        caption.size = caption.size.or(heading.and_then(CaptionSize::beside));
        caption
    }

    /// Whether it stands inside the heading, at its start.
    pub(crate) fn is_at_start(&self) -> bool {
        matches!(self.placement, None | Some(Placement::Start))
    }
}

from_content!(Caption);

impl Render for Caption {
    fn render(&self) -> Markup {
        let base = self.size.map_or("nhsuk-caption".into(), |size| format!("nhsuk-caption-{}", size.name()));
        let below = matches!(self.placement, Some(Placement::End | Placement::After));
        let classes = Classes::new(&base).when(below, "nhsuk-caption--bottom");
        Element::component(self.element, classes, &self.extra).body(html! { (self.content) })
    }
}
