//! `item`: one a line, each made when its turn comes to be printed, so that no more than one is held.
//!
//! Must not know what an item says.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::rows::Rows;

/// What a line refers to: sequences of the claim's lists.
pub struct Links {
    pub care_team: Rows<u32, 2>,
    pub diagnosis: Rows<u32, 1>,
    pub information: Rows<u32, 1>,
}

/// The lines of a claim with what they refer to.
pub struct Items<'a, Line, F> {
    lines: &'a [Line],
    links: Vec<Links>,
    item: F,
}

impl<'a, Line, I: Serialize, F: Fn(&'a Line, &Links) -> I> Items<'a, Line, F> {
    /// `item` makes the item of a line; none when there is no line.
    pub fn of(lines: &'a [Line], links: Vec<Links>, item: F) -> Option<Items<'a, Line, F>> {
        (!lines.is_empty()).then_some(Items { lines, links, item })
    }
}

impl<'a, Line, I: Serialize, F: Fn(&'a Line, &Links) -> I> Serialize for Items<'a, Line, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(self.lines.len()))?;
        for (line, links) in self.lines.iter().zip(&self.links) {
            items.serialize_element(&(self.item)(line, links))?;
        }
        items.end()
    }
}
