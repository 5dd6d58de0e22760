//! Mending a fact after a correction of its page was upheld: what was recorded ends, and what is so stands in its place. What
//! was recorded stays readable by the day it was.

use database::Connection;
use jiff::civil::Date;
use uuid::Uuid;

use super::changes::{SayError, Taker};
use super::joining;
use super::shapes::{CLAIM, GROUP, MEMBER, PROGRAMME, STATEMENT};
use crate::facts::{self, Line, Shape, Value};
use crate::journal::{Change, Moment, RecordTable};
use crate::kit::Kit;
use crate::milestones;
use crate::organisations;
use crate::organisations::footprints::FOOTPRINT_MEMBER;
use crate::organisations::systems::SYSTEM;

/// The kinds of facts that can be mended, in the order in which they are offered.
const KINDS: &[&Shape] = &[
    &PROGRAMME,
    &GROUP,
    &MEMBER,
    &CLAIM,
    &milestones::DATE,
    &milestones::CONFIDENCE,
    &STATEMENT,
    &SYSTEM,
    &FOOTPRINT_MEMBER,
];

/// The columns that tell which record a fact is of: a correction never makes it one of another.
const FIXED: &[&str] =
    &["programme", "group", "organisation", "partner", "milestone", "said_by", "belongs_to", "scale"];

/// Those of a date besides: what is first promised does not become done, nor what was said on one day known on another.
const FIXED_OF_DATES: &[&str] = &["kind", "published"];

/// What the name of an organisation is called among facts.
const NAME: &str = "name";

/// A fact that can be mended.
#[derive(Clone, Debug)]
pub struct Mendable {
    /// What it is known again by.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Its fields: name, what stands in it, and the words it may hold when they are few.
    pub fields: Vec<(&'static str, String, &'static [&'static str])>,
}

/// What is done with a fact.
#[derive(Debug)]
pub enum Mending<'a> {
    /// These stand in its fields instead, by the names of its columns.
    Change(&'a [(&'a str, &'a str)]),
    /// It is taken out: nothing stands in its place.
    TakeOut,
}

/// What was mended.
#[derive(Debug)]
pub struct Mended {
    /// Which kind of fact.
    pub about: &'static str,
    /// What was recorded.
    pub said: String,
    /// What is so.
    pub says: String,
    /// The tables that were written to.
    pub tables: Vec<&'static RecordTable>,
}

/// The facts of a page that can be mended: those of an organisation, of a programme, or of both.
///
/// # Errors
/// When the database cannot be read.
pub async fn mendable(
    connection: &mut Connection,
    (programme, organisation): (Option<&str>, Option<&str>),
    moment: Moment,
) -> sqlx::Result<Vec<Mendable>> {
    let mut all = Vec::new();
    if let (None, Some(code)) = (programme, organisation)
        && let Some(known) = organisations::store::find(connection, code, moment).await?
    {
        let fields = vec![(NAME, known.name.clone(), &[][..])];
        all.push(Mendable { id: format!("{NAME}|{code}"), says: format!("Its name is {}", known.shown_name), fields });
    }
    let set_aside = match organisation {
        Some(code) => milestones::set_aside(connection, code).await?,
        None => Vec::new(),
    };
    for shape in KINDS {
        for (id, line) in facts::store::about(connection, shape, (programme, organisation)).await? {
            if !set_aside.contains(&id) {
                all.push(Mendable {
                    id: format!("{}|{}", shape.word, line.fact()),
                    says: (shape.says)(&line),
                    fields: fields(&line),
                });
            }
        }
    }
    Ok(all)
}

fn is_fixed(shape: &Shape, name: &str) -> bool {
    FIXED.contains(&name) || (shape.word == milestones::DATE.word && FIXED_OF_DATES.contains(&name))
}

/// What stands in a column, as it is typed.
fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone().unwrap_or_default(),
        Value::Number(number) => number.map(|number| number.to_string()).unwrap_or_default(),
    }
}

/// The line with what was typed in the columns that can be mended, or what is wrong with it.
fn mended(old: &Line, typed: &[(&str, &str)], today: Date) -> Result<Line, String> {
    let shape = old.shape;
    let kept: Vec<(&str, String)> = shape
        .fields
        .iter()
        .zip(&old.values)
        .filter(|(field, _)| is_fixed(shape, field.name))
        .map(|(field, value)| (field.name, cell(value)))
        .collect();
    let kept = kept.iter().map(|(name, value)| (*name, value.as_str()));
    let cells: Vec<(&str, &str)> =
        kept.chain(typed.iter().copied().filter(|(name, _)| !is_fixed(shape, name))).collect();
    let line = shape.typed(&cells, today).map_err(|errors| {
        let all: Vec<String> = errors.iter().map(|(field, words)| format!("{field}: {words}")).collect();
        all.join("; ")
    })?;
    let line = line.with_pence()?;
    (shape.check)(&line)?;
    if line.values == old.values { Err("nothing of it is changed".to_owned()) } else { Ok(line) }
}

