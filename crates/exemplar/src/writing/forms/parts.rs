//! The forms of a draft's parts: beginning it, its facts, a section, a step.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Errors;
use crate::blueprints::{Cost, Fields, Kind, Person, Step, Variable};
use crate::platform::dates::{self, PartialDate};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// Beginning a guide.
#[derive(Debug, Default, Deserialize)]
pub struct StartForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// For which organisation.
    #[serde(default)]
    pub organisation: String,
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// The word of its kind.
    #[serde(default)]
    pub kind: String,
}

impl StartForm {
    /// What is wrong where the title may be the document's own.
    pub(in crate::writing) fn check_kind(&self) -> Errors {
        match Kind::ALL.iter().any(|kind| kind.word() == self.kind) {
            true => Errors::new(),
            false => Errors::from([("kind".to_owned(), "Choose what it is about".to_owned())]),
        }
    }

    /// The title, or what is missing.
    pub(in crate::writing) fn check(&self) -> Result<&str, Errors> {
        let mut errors = Errors::new();
        check_title(&self.title, &mut errors);
        errors.extend(self.check_kind());
        if errors.is_empty() { Ok(self.title.trim()) } else { Err(errors) }
    }
}

fn check_title(title: &str, errors: &mut Errors) {
    let words = match title.trim().chars().count() {
        0 => "Enter a title".to_owned(),
        1..=LONGEST_TITLE => return,
        _ => format!("A title has at most {LONGEST_TITLE} characters"),
    };
    errors.insert("title".to_owned(), words);
}

/// A section.
#[derive(Debug, Default, Deserialize)]
pub struct SectionForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// What the section was when the form was shown.
    #[serde(default)]
    pub before: String,
    /// Its words.
    #[serde(default)]
    pub text: String,
    /// `preview` shows it before it is saved.
    #[serde(default)]
    pub how: String,
}

/// A step.
#[derive(Debug, Default, Deserialize)]
pub struct StepForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// What the step was when the form was shown.
    #[serde(default)]
    pub before: String,
    /// What is done.
    #[serde(default)]
    pub title: String,
    /// Who does it.
    #[serde(default)]
    pub who: String,
    /// How long it takes.
    #[serde(default)]
    pub how_long: String,
    /// What it needs.
    #[serde(default)]
    pub needs: String,
    /// How it is done.
    #[serde(default)]
    pub words: String,
    /// `up` moves it, `remove` takes it out.
    #[serde(default)]
    pub how: String,
}

impl StepForm {
    /// The form with a step.
    pub(in crate::writing) fn of(step: &Step, before: String) -> Self {
        Self {
            before,
            title: step.title.clone(),
            who: step.who.clone(),
            how_long: step.how_long.clone(),
            needs: step.needs.clone(),
            words: step.words.clone(),
            ..Self::default()
        }
    }

    /// The form as somebody typed it.
    pub(in crate::writing) fn typed(field: impl Fn(&str) -> String) -> Self {
        Self {
            before: field("before"),
            title: field("title"),
            who: field("who"),
            how_long: field("how_long"),
            needs: field("needs"),
            words: field("words"),
            ..Self::default()
        }
    }

    /// Whether two forms say the same of a step.
    pub(in crate::writing) fn says_the_same(&self, other: &Self) -> bool {
        let said = |form: &Self| [&form.title, &form.who, &form.how_long, &form.needs, &form.words].map(Clone::clone);
        said(self) == said(other)
    }

    /// The step, or what is missing.
    pub(in crate::writing) fn check(&self) -> Result<Step, Errors> {
        let mut errors = Errors::new();
        if self.how.is_empty() {
            check_title(&self.title, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Step {
            title: self.title.trim().trim_start_matches('#').trim().to_owned(),
            who: self.who.clone(),
            how_long: self.how_long.clone(),
            needs: self.needs.clone(),
            words: self.words.replace("\r\n", "\n"),
        })
    }
}

/// A field of the front matter, by all its names: the first is written.
pub(in crate::writing) type Names = &'static [&'static str];

