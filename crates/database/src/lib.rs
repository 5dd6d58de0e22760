//! The two databases behind one interface: SQLite embedded in one directory, or PostgreSQL.
//!
//! SQL is written once. [`sql!`] expands one expression into two typed arms, so that the same
//! text and the same row types serve both. Reads take a [`Connection`]; writes take a
//! [`Transaction`], of which there is one at a time on SQLite (`BEGIN IMMEDIATE` on a single
//! writer connection). What the rows mean is not known here. Without the feature `postgres`
//! there is SQLite alone, and half as much to build.

mod bulk;
mod connect;
mod dialect;
mod sql;

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
#[cfg(feature = "postgres")]
use sqlx::{PgConnection, PgPool, Postgres};
use sqlx::{Sqlite, SqliteConnection, SqlitePool};

pub use bulk::LaidAside;
pub use connect::{Durability, Location, OpenError};
pub use dialect::Dialect;
pub use sqlx;

/// A database that is open.
#[derive(Clone, Debug)]
pub enum Db {
    /// A SQLite file: readers on their own connections, one writer.
    Sqlite {
        /// Connections that only read.
        read: SqlitePool,
        /// The one connection that writes.
        write: SqlitePool,
    },
    /// A PostgreSQL database.
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
}

/// A connection to read with.
#[derive(Debug)]
pub struct Connection(Inner);

#[derive(Debug)]
enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(PoolConnection<Postgres>),
    SqliteTransaction(sqlx::Transaction<'static, Sqlite>),
    #[cfg(feature = "postgres")]
    PostgresTransaction(sqlx::Transaction<'static, Postgres>),
}

/// A connection borrowed as what it is; what [`sql!`] matches on.
#[derive(Debug)]
pub enum Backend<'c> {
    /// SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(&'c mut PgConnection),
}

/// A transaction that writes. Dropped without [`Transaction::commit`], it never happened.
#[derive(Debug)]
pub struct Transaction(Connection);

impl Db {
    /// A connection to read with.
    ///
    /// # Errors
    /// When none can be had in time.
    pub async fn read(&self) -> sqlx::Result<Connection> {
        Ok(Connection(match self {
            Self::Sqlite { read, .. } => Inner::Sqlite(read.acquire().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// A connection that sees the database as it is now, whatever is written meanwhile.
    ///
    /// # Errors
    /// When none can be had in time.
    pub async fn snapshot(&self) -> sqlx::Result<Connection> {
        Ok(Connection(match self {
            Self::Sqlite { read, .. } => Inner::SqliteTransaction(read.begin().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => {
                Inner::PostgresTransaction(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        }))
    }

    /// Opens a transaction that writes; on SQLite it waits for the one before it.
    ///
    /// # Errors
    /// When the database cannot be reached or another process holds the write lock too long.
    pub async fn begin(&self) -> sqlx::Result<Transaction> {
        Ok(Transaction(Connection(match self {
            Self::Sqlite { write, .. } => Inner::SqliteTransaction(write.begin_with("BEGIN IMMEDIATE").await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Inner::PostgresTransaction(pool.begin().await?),
        })))
    }

    /// Which of the two this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Closes every connection and waits until they are closed.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Connection {
    /// The connection as what it is.
    pub fn backend(&mut self) -> Backend<'_> {
        match &mut self.0 {
            Inner::Sqlite(c) => Backend::Sqlite(c),
            #[cfg(feature = "postgres")]
            Inner::Postgres(c) => Backend::Postgres(c),
            Inner::SqliteTransaction(c) => Backend::Sqlite(c),
            #[cfg(feature = "postgres")]
            Inner::PostgresTransaction(c) => Backend::Postgres(c),
        }
    }

    /// Which of the two databases this speaks to.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match &self.0 {
            Inner::Sqlite(_) | Inner::SqliteTransaction(_) => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) | Inner::PostgresTransaction(_) => Dialect::Postgres,
        }
    }
}

impl Transaction {
    /// Makes what was written hold; on return it is on disk.
    ///
    /// # Errors
    /// When the database refuses; then nothing was written.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self.0.0 {
            Inner::SqliteTransaction(tx) => tx.commit().await,
            #[cfg(feature = "postgres")]
            Inner::PostgresTransaction(tx) => tx.commit().await,
            Inner::Sqlite(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) => Ok(()),
        }
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}
