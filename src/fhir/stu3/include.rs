//! What the API's optional request headers add.

/// The headers of the request that a document answers; none, unless said otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Include {
    /// `IncludeIdentifiers: true`: the Patient's HICN, its hash, and MBI.
    pub identifiers: bool,
    /// `IncludeAddressFields: true`: the Patient's address lines and city.
    pub address: bool,
    /// `IncludeTaxNumbers: true`: care-team entries of tax numbers.
    pub tax_numbers: bool,
}
