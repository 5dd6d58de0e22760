//! What a list changes in the register: pure, so that a dry run and a real one cannot differ.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::Facts;
use super::reading::{Listed, Refusal};

/// What is known of a code between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The row's id.
    pub id: Uuid,
    /// The organisation's code.
    pub code: String,
    /// What is known.
    pub facts: Facts,
    /// From this day.
    pub from: Date,
    /// Until this day, which it does not include; without end when absent.
    pub until: Option<Date>,
    /// The entry that first said it.
    pub first: i64,
}

/// A row to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKnown {
    /// The organisation's code.
    pub code: String,
    /// What is known.
    pub facts: Facts,
    /// From this day.
    pub from: Date,
    /// Until this day.
    pub until: Option<Date>,
    /// The entry that first said it, when that is not the one being written.
    pub first: Option<i64>,
}

/// What became of a code. A code counts once, under the first that is true of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The line was not taken.
    Refused,
    /// The code was not in the register.
    New,
    /// It was open and now has a closing date.
    Closed,
    /// Its name is another.
    Renamed,
    /// Its dates are others, in another way than closing.
    Redated,
    /// Name and dates are as they were.
    Unchanged,
}

impl Outcome {
    /// Every outcome, in the order of the report.
    pub const ALL: [Self; 6] = [Self::Refused, Self::New, Self::Closed, Self::Renamed, Self::Redated, Self::Unchanged];

    /// The word in the report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::New => "new",
            Self::Closed => "closed",
            Self::Renamed => "renamed",
            Self::Redated => "dates corrected",
            Self::Unchanged => "unchanged",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// The line in the file.
    pub line: u64,
    /// The organisation's code.
    pub code: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, or what changed, in words.
    pub detail: String,
}

/// What a list does to the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// A line for every code and every refusal, by outcome and then by line.
    pub lines: Vec<ReportLine>,
    /// Of the new codes, those that were closed already.
    pub new_and_closed: usize,
    /// Known codes whose address is another.
    pub address_changed: usize,
    /// Known codes whose grouping is another.
    pub grouping_changed: usize,
    /// Codes for which the list fills in days before what was known.
    pub earlier_days: usize,
}

/// What a list does, and the rows that do it.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// For people.
    pub report: Report,
    /// Rows that end.
    pub ends: Vec<Uuid>,
    /// Rows that begin.
    pub begins: Vec<NewKnown>,
}

impl Report {
    /// How many codes had this outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }
}

/// Holds a list, true on `listed_on` where its lines say nothing else, against what is known.
#[must_use]
pub fn plan(known: Vec<Known>, listed: &[Listed], refused: &[Refusal], listed_on: Date) -> Plan {
    let mut register: BTreeMap<String, Vec<Known>> = BTreeMap::new();
    for row in known {
        register.entry(row.code.clone()).or_default().push(row);
    }
    let mut plan = Plan::default();
    for line in refused {
        plan.report.lines.push(ReportLine {
            line: line.line,
            code: line.code.clone(),
            outcome: Outcome::Refused,
            detail: line.reason.clone(),
        });
    }
    for line in listed {
        let timeline = register.get(&line.code).map_or(&[][..], Vec::as_slice);
        settle(&mut plan, timeline, line, line.listed_on.unwrap_or(listed_on));
    }
    plan.report.lines.sort_by_key(|line| (line.outcome, line.line));
    plan
}

/// Fits what a line says into what is known of its code, whose rows are in the order of their days.
fn settle(plan: &mut Plan, timeline: &[Known], line: &Listed, on: Date) {
    let current = timeline.iter().find(|row| row.from <= on && row.until.is_none_or(|until| on < until));
    let next = timeline.iter().find(|row| row.from > on);
    let facts = match current.or(next) {
        Some(neighbour) => line.facts.completed_from(&neighbour.facts),
        None => line.facts.clone(),
    };
    let (outcome, detail) = compare(current.or(next).map(|row| &row.facts), &facts);
    if let Some(row) = current {
        let (now, then) = (&facts, &row.facts);
        plan.report.address_changed += usize::from((&now.address, &now.postcode) != (&then.address, &then.postcode));
        plan.report.grouping_changed +=
            usize::from((&now.national_group, &now.local_group) != (&then.national_group, &then.local_group));
    }
    if outcome == Outcome::New && facts.closed_on.is_some() {
        plan.report.new_and_closed += 1;
    }
    plan.report.lines.push(ReportLine { line: line.line, code: line.code.clone(), outcome, detail });
    let begin = |facts: &Facts, from: Date, until: Option<Date>| NewKnown {
        code: line.code.clone(),
        facts: facts.clone(),
        from,
        until,
        first: None,
    };
    match (current, next) {
        (Some(row), _) if row.facts.say_the_same(&facts) => {}
        (Some(row), _) => {
            plan.ends.push(row.id);
            if row.from < on {
                plan.begins.push(NewKnown { first: Some(row.first), ..begin(&row.facts, row.from, Some(on)) });
            }
            plan.begins.push(begin(&facts, on, row.until));
        }
        (None, Some(later)) => {
            plan.report.earlier_days += 1;
            plan.begins.push(begin(&facts, on, Some(later.from)));
        }
        (None, None) => plan.begins.push(begin(&facts, on, None)),
    }
}

