//! Account: links in the header for who is signed in, or to sign in.

use crate::macros::{items, setters};
use crate::{Content, Icon};
use maud::{Markup, Render, html};

/// Links for who is signed in, or to sign in.
#[derive(Clone, Debug, Default)]
pub struct Account {
    items: Vec<AccountItem>,
    label: Option<String>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct AccountItem {
    content: Content,
    target: AccountTarget,
    icon: bool,
}

#[derive(Clone, Debug)]
enum AccountTarget {
    Text,
    Link(String),
    Form(String),
}

impl AccountItem {
    /// Words only, such as a name.
    pub fn text(content: impl Into<Content>) -> Self {
        Self { content: content.into(), target: AccountTarget::Text, icon: false }
    }

    /// A link.
    pub fn link(href: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { target: AccountTarget::Link(href.into()), ..Self::text(content) }
    }

    /// A button that posts to `action`, such as "Sign out".
    pub fn post(action: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { target: AccountTarget::Form(action.into()), ..Self::text(content) }
    }

    setters! {
        /// A figure of a person before it.
        flag icon;
    }
}

impl Render for AccountItem {
    fn render(&self) -> Markup {
        let words = html! { @if self.icon { (Icon::User) " " } (self.content) };
        html! {
            li.nhsuk-header__account-item {
                @match &self.target {
                    AccountTarget::Text => (words),
                    AccountTarget::Link(href) => a.nhsuk-header__account-link href=(href) { (words) },
                    AccountTarget::Form(action) => form.nhsuk-header__account-form action=(action) method="post" novalidate {
                        button.nhsuk-header__account-button { (words) }
                    },
                }
            }
        }
    }
}

impl Account {
    /// Without links yet.
    pub fn new() -> Self {
        Self::default()
    }

    items! {
        /// A link, button or words, at the end.
        AccountItem
    }

    setters! {
        /// The landmark's name, otherwise "Account".
        text label;
    }
}

impl Render for Account {
    fn render(&self) -> Markup {
        html! {
            nav.nhsuk-header__account aria-label=(self.label.as_deref().unwrap_or("Account")) {
                ul.nhsuk-header__account-list { @for item in &self.items { (item) } }
            }
        }
    }
}