fn fields(line: &Line) -> Vec<(&'static str, String, &'static [&'static str])> {
    let of = |(field, value): (&facts::Field, &Value)| {
        let words = match field.rule {
            facts::Rule::Word(words) => words,
            _ => &[],
        };
        (field.name, cell(value), words)
    };
    let can = |field: &facts::Field| !field.name.is_empty() && !is_fixed(line.shape, field.name);
    line.shape.fields.iter().zip(&line.values).filter(|(field, _)| can(field)).map(of).collect()
}

/// Mends a fact inside the transaction of the act that answers a correction.
///
/// # Errors
/// [`SayError::DoesNotFit`] when it is not there any more, or what is said instead does not fit what is on record.
pub async fn mend(
    change: &mut Change,
    kit: &Kit,
    (id, correction): (&str, Uuid),
    mending: &Mending<'_>,
) -> Result<Mended, SayError> {
    let unfit = |words: &str| SayError::DoesNotFit(words.to_owned());
    let (word, fact) = id.split_once('|').ok_or_else(|| unfit("no such line is on record"))?;
    if word == NAME {
        return rename(change, kit, fact, mending).await;
    }
    let shape = KINDS.iter().find(|shape| shape.word == word).ok_or_else(|| unfit("no such line is on record"))?;
    let found = facts::store::find(change.tx(), shape, fact).await?;
    let (row, values) = found.ok_or_else(|| unfit("this line was changed in the meantime"))?;
    let old = Line { shape, file: String::new(), number: 0, values };
    let today = kit.clock.today();
    let new = match mending {
        Mending::TakeOut => None,
        Mending::Change(cells) => Some(mended(&old, cells, today).map_err(SayError::DoesNotFit)?),
    };
    if let Some(new) = new.as_ref().filter(|new| new.word("state") != old.word("state"))
        && let Some(reason) = joining::held_back(change.tx(), new, today).await?
    {
        return Err(SayError::DoesNotFit(reason));
    }
    let sequence = change.sequence();
    let mut tables = vec![shape.table];
    if shape.table.ends {
        facts::store::end(change.tx(), shape, &row, sequence).await?;
    } else {
        milestones::put_aside(change.tx(), kit.clock.new_id(), (&row, correction), sequence).await?;
        tables.push(&milestones::SET_ASIDE);
    }
    let says = match &new {
        None => "Taken out".to_owned(),
        Some(line) => {
            let closings = organisations::store::closings(change.tx()).await?;
            let mut taker = Taker::new(kit, change, &closings);
            taker.take(line).await?.map_err(SayError::DoesNotFit)?;
            (shape.says)(line)
        }
    };
    if shape.word == milestones::DATE.word {
        let closings = std::collections::HashMap::new();
        let of = (old.word("programme"), old.word("organisation"));
        Taker::new(kit, change, &closings).recount(of).await?;
    }
    Ok(Mended { about: shape.word, said: (shape.says)(&old), says, tables })
}

async fn rename(change: &mut Change, kit: &Kit, code: &str, mending: &Mending<'_>) -> Result<Mended, SayError> {
    let unfit = |words: &str| SayError::DoesNotFit(words.to_owned());
    let Mending::Change(cells) = mending else { return Err(unfit("an organisation keeps a name")) };
    let name = cells.iter().find(|(field, _)| *field == NAME).map_or("", |(_, name)| name.trim());
    if name.is_empty() || name.chars().count() > 200 {
        return Err(unfit("a name has at least one and at most 200 characters"));
    }
    let before = organisations::mend_name(change, kit, (code, name)).await?;
    let said = before.ok_or_else(|| unfit("this is its name already, or it is not in the register"))?;
    let says = format!("Its name is {name}");
    Ok(Mended { about: NAME, said: format!("Its name is {said}"), says, tables: vec![&organisations::ORGANISATIONS] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::SHAPES;

    #[test]
    fn a_date_stays_of_its_organisation_and_milestone_and_of_its_kind() {
        let today = "2026-11-22".parse().unwrap();
        let of = |organisation: &str, kind: &str, date: &str| {
            let cells = [("programme", "p"), ("milestone", "m"), ("organisation", organisation), ("kind", kind)];
            let rest = [("date", date), ("source", "s"), ("published", "2017-10")];
            milestones::DATE.typed(&[cells.as_slice(), rest.as_slice()].concat(), today).unwrap()
        };
        let typed =
            [("organisation", "RBB"), ("kind", "done"), ("date", "2019-01"), ("source", "s"), ("published", "2010")];
        assert_eq!(
            mended(&of("RAA", "promised", "2018-06"), &typed, today).unwrap().values,
            of("RAA", "promised", "2019-01").values
        );
        assert_eq!(mended(&of("RAA", "promised", "2019-01"), &typed, today).unwrap_err(), "nothing of it is changed");
        let shown: Vec<&str> = fields(&of("RAA", "promised", "2018-06")).iter().map(|(name, ..)| *name).collect();
        assert_eq!(shown, ["date", "reason", "note", "source"]);
    }

    #[test]
    fn what_can_be_mended_can_be_imported() {
        assert!(KINDS.iter().all(|kind| SHAPES.iter().any(|shape| shape.word == kind.word)));
    }
}
