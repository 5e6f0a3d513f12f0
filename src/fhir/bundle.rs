//! The searchset Bundle: the same envelope in both versions.
//!
//! Entries are rendered one after another while the bundle is written, so that no more than one resource
//! is held. Must not know which resources it carries.

use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::element::{Instant, Meta};
use super::json;

/// A searchset of `items`, each rendered by `resource`.
pub struct Searchset<'a, 'f, T, F> {
    pub id: Uuid,
    /// The newest `meta.lastUpdated` of the entries.
    pub last_updated: Instant,
    /// The link to the first page, when the answer tells one.
    pub first: Option<String>,
    /// The request that this answers: the self link, which comes last.
    pub url: String,
    pub items: &'a [T],
    pub resource: F,
    /// With `Some`, each entry tells its `fullUrl` (the documented shape).
    pub full_url: Option<&'f dyn Fn(&T) -> String>,
}

#[derive(Serialize)]
struct Link<'a> {
    relation: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Entry<R> {
    #[serde(rename = "fullUrl", skip_serializing_if = "Option::is_none")]
    full_url: Option<String>,
    resource: R,
}

#[derive(Serialize)]
struct Envelope<'a, E> {
    #[serde(rename = "resourceType")]
    resource_type: &'static str,
    id: Uuid,
    meta: Meta,
    #[serde(rename = "type")]
    kind: &'static str,
    total: usize,
    link: Vec<Link<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<E>,
}

/// Serializes each item as it comes.
struct Entries<'a, 'f, 'b, T, F>(&'b Searchset<'a, 'f, T, F>);

impl<'a, T, R: Serialize, F: Fn(&'a T) -> R> Serialize for Entries<'a, '_, '_, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_seq(Some(self.0.items.len()))?;
        for item in self.0.items {
            let full_url = self.0.full_url.map(|full_url| full_url(item));
            entries.serialize_element(&Entry { full_url, resource: (self.0.resource)(item) })?;
        }
        entries.end()
    }
}

impl<'a, T, R: Serialize, F: Fn(&'a T) -> R> Searchset<'a, '_, T, F> {
    /// Appends the bundle to `out` as compact JSON. An empty searchset has no `entry`.
    pub fn write(&self, out: &mut Vec<u8>) {
        let first = self.first.as_deref().map(|url| Link { relation: "first", url });
        let link = first.into_iter().chain([Link { relation: "self", url: &self.url }]).collect();
        let envelope = Envelope {
            resource_type: "Bundle",
            id: self.id,
            meta: Meta { last_updated: self.last_updated },
            kind: "searchset",
            total: self.items.len(),
            link,
            entry: (!self.items.is_empty()).then_some(Entries(self)),
        };
        json::write(&envelope, out);
    }
}

/// The resources of a bundle, each by itself, their text untouched. An error where the text is no bundle.
pub fn resources(bundle: &[u8]) -> serde_json::Result<Vec<&RawValue>> {
    #[derive(Deserialize)]
    struct Entry<'a> {
        #[serde(borrow)]
        resource: &'a RawValue,
    }
    #[derive(Deserialize)]
    struct Bundle<'a> {
        #[serde(borrow, default)]
        entry: Vec<Entry<'a>>,
    }
    let bundle: Bundle = serde_json::from_slice(bundle)?;
    Ok(bundle.entry.into_iter().map(|entry| entry.resource).collect())
}
