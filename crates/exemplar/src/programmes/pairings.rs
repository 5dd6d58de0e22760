//! Whether two organisations are paired: only when both say so, and only until one of them says that it ended, or
//! both have become one.

use super::ClaimRow;
use crate::facts::Line;
use crate::platform::dates;
use crate::platform::dates::PartialDate;

/// What one side says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Nothing that is known here.
    Silent,
    /// They are paired.
    Confirms,
    /// They are not.
    Denies,
    /// They no longer are.
    Ended,
}

/// Whether two organisations are paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Both say so.
    Paired,
    /// A source or one of them says so, and not both do.
    Claimed,
    /// One of them says that they are not.
    Denied,
    /// A source or one of them says that it ended.
    Ended,
    /// Both became one organisation.
    OneOrganisation,
}

/// Two organisations and all that is said of them.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The one whose partner it is: a follower.
    pub organisation: String,
    /// The other: an exemplar.
    pub partner: String,
    /// What the first says.
    pub organisation_says: Side,
    /// What the second says.
    pub partner_says: Side,
    /// Whether they are paired.
    pub standing: Standing,
    /// Who says what, the oldest first.
    pub claims: Vec<ClaimRow>,
}

/// The pairings in these claims, which are in the order of organisation, partner and time. `are_one` tells whether two
/// codes have become one organisation.
#[must_use]
pub fn pairings(claims: Vec<ClaimRow>, are_one: impl Fn(&str, &str) -> bool) -> Vec<Pairing> {
    let mut grouped: Vec<Vec<ClaimRow>> = Vec::new();
    for claim in claims {
        match grouped.last_mut() {
            Some(pair) if pair.iter().all(|other| other.is_of_the_pair_of(&claim)) => pair.push(claim),
            _ => grouped.push(vec![claim]),
        }
    }
    grouped.into_iter().filter_map(|claims| pairing(claims, &are_one)).collect()
}

fn pairing(claims: Vec<ClaimRow>, are_one: &impl Fn(&str, &str) -> bool) -> Option<Pairing> {
    let (organisation, partner) = claims.first().map(|claim| (claim.organisation.clone(), claim.partner.clone()))?;
    let last = |by: &str| claims.iter().rev().find(|claim| claim.said_by == by).map_or(Side::Silent, ClaimRow::side);
    let (organisation_says, partner_says, source_says) = (last("organisation"), last("partner"), last("source"));
    let sides = [organisation_says, partner_says];
    let standing = if are_one(&organisation, &partner) {
        Standing::OneOrganisation
    } else if sides.contains(&Side::Ended) || (source_says == Side::Ended && sides != [Side::Confirms; 2]) {
        Standing::Ended
    } else if sides == [Side::Confirms; 2] {
        Standing::Paired
    } else if sides.contains(&Side::Denies) {
        Standing::Denied
    } else {
        Standing::Claimed
    };
    Some(Pairing { organisation, partner, organisation_says, partner_says, standing, claims })
}

/// Why a side, or the programme office, cannot say this of two organisations after what was said of them in the same programme.
#[must_use]
pub(super) fn refused(line: &Line, known: &[Pairing]) -> Option<String> {
    let (organisation, partner) = (line.word("organisation"), line.word("partner"));
    let find = |one: &str, other: &str| known.iter().find(|pair| pair.organisation == one && pair.partner == other);
    let (same, is_paired) = (find(organisation, partner), line.word("says") == "paired");
    let is_open = |pair: &&Pairing| matches!(pair.standing, Standing::Claimed | Standing::Paired);
    if is_paired && find(partner, organisation).is_some_and(|pair| is_open(&pair)) {
        return Some("it is proposed the other way round already, and waits there for its answer".to_owned());
    }
    let Some(pair) = same else {
        return (line.word("says") == "ended").then(|| "nobody says that they are paired".to_owned());
    };
    let says = match line.word("said_by") {
        "organisation" => pair.organisation_says,
        "partner" => pair.partner_says,
        _ if is_paired && is_open(&pair) => Side::Confirms,
        _ => Side::Silent,
    };
    match (line.word("says"), says) {
        ("paired", Side::Confirms) | ("not-paired", Side::Denies) => Some("this is said already".to_owned()),
        ("ended", _) if pair.standing == Standing::Ended => Some("it has ended already".to_owned()),
        ("ended", _) => ended_before(line, pair),
        _ => None,
    }
}

