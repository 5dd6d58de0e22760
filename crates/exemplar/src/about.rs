//! The pages about the portal itself: what it is, accessibility, cookies, privacy.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::app::App;
use crate::journal::store::head;
use crate::platform::shell::Page;

/// `GET /about`
pub async fn about() -> Page {
    let main = html! {
        h1 { "About this portal" }
        p.nhsuk-lede-text { "Exemplar makes digital know-how travel between hospitals, and shows whether it did." }
        h2 { "What is here" }
        p { a href="/blueprints" { "Guides" } " say how an organisation did something: in which setting, with which systems, at what cost, how long it took, what went wrong, and who can be asked. Some are entries of an index only: their text is held elsewhere, and the page says where." }
        p { a href="/organisations" { "Organisations" } " are listed by the codes of the NHS Organisation Data Service, with their names over time." }
        p { a href="/programmes" { "Programmes" } " say who took part and in which state, who was paired with whom, what was first promised for when and what is now expected, and what is published of the money. " a href="/changes" { "What changed" } " lists everything that was added in public." }
        h2 { "How to read it" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { "Every fact carries its source and the day from which it is known." }
            li { "\u{201c}Not known\u{201d} and \u{201c}Not said\u{201d} mean just that. They do not mean no." }
            li { "Any page about an organisation, a guide or a programme can be read as known on an earlier day." }
            li { "A guide that says \u{201c}imported, not reviewed here\u{201d} is as its owner wrote it. Nobody at this portal has checked it." }
            li { "Nothing is overwritten: earlier versions of a guide stay, and any two can be compared." }
        }
        h2 { "Licence" }
        p { "The program is free software under the MIT licence. Text written for this portal is under the Open Government Licence v3.0. A guide may say otherwise." }
    };
    Page::new("/about", "About this portal", main)
}

/// `GET /accessibility`
pub async fn accessibility() -> Page {
    let main = html! {
        h1 { "Accessibility" }
        p { "Everyone should be able to use this portal. You should be able to:" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { "zoom in up to 400% without text leaving the screen" }
            li { "reach everything with a keyboard alone" }
            li { "read everything with a screen reader" }
            li { "use all of it without JavaScript" }
        }
        h2 { "How accessible it is" }
        p { "The pages are built with the components of the NHS design system and aim at the Web Content Accessibility Guidelines 2.2, level AA. Each kind of page is checked automatically at 320 and 1,280 pixels with every change of the program, and those checks find no fault. They do not find everything, and the portal has not yet been checked by an outside auditor or with people who use assistive technology." }
        h2 { "What we know is not right yet" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { "Attached files are as their authors made them. Some PDF and Word documents may not be accessible." }
            li { "Some pictures in imported guides have no description. The page says so in place of the description." }
            li { "Wide tables in guides scroll sideways on small screens." }
        }
        h2 { "Tell us" }
        p { "If something does not work for you, tell the people who run this portal. It is a fault, and they will want to mend it." }
    };
    Page::new("", "Accessibility", main)
}

/// `GET /cookies`
pub async fn cookies() -> Page {
    let main = html! {
        h1 { "Cookies" }
        p { "This portal puts no cookies on your device when you read it, and uses no other way of remembering you." }
        p { "When you sign in, it keeps one cookie, " code { "__Host-exemplar" } ", which says that it is you. It is gone when you sign out or close the browser, and works for 12 hours at most. There is no other." }
        p { "It loads nothing from other sites: no statistics, no fonts, no scripts." }
    };
    Page::new("", "Cookies", main)
}

/// `GET /privacy`
pub async fn privacy() -> Page {
    let main = html! {
        h1 { "Privacy" }
        h2 { "If you read" }
        p { "You need no account. The program does not keep your address, what you searched for or what you read. The server in front of it, if there is one, may keep a log: ask the people who run this portal." }
        h2 { "If you have an account" }
        p { "Your name and mail address are kept, the organisation you belong to, what you may do there, and when you were last here while you are signed in. People of your organisation see your name beside what you wrote, agreed to, signed or planned. Readers do not: they see that somebody of the organisation did, and when." }
        p { "What you watch, and what you were told of it, is kept to tell you, and nobody else sees it. Those who look after the portal see of a letter its subject, and the first letter of the address it goes to. A letter is deleted 90 days after it was sent." }
        h2 { "If you ask, or are asked" }
        p { "A question is public with the name of your organisation, and with yours only if you choose so. A request for a call or a visit is read by whoever is asked, who sees your name, and your mail address only if you say so. Whoever agreed to be asked is counted, and named only if they choose so; their address is never shown." }
        p { "Who reports a safety concern, with their address and what they wrote, is seen by the clinical safety officers of the guide\u{2019}s organisation, for a copy also of its source\u{2019}s, and by the programme office alone. The answer goes to that address." }
        h2 { "What is kept about people" }
        p { "Guides name people who can be asked, as their authors wrote them. Every change of a record is kept with the account that made it; changes made on the server itself are kept under the name \u{201c}operator\u{201d}." }
        h2 { "What is removed" }
        p { "Something that must not be kept, such as a patient\u{2019}s details, can be removed for good by two people. The page then says that something was removed, when and why. " a href="/removals" { "See what was removed" } "." }
    };
    Page::new("", "Privacy", main)
}

/// `GET /health`: 200 while the database answers.
pub async fn health(State(app): State<App>) -> Response {
    let reached = async { head(&mut app.db().read().await?).await };
    let (status, words) = match reached.await {
        Ok(_) => (StatusCode::OK, "well"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    };
    (status, [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
}

/// `GET /robots.txt`
pub async fn robots() -> Response {
    let text = "User-agent: *\nDisallow: /blueprints?\nDisallow: /organisations?\n";
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
