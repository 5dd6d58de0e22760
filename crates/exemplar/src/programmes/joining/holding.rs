//! Whether what is looked at in a group holds a member back, by what is on record.

use database::Connection;
use jiff::civil::Date;

use super::{Checked, holds_back, store};
use crate::facts::Line;
use crate::journal::Moment;
use crate::programmes::State;
use crate::programmes::shapes::MEMBER;

/// Why an organisation cannot come into the state that a line says, as what is needed for it is not settled; none for lines of
/// other kinds.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::programmes) async fn held_back(
    connection: &mut Connection,
    line: &Line,
    today: Date,
) -> sqlx::Result<Option<String>> {
    let Some(next) = State::from_word(line.word("state")).filter(|_| line.shape.word == MEMBER.word) else {
        return Ok(None);
    };
    let (programme, code, moment) = (line.word("programme"), line.word("organisation"), Moment::now(today));
    let checks = store::checks(connection, programme, moment).await?;
    let answers = store::answers(connection, (programme, code), moment).await?;
    let checked = Checked::all(&checks, line.word("group"), &answers);
    let titles: Vec<&str> = holds_back(&checked, next).into_iter().map(|check| check.title.as_str()).collect();
    Ok((!titles.is_empty()).then(|| format!("it cannot go on yet. Not settled: {}", titles.join("; "))))
}
