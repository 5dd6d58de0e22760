//! From answers to results, by a recipe: scores with bounds, and the places they leave.

use std::collections::BTreeMap;

use composite::draws::unit_key;
use composite::places::{CLEAR, Clearly, Estimate, PlaceRange, bounded, drawn, shrink};
use composite::ranks::published;
use composite::{Answer, Framework, Score, Tree, score};

use super::{Bounds, Data, Place, Recipe, Results, Standing, Unit, Verified};

/// The results of these data. The same framework, recipe and data give the same bits, in whatever order the data come.
#[must_use]
pub fn results_of(framework: &Framework, recipe: &Recipe, data: &Data) -> Results {
    let tree = framework.tree();
    let mut units: Vec<Standing> = data.units.iter().map(|unit| scored((framework, &tree), recipe, unit)).collect();
    units.sort_by(|one, other| one.code.cmp(&other.code));
    let sd = recipe.index_sd(framework);
    let all: Vec<usize> = (0..units.len()).collect();
    for (at, placed) in places(&units, &all, sd, recipe) {
        if let Some(unit) = units.get_mut(at) {
            (unit.place, unit.ahead_of, unit.behind) = (Some(placed.place), placed.clear.below, placed.clear.above);
        }
    }
    let mut settings: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        settings.entry(unit.care_setting.as_str()).or_default().push(at);
    }
    let among: Vec<(usize, Placed)> = settings.values().flat_map(|own| places(&units, own, sd, recipe)).collect();
    for (at, placed) in among {
        if let Some(unit) = units.get_mut(at) {
            unit.among = Some(placed.place);
        }
    }
    Results { units }
}

/// The scores of one organisation, rounded once.
fn scored((framework, tree): (&Framework, &Tree), recipe: &Recipe, unit: &Unit) -> Standing {
    let setting = framework.setting(&unit.care_setting);
    let scores_of = |answers: &[Answer]| score(tree, &framework.cells(setting, answers));
    let scores = scores_of(&unit.answers);
    let whole = scores.first().copied().unwrap_or(Score::NotApplicable);
    let verified = unit.checked.as_ref().map(|checked| {
        let found = scores_of(&checked.answers);
        Box::new(Verified {
            by: checked.by.clone(),
            on: checked.on.clone(),
            is_drawn: checked.is_drawn,
            answers: checked.answers.iter().filter(|answer| **answer != Answer::Unanswered).count(),
            score: found.first().and_then(|whole| bounds(recipe, whole)).unwrap_or(NOTHING),
            sections: parts(framework, recipe, &found),
        })
    });
    Standing {
        code: unit.code.clone(),
        name: unit.name.clone(),
        care_setting: unit.care_setting.clone(),
        region: unit.region.clone(),
        answered_on: unit.answered_on.clone(),
        answered: percent(whole.scored().map_or(0.0, |scored| scored.answered)),
        score: bounds(recipe, &whole).unwrap_or(NOTHING),
        place: None,
        ahead_of: 0,
        behind: 0,
        among: None,
        sections: parts(framework, recipe, &scores),
        verified,
    }
}

/// The score of those to whom nothing applies.
const NOTHING: Bounds = Bounds { point: None, low: 0.0, high: 0.0, unrounded: None };

/// A score, rounded once.
fn bounds(recipe: &Recipe, score: &Score) -> Option<Bounds> {
    let round = |value: f64| published(value, recipe.score.decimals);
    score.scored().map(|s| Bounds {
        point: s.point.map(round),
        low: round(s.low),
        high: round(s.high),
        unrounded: s.point,
    })
}

/// The scores of the sections.
fn parts(framework: &Framework, recipe: &Recipe, scores: &[Score]) -> Vec<Option<Bounds>> {
    let of = |section: usize| scores.get(Framework::node_of_section(section)).and_then(|score| bounds(recipe, score));
    (0..framework.sections.len()).map(of).collect()
}

