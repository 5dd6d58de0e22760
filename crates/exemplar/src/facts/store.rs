//! Keeping facts in whichever record table their shape names.

use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{AssertSqlSafe, Row, query};
use uuid::Uuid;

use super::{Line, Rule, Shape, Value};

/// What is kept under a fact now: the row's id and its values, in the order of the shape's fields.
pub(crate) async fn find(
    connection: &mut Connection,
    shape: &'static Shape,
    fact: &str,
) -> sqlx::Result<Option<(Vec<u8>, Vec<Value>)>> {
    let names: Vec<&str> = shape.fields.iter().map(|field| field.column).collect();
    let holds = if shape.table.ends { " AND until_sequence IS NULL" } else { "" };
    let text = format!("SELECT id, {} FROM {} WHERE fact = $1{holds}", names.join(", "), shape.table.name);
    sql!(connection, c => async {
        let Some(row) = query(AssertSqlSafe(text)).bind(fact).fetch_optional(c).await? else { return Ok(None) };
        let values = shape.fields.iter().enumerate().map(|(at, field)| Ok(match field.rule {
            Rule::Count | Rule::Pence => Value::Number(row.try_get(at + 1)?),
            _ => Value::Text(row.try_get(at + 1)?),
        })).collect::<sqlx::Result<Vec<_>>>()?;
        Ok(Some((row.try_get(0)?, values)))
    })
}

/// Ends a row that is said otherwise now.
pub(crate) async fn end(tx: &mut Transaction, shape: &Shape, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    let text = format!("UPDATE {} SET until_sequence = $1 WHERE id = $2", shape.table.name);
    execute!(tx, query(AssertSqlSafe(text.clone())).bind(sequence).bind(id))?;
    Ok(())
}

/// Writes a line.
pub(crate) async fn insert(
    tx: &mut Transaction,
    id: Uuid,
    line: &Line,
    known_from: Date,
    sequence: i64,
) -> sqlx::Result<()> {
    let names: Vec<&str> = line.shape.fields.iter().map(|field| field.column).collect();
    let places: Vec<String> = (1..=names.len() + 4).map(|at| format!("${at}")).collect();
    let text = format!(
        "INSERT INTO {} (id, fact, {}, known_from, from_sequence) VALUES ({})",
        line.shape.table.name,
        names.join(", "),
        places.join(", ")
    );
    let fact = line.fact();
    sql!(tx, c => async {
        let mut insert = query(AssertSqlSafe(text)).bind(id.as_bytes().as_slice()).bind(&fact);
        for value in &line.values {
            insert = match value {
                Value::Text(text) => insert.bind(text.as_deref()),
                Value::Number(number) => insert.bind(*number),
            };
        }
        insert.bind(known_from.to_string()).bind(sequence).execute(c).await.map(drop)
    })
}
