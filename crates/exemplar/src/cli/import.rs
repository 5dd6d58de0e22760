//! `exemplar import`: organisations, guides, an index of guides held elsewhere, and the files of a programme.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use jiff::civil::Date;

use super::{Common, Portal, Steps, programme, round, say, warn};
use crate::blueprints::{self, ImportReport, Intent, Origin};
use crate::organisations::{self, Outcome, Report, Run};
use crate::people::policy::{ImportBlueprints, ImportOrganisations};
use crate::people::{Actor, decide};

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// The trust list of the Organisation Data Service (etr.csv), or a small CSV of organisations or successions
    Organisations {
        /// The file
        file: PathBuf,
        /// The day the list is known to hold; otherwise the newest day in it that has come
        #[arg(long, value_name = "YYYY-MM-DD")]
        list_date: Option<Date>,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
        /// Where it comes from, as readers are told; otherwise the file's name
        #[arg(long, value_name = "TEXT")]
        source: Option<String>,
    },
    /// A folder of Markdown, such as a cloned handbook repository
    Blueprints {
        /// The folder
        dir: PathBuf,
        /// The code of the organisation the guides belong to
        #[arg(long, value_name = "CODE")]
        organisation: String,
        /// Take them as drafts, which readers do not see
        #[arg(long)]
        draft: bool,
        /// Where they come from, as readers are told; otherwise the folder's name
        #[arg(long, value_name = "TEXT")]
        source: Option<String>,
    },
    /// A CSV of guides whose text is held elsewhere
    Index {
        /// The file
        file: PathBuf,
        /// Where it comes from, as readers are told; otherwise the file's name
        #[arg(long, value_name = "TEXT")]
        source: Option<String>,
    },
    /// The files of a programme: groups, members, pairings, statements, milestones and their dates
    Programme {
        /// Files, or folders of them: CSV and, for what milestones are, TOML
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// What organisations answered in a round: a CSV, all of it or nothing
    Round(round::RoundArgs),
    /// What was found elsewhere when answers of a round were checked
    Checks(round::ChecksArgs),
}

pub(super) async fn run(common: &Common, command: ImportCommand) -> anyhow::Result<ExitCode> {
    let portal = common.open().await?;
    match command {
        ImportCommand::Organisations { file, list_date, dry_run, source } => {
            let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let source = source.unwrap_or_else(|| name_of(&file));
            let run = if dry_run { Run::Dry } else { Run::Real };
            let report = organisations_from(&portal, &bytes, &source, list_date, run)
                .await
                .with_context(|| file.display().to_string())?;
            say_organisations(&report, dry_run);
            Ok(ExitCode::SUCCESS)
        }
        ImportCommand::Blueprints { dir, organisation, draft, source } => {
            let source = source.unwrap_or_else(|| name_of(&dir));
            let intent = if draft { Intent::Draft } else { Intent::Publish };
            let report = blueprints_from(&portal, &dir, &organisation, &source, intent).await?;
            say_blueprints(&report);
            Ok(ExitCode::SUCCESS)
        }
        ImportCommand::Index { file, source } => {
            let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let source = source.unwrap_or_else(|| name_of(&file));
            let (taken, known, refused) =
                index_from(&portal, &bytes, &source).await.with_context(|| file.display().to_string())?;
            for (line, why) in &refused {
                warn(&format!("  refused: line {line}: {why}"));
            }
            say(&format!("{taken} taken, {known} known already, {} refused.", refused.len()));
            Ok(ExitCode::SUCCESS)
        }
        ImportCommand::Programme { paths, dry_run } => programme::run(&portal, &paths, dry_run).await,
        ImportCommand::Round(args) => round::import(common, &args).await,
        ImportCommand::Checks(args) => round::checks(common, &args).await,
    }
}

