//! The lists of a programme as CSV.

use axum::response::Response;

use super::pages::{Member, Members, Read};
use super::store::{ProgrammeRow, StatementRow};
use super::{Pairing, Side, Standing};
use crate::platform::csv::file;

pub(super) fn programmes(lines: &[(ProgrammeRow, Members)]) -> anyhow::Result<Response> {
    let header = ["programme", "name", "summary", "members", "closed", "became_part_of_another", "source", "published"];
    let rows = lines.iter().map(|(row, members)| {
        [
            row.slug.clone(),
            row.name.clone(),
            row.summary.clone(),
            members.open.to_string(),
            members.closed.to_string(),
            members.followed.to_string(),
            row.source.clone(),
            row.published.clone().unwrap_or_default(),
        ]
    });
    file("programmes", header, rows)
}

pub(super) fn members(read: &Read, members: &[Member]) -> anyhow::Result<Response> {
    let header = [
        "programme",
        "group",
        "organisation",
        "name",
        "named_as",
        "state",
        "on",
        "said",
        "days_in_state",
        "time_in_state",
        "note",
        "source",
        "published",
        "known_on",
    ];
    let mut rows = Vec::new();
    for member in members {
        for row in &member.rows {
            let stay = member.stays.iter().find(|stay| stay.state == row.state());
            rows.push([
                row.programme.clone(),
                row.group_slug.clone(),
                row.organisation.clone(),
                read.name(&row.organisation).to_owned(),
                row.named_as.clone().unwrap_or_default(),
                row.state().word().to_owned(),
                row.stored_on().to_owned(),
                row.said.clone().unwrap_or_default(),
                stay.and_then(|stay| stay.days).map(|days| days.to_string()).unwrap_or_default(),
                stay.map(|stay| stay.words.clone()).unwrap_or_default(),
                row.note.clone().unwrap_or_default(),
                row.source.clone(),
                row.published.clone().unwrap_or_default(),
                read.moment.day(),
            ]);
        }
    }
    file(&format!("{}-members", read.programme.slug), header, rows)
}

pub(super) fn pairings(read: &Read, pairings: &[Pairing]) -> anyhow::Result<Response> {
    let header = [
        "programme",
        "organisation",
        "organisation_name",
        "partner",
        "partner_name",
        "standing",
        "organisation_says",
        "partner_says",
        "said_by",
        "says",
        "on",
        "note",
        "source",
        "published",
        "known_on",
    ];
    let side = |side: Side| match side {
        Side::Silent => "not known",
        Side::Confirms => "paired",
        Side::Denies => "not paired",
        Side::Ended => "ended",
    };
    let mut rows = Vec::new();
    for pairing in pairings {
        let standing = match pairing.standing {
            Standing::Paired => "confirmed by both",
            Standing::Claimed => "claimed",
            Standing::Denied => "denied by one side",
            Standing::Ended => "ended",
            Standing::OneOrganisation => "became one organisation",
        };
        for claim in &pairing.claims {
            rows.push([
                read.programme.slug.clone(),
                pairing.organisation.clone(),
                read.name(&pairing.organisation).to_owned(),
                pairing.partner.clone(),
                read.name(&pairing.partner).to_owned(),
                standing.to_owned(),
                side(pairing.organisation_says).to_owned(),
                side(pairing.partner_says).to_owned(),
                claim.said_by.clone(),
                claim.says.clone(),
                claim.said_on.clone().unwrap_or_default(),
                claim.note.clone().unwrap_or_default(),
                claim.source.clone(),
                claim.published.clone().unwrap_or_default(),
                read.moment.day(),
            ]);
        }
    }
    file(&format!("{}-pairings", read.programme.slug), header, rows)
}

pub(super) fn statements(read: &Read, name: &str, rows: &[StatementRow]) -> anyhow::Result<Response> {
    let header = [
        "programme",
        "group",
        "organisation",
        "name",
        "subject",
        "measure",
        "money",
        "value",
        "unit",
        "pence",
        "per",
        "holds_on",
        "note",
        "source",
        "published",
        "known_on",
    ];
    let rows = rows.iter().map(|row| {
        let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            read.programme.slug.clone(),
            or_empty(&row.group_slug),
            or_empty(&row.organisation),
            row.organisation.as_deref().map(|code| read.name(code).to_owned()).unwrap_or_default(),
            row.subject.clone(),
            row.measure.clone(),
            or_empty(&row.money),
            row.value.clone().unwrap_or_else(|| "not published".to_owned()),
            or_empty(&row.unit),
            row.pence.map(|pence| pence.to_string()).unwrap_or_default(),
            or_empty(&row.per),
            or_empty(&row.holds_on),
            or_empty(&row.note),
            row.source.clone(),
            or_empty(&row.published),
            read.moment.day(),
        ]
    });
    file(&format!("{}-{name}", read.programme.slug), header, rows)
}
