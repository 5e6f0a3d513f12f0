//! The notation of places: member names divided by dots, slices of lists in brackets.
//!
//! `item.extension[betos_cd].valueCoding.code` is the code of the item's extension whose url is that of the CCW
//! variable BETOS_CD. What a bracket names depends on the list; the README of the tables says it for each. `+`
//! joins several names that all must hold. Positions in lists are not written.

use std::fmt;

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    pub steps: Vec<Step>,
}

/// A member, and in a list which entries of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub name: String,
    /// What the bracket names; none: every entry.
    pub slices: Vec<String>,
}

impl Path {
    /// Reads the notation; `None` when it is none.
    pub fn read(text: &str) -> Option<Path> {
        let (mut steps, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let name = &rest[..end];
            if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_alphanumeric()) {
                return None;
            }
            rest = &rest[end..];
            let mut slices = Vec::new();
            if let Some(inner) = rest.strip_prefix('[') {
                let close = inner.find(']')?;
                slices = inner[..close].split('+').map(str::to_owned).collect();
                rest = &inner[close + 1..];
            }
            steps.push(Step { name: name.to_owned(), slices });
            rest = match rest.strip_prefix('.') {
                Some("") => return None,
                Some(more) => more,
                None if rest.is_empty() => rest,
                None => return None,
            };
        }
        (!steps.is_empty()).then_some(Path { steps })
    }

    /// The first member's name.
    pub fn first(&self) -> &str {
        &self.steps[0].name
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            let dot = if at == 0 { "" } else { "." };
            write!(f, "{dot}{}", step.name)?;
            if !step.slices.is_empty() {
                write!(f, "[{}]", step.slices.join("+"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_place_is_read_and_written_alike_and_nonsense_is_none() {
        for text in ["status", "item.adjudication[benefit+line_nch_pmt_amt].amount.value", "type.coding[eob-type].code"]
        {
            assert_eq!(Path::read(text).unwrap().to_string(), text);
        }
        for text in ["", ".", "a.", "a..b", "a[b", "a[b]c", "a b"] {
            assert_eq!(Path::read(text), None, "{text}");
        }
    }
}