fn name_of(path: &Path) -> String {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    real.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Takes a list of organisations, or of successions: the header tells which.
pub(super) async fn organisations_from(
    portal: &Portal,
    bytes: &[u8],
    source: &str,
    list_date: Option<Date>,
    run: Run,
) -> anyhow::Result<Report> {
    let clock = &portal.kit.clock;
    let permit =
        decide(&Actor::Operator, ImportOrganisations, &(), clock.now()).map_err(|_| anyhow::anyhow!("not allowed"))?;
    if organisations::is_successions(bytes) {
        let (said, refused) = organisations::read_successions(bytes)?;
        return Ok(organisations::import_successions(&portal.kit, permit, (&said, &refused), source, run).await?);
    }
    let list = organisations::read_list(bytes, source, clock.today())?;
    if let Some(day) = list_date.filter(|day| *day > clock.today()) {
        bail!("--list-date {day} is still to come: a list holds on a day that has come");
    }
    let listed_on = match list_date.or(list.newest_day) {
        Some(day) => day,
        None if list.listed.iter().all(|line| line.listed_on.is_some()) => clock.today(),
        None => return Err(organisations::ListError::NoDate.into()),
    };
    Ok(organisations::import(&portal.kit, permit, &list, listed_on, source, run).await?)
}

/// Takes a folder of guides.
pub(super) async fn blueprints_from(
    portal: &Portal,
    dir: &Path,
    organisation: &str,
    source: &str,
    intent: Intent,
) -> anyhow::Result<ImportReport> {
    let clock = &portal.kit.clock;
    if organisations::store::name(&mut portal.kit.db.read().await?, organisation).await?.is_none() {
        bail!("no organisation has the code {organisation}: import it first, with `exemplar import organisations`");
    }
    if !dir.is_dir() {
        bail!("{} is not a folder", dir.display());
    }
    let action = ImportBlueprints { organisation: Some(organisation.to_owned()) };
    let permit = decide(&Actor::Operator, action, &(), clock.now()).map_err(|_| anyhow::anyhow!("not allowed"))?;
    let steps = Steps::default();
    let progress = |what: &str, done: usize, total: usize| steps.at(what, done, total);
    let folder = blueprints::read_folder(dir, &progress).with_context(|| format!("cannot read {}", dir.display()))?;
    let place = dir.canonicalize().unwrap_or_else(|_| dir.to_owned()).display().to_string();
    let origin = Origin { name: source, folder: &place };
    let report = blueprints::import_folder(&portal.kit, permit, folder, &origin, intent, &progress).await?;
    steps.end();
    Ok(report)
}

/// Takes an index of guides held elsewhere: how many were taken, how many known already, and what was refused.
pub(super) async fn index_from(
    portal: &Portal,
    bytes: &[u8],
    source: &str,
) -> anyhow::Result<(usize, usize, Vec<(u64, String)>)> {
    let clock = &portal.kit.clock;
    let (entries, refused) = blueprints::read_index(bytes).map_err(anyhow::Error::msg)?;
    let permit = decide(&Actor::Operator, ImportBlueprints { organisation: None }, &(), clock.now())
        .map_err(|_| anyhow::anyhow!("not allowed"))?;
    let (taken, known) = blueprints::import_index(&portal.kit, permit, &entries, source).await?;
    Ok((taken, known, refused))
}

fn say_organisations(report: &Report, dry_run: bool) {
    for line in report.lines.iter().filter(|line| line.outcome != Outcome::Unchanged) {
        let code = if line.code.is_empty() { String::new() } else { format!(", {}", line.code) };
        say(&format!("{}: line {}{code}: {}", line.outcome.word(), line.line, line.detail));
    }
    let counts: Vec<String> = Outcome::ALL
        .iter()
        .filter(|outcome| **outcome != Outcome::Redated || report.count(**outcome) > 0)
        .map(|outcome| match outcome {
            Outcome::New if report.new_and_closed > 0 => {
                format!("{} new ({} of them already closed)", report.count(*outcome), report.new_and_closed)
            }
            _ => format!("{} {}", report.count(*outcome), outcome.word()),
        })
        .collect();
    say(&format!("{}{}.", if dry_run { "Nothing was written. It would be: " } else { "" }, counts.join(", ")));
    if report.address_changed + report.grouping_changed > 0 {
        say(&format!(
            "Besides: {} addresses and {} groupings are others.",
            report.address_changed, report.grouping_changed
        ));
    }
    if report.earlier_days > 0 {
        say(&format!(
            "The list is older than what was known of {} codes: it fills in the days before.",
            report.earlier_days
        ));
    }
}

fn say_blueprints(report: &ImportReport) {
    for (word, lines) in [("new", &report.new), ("changed", &report.changed), ("published", &report.published)] {
        for (path, slug) in lines {
            say(&format!("{word}: {path} \u{2192} /blueprints/{slug}"));
        }
    }
    for (path, what) in &report.remarks {
        say(&format!("note: {path}: {what}"));
    }
    for path in &report.unused {
        say(&format!("not taken: {path}: no guide links to it"));
    }
    for (path, why) in &report.refused {
        say(&format!("refused: {path}: {why}"));
    }
    say(&format!(
        "{} new, {} changed, {} published, {} unchanged, {} attachments taken, {} refused.",
        report.new.len(),
        report.changed.len(),
        report.published.len(),
        report.unchanged,
        report.attachments,
        report.refused.len()
    ));
}
