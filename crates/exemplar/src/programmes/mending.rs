//! Mending a fact after a correction of its page was upheld: what was recorded ends, and what is so stands in its place. What
//! was recorded stays readable by the day it was.

use database::Connection;
use uuid::Uuid;

use super::changes::{SayError, Taker};
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

fn fields(line: &Line) -> Vec<(&'static str, String, &'static [&'static str])> {
    let of = |(field, value): (&facts::Field, &Value)| {
        let words = match field.rule {
            facts::Rule::Word(words) => words,
            _ => &[],
        };
        let cell = match value {
            Value::Text(text) => text.clone().unwrap_or_default(),
            Value::Number(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        };
        (field.name, cell, words)
    };
    line.shape.fields.iter().zip(&line.values).filter(|(field, _)| !field.name.is_empty()).map(of).collect()
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
        Mending::Change(cells) => {
            let line = shape.typed(cells, today).map_err(|errors| {
                let all: Vec<String> = errors.iter().map(|(field, words)| format!("{field}: {words}")).collect();
                SayError::DoesNotFit(all.join("; "))
            })?;
            let line = line.with_pence().map_err(SayError::DoesNotFit)?;
            (shape.check)(&line).map_err(SayError::DoesNotFit)?;
            if line.values == old.values {
                return Err(unfit("nothing of it is changed"));
            }
            Some(line)
        }
    };
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
    fn what_can_be_mended_can_be_imported() {
        assert!(KINDS.iter().all(|kind| SHAPES.iter().any(|shape| shape.word == kind.word)));
    }
}
