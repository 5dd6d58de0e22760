//! Date input: day, month and year in fields of their own.

use crate::attributes::Classes;
use crate::choices::{Choices, choice_setters};
use crate::element::Element;
use crate::macros::setters;
use crate::{Input, InputMode, InputWidth, Label};
use maud::{Markup, Render, html};

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum DatePart {
    Day,
    Month,
    Year,
}

impl DatePart {
    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Month => "Month",
            Self::Year => "Year",
        }
    }

    fn width(self) -> InputWidth {
        match self {
            Self::Day | Self::Month => InputWidth::Chars2,
            Self::Year => InputWidth::Chars4,
        }
    }
}

/// The field of one part.
#[derive(Clone, Debug)]
pub struct DateField {
    part: DatePart,
    name: Option<String>,
    label: Option<Label>,
    value: Option<String>,
    width: Option<InputWidth>,
    error: Option<bool>,
    disabled: Option<bool>,
    autocomplete: Option<String>,
}

impl DateField {
    /// An empty field.
    pub fn new(part: DatePart) -> Self {
        Self {
            part,
            name: None,
            label: None,
            value: None,
            width: None,
            error: None,
            disabled: None,
            autocomplete: None,
        }
    }

    setters! {
        /// The name under which it is sent, otherwise `day`, `month` or `year`.
        text name;
        /// Another label than "Day", "Month" or "Year".
        part label: Label;
        /// What it contains at first.
        text value;
        /// How many characters it is wide, otherwise 2 or 4.
        value width: InputWidth;
        /// Whether the error is here. When no field says so, an error is in all.
        value error: bool;
        /// Whether it is greyed out, whatever the date is.
        value disabled: bool;
        /// What the browser may fill in, such as `bday-day`.
        text autocomplete;
    }
}

impl From<DatePart> for DateField {
    fn from(part: DatePart) -> Self {
        Self::new(part)
    }
}

/// A date in parts.
#[derive(Clone, Debug)]
pub struct DateInput {
    id: String,
    fields: Vec<DateField>,
    name_prefix: Option<String>,
    disabled: bool,
    choices: Choices,
}

impl DateInput {
    /// Day, month and year. Their ids begin with `id`: `id-day`.
    pub fn new(id: impl Into<String>) -> Self {
        Self::of(id, [DatePart::Day, DatePart::Month, DatePart::Year])
    }

    /// Only these parts.
    pub fn of<F: Into<DateField>>(id: impl Into<String>, fields: impl IntoIterator<Item = F>) -> Self {
        let id = id.into();
        let choices = Choices {
            extra: crate::attributes::Extra { id: Some(id.clone()), ..Default::default() },
            ..Choices::default()
        };
        Self { id, fields: fields.into_iter().map(Into::into).collect(), name_prefix: None, disabled: false, choices }
    }

    choice_setters!();

    setters! {
        /// Sends the parts as `prefix[day]` and so on.
        text name_prefix;
        /// Whether it is greyed out and not sent.
        state disabled;
    }

    /// What day, month and year contain at first.
    #[must_use]
    pub fn values(self, day: impl Into<String>, month: impl Into<String>, year: impl Into<String>) -> Self {
        self.value(DatePart::Day, day).value(DatePart::Month, month).value(DatePart::Year, year)
    }

    /// What one part contains at first.
    #[must_use]
    pub fn value(mut self, part: DatePart, value: impl Into<String>) -> Self {
        let value = value.into();
        for field in self.fields.iter_mut().filter(|field| field.part == part) {
            field.value.get_or_insert_with(|| value.clone());
        }
        self
    }

    /// Whether the error is in this part.
    #[must_use]
    pub fn error_in(mut self, part: DatePart) -> Self {
        for field in self.fields.iter_mut().filter(|field| field.part == part) {
            field.error = Some(true);
        }
        self
    }

    fn has_marked_field(&self) -> bool {
        self.fields.iter().any(|field| field.error == Some(true))
    }

    fn render_field(&self, field: &DateField) -> Markup {
        let name = field.name.as_deref().unwrap_or(field.part.name());
        let name = self.name_prefix.as_ref().map_or_else(|| name.to_owned(), |prefix| format!("{prefix}[{name}]"));
        let label = field.label.clone().unwrap_or_else(|| Label::new(field.part.label()));
        let all_wrong = self.choices.feedback.is_error() && !self.has_marked_field();
        let mut input = Input::new(name, label.within("nhsuk-date-input__label"))
            .id(format!("{}-{}", self.id, field.part.name()))
            .width(field.width.unwrap_or(field.part.width()))
            .input_mode(InputMode::Numeric)
            .class("nhsuk-date-input__input")
            .invalid(field.error.unwrap_or(all_wrong))
            .disabled(field.disabled.unwrap_or(self.disabled));
        input.value.clone_from(&field.value);
        input.autocomplete.clone_from(&field.autocomplete);
        html! { div.nhsuk-date-input__item { (input) } }
    }
}

impl Render for DateInput {
    fn render(&self) -> Markup {
        let mut choices = self.choices.clone();
        if let Some(fieldset) = &mut choices.fieldset {
            // Otherwise some screen readers do not say what describes a group of text inputs.
            fieldset.role.get_or_insert_with(|| "group".to_owned());
        }
        choices.render(&self.id, self.has_marked_field(), |_| {
            let fields = html! { @for field in &self.fields { (self.render_field(field)) } };
            Element::component("div", Classes::new("nhsuk-date-input"), &choices.extra)
                .body(choices.group.around(&fields))
        })
    }
}
