//! One organisation in an edition: in words first, then its profile, what contributed, what would move it, and guides for where
//! it scored lowest.

use composite::framework::Section;
use composite::tree::Scoring;
use composite::{Answer, Mean};
use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Details, SummaryList, Table};

use super::first::shown;
use super::picture::{Mark, interval, profile};
use super::{ago, organisations, page, place_in_words, places, region, said};
use super::{change, checked};
use crate::blueprints::guide_list;
use crate::journal::views::{as_at_form, query_of};
use crate::maturity::first::Reply;
use crate::maturity::pages::{Help, Read};
use crate::maturity::{Place, Standing};
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::programmes::counted;

/// How many sections are called the weakest.
const WEAKEST: usize = 3;

/// A section that questions stand in, for one organisation.
struct Part<'a> {
    place: usize,
    section: &'a Section,
    own: Option<f64>,
    /// The mean of those of the same care setting.
    mean: Option<f64>,
    /// How much of the whole score it makes, from 0 to 1; none when scores are not weighted means.
    weight: Option<f64>,
}

impl Part<'_> {
    /// By how much it raises the whole score above what the mean would give.
    fn adds(&self) -> Option<f64> {
        Some(self.weight? * (self.own? - self.mean?))
    }
}

/// The sections that questions stand in, in the order of the question set.
fn parts<'a>(read: &'a Read, standing: &Standing) -> Vec<Part<'a>> {
    let framework = &read.opened.framework;
    let means = read.opened.means.get(&standing.care_setting);
    let has_questions = |place: &usize| framework.questions_in(*place).next().is_some();
    (0..framework.sections.len())
        .filter(has_questions)
        .filter_map(|place| {
            let point = |unit: &Standing| unit.sections.get(place).copied().flatten()?.point;
            Some(Part {
                place,
                section: framework.sections.get(place)?,
                own: point(standing),
                mean: means.and_then(|means| means.get(place).copied().flatten()),
                weight: weight(read, standing, place),
            })
        })
        .collect()
}

/// How much of the whole a section makes: its share among what applies beside it, and so on upwards.
fn weight(read: &Read, standing: &Standing, place: usize) -> Option<f64> {
    let framework = &read.opened.framework;
    let mut share = 1.0;
    let mut at = Some(place);
    while let Some(section) = at.and_then(|at| framework.sections.get(at)) {
        let scoring = match section.under {
            Some(above) => framework.sections.get(above)?.scoring,
            None => framework.scoring,
        };
        if scoring != Scoring::Compensatory(Mean::Arithmetic) {
            return None;
        }
        let applies = |at: &usize| standing.sections.get(*at).copied().flatten().is_some();
        let siblings = framework.sections_under(section.under).filter(|(at, _)| applies(at));
        let all: f64 = siblings.map(|(_, sibling)| sibling.weight).sum();
        share *= if all > 0.0 { section.weight / all } else { 0.0 };
        at = section.under;
    }
    Some(share)
}

/// The sections an organisation scored lowest in.
pub(in crate::maturity) fn weakest(read: &Read, standing: &Standing) -> Vec<usize> {
    let mut scored: Vec<(usize, f64)> =
        parts(read, standing).iter().filter_map(|part| Some((part.place, part.own?))).collect();
    scored.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
    scored.into_iter().take(WEAKEST).map(|(place, _)| place).collect()
}

/// The page.
pub(in crate::maturity) fn unit(read: &Read, standing: &Standing, reply: Option<&Reply>, help: &[Help]) -> Page {
    let here = format!("/maturity/{}/organisations/{}", read.row.slug, standing.code);
    let main = html! {
        h1 { (standing.name) }
        (result(read, standing))
        @if reply.is_some() { h2 { "What the organisation says of it" } (shown(reply)) }
        (helps(read, help))
        p { a href={ "/organisations/" (standing.code) "/improvement?edition=" (read.row.slug) } { "Plan what to do about it" } " (for people of " (standing.name) ", who sign in)" }
        (answers(read, standing))
        p { a href={ "/organisations/" (standing.code) (query_of(read.as_at)) } { "More about " (standing.name) } }
        (as_at_form(read.as_at, &here))
    };
    page(read, &format!("/organisations/{}", standing.code), &standing.name, main)
}

/// The result alone.
pub(super) fn result(read: &Read, standing: &Standing) -> Markup {
    let parts = parts(read, standing);
    html! {
        p.nhsuk-lede-text { (in_words(read, standing)) }
        @if let Some(place) = &standing.place { (interval(place)) }
        (facts(read, standing))
        (change::of_one(read, standing))
        @if let Some(unit) = read.opened.data.of(&standing.code) { (checked::of_one(read, standing, unit)) }
        (profile_of(read, standing, &parts))
        (contributed(read, &parts))
        (would_move(read, &parts))
    }
}

