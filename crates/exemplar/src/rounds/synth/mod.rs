//! Invented answers of invented organisations: how good each really is, what it claims beyond that, and who answered
//! without reading. The same organisations and seed give the same answers on every machine.
//!
//! An organisation's answer to a question is a number of points, made of what is usual for the theme, how good the
//! organisation is in all, in the theme and in the section, how hard the question is, and chance. What it claims adds its own
//! inflation; the answer given is the one of the scale that counts nearest. What is usual is set so that the national means
//! come out at those that were published of 2015/16.

mod names;

use std::collections::BTreeMap;

use composite::draws::{Draws, unit_key};
use composite::framework::ScaleAnswer;
use composite::{Answer, Framework};
use jiff::civil::Date;

pub use names::{Invented, invented};

use super::{Answered, Note, Notes};

/// The published national means that claims are set to: theme, points. Health Service Journal, article 7003959.
pub const TARGETS: [(&str, f64); 3] = [("readiness", 73.0), ("capabilities", 40.0), ("infrastructure", 68.0)];

/// What is aimed at for a theme that has no target.
const OTHERWISE: f64 = 55.0;

/// How many organisations what is usual is set by; more would change it by little.
const ENOUGH: usize = 400;

/// What the parts of an answer spread by, in points.
const ABILITY: f64 = 7.0;
const IN_THEME: f64 = 9.0;
const IN_SECTION: f64 = 8.0;
const QUESTION: f64 = 11.0;
const CHANCE: f64 = 15.0;

/// By how much claims lie above the truth; how far that spreads between organisations, and between the themes of one.
const INFLATION: f64 = 7.0;
const INFLATION_OF_ONE: f64 = 3.0;
const INFLATION_IN_THEME: f64 = 6.0;

/// Why something does not apply, as an organisation may say it.
const REASONS: [&str; 4] = [
    "We do not provide this service",
    "Another organisation does this for us",
    "Our patients do not need it",
    "This was agreed with the commissioner",
];

/// How an organisation answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It read the questions.
    Careful,
    /// It gave the same answer all along.
    StraightLine,
    /// It answered anything.
    Anyhow,
}

impl Manner {
    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Careful => "careful",
            Self::StraightLine => "straight line",
            Self::Anyhow => "anyhow",
        }
    }
}

/// What is true of an organisation, beside what it claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Its code.
    pub organisation: String,
    /// How it answered.
    pub manner: Manner,
    /// By how many points its claims were raised in all; what each theme was raised by spreads around it.
    pub inflation: f64,
    /// What each question would have been answered with in truth.
    pub answers: Vec<Answer>,
}

/// Which time organisations are asked. How good each is stays; chance and what it claims too much are new each time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// What everything follows from.
    pub seed: u64,
    /// The time: 0 for the one that has the published means.
    pub number: u32,
    /// By how many points the means lie off those that were published.
    pub off: f64,
    /// The day everyone answers.
    pub answered_on: Date,
}

impl Time {
    /// The time that has the published means.
    #[must_use]
    pub fn published(seed: u64, answered_on: Date) -> Self {
        Self { seed, number: 0, off: 0.0, answered_on }
    }
}

/// What each of these organisations answers, and what is true of it.
#[must_use]
pub fn answers(framework: &Framework, organisations: &[Invented], time: Time) -> (Vec<Answered>, Vec<Truth>) {
    let maker = Maker { framework, time, usual: usual(framework, organisations, time) };
    organisations.iter().zip(2..).map(|(organisation, line)| maker.one(organisation, line)).unzip()
}

/// What is usual in each section, so that the claimed means of the themes come out at their targets.
fn usual(framework: &Framework, organisations: &[Invented], time: Time) -> Vec<f64> {
    let tops: Vec<usize> = (0..framework.sections.len()).map(|section| top(framework, section)).collect();
    let target = |section: usize| {
        let id = framework.sections.get(section).map_or("", |section| section.id.as_str());
        time.off + TARGETS.iter().find(|(theme, _)| *theme == id).map_or(OTHERWISE, |(_, points)| *points)
    };
    let mut usual: Vec<f64> = tops.iter().map(|top| target(*top)).collect();
    for _ in 0..12 {
        let maker = Maker { framework, time, usual: usual.clone() };
        let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for organisation in organisations.iter().take(ENOUGH) {
            let (answered, _) = maker.one(organisation, 0);
            let scores = framework.score(framework.setting(&organisation.care_setting), &answered.answers);
            for top in tops.iter().copied().collect::<std::collections::BTreeSet<_>>() {
                if let Some(point) = scores.get(Framework::node_of_section(top)).and_then(|score| score.point()) {
                    let sum = sums.entry(top).or_default();
                    *sum = (sum.0 + point, sum.1 + 1.0);
                }
            }
        }
        for (usual, top) in usual.iter_mut().zip(&tops) {
            *usual += sums.get(top).map_or(0.0, |(sum, count)| target(*top) - sum / count);
        }
    }
    usual
}

/// The theme a section belongs to.
fn top(framework: &Framework, section: usize) -> usize {
    let above = |section: &usize| framework.sections.get(*section).and_then(|section| section.under);
    std::iter::successors(Some(section), above).last().unwrap_or(section)
}

/// What chance is asked for: each question of each organisation has its own of each.
#[derive(Clone, Copy)]
enum Of {
    Ability,
    Theme,
    Section,
    Question,
    Chance,
    Inflation,
    Manner,
    Gaps,
    Gap,
    Anyhow,
    Reason,
}

