//! `exemplar serve`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use database::{Db, Durability};

use super::{Common, say};
use crate::app::{App, Site};
use crate::config::{Given, Settings};
use crate::kit::Kit;
use crate::platform::clock::Clock;
use crate::platform::locks::ServeLock;
use crate::platform::mail::{Outgoing, Post, Sender};
use crate::search::{Follower, Search, Synonyms};
use crate::{server, storage};

/// What `serve` understands.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The address to serve on [default: 127.0.0.1:8080]
    #[arg(long, env = "EXEMPLAR_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// The mail server letters go to, smtps://user:password@host:port or smtp://…; otherwise they are written as files
    #[arg(long, env = "EXEMPLAR_MAIL", value_name = "ADDRESS", hide_env_values = true)]
    mail: Option<String>,
    /// The address letters come from [default: portal@ and the host of the portal's address]
    #[arg(long, env = "EXEMPLAR_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
}

pub(super) async fn run(common: &Common, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let given =
        Given { listen: args.listen, mail: args.mail.clone(), mail_from: args.mail_from.clone(), ..Given::default() };
    let settings = common.settings(given)?;
    std::fs::create_dir_all(&settings.data).with_context(|| format!("cannot make {}", settings.data.display()))?;
    let lock = ServeLock::take(&settings.data)?;
    let db = storage::open(&settings.data, &settings.database, Durability::Full).await?;
    let site = Site {
        name: settings.name.clone(),
        keeps_pages: settings.keep_pages,
        is_demonstration: false,
        address: settings.address.clone(),
        reader: std::env::current_exe().ok(),
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
    let outgoing = outgoing(settings, site)?;
    let app = App::new(Kit::new(db.clone(), &settings.data, Clock::System), search, outgoing, site).await?;
    if site.is_demonstration {
        // Whoever opens it at once finds every guide.
        Follower::new(app.search())?.catch_up(app.kit()).await?;
    }
    server::run(app, settings.listen, ready).await?;
    // The hold keeps a connection, and closing waits for all of them.
    drop(hold);
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Where letters go. The demonstration sends nobody anything.
fn outgoing(settings: &Settings, site: &Site) -> anyhow::Result<Outgoing> {
    let post = match settings.mail.as_deref().filter(|_| !site.is_demonstration) {
        Some(address) => Post::smtp(address, None)?,
        None => Post::Folder(settings.data.join("letters")),
    };
    Ok(Outgoing { post, sender: Sender::new(&site.name, &settings.mail_from)? })
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
