//! Checkboxes: any number of answers to one question.

use crate::attributes::Classes;
use crate::choice::{Choice, Exclusivity, Set};
use crate::choices::{Choices, choice_setters};
use crate::element::Element;
use crate::macros::setters;
use maud::{Markup, Render, html};

/// A set of checkboxes.
#[derive(Clone, Debug, Default)]
pub struct Checkboxes {
    name: String,
    id_prefix: Option<String>,
    items: Vec<Row>,
    values: Vec<String>,
    small: bool,
    inline: bool,
    disabled: bool,
    choices: Choices,
}

/// A choice, or the word that divides two.
#[derive(Clone, Debug)]
enum Row {
    Choice(Box<Choice>),
    Divider(String, Option<Exclusivity>),
}

impl Checkboxes {
    /// A set whose checkboxes send values under this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters! {
        /// Start of the ids, otherwise the name. The first checkbox has it as its id, so that errors can link to it.
        text id_prefix;
        /// Smaller boxes.
        flag small;
        /// Side by side.
        flag inline;
        /// Whether none can be chosen.
        state disabled;
    }

    choice_setters!();

    /// A checkbox at the end.
    #[must_use]
    pub fn item(mut self, choice: impl Into<Choice>) -> Self {
        self.items.push(Row::Choice(Box::new(choice.into())));
        self
    }

    /// Several checkboxes, after those already there.
    #[must_use]
    pub fn items<C: Into<Choice>>(self, choices: impl IntoIterator<Item = C>) -> Self {
        choices.into_iter().fold(self, Self::item)
    }

    /// A word such as "or" before the next checkbox.
    #[must_use]
    pub fn divider(mut self, word: impl Into<String>) -> Self {
        self.items.push(Row::Divider(word.into(), None));
        self
    }

    /// The same beside an inclusive checkbox, hidden with it when there is no script.
    #[must_use]
    pub fn inclusive_divider(mut self, word: impl Into<String>) -> Self {
        self.items.push(Row::Divider(word.into(), Some(Exclusivity::Inclusive)));
        self
    }

    /// The values that are ticked.
    #[must_use]
    pub fn values<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    fn row(&self, row: &Row, set: &Set<'_>, id: &str) -> Markup {
        match row {
            Row::Choice(choice) => {
                let id = choice.extra.id.as_deref().unwrap_or(id);
                choice.render_in(set, id, choice.checked.unwrap_or_else(|| self.values.contains(&choice.value)))
            }
            Row::Divider(word, inclusive) => html! {
                div.nhsuk-checkboxes__divider."nhsuk-u-frontend-not-supported-hidden"[inclusive.is_some()] { (word) }
            },
        }
    }
}

impl Render for Checkboxes {
    fn render(&self) -> Markup {
        let prefix = self.id_prefix.as_deref().unwrap_or(&self.name);
        let classes = Classes::new("nhsuk-checkboxes")
            .when(self.small, "nhsuk-checkboxes--small")
            .when(self.inline, "nhsuk-checkboxes--inline");
        self.choices.render(prefix, false, |described_by| {
            let set = Set {
                kind: "checkboxes",
                input_type: "checkbox",
                name: &self.name,
                disabled: self.disabled,
                described_by,
            };
            let rows = html! {
                @for (id, row) in numbered(prefix, &self.items) { (self.row(row, &set, &id)) }
            };
            Element::component("div", classes, &self.choices.extra)
                .attr("data-module", "nhsuk-checkboxes")
                .body(self.choices.group.around(&rows))
        })
    }
}

/// The rows of a set, each with the id it has unless it says otherwise: `name`, `name-2`, `name-3`.
pub(crate) fn numbered<'a, T>(prefix: &'a str, rows: &'a [T]) -> impl Iterator<Item = (String, &'a T)> {
    (1..).zip(rows).map(move |(number, row)| match number {
        1 => (prefix.to_owned(), row),
        _ => (format!("{prefix}-{number}"), row),
    })
}
