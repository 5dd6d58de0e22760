//! SQL written once, run on whichever database a connection speaks to. The macros are made here, so that the features
//! of this crate decide what they expand to, and not those of the crate that uses them.

/// Runs one sqlx expression on a [`Connection`](crate::Connection) or [`Transaction`](crate::Transaction), whichever
/// database it speaks to.
///
/// ```ignore
/// let rows: Vec<NameRow> = sql!(conn, c => query_as("SELECT name FROM organisations WHERE code = $1").bind(code).fetch_all(c))?;
/// ```
#[cfg(feature = "postgres")]
#[macro_export]
macro_rules! sql {
    ($connection:expr, $c:ident => $query:expr) => {
        match $connection.backend() {
            $crate::Backend::Sqlite($c) => $query.await,
            $crate::Backend::Postgres($c) => $query.await,
        }
    };
}

/// Runs one sqlx query that gives no rows, and says how many it touched.
///
/// ```ignore
/// execute!(tx, query("DELETE FROM journal_private WHERE sequence = $1").bind(sequence))?;
/// ```
#[cfg(feature = "postgres")]
#[macro_export]
macro_rules! execute {
    ($connection:expr, $query:expr) => {
        match $connection.backend() {
            $crate::Backend::Sqlite(c) => $query.execute(c).await.map(|done| done.rows_affected()),
            $crate::Backend::Postgres(c) => $query.execute(c).await.map(|done| done.rows_affected()),
        }
    };
}

/// Runs one sqlx expression on a [`Connection`](crate::Connection) or [`Transaction`](crate::Transaction).
#[cfg(not(feature = "postgres"))]
#[macro_export]
macro_rules! sql {
    ($connection:expr, $c:ident => $query:expr) => {
        match $connection.backend() {
            $crate::Backend::Sqlite($c) => $query.await,
        }
    };
}

/// Runs one sqlx query that gives no rows, and says how many it touched.
#[cfg(not(feature = "postgres"))]
#[macro_export]
macro_rules! execute {
    ($connection:expr, $query:expr) => {
        match $connection.backend() {
            $crate::Backend::Sqlite(c) => $query.execute(c).await.map(|done| done.rows_affected()),
        }
    };
}
