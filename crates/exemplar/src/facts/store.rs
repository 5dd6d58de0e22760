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

/// The most facts of one kind that are read together.
const MOST: i64 = 200;

/// What is kept now of a programme, of an organisation, or of both, with the ids of the rows: the newest first. A kind that is
/// about organisations is left out when none is named, unless what it says may be about none.
pub(crate) async fn about(
    connection: &mut Connection,
    shape: &'static Shape,
    (programme, organisation): (Option<&str>, Option<&str>),
) -> sqlx::Result<Vec<(Vec<u8>, Line)>> {
    let column = |name: &str| shape.fields.iter().find(|field| field.name == name);
    let mut conditions = vec!["from_sequence <= $1".to_owned()];
    let mut is_told = false;
    if let (Some(field), Some(_)) = (column("programme"), programme) {
        conditions.push(format!("{} = $2", field.column));
        is_told = true;
    }
    match (column("organisation"), organisation) {
        (Some(_), Some(_)) if column("partner").is_some() => {
            conditions.push("(organisation = $3 OR partner = $3)".into())
        }
        (Some(_), Some(_)) => conditions.push("organisation = $3".into()),
        (Some(field), None) if !field.is_needed => conditions.push("organisation IS NULL".into()),
        (Some(_), None) => return Ok(Vec::new()),
        (None, _) if !is_told => return Ok(Vec::new()),
        (None, _) => {}
    }
    if shape.table.ends {
        conditions.push("until_sequence IS NULL".into());
    }
    let names: Vec<&str> = shape.fields.iter().map(|field| field.column).collect();
    let text = format!(
        "SELECT id, {} FROM {} WHERE {} AND CAST($2 AS TEXT) = CAST($2 AS TEXT) AND CAST($3 AS TEXT) = CAST($3 AS TEXT)
         ORDER BY from_sequence DESC, id LIMIT {MOST}",
        names.join(", "),
        shape.table.name,
        conditions.join(" AND ")
    );
    sql!(connection, c => async {
        let rows = query(AssertSqlSafe(text))
            .bind(i64::MAX)
            .bind(programme.unwrap_or_default())
            .bind(organisation.unwrap_or_default())
            .fetch_all(c)
            .await?;
        rows.iter().map(|row| {
            let values = shape.fields.iter().enumerate().map(|(at, field)| Ok(match field.rule {
                Rule::Count | Rule::Pence => Value::Number(row.try_get(at + 1)?),
                _ => Value::Text(row.try_get(at + 1)?),
            })).collect::<sqlx::Result<Vec<_>>>()?;
            Ok((row.try_get(0)?, Line { shape, file: String::new(), number: 0, values }))
        }).collect()
    })
}

/// Everything of one kind that is kept now of a programme, in the order in which it was recorded, at most `most`; nothing of a
/// kind that is of no programme.
pub(crate) async fn of_programme(
    connection: &mut Connection,
    shape: &'static Shape,
    (programme, most): (&str, i64),
) -> sqlx::Result<Vec<(Vec<u8>, Line)>> {
    let Some(field) = shape.fields.iter().find(|field| field.name == "programme") else { return Ok(Vec::new()) };
    let holds = if shape.table.ends { " AND until_sequence IS NULL" } else { "" };
    let names: Vec<&str> = shape.fields.iter().map(|field| field.column).collect();
    let text = format!(
        "SELECT id, {} FROM {} WHERE {} = $1{holds} ORDER BY from_sequence, id LIMIT $2",
        names.join(", "),
        shape.table.name,
        field.column
    );
    sql!(connection, c => async {
        let rows = query(AssertSqlSafe(text)).bind(programme).bind(most).fetch_all(c).await?;
        rows.iter().map(|row| {
            let values = shape.fields.iter().enumerate().map(|(at, field)| Ok(match field.rule {
                Rule::Count | Rule::Pence => Value::Number(row.try_get(at + 1)?),
                _ => Value::Text(row.try_get(at + 1)?),
            })).collect::<sqlx::Result<Vec<_>>>()?;
            Ok((row.try_get(0)?, Line { shape, file: String::new(), number: 0, values }))
        }).collect()
    })
}

/// Ends a row that is said otherwise now.
pub(crate) async fn end(tx: &mut Transaction, shape: &Shape, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    let text = format!("UPDATE {} SET until_sequence = $1 WHERE id = $2", shape.table.name);
    execute!(tx, query(AssertSqlSafe(text.clone())).bind(sequence).bind(id))?;
    Ok(())
}

/// Writes lines of one kind, with few statements.
pub(crate) async fn insert_many(
    tx: &mut Transaction,
    rows: Vec<(Uuid, &Line, Date)>,
    sequence: i64,
) -> sqlx::Result<()> {
    for rows in rows.chunks(200) {
        let Some((_, first, _)) = rows.first() else { continue };
        let shape = first.shape;
        let names: Vec<&str> = shape.fields.iter().map(|field| field.column).collect();
        let wide = names.len() + 4;
        let places = (0..rows.len()).map(|row| {
            let of: Vec<String> = (1..=wide).map(|at| format!("${}", row * wide + at)).collect();
            format!("({})", of.join(", "))
        });
        let text = format!(
            "INSERT INTO {} (id, fact, {}, known_from, from_sequence) VALUES {}",
            shape.table.name,
            names.join(", "),
            places.collect::<Vec<_>>().join(", ")
        );
        sql!(tx, c => async {
            let mut insert = query(AssertSqlSafe(text));
            for (id, line, known_from) in rows {
                insert = insert.bind(id.as_bytes().to_vec()).bind(line.fact());
                for value in &line.values {
                    insert = match value {
                        Value::Text(text) => insert.bind(text.as_deref()),
                        Value::Number(number) => insert.bind(*number),
                    };
                }
                insert = insert.bind(known_from.to_string()).bind(sequence);
            }
            insert.execute(c).await.map(drop)
        })?;
    }
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
