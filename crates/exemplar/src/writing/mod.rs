//! Writing: the text that may become the next version of a guide, who agreed to it, and showing it to everyone.
//!
//! A guide has at most one draft. Each save is a row of its own and nothing is overwritten; an approval is bound to
//! the text it saw, and nobody agrees to what they wrote. Not here: where a guide came from (`copies`), and reading
//! it (`blueprints`).

mod approving;
mod changes;
pub mod comments;
pub mod discarding;
mod doses;
pub mod files;
mod forms;
pub mod from_word;
mod nhs_numbers;
pub mod pages;
pub mod previews;
pub mod reviewing;
pub mod store;
mod views;

pub use approving::{agree, review, sign};
use changes::text_of;
pub use changes::{
    Brought, FileChange, Publishing, Saved, WritingError, answer_as_before, answer_care, begin, bring, publish, save,
    save_in, start, withdraw,
};
pub use from_word::FromWord;
pub use nhs_numbers::nhs_numbers;
pub use reviewing::{Submitting, publish_due, remind, submit};
pub use store::{ApprovalRow, DraftRow, WithdrawalRow};
pub use views::published::withdrawn;
pub use views::{hazards_answered, labels};

use crate::journal::{Column, RecordTable};

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[
    &DRAFTS,
    &CARE,
    &APPROVALS,
    &HAZARD_ANSWERS,
    &WITHDRAWALS,
    &comments::COMMENTS,
    &reviewing::SUBMISSIONS,
    &reviewing::PLANS,
    &reviewing::KEEPERS,
    &previews::PREVIEW_LINKS,
    &files::DRAFT_FILES,
];

pub(crate) const DRAFTS: RecordTable = RecordTable {
    name: "drafts",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Integer("made_from"),
        Column::Integer("number"),
        Column::Text("text_hash"),
        Column::Bytes("saved_by"),
        Column::Integer("saved_at"),
    ],
    ends: true,
};

pub(crate) const CARE: RecordTable = RecordTable {
    name: "care_answers",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("changes_what"),
        Column::Text("could_harm"),
        Column::Text("states_dose"),
    ],
    ends: true,
};

pub(crate) const APPROVALS: RecordTable = RecordTable {
    name: "approvals",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("text_hash"),
        Column::Text("kind"),
        Column::Bytes("account_id"),
        Column::Bytes("written_by"),
        Column::Text("organisation"),
        Column::Text("note"),
        Column::Text("given_on"),
    ],
    ends: false,
};

pub(crate) const HAZARD_ANSWERS: RecordTable = RecordTable {
    name: "hazard_answers",
    key: Column::Bytes("id"),
    columns: &[Column::Bytes("approval_id"), Column::Text("hazard"), Column::Text("answer"), Column::Text("words")],
    ends: false,
};

pub(crate) const WITHDRAWALS: RecordTable = RecordTable {
    name: "withdrawals",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("reason"),
        Column::Bytes("replaced_by"),
        Column::Text("withdrawn_on"),
    ],
    ends: true,
};

/// What an approval says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// A second person of the same organisation agreed.
    Shared,
    /// Somebody of another organisation agreed.
    Reviewed,
    /// A clinical safety officer of the organisation signed.
    Safety,
}

impl Approval {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Reviewed => "reviewed",
            Self::Safety => "safety",
        }
    }

    /// The approval of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Shared, Self::Reviewed, Self::Safety].into_iter().find(|kind| kind.word() == word)
    }
}

/// The answers to the three questions. One yes, and the guide touches care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareAnswers {
    /// Does it change what staff prescribe, record, decide or see?
    pub changes_what: bool,
    /// Could a fault in it delay or misdirect care?
    pub could_harm: bool,
    /// Does it state a dose, threshold or time limit?
    pub states_dose: bool,
}

impl CareAnswers {
    /// Whether a clinical safety officer has to sign.
    #[must_use]
    pub fn touches_care(self) -> bool {
        self.changes_what || self.could_harm || self.states_dose
    }
}

