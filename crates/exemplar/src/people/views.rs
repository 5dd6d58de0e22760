//! Signing in as pages, and the home page of a signed-in person.

use maud::{Markup, Render, html};
use nhsuk::{Button, ErrorSummary, Input, InputType, InsetText, PasswordInput, Textarea};

use super::policy::{Person, Role};
use crate::organisations::Names;
use crate::platform::shell::Page;

/// What went wrong with signing in, and beside which field.
pub(super) struct Problem {
    pub field: &'static str,
    pub words: String,
}

/// Why signing in cannot work here.
pub(super) fn needs_https() -> Page {
    let main = html! {
        h1 { "Signing in needs a secure address" }
        p { "This page was opened over plain http. A password sent that way can be read by others, and browsers do not keep the cookie that signing in needs." }
        p { "Open the portal at its https address. Whoever runs it finds how in the operator guide, under \u{201c}Behind a reverse proxy\u{201d}." }
    };
    Page::new("", "Signing in needs a secure address", main).unlisted(true).personal()
}

/// The page to sign in on.
pub(super) fn sign_in(mail: &str, next: &str, problem: Option<&Problem>) -> Page {
    let error = |field: &str| problem.filter(|p| p.field == field).map(|p| p.words.clone());
    let main = html! {
        @if let Some(problem) = problem {
            (ErrorSummary::new().item((format!("#{}", problem.field), problem.words.as_str())))
        }
        h1 { "Sign in" }
        p { "Reading needs no account. You need one to copy a guide, to enter something for your organisation, or to run a programme." }
        form method="post" action="/sign-in" novalidate {
            input type="hidden" name="next" value=(next);
            (Input::new("mail", "Email address").id("mail").kind(InputType::Email).autocomplete("username").value(mail).error(error("mail")))
            (PasswordInput::new("password", "Password").id("password").error(error("password")))
            (Button::new("Sign in"))
            h2.nhsuk-heading-m { "Or get a link by email" }
            p { "No password needed. The link works once, for 20 minutes." }
            (Button::secondary("Send me a link").name("how").value("link"))
        }
    };
    let title = if problem.is_some() { "Error: Sign in" } else { "Sign in" };
    Page::new("", title, main).unlisted(true).personal()
}

/// What was typed before the session ended, to be sent again.
pub(super) fn signed_out(action: &str, pairs: &[(String, String)]) -> Page {
    let main = html! {
        h1 { "You are not signed in any more" }
        p { "What you typed is kept on this page, and not saved yet." }
        ol.nhsuk-list.nhsuk-list--number {
            li { a href="/sign-in" target="_blank" rel="noopener" { "Sign in (opens in a new tab)" } }
            li { "Come back to this page and choose \u{201c}Send it again\u{201d}." }
        }
        form method="post" action=(action) {
            @for (name, value) in pairs {
                @if name == "text" {
                    (Textarea::new(name.as_str(), "Your text").id("text").rows(12).value(value.as_str()))
                } @else {
                    input type="hidden" name=(name) value=(value);
                }
            }
            (Button::new("Send it again"))
        }
    };
    Page::new("", "You are not signed in any more", main).unlisted(true).personal()
}

/// A file came after the session ended.
pub(super) fn signed_out_with_file() -> Page {
    let main = html! {
        h1 { "You are not signed in any more" }
        p { "The file was not taken. Nothing you saved before is lost." }
        ol.nhsuk-list.nhsuk-list--number {
            li { a href="/sign-in" target="_blank" rel="noopener" { "Sign in (opens in a new tab)" } }
            li { "Go back to the form in this tab, where your browser still has what you chose, and send it again." }
        }
    };
    Page::new("", "You are not signed in any more", main).unlisted(true).personal()
}

/// Said whether or not there is such an account.
pub(super) fn link_sent() -> Page {
    let main = html! {
        h1 { "Check your email" }
        p { "If there is an account for that address, a letter with a link is on its way. The link works once, for 20 minutes." }
        p { a href="/sign-in" { "Back to signing in" } }
    };
    Page::new("", "Check your email", main).unlisted(true).personal()
}

/// A page with a button, so that a mail scanner that opens the link does not use it up.
pub(super) fn follow_link(token: &str) -> Page {
    let main = html! {
        h1 { "Sign in" }
        p { "Choose the button to sign in on this device." }
        form method="post" action={ "/sign-in/link/" (token) } { (Button::new("Sign in")) }
    };
    Page::new("", "Sign in", main).unlisted(true).personal()
}

/// For a link that was used or is too old.
pub(super) fn link_is_spent() -> Page {
    let main = html! {
        h1 { "This link no longer works" }
        p { "A link signs you in once, for 20 minutes." }
        p { a href="/sign-in" { "Get another link" } }
    };
    Page::new("", "This link no longer works", main).unlisted(true).personal()
}

/// The home page of a signed-in person, around what the rooms have to say.
#[must_use]
pub fn home(person: &Person, names: &Names, waiting: &Markup, versions: &Markup) -> Page {
    let organisations = person.organisations();
    let main = html! {
        h1 { "What waits for you" }
        p {
            "You are signed in as " strong { (person.name) }
            @for code in &organisations { ", " a href={ "/organisations/" (code) } { (names.get(*code).map_or(*code, String::as_str)) } }
            "."
        }
        @if organisations.is_empty() {
            (InsetText::new("Your account belongs to no organisation yet. Ask the people who run this portal to add you to yours."))
        }
        @if !person.organisations_written_for().is_empty() { p { (Button::link("/write", "Write a guide")) } }
        p { a href="/assessments" { "Assessments that your organisation answers" } }
        @if [Role::Reviewer, Role::Office].iter().any(|role| person.first_with(*role).is_some()) {
            p { a href="/checks" { "Checks of what others answered" } }
        }
        p { a href="/desk" { "Editors\u{2019} desk: what waits for whom" } }
        @if let Some(code) = person.first_with(Role::Administrator) {
            p { a href={ "/organisations/" (code) "/people" } { "People of our organisation: who may do what" } }
        }
        @if person.first_with(Role::Office).is_some() {
            p { a href="/office/words" { "Words people search with, and did not find" } }
        }
        @if [Role::Administrator, Role::Office].iter().any(|role| person.first_with(*role).is_some()) {
            p { a href="/office/jobs" { "Work the portal does by itself: what waits, what failed" } }
        }
        p { a href="/watching" { "What you watch" } }
        (waiting)
        (versions)
        form method="post" action="/sign-out" { (Button::secondary("Sign out").small().render()) }
    };
    Page::new("/me", "What waits for you", main).unlisted(true).personal()
}
