//! Table: figures and facts in rows and columns.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::Look;
use crate::macros::{extras, setters};
use crate::table_cells::{Align, Cell, Column, Format};
use crate::{Card, Heading, Scroll};
use maud::{Markup, Render, html};

/// A table. Give it a caption, visually hidden if need be.
#[derive(Clone, Debug, Default)]
pub struct Table {
    caption: Option<Heading>,
    head: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    first_cell_is_header: bool,
    responsive: bool,
    scroll: bool,
    compact: bool,
    striped: bool,
    reverse: bool,
    no_border: bool,
    no_last_row_border: bool,
    card: Option<Card>,
    extra: Extra,
}

impl Table {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// The heads of the columns: `.head(["Name", "Date"])`, or with [`columns!`](crate::columns) where they differ.
    #[must_use]
    pub fn head<C: Into<Column>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.head = columns.into_iter().map(Into::into).collect();
        self
    }

    /// A row at the end: `.row(["a", "b"])`, or with [`cells!`](crate::cells) where they differ.
    #[must_use]
    pub fn row<C: Into<Cell>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// Several rows, after those already there.
    #[must_use]
    pub fn rows<C: Into<Cell>, R: IntoIterator<Item = C>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    setters! {
        /// What the table shows.
        part caption: Heading;
        /// The first cell of each row is its head.
        flag first_cell_is_header;
        /// On small screens each row becomes a list of column and cell.
        flag responsive;
        /// Scrolls sideways where it is wider than the screen.
        flag scroll;
        /// Less space in the cells.
        flag compact;
        /// Every other row on another background.
        flag striped;
        /// White, for dark backgrounds.
        flag reverse;
        /// Without lines between the rows.
        flag no_border;
        /// Without the line below the last row.
        flag no_last_row_border;
        /// The card around it.
        value card: Card;
    }

    extras!();

    fn is_sortable(&self) -> bool {
        self.head.iter().any(|column| column.sort.is_some())
    }

    /// Whether a column that can be sorted, or one after it, is a link.
    fn is_sorted_by_server(&self) -> bool {
        self.head.iter().skip_while(|column| column.sort.is_none()).any(|column| column.body.href.is_some())
    }

    fn caption_id(&self) -> Option<String> {
        let caption = self.caption.as_ref()?;
        let from_table = self.extra.id.as_ref().map(|id| format!("{id}-caption"));
        let from_text = || match &caption.content {
            crate::Content::Text(text) => {
                let name: String = text.replace(' ', "-").to_lowercase().chars().take(40).collect();
                Some(format!("table-{name}-caption"))
            }
            crate::Content::Html(_) => None,
        };
        caption.extra.id.clone().or_else(|| from_table.or_else(from_text).filter(|_| self.scroll))
    }

    fn classes(&self) -> Classes {
        Classes::new("nhsuk-table")
            .when(self.reverse, "nhsuk-table--reverse")
            .when(self.compact, "nhsuk-table--compact")
            .when(self.responsive, "nhsuk-table--responsive")
            .when(self.no_border, "nhsuk-table--no-border")
            .when(self.no_last_row_border && !self.no_border, "nhsuk-table--no-last-row-border")
            .when(self.is_sortable(), "nhsuk-table--sortable")
            .when(self.striped, "nhsuk-table--striped")
    }

    fn render_caption(&self, caption: &Heading) -> Markup {
        let mut caption = caption.clone();
        caption.extra.id = self.caption_id();
        if self.is_sortable() {
            caption.hidden_text.get_or_insert_with(|| "Column headers are sortable".to_owned());
        }
        caption.hidden_text = caption.hidden_text.map(|text| format!("({text})"));
        caption.render_as(&Look::new("nhsuk-table__caption", "nhsuk-table__caption--", "caption"))
    }

    fn render_head(&self) -> Markup {
        html! {
            thead.nhsuk-table__head role=[self.responsive.then_some("rowgroup")] {
                tr.nhsuk-table__row role=[self.responsive.then_some("row")] {
                    @for column in &self.head { (column.render_in(self.responsive, self.is_sorted_by_server())) }
                }
            }
        }
    }

    fn render_cell(&self, cell: &Cell, column: Option<&Column>, is_header: bool) -> Markup {
        let mut body = cell.body.clone();
        let head = column.map(|column| &column.body);
        let format = head.and_then(|head| head.format);
        body.align = body.align.or_else(|| match (body.format, format) {
            (Some(Format::Text), Some(Format::Numeric)) => Some(Align::Right),
            _ => head.and_then(|head| head.align),
        });
        body.format = body.format.or(format);
        let role = if is_header { "rowheader" } else { "cell" };
        let inner = body.inner();
        body.element(if is_header { "th" } else { "td" }, self.responsive)
            .maybe("scope", is_header.then_some("row"))
            .maybe("role", self.responsive.then_some(role))
            .maybe("data-sort-value", cell.sort_value.as_ref())
            .body(html! {
                @if let (true, Some(head)) = (self.responsive, head) {
                    (head.beside())
                    @if body.content.is_html() { span { (inner) } } @else { (inner) }
                } @else {
                    (inner)
                }
            })
    }

    fn table(&self) -> Markup {
        let scripted = self.is_sortable() && !self.is_sorted_by_server();
        Element::component("table", self.classes(), &self.extra)
            .maybe("data-module", scripted.then_some("nhsuk-table"))
            .maybe("role", self.responsive.then_some("table"))
            .body(html! {
                @if let Some(caption) = &self.caption { (self.render_caption(caption)) }
                @if !self.head.is_empty() { (self.render_head()) }
                tbody.nhsuk-table__body {
                    @for row in &self.rows {
                        tr.nhsuk-table__row role=[self.responsive.then_some("row")] {
                            @for (index, cell) in row.iter().enumerate() {
                                (self.render_cell(cell, self.head.get(index), index == 0 && self.first_cell_is_header))
                            }
                        }
                    }
                }
            })
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        let mut table = self.table();
        if self.scroll {
            let mut scroll = Scroll::new(table);
            if let Some(id) = self.caption_id() {
                scroll = scroll.labelled_by(id);
            }
            table = if self.reverse { scroll.reverse().render() } else { scroll.render() };
        }
        match &self.card {
            Some(card) => card.clone().body(table).render(),
            None => table,
        }
    }
}

/// The heads of a table's columns, each from text, markup or a [`Column`]: `columns!["Name", Column::new("Cost").numeric()]`.
#[macro_export]
macro_rules! columns {
    ($($column:expr),* $(,)?) => { [$($crate::Column::from($column)),*] };
}

/// The cells of a table's row, each from text, markup or a [`Cell`]: `cells!["Paper", Cell::new("3").text()]`.
#[macro_export]
macro_rules! cells {
    ($($cell:expr),* $(,)?) => { [$($crate::Cell::from($cell)),*] };
}
