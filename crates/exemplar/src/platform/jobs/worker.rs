//! Taking jobs up, one after the other, and doing them.

use std::time::Duration;

use database::Db;
use tokio::sync::watch;

use super::{ForGood, Job, Kind, Lane, MOST_TRIES, Periodic, changes};
use crate::platform::clock::Clock;

/// How often the queue is looked at while nothing is due.
const LOOK: Duration = Duration::from_millis(200);

/// How long the queue is left alone when the database could not be reached.
const TROUBLE: Duration = Duration::from_secs(1);

/// How long a job may go on after the server was told to stop.
const LAST_SECONDS: Duration = Duration::from_secs(5);

/// The longest account of a failure that is kept, in characters.
const LONGEST_ERROR: usize = 500;

/// Does the jobs of one program. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Worker<S: 'static> {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Every kind of job.
    pub kinds: &'static [Kind<S>],
    /// What comes back by itself.
    pub periodic: &'static [Periodic],
    /// What the work needs.
    pub state: S,
}

enum Outcome {
    Done,
    Failed {
        error: String,
        for_good: bool,
    },
    /// The server stops.
    Stopped,
}

impl<S: Clone + Send + Sync + 'static> Worker<S> {
    /// Does the jobs of a lane until told to stop.
    pub async fn run(self, lane: Lane, mut stopped: watch::Receiver<bool>) {
        loop {
            let pause = match self.next(lane, stopped.clone()).await {
                Ok(true) => Duration::ZERO,
                Ok(false) => LOOK,
                Err(error) => {
                    tracing::error!(%error, "the queue of jobs cannot be read or written");
                    TROUBLE
                }
            };
            if *stopped.borrow() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stopped.changed() => return,
            }
        }
    }

    /// Does every job that is due, in both lanes; tells how many. For tests and commands.
    ///
    /// # Errors
    /// When the queue cannot be read or written.
    pub async fn run_due(&self) -> sqlx::Result<usize> {
        let (_stop, stopped) = watch::channel(false);
        let mut count = 0;
        for lane in Lane::ALL {
            while self.next(lane, stopped.clone()).await? {
                count += 1;
            }
        }
        Ok(count)
    }

    /// Does the next job of a lane; tells whether one was due.
    async fn next(&self, lane: Lane, stopped: watch::Receiver<bool>) -> sqlx::Result<bool> {
        let Some((job, kind)) = changes::take(&self.db, &self.clock, lane, self.kinds).await? else {
            return Ok(false);
        };
        let outcome = match kind {
            // Whoever did it died each time, before it could be said to have failed.
            _ if job.tries > MOST_TRIES => {
                Outcome::Failed { error: "the program ended each time while it ran".to_owned(), for_good: true }
            }
            // A newer program on another server may know it.
            None => Outcome::Failed { error: "this program does not know such work".to_owned(), for_good: false },
            Some(kind) => self.attempt(kind, &job, stopped).await,
        };
        match outcome {
            Outcome::Done => changes::done(&self.db, &self.clock, &job, self.periodic).await?,
            Outcome::Stopped => changes::give_back(&self.db, &self.clock, &job).await?,
            Outcome::Failed { error, for_good } => {
                let parked = changes::failed(&self.db, &self.clock, &job, &error, for_good).await?;
                tracing::warn!(job.kind, job.id = %job.id, job.tries, job.is_parked = parked, error, "a job failed");
            }
        }
        Ok(true)
    }

    /// Does the work in a task of its own: what panics there ends only itself.
    async fn attempt(&self, kind: &'static Kind<S>, job: &Job, stopped: watch::Receiver<bool>) -> Outcome {
        let (state, held) = (self.state.clone(), job.clone());
        let mut task = tokio::spawn(async move { (kind.run)(&state, &held).await });
        let failed = |error: String, for_good| Outcome::Failed { error, for_good };
        let outcome = tokio::select! {
            ended = &mut task => match ended {
                Ok(Ok(())) => Outcome::Done,
                Ok(Err(error)) => failed(said(&error), error.is::<ForGood>()),
                Err(error) => failed(format!("the work broke off: {error}"), false),
            },
            () = tokio::time::sleep(kind.limit) => failed(format!("it took longer than {:?}", kind.limit), false),
            () = last_seconds(stopped) => Outcome::Stopped,
        };
        task.abort();
        outcome
    }
}

/// Ends a while after the server was told to stop.
async fn last_seconds(mut stopped: watch::Receiver<bool>) {
    if stopped.wait_for(|stopped| *stopped).await.is_err() {
        // Nobody can tell any more.
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(LAST_SECONDS).await;
}

fn said(error: &anyhow::Error) -> String {
    format!("{error:#}").chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_ERROR).collect()
}
