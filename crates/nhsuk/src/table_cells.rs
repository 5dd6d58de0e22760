//! The columns and cells of a table.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{from_content, setters};
use crate::{Content, Width};
use maud::{Markup, html};

/// Side to which a cell's text keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Align {
    Left,
    Centre,
    Right,
}

impl Align {
    fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Centre => "centre",
            Self::Right => "right",
        }
    }
}

/// How a table is sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// It can be, but is not.
    Possible,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Sort {
    fn aria(self) -> Option<&'static str> {
        match self {
            Self::Possible => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }
}

/// Whether a cell holds a number or text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Numeric,
    Text,
}

/// What columns and cells have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub(crate) content: Content,
    pub(crate) hidden_text: Option<String>,
    pub(crate) href: Option<String>,
    pub(crate) format: Option<Format>,
    pub(crate) align: Option<Align>,
    width: Option<Width>,
    pub(crate) colspan: Option<u32>,
    rowspan: Option<u32>,
    extra: Extra,
}

impl Body {
    fn value(&self, linked: bool) -> Markup {
        let empty = matches!(&self.content, Content::Text(text) if text.is_empty());
        let words = html! {
            (self.content)
            @if let Some(hidden) = &self.hidden_text {
                span.nhsuk-u-visually-hidden { @if !empty { " " } (hidden) }
            }
        };
        match self.href.as_ref().filter(|_| linked) {
            Some(href) => html! { a.nhsuk-link href=(href) { (words) } },
            None => words,
        }
    }

    /// The cell's opening tag.
    pub(crate) fn element(&self, name: &'static str, responsive: bool) -> Element {
        let base = if name == "th" { "nhsuk-table__header" } else { "nhsuk-table__cell" };
        let numeric = (self.format == Some(Format::Numeric)).then_some("numeric");
        let classes = Classes::new(base)
            .variant(&format!("{base}--"), numeric)
            .variant("nhsuk-u-text-align-", self.align.map(Align::name))
            .variant("nhsuk-u-width-", self.width.map(Width::name));
        Element::component(name, classes, &self.extra)
            .maybe("colspan", self.colspan.filter(|_| !responsive))
            .maybe("rowspan", self.rowspan)
    }

    /// The cell's content.
    pub(crate) fn inner(&self) -> Markup {
        self.value(true)
    }

    /// The words of a column's head, beside a cell on small screens.
    pub(crate) fn beside(&self) -> Markup {
        html! { span.nhsuk-table__heading aria-hidden="true" { (self.value(false)) " " } }
    }
}

macro_rules! body_setters {
    () => {
        /// A cell with this content.
        pub fn new(content: impl Into<Content>) -> Self {
            let body = Body { content: content.into(), ..Body::default() };
            Self { body, ..Self::default() }
        }

        /// Words after it for screen readers only.
        #[must_use]
        pub fn hidden_text(mut self, text: impl Into<String>) -> Self {
            self.body.hidden_text = Some(text.into());
            self
        }

        /// Makes it a link.
        #[must_use]
        pub fn href(mut self, href: impl Into<String>) -> Self {
            self.body.href = Some(href.into());
            self
        }

        /// Numbers: to the right, with digits of one width.
        #[must_use]
        pub fn numeric(mut self) -> Self {
            self.body.format = Some(Format::Numeric);
            self
        }

        /// Side to which the text keeps.
        #[must_use]
        pub fn align(mut self, align: Align) -> Self {
            self.body.align = Some(align);
            self
        }

        /// Share of the table's width.
        #[must_use]
        pub fn width(mut self, width: Width) -> Self {
            self.body.width = Some(width);
            self
        }

        /// Columns it covers; ignored in responsive tables.
        #[must_use]
        pub fn colspan(mut self, columns: u32) -> Self {
            self.body.colspan = Some(columns);
            self
        }

        /// Rows it covers.
        #[must_use]
        pub fn rowspan(mut self, rows: u32) -> Self {
            self.body.rowspan = Some(rows);
            self
        }

        /// One or more further classes, separated by spaces.
        #[must_use]
        pub fn class(mut self, class: &str) -> Self {
            self.body.extra.add_class(class);
            self
        }

        /// A further attribute.
        #[must_use]
        pub fn attribute(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
            self.body.extra.attributes.push(name, value);
            self
        }
    };
}

/// The head of a column. What it says about numbers and alignment holds for its cells.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub(crate) body: Body,
    pub(crate) sort: Option<Sort>,
    sort_next: Option<Sort>,
}

impl Column {
    body_setters!();

    setters! {
        /// How the table is sorted by it. With a link the server sorts, otherwise a script.
        value sort: Sort;
        /// What the script sorts by first.
        value sort_next: Sort;
    }

    /// The head of the column in its table.
    pub(crate) fn render_in(&self, responsive: bool, sorted_by_server: bool) -> Markup {
        self.body
            .element("th", responsive)
            .attr("scope", "col")
            .maybe("role", responsive.then_some("columnheader"))
            .flag("data-sort", self.sort.is_some())
            .maybe("data-sort-next", self.sort_next.filter(|_| !sorted_by_server).and_then(Sort::aria))
            .maybe("aria-sort", self.sort.and_then(Sort::aria))
            .body(self.body.inner())
    }
}

/// A cell of a row.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub(crate) body: Body,
    pub(crate) sort_value: Option<String>,
}

impl Cell {
    body_setters!();

    /// Text in a column of numbers.
    #[must_use]
    pub fn text(mut self) -> Self {
        self.body.format = Some(Format::Text);
        self
    }

    setters! {
        /// What a script sorts it by, where that is not its text.
        text sort_value;
    }
}

from_content!(Column);
from_content!(Cell);
