//! Serving a portal: the pages, and the work beside them that keeps search and pages level with the journal.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app::App;
use crate::platform::http::{ServeError, serve};
use crate::router::router;
use crate::search::Follower;
use crate::writing::{self, WritingError};
use crate::{asking, people};

/// How often the journal is looked at for what other processes wrote.
const LOOK: Duration = Duration::from_millis(200);

/// How often it is looked for what falls due around asking.
const DUE: Duration = Duration::from_secs(3_600);

/// Serves until the process is told to stop, then finishes what is running. `ready` is told when the first answer can be had.
///
/// # Errors
/// When the address cannot be had or the index not be written.
pub async fn run(
    app: App,
    address: std::net::SocketAddr,
    letters: &Path,
    ready: impl FnOnce(std::net::SocketAddr),
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.map_err(|cause| ServeError::Listen { address, cause })?;
    let address = listener.local_addr()?;
    let follower = Follower::new(app.search())?;
    let (stop, stopped) = watch::channel(false);
    let following = tokio::spawn(follow(app.clone(), follower, letters.to_owned(), stopped.clone()));
    let due = tokio::spawn(ask_what_is_due(app.clone(), stopped));
    ready(address);
    serve(listener, router(app), told_to_stop()).await;
    // The follower ends by itself once it hears; one that has ended already does not mind.
    let _ = stop.send(true);
    following.await?;
    due.await?;
    Ok(())
}

/// How often what is planned for a day is looked at.
const LOOK_AT_PLANS: SignedDuration = SignedDuration::from_mins(1);

/// Does what is due: publishes what was planned for today, and writes reminders. Safe to be done twice.
async fn do_what_is_due(app: &App) -> Result<(), WritingError> {
    if writing::publish_due(app.kit(), app.address()).await? > 0 {
        app.notice().await?;
    }
    writing::remind(app.kit(), app.address()).await?;
    Ok(())
}

/// Follows the journal until told to stop. A failure is logged and tried again.
async fn follow(app: App, mut follower: Follower, letters: PathBuf, mut stopped: watch::Receiver<bool>) {
    let mut next_look = app.clock().now();
    loop {
        if app.clock().now() >= next_look {
            next_look = app.clock().now().saturating_add(LOOK_AT_PLANS).unwrap_or(next_look);
            if let Err(error) = do_what_is_due(&app).await {
                tracing::error!(%error, "what is due could not be done");
            }
        }
        match app.notice().await {
            Ok(_) => {
                if let Err(error) = people::deliver(app.kit(), &letters).await {
                    tracing::error!(error = format!("{error:#}"), "letters could not be written");
                }
                if let Err(error) = follower.catch_up(app.kit()).await {
                    tracing::error!(error = format!("{error:#}"), "the search could not follow the journal");
                }
            }
            Err(error) => tracing::error!(%error, "the journal cannot be read"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Does what falls due around asking, once an hour, until told to stop. A failure is logged and tried again.
async fn ask_what_is_due(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        if let Err(error) = asking::due(app.kit(), app.address()).await {
            tracing::error!(%error, "what is due could not be done");
        }
        tokio::select! {
            () = tokio::time::sleep(DUE) => {}
            _ = stopped.changed() => return,
        }
    }
}

async fn told_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be heard: the server will only end when it is killed");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: what is running is finished first");
}