/// Whether a pairing would end before it began: at the earliest that is said since it last ended.
fn ended_before(line: &Line, pair: &Pairing) -> Option<String> {
    let ended = line.date("on")?;
    let began = |claim: &ClaimRow| claim.said_on.as_deref()?.parse::<PartialDate>().ok();
    let since = pair.claims.iter().rev().take_while(|claim| claim.side() != Side::Ended);
    let began =
        since.filter(|claim| claim.side() == Side::Confirms).filter_map(began).min_by_key(|on| on.first_day())?;
    let (ended_on, began_on) = (dates::said(&ended.stored()), dates::said(&began.stored()));
    (ended.last_day() < began.first_day())
        .then(|| format!("it cannot have ended in {ended_on}: it began in {began_on}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(claims: &[(&str, &str)]) -> Standing {
        let rows = claims.iter().map(|(by, says)| ClaimRow::of("RAA", "RBB", by, says)).collect();
        pairings(rows, |_, _| false).remove(0).standing
    }

    #[test]
    fn a_pairing_exists_only_when_both_say_so() {
        assert_eq!(standing(&[("source", "paired")]), Standing::Claimed);
        assert_eq!(standing(&[("source", "paired"), ("organisation", "paired")]), Standing::Claimed);
        assert_eq!(standing(&[("organisation", "paired"), ("partner", "paired")]), Standing::Paired);
        assert_eq!(standing(&[("source", "paired"), ("partner", "not-paired")]), Standing::Denied);
        assert_eq!(
            standing(&[("organisation", "paired"), ("partner", "paired"), ("partner", "ended")]),
            Standing::Ended
        );
        assert_eq!(standing(&[("source", "paired"), ("source", "ended")]), Standing::Ended);
        assert_eq!(standing(&[("partner", "not-paired"), ("partner", "paired")]), Standing::Claimed);
    }

    #[test]
    fn a_pair_is_proposed_once_and_ends_once_and_not_before_it_began() {
        let line = |one: &str, other: &str, by: &str, says: &str, on: &str| {
            let cells =
                [("programme", "p"), ("organisation", one), ("partner", other), ("said_by", by), ("says", says)];
            let rest = [("on", on), ("source", "s")];
            let today = "2026-11-22".parse().unwrap();
            crate::programmes::shapes::CLAIM.typed(&[cells.as_slice(), rest.as_slice()].concat(), today).unwrap()
        };
        let known = |claims: &[(&str, &str)]| {
            let rows = claims.iter().map(|(by, says)| ClaimRow::of("RAA", "RBB", by, says)).collect();
            let mut all = pairings(rows, |_, _| false);
            for claim in all.iter_mut().flat_map(|pair| &mut pair.claims) {
                claim.said_on = Some("2026-09".into());
            }
            all
        };
        let says = |claims: &[(&str, &str)], line: Line| refused(&line, &known(claims)).unwrap_or_default();
        let proposed = [("organisation", "paired")];
        let both = [("organisation", "paired"), ("partner", "paired")];
        assert!(says(&proposed, line("RBB", "RAA", "organisation", "paired", "")).contains("the other way round"));
        assert!(says(&both, line("RBB", "RAA", "partner", "paired", "")).contains("the other way round"));
        assert_eq!(says(&proposed, line("RAA", "RBB", "organisation", "paired", "")), "this is said already");
        assert_eq!(
            says(&proposed, line("RAA", "RBB", "source", "paired", "")),
            "this is said already",
            "by the office"
        );
        assert_eq!(says(&proposed, line("RAA", "RBB", "partner", "paired", "")), "", "that confirms it");
        let early = says(&both, line("RAA", "RBB", "partner", "ended", "2026-08"));
        assert_eq!(early, "it cannot have ended in August 2026: it began in September 2026");
        assert_eq!(says(&both, line("RAA", "RBB", "partner", "ended", "2026-09-01")), "");
        let over = [both.as_slice(), &[("partner", "ended")]].concat();
        assert_eq!(says(&over, line("RAA", "RBB", "organisation", "ended", "2026-10")), "it has ended already");
        assert_eq!(says(&over, line("RBB", "RAA", "organisation", "paired", "")), "", "another may begin");
    }

    #[test]
    fn two_that_became_one_are_no_pair() {
        let rows =
            vec![ClaimRow::of("RAA", "RBB", "organisation", "paired"), ClaimRow::of("RAA", "RBB", "partner", "paired")];
        assert_eq!(pairings(rows, |_, _| true).remove(0).standing, Standing::OneOrganisation);
    }
}
