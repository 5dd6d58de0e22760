//! The page around every page: title, skip link, header, notices, breadcrumbs, footer.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, Render, html};
use nhsuk::{
    Account, AccountItem, Breadcrumbs, Footer, FooterColumn, Header, HeaderSearch, Link, Navigation, NavigationItem,
    SkipLink,
};

use crate::platform::http::{Viewer, assets};

/// A page before its shell.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What the page is called: in the browser's tab and in search results.
    pub title: String,
    /// The way here from the home page, each an address and its words; the page itself is left out.
    pub trail: Vec<(String, String)>,
    /// The address of the part of the portal this page belongs to.
    pub part: &'static str,
    /// What stands above the page's own content: notices.
    pub notices: Vec<Markup>,
    /// The content.
    pub main: Markup,
    /// Whether search engines should leave it out.
    pub unlisted: bool,
    /// Whether it is made for who asks: it is never kept.
    pub personal: bool,
}

/// An answer that is not the one asked for.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its status.
    pub status: StatusCode,
    /// What is wrong, as a heading.
    pub title: String,
    /// What to do, in a sentence or two.
    pub text: String,
    /// Under which the log tells more.
    pub reference: Option<String>,
    /// What was typed into the form that failed, by the name of the field, so that it is not lost.
    pub typed: Vec<(String, String)>,
}

/// What is the same on every page of one portal.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The portal's name.
    pub name: String,
    /// A sentence above every page, such as that this is a demonstration.
    pub notice: Option<String>,
    /// The parts of the portal: address and words.
    pub parts: Vec<(&'static str, &'static str)>,
    /// The pages about the portal, at its foot.
    pub about: Vec<(&'static str, &'static str)>,
    /// Where searches go, and what is searched.
    pub search: (&'static str, &'static str),
    /// The words at the very end.
    pub licence: &'static str,
}

impl Page {
    /// A page with a title and its content, in a part of the portal.
    #[must_use]
    pub fn new(part: &'static str, title: impl Into<String>, main: Markup) -> Self {
        Self { title: title.into(), part, main, ..Self::default() }
    }

    /// The way here, as addresses and their words.
    #[must_use]
    pub fn trail<A: Into<String>, W: Into<String>>(mut self, steps: impl IntoIterator<Item = (A, W)>) -> Self {
        self.trail = steps.into_iter().map(|(address, words)| (address.into(), words.into())).collect();
        self
    }

    /// Something to be read before the content.
    #[must_use]
    pub fn notice(mut self, notice: Option<Markup>) -> Self {
        self.notices.extend(notice);
        self
    }

    /// Left out by search engines.
    #[must_use]
    pub fn unlisted(mut self, unlisted: bool) -> Self {
        self.unlisted = unlisted;
        self
    }

    /// Made for who asks, and how: never kept, by nobody.
    #[must_use]
    pub fn personal(mut self) -> Self {
        self.personal = true;
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = StatusCode::OK.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Failure {
    /// The usual words for a status.
    #[must_use]
    pub fn of(status: StatusCode) -> Self {
        let (title, text) = match status {
            StatusCode::NOT_FOUND => (
                "Page not found",
                "Check the address if you typed it, or search for what you need. Addresses of guides and organisations are never used for anything else.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => ("This address cannot be used like that", "Nothing was changed."),
            StatusCode::FORBIDDEN => (
                "You cannot do this",
                "Nothing was changed. It takes a role that you do not have here, or somebody who did not write the text. An administrator of your organisation gives roles, on its page of people.",
            ),
            _ => ("Something in the request is not right", "Nothing was changed. Check the address and try again."),
        };
        Self { status, title: title.to_owned(), text: text.to_owned(), reference: None, typed: Vec::new() }
    }
}

impl Shell {
    /// The whole page.
    #[must_use]
    pub fn page(&self, page: &Page, viewer: Option<&Viewer>) -> Markup {
        html! {
            (DOCTYPE)
            html.app-html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (page.title) " - " (self.name) }
                    @if page.unlisted { meta name="robots" content="noindex"; }
                    link rel="stylesheet" href=(assets::address("app.css"));
                    link rel="icon" type="image/svg+xml" href=(assets::address("icon.svg"));
                    script type="module" src=(assets::address("app.mjs")) {}
                }
                body {
                    (SkipLink::new())
                    (self.header(page, viewer))
                    @if let Some(notice) = &self.notice {
                        div.app-site-notice role="note" aria-label="About this portal" { div.nhsuk-width-container { p { (notice) } } }
                    }
                    div.nhsuk-width-container {
                        @if !page.trail.is_empty() { (trail(&page.trail)) }
                        main.nhsuk-main-wrapper id="maincontent" tabindex="-1" {
                            @for notice in &page.notices { (notice) }
                            (page.main)
                        }
                    }
                    (self.footer())
                }
            }
        }
    }

    fn header(&self, page: &Page, viewer: Option<&Viewer>) -> Markup {
        let mut navigation = Navigation::new();
        for (address, words) in &self.parts {
            navigation = navigation.item(NavigationItem::new(*address, *words).active(page.part == *address));
        }
        let (action, label) = self.search;
        let account = match viewer {
            Some(viewer) => Account::new().item(AccountItem::link("/me", viewer.name.as_str()).icon()),
            None => Account::new().item(AccountItem::link("/sign-in", "Sign in")),
        };
        Header::new()
            .service_link("/", self.name.as_str())
            .search(HeaderSearch::new(action, label))
            .account(account)
            .navigation(navigation)
            .render()
    }

    fn footer(&self) -> Markup {
        let mut column = FooterColumn::new();
        for (address, words) in &self.about {
            column = column.item(Link::new(*address, *words));
        }
        Footer::new().column(column).copyright(self.licence).render()
    }
}

/// A small link to what can be done beside reading. It leads to a page of its own, so that this one can be kept.
#[must_use]
pub fn small_link(address: &str, words: &str) -> Markup {
    html! { p.nhsuk-body-s.app-no-print { a href=(address) rel="nofollow" { (words) } } }
}

/// A small link to where the record on a page is disputed.
#[must_use]
pub fn disputing(address: &str) -> Markup {
    small_link(&format!("/dispute?record={address}"), "Something here is wrong? Dispute it")
}

fn trail(steps: &[(String, String)]) -> Markup {
    let links = steps.iter().map(|(address, words)| Link::new(address.as_str(), words.as_str()));
    Breadcrumbs::new().item(Link::new("/", "Home")).items(links).render()
}
