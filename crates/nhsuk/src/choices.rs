//! What sets of fields under one question have in common: checkboxes, radios and dates.

use crate::Fieldset;
use crate::attributes::Extra;
use crate::field::{Described, Feedback, Group};
use maud::{Markup, Render, html};

/// The question, and the group around the answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    pub(crate) fieldset: Option<Fieldset>,
    pub(crate) feedback: Feedback,
    pub(crate) group: Group,
    pub(crate) extra: Extra,
}

impl Choices {
    /// The set with this id. `answers` makes the fields; it gets the ids that describe them when there is no fieldset.
    pub(crate) fn render(&self, id: &str, invalid: bool, answers: impl FnOnce(Option<&str>) -> Markup) -> Markup {
        let mut feedback = self.feedback.clone();
        if let Some(ids) = self.fieldset.as_ref().and_then(|fieldset| fieldset.described_by.clone()) {
            feedback.described_by = Some(ids);
        }
        let Described { markup, ids } = feedback.render(id);
        let group = self.group.element(invalid || feedback.is_error());
        match self.fieldset.clone() {
            Some(mut fieldset) => {
                fieldset.described_by = ids;
                group.body(fieldset.body(html! { (markup) (answers(None)) }).render())
            }
            None => group.body(html! { (markup) (answers(ids.as_deref())) }),
        }
    }
}

/// Builder methods of a component with a field `choices`.
macro_rules! choice_setters {
    () => {
        /// The question, as the legend of a fieldset.
        #[must_use]
        pub fn legend(mut self, legend: impl Into<$crate::Legend>) -> Self {
            self.choices.fieldset = Some($crate::Fieldset::new(legend));
            self
        }

        /// A fieldset that needs more than a legend; its body is filled in.
        #[must_use]
        pub fn fieldset(mut self, fieldset: $crate::Fieldset) -> Self {
            self.choices.fieldset = Some(fieldset);
            self
        }

        /// Help, between question and answers.
        #[must_use]
        pub fn hint(mut self, hint: impl $crate::MaybeContent) -> Self {
            self.choices.feedback.hint = hint.maybe();
            self
        }

        /// What is wrong with the answer, if anything.
        #[must_use]
        pub fn error(mut self, error: impl $crate::MaybeContent) -> Self {
            self.choices.feedback.error = error.maybe();
            self
        }

        /// Whether it is marked as wrong even without a message of its own.
        #[must_use]
        pub fn invalid(mut self, invalid: bool) -> Self {
            self.choices.feedback.invalid = invalid;
            self
        }

        /// Id of the element around the answers.
        #[must_use]
        pub fn id(mut self, id: impl Into<String>) -> Self {
            self.choices.extra.id = Some(id.into());
            self
        }

        /// One or more further classes of that element, separated by spaces.
        #[must_use]
        pub fn class(mut self, class: &str) -> Self {
            self.choices.extra.add_class(class);
            self
        }

        /// A further attribute of that element.
        #[must_use]
        pub fn attribute(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
            self.choices.extra.attributes.push(name, value);
            self
        }

        $crate::field::group_setters!(choices.group);
    };
}

pub(crate) use choice_setters;
