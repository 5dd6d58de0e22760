//! Opening a database, and creating it when it is not there yet.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::Db;

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// The address of a PostgreSQL database, `postgres://…`.
    Postgres(String),
}

/// How much an acknowledged write survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power cut.
    Full,
    /// Nothing: for tests, which throw the database away.
    None,
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is neither a file nor `postgres://…`.
    #[error(
        "\u{201c}{0}\u{201d} is not a database address: give postgres://user:password@host/name, or leave it out for SQLite"
    )]
    Address(String),
    /// This program was built for SQLite alone.
    #[error("this program was built without PostgreSQL, as `make demo` does: build it with `cargo build --release`")]
    WithoutPostgres,
    /// The database refused or could not be reached.
    #[error("cannot open {place}: {cause}")]
    Open {
        /// The file, or the address without its password.
        place: String,
        /// What it answered.
        cause: sqlx::Error,
    },
}

impl Location {
    /// Reads a `postgres://…` address.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn from_address(address: &str) -> Result<Self, OpenError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self::Postgres(address.to_owned()));
        }
        Err(OpenError::Address(address.to_owned()))
    }

    /// What may be shown of it: a password is left out.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Postgres(address) => {
                match address.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1))) {
                    Some((scheme, host)) => format!("{scheme}://{host}"),
                    None => address.clone(),
                }
            }
        }
    }
}

impl Db {
    /// Opens the database at `location`, creating an empty one when there is none.
    ///
    /// # Errors
    /// [`OpenError`], which names the place.
    pub async fn open(location: &Location, durability: Durability) -> Result<Self, OpenError> {
        let opened = match location {
            Location::File(path) => open_sqlite(path, durability).await,
            #[cfg(feature = "postgres")]
            Location::Postgres(address) => open_postgres(address, durability).await,
            #[cfg(not(feature = "postgres"))]
            Location::Postgres(_) => return Err(OpenError::WithoutPostgres),
        };
        opened.map_err(|cause| OpenError::Open { place: location.shown(), cause })
    }
}

/// Readers see the last commit and never wait; the writer waits 10 seconds for other processes.
async fn open_sqlite(path: &Path, durability: Durability) -> sqlx::Result<Db> {
    let synchronous = match durability {
        Durability::Full => SqliteSynchronous::Full,
        Durability::None => SqliteSynchronous::Off,
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .busy_timeout(Duration::from_secs(10))
        .foreign_keys(true)
        .pragma("cache_size", "-1024")
        .optimize_on_close(true, None);
    // A connection within this process needs no asking whether it is still there.
    let pool = |connections| SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false);
    let write = pool(1).connect_with(options.clone()).await?;
    let read = pool(4).connect_with(options.pragma("query_only", "1")).await?;
    Ok(Db::Sqlite { read, write })
}

#[cfg(feature = "postgres")]
async fn open_postgres(address: &str, durability: Durability) -> sqlx::Result<Db> {
    use std::str::FromStr;

    use sqlx::migrate::MigrateDatabase;
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
    use sqlx::{PgPool, Postgres};

    let synchronous = match durability {
        Durability::Full => "on",
        Durability::None => "off",
    };
    let options = PgConnectOptions::from_str(address)?
        .application_name("exemplar")
        .options([("synchronous_commit", synchronous), ("client_min_messages", "warning")]);
    let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(10));
    match pool.clone().connect_with(options.clone()).await {
        Err(sqlx::Error::Database(refused)) if refused.code().as_deref() == Some("3D000") => {
            Postgres::create_database(address).await?;
            Ok(Db::Postgres(pool.connect_with(options).await?))
        }
        opened => opened.map(|pool: PgPool| Db::Postgres(pool)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let location = Location::from_address("postgres://ann:secret@db.example/exemplar").unwrap();
        assert_eq!(location.shown(), "postgres://db.example/exemplar");
    }

    #[test]
    fn another_scheme_is_refused() {
        assert!(Location::from_address("mysql://localhost/x").is_err());
    }
}