/// Every field with the inputs it is made of.
const FIELDS: &[(Names, &[&str])] = &[
    (&["title"], &["title"]),
    (&["summary", "description"], &["summary"]),
    (&["kind", "type"], &["kind"]),
    (&["care_settings", "care_setting", "setting"], &["care_settings"]),
    (&["project_types", "project_type", "tags", "topics"], &["project_types"]),
    (&["systems", "system", "suppliers"], &["systems"]),
    (&["question", "questions"], &["question"]),
    (&["cost"], &["cost_low", "cost_high", "cost_basis"]),
    (&["elapsed", "elapsed_time", "duration"], &["elapsed"]),
    (&["how_well", "outcome"], &["how_well"]),
    (&["runs_today", "owner"], &["runs_today"]),
    (&["variables"], &["variables"]),
    (&["people", "contacts", "author", "authors"], &["people"]),
    (&["reviewed", "last_reviewed"], &["reviewed"]),
    (&["review_due", "next_review"], &["review_due"]),
];

/// The facts of a guide, by the names of their inputs. Lists stand in one value, parted by commas or lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactsForm {
    /// The form's one-time key.
    pub key: String,
    /// What the facts were when the form was shown.
    pub before: String,
    /// Every input with its value.
    pub values: BTreeMap<String, String>,
}

impl FactsForm {
    /// The value of an input.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The form with what the guide says.
    pub(in crate::writing) fn of(fields: &Fields, before: String) -> Self {
        let cost = fields.cost.clone().unwrap_or_default();
        let pounds = |amount: Option<i64>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let person = |person: &Person| {
            let parts = [person.name.as_str(), &person.role, &person.about];
            parts.join("; ").trim_end_matches([';', ' ']).to_owned()
        };
        let variable = |(name, about): (&String, &Variable)| {
            format!("{name}; {}; {}", about.label, about.default).trim_end_matches([';', ' ']).to_owned()
        };
        let values = [
            ("title", fields.title.clone()),
            ("summary", fields.summary.clone()),
            ("kind", fields.kind.map(|kind| kind.word().to_owned()).unwrap_or_default()),
            ("care_settings", fields.care_settings.join(", ")),
            ("project_types", fields.project_types.join(", ")),
            ("systems", fields.systems.join(", ")),
            ("question", fields.questions.join("\n")),
            ("cost_low", pounds(cost.low)),
            ("cost_high", pounds(cost.high)),
            ("cost_basis", cost.basis),
            ("elapsed", fields.elapsed.clone()),
            ("how_well", fields.how_well.clone()),
            ("runs_today", fields.runs_today.clone()),
            ("people", fields.people.iter().map(person).collect::<Vec<_>>().join("\n")),
            ("variables", fields.variables.iter().map(variable).collect::<Vec<_>>().join("\n")),
            ("reviewed", fields.reviewed.clone()),
            ("review_due", fields.review_due.clone()),
        ];
        let values = values.into_iter().filter(|(_, value)| !value.is_empty());
        Self { key: String::new(), before, values: values.map(|(name, value)| (name.to_owned(), value)).collect() }
    }

