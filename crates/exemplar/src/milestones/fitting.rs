//! Whether a line about milestones fits what is on record.

use database::Connection;
use jiff::civil::Date;

use super::{CONFIDENCE, DATE, Kind, MILESTONE, confidence, framework, store};
use crate::facts::Line;
use crate::platform::dates;

/// Whether a line about milestones fits what is known; lines of other kinds do.
///
/// # Errors
/// When the database cannot be read.
pub async fn fits(connection: &mut Connection, line: &Line, today: Date) -> Result<Result<(), String>, sqlx::Error> {
    let (programme, milestone) = (line.word("programme"), line.word("milestone"));
    if line.shape.word == MILESTONE.word {
        let known = store::versions(connection, programme, milestone).await?;
        return Ok(framework::is_new_version(line, known.as_ref()));
    }
    if line.shape.word == CONFIDENCE.word {
        let (scale, level) = (line.word("scale"), line.word("level"));
        return Ok(match confidence::store::has_level(connection, (programme, scale, level)).await? {
            true => Ok(()),
            false => Err(format!(
                "the programme {programme} has no level \u{201c}{level}\u{201d} on a scale \u{201c}{scale}\u{201d}"
            )),
        });
    }
    if line.shape.word != DATE.word {
        return Ok(Ok(()));
    }
    if !store::has_milestone(connection, programme, milestone).await? {
        return Ok(Err(format!("the programme {programme} has no milestone \u{201c}{milestone}\u{201d}")));
    }
    let Some(date) = line.date("date") else { return Ok(Ok(())) };
    Ok(match Kind::from_word(line.word("kind")) {
        Kind::Done if date.first_day() > today => Err(format!("it cannot be done on {date}: that is in the future")),
        Kind::Done if date.last_day() > today => Err(format!("{date} has not ended: give the day it was done")),
        Kind::Promised => match store::promised(connection, programme, milestone, line.word("organisation")).await? {
            Some(first) if first != date.stored() => {
                let first = dates::said(&first);
                Err(format!("what was first promised is {first}; a later date is one that is now expected"))
            }
            _ => Ok(()),
        },
        Kind::Done | Kind::Expected => Ok(()),
    })
}
