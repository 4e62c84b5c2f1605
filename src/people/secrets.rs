//! Passwords and random secrets. Knows no account and keeps nothing.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::{AppError, Result};

/// A random secret of 256 bits, for a cookie or a link. Only its digest is ever stored.
pub struct Secret(String);

impl Secret {
    /// A new one from the system's source of randomness.
    pub fn new() -> Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(AppError::failure)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The secret as text, to be handed out once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub fn digest(&self) -> String {
        Self::digest_of(&self.0)
    }

    /// What would be stored of this text.
    pub fn digest_of(secret: &str) -> String {
        Sha256::digest(secret.as_bytes()).iter().map(|it| format!("{it:02x}")).collect()
    }
}

/// The argon2id hash of a password.
pub(super) fn hash(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(AppError::failure)?;
    Ok(hash.to_string())
}

/// Whether the password fits the hash; without a hash it takes as long and is never right.
pub(super) fn verify(password: &str, stored: Option<String>) -> Result<bool> {
    let Some(stored) = stored else {
        hash(password)?;
        return Ok(false);
    };
    let stored = PasswordHash::new(&stored).map_err(AppError::failure)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_fits() {
        let stored = hash("Feldweg 7").unwrap();

        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("Feldweg 7", Some(stored.clone())).unwrap());
        assert!(!verify("feldweg 7", Some(stored)).unwrap());
        assert!(!verify("Feldweg 7", None).unwrap());
    }

    #[test]
    fn two_secrets_differ_and_their_digest_does_not_tell_them() {
        let (one, two) = (Secret::new().unwrap(), Secret::new().unwrap());

        assert_ne!(one.reveal(), two.reveal());
        assert_eq!(one.digest(), Secret::digest_of(one.reveal()));
        assert!(!one.digest().contains(one.reveal()));
    }
}
