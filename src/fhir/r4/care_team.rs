//! `careTeam`: who took part in the claim, each once per role.
//!
//! Responsible for using an entry again when identifier type, identifier (whatever its case) and role are the
//! same, for the sequence that lines refer to, and for the name and taxonomy of NPIs that are known. Must not
//! know which columns name providers.

use super::R4;
use super::codings::{IdType, Role};
use super::resource::{CareTeamMember, Codings, Extension, Identifier, Party, Value};
use crate::codes::{CodeExtension, Coding, PlainCoding, Variable};
use crate::measure::Text;

/// The members so far.
pub struct CareTeam<'r> {
    r: &'r R4<'r>,
    keys: Vec<(Role, IdType, &'r Text)>,
    pub list: Vec<CareTeamMember<'r>>,
}

impl<'r> CareTeam<'r> {
    /// Nobody yet.
    pub fn new(r: &'r R4<'r>) -> CareTeam<'r> {
        CareTeam { r, keys: Vec::with_capacity(4), list: Vec::with_capacity(4) }
    }

    /// The sequence of a provider, added unless it is there already; none when the column is blank.
    pub fn add(&mut self, role: Role, kind: IdType, id: &'r Text) -> Option<u32> {
        let value = id.filled()?;
        let same =
            |key: &(Role, IdType, &Text)| (key.0, key.1) == (role, kind) && key.2.as_str().eq_ignore_ascii_case(value);
        if let Some(at) = self.keys.iter().position(same) {
            return Some(self.list[at].sequence);
        }
        let sequence = self.list.len() as u32 + 1;
        self.keys.push((role, kind, id));
        self.list.push(self.member(sequence, role, kind, value));
        Some(sequence)
    }

    fn member(&self, sequence: u32, role: Role, kind: IdType, value: &'r str) -> CareTeamMember<'r> {
        CareTeamMember {
            extension: Vec::new(),
            sequence,
            provider: party(self.r, kind, value),
            responsible: None,
            role: self.r.fragments.role(role),
            // An organisation has a name but no taxonomy.
            qualification: (kind == IdType::Npi && role != Role::Primary)
                .then(|| taxonomy(self.r, value))
                .flatten()
                .map(|taxonomy| Codings { coding: vec![taxonomy] }),
        }
    }

    /// Makes a member the one who is responsible.
    pub fn responsible(&mut self, sequence: u32) {
        self.list[sequence as usize - 1].responsible = Some(true);
    }

    /// Adds a code to a member's qualification, unless it is there already.
    pub fn qualify(&mut self, sequence: u32, variable: Variable, column: &'r Text) {
        if column.is_blank() {
            return;
        }
        let coding = self.r.coding(variable, column);
        let member = &mut self.list[sequence as usize - 1];
        let codings = &mut member.qualification.get_or_insert_with(|| Codings { coding: Vec::with_capacity(1) }).coding;
        if !codings.iter().any(|known| same_coding(known, &coding)) {
            codings.push(coding);
        }
    }

    /// Adds an extension with a code to a member, unless it is there already.
    pub fn extend(&mut self, sequence: u32, variable: Variable, column: &'r Text) {
        if let Some(extension) = self.r.code_if(variable, column) {
            let extensions = &mut self.list[sequence as usize - 1].extension;
            if !extensions.iter().any(|known| same_extension(known, &extension)) {
                extensions.push(extension);
            }
        }
    }
}

/// A provider by identifier, with the name that the registry has for an NPI.
pub fn party<'r>(r: &'r R4<'r>, kind: IdType, value: &'r str) -> Party<'r> {
    Party {
        identifier: Some(Identifier {
            kind: Some(r.fragments.id_type(kind)),
            value: Some(Value::Text(value)),
            ..Identifier::default()
        }),
        display: if kind == IdType::Npi { r.context.codes.lookups.npi.get(value) } else { None },
        ..Party::default()
    }
}

/// The NUCC taxonomy of an NPI.
fn taxonomy<'r>(r: &'r R4<'r>, npi: &str) -> Option<Coding<'r>> {
    let (code, display) = r.context.codes.lookups.taxonomy.get(npi)?.split_once('|')?;
    let system = "http://nucc.org/provider-taxonomy";
    Some(Coding::Plain(PlainCoding { system, version: None, code, display: Some(display) }))
}

/// Rendered codings are one text each, so their addresses tell them apart.
fn same_coding(a: &Coding<'_>, b: &Coding<'_>) -> bool {
    match (a, b) {
        (Coding::Rendered(a), Coding::Rendered(b)) => std::ptr::eq(*a, *b),
        (Coding::Plain(a), Coding::Plain(b)) => (a.system, a.code) == (b.system, b.code),
        _ => false,
    }
}

fn same_extension(a: &Extension<'_>, b: &Extension<'_>) -> bool {
    match (a, b) {
        (Extension::Code(CodeExtension::Rendered(a)), Extension::Code(CodeExtension::Rendered(b))) => {
            std::ptr::eq(*a, *b)
        }
        (
            Extension::Code(CodeExtension::Plain { url: a, coding: x }),
            Extension::Code(CodeExtension::Plain { url: b, coding: y }),
        ) => (a, x.code) == (b, y.code),
        _ => false,
    }
}
