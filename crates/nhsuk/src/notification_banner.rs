//! Notification banner: something about the whole page, at its top, such as that it was saved.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::Look;
use crate::macros::{extras, setters};
use crate::{Content, Heading, MaybeContent};
use maud::{Markup, Render, html};

/// How a banner is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerRole {
    /// A landmark, found by those who look for it.
    Region,
    /// Read out at once, with the focus moved to it.
    Alert,
}

impl BannerRole {
    fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Alert => "alert",
        }
    }
}

/// Something about the whole page.
#[derive(Clone, Debug, Default)]
pub struct NotificationBanner {
    text: Option<Content>,
    heading: Option<Heading>,
    title: Option<Heading>,
    success: bool,
    role: Option<BannerRole>,
    disable_auto_focus: Option<bool>,
    extra: Extra,
}

const TITLE_ID: &str = "nhsuk-notification-banner-title";

impl NotificationBanner {
    /// "Important". Plain text is shown as a heading, or as a paragraph when there is a heading.
    pub fn new(text: impl MaybeContent) -> Self {
        Self { text: text.maybe(), ..Self::default() }
    }

    /// "Success", in green, and read out at once.
    pub fn success(text: impl MaybeContent) -> Self {
        Self { success: true, ..Self::new(text) }
    }

    setters! {
        /// A heading above the text.
        part heading: Heading;
        /// Another title than "Important" or "Success".
        part title: Heading;
        /// How it is announced, otherwise as a region, or as an alert when it is a success.
        value role: BannerRole;
        /// Whether the page keeps the focus where it is instead of moving it here.
        value disable_auto_focus: bool;
    }

    extras!();

    fn named_title(&self) -> Heading {
        let usual = if self.success { "Success" } else { "Important" };
        let mut title = self.title.clone().unwrap_or_else(|| Heading::new(usual));
        title.extra.id.get_or_insert_with(|| TITLE_ID.to_owned());
        title
    }

    fn body(&self) -> Markup {
        let class = if self.heading.is_some() { "nhsuk-body" } else { "nhsuk-notification-banner__heading" };
        html! {
            @if let Some(heading) = &self.heading {
                (heading.render_as(&Look::new("nhsuk-notification-banner__heading", "nhsuk-notification-banner__heading-", "h3")))
            }
            @if let Some(text) = &self.text { (text.paragraph(class)) }
        }
    }
}

impl Render for NotificationBanner {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-notification-banner");
        let mut extra = self.extra.clone();
        if self.success {
            extra.add_class("nhsuk-notification-banner--success");
        }
        let role = self.role.unwrap_or(if self.success { BannerRole::Alert } else { BannerRole::Region });
        let title = self.named_title();
        Element::component("div", classes, &extra)
            .attr("data-module", "nhsuk-notification-banner")
            .maybe("data-disable-auto-focus", self.disable_auto_focus)
            .attr("role", role.name())
            .maybe("aria-labelledby", title.extra.id.as_ref())
            .body(html! {
                div.nhsuk-notification-banner__header {
                    (title.render_as(&Look::new("nhsuk-notification-banner__title", "nhsuk-notification-banner__title-", "h2")))
                }
                div.nhsuk-notification-banner__content { (self.body()) }
            })
    }
}
