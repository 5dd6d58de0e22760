//! Code: a block of program text, with a button that copies it.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use crate::{Button, ButtonType, Content};
use maud::{Markup, Render, html};

/// A block of program text.
#[derive(Clone, Debug)]
pub struct Code {
    content: Content,
    button: Option<CopyButton>,
    body_background: bool,
    no_border: bool,
    reverse: bool,
    copied_text: Option<String>,
    announcement: Option<String>,
    extra: Extra,
}

/// The button that copies the text; a script shows it.
#[derive(Clone, Debug, Default)]
pub struct CopyButton {
    text: Option<String>,
    classes: Option<String>,
    prevent_double_click: Option<bool>,
}

impl CopyButton {
    /// "Copy code".
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Other words than "Copy code".
        text text;
        /// Its classes instead of the usual ones, separated by spaces.
        text classes;
        /// Whether a second click within a second is ignored.
        value prevent_double_click: bool;
    }

    fn button(&self, reverse: bool) -> Button {
        let look = if reverse { "nhsuk-button--reverse" } else { "nhsuk-button--secondary" };
        let classes = self.classes.clone().unwrap_or_else(|| format!("{look} nhsuk-button--small"));
        let button = Button::new(self.text.as_deref().unwrap_or("Copy code"))
            .kind(ButtonType::Button)
            .class(&classes)
            .class("nhsuk-code__button nhsuk-js-code-button")
            .hidden();
        match self.prevent_double_click {
            Some(prevent) => button.prevent_double_click(prevent),
            None => button,
        }
    }
}

impl Code {
    /// A block with this text, or with markup that colours it.
    pub fn new(content: impl Into<Content>) -> Self {
        Self {
            content: content.into(),
            button: None,
            body_background: false,
            no_border: false,
            reverse: false,
            copied_text: None,
            announcement: None,
            extra: Extra::default(),
        }
    }

    setters! {
        /// A button that copies the text.
        value button: CopyButton;
        /// On the page's background instead of white.
        flag body_background;
        /// Without its border.
        flag no_border;
        /// For dark backgrounds.
        flag reverse;
        /// What the button says for a while after it was pressed, otherwise "Code copied".
        text copied_text;
        /// What screen readers say then.
        text announcement;
    }

    extras!();
}

impl Render for Code {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-code")
            .when(self.button.is_some(), "nhsuk-code--button")
            .when(self.reverse, "nhsuk-code--reverse")
            .when(self.body_background, "nhsuk-code--background-body")
            .when(self.no_border, "nhsuk-code--no-border");
        Element::component("div", classes, &self.extra)
            .message("copy-button", self.button.as_ref().and_then(|button| button.text.as_ref()))
            .message("copied-button", self.copied_text.as_ref())
            .message("copied-announcement", self.announcement.as_ref())
            .attr("data-module", "nhsuk-code")
            .body(html! {
                @if let Some(button) = &self.button { (button.button(self.reverse)) }
                pre.nhsuk-code__container { code.nhsuk-code__content { (self.content) } }
            })
    }
}
