//! The people of an organisation: inviting colleagues, ending roles, and taking on a role that another organisation offers.
//!
//! Somebody new, and somebody who has a role there already, gets a role at once. Whoever belongs to others alone is offered
//! it: nobody is put under another organisation without having said yes.

pub(super) mod changes;
pub mod pages;
mod store;
mod views;

pub use pages::offered;

use crate::journal::{Column, RecordTable};

pub(crate) const ROLE_OFFERS: RecordTable = RecordTable {
    name: "role_offers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("account_id"),
        Column::Text("organisation"),
        Column::Text("role"),
        Column::Text("ends_on"),
    ],
    ends: true,
};

/// Inviting a colleague.
#[derive(Debug, Default)]
pub struct InviteForm {
    /// The mail address.
    pub mail: String,
    /// The name.
    pub name: String,
    /// The words of the roles.
    pub roles: Vec<String>,
    /// The last day.
    pub ends_on: String,
}

impl InviteForm {
    /// Reads the pairs of the form.
    #[must_use]
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "mail" => form.mail = value,
                "name" => form.name = value.trim().chars().take(120).collect(),
                "roles" => form.roles.push(value),
                "ends_on" => form.ends_on = value,
                _ => {}
            }
        }
        form
    }
}