/// Where it stands, as one would say it.
fn in_words(read: &Read, standing: &Standing) -> String {
    let itself = format!("It answered by itself {}, {}", ago(read, &standing.answered_on), checked::of_unit(standing));
    let Some(place) = &standing.place else {
        return format!("It answered too little for a score, and has no place. {itself}");
    };
    let (ahead, behind) = (standing.ahead_of, standing.behind);
    let rest = (place.of - 1).saturating_sub(ahead + behind);
    format!(
        "{}; clearly ahead of {ahead}, clearly behind {behind}, and not to be told from the other {rest}. {itself}",
        capital(&place_in_words(standing))
    )
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn facts(read: &Read, standing: &Standing) -> Markup {
    let like = read.opened.settings.get(&standing.care_setting).copied().unwrap_or(0);
    let among = standing.among.as_ref().map_or_else(
        || "No place".to_owned(),
        |place| {
            let own = Standing { place: Some(*place), ..standing.clone() };
            format!("{} with a score", capital(&place_in_words(&own)))
        },
    );
    let (_, highest) = read.scale();
    SummaryList::new()
        .row(
            "Score",
            html! { (read.score(&standing.score)) @if standing.score.point.is_some() { span { " (the highest there is: " (read.number(highest)) ")" } } },
        )
        .row("Likely to be worth", checked::likely(read, standing).map_or_else(
            || "Cannot be said: too few were drawn at random and checked".to_owned(),
            |range| format!("{range}, as the organisations show that were drawn at random and checked"),
        ))
        .row("Care setting", read.setting(&standing.care_setting).to_owned())
        .row(format!("Among its {}", organisations(like)), among)
        .row("Under any weights", under_any_weights(read, standing))
        .row("Region", region(&standing.region).to_owned())
        .row("Answered", format!("{} of what applies, on {}", answered(standing), dates::said(&standing.answered_on)))
        .row("Checked by somebody else", match &standing.verified {
            None => "Nothing".to_owned(),
            Some(verified) => format!("{} answers, by {} on {}", verified.answers, verified.by, dates::said(&verified.on)),
        })
        .render()
}

/// How much of its place is a matter of how the parts are weighed.
fn under_any_weights(read: &Read, standing: &Standing) -> String {
    let results = &read.opened.results.units;
    let at = results.binary_search_by(|unit| unit.code.cmp(&standing.code)).ok();
    let said = read.opened.any_weights.as_ref().zip(at).zip(standing.place.as_ref()).and_then(|((any, at), place)| {
        let (most, holds) = (any.most(at)?, any.holds(at, &place.range)?);
        let range = places(&Place { range: most, of: place.of });
        Some(format!(
            "{range} under nine of ten ways to weigh the parts; under {holds} of 100 it holds one of the places said above"
        ))
    });
    said.unwrap_or_else(|| "Cannot be said".to_owned())
}

/// How much was answered, in words.
fn answered(standing: &Standing) -> String {
    if standing.answered == 100 { "All".to_owned() } else { format!("{} of 100", standing.answered) }
}

fn profile_of(read: &Read, standing: &Standing, parts: &[Part<'_>]) -> Markup {
    let of = read.setting(&standing.care_setting).to_lowercase();
    let marks: Vec<Mark> =
        parts.iter().map(|part| Mark { name: part.section.title.clone(), own: part.own, mean: part.mean }).collect();
    let above = parts.iter().filter(|part| part.own.zip(part.mean).is_some_and(|(own, mean)| own > mean)).count();
    let headline = format!("In {above} of {} sections its score is above the mean of {of}.", parts.len());
    let number = |value: Option<f64>| value.map_or_else(|| "no score".to_owned(), |value| read.number(value));
    let mut table = Table::new().responsive().caption("Scores by section").head([
        Column::new("Section"),
        Column::new("Its score").numeric(),
        Column::new(format!("Mean of {of}")).numeric(),
        Column::new("What that adds to the whole score").numeric(),
    ]);
    for part in parts {
        let bounds = standing.sections.get(part.place).copied().flatten();
        let own = html! { @match &bounds { Some(bounds) => (read.score(bounds)), None => "Does not apply" } };
        table = table.row([
            Cell::new(part.section.title.as_str()),
            Cell::new(own).numeric(),
            Cell::new(number(part.mean)).numeric(),
            Cell::new(part.adds().map_or_else(String::new, signed)).numeric(),
        ]);
    }
    html! {
        h2 { "Section by section" }
        (profile(&headline, &of, &marks, read.scale()))
        (table.render())
    }
}

/// A number with its sign: "+1.2", "−0.4".
pub(super) fn signed(value: f64) -> String {
    let size = format!("{:.1}", value.abs());
    match size.as_str() {
        "0.0" => "0.0".to_owned(),
        _ if value < 0.0 => format!("\u{2212}{size}"),
        _ => format!("+{size}"),
    }
}

/// What raises and what lowers its score most, beside those like it.
fn contributed(read: &Read, parts: &[Part<'_>]) -> Markup {
    let mut adds: Vec<(&str, f64)> =
        parts.iter().filter_map(|part| Some((part.section.title.as_str(), part.adds()?))).collect();
    adds.sort_by(|one, other| other.1.total_cmp(&one.1));
    let raise: Vec<&(&str, f64)> = adds.iter().filter(|(_, adds)| *adds >= 0.05).take(2).collect();
    let lower: Vec<&(&str, f64)> = adds.iter().rev().filter(|(_, adds)| *adds <= -0.05).take(2).collect();
    let said = |all: &[&(&str, f64)]| {
        all.iter().map(|(title, adds)| format!("{title} ({} points)", signed(*adds))).collect::<Vec<_>>().join(" and ")
    };
    html! {
        @if !raise.is_empty() || !lower.is_empty() {
            h3 { "What contributed" }
            p { "Beside the mean of its care setting:"
                @if !raise.is_empty() { " its score is raised most by " (said(&raise)) "." }
                @if !lower.is_empty() { " It is lowered most by " (said(&lower)) "." }
                " A difference says what it claims, not why." }
        }
        @if read.opened.framework.scoring == Scoring::Conjunctive { p { "A level counts only when everything up to it is met, so that no section adds a fixed part." } }
    }
}

/// What would move it, and whether anybody could tell.
fn would_move(read: &Read, parts: &[Part<'_>]) -> Markup {
    let least = read.opened.recipe.clearly_apart(&read.opened.framework);
    let gain =
        parts.iter().filter_map(|part| Some((part, -part.adds()?))).max_by(|one, other| one.1.total_cmp(&other.1));
    html! {
        @if let Some((part, gain)) = gain.filter(|(_, gain)| *gain >= 0.05) {
            h3 { "What would move it" }
            p { "If “" (part.section.title) "” came up to the mean of its care setting, its whole score would rise by " (format!("{gain:.1}")) " points. "
                @if gain < least { "That could not be told from what answers are off by: only a rise of " (read.number(least)) " points or more could." }
                @else { "That is enough to be told from what answers are off by (" (read.number(least)) " points)." } }
        }
    }
}

/// Where it scored lowest: guides that may help, and who was weak there and is strong now.
pub(in crate::maturity) fn helps(read: &Read, help: &[Help]) -> Markup {
    let title = |place: usize| read.opened.framework.sections.get(place).map_or("", |section| section.title.as_str());
    html! {
        @if !help.is_empty() {
            h2 { "Where it scored lowest, and guides that may help" }
            @for one in help {
                h3.nhsuk-heading-s { (title(one.section)) }
                @if one.guides.is_empty() {
                    p { a href=(crate::platform::http::query_string("/blueprints", &[("q", title(one.section))])) { "Search the library for it" } }
                } @else {
                    (guide_list(&one.guides.iter().map(|line| line.as_ref().clone()).collect::<Vec<_>>()))
                }
                @if let Some(before) = read.before.as_ref().filter(|_| !one.risen.is_empty()) {
                    p { "Among the lowest quarter there in \u{201c}" (before.row.title) "\u{201d} and among the highest now, as they say themselves:" }
                    ul.nhsuk-list.nhsuk-list--bullet {
                        @for risen in &one.risen {
                            li { a href=(read.unit(&risen.code)) { (risen.name) } ": " (read.number(risen.scores.0)) " to " (read.number(risen.scores.1)) " in " (counted(i64::from(risen.months), "month")) }
                        }
                    }
                }
            }
        }
    }
}

/// Everything it answered, section by section.
fn answers(read: &Read, standing: &Standing) -> Markup {
    let framework = &read.opened.framework;
    let Some(unit) = read.opened.data.of(&standing.code) else { return html! {} };
    let found = |place: usize| {
        let found = unit.checked.as_ref().and_then(|checked| checked.answers.get(place)).copied();
        found.filter(|found| *found != Answer::Unanswered).map(|found| said(framework, place, found))
    };
    let answer = |place: usize| {
        let own = said(framework, place, unit.answers.get(place).copied().unwrap_or_default());
        html! { (own) @if let Some(found) = found(place) { br; "Found by somebody else: " (found) } }
    };
    html! {
        h2 { "What it answered" }
        @for (place, section) in framework.sections.iter().enumerate().filter(|(place, _)| framework.questions_in(*place).next().is_some()) {
            @let list = framework.questions_in(place).fold(SummaryList::new(), |list, (number, question)| {
                let link = html! { a href=(read.address(&format!("/questions/{}", question.id))) { (question.text) } };
                list.row(link, answer(number))
            });
            (Details::new(section.title.as_str(), list.render()))
        }
    }
}
