//! The lists of a programme as CSV.

use axum::response::Response;

use super::pages::{Filter, Whole};
use super::store::{ProgrammeRow, StatementRow};
use super::{Money, Side, Standing};
use crate::platform::csv::file;

pub(super) fn programmes(lines: &[(ProgrammeRow, i64)]) -> anyhow::Result<Response> {
    let header = ["programme", "name", "summary", "members", "source", "published"];
    let rows = lines.iter().map(|(row, members)| {
        let published = row.published.clone().unwrap_or_default();
        [row.slug.clone(), row.name.clone(), row.summary.clone(), members.to_string(), row.source.clone(), published]
    });
    file("programmes", header, rows)
}

pub(super) fn members(whole: &Whole, filter: &Filter) -> anyhow::Result<Response> {
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
    for member in whole.members.iter().filter(|member| filter.takes(member)) {
        for row in &member.rows {
            let stay = member.stays.iter().find(|stay| stay.state == row.state());
            rows.push([
                row.programme.clone(),
                row.group_slug.clone(),
                row.organisation.clone(),
                whole.name(&row.organisation).to_owned(),
                row.named_as.clone().unwrap_or_default(),
                row.state().word().to_owned(),
                row.stored_on().to_owned(),
                row.said.clone().unwrap_or_default(),
                stay.and_then(|stay| stay.days).map(|days| days.to_string()).unwrap_or_default(),
                stay.map(|stay| stay.words.clone()).unwrap_or_default(),
                row.note.clone().unwrap_or_default(),
                row.source.clone(),
                row.published.clone().unwrap_or_default(),
                whole.read.moment.day(),
            ]);
        }
    }
    file(&format!("{}-members", whole.read.programme.slug), header, rows)
}

pub(super) fn pairings(whole: &Whole) -> anyhow::Result<Response> {
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
    for pairing in &whole.pairings {
        let standing = match pairing.standing {
            Standing::Paired => "confirmed by both",
            Standing::Claimed => "claimed",
            Standing::Denied => "denied by one side",
            Standing::Ended => "ended",
            Standing::OneOrganisation => "became one organisation",
        };
        for claim in &pairing.claims {
            rows.push([
                whole.read.programme.slug.clone(),
                pairing.organisation.clone(),
                whole.name(&pairing.organisation).to_owned(),
                pairing.partner.clone(),
                whole.name(&pairing.partner).to_owned(),
                standing.to_owned(),
                side(pairing.organisation_says).to_owned(),
                side(pairing.partner_says).to_owned(),
                claim.said_by.clone(),
                claim.says.clone(),
                claim.said_on.clone().unwrap_or_default(),
                claim.note.clone().unwrap_or_default(),
                claim.source.clone(),
                claim.published.clone().unwrap_or_default(),
                whole.read.moment.day(),
            ]);
        }
    }
    file(&format!("{}-pairings", whole.read.programme.slug), header, rows)
}

pub(super) fn statements(whole: &Whole) -> anyhow::Result<Response> {
    statement_file(whole, "statements", |_| true)
}

pub(super) fn money(whole: &Whole) -> anyhow::Result<Response> {
    let is_money = |row: &StatementRow| Money::WORDS.iter().any(|word| row.money.as_deref() == Some(*word));
    statement_file(whole, "money", is_money)
}

fn statement_file(whole: &Whole, name: &str, takes: impl Fn(&StatementRow) -> bool) -> anyhow::Result<Response> {
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
    let rows = whole.statements.iter().filter(|row| takes(row)).map(|row| {
        let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            whole.read.programme.slug.clone(),
            or_empty(&row.group_slug),
            or_empty(&row.organisation),
            row.organisation.as_deref().map(|code| whole.name(code).to_owned()).unwrap_or_default(),
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
            whole.read.moment.day(),
        ]
    });
    file(&format!("{}-{name}", whole.read.programme.slug), header, rows)
}
