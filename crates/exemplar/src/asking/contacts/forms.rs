//! What people fill in to be asked.

use uuid::Uuid;

use super::store::ContactRow;
use super::{Agreement, Way};
use crate::asking::forms::Errors;

/// Agreeing to be asked: pairs, since there may be several ways.
#[derive(Debug, Default)]
pub struct AgreeForm {
    /// The words of the ways.
    pub ways: Vec<String>,
    /// `yes` when their name may stand on the page.
    pub name: String,
    /// The id of the stand-in.
    pub stand_in: String,
    /// `stop` for no more.
    pub how: String,
}

impl AgreeForm {
    /// Reads the pairs of the form.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "ways" => form.ways.push(value),
                "name" => form.name = value,
                "stand_in" => form.stand_in = value,
                "how" => form.how = value,
                _ => {}
            }
        }
        form
    }

    /// The form with what was agreed before.
    pub fn of(row: &ContactRow) -> Self {
        Self {
            ways: Way::ALL.into_iter().filter(|way| row.agrees_to(*way)).map(|way| way.word().to_owned()).collect(),
            name: if row.shows_name() { "yes".to_owned() } else { String::new() },
            stand_in: row.stand_in().map(|id| id.to_string()).unwrap_or_default(),
            how: String::new(),
        }
    }

    /// What is agreed to: nothing for no more.
    pub fn check(&self, others: &[Uuid]) -> Result<Option<Agreement>, Errors> {
        if self.how == "stop" {
            return Ok(None);
        }
        let ways: Vec<Way> =
            Way::ALL.into_iter().filter(|way| self.ways.iter().any(|word| word == way.word())).collect();
        let stand_in = Uuid::try_parse(&self.stand_in).ok().filter(|id| others.contains(id));
        let mut errors = Errors::new();
        if ways.is_empty() {
            errors.insert("ways", "Choose whether you may be asked for a call, a visit or both".to_owned());
        }
        if stand_in.is_none() && !self.stand_in.is_empty() {
            errors.insert("stand_in", "Choose somebody who agreed as well, or nobody".to_owned());
        }
        match errors.is_empty() {
            true => Ok(Some(Agreement { ways, shows_name: self.name == "yes", stand_in })),
            false => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_way_is_chosen_and_a_stand_in_is_one_of_those_who_agreed() {
        let form = |ways: &[&str], stand_in: &str, how: &str| AgreeForm {
            ways: ways.iter().map(|way| (*way).to_owned()).collect(),
            name: String::new(),
            stand_in: stand_in.to_owned(),
            how: how.to_owned(),
        };
        let other = Uuid::from_u128(4);
        assert!(form(&[], "", "").check(&[]).unwrap_err().contains_key("ways"));
        assert!(form(&["call"], &other.to_string(), "").check(&[]).unwrap_err().contains_key("stand_in"));
        let fine = form(&["visit", "call"], &other.to_string(), "").check(&[other]).unwrap().unwrap();
        assert_eq!((fine.ways.as_slice(), fine.stand_in), (&Way::ALL[..], Some(other)));
        assert_eq!(form(&[], "", "stop").check(&[]), Ok(None));
    }
}
