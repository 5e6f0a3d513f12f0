//! Part A.

/// What one person has paid so far.
#[derive(Clone, Default)]
pub struct PartA {}
