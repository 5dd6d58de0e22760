//! Invented guides by the thousand, to try the portal's speed with. The same number always gives the same text.

use database::{Connection, sql};
use sqlx::query_scalar;

use super::text::{Depth, Fields, Kind};
use crate::journal::{Change, JournalError};
use crate::platform::clock::Clock;

/// Where readers are told they come from.
pub(super) const ORIGIN: &str = "invented by this program";

const WORDS: &[&str] = &[
    "ward",
    "record",
    "patient",
    "clinic",
    "nurse",
    "theatre",
    "discharge",
    "referral",
    "device",
    "network",
    "training",
    "consultant",
    "pharmacy",
    "prescribing",
    "observation",
    "handover",
    "community",
    "rota",
    "audit",
    "safety",
    "supplier",
    "interface",
    "message",
    "pathway",
    "bed",
    "outpatient",
    "laboratory",
    "imaging",
    "coding",
    "consent",
    "identity",
    "printer",
    "scanner",
    "barcode",
    "trolley",
    "wireless",
    "coverage",
    "password",
    "session",
    "backup",
    "restore",
    "incident",
    "hazard",
    "control",
    "owner",
    "board",
    "budget",
    "contract",
    "licence",
    "support",
    "rehearsal",
    "cutover",
    "floorwalker",
    "champion",
    "feedback",
    "survey",
    "baseline",
    "saving",
];

/// Halves of invented words: a vocabulary of a size real guides have.
const HALVES: &[&str] = &[
    "bar", "cal", "den", "fer", "gal", "hol", "jun", "kel", "lor", "mar", "nel", "ost", "pra", "quin", "ros", "sel",
    "tam", "ulm", "var", "wen", "yar", "zel", "bro", "cre", "dra", "flo", "gri", "hev", "kri", "lun", "mos", "nar",
    "pel", "rud", "sto", "tre", "vin", "wol", "bex", "cim", "dol", "fen", "gos", "hul", "jov", "kam", "lis", "mib",
];

const SETTINGS: &[&str] = &["Acute", "Mental Health", "Community", "Primary Care", "Ambulance"];
const TYPES: &[&str] =
    &["Electronic Patient Record (EPR)", "e-Observations", "Remote / Mobile Working", "Single Sign-On", "Process"];
const SYSTEMS: &[&str] = &["System A (invented)", "System B (invented)", "System C (invented)"];

/// A small generator (SplitMix64): what matters is that it repeats.
struct Choices(u64);

impl Choices {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let place = usize::try_from(self.next() % words.len() as u64).unwrap_or(0);
        words.get(place).copied().unwrap_or_default()
    }

    /// Two words in five are of the trade, the others invented.
    fn word(&mut self) -> String {
        match self.next() % 5 {
            0 | 1 => self.of(WORDS).to_owned(),
            _ => format!("{}{}", self.of(HALVES), self.of(HALVES)),
        }
    }

    fn sentence(&mut self, words: usize) -> String {
        let mut line = (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ");
        line.push('.');
        line
    }
}

/// The number after the last one made here.
pub(super) async fn next_number(connection: &mut Connection) -> sqlx::Result<usize> {
    let made: i64 = sql!(connection, c => query_scalar(
        "SELECT COUNT(*) FROM blueprints WHERE origin = $1 AND until_sequence IS NULL",
    ).bind(ORIGIN).fetch_one(c))?;
    Ok(usize::try_from(made).unwrap_or(0) + 1)
}

/// Writes the guide with this number; gives the hashes of its text and its fields.
pub(super) async fn write(
    change: &mut Change,
    clock: &Clock,
    number: usize,
    sequence: i64,
) -> Result<[String; 2], JournalError> {
    let mut choices = Choices(number as u64);
    let title = format!("Invented guide {number}: {} and {}", choices.of(WORDS), choices.of(WORDS));
    let fields = Fields {
        title: title.clone(),
        summary: choices.sentence(14),
        kind: Some(*Kind::ALL.get(number % 3).unwrap_or(&Kind::ItSystem)),
        depth: if number.is_multiple_of(5) { Depth::OnAPage } else { Depth::Full },
        care_settings: vec![choices.of(SETTINGS).to_owned()],
        project_types: vec![choices.of(TYPES).to_owned()],
        systems: vec![choices.of(SYSTEMS).to_owned()],
        demonstration: true,
        ..Fields::default()
    };
    let text = body(&fields, &mut choices);
    let day = i8::try_from(choices.next() % 28 + 1).unwrap_or(1);
    let month = i8::try_from(choices.next() % 12 + 1).unwrap_or(1);
    let published_on = format!("{}-{month:02}-{day:02}", 2015 + choices.next() % 11);
    let slug = crate::platform::markdown::slug(&title);
    super::changes::write_synthetic(change, clock, (&slug, &text, &fields), &published_on, sequence).await
}

/// About 2 kB of Markdown, its front matter saying what the fields say.
fn body(fields: &Fields, choices: &mut Choices) -> String {
    let list = |name: &str, values: &[String]| {
        values.iter().map(|value| format!("{name}: [\"{value}\"]\n")).collect::<String>()
    };
    let mut text = format!(
        "---\ntitle: \"{}\"\nkind: {}\ndepth: {}\n{}{}{}demonstration: true\n---\n\n{}\n",
        fields.title,
        fields.kind.map(Kind::word).unwrap_or_default(),
        fields.depth.word(),
        list("care_settings", &fields.care_settings),
        list("project_types", &fields.project_types),
        list("systems", &fields.systems),
        fields.summary
    );
    for heading in ["The problem", "Steps", "What went wrong"] {
        text.push_str(&format!("\n## {heading}\n"));
        for _ in 0..2 {
            text.push_str(&format!("\n{} {}\n", choices.sentence(18), choices.sentence(18)));
        }
    }
    text
}
