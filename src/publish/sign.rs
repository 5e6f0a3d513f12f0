//! Signatures over SHA256SUMS, in minisign's format: any minisign verifies them.
//!
//! Keys are minisign's own files, read and unlocked by the crate `minisign`, which also judges signatures. It signs with
//! random noise, though, and a release is to have the same bytes whenever it is made: so the signature itself, Ed25519 over
//! BLAKE2b as RFC 8032 has it, without noise, is put together here.

use std::fmt::Write;
use std::fs::OpenOptions;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine};
use blake2::{Blake2b512, Digest};
use minisign::{KeyPair, PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};

use super::PublishError;

/// What is added to a signed file's name.
pub(super) const ENDING: &str = ".minisig";

/// The file that a release carries the public key in. It tells which key was used; it is no reason to trust it.
pub(super) const PUBLIC: &str = "minisign.pub";

/// The signature algorithm of minisign for prehashed data.
const PREHASHED: &[u8; 2] = b"ED";

/// A key that signs.
pub struct Signer {
    /// Eight bytes by which signatures name their key.
    number: [u8; 8],
    key: ed25519_compact::SecretKey,
    public: PublicKey,
}

fn key_error(path: &Path) -> impl Fn(&dyn std::fmt::Display) -> PublishError + '_ {
    move |reason| PublishError::Key { path: path.to_path_buf(), reason: reason.to_string() }
}

impl Signer {
    /// Reads a secret key; one that is locked is opened with the password, which a terminal is asked for where there is none.
    pub fn read(path: &Path, password: Option<String>) -> Result<Signer, PublishError> {
        let error = key_error(path);
        let text = std::fs::read_to_string(path).map_err(|source| error(&source))?;
        let boxed = || SecretKeyBox::from_string(&text).map_err(|reason| error(&reason));
        let secret = match boxed()?.into_unencrypted_secret_key() {
            Ok(secret) => secret,
            Err(_) => SecretKey::from_box(boxed()?, password).map_err(|reason| error(&reason))?,
        };
        Signer::of(&secret).map_err(|reason| error(&reason))
    }

    fn of(secret: &SecretKey) -> Result<Signer, String> {
        let public = PublicKey::from_secret_key(secret).map_err(|error| error.to_string())?;
        // Algorithms (3 x 2), parameters of the key's derivation (32 + 8 + 8), number (8), key (64), checksum (32).
        let bytes = secret.to_bytes();
        let (number, key) = (bytes.get(54..62), bytes.get(62..126));
        let (Some(number), Some(key)) = (number, key) else { return Err("too short".to_owned()) };
        let key = ed25519_compact::SecretKey::from_slice(key).map_err(|error| error.to_string())?;
        Ok(Signer { number: number.try_into().expect("eight bytes"), key, public })
    }

    /// The text of the signature of some bytes.
    pub(super) fn sign(&self, data: &[u8], trusted: &str) -> String {
        let prehash = Blake2b512::digest(data);
        let signature = self.key.sign(prehash, None);
        let bound: Vec<u8> = signature.iter().copied().chain(trusted.bytes()).collect();
        let over_all = self.key.sign(bound, None);
        let first: Vec<u8> = PREHASHED.iter().chain(&self.number).chain(signature.iter()).copied().collect();
        let mut text = String::from("untrusted comment: signature of bluedeck's SHA256SUMS\n");
        let _ = writeln!(text, "{}", BASE64_STANDARD.encode(&first));
        let _ = writeln!(text, "trusted comment: {trusted}");
        let _ = writeln!(text, "{}", BASE64_STANDARD.encode(over_all.as_ref() as &[u8]));
        text
    }

    /// The public key's file.
    pub(super) fn public(&self) -> String {
        self.public.to_box().map(PublicKeyBox::into_string).unwrap_or_default()
    }
}

/// A public key to judge by.
pub struct Key {
    public: PublicKey,
}

