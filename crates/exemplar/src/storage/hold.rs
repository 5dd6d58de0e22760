//! Who may open a PostgreSQL database while others have it open. On SQLite the lock on the data directory does this work.

#[cfg(feature = "postgres")]
pub use postgres::Hold;

/// On SQLite nothing is held.
#[cfg(not(feature = "postgres"))]
#[derive(Debug)]
pub struct Hold;

#[cfg(not(feature = "postgres"))]
impl Hold {
    /// Takes the hold.
    ///
    /// # Errors
    /// Never, on SQLite.
    #[expect(clippy::unused_async, reason = "on PostgreSQL it asks the database")]
    pub async fn take(_: &database::Db, _: bool) -> anyhow::Result<Self> {
        Ok(Self)
    }
}

#[cfg(not(feature = "postgres"))]
impl Drop for Hold {
    /// Nothing is held, so that nothing is let go.
    fn drop(&mut self) {}
}

#[cfg(feature = "postgres")]
mod postgres {
    use anyhow::bail;
    use database::Db;

    /// The number of the advisory locks a PostgreSQL database is held with: shared by servers, alone by `migrate`.
    const LOCK: i64 = 0x4558_454d;

    /// Holds a PostgreSQL database for as long as it lives: against `migrate` when shared, against everyone when alone.
    #[derive(Debug)]
    pub struct Hold(Option<sqlx::pool::PoolConnection<sqlx::Postgres>>);

    impl Hold {
        /// Takes the hold. On SQLite the lock on the data directory does this work.
        ///
        /// # Errors
        /// When another process holds it against us.
        pub async fn take(db: &Db, alone: bool) -> anyhow::Result<Self> {
            let Db::Postgres(pool) = db else { return Ok(Self(None)) };
            let mut connection = pool.acquire().await?;
            let text = if alone { "SELECT pg_try_advisory_lock($1)" } else { "SELECT pg_try_advisory_lock_shared($1)" };
            let taken: bool = sqlx::query_scalar(text).bind(LOCK).fetch_one(&mut *connection).await?;
            match (taken, alone) {
                (true, _) => Ok(Self(Some(connection))),
                (false, true) => bail!("a server is running on this database: stop it first"),
                (false, false) => bail!("this database is being migrated: try again when that is done"),
            }
        }
    }

    impl Drop for Hold {
        /// The lock belongs to the connection: closing it, rather than giving it back, ends the hold.
        fn drop(&mut self) {
            if let Some(connection) = self.0.take() {
                drop(connection.detach());
            }
        }
    }
}
