//! `exemplar serve`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use database::{Db, Durability};

use super::{Common, say};
use crate::app::{App, Site};
use crate::config::Settings;
use crate::kit::Kit;
use crate::platform::clock::Clock;
use crate::platform::locks::ServeLock;
use crate::search::{Follower, Search, Synonyms};
use crate::{server, storage};

/// What `serve` understands.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The address to serve on [default: 127.0.0.1:8080]
    #[arg(long, env = "EXEMPLAR_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

pub(super) async fn run(common: &Common, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let settings = common.settings(args.listen)?;
    std::fs::create_dir_all(&settings.data).with_context(|| format!("cannot make {}", settings.data.display()))?;
    let lock = ServeLock::take(&settings.data)?;
    let db = storage::open(&settings.data, &settings.database, Durability::Full).await?;
    let site = Site {
        name: settings.name.clone(),
        keeps_pages: settings.keep_pages,
        is_demonstration: false,
        address: settings.address.clone(),
    };
    serve(&settings, db, &site, lock, |address| say(&format!("Serving on http://{address}. Press Ctrl+C to stop.")))
        .await
}

/// Serves an open portal until told to stop.
pub(super) async fn serve(
    settings: &Settings,
    db: Db,
    site: &Site,
    _lock: ServeLock,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<ExitCode> {
    let hold = storage::Hold::take(&db, false).await?;
    let search = Search::open(&settings.data.join("search"), synonyms(settings.synonyms.as_deref())?)?;
    let app = App::new(Kit::new(db.clone(), &settings.data, Clock::System), search, site).await?;
    if site.is_demonstration {
        // Whoever opens it at once finds every guide.
        Follower::new(app.search())?.catch_up(app.kit()).await?;
    }
    server::run(app, settings.listen, &settings.data.join("letters"), ready).await?;
    // The hold keeps a connection, and closing waits for all of them.
    drop(hold);
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

fn synonyms(file: Option<&Path>) -> anyhow::Result<Synonyms> {
    let text = match file {
        None => crate::search::BUILT_IN_SYNONYMS.to_owned(),
        Some(path) => {
            std::fs::read_to_string(path).with_context(|| format!("cannot read the synonyms in {}", path.display()))?
        }
    };
    Ok(Synonyms::parse(&text))
}
