//! Summary list: facts about one thing, or answers to check before they count.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, items, setters};
use crate::{Action, Card, Content, Width};
use maud::{Markup, Render, html};

/// Rows of a key and a value.
#[derive(Clone, Debug, Default)]
pub struct SummaryList {
    items: Vec<SummaryRow>,
    card: Option<Card>,
    no_border: bool,
    no_last_row_border: bool,
    extra: Extra,
}

/// A key, a value, and what can be done about it.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    key: Content,
    value: Content,
    actions: Vec<Action>,
    key_width: Option<Width>,
    value_width: Option<Width>,
    no_border: bool,
    extra: Extra,
}

impl SummaryRow {
    /// A row without actions.
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            actions: Vec::new(),
            key_width: None,
            value_width: None,
            no_border: false,
            extra: Extra::default(),
        }
    }

    /// Something to do about it.
    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    setters! {
        /// Share of the width that the key has.
        value key_width: Width;
        /// Share of the width that the value has.
        value value_width: Width;
        /// Without the line below it.
        flag no_border;
    }

    extras!();

    /// The row in its list: whether other rows have actions, whether the line below it is the list's to leave out,
    /// and the heading of the card around it.
    fn render_in(&self, has_actions: bool, list_decides: bool, heading: Option<&Content>) -> Markup {
        let classes = Classes::new("nhsuk-summary-list__row")
            .when(has_actions && self.actions.is_empty(), "nhsuk-summary-list__row--no-actions")
            .when(self.no_border && !list_decides, "nhsuk-summary-list__row--no-border");
        let width = |class, width: Option<Width>| Classes::new(class).variant("nhsuk-u-width-", width.map(Width::name));
        Element::component("div", classes, &self.extra).body(html! {
            dt class=(width("nhsuk-summary-list__key", self.key_width).as_str()) { (self.key) }
            dd class=(width("nhsuk-summary-list__value", self.value_width).as_str()) { (self.value) }
            @match self.actions.as_slice() {
                [] => {}
                [action] => dd.nhsuk-summary-list__actions { (action.render_in(heading)) },
                actions => dd.nhsuk-summary-list__actions {
                    ul.nhsuk-summary-list__actions-list {
                        @for action in actions {
                            li.nhsuk-summary-list__actions-list-item { (action.render_in(heading)) }
                        }
                    }
                }
            }
        })
    }
}

impl<K: Into<Content>, V: Into<Content>> From<(K, V)> for SummaryRow {
    fn from((key, value): (K, V)) -> Self {
        Self::new(key, value)
    }
}

impl SummaryList {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    items! {
        /// A row at the end.
        SummaryRow
    }

    /// A row without actions, at the end.
    #[must_use]
    pub fn row(self, key: impl Into<Content>, value: impl Into<Content>) -> Self {
        self.item(SummaryRow::new(key, value))
    }

    setters! {
        /// The card around it; its heading is repeated by each action for screen readers.
        value card: Card;
        /// Without lines between the rows.
        flag no_border;
        /// Without the line below the last row.
        flag no_last_row_border;
    }

    extras!();

    fn list(&self) -> Markup {
        let classes = Classes::new("nhsuk-summary-list")
            .when(self.no_border, "nhsuk-summary-list--no-border")
            .when(self.no_last_row_border && !self.no_border, "nhsuk-summary-list--no-last-row-border");
        let has_actions = self.items.iter().any(|row| !row.actions.is_empty());
        let heading = self.card.as_ref().and_then(Card::heading_content);
        let last = self.items.len();
        Element::component("dl", classes, &self.extra).body(html! {
            @for (number, row) in (1..).zip(&self.items) {
                (row.render_in(has_actions, self.no_last_row_border && number == last, heading))
            }
        })
    }
}

impl Render for SummaryList {
    fn render(&self) -> Markup {
        match &self.card {
            Some(card) => card.clone().body(self.list()).render(),
            None => self.list(),
        }
    }
}
