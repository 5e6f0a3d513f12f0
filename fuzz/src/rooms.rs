//! The rooms of bluedeck that the RIF reader may use, and the reader.

#[path = "../../src"]
mod source {
    pub mod claim;
    pub mod measure;
    pub mod rif;
}

pub use source::{claim, measure, rif};
