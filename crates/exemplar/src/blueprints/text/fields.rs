//! Front matter as fields. A value that cannot be used as it was meant is kept as another field and remarked on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::one_line;
use crate::platform::dates::PartialDate;

/// The three kinds of blueprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// About a care setting.
    CareSetting,
    /// About a care pathway.
    CarePathway,
    /// About an IT system.
    ItSystem,
}

/// How deep a blueprint goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// All of it.
    #[default]
    Full,
    /// On a page.
    OnAPage,
}

/// What it cost, in whole pounds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// The least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<i64>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<i64>,
    /// What the figures rest on, or the cost in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub basis: String,
}

/// Someone to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Their name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What they do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// What to ask them about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// A name that a copying organisation fills with its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variable {
    /// What is asked for.
    pub label: String,
    /// What stands there until it is filled.
    pub default: String,
}

/// What a blueprint's front matter says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "docs/formats.md, section 1, is the list")]
pub struct Fields {
    pub title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    pub depth: Depth,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub care_settings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub project_types: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub elapsed: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub how_well: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub runs_today: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub published: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reviewed: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub review_due: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub demonstration: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, Variable>,
    /// Every other field, as text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<(String, String)>,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::CareSetting, Self::CarePathway, Self::ItSystem];

    /// The word in files and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CareSetting => "care-setting",
            Self::CarePathway => "care-pathway",
            Self::ItSystem => "it-system",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::CareSetting => "Care setting",
            Self::CarePathway => "Care pathway",
            Self::ItSystem => "IT system",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        let word = plain(word).replace('_', "-");
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Depth {
    /// The word in files and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::OnAPage => "on-a-page",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Full => "Full guide",
            Self::OnAPage => "On a page",
        }
    }
}

impl Fields {
    /// Reads every field, and says what could not be used as it was meant.
    pub(super) fn from_map(map: Map<String, Value>) -> (Self, Vec<String>) {
        let (mut fields, mut remarks) = (Self::default(), Vec::new());
        for (name, value) in map {
            if let Err(why) = fields.take(&plain(&name), &value) {
                if !why.is_empty() {
                    remarks.push(format!("{name}: {why}; kept as it is written"));
                }
                fields.other.push((name, text(&value)));
            }
        }
        (fields, remarks)
    }

    /// Takes one field. An error without words means that it is none of ours.
    fn take(&mut self, name: &str, value: &Value) -> Result<(), String> {
        match name {
            "title" => self.title = text(value),
            "summary" | "description" => self.summary = one_line(&text(value), 500),
            "kind" | "type" => self.kind = Some(Kind::from_word(&text(value)).ok_or("not a kind of guide")?),
            "depth" => {
                self.depth = match plain(&text(value)).replace('_', "-").as_str() {
                    "full" => Depth::Full,
                    "on-a-page" => Depth::OnAPage,
                    _ => return Err("neither full nor on-a-page".to_owned()),
                }
            }
            "care_settings" | "care_setting" | "setting" => self.care_settings = list(value),
            "project_types" | "project_type" | "tags" | "topics" => self.project_types.extend(list(value)),
            "systems" | "system" | "suppliers" => self.systems.extend(list(value)),
            "question" | "questions" => self.questions = sentences(value),
            "cost" => self.cost = Some(cost(value)?),
            "elapsed" | "elapsed_time" | "duration" => self.elapsed = text(value),
            "how_well" | "outcome" => self.how_well = text(value),
            "runs_today" | "owner" => self.runs_today = text(value),
            "people" | "contacts" | "author" | "authors" => self.people.extend(people(value)),
            "published" | "date" => self.published = date(value)?,
            "reviewed" | "last_reviewed" => self.reviewed = date(value)?,
            "review_due" | "next_review" => self.review_due = date(value)?,
            "demonstration" => self.demonstration = value.as_bool().ok_or("neither true nor false")?,
            "variables" => self.variables = variables(value)?,
            _ => return Err(String::new()),
        }
        Ok(())
    }
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}