fn compare(then: Option<&Facts>, now: &Facts) -> (Outcome, String) {
    let Some(then) = then else {
        return (
            Outcome::New,
            now.closed_on.map_or_else(|| now.name.clone(), |day| format!("{}, closed on {day}", now.name)),
        );
    };
    if let (None, Some(day)) = (then.closed_on, now.closed_on) {
        return (Outcome::Closed, format!("{}, closed on {day}", now.name));
    }
    if then.name != now.name {
        return (Outcome::Renamed, format!("{} \u{2192} {}", then.name, now.name));
    }
    if (then.opened_on, then.closed_on) != (now.opened_on, now.closed_on) {
        return (Outcome::Redated, now.name.clone());
    }
    (Outcome::Unchanged, now.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(name: &str) -> Facts {
        Facts {
            name: name.into(),
            kind: None,
            kind_source: None,
            national_group: None,
            local_group: None,
            address: None,
            postcode: None,
            opened_on: Some(day("2010-01-01")),
            closed_on: None,
            source: "a list".into(),
        }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn known(name: &str, from: &str, until: Option<&str>) -> Known {
        Known {
            id: Uuid::from_u128(1),
            code: "RAA".into(),
            facts: facts(name),
            from: day(from),
            until: until.map(day),
            first: 1,
        }
    }

    fn listed(name: &str) -> Vec<Listed> {
        vec![Listed { line: 1, code: "RAA".into(), facts: facts(name), listed_on: None }]
    }

    #[test]
    fn a_newer_list_ends_the_old_name_on_its_day() {
        let plan = plan(vec![known("OLD", "2016-01-01", None)], &listed("NEW"), &[], day("2026-01-01"));
        assert_eq!(plan.report.count(Outcome::Renamed), 1);
        let rows: Vec<_> = plan.begins.iter().map(|r| (r.facts.name.as_str(), r.from.to_string(), r.until)).collect();
        assert_eq!(rows, [("OLD", "2016-01-01".into(), Some(day("2026-01-01"))), ("NEW", "2026-01-01".into(), None)]);
    }

    #[test]
    fn an_older_list_fills_in_the_past_and_overwrites_nothing() {
        let plan = plan(vec![known("NEW", "2026-01-01", None)], &listed("OLD"), &[], day("2016-01-01"));
        assert!(plan.ends.is_empty());
        let row = plan.begins.first().unwrap();
        assert_eq!((row.facts.name.as_str(), row.until), ("OLD", Some(day("2026-01-01"))));
        assert_eq!(plan.report.earlier_days, 1);
    }

    #[test]
    fn the_same_list_again_changes_nothing() {
        let plan = plan(vec![known("SAME", "2026-01-01", None)], &listed("SAME"), &[], day("2026-01-01"));
        assert!(plan.ends.is_empty() && plan.begins.is_empty());
        assert_eq!(plan.report.count(Outcome::Unchanged), 1);
    }

    #[test]
    fn a_list_between_two_others_keeps_both() {
        let rows = vec![known("FIRST", "2010-01-01", Some("2026-01-01")), known("LAST", "2026-01-01", None)];
        let plan = plan(rows, &listed("MIDDLE"), &[], day("2016-01-01"));
        let spans: Vec<_> = plan.begins.iter().map(|r| (r.facts.name.as_str(), r.from, r.until)).collect();
        assert_eq!(
            spans,
            [
                ("FIRST", day("2010-01-01"), Some(day("2016-01-01"))),
                ("MIDDLE", day("2016-01-01"), Some(day("2026-01-01")))
            ]
        );
    }

    #[test]
    fn a_list_without_a_kind_keeps_the_kind_that_is_known() {
        let mut before = known("SAME", "2016-01-01", None);
        before.facts.kind = Some(super::super::Kind::Acute);
        let plan = plan(vec![before], &listed("SAME"), &[], day("2026-01-01"));
        assert!(plan.begins.is_empty(), "{:?}", plan.begins);
    }
}
