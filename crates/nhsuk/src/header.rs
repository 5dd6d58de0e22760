//! Header: what the service is called, search, account and navigation.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use crate::{Account, HeaderSearch, Logo, Navigation};
use maud::{Markup, Render, html};

/// The head of every page. It shows the NHS logo only where [`Header::logo`] asks for it.
#[derive(Clone, Debug, Default)]
pub struct Header {
    service: Option<Service>,
    logo: Option<Logo>,
    organisation: Option<Organisation>,
    search: Option<HeaderSearch>,
    account: Option<Account>,
    navigation: Option<Navigation>,
    white: bool,
    inline: bool,
    container_class: String,
    extra: Extra,
}

#[derive(Clone, Debug)]
struct Service {
    text: String,
    href: Option<String>,
}

/// Name of an organisation beside the logo.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    name: String,
    split: Option<String>,
    descriptor: Option<String>,
}

impl Organisation {
    /// A name on one line.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters! {
        /// The rest of the name, on a line of its own.
        text split;
        /// What it is, such as "NHS Foundation Trust".
        text descriptor;
    }
}

impl Header {
    /// A header without anything in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name of the service.
    #[must_use]
    pub fn service(mut self, text: impl Into<String>) -> Self {
        self.service = Some(Service { text: text.into(), href: None });
        self
    }

    /// The name of the service, as a link to its home page.
    #[must_use]
    pub fn service_link(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.service = Some(Service { text: text.into(), href: Some(href.into()) });
        self
    }

    setters! {
        /// The NHS logo, which only NHS organisations may use, or a picture of their own.
        value logo: Logo;
        /// Whose service it is.
        value organisation: Organisation;
        /// A search field.
        value search: HeaderSearch;
        /// Links for who is signed in.
        value account: Account;
        /// The main parts of the service.
        value navigation: Navigation;
        /// White instead of blue.
        flag white;
        /// Service name, search and account on one line.
        flag inline;
    }

    /// A class for the container, where a page is wider than usual.
    #[must_use]
    pub fn container_class(mut self, class: impl Into<String>) -> Self {
        self.container_class = class.into();
        self
    }

    extras!();

    /// Whether logo and service name lead to the same page, and so are one link.
    fn is_one_link(&self, logo: &Logo) -> bool {
        let service = self.service.as_ref().and_then(|service| service.href.as_ref());
        service.is_some() && (logo.href.is_none() || service == logo.href.as_ref())
    }

    fn logo_label(&self, logo: &Logo, one_link: bool) -> String {
        let organisation = self.organisation.as_ref();
        let service = self.service.as_ref().filter(|_| one_link);
        [
            Some(logo.alt.as_str()),
            organisation.map(|organisation| organisation.name.as_str()),
            organisation.and_then(|organisation| organisation.split.as_deref()),
            service.map(|service| service.text.as_str()),
            Some("homepage"),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
    }

    fn logo_and_organisation(&self, logo: &Logo) -> Markup {
        html! {
            (logo)
            @if let Some(organisation) = &self.organisation {
                span.nhsuk-header__organisation-name {
                    (organisation.name)
                    @if let Some(split) = &organisation.split {
                        " " span.nhsuk-header__organisation-name-split { (split) }
                    }
                }
                @if let Some(descriptor) = &organisation.descriptor {
                    span.nhsuk-header__organisation-name-descriptor { (descriptor) }
                }
            }
        }
    }

    fn service_name(&self) -> Markup {
        html! {
            @if let Some(Service { text, href }) = &self.service {
                @match href {
                    Some(href) => a.nhsuk-header__service-name href=(href) { (text) },
                    None => span.nhsuk-header__service-name { (text) },
                }
            }
        }
    }

    fn logo_and_service(&self) -> Markup {
        let Some(logo) = &self.logo else {
            return self.service_name();
        };
        let one_link = self.is_one_link(logo);
        let service_href = self.service.as_ref().and_then(|service| service.href.as_ref());
        let href = if one_link { service_href } else { logo.href.as_ref() };
        let label = || logo.label.clone().unwrap_or_else(|| self.logo_label(logo, one_link));
        html! {
            @match href {
                Some(href) => a.nhsuk-header__service-logo href=(href) aria-label=(label()) {
                    (self.logo_and_organisation(logo))
                    @if let (true, Some(service)) = (one_link, &self.service) {
                        " " span.nhsuk-header__service-name { (service.text) }
                    }
                },
                None => (self.logo_and_organisation(logo)),
            }
            @if !one_link { " " (self.service_name()) }
        }
    }
}

impl Render for Header {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-header")
            .when(self.white, "nhsuk-header--white")
            .when(self.inline, "nhsuk-header--inline")
            .when(self.organisation.is_some(), "nhsuk-header--organisation");
        let container = Classes::new("nhsuk-header__container nhsuk-width-container").add(&self.container_class);
        Element::component("header", classes, &self.extra)
            .attr("data-module", "nhsuk-header")
            .attr("role", "banner")
            .body(html! {
                div class=(container.as_str()) {
                    div.nhsuk-header__service { (self.logo_and_service()) }
                    @if let Some(search) = &self.search { (search) }
                    @if let Some(account) = &self.account { (account) }
                }
                @if let Some(navigation) = &self.navigation { (navigation.render_in(&self.container_class)) }
            })
    }
}
