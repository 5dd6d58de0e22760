//! Card: a thing among others, with its heading, a description and what can be done with it.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::Look;
use crate::macros::{extras, setters};
use crate::{Action, Content, Heading, Icon};
use maud::{Markup, Render, html};

/// What a card is for, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardVariant {
    /// Stands out by a coloured heading.
    Feature,
    /// The main ways from a page, with an arrow.
    Primary,
    /// Ways that matter less, without a box.
    Secondary,
    /// A warning, in yellow.
    Warning,
    /// Care that is not urgent.
    NonUrgent,
    /// Care that is urgent.
    Urgent,
    /// Care that is needed at once.
    Emergency,
}

impl CardVariant {
    /// The words before the heading of a care card, and its name.
    fn care(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::NonUrgent => Some(("Non-urgent advice", "non-urgent")),
            Self::Urgent => Some(("Urgent advice", "urgent")),
            Self::Emergency => Some(("Immediate action required", "emergency")),
            Self::Feature | Self::Primary | Self::Secondary | Self::Warning => None,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Feature => "nhsuk-card--feature",
            Self::Primary => "nhsuk-card--primary",
            Self::Secondary => "nhsuk-card--secondary",
            Self::Warning => "nhsuk-card--warning",
            Self::NonUrgent => "nhsuk-card--care nhsuk-card--care--non-urgent",
            Self::Urgent => "nhsuk-card--care nhsuk-card--care--urgent",
            Self::Emergency => "nhsuk-card--care nhsuk-card--care--emergency",
        }
    }
}

#[derive(Clone, Debug)]
enum Image {
    Source { src: String, alt: String },
    Html(Markup),
}

/// A card.
#[derive(Clone, Debug, Default)]
pub struct Card {
    pub(crate) heading: Option<Heading>,
    below_heading: Option<Markup>,
    href: Option<String>,
    description: Option<Content>,
    body: Option<Markup>,
    variant: Option<CardVariant>,
    clickable: bool,
    image: Option<Image>,
    actions: Vec<Action>,
    pub(crate) extra: Extra,
}

impl Card {
    /// An empty card.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Its heading, of level 2 unless told otherwise.
        part heading: Heading;
        /// Markup between heading and description, such as a date.
        value below_heading: Markup;
        /// Makes the heading a link.
        text href;
        /// Plain text becomes a paragraph, markup stands as it is.
        content description;
        /// Any markup, in place of a description.
        value body: Markup;
        /// What it is for.
        value variant: CardVariant;
        /// Makes the whole card lead where its heading does.
        flag clickable;
    }

    /// A picture above the text.
    #[must_use]
    pub fn image(mut self, src: impl Into<String>, alt: impl Into<String>) -> Self {
        self.image = Some(Image::Source { src: src.into(), alt: alt.into() });
        self
    }

    /// Markup in place of a picture.
    #[must_use]
    pub fn image_html(mut self, html: Markup) -> Self {
        self.image = Some(Image::Html(html));
        self
    }

    /// Something to do, beside the heading.
    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    extras!();

    /// The words of its heading, which its actions repeat for screen readers.
    pub(crate) fn heading_content(&self) -> Option<&Content> {
        self.heading.as_ref().map(|heading| &heading.content)
    }

    /// Its kind of care, if it is a care card.
    fn care(&self) -> Option<(&'static str, &'static str)> {
        self.heading.as_ref().and(self.variant).and_then(CardVariant::care)
    }

    fn render_heading(&self, heading: &Heading) -> Markup {
        let hidden = heading.hidden_text.as_deref().or(self.care().map(|(words, _)| words));
        let link = self.href.as_ref().filter(|_| self.variant != Some(CardVariant::Feature));
        let inner = match (link, hidden) {
            (Some(href), _) => html! { a.nhsuk-card__link href=(href) { (heading.content) } },
            (None, Some(hidden)) => html! {
                span role="text" { span.nhsuk-u-visually-hidden { (hidden) ": " } (heading.content) }
            },
            (None, None) => html! { (heading.content) },
        };
        let heading = heading.render_with(&Look::new("nhsuk-card__heading", "nhsuk-heading-", "h2"), inner);
        html! {
            (heading)
            @if let Some(below) = &self.below_heading { (below) }
        }
    }

    fn render_actions(&self) -> Markup {
        let heading = self.heading_content();
        html! {
            @match self.actions.as_slice() {
                [] => {}
                [action] => div.nhsuk-card__actions { (action.render_in(heading)) },
                actions => ul.nhsuk-card__actions {
                    @for action in actions { li.nhsuk-card__action { (action.render_in(heading)) } }
                }
            }
        }
    }

    fn render_content(&self) -> Markup {
        html! {
            @if let Some(body) = &self.body {
                (body)
            } @else if let Some(description) = &self.description {
                (description.paragraph("nhsuk-card__description"))
            }
            @if self.variant == Some(CardVariant::Primary) { (Icon::ChevronRightCircle) }
        }
    }
}

impl Render for Card {
    fn render(&self) -> Markup {
        let care = self.care().is_some();
        let variant = self.variant.filter(|variant| care || variant.care().is_none());
        let classes = Classes::new("nhsuk-card")
            .when(self.clickable, "nhsuk-card--clickable")
            .add(variant.map_or("", CardVariant::class));
        let heading = self.heading.as_ref().map(|heading| self.render_heading(heading));
        let apart = care || !self.actions.is_empty();
        Element::component("div", classes, &self.extra).body(html! {
            @match &self.image {
                Some(Image::Source { src, alt }) => img.nhsuk-card__img src=(src) alt=(alt);,
                Some(Image::Html(html)) => (html),
                None => {}
            }
            @if apart {
                div.nhsuk-card__heading-container {
                    @if let Some(heading) = &heading { (heading) }
                    @if care { span.nhsuk-card--care__arrow aria-hidden="true" {} }
                    (self.render_actions())
                }
            }
            div.nhsuk-card__content {
                @if let (false, Some(heading)) = (apart, &heading) { (heading) }
                (self.render_content())
            }
        })
    }
}