/// One of the first `count` places, by a chance between 0 and 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small counts"
)]
fn whole(chance: f64, count: usize) -> usize {
    (chance * count as f64) as usize
}

struct Maker<'a> {
    framework: &'a Framework,
    time: Time,
    usual: Vec<f64>,
}

impl Maker<'_> {
    fn one(&self, organisation: &Invented, line: u64) -> (Answered, Truth) {
        let unit = unit_key(&organisation.code);
        let setting = self.framework.setting(&organisation.care_setting);
        let manner = match self.uniform(unit, Of::Manner, 0) {
            chance if chance < 0.025 => Manner::StraightLine,
            chance if chance < 0.045 => Manner::Anyhow,
            _ => Manner::Careful,
        };
        let inflation = INFLATION + INFLATION_OF_ONE * self.normal(unit, Of::Inflation, 0);
        // Most leave out little, some more, a few a lot.
        let gaps = match self.uniform(unit, Of::Gaps, 0) {
            chance if chance < 0.7 => 0.005,
            chance if chance < 0.98 => 0.03,
            _ => 0.2,
        };
        let (mut claimed, mut truth, mut notes) = (Vec::new(), Vec::new(), Notes::new());
        for (place, question) in self.framework.questions.iter().enumerate() {
            if !self.framework.is_asked(place, setting) {
                claimed.push(Answer::NotApplicable);
                truth.push(Answer::NotApplicable);
                continue;
            }
            let points = self.points(unit, place, &organisation.care_setting);
            let real = self.nearest(place, points);
            let theme = top(self.framework, question.section);
            let raised = inflation + INFLATION_IN_THEME * self.normal(unit, Of::Inflation, theme + 1);
            let (answer, reason) = self.given((unit, place), (manner, gaps), points + raised);
            truth.push(if answer == Answer::NotApplicable { answer } else { real });
            claimed.push(answer);
            let note = |why: &str| (question.id.clone(), Note { why: why.to_owned(), ..Note::default() });
            notes.extend(reason.map(note));
        }
        let answered = Answered {
            line,
            organisation: organisation.code.clone(),
            care_setting: organisation.care_setting.clone(),
            answered_on: Some(self.time.answered_on),
            answers: claimed,
            notes,
        };
        (answered, Truth { organisation: organisation.code.clone(), manner, inflation, answers: truth })
    }

    fn draws(&self, unit: u64, what: Of) -> Draws {
        // How good an organisation is stays from one time to the next.
        let stays = matches!(what, Of::Ability | Of::Theme | Of::Section | Of::Question);
        let time = if stays { 0 } else { self.time.number };
        Draws::new(self.time.seed, unit, what as u32 + 100 * time)
    }

    fn uniform(&self, unit: u64, what: Of, place: usize) -> f64 {
        self.draws(unit, what).even(u32::try_from(place).unwrap_or(0))
    }

    fn normal(&self, unit: u64, what: Of, place: usize) -> f64 {
        self.draws(unit, what).normal(u32::try_from(place).unwrap_or(0))
    }

    /// How good an organisation really is in a question, in points that may lie beyond the scale.
    fn points(&self, unit: u64, place: usize, care_setting: &str) -> f64 {
        let section = self.framework.questions.get(place).map_or(0, |question| question.section);
        let theme = top(self.framework, section);
        let of = |what: Of, at: usize, spread: f64| spread * self.normal(unit, what, at);
        self.usual.get(section).copied().unwrap_or(OTHERWISE)
            + of(Of::Ability, 0, ABILITY)
            + of(Of::Theme, theme, IN_THEME)
            + of(Of::Section, section, IN_SECTION)
            + QUESTION * self.normal(u64::MAX, Of::Question, place)
            + of(Of::Chance, place, CHANCE)
            + match care_setting {
                "acute" => 2.0,
                "ambulance" => -6.0,
                _ => -2.0,
            }
    }

    /// What is answered to a question, and why it does not apply when that is said.
    fn given(
        &self,
        (unit, place): (u64, usize),
        (manner, gaps): (Manner, f64),
        points: f64,
    ) -> (Answer, Option<&'static str>) {
        let gap = self.uniform(unit, Of::Gap, place);
        if gap < gaps {
            return (if gap < gaps / 2.0 { Answer::NotKnown } else { Answer::Unanswered }, None);
        }
        if gap > 0.988 {
            let which = whole(self.uniform(unit, Of::Reason, place), REASONS.len());
            return (Answer::NotApplicable, REASONS.get(which).copied());
        }
        let places = self.scale(place).len();
        let answer = match manner {
            Manner::Careful => return (self.nearest(place, points), None),
            // The last but one of every scale.
            Manner::StraightLine => places.saturating_sub(2),
            Manner::Anyhow => whole(self.uniform(unit, Of::Anyhow, place), places),
        };
        (Answer::Value(u16::try_from(answer).unwrap_or(0)), None)
    }

    /// The answer of a question's scale that counts nearest to these points.
    fn nearest(&self, place: usize, points: f64) -> Answer {
        let scores = self.scale(place).iter().map(|answer| (answer.score - points).abs());
        let nearest = scores.enumerate().min_by(|(_, one), (_, other)| one.total_cmp(other));
        nearest.and_then(|(at, _)| u16::try_from(at).ok()).map_or(Answer::Unanswered, Answer::Value)
    }

    fn scale(&self, place: usize) -> &[ScaleAnswer] {
        let question = self.framework.questions.get(place);
        let scale = question.and_then(|question| self.framework.scales.get(question.scale));
        scale.map(|scale| scale.answers.as_slice()).unwrap_or_default()
    }
}
