//! What the published figures of a programme's money add up to, and for how much nothing is published: pure.

use super::{Money, StatementRow};
use crate::platform::money;

/// What is published of a programme's money, in pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// The newest figure of what was secured.
    pub secured: Option<i64>,
    /// What was promised at most, to those that are named.
    pub promised: i64,
    /// What was paid.
    pub paid: i64,
}

/// Adds up statements, which come newest first. Of an organisation or group the newest figure of a kind counts once;
/// a figure for each of a group counts for nobody by name.
#[must_use]
pub fn sums(rows: &[StatementRow]) -> Sums {
    let of = |kind: Money| rows.iter().filter(move |row| row.money.as_deref() == Some(kind.word()));
    let added = |kind: Money| {
        let mut seen = Vec::new();
        let mut sum = 0_i64;
        for row in of(kind).filter(|row| row.organisation.is_some() || row.per.as_deref() == Some("shared")) {
            let whose = (&row.organisation, &row.group_slug);
            if !seen.contains(&whose) {
                seen.push(whose);
                sum = sum.saturating_add(row.pence.unwrap_or(0));
            }
        }
        sum
    };
    let whole = |kind: Money| {
        of(kind).find(|row| row.organisation.is_none() && row.group_slug.is_none() && row.pence.is_some())
    };
    let paid = whole(Money::Paid).and_then(|row| row.pence).unwrap_or(0).max(added(Money::Paid));
    Sums { secured: whole(Money::Secured).and_then(|row| row.pence), promised: added(Money::Promised), paid }
}

impl Sums {
    /// For how much of what was secured the answer is "not published", in two sentences; none when nothing is known
    /// to be secured.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        let secured = self.secured?;
        let paid = match secured.saturating_sub(self.paid) {
            rest if rest <= 0 => format!("All of the {} secured is published as paid.", money::said(secured)),
            rest if rest == secured => format!(
                "Of the {0} secured, no payment is published: for all {0} the answer to \u{201c}what was paid, and to whom\u{201d} is \u{201c}not published\u{201d}.",
                money::said(secured)
            ),
            rest => format!(
                "Of the {} secured, {} is published as paid: for the other {} the answer is \u{201c}not published\u{201d}.",
                money::said(secured),
                money::said(self.paid),
                money::said(rest)
            ),
        };
        let promised = match secured.saturating_sub(self.promised) {
            _ if self.promised == 0 => "No source here says which organisation was to have how much of it.".to_owned(),
            rest if rest > 0 => format!(
                "What was promised to organisations by name, also to those that left since, comes to {} at most; for the other {} no source here names an organisation.",
                money::said(self.promised),
                money::said(rest)
            ),
            _ => format!("What was promised to organisations by name comes to {} at most.", money::said(self.promised)),
        };
        Some(format!("{paid} {promised}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(
        kind: &str,
        organisation: Option<&str>,
        group: Option<&str>,
        millions: Option<i64>,
        per: Option<&str>,
    ) -> StatementRow {
        StatementRow {
            programme: "p".into(),
            group_slug: group.map(str::to_owned),
            organisation: organisation.map(str::to_owned),
            subject: "s".into(),
            measure: "m".into(),
            money: Some(kind.to_owned()),
            value: millions.map(|n| n.to_string()),
            unit: Some("GBP m".into()),
            pence: millions.map(|n| n * 100_000_000),
            per: per.map(str::to_owned),
            holds_on: None,
            note: None,
            source: "s".into(),
            published: None,
            recorded_at: 0,
        }
    }

    #[test]
    fn the_newest_counts_once_and_a_figure_for_each_for_nobody() {
        let rows = [
            row("secured", None, None, Some(385), None),
            row("secured", None, None, Some(280), None),
            row("paid", None, None, None, None),
            row("promised", Some("RAA"), None, Some(10), None),
            row("promised", Some("RAA"), None, Some(9), None),
            row("promised", None, Some("ambulance"), Some(5), Some("shared")),
            row("promised", None, Some("followers"), Some(3), Some("each")),
        ];
        let sums = sums(&rows);
        assert_eq!(sums, Sums { secured: Some(38_500_000_000), promised: 1_500_000_000, paid: 0 });
        assert_eq!(
            sums.sentence().unwrap(),
            "Of the \u{a3}385 million secured, no payment is published: for all \u{a3}385 million the answer to \u{201c}what was paid, and to whom\u{201d} is \u{201c}not published\u{201d}. What was promised to organisations by name, also to those that left since, comes to \u{a3}15 million at most; for the other \u{a3}370 million no source here names an organisation."
        );
    }

    #[test]
    fn what_is_paid_is_taken_off() {
        let sums = Sums { secured: Some(1_000_000_000), promised: 0, paid: 400_000_000 };
        assert!(sums.sentence().unwrap().starts_with(
            "Of the \u{a3}10 million secured, \u{a3}4 million is published as paid: for the other \u{a3}6 million"
        ));
        assert_eq!(Sums::default().sentence(), None);
    }
}