impl Key {
    /// Reads a key: its 56 letters, or the path of a minisign.pub.
    pub fn read(text: &str) -> Result<Key, PublishError> {
        if let Ok(public) = PublicKey::from_base64(text.trim()) {
            return Ok(Key { public });
        }
        let path = PathBuf::from(text);
        let error = key_error(&path);
        let file = std::fs::read_to_string(&path)
            .map_err(|source| error(&format_args!("no public key, and no file of one ({source})")))?;
        let public = PublicKeyBox::from_string(&file).and_then(PublicKeyBox::into_public_key);
        public.map(|public| Key { public }).map_err(|reason| error(&reason))
    }

    /// Judges a signature; the trusted comment of a good one.
    pub(super) fn verify(&self, what: &str, data: &[u8], signature: &str) -> Result<String, PublishError> {
        let expected = || format!("a signature by the key {}", self.public.to_base64());
        let refused = |found: String| PublishError::refused(what, found, expected());
        let boxed = SignatureBox::from_string(signature)
            .map_err(|error| refused(format!("no signature of minisign ({error})")))?;
        if boxed.keynum() != self.public.keynum() {
            return Err(refused("a signature by another key".to_owned()));
        }
        minisign::verify(&self.public, &boxed, Cursor::new(data), true, false, false)
            .map_err(|error| refused(format!("a signature that does not fit ({error})")))?;
        Ok(boxed.trusted_comment().unwrap_or_default())
    }
}

/// Makes a pair of keys: `path` and `path.pub`. Neither may be there.
pub fn new_key(path: &Path, password: Option<String>) -> Result<PathBuf, PublishError> {
    let error = key_error(path);
    let public_path = PathBuf::from(format!("{}.pub", path.display()));
    let make = || -> minisign::Result<(String, String)> {
        let (pair, secret) = match password {
            None => {
                let pair = KeyPair::generate_unencrypted_keypair()?;
                let secret = pair.sk.to_box(Some("minisign secret key, not encrypted"))?;
                (pair, secret)
            }
            Some(password) => {
                let pair = KeyPair::generate_encrypted_keypair(Some(password))?;
                let secret = pair.sk.to_box(Some("minisign encrypted secret key"))?;
                (pair, secret)
            }
        };
        Ok((secret.into_string(), pair.pk.to_box()?.into_string()))
    };
    let (secret, public) = make().map_err(|reason| error(&reason))?;
    write_new(&public_path, &public, false)?;
    write_new(path, &secret, true)?;
    Ok(public_path)
}

fn write_new(path: &Path, text: &str, secret: bool) -> Result<(), PublishError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut file = options.open(path).map_err(PublishError::io("create", path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(PublishError::io("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::of(&KeyPair::generate_unencrypted_keypair().unwrap().sk).unwrap()
    }

    #[test]
    fn a_signature_is_the_same_each_time_and_minisign_takes_it_for_these_bytes_and_this_key_alone() {
        let signer = signer();
        let text = signer.sign(b"sums", "bluedeck 1.0.0");
        assert_eq!(text, signer.sign(b"sums", "bluedeck 1.0.0"));
        let key = Key { public: PublicKeyBox::from_string(&signer.public()).unwrap().into_public_key().unwrap() };
        assert_eq!(key.verify("SUMS", b"sums", &text).unwrap(), "bluedeck 1.0.0");
        assert!(key.verify("SUMS", b"sumz", &text).unwrap_err().to_string().contains("does not fit"));
        let forged = text.replace("bluedeck 1.0.0", "bluedeck 2.0.0");
        assert!(key.verify("SUMS", b"sums", &forged).unwrap_err().to_string().contains("does not fit"));
        let others = self::signer().sign(b"sums", "bluedeck 1.0.0");
        assert!(key.verify("SUMS", b"sums", &others).unwrap_err().to_string().contains("another key"));
    }

    #[test]
    fn a_locked_key_signs_with_its_password_and_with_no_other() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("key");
        let public = new_key(&path, None).unwrap();
        let text = Signer::read(&path, None).unwrap().sign(b"x", "c");
        Key::read(public.to_str().unwrap()).unwrap().verify("x", b"x", &text).unwrap();
        assert!(new_key(&path, None).is_err(), "a key is never overwritten");
        assert!(Key::read("nowhere").is_err());
    }
}
