//! The hashed form of a beneficiary's identifiers (HICN, MBI), as the Blue Button front end and BFD make it.
//!
//! Responsible for the one hash function and its public development settings. Must not know where a hash is
//! shown. A hash is 64 lower-case hexadecimal digits.

use sha2::Sha256;

/// The front end's default `DJANGO_USER_ID_SALT`: public, and so fit for synthetic identifiers only.
const PEPPER: &[u8] = b"nottherealpepper";

/// The front end's default `DJANGO_USER_ID_ITERATIONS`.
const ITERATIONS: u32 = 2;

/// PBKDF2 with HMAC-SHA-256 of an identifier's characters, the shared pepper as salt, 32 bytes as hex.
pub fn identifier_hash(identifier: &str) -> String {
    hash(identifier, ITERATIONS)
}

fn hash(identifier: &str, iterations: u32) -> String {
    let mut key = [0_u8; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(identifier.as_bytes(), PEPPER, iterations, &mut key);
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    key.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_hashes_are_reproduced() {
        for (hicn, published) in [
            ("1000044680", "2025fbc612a884853f0c245e686780bf748e5652360ecd7430575491f4e018c5"),
            ("1000079035", "96228a57f37efea543f4f370f96f1dbf01c3e3129041dba3ea4367545507c6e7"),
        ] {
            assert_eq!(identifier_hash(hicn), published);
        }
        let thousand = "d95a418b0942c7910fb1d0e84f900fe12e5a7fd74f312fa10730cc0fda230e9a";
        assert_eq!(hash("123456789A", 1_000), thousand, "BFD's own test vector");
    }
}
