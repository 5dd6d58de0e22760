//! Password input: a password that can be shown while it is typed.

use crate::attributes::Classes;
use crate::field::field_setters;
use crate::input::{Input, input_setters};
use crate::macros::setters;
use crate::{Button, ButtonType, ButtonVariant, Content, InputType, Label};
use maud::{Markup, Render, html};

/// A password with a button that shows it.
#[derive(Clone, Debug)]
pub struct PasswordInput {
    input: Input,
    button_variant: ButtonVariant,
    button_disabled: Option<bool>,
    prevent_double_click: Option<bool>,
    show_text: Option<String>,
    hide_text: Option<String>,
    show_label: Option<String>,
    hide_label: Option<String>,
    shown_text: Option<String>,
    hidden_text: Option<String>,
}

impl PasswordInput {
    /// A field that sends the password under `name`, and lets the browser fill in the one it knows.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        let input = Input::new(name, label)
            .kind(InputType::Password)
            .spellcheck(false)
            .autocomplete("current-password")
            .autocapitalize("none");
        Self {
            input,
            button_variant: ButtonVariant::Secondary,
            button_disabled: None,
            prevent_double_click: None,
            show_text: None,
            hide_text: None,
            show_label: None,
            hide_label: None,
            shown_text: None,
            hidden_text: None,
        }
    }

    /// For a password that is being chosen.
    #[must_use]
    pub fn new_password(self) -> Self {
        self.autocomplete("new-password")
    }

    field_setters!(input.field);
    input_setters!(input);

    /// Another look of the button.
    #[must_use]
    pub fn button_variant(mut self, variant: ButtonVariant) -> Self {
        self.button_variant = variant;
        self
    }

    setters! {
        /// Whether the button is greyed out, whatever the input is.
        value button_disabled: bool;
        /// Whether a second click within a second is ignored.
        value prevent_double_click: bool;
        /// Other words on the button than "Show".
        text show_text;
        /// Other words on the button than "Hide".
        text hide_text;
        /// Another name of the button than "Show password".
        text show_label;
        /// Another name of the button than "Hide password".
        text hide_label;
        /// What screen readers say when it is shown.
        text shown_text;
        /// What screen readers say when it is hidden.
        text hidden_text;
    }

    fn button(&self) -> Button {
        let mut button = Button::new(self.show_text.as_deref().unwrap_or("Show"))
            .kind(ButtonType::Button)
            .variant(self.button_variant)
            .label(self.show_label.as_deref().unwrap_or("Show password"))
            .class("nhsuk-password-input__toggle nhsuk-js-password-input-toggle")
            .attribute("aria-controls", self.input.field.id())
            .disabled(self.button_disabled.unwrap_or(self.input.disabled))
            .hidden();
        if !self.input.large {
            button = button.small();
        }
        match self.prevent_double_click {
            Some(prevent) => button.prevent_double_click(prevent),
            None => button,
        }
    }
}

impl Render for PasswordInput {
    fn render(&self) -> Markup {
        let mut input = self.input.clone();
        input.field.extra.prepend(Classes::new("nhsuk-password-input__input nhsuk-js-password-input-input"));
        let group = &mut input.field.group;
        group.extra.add_class("nhsuk-password-input");
        let after = group.after.take();
        group.after = Some(Content::Html(html! { (self.button()) @if let Some(after) = after { (after) } }));
        input.render_in(|group| {
            group
                .attr("data-module", "nhsuk-password-input")
                .message("show-password", self.show_text.as_ref())
                .message("hide-password", self.hide_text.as_ref())
                .message("show-password-aria-label", self.show_label.as_ref())
                .message("hide-password-aria-label", self.hide_label.as_ref())
                .message("password-shown-announcement", self.shown_text.as_ref())
                .message("password-hidden-announcement", self.hidden_text.as_ref())
        })
    }
}
