//! Footer: links that every page has, and whose page it is.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::Look;
use crate::link::links;
use crate::macros::{extras, items, setters};
use crate::{Content, Heading, HeadingSize, Link, MaybeContent, Width};
use maud::{Markup, Render, html};

/// The foot of every page.
#[derive(Clone, Debug)]
pub struct Footer {
    columns: Vec<FooterColumn>,
    per_row: Columns,
    items: Vec<Link>,
    links_heading: Option<String>,
    text: Option<Content>,
    copyright: Option<Content>,
    container_class: String,
    extra: Extra,
}

/// How many columns of links stand side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Columns {
    One,
    Two,
    Three,
    #[default]
    Four,
}

impl Columns {
    fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    fn width(self) -> Width {
        match self {
            Self::One => Width::Full,
            Self::Two => Width::OneHalf,
            Self::Three => Width::OneThird,
            Self::Four => Width::OneQuarter,
        }
    }
}

/// A column of links under a heading.
#[derive(Clone, Debug, Default)]
pub struct FooterColumn {
    heading: Option<Heading>,
    text: Option<Content>,
    items: Vec<Link>,
    width: Option<Width>,
}

impl FooterColumn {
    /// An empty column.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Its heading.
        part heading: Heading;
        /// Text above the links.
        content text;
        /// Its width, otherwise that of all columns.
        value width: Width;
    }

    items! {
        /// A link at the end.
        Link
    }
    links!();

    fn render_in(&self, columns: Columns) -> Markup {
        html! {
            div class={ "nhsuk-grid-column-" (self.width.unwrap_or(columns.width()).name()) } {
                @if let Some(heading) = &self.heading {
                    (heading.clone().size(HeadingSize::S).render_as(&Look::new("nhsuk-footer__heading", "nhsuk-heading-", "h2")))
                }
                @if let Some(text) = &self.text { (text.paragraph("nhsuk-body-s")) }
                @if !self.items.is_empty() { (list(&self.items)) }
            }
        }
    }
}

impl Footer {
    /// A footer that says "© NHS England".
    pub fn new() -> Self {
        Self {
            columns: Vec::new(),
            per_row: Columns::default(),
            items: Vec::new(),
            links_heading: None,
            text: None,
            copyright: Some("© NHS England".into()),
            container_class: String::new(),
            extra: Extra::default(),
        }
    }

    /// A column of links above the others.
    #[must_use]
    pub fn column(mut self, column: FooterColumn) -> Self {
        self.columns.push(column);
        self
    }

    /// How many columns stand side by side, otherwise four.
    #[must_use]
    pub fn per_row(mut self, columns: Columns) -> Self {
        self.per_row = columns;
        self
    }

    items! {
        /// A link such as "Accessibility statement".
        Link
    }
    links!();

    setters! {
        /// What screen readers call these links, otherwise "Support links".
        text links_heading;
        /// Text below the links.
        content text;
    }

    /// Whose page it is; `None` leaves it out.
    #[must_use]
    pub fn copyright(mut self, copyright: impl MaybeContent) -> Self {
        self.copyright = copyright.maybe();
        self
    }

    /// A class for the container, where a page is wider than usual.
    #[must_use]
    pub fn container_class(mut self, class: impl Into<String>) -> Self {
        self.container_class = class.into();
        self
    }

    extras!();
}

impl Default for Footer {
    fn default() -> Self {
        Self::new()
    }
}

fn list(links: &[Link]) -> Markup {
    html! {
        ul.nhsuk-footer__list {
            @for link in links { li.nhsuk-footer__list-item { (link.render_as("nhsuk-footer__list-item-link")) } }
        }
    }
}

impl Render for Footer {
    fn render(&self) -> Markup {
        let container = Classes::new("nhsuk-width-container").add(&self.container_class);
        Element::component("footer", Classes::new("nhsuk-footer"), &self.extra).attr("role", "contentinfo").body(
            html! {
                div class=(container.as_str()) {
                    @for row in self.columns.chunks(self.per_row.count()) {
                        div.nhsuk-footer__navigation.nhsuk-grid-row {
                            @for column in row { (column.render_in(self.per_row)) }
                        }
                    }
                    div.nhsuk-footer__meta {
                        @if !self.items.is_empty() {
                            h2.nhsuk-u-visually-hidden { (self.links_heading.as_deref().unwrap_or("Support links")) }
                            (list(&self.items))
                        }
                        @if let Some(text) = &self.text { (text.paragraph("nhsuk-body-s")) }
                        @if let Some(copyright) = &self.copyright { (copyright.paragraph("nhsuk-body-s")) }
                    }
                }
            },
        )
    }
}
