//! `exemplar import programme` and `exemplar synth programme`: the files of programmes, all of them or nothing; and an invented
//! one of any size.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use database::Dialect;
use jiff::civil::Date;

use super::import::organisations_from;
use super::{Common, Portal, Steps, say, warn};
use crate::facts::{self, Line, Outcome, Refusal, Report};
use crate::journal::Moment;
use crate::organisations::Run;
use crate::people::policy::ImportProgramme;
use crate::people::{Actor, decide};
use crate::platform::locks::ServeLock;
use crate::programmes::synth::{self, Size};
use crate::rounds::synth::invented;
use crate::storage::Hold;
use crate::{milestones, programmes};

/// A file: its name, and its bytes.
pub(super) type Given = (String, Vec<u8>);

pub(super) async fn run(portal: &Portal, paths: &[PathBuf], dry_run: bool) -> anyhow::Result<ExitCode> {
    let run = if dry_run { Run::Dry } else { Run::Real };
    let report = programme_from(portal, &files(paths)?, run).await?;
    say_report(&report, dry_run);
    Ok(if report.count(Outcome::Refused) > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Takes files of programmes.
pub(super) async fn programme_from(portal: &Portal, files: &[Given], run: Run) -> anyhow::Result<Report> {
    let clock = &portal.kit.clock;
    let permit =
        decide(&Actor::Operator, ImportProgramme, &(), clock.now()).map_err(|_| anyhow::anyhow!("not allowed"))?;
    let (lines, refused) = read(files, clock.today())?;
    Ok(programmes::import(&portal.kit, permit, (&lines, &refused), run).await?)
}

/// The files at these paths; of a folder those that end in `.csv` or `.toml`, by name.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<Given>> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
            let mut inside: Vec<PathBuf> =
                entries.flatten().map(|entry| entry.path()).filter(|p| ends_well(p)).collect();
            inside.sort();
            if inside.is_empty() {
                bail!("{} holds no file that ends in .csv or .toml", path.display());
            }
            all.extend(inside);
        } else {
            all.push(path.clone());
        }
    }
    all.into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((path.display().to_string(), bytes))
        })
        .collect()
}

fn ends_well(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|end| end == "csv" || end == "toml")
}

fn read(files: &[Given], today: Date) -> anyhow::Result<(Vec<Line>, Vec<Refusal>)> {
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let (taken, not) = match name.ends_with(".toml") {
            true => milestones::read_definitions(bytes, name, today).map_err(anyhow::Error::msg),
            false => facts::read(bytes, name, programmes::SHAPES, today).map_err(anyhow::Error::new),
        }
        .with_context(|| name.clone())?;
        lines.extend(taken);
        refused.extend(not);
    }
    Ok((lines, refused))
}

fn say_report(report: &Report, dry_run: bool) {
    for line in report.lines.iter().filter(|line| line.outcome != Outcome::Unchanged) {
        let said = format!("{}: {}, line {}: {}", line.outcome.word(), line.file, line.line, line.detail);
        if line.outcome == Outcome::Refused { warn(&said) } else { say(&said) }
    }
    let counts: Vec<String> =
        Outcome::ALL.iter().map(|outcome| format!("{} {}", report.count(*outcome), outcome.word())).collect();
    let lead = match (report.count(Outcome::Refused), dry_run) {
        (0, false) => "",
        (0, true) => "Nothing was written. It would be: ",
        _ => "Nothing was written, because lines are refused: ",
    };
    say(&format!("{lead}{}.", counts.join(", ")));
}

/// What `synth programme` understands.
#[derive(Debug, Args)]
pub(super) struct SynthProgrammeArgs {
    /// How many organisations
    #[arg(long, default_value_t = 100, value_name = "N")]
    organisations: usize,
    /// How many milestones each has
    #[arg(long, default_value_t = 9, value_name = "N")]
    milestones: usize,
    /// How many dates were expected of each milestone, after the one first promised
    #[arg(long, default_value_t = 4, value_name = "N")]
    forecasts: usize,
    /// What chance begins with
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
}

pub(super) async fn synthesise(common: &Common, args: &SynthProgrammeArgs) -> anyhow::Result<ExitCode> {
    let SynthProgrammeArgs { organisations, milestones, forecasts, seed } = *args;
    if organisations > 9_999_999 || milestones > 1_000 || forecasts > 1_000 {
        bail!("at most 9,999,999 organisations, 1,000 milestones and 1,000 dates");
    }
    let portal = common.open().await?;
    let _lock = ServeLock::take(&portal.settings.data)?;
    let _hold = Hold::take(&portal.kit.db, true).await?;
    let now = Moment::now(portal.kit.clock.today());
    if programmes::find(&mut portal.kit.db.read().await?, synth::SLUG, now).await?.is_some() {
        bail!("an invented programme is there already: give another one a data directory of its own");
    }
    let mut list = "code,name,kind,source\n".to_owned();
    for number in 0..organisations {
        let one = invented(number);
        list.push_str(&format!("{},{},{},Invented\n", one.code, one.name, one.care_setting));
    }
    let day = Date::constant(2015, 4, 1);
    organisations_from(&portal, list.as_bytes(), "invented organisations", Some(day), Run::Real).await?;
    let permit = decide(&Actor::Operator, ImportProgramme, &(), portal.kit.clock.now())
        .map_err(|_| anyhow::anyhow!("not allowed"))?;
    let steps = Steps::default();
    let size = Size { organisations, milestones, forecasts, seed };
    let written =
        synth::synthesise(&portal.kit, permit, size, &|what, done, total| steps.at(what, done, total)).await?;
    steps.end();
    if portal.kit.db.dialect() == Dialect::Sqlite {
        // So much was written that its log is as long as the file: closed with care, it is gone.
        portal.kit.db.close().await;
    }
    say(&format!("{written} facts were made of {}.", synth::said(size)));
    Ok(ExitCode::SUCCESS)
}