/// A share in whole percent; only what is whole is 100.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
fn percent(share: f64) -> u8 {
    let percent = published(share * 100.0, 0).clamp(0.0, 100.0) as u8;
    if share < 1.0 - 1e-9 { percent.min(99) } else { percent }
}

/// Where an organisation stands in a group.
struct Placed {
    place: Place,
    clear: Clearly,
}

/// Where each of a group stands among those of it that have a score: from draws around the published scores, shrunken to their
/// mean; where answers are missing, all that these could make of it too. Whoever is alone has no place.
fn places(units: &[Standing], group: &[usize], sd: f64, recipe: &Recipe) -> Vec<(usize, Placed)> {
    let own: Vec<(usize, &Standing, f64)> =
        group.iter().filter_map(|at| units.get(*at).and_then(|unit| Some((*at, unit, unit.score.point?)))).collect();
    if own.len() < 2 {
        return Vec::new();
    }
    let scores: Vec<Estimate> = own.iter().map(|(_, _, mean)| Estimate { mean: *mean, sd }).collect();
    let keys = own.iter().map(|(_, unit, _)| unit_key(&unit.code));
    let estimates: Vec<(u64, Estimate)> = keys.zip(shrink(&scores)).collect();
    let drawn = drawn(&estimates, recipe.places.draws, recipe.places.seed);
    let points: Vec<f64> = own.iter().map(|(_, _, point)| *point).collect();
    let clear = clear_of(&points, sd);
    let bounds: Vec<(f64, f64)> = own.iter().map(|(_, unit, _)| (unit.score.low, unit.score.high)).collect();
    let by_gaps = bounded(&bounds);
    let of = own.len();
    let ranges = drawn
        .iter()
        .zip(by_gaps)
        .zip(&own)
        .map(|((drawn, gaps), (_, unit, _))| reach(drawn.range, gaps, unit).of_two(of));
    own.iter()
        .zip(ranges)
        .zip(clear)
        .map(|(((at, ..), range), clear)| (*at, Placed { place: Place { range, of }, clear }))
        .collect()
}

/// How many are clearly above and below each, where every score is off by as much: two are clearly apart when they differ by
/// more than 1.645 standard errors of a difference. One sorted list serves all of them, so that nobody is compared one by one.
fn clear_of(scores: &[f64], sd: f64) -> Vec<Clearly> {
    let mut sorted = scores.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    scores.iter().map(|score| clear_in(&sorted, *score, sd)).collect()
}

/// The difference between two scores above which one is clearly ahead.
pub(super) fn clear_from(sd: f64) -> f64 {
    CLEAR * sd * std::f64::consts::SQRT_2
}

/// How many of a rising list are clearly above and below a score.
pub(super) fn clear_in(sorted: &[f64], score: f64, sd: f64) -> Clearly {
    let apart = clear_from(sd);
    Clearly {
        above: sorted.len() - sorted.partition_point(|other| *other <= score + apart),
        below: sorted.partition_point(|other| *other < score - apart),
    }
}

/// The range of the draws, with what missing answers allow where the organisation left any out.
fn reach(drawn: PlaceRange, gaps: PlaceRange, unit: &Standing) -> PlaceRange {
    if unit.score.low < unit.score.high { drawn.and(gaps) } else { drawn }
}

#[cfg(test)]
mod tests {
    use composite::places::clearly;

    use super::*;

    #[test]
    fn counting_in_a_sorted_list_is_counting_pairs() {
        let scores: Vec<f64> = (0..200).map(|i| f64::from(i * i % 97)).collect();
        let estimates: Vec<Estimate> = scores.iter().map(|mean| Estimate { mean: *mean, sd: 4.0 }).collect();
        assert_eq!(clear_of(&scores, 4.0), clearly(&estimates, CLEAR));
        assert!(clear_of(&[], 4.0).is_empty());
    }

    #[test]
    fn only_what_is_whole_is_a_hundred() {
        assert_eq!([0.0, 0.5, 0.9999, 1.0].map(percent), [0, 50, 99, 100]);
    }
}
