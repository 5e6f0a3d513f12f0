//! A transaction Bundle of PUT entries.

use serde::Deserialize;

/// A resource that is to be put.
pub(super) struct Entry {
    pub resource_type: &'static str,
    pub id: String,
    /// Compact JSON.
    pub resource: Vec<u8>,
}

impl Entry {
    /// A resource that tells its id.
    pub fn of(resource_type: &'static str, resource: Vec<u8>) -> Entry {
        #[derive(Deserialize)]
        struct Head {
            id: String,
        }
        let head: Head = serde_json::from_slice(&resource).expect("a renderer writes a resource with an id");
        Entry { resource_type, id: head.id, resource }
    }
}

/// The bundle's JSON. Ids have no character that JSON or an address would escape.
pub(super) fn transaction(base: &str, entries: &[Entry]) -> Vec<u8> {
    let size: usize = entries.iter().map(|entry| entry.resource.len() + 200).sum();
    let mut out = Vec::with_capacity(size + 100);
    out.extend_from_slice(br#"{"resourceType":"Bundle","type":"transaction","entry":["#);
    for (at, Entry { resource_type, id, resource }) in entries.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let head = format!("{comma}{{\"fullUrl\":\"{base}/{resource_type}/{id}\",\"resource\":");
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(resource);
        let request = format!(",\"request\":{{\"method\":\"PUT\",\"url\":\"{resource_type}/{id}\"}}}}");
        out.extend_from_slice(request.as_bytes());
    }
    out.extend_from_slice(b"]}");
    out
}
