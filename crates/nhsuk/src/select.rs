//! Select: one of many, where radios would be too long. Prefer radios.

use crate::Label;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::field::{Described, Field, field_setters};
use crate::macros::setters;
use maud::{Markup, Render, html};

/// A drop-down list with its label.
#[derive(Clone, Debug)]
pub struct Select {
    field: Field,
    items: Vec<Item>,
    value: Option<String>,
    disabled: bool,
    wrapper: Extra,
}

#[derive(Clone, Debug)]
enum Item {
    Choice(SelectOption),
    Divider,
}

/// An entry of the list.
#[derive(Clone, Debug)]
pub struct SelectOption {
    value: Option<String>,
    text: String,
    selected: Option<bool>,
    disabled: bool,
}

impl SelectOption {
    /// An entry that sends `value` and reads `text`.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..Self::plain(text) }
    }

    /// An entry that sends what it reads.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { value: None, text: text.into(), selected: None, disabled: false }
    }

    setters! {
        /// Whether it is chosen, whatever the list's value says.
        value selected: bool;
        /// Whether it cannot be chosen.
        state disabled;
    }

    fn render_in(&self, list_value: Option<&str>) -> Markup {
        let value = self.value.as_ref().unwrap_or(&self.text);
        let selected = self.selected.unwrap_or_else(|| list_value == Some(value));
        html! { option value=[&self.value] selected[selected] disabled[self.disabled] { (self.text) } }
    }
}

impl<V: Into<String>, T: Into<String>> From<(V, T)> for SelectOption {
    fn from((value, text): (V, T)) -> Self {
        Self::new(value, text)
    }
}

impl Select {
    /// A list that sends one value under `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            field: Field::new(name, label),
            items: Vec::new(),
            value: None,
            disabled: false,
            wrapper: Extra::default(),
        }
    }

    field_setters!(field);

    setters! {
        /// The value that is chosen.
        text value;
        /// Whether it is greyed out and not sent.
        state disabled;
    }

    /// An entry at the end.
    #[must_use]
    pub fn item(mut self, item: impl Into<SelectOption>) -> Self {
        self.items.push(Item::Choice(item.into()));
        self
    }

    /// Several entries, after those already there.
    #[must_use]
    pub fn items<O: Into<SelectOption>>(self, items: impl IntoIterator<Item = O>) -> Self {
        items.into_iter().fold(self, Self::item)
    }

    /// A line before the next entry.
    #[must_use]
    pub fn divider(mut self) -> Self {
        self.items.push(Item::Divider);
        self
    }

    /// One or more further classes of the element around the list and what stands beside it.
    #[must_use]
    pub fn wrapper_class(mut self, class: &str) -> Self {
        self.wrapper.add_class(class);
        self
    }
}

impl Render for Select {
    fn render(&self) -> Markup {
        let Described { markup, ids } = self.field.head();
        let invalid = self.field.feedback.is_error();
        let group = &self.field.group;
        let classes = Classes::new("nhsuk-select").when(invalid, "nhsuk-select--error");
        let select =
            self.field.control("select", classes).flag("disabled", self.disabled).maybe("aria-describedby", ids);
        let select = group.around(&select.body(html! {
            @for item in &self.items {
                @match item {
                    Item::Choice(option) => (option.render_in(self.value.as_deref())),
                    Item::Divider => hr;,
                }
            }
        }));
        let wrapped = group.before.is_some() || group.after.is_some() || !self.wrapper.classes.is_empty();
        group.element(invalid).body(html! {
            (markup)
            @if wrapped {
                (Element::component("div", Classes::new("nhsuk-input-wrapper"), &self.wrapper).body(select))
            } @else {
                (select)
            }
        })
    }
}
