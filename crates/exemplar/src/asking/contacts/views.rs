//! Who can be asked, as a part of a guide's page, and the page on which people agree.

use maud::{Markup, html};
use nhsuk::{Button, Checkboxes, Choice, InsetText, Legend, Select, SelectOption, Size};
use uuid::Uuid;

use super::Way;
use super::forms::AgreeForm;
use super::store::ContactRow;
use crate::asking::forms::Errors;
use crate::asking::views::{counted, error_summary, heading, hidden_key, name, page};
use crate::blueprints::GuideLine;
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;

/// The people of one guide, or of a copy of it, who agreed to be asked.
pub struct Group {
    /// Their organisation.
    pub organisation: String,
    /// The guide they agreed to be asked about.
    pub slug: String,
    pub contacts: Vec<ContactRow>,
    /// The names of those who chose to be named.
    pub named: Vec<String>,
}

/// How many people can be asked, by organisation. `asks` when requests are taken now.
pub fn part(groups: &[Group], names: &Names, asks: bool) -> Markup {
    html! {
        @if groups.is_empty() {
            p { "Nobody has agreed to be asked for a call or a visit yet." }
        } @else {
            ul.nhsuk-list.nhsuk-list--bullet {
                @for group in groups {
                    li {
                        (name(names, &group.organisation)) ": " (counted(group.contacts.len(), "person", "people")) " agreed to be asked for " (ways(&group.contacts))
                        @if !group.named.is_empty() { " (" (group.named.join(", ")) ")" }
                        @if asks {
                            ". " a href={ "/blueprints/" (group.slug) "/request" } rel="nofollow" { "Ask for one" span.nhsuk-u-visually-hidden { " at " (name(names, &group.organisation)) } }
                        }
                    }
                }
            }
        }
    }
}

fn ways(contacts: &[ContactRow]) -> &'static str {
    let any = |way: Way| contacts.iter().any(|contact| contact.agrees_to(way));
    match (any(Way::Call), any(Way::Visit)) {
        (true, true) => "a call or a visit",
        (false, true) => "a visit",
        (true | false, false) => "a call",
    }
}

/// Asks somebody whether others may ask them.
pub fn be_asked(
    line: &GuideLine,
    (now, others): (Option<&ContactRow>, &[(Uuid, String)]),
    form: &AgreeForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "May others ask you about it?";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let chosen = |way: Way| form.ways.iter().any(|word| word == way.word());
    let yes = if now.is_some() { "Yes, still" } else { "I agree to be asked" };
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        @if let Some(now) = now { (since(now)) }
        p { "Your address is never shown. Whoever wants to talk to you writes here, you get a letter, and you answer on a page: agreed, not now, or somebody else." }
        p { "If you do not answer within ten working days, your stand-in is asked. Twice a year you are asked whether you still agree." }
        form method="post" action={ "/blueprints/" (line.slug) "/be-asked" } novalidate {
            (hidden_key(key))
            (Checkboxes::new("ways").id_prefix("ways").legend(Legend::new("What may they ask you for?").size(Size::M)).error(error("ways"))
                .item(Choice::new(Way::Call.word(), "A call").checked(chosen(Way::Call)))
                .item(Choice::new(Way::Visit.word(), "A visit where you work").checked(chosen(Way::Visit))))
            (stand_in(others, form, error("stand_in")))
            (Checkboxes::new("name").id_prefix("name").small().item(Choice::new("yes", "Show my name on the guide\u{2019}s page").checked(form.name == "yes")))
            (Button::new(yes))
            @if now.is_some() { " " (Button::secondary("No more").name("how").value("stop")) }
        }
    };
    page(line, title, errors, main)
}

fn since(now: &ContactRow) -> Markup {
    let asked = now.asked_again_on.as_deref().map(dates::said);
    html! {
        (InsetText::new(html! {
            p {
                "You agreed on " (dates::said(&now.agreed_on)) "."
                @if let Some(asked) = asked { " On " (asked) " you were asked whether you still do: please answer." }
            }
        }))
    }
}

fn stand_in(others: &[(Uuid, String)], form: &AgreeForm, error: Option<&str>) -> Markup {
    html! {
        @if others.is_empty() {
            p { "Nobody else of your organisation has agreed yet. When somebody has, they stand in for you." }
        } @else {
            (Select::new("stand_in", "Who stands in for you?").id("stand_in").error(error).value(form.stand_in.as_str())
                .item(SelectOption::new("", "Anyone else who agreed"))
                .items(others.iter().map(|(id, name)| SelectOption::new(id.to_string(), name.as_str()))))
        }
    }
}
