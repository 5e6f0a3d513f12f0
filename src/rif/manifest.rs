//! The manifest that tells CMS's loader which RIF files to load.
//!
//! Responsible for its XML, after the loader's schema `bfd-manifest.xsd`. Must not know the files.
//!
//! The loader looks for `<Incoming or Synthetic/Incoming>/<timestamp>/<sequence_id>_manifest.xml` with the files
//! beside it, leaves a manifest with a timestamp to come until then, and passes over one that is older than 60 days.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Kind;

/// The namespace of the loader's schema.
const NAMESPACE: &str = "http://cms.hhs.gov/bluebutton/api/schema/ccw-rif/v10";

/// A manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// `2017-11-27T00:00:00.000Z`; the folder's name must equal it.
    pub timestamp: String,
    /// Manifests of one timestamp are loaded in this order.
    pub sequence_id: u32,
    /// Whether the people are synthetic.
    pub synthetic: bool,
    /// File names without a path. Written in the order of [`Kind::ALL`], in which the loader needs them, files of one
    /// kind in the order given.
    pub entries: Vec<(String, Kind)>,
    /// The ranges that the loader checks to be free before it loads.
    pub ranges: Option<Ranges>,
}

/// First and last ids of a synthetic set: the schema's `preValidationProperties`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges {
    pub clm_grp_id_start: i64,
    pub pde_id_start: i64,
    pub carr_clm_cntl_num_start: i64,
    pub fi_doc_cntl_num_start: String,
    pub hicn_start: String,
    pub bene_id_start: i64,
    pub clm_id_start: i64,
    pub mbi_start: String,
    pub bene_id_end: i64,
    pub clm_id_end: i64,
    pub pde_id_end: i64,
}

/// Writes the manifest's XML.
pub fn write(mut out: impl Write, manifest: &Manifest) -> io::Result<()> {
    let Manifest { timestamp, sequence_id, synthetic, entries, ranges } = manifest;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    xml += &format!("<dataSetManifest xmlns=\"{NAMESPACE}\" timestamp=\"{}\"", escaped(timestamp));
    xml += &format!(" sequenceId=\"{sequence_id}\" syntheticData=\"{synthetic}\">\n");
    let mut entries: Vec<&(String, Kind)> = entries.iter().collect();
    entries.sort_by_key(|(_, kind)| *kind);
    for (name, kind) in entries {
        let _ = writeln!(xml, "  <entry name=\"{}\" type=\"{}\"/>", escaped(name), kind.manifest_type());
    }
    if let Some(ranges) = ranges {
        xml += "  <preValidationProperties>\n";
        for (name, value) in ranges.elements() {
            let _ = writeln!(xml, "    <{name}>{}</{name}>", escaped(&value));
        }
        xml += "  </preValidationProperties>\n";
    }
    xml += "</dataSetManifest>\n";
    out.write_all(xml.as_bytes())
}

impl Ranges {
    /// The schema's elements, in its order.
    fn elements(&self) -> [(&'static str, String); 11] {
        [
            ("clm_grp_id_start", self.clm_grp_id_start.to_string()),
            ("pde_id_start", self.pde_id_start.to_string()),
            ("carr_clm_cntl_num_start", self.carr_clm_cntl_num_start.to_string()),
            ("fi_doc_cntl_num_start", self.fi_doc_cntl_num_start.clone()),
            ("hicn_start", self.hicn_start.clone()),
            ("bene_id_start", self.bene_id_start.to_string()),
            ("clm_id_start", self.clm_id_start.to_string()),
            ("mbi_start", self.mbi_start.clone()),
            ("bene_id_end", self.bene_id_end.to_string()),
            ("clm_id_end", self.clm_id_end.to_string()),
            ("pde_id_end", self.pde_id_end.to_string()),
        ]
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimType;

    #[test]
    fn a_manifest_lists_people_before_their_claims_and_the_ranges_last() {
        let manifest = Manifest {
            timestamp: "2017-11-27T00:00:00.000Z".to_owned(),
            sequence_id: 0,
            synthetic: true,
            entries: vec![
                ("a&b.rif".to_owned(), Kind::Claims(ClaimType::Carrier)),
                ("people.rif".to_owned(), Kind::Beneficiary),
            ],
            ranges: Some(Ranges {
                clm_grp_id_start: -1,
                pde_id_start: -2,
                carr_clm_cntl_num_start: -3,
                fi_doc_cntl_num_start: "-4".to_owned(),
                hicn_start: "T01000000A".to_owned(),
                bene_id_start: -5,
                clm_id_start: -6,
                mbi_start: "1S00E00AA00".to_owned(),
                bene_id_end: -7,
                clm_id_end: -8,
                pde_id_end: -9,
            }),
        };
        let mut xml = Vec::new();
        write(&mut xml, &manifest).unwrap();
        insta::assert_snapshot!(String::from_utf8(xml).unwrap(), @r#"
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <dataSetManifest xmlns="http://cms.hhs.gov/bluebutton/api/schema/ccw-rif/v10" timestamp="2017-11-27T00:00:00.000Z" sequenceId="0" syntheticData="true">
          <entry name="people.rif" type="BENEFICIARY"/>
          <entry name="a&amp;b.rif" type="CARRIER"/>
          <preValidationProperties>
            <clm_grp_id_start>-1</clm_grp_id_start>
            <pde_id_start>-2</pde_id_start>
            <carr_clm_cntl_num_start>-3</carr_clm_cntl_num_start>
            <fi_doc_cntl_num_start>-4</fi_doc_cntl_num_start>
            <hicn_start>T01000000A</hicn_start>
            <bene_id_start>-5</bene_id_start>
            <clm_id_start>-6</clm_id_start>
            <mbi_start>1S00E00AA00</mbi_start>
            <bene_id_end>-7</bene_id_end>
            <clm_id_end>-8</clm_id_end>
            <pde_id_end>-9</pde_id_end>
          </preValidationProperties>
        </dataSetManifest>
        "#);
    }
}
