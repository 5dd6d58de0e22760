//! Button: sends a form, or a link that looks like one.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use crate::{Content, Icon};
use maud::{Markup, Render, html};

/// What a button does in its form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonType {
    /// Sends the form.
    #[default]
    Submit,
    /// Nothing, until a script gives it something to do.
    Button,
    /// Puts the form back.
    Reset,
}

impl ButtonType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Button => "button",
            Self::Reset => "reset",
        }
    }
}

/// Looks other than the green one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonVariant {
    /// Blue.
    Brand,
    /// For signing in.
    Login,
    /// White, for dark backgrounds.
    Reverse,
    /// Outlined, for what matters less.
    Secondary,
    /// Outlined with a solid background, for backgrounds other than grey.
    SecondarySolid,
    /// Red, for what cannot be undone.
    Warning,
}

impl ButtonVariant {
    fn name(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Login => "login",
            Self::Reverse => "reverse",
            Self::Secondary => "secondary",
            Self::SecondarySolid => "secondary-solid",
            Self::Warning => "warning",
        }
    }
}

/// Side of the words on which an icon stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before the words.
    Start,
    /// After the words.
    End,
}

/// A button, or a link that looks like one.
#[derive(Clone, Debug, Default)]
pub struct Button {
    content: Option<Content>,
    href: Option<String>,
    kind: ButtonType,
    variant: Option<ButtonVariant>,
    icon: Option<(Icon, Side)>,
    small: bool,
    name: Option<String>,
    value: Option<String>,
    disabled: bool,
    prevent_double_click: Option<bool>,
    label: Option<String>,
    hidden: bool,
    extra: Extra,
}

impl Button {
    /// A green button that sends its form.
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: Some(content.into()), ..Self::default() }
    }

    /// A link that looks like a button.
    pub fn link(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { href: Some(href.into()), ..Self::new(content) }
    }

    /// An outlined button, for what matters less.
    pub fn secondary(content: impl Into<Content>) -> Self {
        Self::new(content).variant(ButtonVariant::Secondary)
    }

    /// A red button, for what cannot be undone.
    pub fn warning(content: impl Into<Content>) -> Self {
        Self::new(content).variant(ButtonVariant::Warning)
    }

    /// A button that shows only an icon; `label` says what it does.
    pub fn icon_only(icon: Icon, label: impl Into<String>) -> Self {
        Self { icon: Some((icon, Side::Start)), label: Some(label.into()), ..Self::default() }
    }

    setters! {
        /// A look other than the green one.
        value variant: ButtonVariant;
        /// Less high.
        flag small;
        /// Name of the value it sends.
        text name;
        /// Value it sends.
        text value;
        /// Greyed out and without effect.
        state disabled;
        /// Whether a second click within a second is ignored.
        value prevent_double_click: bool;
        /// What it is called where its words do not say enough.
        text label;
        /// Not shown until a script shows it.
        flag hidden;
    }

    /// What it does in its form; sends it unless told otherwise.
    #[must_use]
    pub fn kind(mut self, kind: ButtonType) -> Self {
        self.kind = kind;
        self
    }

    /// An icon beside the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon, side: Side) -> Self {
        self.icon = Some((icon, side));
        self
    }

    extras!();

    fn element(&self) -> Element {
        let classes = Classes::new("nhsuk-button")
            .variant("nhsuk-button--", self.variant.map(ButtonVariant::name))
            .when(self.icon.is_some(), "nhsuk-button--icon")
            .when(self.small, "nhsuk-button--small");
        let element = match &self.href {
            Some(href) => Element::component("a", classes, &self.extra)
                .attr("href", href)
                .attr("role", "button")
                .attr("draggable", "false"),
            None => Element::component("button", classes, &self.extra)
                .maybe("name", self.name.as_ref())
                .attr("type", self.kind.name())
                .maybe("value", self.value.as_ref())
                .flag("disabled", self.disabled)
                .maybe("aria-disabled", self.disabled.then_some("true")),
        };
        element
            .attr("data-module", "nhsuk-button")
            .maybe("data-prevent-double-click", self.prevent_double_click)
            .maybe("aria-label", self.label.as_ref())
            .flag("hidden", self.hidden)
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let icon_at = |at| self.icon.filter(|(_, side)| *side == at).map(|(icon, _)| icon);
        self.element().body(html! {
            @if let Some(icon) = icon_at(Side::Start) { (icon) }
            @if let Some(content) = &self.content {
                @if self.icon.is_some() {
                    span.nhsuk-button__content { (content) }
                } @else {
                    (content)
                }
            }
            @if let Some(icon) = icon_at(Side::End) { (icon) }
        })
    }
}
