//! Answers that look odd beside those of everybody else: questions to ask before one signs, never deductions.
//!
//! What others said is taken from rounds that have closed, so that nobody learns what is not published yet.

use composite::claims::benjamini_hochberg;
use composite::implausible::{Steps, longest_run, simulate};
use composite::{Answer, Framework};
use database::Connection;
use jiff::civil::Date;

use super::answering::Standing;
use super::{parted, store};

/// How many others there have to be.
const FEWEST: usize = 20;

/// How many others are looked at.
const MOST: i64 = 2_000;

/// How often chance makes answers to compare with.
const DRAWS: u32 = 500;

/// The share of false alarms among what is asked.
const FALSE_ALARMS: f64 = 0.1;

/// How many pairs of answers are named.
const PAIRS: usize = 3;

/// What looks odd.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Odd {
    /// How many questions in a row have the same answer, when chance makes so long a run seldom.
    pub run: Option<usize>,
    /// What most can do and is not claimed, beside what few can do and is.
    pub pairs: Vec<Pair>,
}

/// Two answers that few others give together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The place of the question most pass, and how many of 100 do.
    pub easy: (usize, u32),
    /// The place of the question few pass, and how many of 100 do.
    pub hard: (usize, u32),
}

/// Holds an organisation's answers against those of others, as far as any are known.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn look(connection: &mut Connection, standing: &Standing, today: Date) -> sqlx::Result<Odd> {
    let others = store::answers_of_others(connection, &standing.round, &standing.organisation, today, MOST).await?;
    let others: Vec<Vec<Answer>> =
        others.iter().filter_map(|answers| parted(answers, &standing.framework).ok()).collect();
    Ok(odd(&standing.framework, &standing.organisation, &standing.answers, &others))
}

/// Holds answers against those of others.
fn odd(framework: &Framework, id: &str, answers: &[Answer], others: &[Vec<Answer>]) -> Odd {
    if others.len() < FEWEST {
        return Odd::default();
    }
    let level = |(place, answer): (usize, &Answer)| level(framework, place, *answer);
    let levels = |answers: &[Answer]| answers.iter().enumerate().map(level).collect::<Vec<_>>();
    let (own, others) = (levels(answers), others.iter().map(|other| levels(other)).collect::<Vec<_>>());
    let highest: Vec<u16> = (0..answers.len()).map(|place| highest(framework, place)).collect();
    let steps = Steps::of(&others.iter().map(Vec::as_slice).collect::<Vec<_>>(), &highest);
    let chance = simulate(id, &own, &steps, DRAWS, 1);
    let asked = benjamini_hochberg(&[chance.guttman, chance.run], FALSE_ALARMS);
    let is = |at: usize| asked.get(at).copied().unwrap_or(false);
    Odd { run: is(1).then(|| longest_run(&own)), pairs: if is(0) { pairs(&steps, &own) } else { Vec::new() } }
}

/// An answer as the number of answers of its scale that count less.
fn level(framework: &Framework, place: usize, answer: Answer) -> Option<u16> {
    let Answer::Value(chosen) = answer else { return None };
    let scale = &framework.scales.get(framework.questions.get(place)?.scale)?.answers;
    let own = scale.get(usize::from(chosen))?.score;
    u16::try_from(scale.iter().filter(|answer| answer.score < own).count()).ok()
}

fn highest(framework: &Framework, place: usize) -> u16 {
    let scale = framework.questions.get(place).and_then(|question| framework.scales.get(question.scale));
    scale.map_or(0, |scale| u16::try_from(scale.answers.len().saturating_sub(1)).unwrap_or(u16::MAX))
}

/// The pairs that are furthest apart: each question stands in one of them.
fn pairs(steps: &Steps, own: &[Option<u16>]) -> Vec<Pair> {
    let (mut failed, mut passed) = (Vec::new(), Vec::new());
    for (place, level) in own.iter().enumerate() {
        let Some(level) = level else { continue };
        let shares = steps.popularities(place);
        let share = |step: usize| shares.get(step).copied();
        // The next step up was not claimed; the last one claimed was.
        failed.extend(share(usize::from(*level)).filter(|share| *share >= 0.5).map(|share| (place, share)));
        let last = usize::from(*level).checked_sub(1).and_then(share);
        passed.extend(last.filter(|share| *share <= 0.5).map(|share| (place, share)));
    }
    failed.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    passed.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
    let percent = |(place, share): (usize, f64)| {
        let number = (0..=100_u32).rfind(|number| f64::from(*number) <= 100.0 * share + 0.5).unwrap_or(0);
        (place, number)
    };
    let both = failed.into_iter().zip(passed).filter(|(easy, hard)| easy.0 != hard.0 && easy.1 > hard.1);
    both.take(PAIRS).map(|(easy, hard)| Pair { easy: percent(easy), hard: percent(hard) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framework() -> Framework {
        let questions: String = (0..12)
            .map(|at| {
                format!("[[question]]\nid = \"q{at}\"\nsection = \"one\"\nscale = \"s\"\ntext = \"Question {at}\"\n")
            })
            .collect();
        let scale = r#"answers = [{ id = "n", text = "No", score = 0 }, { id = "y", text = "Yes", score = 100 }]"#;
        Framework::read(&format!(
            "id = \"small\"\nversion = \"1\"\nkind = \"maturity\"\ntitle = \"Small\"\n[[scale]]\nid = \"s\"\n{scale}\n[[section]]\nid = \"one\"\ntitle = \"One\"\n{questions}"
        ))
        .unwrap()
    }

    /// Everybody passes the first so many questions: the first is easy, the last hard.
    fn others() -> Vec<Vec<Answer>> {
        (0..60).map(|one| (0..12).map(|at| Answer::Value(u16::from(at <= one % 12))).collect()).collect()
    }

    #[test]
    fn the_hard_without_the_easy_is_asked_about_and_the_usual_is_not() {
        let framework = framework();
        let usual: Vec<Answer> = (0..12).map(|at| Answer::Value(u16::from(at < 6))).collect();
        assert!(odd(&framework, "A", &usual, &others()).pairs.is_empty());
        let turned: Vec<Answer> = (0..12).map(|at| Answer::Value(u16::from(at >= 6))).collect();
        let found = odd(&framework, "A", &turned, &others());
        assert_eq!(found.pairs.len(), PAIRS);
        assert_eq!(found.pairs[0], Pair { easy: (0, 100), hard: (11, 8) });
        assert_eq!(odd(&framework, "A", &turned, &others()[..FEWEST - 1]), Odd::default());
    }
}
