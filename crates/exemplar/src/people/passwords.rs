//! Passwords: kept as argon2id, checked one at a time, and only so often.

use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;

/// How long a check may wait for those before it.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// How many wrong passwords an account takes in [`FORGET`] before it has to wait.
const MOST_WRONG: u32 = 10;

/// After how long wrong passwords are forgotten.
const FORGET: Duration = Duration::from_secs(15 * 60);

/// Checking takes memory and time on purpose, so one is done at a time and the rest wait.
#[derive(Debug)]
pub struct Passwords {
    turn: Semaphore,
    wrong: moka::sync::Cache<String, u32>,
}

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It is the password.
    Right,
    /// It is not, or there is no such account: nobody is told which.
    Wrong,
    /// Too many are being checked, or too many were wrong: try again after so many seconds.
    Later(u64),
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turn: Semaphore::new(1),
            wrong: moka::sync::Cache::builder().max_capacity(10_000).time_to_live(FORGET).build(),
        }
    }
}

impl Passwords {
    /// Checks `password` against what is kept for `mail`. An account without a password takes as long to check.
    pub async fn check(&self, mail: &str, password: String, kept: Option<String>) -> Check {
        let wrong = self.wrong.get(mail).unwrap_or(0);
        if wrong >= MOST_WRONG {
            return Check::Later(FORGET.as_secs());
        }
        let Ok(Ok(_turn)) = tokio::time::timeout(LONGEST_WAIT, self.turn.acquire()).await else {
            return Check::Later(2);
        };
        let right = tokio::task::spawn_blocking(move || verify(&password, kept.as_deref())).await.unwrap_or(false);
        if right {
            self.wrong.invalidate(mail);
            return Check::Right;
        }
        self.wrong.insert(mail.to_owned(), wrong + 1);
        Check::Wrong
    }
}

/// What is kept of a password.
///
/// # Errors
/// When the machine has no randomness or memory to give.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

fn verify(password: &str, kept: Option<&str>) -> bool {
    match kept.map(PasswordHash::new) {
        Some(Ok(kept)) => Argon2::default().verify_password(password.as_bytes(), &kept).is_ok(),
        _ => {
            // As much work as a real check, so that the time tells nothing.
            let _ = hash(password);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_or_wrong_and_ten_wrong_ones_have_to_wait() {
        let (passwords, kept) = (Passwords::default(), hash("correct horse battery").unwrap());
        assert!(kept.starts_with("$argon2id$"));
        assert_eq!(passwords.check("a@b", "correct horse battery".into(), Some(kept.clone())).await, Check::Right);
        for _ in 0..MOST_WRONG {
            assert_eq!(passwords.check("a@b", "wrong".into(), Some(kept.clone())).await, Check::Wrong);
        }
        assert!(matches!(passwords.check("a@b", "correct horse battery".into(), Some(kept)).await, Check::Later(_)));
        assert_eq!(passwords.check("nobody@b", "x".into(), None).await, Check::Wrong);
    }
}
