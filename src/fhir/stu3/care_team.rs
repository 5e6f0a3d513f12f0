//! The care team: one member a provider and role, found again by later lines.
//!
//! Responsible for order, sequence and removing doubles. Must not know which columns name providers.

use super::Stu3;
use super::elements::NPI;
use super::fragments::Role;
use super::resource::{CareTeamMember, Identifier, IdentifierReference};
use crate::codes::CodeExtension;
use crate::measure::Text;

/// The care team of one claim, growing as header and lines are read.
pub struct CareTeam<'r> {
    r: &'r Stu3<'r>,
    members: Vec<CareTeamMember<'r>>,
}

impl<'r> CareTeam<'r> {
    /// No members yet.
    pub fn new(r: &'r Stu3<'r>) -> CareTeam<'r> {
        CareTeam { r, members: Vec::new() }
    }

    /// The member of an NPI and role; none when the column is blank.
    pub fn npi(&mut self, npi: &'r Text, role: Role) -> Option<&mut CareTeamMember<'r>> {
        npi.filled().map(|npi| self.member(NPI, npi, role))
    }

    /// The member of this identifier and role, found or added at the end.
    pub fn member(&mut self, system: &'static str, value: &'r str, role: Role) -> &mut CareTeamMember<'r> {
        let same = |member: &CareTeamMember<'_>| member.key == role && is(&member.provider, system, value);
        let at = self.members.iter().position(same).unwrap_or_else(|| {
            self.members.push(CareTeamMember {
                key: role,
                extension: Vec::new(),
                // The server counts from 2.
                sequence: self.members.len() + 2,
                provider: self.r.provider(Identifier::of(system, value)),
                responsible: None,
                role: self.r.fragments.role(role),
                qualification: None,
            });
            self.members.len() - 1
        });
        &mut self.members[at]
    }

    /// The sequences of all members.
    pub fn sequences(&self) -> Vec<usize> {
        self.members.iter().map(|member| member.sequence).collect()
    }

    /// All members, in order.
    pub fn into_members(self) -> Vec<CareTeamMember<'r>> {
        self.members
    }
}

fn is(provider: &IdentifierReference<'_>, system: &str, value: &str) -> bool {
    provider.identifier.as_ref().is_some_and(|known| known.system == system && known.value == value)
}

impl<'r> CareTeamMember<'r> {
    /// Adds an extension unless the member has the same code under the same url.
    pub fn extend(&mut self, extension: Option<CodeExtension<'r>>) {
        if let Some(extension) = extension
            && !self.extension.iter().any(|known| same_code(known, &extension))
        {
            self.extension.push(extension);
        }
    }
}

/// A code is rendered at load or not, always the same way, so equal codes are equal forms.
fn same_code(a: &CodeExtension<'_>, b: &CodeExtension<'_>) -> bool {
    match (a, b) {
        (CodeExtension::Rendered(a), CodeExtension::Rendered(b)) => a.get() == b.get(),
        (CodeExtension::Plain { url, coding }, CodeExtension::Plain { url: other_url, coding: other }) => {
            url == other_url && coding.code == other.code
        }
        _ => false,
    }
}
