//! Whether two organisations are paired: only when both say so, and only until one of them says that it ended, or
//! both have become one.

use super::ClaimRow;

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
    fn two_that_became_one_are_no_pair() {
        let rows =
            vec![ClaimRow::of("RAA", "RBB", "organisation", "paired"), ClaimRow::of("RAA", "RBB", "partner", "paired")];
        assert_eq!(pairings(rows, |_, _| true).remove(0).standing, Standing::OneOrganisation);
    }
}