/// What a safety officer says of one hazard of a copied guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HazardAnswer {
    /// It holds here, and so does its control.
    Holds,
    /// It holds here and is controlled in another way.
    Otherwise,
    /// It does not apply here.
    NotHere,
}

impl HazardAnswer {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Holds, Self::Otherwise, Self::NotHere];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Otherwise => "otherwise",
            Self::NotHere => "not-here",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Holds => "It holds here, and we control it as written",
            Self::Otherwise => "It holds here, and we control it in another way",
            Self::NotHere => "It does not apply here",
        }
    }

    /// The answer of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.word() == word)
    }
}

/// What stands between a text and its readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It has no words.
    Words,
    /// Nobody said whether it touches care.
    CareAnswers,
    /// It names hazards, and yet three times no was said.
    HazardsDenied,
    /// So many pictures say nothing of what they show.
    Undescribed(usize),
    /// It touched care before, so that a clinical safety officer has to agree that it no longer does.
    NoLongerCare,
    /// A clinical safety officer has not signed this text.
    Signature,
    /// It holds what looks like patients' numbers, and nobody said that they are invented.
    NhsNumbers(Vec<String>),
}

/// What is known of a draft when it is asked whether everyone may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether it has any words.
    pub has_words: bool,
    /// Whether it names hazards.
    pub names_hazards: bool,
    /// How many pictures say nothing of what they show.
    pub undescribed: usize,
    /// Whether it, or what it was made from, ever touched care.
    pub touched_care: bool,
    /// The answers to the three questions.
    pub care: Option<CareAnswers>,
    /// Whether a clinical safety officer signed this very text.
    pub is_signed: bool,
    /// What looks like patients' numbers, unless somebody said that they are invented.
    pub unexplained_numbers: Vec<String>,
}

/// The first thing that is missing before a text can be shown to everyone.
#[must_use]
pub fn missing(known: Known) -> Option<Missing> {
    let care = known.care.map(CareAnswers::touches_care);
    match care {
        _ if !known.has_words => Some(Missing::Words),
        _ if known.undescribed > 0 => Some(Missing::Undescribed(known.undescribed)),
        None => Some(Missing::CareAnswers),
        Some(false) if known.names_hazards => Some(Missing::HazardsDenied),
        Some(true) if !known.is_signed => Some(Missing::Signature),
        Some(false) if known.touched_care && !known.is_signed => Some(Missing::NoLongerCare),
        Some(_) if !known.unexplained_numbers.is_empty() => Some(Missing::NhsNumbers(known.unexplained_numbers)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO: CareAnswers = CareAnswers { changes_what: false, could_harm: false, states_dose: false };

    fn known() -> Known {
        Known { has_words: true, care: Some(NO), ..Known::default() }
    }

    #[test]
    fn one_yes_asks_for_a_signature_and_unknown_is_not_no() {
        let yes = Known { care: Some(CareAnswers { could_harm: true, ..NO }), ..known() };
        assert_eq!(missing(known()), None);
        assert_eq!(missing(Known { has_words: false, ..known() }), Some(Missing::Words));
        assert_eq!(missing(Known { undescribed: 2, ..known() }), Some(Missing::Undescribed(2)));
        assert_eq!(missing(Known { care: None, is_signed: true, ..known() }), Some(Missing::CareAnswers));
        assert_eq!(missing(yes.clone()), Some(Missing::Signature));
        assert_eq!(missing(Known { is_signed: true, ..yes }), None);
        let numbers = vec!["943 476 5919".to_owned()];
        let found = missing(Known { unexplained_numbers: numbers.clone(), ..known() });
        assert_eq!(found, Some(Missing::NhsNumbers(numbers)));
    }

    #[test]
    fn a_text_that_names_hazards_touches_care_and_what_touched_it_once_needs_an_officer_to_say_otherwise() {
        assert_eq!(missing(Known { names_hazards: true, ..known() }), Some(Missing::HazardsDenied));
        assert_eq!(missing(Known { touched_care: true, ..known() }), Some(Missing::NoLongerCare));
        assert_eq!(missing(Known { touched_care: true, is_signed: true, ..known() }), None);
    }
}
