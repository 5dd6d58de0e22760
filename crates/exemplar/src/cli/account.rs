//! `exemplar account`: the first account, and what to do when a password is lost.

use std::io::Read;
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use super::{Common, say};
use crate::organisations;
use crate::people::{self, Actor, NewAccount, Role};

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Add an account; its password is read from standard input when --password-stdin is given
    Add {
        /// The person's mail address
        mail: String,
        /// The person's name
        #[arg(long, value_name = "NAME")]
        name: String,
        /// The code of the organisation they belong to
        #[arg(long, value_name = "CODE")]
        organisation: String,
        /// What they may do there: contributor, publisher, reviewer, safety-officer, office or administrator
        #[arg(long = "role", value_name = "ROLE", required = true)]
        roles: Vec<String>,
        /// Read a password from standard input; without one they sign in by a link
        #[arg(long)]
        password_stdin: bool,
    },
    /// List every account
    List,
    /// Give an account a new password, read from standard input; its sessions end
    Reset {
        /// The person's mail address
        mail: String,
    },
}

pub(super) async fn run(common: &Common, command: AccountCommand) -> anyhow::Result<ExitCode> {
    let portal = common.open_existing().await?;
    match command {
        AccountCommand::Add { mail, name, organisation, roles, password_stdin } => {
            let known = organisations::store::name(&mut portal.kit.db.read().await?, &organisation).await?;
            known.with_context(|| format!("no organisation has the code {organisation}"))?;
            let role = |word: &String| {
                Role::from_word(word).with_context(|| {
                    let roles = Role::ALL.map(Role::word).join(", ");
                    format!("{word} is not a role: give one of {roles}")
                })
            };
            let new = NewAccount {
                mail,
                name,
                organisation,
                roles: roles.iter().map(role).collect::<anyhow::Result<_>>()?,
                password: password_stdin.then(password).transpose()?,
            };
            people::add_account(&portal.kit, &Actor::Operator, &new).await?;
            say(&format!("{} can sign in now.", new.name));
        }
        AccountCommand::List => {
            let accounts = people::list_accounts(&mut portal.kit.db.read().await?).await?;
            for account in &accounts {
                say(&format!("{}\t{}", account.name, account.mail));
            }
            say(&format!("{} accounts.", accounts.len()));
        }
        AccountCommand::Reset { mail } => {
            people::new_password(&portal.kit, &Actor::Operator, &mail, &password()?).await?;
            say(&format!("{mail} has a new password, and no session any more."));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn password() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("cannot read the password from standard input")?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
