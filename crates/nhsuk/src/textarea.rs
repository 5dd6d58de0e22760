//! Textarea: text of several lines.

use crate::Label;
use crate::attributes::Classes;
use crate::element::Element;
use crate::field::{Described, Field, field_setters};
use crate::macros::setters;
use maud::{Markup, Render, html};

/// Text of several lines with its label.
#[derive(Clone, Debug)]
pub struct Textarea {
    pub(crate) field: Field,
    pub(crate) value: String,
    rows: Option<u32>,
    disabled: bool,
    spellcheck: Option<bool>,
    autocomplete: Option<String>,
}

impl Textarea {
    /// A field that sends its text under `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            field: Field::new(name, label),
            value: String::new(),
            rows: None,
            disabled: false,
            spellcheck: None,
            autocomplete: None,
        }
    }

    field_setters!(field);

    /// What it contains at first.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    setters! {
        /// How many lines it shows, otherwise 5.
        value rows: u32;
        /// Whether it is greyed out and not sent.
        state disabled;
        /// Whether the browser checks the spelling.
        value spellcheck: bool;
        /// What the browser may fill in (HTML's `autocomplete`).
        text autocomplete;
    }

    /// The textarea in a form group that a component based on it changes.
    pub(crate) fn render_in(&self, change: impl FnOnce(Element) -> Element) -> Markup {
        let Described { markup, ids } = self.field.head();
        let invalid = self.field.feedback.is_error();
        let textarea = self
            .field
            .control("textarea", Classes::new("nhsuk-textarea").when(invalid, "nhsuk-textarea--error"))
            .attr("rows", self.rows.unwrap_or(5))
            .maybe("spellcheck", self.spellcheck)
            .flag("disabled", self.disabled)
            .maybe("aria-describedby", ids)
            .maybe("autocomplete", self.autocomplete.as_ref())
            // Browsers drop a line break right after the opening tag, so one more keeps the text's own.
            .body(html! { @if self.value.starts_with('\n') { "\n" } (self.value) });
        change(self.field.group.element(invalid)).body(html! { (markup) (self.field.group.around(&textarea)) })
    }
}

impl Render for Textarea {
    fn render(&self) -> Markup {
        self.render_in(|group| group)
    }
}
