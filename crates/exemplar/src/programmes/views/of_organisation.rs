//! What an organisation's page says of it in programmes.

use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, SummaryList, Table};

use super::members::memberships;
use super::pairings::all_said;
use super::{name_of, organisation, stated};
use crate::journal::AsAt;
use crate::journal::views::query_of;
use crate::organisations::Names;
use crate::platform::shell::small_link;
use crate::programmes::store::StatementRow;
use crate::programmes::{Money, OfOrganisation};

/// Its programmes, pairings and money.
#[must_use]
pub fn beside_organisation(of: &OfOrganisation, names: &Names, as_at: AsAt) -> Markup {
    html! {
        h2 { "Programmes" }
        @if of.memberships.is_empty() { p { "It is in no programme that is known here." } }
        @else { (memberships(&of.memberships, as_at)) }
        @if !of.pairings.is_empty() || !of.memberships.is_empty() { (pairings(of, names, as_at)) }
        @if !of.money.is_empty() || !of.memberships.is_empty() { (money(of, as_at)) }
    }
}

fn programme(of: &OfOrganisation, slug: &str, part: &str, as_at: AsAt) -> Markup {
    let name = of.programmes.iter().find(|(known, _)| known == slug).map_or(slug, |(_, name)| name.as_str());
    html! { a href={ "/programmes/" (slug) (query_of(as_at)) (part) } { (name) } }
}

fn pairings(of: &OfOrganisation, names: &Names, as_at: AsAt) -> Markup {
    let mut table = Table::new().responsive().head(["With", "Programme", "What is said"].map(Column::new));
    for pairing in &of.pairings {
        let other = if pairing.organisation == of.code { &pairing.partner } else { &pairing.organisation };
        let slug = pairing.claims.first().map_or("", |claim| claim.programme.as_str());
        table = table.row([
            Cell::new(organisation(other, name_of(names, other), as_at)),
            Cell::new(programme(of, slug, "#pairings", as_at)),
            Cell::new(html! {
                (all_said(names, pairing, as_at))
                @if !as_at.is_past() { (small_link(&format!("/organisations/{}/pairings/{slug}/{other}", of.code), "Say how it stands for this organisation")) }
            }),
        ]);
    }
    html! {
        h3 { "Pairings" }
        @if of.pairings.is_empty() { p { "No pairing is claimed or confirmed." } } @else { (table.render()) }
        @if !as_at.is_past() { (small_link(&format!("/organisations/{}/pairings", of.code), "Propose a pairing for this organisation")) }
    }
}

/// What is published of its money, programme by programme.
fn money(of: &OfOrganisation, as_at: AsAt) -> Markup {
    let mut slugs: Vec<&str> = of.memberships.iter().map(|membership| membership.programme().0).collect();
    slugs.extend(of.money.iter().map(|row| row.programme.as_str()));
    let mut seen = Vec::new();
    slugs.retain(|slug| {
        let is_new = !seen.contains(slug);
        seen.push(*slug);
        is_new
    });
    html! {
        h3 { "Money" }
        p { "What sources publish of it. \u{201c}Not published\u{201d} means that no source known here says it, not that there was none." }
        @for slug in slugs {
            h4.nhsuk-heading-s { (programme(of, slug, "#money", as_at)) }
            @let list = Money::ALL.into_iter().fold(SummaryList::new(), |list, kind| {
                let rows: Vec<&StatementRow> =
                    of.money.iter().filter(|row| row.programme == slug && row.money.as_deref() == Some(kind.word())).collect();
                list.row(kind.shown(), stated(&rows, as_at))
            });
            (list)
        }
    }
}
