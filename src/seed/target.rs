//! Where to: `sqlite:PATH`, `postgres://…`, `http(s)://…`.
//!
//! Must not let a password out: a target prints without it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::SeedError;

/// Where a data set is to go.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    Sqlite(PathBuf),
    /// The URL, with its password.
    Postgres(String),
    /// The base address of a FHIR server, without a slash at the end.
    Fhir(String),
}

impl FromStr for Target {
    type Err = SeedError;

    fn from_str(text: &str) -> Result<Target, SeedError> {
        let bad = |hint: &str| SeedError::Target { found: without_password(text), hint: hint.to_owned() };
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() { Err(bad(", with a PATH")) } else { Ok(Target::Sqlite(path.into())) };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Target::Postgres(text.to_owned()));
        }
        if let Some(rest) = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")) {
            let host = rest.split('/').next().unwrap_or_default();
            if host.is_empty() {
                return Err(bad(", with a host"));
            }
            if host.contains('@') {
                return Err(bad(": leave user and password out; --authorization-from names an environment variable"));
            }
            return Ok(Target::Fhir(text.trim_end_matches('/').to_owned()));
        }
        Err(bad(""))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Target::Postgres(url) | Target::Fhir(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A URL without the password in front of its host, and without those among its parameters.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    // A password may hold any character, a slash or an @ among them: the last @ ends it.
    let rest = match rest.rsplit_once('@') {
        Some((credentials, host)) => format!("{}@{host}", credentials.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    let kept =
        |query: &str| query.split('&').filter(|part| !part.starts_with("password")).collect::<Vec<_>>().join("&");
    match query.map(kept).filter(|kept| !kept.is_empty()) {
        Some(kept) => format!("{scheme}://{rest}?{kept}"),
        None => format!("{scheme}://{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_prints_without_its_password() {
        for (url, printed) in [
            ("postgres://me:secret@host/db", "postgres://me@host/db"),
            ("postgres://me:sec/r@e:t@host:5433/db?sslmode=disable", "postgres://me@host:5433/db?sslmode=disable"),
            ("postgresql://host/db?user=me&password=secret", "postgresql://host/db?user=me"),
            ("postgres://me@host/db", "postgres://me@host/db"),
            ("sqlite:a/b.db", "sqlite:a/b.db"),
            ("http://host/fhir/", "http://host/fhir"),
        ] {
            let target: Target = url.parse().unwrap();
            assert_eq!(target.to_string(), printed);
            assert!(!format!("{target:?}").contains("secret"));
        }
    }

    #[test]
    fn what_is_no_target_is_refused_without_its_password() {
        for text in ["mysql://me:secret@host/db", "sqlite:", "http://me:secret@host/fhir", "demo.db", "https://"] {
            let sentence = text.parse::<Target>().unwrap_err().to_string();
            assert!(!sentence.contains("secret") && sentence.contains("expected sqlite:PATH"), "{sentence}");
        }
    }
}
