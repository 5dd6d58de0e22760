//! Search input: a line of text with the button that searches for it.

use crate::attributes::Classes;
use crate::field::field_setters;
use crate::input::{Input, input_setters};
use crate::macros::setters;
use crate::{Button, ButtonVariant, Content, Icon, InputType, Label, Side};
use maud::{Markup, Render, html};

/// A line of text to search for, with its button. The form around it is the page's.
#[derive(Clone, Debug)]
pub struct SearchInput {
    input: Input,
    no_button: bool,
    icon: Option<Icon>,
    button_text: Option<Content>,
    button_variant: Option<ButtonVariant>,
    button_disabled: Option<bool>,
}

impl SearchInput {
    /// A search that sends its text under `name`, with a magnifying glass as its button.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            input: Input::new(name, label).kind(InputType::Search).autocomplete("off"),
            no_button: false,
            icon: Some(Icon::Search),
            button_text: None,
            button_variant: None,
            button_disabled: None,
        }
    }

    field_setters!(input.field);
    input_setters!(input);

    setters! {
        /// Leaves the button to the page.
        flag no_button;
        /// Words on the button, beside the icon.
        content button_text;
        /// Another look of the button.
        value button_variant: ButtonVariant;
        /// Whether the button is greyed out, whatever the input is.
        value button_disabled: bool;
    }

    /// The icon on the button; `None` leaves it out.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Option<Icon>>) -> Self {
        self.icon = icon.into();
        self
    }

    fn button(&self) -> Button {
        let mut button = self.button_text.clone().map(Button::new).unwrap_or_default();
        if let Some(icon) = self.icon {
            button = button.icon(icon, Side::Start);
        }
        if !self.input.large {
            button = button.small();
        }
        if let Some(variant) = self.button_variant {
            button = button.variant(variant);
        }
        button
            .label("Search")
            .class("nhsuk-search-input__button")
            .disabled(self.button_disabled.unwrap_or(self.input.disabled))
    }
}

impl Render for SearchInput {
    fn render(&self) -> Markup {
        let mut input = self.input.clone().wrapper_class("nhsuk-search-input__wrapper");
        let group = &mut input.field.group;
        let classes = Classes::new("nhsuk-search-input").when(input.large, "nhsuk-search-input--large");
        group.extra.prepend(classes);
        input.field.extra.prepend(Classes::new("nhsuk-search-input__input"));
        if !self.no_button {
            let after = group.after.take();
            group.after = Some(html! { (self.button()) @if let Some(after) = after { (after) } }.into());
        }
        input.render()
    }
}
