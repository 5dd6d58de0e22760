//! Opening a portal's database, with its tables: made when there are none, refused when they are of another version.

mod hold;

use std::path::Path;

use anyhow::{Context, bail};
use database::{Db, Durability, Location};
use sqlx::migrate::{Migrate, Migrator};

pub use hold::Hold;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
#[cfg(feature = "postgres")]
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How far a database's tables are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// There are none.
    Absent,
    /// They are of an older version: this many steps behind.
    Behind(usize),
    /// They are of this program's version.
    Ready,
    /// They were made by a newer program.
    Ahead,
}

/// Opens the database and makes its tables when there are none.
///
/// # Errors
/// When it cannot be opened, or its tables are of another version.
pub async fn open(data: &Path, location: &Location, durability: Durability) -> anyhow::Result<Db> {
    std::fs::create_dir_all(data).with_context(|| format!("cannot make the data directory {}", data.display()))?;
    let db = Db::open(location, durability).await?;
    match tables(&db).await? {
        Tables::Ready => Ok(db),
        Tables::Absent => {
            migrate(&db).await?;
            Ok(db)
        }
        Tables::Behind(steps) => bail!(
            "{} is {steps} steps behind this program: stop the server and run `exemplar migrate`",
            location.shown()
        ),
        Tables::Ahead => bail!("{} was made by a newer version of this program: use that version", location.shown()),
    }
}

/// How far the tables of `db` are.
///
/// # Errors
/// When the database cannot be read.
pub async fn tables(db: &Db) -> anyhow::Result<Tables> {
    let (migrator, applied) = match db {
        Db::Sqlite { write, .. } => {
            let mut connection = write.acquire().await?;
            connection.ensure_migrations_table("_sqlx_migrations").await?;
            (&SQLITE, connection.list_applied_migrations("_sqlx_migrations").await?)
        }
        #[cfg(feature = "postgres")]
        Db::Postgres(pool) => {
            let mut connection = pool.acquire().await?;
            connection.ensure_migrations_table("_sqlx_migrations").await?;
            (&POSTGRES, connection.list_applied_migrations("_sqlx_migrations").await?)
        }
    };
    let known = migrator.iter().count();
    if applied.iter().any(|applied| migrator.iter().all(|step| step.version != applied.version)) {
        return Ok(Tables::Ahead);
    }
    Ok(match applied.len() {
        0 => Tables::Absent,
        n if n == known => Tables::Ready,
        n => Tables::Behind(known.saturating_sub(n)),
    })
}

/// Brings the tables to this program's version.
///
/// # Errors
/// When a step fails; steps before it stand.
pub async fn migrate(db: &Db) -> anyhow::Result<()> {
    match db {
        Db::Sqlite { write, .. } => SQLITE.run(write).await?,
        #[cfg(feature = "postgres")]
        Db::Postgres(pool) => POSTGRES.run(pool).await?,
    }
    Ok(())
}
