//! The results of an edition, and the CSV they are kept and published as.
//!
//! The CSV has both: scores as they are published, rounded once, and as they were before. Lines stand in the order
//! of codes, so that their order is no ranking.

use composite::Framework;
use composite::places::PlaceRange;

use crate::platform::csv::{guarded, unguarded};

/// What stands before the parts.
const BEFORE: [&str; 16] = [
    "organisation",
    "name",
    "care_setting",
    "region",
    "answered_on",
    "answered_by",
    "answered_percent",
    "score",
    "score_lowest",
    "score_highest",
    "score_unrounded",
    "place_from",
    "place_to",
    "places",
    "clearly_ahead_of",
    "clearly_behind",
];

/// What stands between.
const AMONG: [&str; 3] = ["place_in_care_setting_from", "place_in_care_setting_to", "places_in_care_setting"];

/// What stands after the parts, when anything was checked; then the parts once more, as they were found.
const CHECKED: [&str; 8] = [
    "checked_by",
    "checked_on",
    "checked_because",
    "checked_answers",
    "verified_score",
    "verified_score_lowest",
    "verified_score_highest",
    "verified_score_unrounded",
];

/// The results of an edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// Everyone who answered, in the order of their codes.
    pub units: Vec<Standing>,
}

/// Where one organisation stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The organisation's code.
    pub code: String,
    /// Its name on the day the results were published.
    pub name: String,
    /// The id of its care setting.
    pub care_setting: String,
    /// The code of its region; empty when it is not known.
    pub region: String,
    /// The day it answered.
    pub answered_on: String,
    /// The share of what was asked that has an answer, in whole percent.
    pub answered: u8,
    /// The whole score with the lowest and the highest it could be.
    pub score: Bounds,
    /// Its place among all, when it has a score.
    pub place: Option<Place>,
    /// How many it is clearly ahead of.
    pub ahead_of: usize,
    /// How many it is clearly behind.
    pub behind: usize,
    /// Its place among those of the same care setting.
    pub among: Option<Place>,
    /// The parts, in the order of the question set; none where nothing of it applies.
    pub sections: Vec<Option<Bounds>>,
    /// What somebody else found, when anybody looked.
    pub verified: Option<Box<Verified>>,
}

/// Scores of what somebody else found. What nobody looked at is not known, and makes bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// Who checked, in words.
    pub by: String,
    /// The day it was agreed.
    pub on: String,
    /// Whether the organisation was drawn at random.
    pub is_drawn: bool,
    /// How many answers were checked.
    pub answers: usize,
    /// The whole score.
    pub score: Bounds,
    /// The parts, in the order of the question set.
    pub sections: Vec<Option<Bounds>>,
}

/// A score as it is published, and the lowest and highest it could be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The score; none when too little was answered.
    pub point: Option<f64>,
    /// The lowest it could be.
    pub low: f64,
    /// The highest it could be.
    pub high: f64,
    /// The score before it was rounded.
    pub unrounded: Option<f64>,
}

/// The places that can be held, of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The range.
    pub range: PlaceRange,
    /// How many have a place.
    pub of: usize,
}

impl Results {
    /// As a CSV, numbers so that they read back as the same bits.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn to_csv(&self, framework: &Framework) -> anyhow::Result<Vec<u8>> {
        let mut csv = csv::Writer::from_writer(Vec::new());
        let is_checked = self.units.iter().any(|unit| unit.verified.is_some());
        csv.write_record(header(framework, is_checked))?;
        for unit in &self.units {
            let mut cells = unit.cells();
            if is_checked {
                cells.extend(found(unit.verified.as_deref(), framework.sections.len()));
            }
            csv.write_record(cells)?;
        }
        csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// Reads what [`Results::to_csv`] wrote.
    ///
    /// # Errors
    /// When it is not such a file.
    pub fn from_csv(bytes: &[u8], framework: &Framework) -> anyhow::Result<Self> {
        let mut csv = csv::Reader::from_reader(bytes);
        let columns = csv.headers()?.clone();
        let is_checked = columns.iter().eq(header(framework, true));
        anyhow::ensure!(is_checked || columns.iter().eq(header(framework, false)), "the results have other columns");
        let units = csv.records().map(|record| Standing::of(&record?, framework.sections.len(), is_checked));
        Ok(Self { units: units.collect::<anyhow::Result<_>>()? })
    }

    /// The result of the organisation with this code.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&Standing> {
        let at = self.units.binary_search_by(|unit| unit.code.as_str().cmp(code)).ok()?;
        self.units.get(at)
    }
}

