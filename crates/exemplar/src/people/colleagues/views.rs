//! The people of an organisation as a page.

use maud::{Markup, html};
use nhsuk::{
    Button, Cell, Checkboxes, Choice, Column, ErrorSummary, Input, InputType, InputWidth, Legend, Size, Table,
};

use super::super::FormKey;
use super::super::policy::Role;
use super::InviteForm;
use super::store::ColleagueRow;
use crate::organisations::Names;
use crate::platform::dates;
use crate::platform::shell::Page;

/// What a role lets one do, in a few words.
fn about(role: Role) -> &'static str {
    match role {
        Role::Contributor => "Writes: copies guides, edits drafts, plans",
        Role::Publisher => "Publishes: that, and shows drafts to everyone, or withdraws",
        Role::Reviewer => "Reviews guides of other organisations",
        Role::SafetyOfficer => "Clinical safety officer: signs texts that touch care",
        Role::Office => "Programme office",
        Role::Administrator => "Administrator: looks after this page",
    }
}

/// Who may do what, and the form to invite somebody.
pub(super) fn list(
    (code, name): (&str, &str),
    (people, offers): (&[ColleagueRow], &[ColleagueRow]),
    form: &InviteForm,
    key: &FormKey,
    problem: Option<&(&'static str, String)>,
) -> Page {
    let title = "People of our organisation";
    let error = |field: &str| problem.filter(|(of, _)| *of == field).map(|(_, words)| words.clone());
    let chosen = |role: Role| form.roles.iter().any(|word| word == role.word());
    let main = html! {
        @if let Some((field, words)) = problem { (ErrorSummary::new().item((format!("#{field}"), words.as_str()))) }
        h1 { span.nhsuk-caption-l { (name) } (title) }
        (table(code, people, key))
        @if !offers.is_empty() {
            h2 { "Asked, and not answered yet" }
            p { "They belong to other organisations, and say on their own page whether they take it on." }
            (table(code, offers, key))
        }
        h2 { "Invite a colleague" }
        form method="post" action={ "/organisations/" (code) "/people" } novalidate {
            input type="hidden" name="key" value=(key.as_str());
            (Input::new("mail", "Email address").id("mail").kind(InputType::Email).value(form.mail.as_str()).error(error("mail")))
            (Input::new("name", "Name").id("name").hint("Others of your organisation see it beside what they write").value(form.name.as_str()).error(error("name")))
            (Checkboxes::new("roles").id_prefix("roles").small().legend(Legend::new("What may they do?").size(Size::M)).error(error("roles"))
                .items(Role::GIVEN.map(|role| Choice::new(role.word(), about(role)).checked(chosen(role)))))
            (Input::new("ends_on", "Until when?").id("ends_on").hint("For example, 31/3/2027. Leave empty if it does not end").width(InputWidth::Chars10).value(form.ends_on.as_str()).error(error("ends_on")))
            (Button::new("Invite"))
        }
    };
    let said = if problem.is_some() { format!("Error: {title}") } else { title.to_owned() };
    Page::new("/organisations", said, main)
        .trail([
            ("/organisations".to_owned(), "Organisations".to_owned()),
            (format!("/organisations/{code}"), name.to_owned()),
        ])
        .unlisted(true)
}

fn table(code: &str, people: &[ColleagueRow], key: &FormKey) -> Markup {
    let mut table = Table::new().responsive().head(["Name", "Role", "Until", ""].map(Column::new));
    for row in people {
        let role = row.role().map_or("", about);
        let end = html! {
            form method="post" action={ "/organisations/" (code) "/people/" (row.id()) "/end" } {
                input type="hidden" name="key" value=(key.as_str());
                (Button::secondary(html! { "End" span.nhsuk-u-visually-hidden { " the role of " (row.name) ": " (role) } }).small())
            }
        };
        let until = row.ends_on.as_deref().map_or_else(|| "It does not end".to_owned(), dates::said);
        table = table.row([
            Cell::new(html! { (row.name) br; span.nhsuk-u-secondary-text-colour { (row.mail) } }),
            Cell::new(role),
            Cell::new(until),
            Cell::new(end),
        ]);
    }
    html! { @if people.is_empty() { p { "Nobody yet." } } @else { (table) } }
}

/// The roles somebody is asked to take on, each with yes and no.
pub(super) fn offered(offers: &[ColleagueRow], names: &Names, key: impl Fn() -> FormKey) -> Markup {
    html! {
        @if !offers.is_empty() {
            h2 { "Roles you are asked to take on" }
            @for offer in offers {
                @let name = names.get(&offer.organisation).map_or(offer.organisation.as_str(), String::as_str);
                @let role = offer.role().map_or("", about);
                p {
                    strong { (name) } ": " (role)
                    @if let Some(day) = &offer.ends_on { ", until " (dates::said(day)) }
                }
                div.nhsuk-button-group {
                    @for (path, word) in [("take", "Yes, take it on"), ("decline", "No")] {
                        form method="post" action={ "/me/roles/" (offer.id()) "/" (path) } {
                            input type="hidden" name="key" value=(key().as_str());
                            (Button::secondary(html! { (word) span.nhsuk-u-visually-hidden { ": " (role) ", " (name) } }).small())
                        }
                    }
                }
            }
        }
    }
}
