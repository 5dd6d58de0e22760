//! Serving a portal: the pages, the jobs beside them, and what keeps search and pages level with the journal.

use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app::App;
use crate::platform::http::{ServeError, serve};
use crate::platform::jobs::Lane;
use crate::router::router;
use crate::search::Follower;
use crate::{watching, work};

/// How often the journal is looked at for what other processes wrote.
const LOOK: Duration = Duration::from_millis(200);

/// Serves until the process is told to stop, then finishes what is running. `ready` is told when the first answer can be had.
///
/// # Errors
/// When the address cannot be had or the index not be written.
pub async fn run(
    app: App,
    address: std::net::SocketAddr,
    ready: impl FnOnce(std::net::SocketAddr),
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.map_err(|cause| ServeError::Listen { address, cause })?;
    let address = listener.local_addr()?;
    let follower = Follower::new(app.search())?;
    let (stop, stopped) = watch::channel(false);
    work::plan(&app).await?;
    let workers = Lane::ALL.map(|lane| tokio::spawn(work::worker(&app).run(lane, stopped.clone())));
    let following = tokio::spawn(follow(app.clone(), follower, stopped));
    ready(address);
    serve(listener, router(app), told_to_stop()).await;
    // They end by themselves once they hear; one that has ended already does not mind.
    let _ = stop.send(true);
    following.await?;
    for worker in workers {
        worker.await?;
    }
    Ok(())
}

/// Follows the journal until told to stop. A failure is logged and tried again.
async fn follow(app: App, mut follower: Follower, mut stopped: watch::Receiver<bool>) {
    loop {
        match app.notice().await {
            Ok(_) => {
                if let Err(error) = follower.catch_up(app.kit()).await {
                    tracing::error!(error = format!("{error:#}"), "the search could not follow the journal");
                }
                if let Err(error) = watching::wake(&app).await {
                    tracing::error!(%error, "those who watch could not be thought of");
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