fn header(framework: &Framework, is_checked: bool) -> Vec<String> {
    let own = BEFORE.into_iter().chain(AMONG).map(str::to_owned);
    let parts = |what: &'static str| {
        let ends = ["", "_lowest", "_highest", "_unrounded"];
        framework.sections.iter().flat_map(move |section| ends.map(|end| format!("{}{what}{end}", section.id)))
    };
    let found = CHECKED.into_iter().map(str::to_owned).chain(parts("_verified"));
    let all = own.chain(parts(""));
    if is_checked { all.chain(found).collect() } else { all.collect() }
}

/// A score as four cells.
fn four(part: Option<&Bounds>) -> [String; 4] {
    let all = part.map(|part| [part.point, Some(part.low), Some(part.high), part.unrounded]);
    all.unwrap_or_default().map(|value| value.map(|value| value.to_string()).unwrap_or_default())
}

fn found(verified: Option<&Verified>, sections: usize) -> Vec<String> {
    let Some(verified) = verified else { return vec![String::new(); CHECKED.len() + 4 * sections] };
    let why = if verified.is_drawn { "drawn" } else { "asked" };
    let mut cells =
        vec![guarded(verified.by.clone()), verified.on.clone(), why.to_owned(), verified.answers.to_string()];
    cells.extend(four(Some(&verified.score)));
    cells.extend(verified.sections.iter().flat_map(|part| four(part.as_ref())));
    cells
}

impl Standing {
    fn cells(&self) -> Vec<String> {
        let count = |value: Option<usize>| value.map(|value| value.to_string()).unwrap_or_default();
        let place = |place: Option<Place>| {
            [place.map(|p| p.range.best), place.map(|p| p.range.worst), place.map(|p| p.of)].map(count)
        };
        let clear = |value: usize| count(self.place.map(|_| value));
        let texts = [&self.code, &self.name, &self.care_setting, &self.region, &self.answered_on];
        let mut cells: Vec<String> = texts.map(|text| guarded(text.clone())).to_vec();
        cells.extend(["itself".to_owned(), self.answered.to_string()]);
        cells.extend(four(Some(&self.score)));
        cells.extend(place(self.place));
        cells.extend([clear(self.ahead_of), clear(self.behind)]);
        cells.extend(place(self.among));
        cells.extend(self.sections.iter().flat_map(|part| four(part.as_ref())));
        cells
    }

    fn of(record: &csv::StringRecord, sections: usize, is_checked: bool) -> anyhow::Result<Self> {
        let text = |at: usize| unguarded(record.get(at).unwrap_or_default()).to_owned();
        let number = |at: usize| -> anyhow::Result<Option<f64>> {
            let cell = record.get(at).unwrap_or_default();
            Ok(if cell.is_empty() { None } else { Some(cell.parse()?) })
        };
        let count = |at: usize| -> anyhow::Result<Option<usize>> {
            let cell = record.get(at).unwrap_or_default();
            Ok(if cell.is_empty() { None } else { Some(cell.parse()?) })
        };
        let place = |at: usize| -> anyhow::Result<Option<Place>> {
            Ok(match (count(at)?, count(at + 1)?, count(at + 2)?) {
                (Some(best), Some(worst), Some(of)) => Some(Place { range: PlaceRange { best, worst }, of }),
                _ => None,
            })
        };
        let bounds = |at: usize| -> anyhow::Result<Option<Bounds>> {
            Ok(match (number(at + 1)?, number(at + 2)?) {
                (Some(low), Some(high)) => Some(Bounds { point: number(at)?, low, high, unrounded: number(at + 3)? }),
                _ => None,
            })
        };
        let parts = |first: usize| -> anyhow::Result<Vec<Option<Bounds>>> {
            (0..sections).map(|section| bounds(first + 4 * section)).collect()
        };
        let first = BEFORE.len() + AMONG.len();
        let after = first + 4 * sections;
        let verified = (is_checked && !text(after).is_empty()).then(|| -> anyhow::Result<Verified> {
            Ok(Verified {
                by: text(after),
                on: text(after + 1),
                is_drawn: text(after + 2) == "drawn",
                answers: count(after + 3)?.unwrap_or(0),
                score: bounds(after + 4)?.ok_or_else(|| anyhow::anyhow!("{} has no verified bounds", text(0)))?,
                sections: parts(after + CHECKED.len())?,
            })
        });
        Ok(Self {
            code: text(0),
            name: text(1),
            care_setting: text(2),
            region: text(3),
            answered_on: text(4),
            answered: text(6).parse()?,
            score: bounds(7)?.ok_or_else(|| anyhow::anyhow!("{} has no bounds", text(0)))?,
            place: place(11)?,
            ahead_of: count(14)?.unwrap_or(0),
            behind: count(15)?.unwrap_or(0),
            among: place(BEFORE.len())?,
            sections: parts(first)?,
            verified: verified.transpose()?.map(Box::new),
        })
    }
}
