//! The command line: what can be asked for, and handing it to the acts.

mod account;
mod admin;
mod ancestor;
mod demo;
mod documents;
mod export;
mod extract;
mod framework;
mod import;
mod index;
mod programme;
mod recipe;
mod reconcile;
mod round;
mod say;
mod serve;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};
use database::{Db, Durability, Location};
use tracing_subscriber::EnvFilter;

use crate::config::{Given, Settings};
use crate::kit::Kit;
use crate::platform::clock::Clock;
use crate::storage;
pub use say::{Steps, say, warn};

/// A portal that makes digital know-how travel between hospitals, and shows whether it did.
#[derive(Debug, Parser)]
#[command(name = "exemplar", version, disable_help_subcommand = false, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The data directory: database, attached files, index
    #[arg(long, global = true, env = "EXEMPLAR_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// A file of settings; otherwise exemplar.toml in the data directory
    #[arg(long, global = true, env = "EXEMPLAR_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// A PostgreSQL database, postgres://…; otherwise SQLite in the data directory
    #[arg(long, global = true, env = "EXEMPLAR_DATABASE", value_name = "ADDRESS", hide_env_values = true)]
    database: Option<String>,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the portal
    Serve(serve::ServeArgs),
    /// Make the demonstration portal, and serve it
    Demo(demo::DemoArgs),
    /// Bring the database to this program's version; no server may be running
    Migrate,
    /// Take organisations, guides, a programme or answers from files
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Write guides or organisations to files
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Check and keep question sets
    #[command(subcommand)]
    Framework(framework::FrameworkCommand),
    /// Open rounds in which organisations answer
    #[command(subcommand)]
    Round(round::RoundCommand),
    /// Publish results of digital maturity, and compute them again
    #[command(subcommand)]
    Index(index::IndexCommand),
    /// Print the words of a PDF or Word document, within limits on memory
    Extract(extract::ExtractArgs),
    /// Say which changes of a source wait for a copy: three files or three folders
    Reconcile(reconcile::ReconcileArgs),
    /// Find the version a document was copied from
    Ancestor(ancestor::AncestorArgs),
    /// Make the search index anew, beside a running server
    Reindex,
    /// Read the whole record again and name everything that was changed outside it
    Verify,
    /// Remove for good what must not be kept; two people, and a public notice
    Remove(admin::RemoveArgs),
    /// Add, list and reset accounts
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Show every setting, its value and where it came from
    Config,
    /// Make invented records by the thousand, to try the portal's speed with
    #[command(subcommand)]
    Synth(SynthCommand),
}

/// What can be made.
#[derive(Debug, Subcommand)]
enum SynthCommand {
    /// Guides of about 2 kB each
    Blueprints {
        /// How many
        count: usize,
    },
    /// Answers of invented organisations to the question set of 2015/16
    Round(round::SynthRoundArgs),
    /// An invented programme with the dates of its members
    Programme(programme::SynthProgrammeArgs),
}

/// An open portal, for commands.
pub(crate) struct Portal {
    pub settings: Settings,
    pub kit: Kit,
}

impl Portal {
    fn new(settings: Settings, db: Db) -> Self {
        let kit = Kit::new(db, &settings.data, Clock::System);
        Self { settings, kit }
    }
}

impl Common {
    fn settings(&self, given: Given) -> anyhow::Result<Settings> {
        let given =
            Given { data: self.data.clone(), config: self.config.clone(), database: self.database.clone(), ..given };
        Ok(Settings::load(&given)?)
    }

    /// A portal that is there: a mistyped directory is not made into an empty one.
    async fn open_existing(&self) -> anyhow::Result<Portal> {
        if let Location::File(file) = &self.settings(Given::default())?.database
            && !file.exists()
        {
            anyhow::bail!("there is no portal here: {} does not exist", file.display());
        }
        self.open().await
    }

    async fn open(&self) -> anyhow::Result<Portal> {
        let settings = self.settings(Given::default())?;
        let db = storage::open(&settings.data, &settings.database, Durability::Full).await?;
        Ok(Portal::new(settings, db))
    }
}

/// Runs the program: 0 when it did what was asked, 1 when it could not, 2 when it was asked wrongly.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter =
        EnvFilter::try_from_env("EXEMPLAR_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tantivy=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let mut runtime = match cli.command {
        // Each thread takes a part of the little memory it has.
        Command::Extract(_) => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = match runtime.worker_threads(workers()).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            warn(&format!("exemplar: the program cannot start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => {
            warn(&format!("exemplar: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 8))
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let common = &cli.common;
    match cli.command {
        Command::Serve(args) => serve::run(common, &args).await,
        Command::Demo(args) => demo::run(common, &args).await,
        Command::Migrate => admin::migrate(common).await,
        Command::Import(command) => import::run(common, command).await,
        Command::Export(command) => export::run(common, command).await,
        Command::Framework(command) => framework::run(common, command).await,
        Command::Round(command) => round::run(common, command).await,
        Command::Index(command) => index::run(common, command).await,
        Command::Extract(args) => Ok(extract::run(&args)),
        Command::Reconcile(args) => Ok(reconcile::run(&args)),
        Command::Ancestor(args) => Ok(ancestor::run(&args)),
        Command::Reindex => admin::reindex(common).await,
        Command::Verify => admin::verify(common).await,
        Command::Remove(args) => admin::remove(common, &args).await,
        Command::Account(command) => account::run(common, command).await,
        Command::Config => admin::config(common),
        Command::Synth(SynthCommand::Blueprints { count }) => admin::synth(common, count).await,
        Command::Synth(SynthCommand::Round(args)) => round::synthesise(common, &args).await,
        Command::Synth(SynthCommand::Programme(args)) => programme::synthesise(common, &args).await,
    }
}

/// The command line described for documents, so that they can be tested against it.
#[must_use]
pub fn described() -> clap::Command {
    Cli::command()
}
