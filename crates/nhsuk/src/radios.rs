//! Radios: one answer to a question.

use crate::attributes::Classes;
use crate::checkboxes::numbered;
use crate::choice::{Choice, Set};
use crate::choices::{Choices, choice_setters};
use crate::element::Element;
use crate::macros::setters;
use maud::{Markup, Render, html};

/// A set of radio buttons.
#[derive(Clone, Debug, Default)]
pub struct Radios {
    name: String,
    id_prefix: Option<String>,
    items: Vec<Row>,
    value: Option<String>,
    small: bool,
    inline: bool,
    disabled: bool,
    choices: Choices,
}

/// A choice, or the word that divides two.
#[derive(Clone, Debug)]
enum Row {
    Choice(Box<Choice>),
    Divider(String),
}

impl Radios {
    /// A set that sends one value under this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters! {
        /// Start of the ids, otherwise the name. The first radio button has it as its id, so that errors can link to it.
        text id_prefix;
        /// The value that is chosen.
        text value;
        /// Smaller buttons.
        flag small;
        /// Side by side.
        flag inline;
        /// Whether none can be chosen.
        state disabled;
    }

    choice_setters!();

    /// A radio button at the end.
    #[must_use]
    pub fn item(mut self, choice: impl Into<Choice>) -> Self {
        self.items.push(Row::Choice(Box::new(choice.into())));
        self
    }

    /// Several radio buttons, after those already there.
    #[must_use]
    pub fn items<C: Into<Choice>>(self, choices: impl IntoIterator<Item = C>) -> Self {
        choices.into_iter().fold(self, Self::item)
    }

    /// A word such as "or" before the next radio button.
    #[must_use]
    pub fn divider(mut self, word: impl Into<String>) -> Self {
        self.items.push(Row::Divider(word.into()));
        self
    }

    fn row(&self, row: &Row, set: &Set<'_>, id: &str) -> Markup {
        match row {
            Row::Choice(choice) => {
                let id = choice.extra.id.as_deref().unwrap_or(id);
                choice.render_in(set, id, choice.checked.unwrap_or_else(|| self.value.as_ref() == Some(&choice.value)))
            }
            Row::Divider(word) => html! { div.nhsuk-radios__divider { (word) } },
        }
    }
}

impl Render for Radios {
    fn render(&self) -> Markup {
        let prefix = self.id_prefix.as_deref().unwrap_or(&self.name);
        let classes = Classes::new("nhsuk-radios")
            .when(self.small, "nhsuk-radios--small")
            .when(self.inline, "nhsuk-radios--inline");
        self.choices.render(prefix, false, |described_by| {
            // Unlike those of checkboxes, the inputs do not repeat what describes the set.
            let described_by = described_by.and(None);
            let set =
                Set { kind: "radios", input_type: "radio", name: &self.name, disabled: self.disabled, described_by };
            let rows = html! {
                @for (id, row) in numbered(prefix, &self.items) { (self.row(row, &set, &id)) }
            };
            Element::component("div", classes, &self.choices.extra)
                .attr("data-module", "nhsuk-radios")
                .body(self.choices.group.around(&rows))
        })
    }
}
