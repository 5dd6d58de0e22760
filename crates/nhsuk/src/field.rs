//! What form fields have in common: label, hint, error message, and the group around them.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::{Content, ErrorMessage, Hint, Label};
use maud::{Markup, html};

/// The form group around one field or a set of choices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub(crate) extra: Extra,
    pub(crate) before: Option<Content>,
    pub(crate) after: Option<Content>,
}

/// Hint and error message, and whether something is wrong at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Feedback {
    pub(crate) hint: Option<Content>,
    pub(crate) error: Option<Content>,
    pub(crate) invalid: bool,
    pub(crate) described_by: Option<String>,
}

/// Markup, and the ids of what in it describes the field.
pub(crate) struct Described {
    pub(crate) markup: Markup,
    pub(crate) ids: Option<String>,
}

impl Group {
    /// The group around its content, marked when something in it is wrong.
    pub(crate) fn element(&self, invalid: bool) -> Element {
        let classes = Classes::new("nhsuk-form-group").when(invalid, "nhsuk-form-group--error");
        Element::component("div", classes, &self.extra)
    }

    /// The field between what the page put before and after it.
    pub(crate) fn around(&self, field: &Markup) -> Markup {
        html! {
            @if let Some(before) = &self.before { (before) }
            (field)
            @if let Some(after) = &self.after { (after) }
        }
    }
}

impl Feedback {
    pub(crate) fn is_error(&self) -> bool {
        self.invalid || self.error.is_some()
    }

    /// Hint and error message of the field or set with this id.
    pub(crate) fn render(&self, id: &str) -> Described {
        let hint_id = self.hint.as_ref().map(|_| format!("{id}-hint"));
        let error_id = self.error.as_ref().map(|_| format!("{id}-error"));
        let ids: Vec<&str> =
            [&self.described_by, &hint_id, &error_id].into_iter().flatten().map(String::as_str).collect();
        Described {
            ids: (!ids.is_empty()).then(|| ids.join(" ")),
            markup: html! {
                @if let (Some(hint), Some(id)) = (&self.hint, &hint_id) { (Hint::new(hint.clone()).id(id)) }
                " "
                @if let (Some(error), Some(id)) = (&self.error, &error_id) { (ErrorMessage::new(error.clone()).id(id)) }
            },
        }
    }
}

/// One field with a label.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) id: Option<String>,
    pub(crate) label: Label,
    pub(crate) feedback: Feedback,
    pub(crate) group: Group,
    pub(crate) extra: Extra,
}

impl Field {
    pub(crate) fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            name: name.into(),
            id: None,
            label: label.into(),
            feedback: Feedback::default(),
            group: Group::default(),
            extra: Extra::default(),
        }
    }

    /// Its id, which is its name unless told otherwise.
    pub(crate) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }

    /// Label, hint and error message.
    pub(crate) fn head(&self) -> Described {
        let Described { markup, ids } = self.feedback.render(self.id());
        Described { ids, markup: html! { (self.label.naming(self.id())) (markup) } }
    }

    /// The form control, with the classes and attributes the page added.
    pub(crate) fn control(&self, element: &'static str, classes: Classes) -> Element {
        Element::new(element)
            .class(classes.add(&self.extra.classes))
            .attr("id", self.id())
            .attr("name", &self.name)
            .all(&self.extra.attributes)
    }
}

/// Builder methods for the form field at this place in the struct.
macro_rules! field_setters {
    ($($place:ident).+) => {
        /// Its id, otherwise its name.
        #[must_use]
        pub fn id(mut self, id: impl Into<String>) -> Self {
            self.$($place).+.id = Some(id.into());
            self
        }

        /// Help, between label and field.
        #[must_use]
        pub fn hint(mut self, hint: impl $crate::MaybeContent) -> Self {
            self.$($place).+.feedback.hint = hint.maybe();
            self
        }

        /// What is wrong with it, if anything.
        #[must_use]
        pub fn error(mut self, error: impl $crate::MaybeContent) -> Self {
            self.$($place).+.feedback.error = error.maybe();
            self
        }

        /// Whether it is marked as wrong even without a message of its own.
        #[must_use]
        pub fn invalid(mut self, invalid: bool) -> Self {
            self.$($place).+.feedback.invalid = invalid;
            self
        }

        /// Ids of further elements that describe it, separated by spaces.
        #[must_use]
        pub fn described_by(mut self, ids: impl Into<String>) -> Self {
            self.$($place).+.feedback.described_by = Some(ids.into());
            self
        }

        /// One or more further classes of the form control, separated by spaces.
        #[must_use]
        pub fn class(mut self, class: &str) -> Self {
            self.$($place).+.extra.add_class(class);
            self
        }

        /// A further attribute of the form control.
        #[must_use]
        pub fn attribute(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
            self.$($place).+.extra.attributes.push(name, value);
            self
        }

        $crate::field::group_setters!($($place).+.group);
    };
}

/// Builder methods for the form group at this place in the struct.
macro_rules! group_setters {
    ($($place:ident).+) => {
        /// One or more further classes of the form group, separated by spaces.
        #[must_use]
        pub fn group_class(mut self, class: &str) -> Self {
            self.$($place).+.extra.add_class(class);
            self
        }

        /// A further attribute of the form group.
        #[must_use]
        pub fn group_attribute(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
            self.$($place).+.extra.attributes.push(name, value);
            self
        }

        /// Something right before the form control.
        #[must_use]
        pub fn before(mut self, content: impl $crate::MaybeContent) -> Self {
            self.$($place).+.before = content.maybe();
            self
        }

        /// Something right after the form control.
        #[must_use]
        pub fn after(mut self, content: impl $crate::MaybeContent) -> Self {
            self.$($place).+.after = content.maybe();
            self
        }
    };
}

pub(crate) use {field_setters, group_setters};