/// A value as a person would write it.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(items) => items.iter().map(text).filter(|item| !item.is_empty()).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            map.iter().map(|(name, value)| format!("{name}: {}", text(value))).collect::<Vec<_>>().join("; ")
        }
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

/// A list of names; text is parted at commas and semicolons.
fn list(value: &Value) -> Vec<String> {
    let items = match value {
        Value::Array(items) => items.iter().map(text).collect(),
        other => text(other).split([',', ';']).map(|item| item.trim().to_owned()).collect::<Vec<_>>(),
    };
    items.into_iter().map(|item| one_line(&item, 120)).filter(|item| !item.is_empty()).take(50).collect()
}

/// A list of sentences; text is one of them.
fn sentences(value: &Value) -> Vec<String> {
    let items = match value {
        Value::Array(items) => items.iter().map(text).collect(),
        other => vec![text(other)],
    };
    items.into_iter().filter(|item| !item.is_empty()).collect()
}

fn date(value: &Value) -> Result<String, String> {
    let written = text(value);
    let date = written.parse::<PartialDate>().map_err(|error| error.to_string())?;
    match (1900..2200).contains(&date.last_day().year()) {
        true => Ok(date.stored()),
        false => Err(format!("{written} is no likely date")),
    }
}

fn cost(value: &Value) -> Result<Cost, String> {
    let Value::Object(map) = value else { return Ok(Cost { basis: text(value), ..Cost::default() }) };
    let pounds = |name: &str| match map.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(amount) => pounds(&text(amount)).map(Some).ok_or_else(|| format!("{name} is not whole pounds")),
    };
    let (low, high) = (pounds("low")?, pounds("high")?);
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        return Err("low is more than high".to_owned());
    }
    Ok(Cost { low, high, basis: map.get("basis").map(text).unwrap_or_default() })
}

fn pounds(written: &str) -> Option<i64> {
    let digits = written.trim().trim_start_matches('\u{a3}').replace(',', "");
    digits.parse::<i64>().ok().filter(|amount| *amount >= 0)
}

fn people(value: &Value) -> Vec<Person> {
    let items = match value {
        Value::Array(items) => items.clone(),
        other => vec![other.clone()],
    };
    items
        .iter()
        .map(|item| match item {
            Value::Object(map) => {
                let part = |name: &str| map.get(name).map(text).unwrap_or_default();
                Person { name: part("name"), role: part("role"), about: part("about") }
            }
            other => Person { name: text(other), ..Person::default() },
        })
        .filter(|person| *person != Person::default())
        .take(50)
        .collect()
}

fn variables(value: &Value) -> Result<BTreeMap<String, Variable>, String> {
    let Value::Object(map) = value else { return Err("not a map of names".to_owned()) };
    let read = |value: &Value| match value {
        Value::Object(map) => {
            let part = |name: &str| map.get(name).map(text).unwrap_or_default();
            Variable { label: part("label"), default: part("default") }
        }
        other => Variable { label: String::new(), default: text(other) },
    };
    Ok(map.iter().map(|(name, value)| (name.clone(), read(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> (Fields, Vec<String>) {
        let Value::Object(map) = value else { panic!("a map") };
        Fields::from_map(map)
    }

    #[test]
    fn names_are_read_in_many_spellings() {
        let (read, remarks) =
            fields(json!({"Last-Reviewed": "2026-03", "Care Setting": "Acute; Community", "tags": ["wifi"]}));
        assert_eq!((read.reviewed.as_str(), read.care_settings.len(), read.project_types.len()), ("2026-03", 2, 1));
        assert!(remarks.is_empty());
    }

    #[test]
    fn what_cannot_be_used_is_kept_and_remarked_on() {
        let (read, remarks) = fields(json!({"kind": "castle", "published": "someday", "cost": {"low": 5, "high": 1}}));
        assert_eq!((read.other.len(), remarks.len()), (3, 3));
    }

    #[test]
    fn fields_survive_being_stored() {
        let (read, _) =
            fields(json!({"title": "T", "kind": "it-system", "people": [{"name": "A", "role": "B"}], "x": [1, 2]}));
        let stored = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Fields>(&stored).unwrap(), read);
    }
}
