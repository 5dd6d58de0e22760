//! A copy that is six versions behind its source: made, made its own, one change refused, and the source gone on.

use super::changes::{DemonstrationError, actor, allowed, copy, editing, guide, key};
use super::{Somebody, everybody};
use crate::blueprints::{self, ChangeClass, Text};
use crate::copies::updates::{self, Answer, How, seen};
use crate::copies::{self, CopyError};
use crate::journal::Moment;
use crate::journal::store::get_text;
use crate::kit::Kit;
use crate::people::decide;
use crate::people::policy::{PublishBlueprint, SignText, Written};
use crate::writing::{self, CareAnswers, HazardAnswer, Publishing, Saved};
use uuid::Uuid;

/// The lines of a file of the demonstration.
pub(super) fn lines(file: &[u8]) -> Vec<Vec<String>> {
    let records = csv::Reader::from_reader(file).into_records().flatten();
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

pub(super) fn cell(line: &[String], at: usize) -> &str {
    line.get(at).map_or("", String::as_str)
}

pub(super) fn somebody(mail: &str) -> Result<Somebody, DemonstrationError> {
    let found = everybody().into_iter().find(|somebody| somebody.mail == mail);
    found.ok_or_else(|| DemonstrationError::NotAllowed(mail.to_owned()))
}

/// Lets Oxley Vale copy the guide at `slug`, and its source go on.
pub(super) async fn fill(kit: &Kit, slug: &str, site: &str) -> Result<(), DemonstrationError> {
    let (lena, owen) = (somebody("lena.marsh@example.org")?, somebody("owen.hale@example.org")?);
    let ours = copy(kit, &lena, slug).await?;
    let own = lines(include_bytes!("../../../../demo/changes/oxley-vale.csv"));
    let pairs = own.iter().map(|line| (cell(line, 0), cell(line, 1)));
    rewrite(kit, &lena, ours, pairs).await?;
    let source = guide(kit, slug).await?;
    let care = CareAnswers { changes_what: true, could_harm: true, states_dose: false };
    writing::answer_care(kit, editing(kit, &owen, source).await?, &key(kit), care).await?;
    let versions = lines(include_bytes!("../../../../demo/changes/versions.csv"));
    let edits = lines(include_bytes!("../../../../demo/changes/source.csv"));
    for (place, version) in versions.iter().enumerate() {
        let of_it = edits.iter().filter(|edit| cell(edit, 0) == cell(version, 0));
        rewrite(kit, &owen, source, of_it.map(|edit| (cell(edit, 1), cell(edit, 2)))).await?;
        publish(kit, &owen, source, (cell(version, 1), cell(version, 2)), site).await?;
        if place == 0 {
            keep_ours(kit, &lena, ours).await?;
        }
    }
    Ok(())
}

/// Saves the newest text with some words in place of others.
pub(super) async fn rewrite<'a>(
    kit: &Kit,
    by: &Somebody,
    blueprint: Uuid,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), DemonstrationError> {
    let (hash, text) = newest(kit, blueprint).await?;
    let text = pairs.fold(text, |text, (was, is)| text.replacen(was, is, 1));
    let saved = Saved { made_from: &hash, text: &text };
    writing::save(kit, editing(kit, by, blueprint).await?, &key(kit), saved).await?;
    Ok(())
}

pub(super) async fn newest(kit: &Kit, blueprint: Uuid) -> Result<(String, String), DemonstrationError> {
    let mut connection = kit.db.read().await?;
    let line = blueprints::store::find(&mut connection, blueprint, Moment::now(kit.clock.today())).await?;
    let none = || DemonstrationError::NoGuide(blueprint.to_string());
    let revision = line.ok_or_else(none)?.revision;
    let hash = writing::store::newest_text(&mut connection, blueprint, revision).await?.ok_or_else(none)?;
    let text = get_text(&mut connection, &hash).await?;
    Ok((hash, String::from_utf8_lossy(&text).into_owned()))
}

/// The safety officer signs what was saved, and it is published.
async fn publish(
    kit: &Kit,
    by: &Somebody,
    blueprint: Uuid,
    (class, note): (&str, &str),
    site: &str,
) -> Result<(), DemonstrationError> {
    let officer = somebody("femi.cole@example.org")?;
    let (text_hash, text) = newest(kit, blueprint).await?;
    let hazards = Text::parse(text.as_bytes(), "Untitled").map(|text| text.hazards()).unwrap_or_default();
    let holds: Vec<_> = hazards.into_iter().map(|hazard| (hazard.name, HazardAnswer::Holds, String::new())).collect();
    let written = Written {
        organisation: by.organisation.clone(),
        by: writing::store::ever_wrote(&mut kit.db.read().await?, blueprint).await?,
    };
    let sign = SignText { blueprint, text_hash: text_hash.clone(), organisation: officer.organisation.clone() };
    let permit = allowed(decide(&actor(kit, &officer).await?, sign, &written, kit.clock.now()), &officer)?;
    writing::sign(kit, permit, &key(kit), ("", &holds), site).await?;
    let action = PublishBlueprint { blueprint, text_hash };
    let permit = allowed(decide(&actor(kit, by).await?, action, &by.organisation, kit.clock.now()), by)?;
    let said = Publishing { note, class: ChangeClass::from_word(class), ..Publishing::default() };
    writing::publish(kit, permit, &key(kit), &said).await?;
    Ok(())
}

/// Oxley Vale keeps its own day for visits.
async fn keep_ours(kit: &Kit, by: &Somebody, copy: Uuid) -> Result<(), DemonstrationError> {
    let mut connection = kit.db.read().await?;
    let today = kit.clock.today();
    let moment = Moment::now(today);
    let line = blueprints::store::find(&mut connection, copy, moment).await?.ok_or(CopyError::NotThere)?;
    let row = copies::copy_of(&mut connection, copy, moment).await?.ok_or(CopyError::NotThere)?;
    let round = updates::round(&mut connection, &line, &row, today).await?.ok_or(CopyError::NotThere)?;
    drop(connection);
    let visits = round.waiting.iter().find(|waiting| waiting.update.upstream.contains("Visit on a"));
    let visits = visits.ok_or(CopyError::NotThere)?;
    let answer = Answer {
        update: visits.update.id.clone(),
        seen: seen(&visits.update),
        how: How::KeptOurs,
        words: String::new(),
        reason: "Visitors come to us on Fridays, when the pharmacist is in".to_owned(),
    };
    updates::decide(kit, editing(kit, by, copy).await?, &key(kit), &[answer]).await?;
    Ok(())
}
