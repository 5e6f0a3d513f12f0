//! Whole documents, as snapshots reviewed against the mapping tables, and the rules that no single document
//! shows.

mod beneficiary;
mod claims;

use crate::claim::Beneficiary;
use crate::codes::Codes;
use crate::fhir::fixtures::{filled, only, pretty};
use crate::fhir::{Context, Renderer, Shape, stu3::Stu3};

/// Renders something with a renderer of a shape, laid out for reading.
fn render(shape: Shape, document: impl FnOnce(&dyn Renderer, &mut Vec<u8>)) -> String {
    let codes = Codes::embedded().unwrap();
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let stu3 = Stu3::new(Context { codes: &codes, shape, base_url, namespace: uuid::Uuid::NAMESPACE_URL });
    let mut out = Vec::new();
    document(&stu3, &mut out);
    pretty(&out)
}

/// A snapshot in the folder of this version.
macro_rules! snapshot {
    ($name:literal, $document:expr) => {
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $document);
        })
    };
}
use snapshot;

#[test]
fn monthly_variables_stand_together() {
    use crate::codes::Variable as V;
    let first = [
        V::BUYIN01,
        V::CSTSHR01,
        V::DUAL_01,
        V::HMO_IND_01,
        V::PTC_CNTRCT_ID_01,
        V::PTC_PBP_ID_01,
        V::PTC_PLAN_TYPE_CD_01,
        V::PTDCNTRCT01,
        V::PTDPBPID01,
        V::RDSIND01,
        V::SGMTID01,
    ];
    for january in first {
        for (at, month) in Stu3::twelve(january).iter().enumerate() {
            let stem = january.name().strip_suffix("01").unwrap();
            assert_eq!(month.name(), format!("{stem}{:02}", at + 1));
        }
    }
}
