//! `exemplar import round` and `exemplar synth round`: answers into a round, from a file or invented.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use composite::Framework;
use jiff::civil::Date;

use super::framework::add;
use super::import::organisations_from;
use super::{Common, Portal, say, warn};
use crate::journal::Moment;
use crate::journal::store::get_text;
use crate::organisations::{self, Run};
use crate::people::policy::ImportRound;
use crate::people::{Actor, decide};
use crate::platform::csv::guarded;
use crate::rounds::checking::Findings;
use crate::rounds::synth::{Invented, Time, Truth, answers, invented};
use crate::rounds::{self, Answered, NewRound, Refusal, RoundError, Source, Taken, shipped};

/// Where readers are told invented answers come from.
const INVENTED: &str = "invented by this program";

/// The most refused cells that are printed.
const MOST: usize = 200;

/// What can be done with rounds.
#[derive(Debug, Subcommand)]
pub enum RoundCommand {
    /// Open a round: organisations answer it in the browser, until its last day
    Open {
        /// Its part of addresses
        round: String,
        /// The question set, and its version
        #[arg(long, value_name = "ID@VERSION")]
        framework: String,
        /// What the round is called; otherwise as its part of addresses
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
        /// Its first day; otherwise today
        #[arg(long, value_name = "YYYY-MM-DD")]
        opened: Option<Date>,
        /// Its last day
        #[arg(long, value_name = "YYYY-MM-DD")]
        closed: Option<Date>,
    },
    /// Draw at random whose answers are checked: once, in public, from everyone whose answers count now
    Draw {
        /// The round
        round: String,
        /// How many are drawn
        #[arg(long, value_name = "N")]
        size: usize,
        /// The seed, a number that was named before in public
        #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
        seed: u64,
        /// Where the seed comes from, so that everybody can see that nobody chose it
        #[arg(long, value_name = "TEXT")]
        seed_from: String,
    },
}

/// What `import checks` understands.
#[derive(Debug, Args)]
pub struct ChecksArgs {
    /// The file: a line an organisation, a column a question; empty where nobody looked
    file: PathBuf,
    /// The round whose answers were checked
    #[arg(long, value_name = "SLUG")]
    round: String,
    /// Who checked, as readers are told
    #[arg(long, value_name = "TEXT")]
    by: String,
    /// The day it was agreed; otherwise today
    #[arg(long, value_name = "YYYY-MM-DD")]
    checked: Option<Date>,
    /// Where the findings come from; otherwise the file's name
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
}

/// What `import round` understands.
#[derive(Debug, Args)]
pub struct RoundArgs {
    /// The file: a line an organisation, a column a question
    file: PathBuf,
    /// The round's part of addresses; it is made when it is not there
    #[arg(long, value_name = "SLUG")]
    round: String,
    /// What the round is called; otherwise as its part of addresses
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The question set that was answered, and its version
    #[arg(long, value_name = "ID@VERSION")]
    framework: String,
    /// The day the round opened; otherwise today
    #[arg(long, value_name = "YYYY-MM-DD")]
    opened: Option<Date>,
    /// The day it closed
    #[arg(long, value_name = "YYYY-MM-DD")]
    closed: Option<Date>,
    /// Where the answers come from; otherwise the file's name
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Only say what would be refused
    #[arg(long)]
    dry_run: bool,
}

