//! `exemplar demo`: makes the demonstration portal from what is built into the program, and serves it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use composite::draws::unit_key;
use composite::{Answer, Framework};
use database::Durability;
use jiff::civil::{Date, date};
use rust_embed::RustEmbed;

use super::import::{blueprints_from, index_from, organisations_from};
use super::programme::programme_from;
use super::serve::serve;
use super::{Common, Portal, framework, index, round, say, warn};
use crate::app::Site;
use crate::blueprints::Intent;
use crate::maturity::{NewEdition, PublishError};
use crate::organisations::{Outcome, Run};
use crate::platform::files::sha256_hex;
use crate::platform::http::assets::short_hash;
use crate::platform::locks::ServeLock;
use crate::rounds::checking::Findings;
use crate::rounds::synth::{Invented, Time, Truth, answers};
use crate::rounds::{NewRound, Source, shipped};
use crate::{config, demonstration, facts, milestones, storage};

/// The demonstration's files.
#[derive(RustEmbed)]
#[folder = "../../demo/"]
struct Demonstration;

/// Lists of organisations, the earliest first.
const LISTS: &[&str] =
    &["listed-2016.csv", "listed-2026.csv", "named-in-programme.csv", "invented.csv", "successions.csv"];

/// How many organisations are in the demonstration's results: as many as in the data of 2015/16.
const ANSWERED: usize = 239;

/// How many of them are drawn at random to be checked.
const CHECKED: usize = 24;

/// What readers are told the demonstration's guides come from.
const SOURCE: &str = "the demonstration folder";

/// What `demo` understands.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The port to serve on
    #[arg(long, default_value_t = 8080, value_name = "N")]
    port: u16,
    /// Make the portal and end, without serving
    #[arg(long)]
    prepare_only: bool,
}

pub(super) async fn run(common: &Common, args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let data = common.data.clone().unwrap_or_else(|| PathBuf::from("data/demo"));
    std::fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    let lock = ServeLock::take(&data)?;
    let given = config::Given {
        data: Some(data),
        config: common.config.clone(),
        database: common.database.clone(),
        listen: Some(SocketAddr::from(([127, 0, 0, 1], args.port))),
        ..config::Given::default()
    };
    let settings = config::Settings::load(&given)?;
    let db = database::Db::open(&settings.database, Durability::Full).await?;
    storage::migrate(&db).await?;
    let portal = Portal::new(settings, db);
    milestones::count_what_moved(&portal.kit).await?;
    fill(&portal).await?;
    if args.prepare_only {
        return Ok(ExitCode::SUCCESS);
    }
    let site = Site {
        address: portal.settings.address.clone(),
        is_demonstration: true,
        keeps_pages: portal.settings.keep_pages,
        reader: std::env::current_exe().ok(),
        ..Site::default()
    };
    let ready = |address: SocketAddr| {
        say(&format!(
            "Ready after {:.1} s. Open http://{address} in a browser. Press Ctrl+C to stop.",
            started.elapsed().as_secs_f32()
        ));
    };
    serve(&portal.settings, portal.kit.db.clone(), &site, lock, ready).await
}

/// Fills the portal, unless this very demonstration is in it already.
async fn fill(portal: &Portal) -> anyhow::Result<()> {
    let stamp = portal.settings.data.join("demonstration");
    let version = version();
    if std::fs::read_to_string(&stamp).is_ok_and(|filled| filled == version) {
        say("The demonstration is there already.");
        return Ok(());
    }
    say(&format!("Making the demonstration portal in {}.", portal.settings.data.display()));
    for name in LISTS {
        let report =
            organisations_from(portal, &file(&format!("organisations/{name}"))?, name, None, Run::Real).await?;
        say(&format!(
            "  organisations from {name}: {} new, {} closed, {} renamed",
            report.count(Outcome::New),
            report.count(Outcome::Closed),
            report.count(Outcome::Renamed)
        ));
    }
    let report = programme_from(portal, &programmes()?, Run::Real).await?;
    for line in report.lines.iter().filter(|line| line.outcome == facts::Outcome::Refused) {
        warn(&format!("  refused: {}, line {}: {}", line.file, line.line, line.detail));
    }
    say(&format!("  lines about programmes: {} new", report.count(facts::Outcome::New)));
    let (taken, _, _) =
        index_from(portal, &file("index/entries.csv")?, "National blueprint index, as seen in a public prototype")
            .await?;
    say(&format!("  entries of guides held elsewhere: {taken} new"));
    let unpacked = portal.settings.data.join("demonstration-guides");
    for code in unpack(&unpacked)? {
        let report = blueprints_from(portal, &unpacked.join(&code), &code, SOURCE, Intent::Publish).await?;
        say(&format!("  guides of {code}: {} new, {} changed", report.new.len(), report.changed.len()));
        for (path, why) in &report.refused {
            warn(&format!("  refused: {path}: {why}"));
        }
    }
    std::fs::remove_dir_all(&unpacked)?;
    say(&format!("  people to be: {} new", demonstration::fill(&portal.kit, &portal.settings.address).await?));
    say(&format!("  organisations in published results: {}", maturity(portal).await?));
    std::fs::write(stamp, version)?;
    Ok(())
}

