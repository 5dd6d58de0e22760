//! The acts on roles: inviting, offering, taking on, declining, ending.

use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::super::changes::{AccountError, mail};
use super::super::letters::{Letter, write_letter, write_to};
use super::super::policy::{ManageAccounts, Permit, ReadHome, Role};
use super::super::{FormKey, ROLES, store as people};
use super::ROLE_OFFERS;
use super::store::{self, ColleagueRow};
use crate::journal::{Change, NewEntry, Private, RecordTable};
use crate::kit::Kit;

/// A colleague to be invited.
#[derive(Clone, Debug)]
pub struct Invitation<'a> {
    /// Where letters go.
    pub mail: &'a str,
    /// The person's name; kept as it is where there is an account already.
    pub name: &'a str,
    /// What they may do.
    pub roles: &'a [Role],
    /// The last day on which they may.
    pub ends_on: Option<Date>,
}

/// Invites a colleague: an account where there is none, the roles they do not have yet, and a letter.
///
/// # Errors
/// [`AccountError`]; then nothing was written.
pub(super) async fn invite(
    kit: &Kit,
    permit: Permit<ManageAccounts>,
    key: &FormKey,
    invitation: &Invitation<'_>,
    (by, organisation_name, site): (&str, &str, &str),
) -> Result<(), AccountError> {
    let (mail, name) = (mail(invitation.mail)?, invitation.name.trim());
    let organisation = permit.action().organisation.as_str();
    let mut change = Change::open(kit).await?;
    if people::spent(change.tx(), key).await?.is_some() {
        return Ok(());
    }
    let (sequence, now) = (change.sequence(), change.now().as_microsecond());
    let known = people::by_mail(change.tx(), &mail).await?;
    let (id, name) = match &known {
        Some(account) => (account.id(), account.name.clone()),
        None if name.is_empty() => return Err(AccountError::Name),
        None => {
            let id = kit.clock.new_id();
            people::insert_account(change.tx(), id, (&mail, name, None), now).await?;
            (id, name.to_owned())
        }
    };
    let is_officer = invitation.roles.contains(&Role::SafetyOfficer);
    if is_officer && permit.person() == Some(id) {
        return Err(AccountError::OwnSafety);
    }
    let today = kit.clock.today();
    let has = people::person_of(change.tx(), id, today).await?.map(|person| person.roles).unwrap_or_default();
    let is_offered = known.is_some() && !has.iter().any(|(_, code)| code == organisation);
    let before = store::colleagues(change.tx(), organisation).await?;
    let waiting = store::offers_to(change.tx(), id, today).await?;
    let ends_on = invitation.ends_on.map(|day| day.to_string());
    for role in invitation.roles {
        let row = (*role, organisation, ends_on.as_deref());
        let ids = (kit.clock.new_id(), id);
        if is_offered && !waiting.iter().any(|offer| offer.organisation == organisation && offer.role() == Some(*role))
        {
            store::insert_offer(change.tx(), ids, row, sequence).await?;
        } else if !is_offered {
            // Who has the role already has it until the day that is said now.
            if let Some(had) = before.iter().find(|row| row.account() == id && row.role() == Some(*role)) {
                if had.ends_on == ends_on {
                    continue;
                }
                store::end_role(change.tx(), had.id(), sequence).await?;
            }
            people::insert_role(change.tx(), ids, row, sequence).await?;
        }
    }
    let site_page = format!("{site}/organisations/{organisation}/people");
    if is_officer {
        let who = (&*name, organisation_name, (by, is_offered), &*site_page);
        tell_of_officer(&mut change, kit, organisation, (permit.person(), id), who).await?;
    }
    let words: Vec<&str> = invitation.roles.iter().map(|role| called(*role)).collect();
    let (subject, what) = match &known {
        None => ("You have been invited", format!("{by} of {organisation_name} has invited you.")),
        Some(_) if is_offered => (
            "You are asked to take on a role",
            format!(
                "{by} asks you to be {} of {organisation_name}. Say yes or no on your own page.",
                words.join(" and ")
            ),
        ),
        Some(_) => {
            ("You have another role", format!("{by} has made you {} of {organisation_name}.", words.join(" and ")))
        }
    };
    let body = format!(
        "Hello {name},\n\n{what} To sign in, open this page, enter this address and choose \u{201c}Send me a link\u{201d}:\n\n{site}/sign-in\n"
    );
    let letter = Letter::new(&mail, subject, &body);
    write_letter(change.tx(), &kit.clock, &letter).await?;
    people::spend(change.tx(), key, "", now).await?;
    let words: Vec<&str> = invitation.roles.iter().map(|role| role.word()).collect();
    let (action, table) = if is_offered { ("accounts.offer", &ROLE_OFFERS) } else { ("accounts.invite", &ROLES) };
    let private =
        known.is_none().then(|| Private { salt: kit.clock.salt(), body: json!({ "mail": mail, "name": name }) });
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action,
            record: &format!("accounts/{id}"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({ "roles": words, "ends_on": ends_on }),
            private,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[table],
        })
        .await?;
    change.commit().await?;
    Ok(())
}