/// What `synth round` understands.
#[derive(Debug, Args)]
pub struct SynthRoundArgs {
    /// How many organisations answer; those that are missing are invented
    #[arg(long, value_name = "N")]
    organisations: usize,
    /// The same seed gives the same answers
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Write organisations.csv, answers.csv and truth.csv into this folder, and nothing into a portal
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) async fn import(common: &Common, args: &RoundArgs) -> anyhow::Result<ExitCode> {
    let portal = common.open().await?;
    let bytes = std::fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let (hash, framework) = framework(&portal, &args.framework).await?;
    let today = portal.kit.clock.today();
    let read = rounds::read_answers(&bytes, &framework, today)
        .map_err(anyhow::Error::msg)
        .with_context(|| args.file.display().to_string())?;
    if !read.refused.is_empty() {
        return Ok(refused(&read.refused));
    }
    if args.dry_run {
        say(&format!("Nothing was written. {} organisations answered, and no cell is refused.", read.answered.len()));
        return Ok(ExitCode::SUCCESS);
    }
    let round = NewRound {
        slug: args.round.clone(),
        name: args.name.clone().unwrap_or_else(|| args.round.clone()),
        framework: hash,
        opened_on: args.opened.unwrap_or(today),
        closed_on: args.closed,
    };
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let source = Source { words: args.source.as_deref().unwrap_or(&name), answered_on: args.closed.unwrap_or(today) };
    match take(&portal, &round, &read.answered, source).await {
        Ok(report) => {
            say(&format!("{} new, {} changed, {} unchanged.", report.new, report.changed, report.unchanged));
            Ok(ExitCode::SUCCESS)
        }
        Err(RoundError::Refused(cells)) => Ok(refused(&cells)),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn run(common: &Common, command: RoundCommand) -> anyhow::Result<ExitCode> {
    let portal = common.open_existing().await?;
    let (round, named, name, opened, closed) = match command {
        RoundCommand::Open { round, framework, name, opened, closed } => (round, framework, name, opened, closed),
        RoundCommand::Draw { round, size, seed, seed_from } => {
            let drawn = draw(&portal, &round, (size, seed, &seed_from, portal.kit.clock.today())).await?;
            say(&format!("{} drawn: {}. Shown at /maturity/samples/{round}.", drawn.len(), drawn.join(", ")));
            return Ok(ExitCode::SUCCESS);
        }
    };
    let (hash, _) = framework(&portal, &named).await?;
    let new = NewRound {
        name: name.unwrap_or_else(|| round.clone()),
        slug: round,
        framework: hash,
        opened_on: opened.unwrap_or_else(|| portal.kit.clock.today()),
        closed_on: closed,
    };
    open(&portal, &new, ("opened for answers in the browser", false)).await?;
    say(&format!("The round {} is open. Organisations answer it at /assessments.", new.slug));
    Ok(ExitCode::SUCCESS)
}

/// Draws whose answers are checked; gives who was drawn.
pub(super) async fn draw(portal: &Portal, round: &str, how: (usize, u64, &str, Date)) -> anyhow::Result<Vec<String>> {
    let permit = decide(&Actor::Operator, ImportRound, &(), portal.kit.clock.now())
        .map_err(|_| anyhow::anyhow!("not allowed"))?;
    Ok(rounds::checking::draw(&portal.kit, permit, round, how).await?)
}

/// Takes what was found elsewhere; gives of how many organisations it was new.
pub(super) async fn take_findings(portal: &Portal, findings: &Findings<'_>) -> anyhow::Result<usize> {
    let permit = decide(&Actor::Operator, ImportRound, &(), portal.kit.clock.now())
        .map_err(|_| anyhow::anyhow!("not allowed"))?;
    Ok(rounds::checking::import(&portal.kit, permit, findings).await?)
}

pub(super) async fn checks(common: &Common, args: &ChecksArgs) -> anyhow::Result<ExitCode> {
    let portal = common.open_existing().await?;
    let bytes = std::fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let mut connection = portal.kit.db.read().await?;
    let Some(round) = rounds::store::round(&mut connection, &args.round).await? else {
        bail!("there is no round {}", args.round)
    };
    let text = get_text(&mut connection, &round.framework).await?;
    drop(connection);
    let framework = Framework::read(&String::from_utf8_lossy(&text))
        .map_err(|_| anyhow::anyhow!("the question set of {} cannot be read any more", args.round))?;
    let today = portal.kit.clock.today();
    let read = rounds::read_answers(&bytes, &framework, today)
        .map_err(anyhow::Error::msg)
        .with_context(|| args.file.display().to_string())?;
    if !read.refused.is_empty() {
        return Ok(refused(&read.refused));
    }
    let agreed: Vec<_> = read.answered.into_iter().map(|line| (line.organisation, line.answers)).collect();
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let findings = Findings {
        round: &args.round,
        by: &args.by,
        on: args.checked.unwrap_or(today),
        source: args.source.as_deref().unwrap_or(&name),
        agreed: &agreed,
    };
    let new = take_findings(&portal, &findings).await?;
    say(&format!(
        "{new} of {} organisations: what was found is new, and shown in the next published results.",
        agreed.len()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Opens a round: with its source, and whether all that will be answered in it is invented.
pub(super) async fn open(portal: &Portal, round: &NewRound, source: (&str, bool)) -> Result<(), RoundError> {
    let permit = decide(&Actor::Operator, ImportRound, &(), portal.kit.clock.now())
        .map_err(|_| RoundError::Refused(Vec::new()))?;
    rounds::open_round(&portal.kit, &permit, round, source).await
}

/// Takes answers into a round.
pub(super) async fn take(
    portal: &Portal,
    round: &NewRound,
    answered: &[Answered],
    source: Source<'_>,
) -> Result<Taken, RoundError> {
    let permit = decide(&Actor::Operator, ImportRound, &(), portal.kit.clock.now())
        .map_err(|_| RoundError::Refused(Vec::new()))?;
    rounds::import_answers(&portal.kit, permit, round, answered, source).await
}

fn refused(cells: &[Refusal]) -> ExitCode {
    for Refusal { line, column, reason } in cells.iter().take(MOST) {
        let column = if column.is_empty() { String::new() } else { format!(", column {column}") };
        warn(&format!("refused: line {line}{column}: {reason}"));
    }
    if cells.len() > MOST {
        warn(&format!("and {} more", cells.len() - MOST));
    }
    warn(&format!("Nothing was written: {} cells are refused.", cells.len()));
    ExitCode::FAILURE
}

/// A question set that is kept, with the hash of its file.
async fn framework(portal: &Portal, named: &str) -> anyhow::Result<(String, Framework)> {
    let Some((id, version)) = named.split_once('@') else {
        bail!("name the question set as ID@VERSION, such as dma-2015@1")
    };
    let mut connection = portal.kit.db.read().await?;
    let Some(row) = rounds::store::framework(&mut connection, id, version).await? else {
        bail!("no question set {named} is kept here: `exemplar framework add FILE` keeps one");
    };
    let text = get_text(&mut connection, &row.text_hash).await?;
    let framework = Framework::read(&String::from_utf8_lossy(&text));
    Ok((row.text_hash, framework.map_err(|_| anyhow::anyhow!("the question set {named} cannot be read any more"))?))
}

pub(super) async fn synthesise(common: &Common, args: &SynthRoundArgs) -> anyhow::Result<ExitCode> {
    let bytes = shipped::file("dma-2015.toml").context("the question set was not built into this program")?;
    if let Some(folder) = &args.out {
        let framework =
            Framework::read(&String::from_utf8_lossy(&bytes)).map_err(|_| anyhow::anyhow!("it cannot be read"))?;
        let organisations: Vec<Invented> = (0..args.organisations).map(invented).collect();
        let (answered, truth) =
            answers(&framework, &organisations, Time::published(args.seed, jiff::civil::date(2015, 12, 31)));
        write(folder, &framework, (&organisations, &answered, &truth))?;
        say(&format!("{} invented organisations were written to {}.", organisations.len(), folder.display()));
        return Ok(ExitCode::SUCCESS);
    }
    let portal = common.open().await?;
    let slug = format!("invented-{}-{}", args.organisations, args.seed);
    let today = portal.kit.clock.today();
    let time = Time::published(args.seed, today);
    let (report, _) = invent(&portal, &bytes, args.organisations, time, (&slug, "Invented answers")).await?;
    say(&format!(
        "{} invented organisations answered in the round {slug}.",
        report.new + report.changed + report.unchanged
    ));
    Ok(ExitCode::SUCCESS)
}

/// Lets invented organisations answer a question set: those of the register first, then as many new ones as are missing.
/// Gives what is true of them too.
pub(super) async fn invent(
    portal: &Portal,
    framework: &[u8],
    number: usize,
    time: Time,
    (slug, name): (&str, &str),
) -> anyhow::Result<(Taken, Vec<Truth>)> {
    let (framework, _) = add(portal, framework).await?;
    let organisations = organisations_of(portal, number).await?;
    let (answered, truth) = answers(&framework, &organisations, time);
    let row = rounds::store::framework(&mut portal.kit.db.read().await?, &framework.id, &framework.version).await?;
    let round = NewRound {
        slug: slug.to_owned(),
        name: name.to_owned(),
        framework: row.map(|row| row.text_hash).unwrap_or_default(),
        opened_on: time.answered_on,
        closed_on: Some(time.answered_on),
    };
    Ok((take(portal, &round, &answered, Source { words: INVENTED, answered_on: time.answered_on }).await?, truth))
}

/// The invented organisations that answer, by code; those that are not in the register are added to it.
async fn organisations_of(portal: &Portal, number: usize) -> anyhow::Result<Vec<Invented>> {
    let today = portal.kit.clock.today();
    let all = organisations::store::all(&mut portal.kit.db.read().await?, Moment::now(today)).await?;
    let settings = ["acute", "mental-health", "community", "ambulance"];
    let is_open = |closed: &Option<String>| closed.as_deref().is_none_or(|day| day > today.to_string().as_str());
    let mut chosen: Vec<Invented> = all
        .iter()
        .filter(|row| row.is_invented() && !row.code.starts_with("SYN-") && is_open(&row.closed_on))
        .filter_map(|row| {
            let care_setting = row.kind().map(organisations::Kind::word).filter(|word| settings.contains(word))?;
            Some(Invented {
                code: row.code.clone(),
                name: row.shown_name.clone(),
                care_setting: care_setting.to_owned(),
                region: row.national_group.clone(),
            })
        })
        .take(number)
        .collect();
    let new: Vec<Invented> = (0..number - chosen.len()).map(invented).collect();
    if !new.is_empty() {
        organisations_from(portal, &register(&new)?, INVENTED, Some(jiff::civil::date(2015, 4, 1)), Run::Real).await?;
    }
    chosen.extend(new);
    chosen.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(chosen)
}

/// Invented organisations as our own list of organisations.
fn register(organisations: &[Invented]) -> anyhow::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["code", "name", "kind", "grouping", "source"])?;
    for Invented { code, name, care_setting, region } in organisations {
        csv.write_record([code, name, care_setting, region.as_deref().unwrap_or_default(), INVENTED])?;
    }
    csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))
}

/// Writes the three files: who, what they claim, and what is true.
fn write(
    folder: &Path,
    framework: &Framework,
    (organisations, answered, truth): (&[Invented], &[Answered], &[Truth]),
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    std::fs::write(folder.join("organisations.csv"), register(organisations)?)?;
    let questions = || framework.questions.iter().map(|question| question.id.as_str());
    let mut csv = csv::Writer::from_path(folder.join("answers.csv"))?;
    csv.write_record(["organisation", "care_setting", "answered_on"].into_iter().chain(questions()))?;
    for line in answered {
        let day = line.answered_on.map(|day| day.to_string()).unwrap_or_default();
        let cells = framework.questions.iter().zip(&line.answers).map(|(question, answer)| {
            let note = line.notes.get(&question.id);
            guarded(note.map_or_else(|| rounds::word(*answer), |note| format!("na: {}", note.why)))
        });
        csv.write_record([line.organisation.clone(), line.care_setting.clone(), day].into_iter().chain(cells))?;
    }
    csv.flush()?;
    let mut csv = csv::Writer::from_path(folder.join("truth.csv"))?;
    csv.write_record(["organisation", "manner", "inflation"].into_iter().chain(questions()))?;
    for line in truth {
        let before = [line.organisation.clone(), line.manner.word().to_owned(), format!("{:.3}", line.inflation)];
        csv.write_record(before.into_iter().chain(line.answers.iter().map(|answer| rounds::word(*answer))))?;
    }
    Ok(csv.flush()?)
}
