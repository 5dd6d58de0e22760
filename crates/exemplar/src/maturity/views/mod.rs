//! Published results as pages. A place is said as a range, in words before it is drawn; no page gives anybody one number for it.

mod change;
mod checked;
mod first;
mod list;
mod method;
mod overview;
mod picture;
mod question;
mod table;
mod tops;
mod unit;

pub(super) use first::{First, first, first_list};
pub(super) use list::list;
pub(super) use method::method;
pub(super) use overview::overview;
pub(super) use question::question;
pub(super) use table::table;
pub(super) use tops::tops;
pub(super) use unit::{helps, unit, weakest};

use composite::{Answer, Framework};
use maud::{Markup, Render, html};
use nhsuk::InsetText;

use super::pages::Read;
use super::{Bounds, EditionRow, Place, Standing};
use crate::journal::views::{past_notice, query_of};
use crate::organisations::{self, Kind};
use crate::platform::dates;
use crate::platform::http::query_string;
use crate::platform::shell::Page;
use crate::programmes::{apart, counted};

/// A page of an edition, with what every one of them says.
fn page(read: &Read, rest: &str, title: &str, main: Markup) -> Page {
    let here = format!("/maturity/{}{rest}", read.row.slug);
    let query = query_of(read.as_at);
    let mut trail = vec![(format!("/maturity{query}"), "Digital maturity".to_owned())];
    if !rest.is_empty() {
        trail.push((format!("/maturity/{}{query}", read.row.slug), read.row.title.clone()));
    }
    let is_itself = title == read.row.title;
    let full = if is_itself { title.to_owned() } else { format!("{title} - {}", read.row.title) };
    Page::new("/maturity", full, main)
        .trail(trail)
        .notice(past_notice(read.as_at, &here))
        .notice(invented(&read.row))
        .notice(corrected(read))
}

/// The notice that all of it is invented.
fn invented(row: &EditionRow) -> Option<Markup> {
    row.is_invented().then(|| {
        InsetText::new("Every organisation in these results is invented, and so is every answer. They show how results look, and say nothing of any real organisation.").render()
    })
}

/// The notice that another edition puts this one right.
fn corrected(read: &Read) -> Option<Markup> {
    let by = read.corrected_by.as_ref()?;
    let words = html! {
        p { "These results were corrected on " (dates::said(&by.published_on)) ". "
            @if let Some(note) = &by.note { (note) " " }
            a href={ "/maturity/" (by.slug) (query_of(read.as_at)) } { "Read the corrected results" } }
    };
    Some(InsetText::new(words).render())
}

impl Read {
    /// An address of this edition, on the day asked for.
    fn address(&self, rest: &str) -> String {
        format!("/maturity/{}{rest}{}", self.row.slug, query_of(self.as_at))
    }

    /// The same with what is asked for besides.
    fn address_with(&self, rest: &str, asked: &[(&str, &str)]) -> String {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (as_at, recorded_by) = (day(self.as_at.day), day(self.as_at.recorded_by));
        let days = [("as-at", as_at.as_str()), ("recorded-by", recorded_by.as_str())];
        query_string(&format!("/maturity/{}{rest}", self.row.slug), &[asked, &days].concat())
    }

    /// The page of an organisation in this edition.
    fn unit(&self, code: &str) -> String {
        self.address(&format!("/organisations/{code}"))
    }

    /// A score with its decimals.
    fn number(&self, value: f64) -> String {
        format!("{value:.*}", usize::from(self.opened.recipe.score.decimals))
    }

    /// A score in words: with how low and how high it could be, where answers are missing.
    fn score(&self, bounds: &Bounds) -> Markup {
        html! {
            @match bounds.point {
                Some(point) => (self.number(point)),
                None => "No score: too little is answered",
            }
            @if bounds.low < bounds.high {
                br; span.nhsuk-u-secondary-text-colour.app-small { "could be " (self.number(bounds.low)) " to " (self.number(bounds.high)) }
            }
        }
    }