    /// Reads the pairs of the form. Several values of one name are a list.
    pub(in crate::writing) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            let value = as_kept(&name, value.replace("\r\n", "\n").trim());
            match name.as_str() {
                "key" => form.key = value,
                "before" => form.before = value,
                _ if value.is_empty() => {}
                _ => {
                    let known = form.values.entry(name).or_default();
                    *known = if known.is_empty() { value } else { format!("{known}, {value}") };
                }
            }
        }
        form
    }

    /// What was typed, upon what is there now: fields that were left as they `were` have what others put there meanwhile.
    pub(in crate::writing) fn over(self, was: Option<&Self>, now: &Self) -> Self {
        let Some(was) = was else { return Self { before: now.before.clone(), ..self } };
        let names: BTreeSet<&String> = self.values.keys().chain(now.values.keys()).collect();
        let value = |name: &&String| {
            let from = if self.value(name) == was.value(name) { now } else { &self };
            Some(((*name).clone(), from.value(name).to_owned())).filter(|(_, value)| !value.is_empty())
        };
        Self { before: now.before.clone(), values: names.iter().filter_map(value).collect(), key: self.key.clone() }
    }

    /// What is wrong with it.
    pub(in crate::writing) fn check(&self, today: Date) -> Errors {
        let mut errors = Errors::new();
        check_title(self.value("title"), &mut errors);
        if !self.value("kind").is_empty() && !Kind::ALL.iter().any(|kind| kind.word() == self.value("kind")) {
            errors.insert("kind".to_owned(), "Choose what it is about".to_owned());
        }
        for name in ["cost_low", "cost_high"] {
            if pounds(self.value(name)).is_none() {
                errors.insert(name.to_owned(), format!("{}: enter whole pounds, like 64,000 or 64k", said_of(name)));
            }
        }
        if let (Some(Some(low)), Some(Some(high))) = (pounds(self.value("cost_low")), pounds(self.value("cost_high")))
            && low > high
        {
            errors.insert("cost_high".to_owned(), "At most: this is less than the least".to_owned());
        }
        let is_name = |line: &str| named_word(line).is_some_and(|(name, _)| is_variable(&name));
        if let Some(odd) = self.value("variables").lines().find(|line| !line.trim().is_empty() && !is_name(line)) {
            let why =
                format!("\u{201c}{}\u{201d}: begin with a name of letters, digits and _, like help_desk", odd.trim());
            errors.insert("variables".to_owned(), why);
        }
        for name in ["reviewed", "review_due"] {
            if !self.value(name).is_empty() && self.value(name).parse::<PartialDate>().is_err() {
                errors.insert(
                    name.to_owned(),
                    format!("{}: enter a date, like 31/3/2027, March 2027 or 2027", said_of(name)),
                );
            }
        }
        let date = |name: &str| self.value(name).parse::<PartialDate>().ok();
        if date("reviewed").is_some_and(|reviewed| reviewed.first_day() > today) {
            errors.insert("reviewed".to_owned(), "Last reviewed: this day is still to come".to_owned());
        }
        if let (Some(reviewed), Some(due)) = (date("reviewed"), date("review_due"))
            && due.last_day() < reviewed.first_day()
        {
            errors.insert("review_due".to_owned(), "The next review is before the last one".to_owned());
        }
        errors
    }

    /// The fields that differ from `known`, to be written into the front matter.
    pub(in crate::writing) fn unlike(&self, known: &Self) -> Vec<(Names, Value)> {
        FIELDS
            .iter()
            .filter(|(_, inputs)| inputs.iter().any(|input| self.value(input) != known.value(input)))
            .map(|(names, _)| (*names, self.written(names.first().copied().unwrap_or_default())))
            .collect()
    }

    fn written(&self, field: &str) -> Value {
        let list = |separator: char| {
            let items = self.value(field).split(separator).map(str::trim).filter(|item| !item.is_empty());
            let items: Vec<&str> = items.collect();
            if items.is_empty() { Value::Null } else { json!(items) }
        };
        match field {
            "care_settings" | "project_types" | "systems" => list(','),
            "question" => list('\n'),
            "cost" => {
                let amount = |name: &str| pounds(self.value(name)).flatten();
                let basis = self.value("cost_basis").to_owned();
                let cost = Cost { low: amount("cost_low"), high: amount("cost_high"), basis };
                if cost == Cost::default() { Value::Null } else { json!(cost) }
            }
            "people" => {
                let people: Vec<Person> = self.value(field).lines().filter_map(person).collect();
                if people.is_empty() { Value::Null } else { json!(people) }
            }
            "variables" => {
                let map: Map<String, Value> = self.value(field).lines().filter_map(named_word).collect();
                if map.is_empty() { Value::Null } else { Value::Object(map) }
            }
            _ if self.value(field).is_empty() => Value::Null,
            _ => json!(self.value(field)),
        }
    }
}

/// `Name; what they do; what to ask about`.
fn person(line: &str) -> Option<Person> {
    let mut parts = line.splitn(3, ';').map(|part| part.trim().to_owned());
    let name = parts.next().filter(|name| !name.is_empty())?;
    Some(Person { name, role: parts.next().unwrap_or_default(), about: parts.next().unwrap_or_default() })
}

/// `name; what whoever copies the guide is asked; our own word`.
fn named_word(line: &str) -> Option<(String, Value)> {
    let mut parts = line.splitn(3, ';').map(|part| part.trim().to_owned());
    let name = parts.next().filter(|name| !name.is_empty())?;
    let (label, default) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    Some((name, json!({ "label": label, "default": default })))
}

