//! Writing very many rows at once: the indexes of a table are laid aside and made anew in the same transaction, which costs a
//! fraction of keeping each in order row by row.

use sqlx::{AssertSqlSafe, query, query_as};

use crate::{Dialect, Transaction, execute, sql};

/// Indexes that were laid aside: the statements that make them again.
#[derive(Debug)]
#[must_use = "without them the table is slow, and holds what its unique indexes forbid"]
pub struct LaidAside(Vec<String>);

impl Transaction {
    /// Takes the indexes of a table away, but for those of its constraints and those in `kept`, which are needed while rows
    /// are written. On PostgreSQL nobody reads the table until the transaction ends; when it does not hold, nothing was away.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lay_indexes_aside(&mut self, table: &str, kept: &[&str]) -> sqlx::Result<LaidAside> {
        let text = match self.dialect() {
            Dialect::Sqlite => {
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL"
            }
            Dialect::Postgres => {
                "SELECT CAST(i.indexname AS TEXT), i.indexdef FROM pg_indexes i
                 WHERE i.schemaname = current_schema() AND i.tablename = $1 AND NOT EXISTS (
                    SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname AND c.conrelid = CAST(i.tablename AS regclass))"
            }
        };
        let indexes: Vec<(String, String)> = sql!(self, c => query_as(text).bind(table).fetch_all(c))?;
        let mut aside = Vec::new();
        for (name, made_by) in indexes.into_iter().filter(|(name, _)| !kept.contains(&name.as_str())) {
            execute!(self, query(AssertSqlSafe(format!("DROP INDEX {name}"))))?;
            aside.push(made_by);
        }
        Ok(LaidAside(aside))
    }

    /// Makes the indexes again.
    ///
    /// # Errors
    /// When the database refuses, such as when rows stand twice that may not.
    pub async fn make_indexes(&mut self, aside: LaidAside) -> sqlx::Result<()> {
        if self.dialect() == Dialect::Postgres {
            // What is checked at the end is checked now: a table with checks to come takes no index.
            execute!(self, query("SET CONSTRAINTS ALL IMMEDIATE"))?;
        }
        for text in aside.0 {
            execute!(self, query(AssertSqlSafe(text)))?;
        }
        Ok(())
    }
}