/// Lets invented organisations answer the question sets, and publishes what comes of it, unless that was done before.
async fn maturity(portal: &Portal) -> anyhow::Result<usize> {
    for (_, bytes) in shipped::of_kind("maturity") {
        framework::add(portal, &bytes).await?;
    }
    let questions = shipped::file("dma-2015.toml").context("the question set was not built into this program")?;
    // Nothing of it is in the future, wherever the clock stands.
    let today = portal.kit.clock.today();
    let hash = sha256_hex(&questions);
    let open = NewRound {
        slug: "demo-2026".to_owned(),
        name: "Digital maturity, autumn 2026".to_owned(),
        framework: hash,
        opened_on: date(2026, 10, 1).min(today),
        closed_on: None,
    };
    round::open(portal, &open, ("opened for the demonstration", true)).await?;
    let one = Invented {
        code: "DEMO-OV".to_owned(),
        name: String::new(),
        care_setting: "mental-health".to_owned(),
        region: None,
    };
    let framework =
        Framework::read(&String::from_utf8_lossy(&questions)).map_err(|_| anyhow::anyhow!("no questions"))?;
    let day = date(2026, 10, 30).min(today);
    let (answered, _) = answers(&framework, &[one], Time { seed: 2015, number: 2, off: 6.0, answered_on: day });
    round::take(portal, &open, &answered, Source { words: "invented by this program", answered_on: day }).await?;
    demonstration::ask_to_check(&portal.kit, &open.slug, &portal.settings.address).await?;
    let mut published = 0;
    for (slug, number, off, answered_on, published_on) in [
        ("demo-2023", 1, -6.0, date(2023, 2, 24), date(2024, 9, 2)),
        ("demo-2025", 0, 0.0, date(2025, 2, 21), date(2026, 9, 1)),
    ] {
        let time = Time { seed: 2015, number, off, answered_on: answered_on.min(today) };
        let name = format!("Invented answers, February {}", answered_on.year());
        let (_, truth) = round::invent(portal, &questions, ANSWERED, time, (slug, &name)).await?;
        if number == 0 {
            found(portal, slug, &truth, date(2025, 6, 27).min(today)).await?;
        }
        published = edition(portal, slug, (answered_on.year(), published_on.min(today))).await?.max(published);
    }
    Ok(published)
}

/// Lets some of those who answered be checked: those drawn at random, and three who asked to be. What is found is what is true;
/// a tenth of the answers nobody looked at.
async fn found(portal: &Portal, round: &str, truth: &[Truth], on: Date) -> anyhow::Result<()> {
    let seed_from = "the day the drawing was announced for, written as a number";
    let drawn = round::draw(portal, round, (CHECKED, 20_250_401, seed_from, date(2025, 4, 1))).await?;
    let asked = ["DEMO-HF", "DEMO-OV", "DEMO-ST"];
    let is_checked =
        |truth: &&Truth| drawn.contains(&truth.organisation) || asked.contains(&truth.organisation.as_str());
    let agreed: Vec<(String, Vec<Answer>)> = truth
        .iter()
        .filter(is_checked)
        .map(|truth| {
            let key = unit_key(&truth.organisation) % 10;
            let looked = |(place, answer): (u64, &Answer)| match (key + place) % 10 {
                0 => Answer::Unanswered,
                _ => *answer,
            };
            (truth.organisation.clone(), (0..).zip(&truth.answers).map(looked).collect())
        })
        .collect();
    let findings = Findings {
        round,
        by: "the demonstration\u{2019}s assessors",
        on,
        source: "invented by this program",
        agreed: &agreed,
    };
    round::take_findings(portal, &findings).await?;
    Ok(())
}

/// Publishes an edition, unless that was done before; gives how many organisations are in it.
async fn edition(portal: &Portal, slug: &str, (year, published_on): (i16, Date)) -> anyhow::Result<usize> {
    let note = match year {
        2025 => {
            "The national means of the three themes were set to those published of 2015/16: 73, 40 and 68. The question set is the one of that year, with questions written for this project."
        }
        _ => "The national means of the three themes were set 6 points below those of the results that followed.",
    };
    let recipe = file("maturity/recipe.toml")?;
    let title = format!("Digital maturity of invented organisations, {year}");
    let new = NewEdition {
        slug,
        title: &title,
        recipe: &recipe,
        published_on,
        corrects: None,
        note: Some(note),
        embargo: None,
    };
    match index::publish(portal, slug, &new).await {
        Ok((_, organisations)) => Ok(organisations),
        Err(PublishError::Taken(_)) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

fn file(path: &str) -> anyhow::Result<Vec<u8>> {
    Demonstration::get(path)
        .map(|file| file.data.into_owned())
        .with_context(|| format!("demo/{path} was not built into this program"))
}

/// The files of programmes, and the milestones that come with the program.
fn programmes() -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut files = shipped::of_kind("milestones");
    for name in Demonstration::iter().filter(|name| name.starts_with("programmes/")) {
        files.push((name.to_string(), file(&name)?));
    }
    Ok(files)
}

/// A hash over everything the demonstration is made of.
fn version() -> String {
    let mut names: Vec<_> = Demonstration::iter().collect();
    names.sort();
    let mut all: Vec<u8> = names
        .iter()
        .filter_map(|name| Some((name, Demonstration::get(name)?)))
        .flat_map(|(name, file)| [name.as_bytes(), &file.metadata.sha256_hash()].concat())
        .collect();
    for (_, bytes) in [shipped::of_kind("milestones"), shipped::of_kind("maturity")].concat() {
        all.extend(bytes);
    }
    short_hash(&all)
}

/// Writes the guides into a folder, to be taken like any other; gives the organisations' codes.
fn unpack(into: &Path) -> anyhow::Result<Vec<String>> {
    let mut codes = std::collections::BTreeSet::new();
    for name in Demonstration::iter() {
        let Some(path) = name.strip_prefix("blueprints/") else { continue };
        let Some((code, _)) = path.split_once('/') else { continue };
        codes.insert(code.to_owned());
        let target = into.join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(target, file(&name)?)?;
    }
    Ok(codes.into_iter().collect())
}