fn is_variable(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// What an input is called where its name stands alone.
fn said_of(input: &str) -> &'static str {
    match input {
        "cost_low" => "At least",
        "cost_high" => "At most",
        "reviewed" => "Last reviewed",
        _ => "Next review",
    }
}

/// What was typed into an input, as it is kept: dates in the form they are stored in.
fn as_kept(input: &str, typed: &str) -> String {
    match (input, dates::typed(typed)) {
        ("reviewed" | "review_due", Some(date)) => date.stored(),
        _ => typed.to_owned(),
    }
}

/// An amount, or nothing where nothing is written; none where it is no amount. `40k` and `1.2 million` are amounts.
fn pounds(written: &str) -> Option<Option<i64>> {
    let plain = written.trim().trim_start_matches('\u{a3}').replace([',', ' '], "").to_lowercase();
    if plain.is_empty() {
        return Some(None);
    }
    let end = plain.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(plain.len());
    let (figure, unit) = plain.split_at(end);
    let zeros = match unit {
        "" => 0,
        "k" | "thousand" => 3,
        "m" | "mn" | "million" => 6,
        _ => return None,
    };
    let (whole, part) = figure.split_once('.').unwrap_or((figure, ""));
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = !whole.is_empty() && is_number(whole) && is_number(part) && part.len() <= zeros;
    if !fits {
        return None;
    }
    format!("{whole}{part:0<zeros$}").parse().ok().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprints::Text;

    #[test]
    fn only_what_was_changed_is_written() {
        let text = Text::parse(b"---\ntitle: A\nsetting: Acute\ncost: {low: 5}\n---\nx\n", "x").unwrap();
        let known = FactsForm::of(&text.fields, String::new());
        assert_eq!(known.unlike(&known), []);
        let mut form = known.clone();
        form.values.insert("cost_high".into(), "\u{a3}64,000".into());
        form.values.insert("variables".into(), "desk; Your help desk; the IT desk\nward".into());
        form.values.insert("people".into(), "Ann Lee; Nurse; Drills\n\nBo".into());
        form.values.remove("care_settings");
        let written = form.unlike(&known);
        let expected = [
            ("care_settings", Value::Null),
            ("cost", json!({ "low": 5, "high": 64_000 })),
            (
                "variables",
                json!({ "desk": { "label": "Your help desk", "default": "the IT desk" }, "ward": { "label": "", "default": "" } }),
            ),
            ("people", json!([{ "name": "Ann Lee", "role": "Nurse", "about": "Drills" }, { "name": "Bo" }])),
        ];
        assert_eq!(written.iter().map(|(names, value)| (names[0], value.clone())).collect::<Vec<_>>(), expected);
        let again = Text::parse(text.with_fields(&written).unwrap().as_bytes(), "x").unwrap();
        assert_eq!((again.fields.people.len(), again.fields.care_settings.len()), (2, 0));
    }

    #[test]
    fn amounts_and_dates_are_read_as_people_write_them() {
        for (typed, pounds_of) in
            [("40k", 40_000), ("\u{a3}1.2m", 1_200_000), ("2.5 million", 2_500_000), ("64,000", 64_000), ("0", 0)]
        {
            assert_eq!(pounds(typed), Some(Some(pounds_of)), "{typed}");
        }
        for typed in ["-5", "12.50", "k", "about 5", "1.2345k", "5kg", "999999999999999999m"] {
            assert_eq!(pounds(typed), None, "{typed}");
        }
        let form = FactsForm::from_pairs(vec![("review_due".to_owned(), "31/12/2026".to_owned())]);
        assert_eq!(form.value("review_due"), "2026-12-31");
    }

    #[test]
    fn odd_values_are_named() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = FactsForm::from_pairs(vec![
            pair("cost_low", "9"),
            pair("cost_high", "5"),
            pair("review_due", "soon"),
            pair("variables", "help desk; x"),
            pair("care_settings", "Acute"),
            pair("care_settings", "Community"),
        ]);
        assert_eq!(form.value("care_settings"), "Acute, Community");
        assert_eq!(
            form.check("2026-11-22".parse().unwrap()).keys().collect::<Vec<_>>(),
            ["title", "cost_high", "variables", "review_due"]
        );
    }
}
