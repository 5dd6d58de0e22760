//! Forms of pairings: proposing one, and saying how one stands.

use maud::{Markup, html};
use nhsuk::{Button, Choice, Input, InputWidth, InsetText, Legend, Radios, Select, SelectOption, Size, Textarea};

use super::name_of;
use super::pairings::all_said;
use crate::journal::AsAt;
use crate::people::FormKey;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;
use crate::programmes::Standing;
use crate::programmes::forms::{Errors, ProposalForm, StandingForm};
use crate::programmes::pages::pairing::{OfOneSide, Proposing};

/// Proposing a pairing, for an organisation or for the programme office.
pub(in crate::programmes) fn propose(of: &Proposing, form: &ProposalForm, key: &FormKey, errors: &Errors) -> Page {
    let title = "Propose a pairing";
    let action = match &of.organisation {
        Some(code) => format!("/organisations/{code}/pairings"),
        None => "/office/pairings".to_owned(),
    };
    let caption = of.organisation.as_deref().map_or("The programme office", |code| name_of(&of.names, code));
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (caption) } (title) }
        p { "A pairing exists, and is listed, only when both organisations say so. The other gets a letter and confirms it here, or says that it is not so. What is said is public." }
        @match of.programmes.as_slice() {
            [] => (InsetText::new("It is a member of no programme that is known here, so nothing can be proposed.")),
            [_] => (fields(of, form, (key, &action), errors)),
            several if of.organisation.is_some() && form.programme.is_empty() => {
                h2 { "In which programme?" }
                ul.nhsuk-list { @for (slug, name) in several { li { a href={ (action) "?programme=" (slug) } { (name) } } } }
            }
            _ => (fields(of, form, (key, &action), errors)),
        }
    };
    let page = Page::new("/programmes", title_of(title, errors), main).unlisted(true).personal();
    match &of.organisation {
        Some(code) => page.trail([(format!("/organisations/{code}"), name_of(&of.names, code).to_owned())]),
        None => page.trail([("/office/programmes".to_owned(), "Programmes: what needs a hand".to_owned())]),
    }
}

fn fields(of: &Proposing, form: &ProposalForm, (key, action): (&FormKey, &str), errors: &Errors) -> Markup {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let chosen = match of.programmes.as_slice() {
        [(only, _)] => only.as_str(),
        _ => form.programme.as_str(),
    };
    let known = of.programmes.iter().find(|(slug, _)| slug == chosen).filter(|_| of.organisation.is_some());
    html! {
        @if let Some((slug, name)) = known {
            p {
                "In " a href={ "/programmes/" (slug) } { (name) } "."
                @if of.programmes.len() > 1 { " " a href=(action) { "Choose another programme" } }
            }
        }
        form method="post" action=(action) novalidate {
            (hidden("key", key.as_str()))
            @if of.programmes.len() == 1 || of.organisation.is_some() { (hidden("programme", chosen)) }
            @else {
                (Select::new("programme", "Programme").id("programme").error(error("programme"))
                    .item(SelectOption::new("", "Choose"))
                    .items(of.programmes.iter().map(|(slug, name)| SelectOption::new(slug.as_str(), name.as_str()).selected(slug == chosen))))
            }
            @if of.organisation.is_none() {
                (Input::new("organisation", "Code of the one that follows").id("organisation").width(InputWidth::Chars10)
                    .value(form.organisation.as_str()).error(error("organisation")))
            }
            @if !of.suggested.is_empty() { (suggested(of, form)) }
            (Input::new("other", if of.suggested.is_empty() { "Code of the other organisation" } else { "Or the code of another organisation" })
                .id("other").hint("The code of the Organisation Data Service, like RAL. Its page shows it.").width(InputWidth::Chars10)
                .value(form.other.as_str()).error(error("other").or(error("partner"))))
            @if of.organisation.is_some() {
                (Radios::new("follows").id_prefix("follows").legend(Legend::new("Who follows whom?").size(Size::S)).error(error("follows")).value(form.follows.as_str())
                    .items([Choice::new("we", "We follow them"), Choice::new("they", "They follow us")]))
            }
            (Input::new("on", "Since when, if it has begun").id("on").hint("For example, 2026-09 or 2026-09-21").width(InputWidth::Chars10).value(form.on.as_str()).error(error("on")))
            (Textarea::new("note", "Anything else").id("note").rows(3).hint("Optional. Everyone reads it").value(form.note.as_str()).error(error("note")))
            (Button::new("Propose it"))
        }
    }
}

fn suggested(of: &Proposing, form: &ProposalForm) -> Markup {
    let choices = of.suggested.iter().map(|one| {
        let reasons = one.reasons.join("; ");
        Choice::new(one.code.as_str(), name_of(&of.names, &one.code)).hint(format!("It {reasons}"))
    });
    let legend = Legend::new("Members of this programme that have most in common with you").size(Size::S);
    html! {
        (Radios::new("partner").id_prefix("partner").legend(legend)
            .hint("In this order: the same record system, the same setting of care, a place nearby, guides both follow. What is not known of an organisation does not count.")
            .value(form.partner.as_str()).items(choices))
    }
}

/// Saying how a pairing stands for one side.
pub(in crate::programmes) fn stand(of: &OfOneSide, form: &StandingForm, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let (ours, theirs) = (name_of(&of.names, &of.organisation), name_of(&of.names, &of.other));
    let title = format!("Pairing with {theirs}");
    let (slug, programme) = &of.programme;
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (ours) } (title) }
        p { "In " a href={ "/programmes/" (slug) "#pairings" } { (programme) } "." }
        h2 { "What is said" }
        div.nhsuk-body { (all_said(&of.names, &of.pairing, AsAt::default())) }
        @if of.pairing.standing != Standing::OneOrganisation {
            h2 { "What do you say?" }
            form method="post" action={ "/organisations/" (of.organisation) "/pairings/" (slug) "/" (of.other) } novalidate {
                (hidden("key", key.as_str()))
                (Radios::new("says").id_prefix("says").legend(Legend::new(format!("How it stands for {ours}")).size(Size::S)).error(error("says")).value(form.says.as_str()).items([
                    Choice::new("paired", "We are paired"),
                    Choice::new("not-paired", "We are not paired"),
                    Choice::new("ended", "We no longer are"),
                ]))
                (Input::new("on", "Since when").id("on").hint("Optional. For example, 2026-09 or 2026-09-21").width(InputWidth::Chars10).value(form.on.as_str()).error(error("on")))
                (Textarea::new("note", "Why").id("note").rows(3).hint("Needed when you are not paired, or no longer. Everyone reads it").value(form.note.as_str()).error(error("note")))
                (Button::new("Say it in public"))
            }
        }
    };
    Page::new("/programmes", title_of(&title, errors), main)
        .trail([(format!("/organisations/{}", of.organisation), ours.to_owned())])
        .unlisted(true)
        .personal()
}
