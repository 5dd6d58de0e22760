//! The acts on the register: taking a list of organisations, and taking successions.

use jiff::civil::Date;
use serde_json::json;

use super::reading::{OrganisationList, Refusal, Succession};
use super::register::{self, NewKnown, Outcome, Report, ReportLine};
use super::{Facts, LISTS, ORGANISATIONS, SUCCESSIONS, store};
use crate::journal::{Change, JournalError, Moment, NewEntry};
use crate::kit::Kit;
use crate::people::Permit;
use crate::people::policy::ImportOrganisations;

/// Whether what would be done is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// It is done.
    Real,
    /// It is only reported.
    Dry,
}

/// Takes a list that held on `listed_on`. A list that changes nothing writes nothing.
///
/// # Errors
/// When the database refuses; then nothing was written.
pub async fn import(
    kit: &Kit,
    permit: Permit<ImportOrganisations>,
    list: &OrganisationList,
    listed_on: Date,
    source: &str,
    run: Run,
) -> Result<Report, JournalError> {
    if run == Run::Dry {
        let known = store::known(&mut kit.db.read().await?).await?;
        return Ok(register::plan(known, &list.listed, &list.refused, listed_on).report);
    }
    let mut change = Change::open(kit).await?;
    let known = store::known(change.tx()).await?;
    let plan = register::plan(known, &list.listed, &list.refused, listed_on);
    if plan.begins.is_empty() {
        return Ok(plan.report);
    }
    let sequence = change.sequence();
    for id in &plan.ends {
        store::end(change.tx(), *id, sequence).await?;
    }
    for row in &plan.begins {
        store::insert(change.tx(), kit.clock.new_id(), row, sequence).await?;
    }
    store::insert_list(change.tx(), kit.clock.new_id(), listed_on, source, list.listed.len(), sequence).await?;
    let counts: serde_json::Map<_, _> =
        Outcome::ALL.iter().map(|outcome| (outcome.word().to_owned(), json!(plan.report.count(*outcome)))).collect();
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "organisations.import",
            record: "organisations",
            source: Some(source),
            holds_on: Some(listed_on.to_string()),
            is_public: true,
            public: json!({ "listed_on": listed_on.to_string(), "counts": counts }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&ORGANISATIONS, &LISTS],
        })
        .await?;
    change.commit().await?;
    Ok(plan.report)
}

/// Gives an organisation another name inside the transaction of an act, when that it had was wrong: what was recorded ends. Gives
/// the name before; none when nothing is changed by it.
///
/// # Errors
/// When the database refuses.
pub async fn mend_name(change: &mut Change, kit: &Kit, (code, name): (&str, &str)) -> sqlx::Result<Option<String>> {
    let Some(row) = store::find(change.tx(), code, Moment::now(kit.clock.today())).await? else { return Ok(None) };
    let known = row.known()?;
    if known.facts.name == name {
        return Ok(None);
    }
    let sequence = change.sequence();
    store::end(change.tx(), known.id, sequence).await?;
    let before = known.facts.name.clone();
    let facts = Facts { name: name.to_owned(), ..known.facts };
    let new = NewKnown { code: known.code, facts, from: known.from, until: known.until, first: Some(known.first) };
    store::insert(change.tx(), kit.clock.new_id(), &new, sequence).await?;
    Ok(Some(before))
}

/// Takes successions; one that is known already, or names a code that is not, is left out and said.
///
/// # Errors
/// When the database refuses; then nothing was written.
pub async fn import_successions(
    kit: &Kit,
    permit: Permit<ImportOrganisations>,
    (said, refused): (&[Succession], &[Refusal]),
    source: &str,
    run: Run,
) -> Result<Report, JournalError> {
    let mut change = Change::open(kit).await?;
    let sequence = change.sequence();
    let mut report = Report::default();
    let mut note = |line: u64, code: &str, outcome, detail: String| {
        report.lines.push(ReportLine { line, code: code.to_owned(), outcome, detail });
    };
    for refusal in refused {
        note(refusal.line, &refusal.code, Outcome::Refused, refusal.reason.clone());
    }
    let mut taken = 0;
    for line in said {
        let pair = format!("{} \u{2192} {}", line.predecessor, line.successor);
        let mut unknown = None;
        for code in [&line.predecessor, &line.successor] {
            if store::name(change.tx(), code).await?.is_none() {
                unknown = Some(code);
            }
        }
        if let Some(code) = unknown {
            note(line.line, code, Outcome::Refused, format!("{code} is not in the register"));
        } else if store::succession_exists(change.tx(), &line.predecessor, &line.successor).await? {
            note(line.line, &line.predecessor, Outcome::Unchanged, pair);
        } else {
            store::insert_succession(change.tx(), kit.clock.new_id(), line, sequence).await?;
            note(line.line, &line.predecessor, Outcome::New, pair);
            taken += 1;
        }
    }
    report.lines.sort_by_key(|line| (line.outcome, line.line));
    if taken == 0 || run == Run::Dry {
        return Ok(report);
    }
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "organisations.import_successions",
            record: "organisations",
            source: Some(source),
            holds_on: None,
            is_public: true,
            public: json!({ "taken": taken }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&SUCCESSIONS],
        })
        .await?;
    change.commit().await?;
    Ok(report)
}