    /// What a care setting is called.
    fn setting<'a>(&'a self, id: &'a str) -> &'a str {
        let known = self.opened.framework.settings.iter().find(|setting| setting.id == id);
        match known {
            Some(setting) => &setting.title,
            None if id.is_empty() => "Care setting not known",
            None => Kind::from_word(id).map_or(id, |kind| kind.shown()),
        }
    }

    /// The care settings of those who answered, in the order of their names, with how many answered for each.
    fn settings(&self) -> Vec<(&str, usize)> {
        let mut all: Vec<_> = self.opened.settings.iter().map(|(id, count)| (id.as_str(), *count)).collect();
        all.sort_by_key(|(id, _)| self.setting(id).to_owned());
        all
    }

    /// The regions of those who answered, by name.
    fn regions(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.opened.regions.iter().map(String::as_str).collect();
        all.sort_by_key(|code| region(code).to_owned());
        all
    }

    /// The lowest and the highest the whole score can be.
    fn scale(&self) -> (f64, f64) {
        let framework = &self.opened.framework;
        let nothing = framework.score((!framework.settings.is_empty()).then_some(0), &[]);
        nothing.first().and_then(|score| score.bounds()).unwrap_or((0.0, 100.0))
    }

    /// How many have a place.
    fn placed(&self) -> usize {
        self.opened.placed
    }
}

/// What a region is called.
fn region(code: &str) -> &str {
    match code {
        "" => "Region not known",
        code => organisations::region(code).unwrap_or(code),
    }
}

/// A place in order: 1st, 22nd, 113th.
fn ordinal(place: usize) -> String {
    let end = match (place % 100, place % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{place}{end}")
}

/// The range of places: "80th to 140th of 239".
fn places(place: &Place) -> String {
    let (best, worst) = (ordinal(place.range.best), ordinal(place.range.worst));
    if best == worst { format!("{best} of {}", place.of) } else { format!("{best} to {worst} of {}", place.of) }
}

/// Where an organisation stands, as the beginning of a sentence.
pub(super) fn place_in_words(standing: &Standing) -> String {
    match &standing.place {
        Some(Place { range, of }) if range.best == range.worst => format!("probably {} of {of}", ordinal(range.best)),
        Some(Place { range, of }) => {
            format!("probably between {} and {} of {of}", ordinal(range.best), ordinal(range.worst))
        }
        None => "no place, because too little is answered".to_owned(),
    }
}

/// How long ago something was, on the day of the page: "21 months ago".
fn ago(read: &Read, day: &str) -> String {
    let (Ok(from), Ok(to)) = (day.parse(), read.day().to_string().parse()) else { return format!("on {day}") };
    match read.day().to_string().as_str() < day {
        true => format!("on {}", dates::said(day)),
        false => format!("{} ago", apart(from, to)),
    }
}

/// A number of organisations.
fn organisations(number: usize) -> String {
    counted(i64::try_from(number).unwrap_or(i64::MAX), "organisation")
}

/// The words of an answer to a question.
fn said(framework: &Framework, place: usize, answer: Answer) -> &str {
    match answer {
        Answer::Value(given) => {
            let scale = framework.questions.get(place).and_then(|question| framework.scales.get(question.scale));
            scale.and_then(|scale| scale.answers.get(usize::from(given))).map_or("", |answer| answer.text.as_str())
        }
        Answer::NotApplicable => "Does not apply",
        Answer::NotKnown => "Not known",
        Answer::Unanswered => "Not answered",
    }
}

/// A select with “All” first.
fn choice<'a>(name: &str, label: &str, chosen: &str, options: impl Iterator<Item = (&'a str, String)>) -> Markup {
    html! {
        div.nhsuk-form-group {
            label.nhsuk-label for=(name) { (label) }
            select.nhsuk-select id=(name) name=(name) {
                option value="" { "All" }
                @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
            }
        }
    }
}

/// The days of the page as fields nobody sees.
fn kept_days(read: &Read) -> Markup {
    html! {
        @for (name, day) in [("as-at", read.as_at.day), ("recorded-by", read.as_at.recorded_by)] {
            @if let Some(day) = day { input type="hidden" name=(name) value=(day); }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn places_are_said_in_order() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111, 112].map(ordinal).join(" ");
        assert_eq!(said, "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 103rd 111th 112th");
    }
}
