//! The `documented` shape: every place where the developer documentation of 2018-2021 prints something else
//! than the API answers today. One method is one rule, with its reason; nothing outside this file asks for the
//! shape.
//!
//! All rules follow from the printed examples: the Patient, Coverage and first claim of BBUser28324, the codes
//! of the persona Lucille and the Bundle of BBUser20023.

use uuid::Uuid;

use super::resource::Extension;
use crate::claim::Beneficiary;
use crate::codes::{CodeExtension, PlainCoding};
use crate::fhir::Shape;
use crate::fhir::label::Label;

/// The rules, in force or not.
#[derive(Clone, Copy)]
pub struct Documented(bool);

/// The account whose published Patient has an unknown gender (BBUser28324).
const UNKNOWN_GENDER: i64 = -20140000008325;

impl Documented {
    /// The rules of a shape.
    pub fn of(shape: Shape) -> Documented {
        Documented(shape == Shape::Documented)
    }

    /// **Single minus.** `carrier-22011027731`, `part-a-20140000008325`: the examples are older than negative
    /// claim ids, and their Coverage ids join part and id without a separator of their own. The Patient's id
    /// keeps its minus.
    pub fn id_number(self, number: i64) -> i64 {
        if self.0 { number.saturating_abs() } else { number }
    }

    /// **Bene_id system.** Identifier systems were fragments of one page before each had an address.
    pub fn bene_id_system(self, served: &str) -> &str {
        if self.0 { "http://bluebutton.cms.hhs.gov/identifier#bene_id" } else { served }
    }

    /// **HICN hash.** Before cards carried MBIs, the Patient's second identifier was the hashed HICN and not the
    /// hashed MBI.
    pub fn hicn_hash(self) -> bool {
        self.0
    }

    /// **HICN hash system.** See [`Documented::bene_id_system`].
    pub fn hicn_hash_system(self) -> &'static str {
        if self.0 {
            "http://bluebutton.cms.hhs.gov/identifier#hicnHash"
        } else {
            "https://bluebutton.cms.gov/resources/identifier/hicn-hash"
        }
    }

    /// **Unknown gender.** The published Patient of BBUser28324 has gender `unknown` although the record says
    /// female: it was printed before the sex code was mapped. Only this account, as all others are printed with
    /// their gender.
    pub fn sex(self, beneficiary: &Beneficiary) -> &str {
        let unknown = self.0 && beneficiary.BENE_ID == Some(UNKNOWN_GENDER);
        if unknown { "0" } else { beneficiary.BENE_SEX_IDENT_CD.as_str() }
    }

    /// **District.** The address used to tell the county code.
    pub fn district(self, beneficiary: &Beneficiary) -> Option<&str> {
        beneficiary.BENE_COUNTY_CD.filled().filter(|_| self.0)
    }

    /// **Plain apostrophe.** The page of 2021 prints the display of the original reason for entitlement 0 with a plain
    /// apostrophe; the codebook, and with it the server and the page of 2018, with a typographic one.
    pub fn original_reason<'r>(
        self,
        served: Option<Extension<'r>>,
        url: &'r str,
        code: &'r str,
    ) -> Option<Extension<'r>> {
        if !self.0 || code != "0" {
            return served;
        }
        let display = Some("Old age and survivor's insurance (OASI)");
        let coding = PlainCoding { system: url, version: None, code, display };
        Some(Extension::Code(CodeExtension::Plain { url, coding }))
    }

    /// **HCPCS system.** The code system was named by CMS's page about HCPCS before it had an address of Blue
    /// Button's own.
    pub fn hcpcs_system(self) -> &'static str {
        if self.0 {
            "https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html"
        } else {
            "https://bluebutton.cms.gov/resources/codesystem/hcpcs"
        }
    }

    /// **Numbered contained resources.** Their ids counted from 1 within the claim, where the server now takes a
    /// random UUID.
    pub fn contained_id(self, number: usize, uuid: impl FnOnce() -> Uuid) -> Label {
        if self.0 { Label::new().number(number as i64) } else { Label::new().uuid(uuid()) }
    }

    /// **Full URL.** Bundle entries told their address; today they hold the resource only.
    pub fn full_urls(self) -> bool {
        self.0
    }

    /// **First page.** The printed Bundle of claims begins its links with `first`, the page of ten that a search
    /// without parameters was answered with.
    pub fn first_page(self, base_url: &str, patient: i64) -> Option<String> {
        self.0.then(|| format!("{base_url}/v1/fhir/ExplanationOfBenefit?_count=10&startIndex=0&patient={patient}"))
    }
}