/// What somebody with a role is called, in a letter.
fn called(role: Role) -> &'static str {
    match role {
        Role::Contributor => "a contributor",
        Role::Publisher => "a publisher",
        Role::Reviewer => "a reviewer",
        Role::SafetyOfficer => "a clinical safety officer",
        Role::Office => "one of the programme office",
        Role::Administrator => "an administrator",
    }
}

/// Tells those who look after safety and accounts that there is another clinical safety officer.
async fn tell_of_officer(
    change: &mut Change,
    kit: &Kit,
    organisation: &str,
    (by, officer): (Option<Uuid>, Uuid),
    (name, organisation_name, (by_name, is_offered), page): (&str, &str, (&str, bool), &str),
) -> sqlx::Result<()> {
    let roles = [Role::SafetyOfficer, Role::Administrator];
    let told = people::colleagues_with(change.tx(), organisation, &roles, kit.clock.today()).await?;
    let made = match is_offered {
        true => format!("asks {name} to be"),
        false => format!("has made {name}"),
    };
    let body = format!(
        "{by_name} {made} a clinical safety officer of {organisation_name}, who can sign texts that touch care. If that is wrong, an administrator ends the role on this page:\n\n{page}"
    );
    for colleague in told.iter().filter(|one| Some(one.account()) != by && one.account() != officer) {
        let subject = "A new clinical safety officer";
        write_to(change.tx(), kit, colleague.account(), (subject, &body)).await?;
    }
    Ok(())
}

/// Ends a role somebody has for the organisation of the permit, or takes back one that was offered, from now on.
///
/// # Errors
/// [`AccountError`]; then nothing was written.
pub(super) async fn end_role(
    kit: &Kit,
    permit: Permit<ManageAccounts>,
    key: &FormKey,
    role: Uuid,
) -> Result<(), AccountError> {
    let organisation = permit.action().organisation.as_str();
    let mut change = Change::open(kit).await?;
    if people::spent(change.tx(), key).await?.is_some() {
        return Ok(());
    }
    let sequence = change.sequence();
    let is_it = |row: &ColleagueRow| row.id() == role;
    let has = store::colleagues(change.tx(), organisation).await?.into_iter().find(is_it);
    let offered = store::offers_by(change.tx(), organisation).await?.into_iter().find(is_it);
    let is_offer = has.is_none();
    let row = has.or(offered).ok_or_else(|| AccountError::Unknown("this role".to_owned()))?;
    if permit.person() == Some(row.account()) && row.role() == Some(Role::Administrator) {
        return Err(AccountError::Own);
    }
    let (action, tables): (_, &[_]) = if is_offer {
        store::end_offer(change.tx(), role, sequence).await?;
        ("accounts.end_offer", &[&ROLE_OFFERS])
    } else {
        store::end_role(change.tx(), role, sequence).await?;
        ("accounts.end_role", &[&ROLES])
    };
    let said = Said { action, organisation, role: row.role(), tables };
    people::spend(change.tx(), key, "", kit.clock.now().as_microsecond()).await?;
    finish(change, permit.actor(), row.account(), said).await
}

/// Says yes or no to a role that an organisation offers to whoever the permit is for.
///
/// # Errors
/// [`AccountError::Unknown`] when it is not offered, or no longer; then nothing was written.
pub(super) async fn answer_offer(
    kit: &Kit,
    permit: Permit<ReadHome>,
    key: &FormKey,
    (offer, is_taken): (Uuid, bool),
) -> Result<(), AccountError> {
    let account = permit.person().ok_or(AccountError::NotAllowed)?;
    let mut change = Change::open(kit).await?;
    if people::spent(change.tx(), key).await?.is_some() {
        return Ok(());
    }
    let sequence = change.sequence();
    let offers = store::offers_to(change.tx(), account, kit.clock.today()).await?;
    let row = offers.into_iter().find(|row| row.id() == offer);
    let row = row.ok_or_else(|| AccountError::Unknown("this role".to_owned()))?;
    store::end_offer(change.tx(), offer, sequence).await?;
    let said = match (is_taken, row.role()) {
        (true, Some(role)) => {
            let given = (role, row.organisation.as_str(), row.ends_on.as_deref());
            people::insert_role(change.tx(), (kit.clock.new_id(), account), given, sequence).await?;
            let tables: &[_] = &[&ROLES, &ROLE_OFFERS];
            Said { action: "accounts.take_role", organisation: &row.organisation, role: Some(role), tables }
        }
        (_, role) => {
            Said { action: "accounts.decline_role", organisation: &row.organisation, role, tables: &[&ROLE_OFFERS] }
        }
    };
    people::spend(change.tx(), key, "", kit.clock.now().as_microsecond()).await?;
    finish(change, permit.actor(), account, said).await
}

struct Said<'a> {
    action: &'static str,
    organisation: &'a str,
    role: Option<Role>,
    tables: &'a [&'static RecordTable],
}

/// The end of both: the entry appended, the whole made to hold.
async fn finish(mut change: Change, actor: &str, account: Uuid, said: Said<'_>) -> Result<(), AccountError> {
    change
        .append(NewEntry {
            actor,
            organisation: Some(said.organisation),
            action: said.action,
            record: &format!("accounts/{account}"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({ "role": said.role.map(Role::word) }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: said.tables,
        })
        .await?;
    change.commit().await?;
    Ok(())
}
