//! Pairings: those of a programme by how they stand, and what is said of each.

use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Table};

use super::{download, name_of, on, said_in};
use crate::journal::AsAt;
use crate::organisations::Names;
use crate::platform::dates;
use crate::programmes::pages::Whole;
use crate::programmes::store::ClaimRow;
use crate::programmes::{Pairing, Side, Standing};

/// The pairings of a programme.
pub(super) fn pairs(whole: &Whole) -> Markup {
    let of = |standing: &[Standing]| -> Vec<&Pairing> {
        whole.pairings.iter().filter(|pairing| standing.contains(&pairing.standing)).collect()
    };
    let paired = of(&[Standing::Paired]);
    let claimed = of(&[Standing::Claimed, Standing::Denied]);
    let over = of(&[Standing::Ended, Standing::OneOrganisation]);
    html! {
        h2 id="pairings" { "Pairings" }
        p { "A pairing exists, and is listed as one, only when both organisations say so." }
        h3 { "Confirmed by both" }
        @if paired.is_empty() { p { "No pairing is known here to be confirmed by both organisations " (on(whole.read.moment.known_on)) "." } }
        @else { (pair_table(whole, &paired)) }
        @if !claimed.is_empty() {
            h3 { "Claimed or proposed, not confirmed by both" }
            (pair_table(whole, &claimed))
        }
        @if !over.is_empty() {
            h3 { "Ended" }
            (pair_table(whole, &over))
        }
        @if !whole.pairings.is_empty() {
            @let places = whole.pairings.iter().map(|pairing| (pairing.organisation.as_str(), pairing.partner.as_str()));
            p { (download("Download the pairings", &whole.read.parts("pairings.csv", places))) }
        }
    }
}

fn pair_table(whole: &Whole, pairings: &[&Pairing]) -> Markup {
    let mut table = Table::new().responsive().head(["Organisation", "Partner", "What is said"].map(Column::new));
    for pairing in pairings {
        table = table.row([
            Cell::new(whole.read.organisation(&pairing.organisation)),
            Cell::new(whole.read.organisation(&pairing.partner)),
            Cell::new(all_said(&whole.read.names, pairing, whole.read.as_at)),
        ]);
    }
    table.render()
}

/// What stands of a pairing, and everything that is said of it.
pub(super) fn all_said(names: &Names, pairing: &Pairing, as_at: AsAt) -> Markup {
    html! {
        strong { (standing(names, pairing)) }
        @for claim in &pairing.claims { div { (said(names, pairing, claim, as_at)) } }
    }
}

/// What stands of a pairing, in a sentence.
fn standing(names: &Names, pairing: &Pairing) -> String {
    let (one, other) = (name_of(names, &pairing.organisation), name_of(names, &pairing.partner));
    match (pairing.standing, pairing.organisation_says, pairing.partner_says) {
        (Standing::Paired, ..) => "Both confirm it.".to_owned(),
        (Standing::OneOrganisation, ..) => "Ended: both became one organisation.".to_owned(),
        (Standing::Ended, ..) => "Ended.".to_owned(),
        (Standing::Denied, Side::Denies, _) => format!("{one} says that it is not so."),
        (Standing::Denied, ..) => format!("{other} says that it is not so."),
        (Standing::Claimed, Side::Confirms, _) => format!("{one} confirms it; no confirmation by {other} is known."),
        (Standing::Claimed, _, Side::Confirms) => format!("{other} confirms it; no confirmation by {one} is known."),
        (Standing::Claimed, ..) if pairing.claims.iter().all(ClaimRow::is_proposal) => {
            "Proposed by the programme office. Neither organisation has said anything yet.".to_owned()
        }
        (Standing::Claimed, ..) => "Claimed by the source. No confirmation by either organisation is known.".to_owned(),
    }
}

fn said(names: &Names, pairing: &Pairing, claim: &ClaimRow, as_at: AsAt) -> Markup {
    let who = match claim.said_by.as_str() {
        "organisation" => name_of(names, &pairing.organisation),
        "partner" => name_of(names, &pairing.partner),
        _ if claim.is_proposal() => "The programme office",
        _ => "The source",
    };
    let what = match claim.side() {
        Side::Confirms if claim.is_proposal() => "proposes that they are paired",
        Side::Confirms => "says they are paired",
        Side::Ended => "says it ended",
        Side::Denies | Side::Silent => "says they are not paired",
    };
    let when = claim.said_on.as_deref().map(|day| format!(" ({})", dates::said(day))).unwrap_or_default();
    html! {
        (who) " " (what) (when) "." @if let Some(note) = &claim.note { " " (note) } " "
        (said_in(&claim.source, claim.published.as_deref(), (as_at, claim.recorded_at)))
    }
}
