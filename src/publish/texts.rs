//! What is told in words: licence, known limits, the README of a release, how to cite it.
//!
//! Made from the manifest alone. Must not know how files are made.

use std::fmt::Write;

use super::changes;
use super::plan::{Form, Packing};
use super::release::{Kind, Listed, Release};
use crate::claim::ClaimType;

/// The licence of the data, word for word.
pub(super) const LICENCE: &str = include_str!("../../LICENSE-DATA");

/// What of the data is not as in the world.
pub(super) const LIMITS: &str = include_str!("known-limits.md");

/// `41.8 MB`.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let (mut tenths, mut unit) = (bytes * 10, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 500) / 1000;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} B") } else { format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit]) }
}

/// `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What an archive is, in a few words.
pub(super) fn about(file: &Listed) -> String {
    let fhir = match file.fhir.as_deref() {
        Some("stu3") => " (FHIR STU3, API v1)",
        Some("r4") => " (FHIR R4, API v2)",
        _ => "",
    };
    let what = match file.form {
        Some(Form::Bundles) => "patient.json, coverage.json and eob.json of each account",
        Some(Form::Ndjson) => "a resource a line, by type",
        Some(Form::Rif) => "CMS's claim files, with the manifest of its loader",
        Some(Form::Csv) => "log-ins, people and counts; the documentation's samples",
        Some(Form::Sqlite) => "a database with keys, indexes and views, ready to be asked",
        None => "",
    };
    format!("{what}{fhir}")
}

/// README.md.
pub(super) fn readme(release: &Release) -> String {
    let version = &release.release.version;
    let mut text = format!(
        "# bluedeck {version}\n\nSynthetic Medicare claims: fictitious people of the Blue Button 2.0 sandbox, as FHIR documents, \
         claim files and tables.\nNo real person is in it. Licence: CC0 1.0 (LICENSE); LICENSES.csv names the owner of every \
         code system inside;\nKNOWN-LIMITS.md tells what is not as in the world. index.html shows all this with charts.\n\n"
    );
    counts(release, &mut text);
    archives(release, &mut text);
    text.push_str(&changes::markdown(release));
    commands(release, &mut text);
    text
}

fn counts(release: &Release, text: &mut String) {
    let _ = writeln!(text, "## Sizes\n\n| size | accounts | claims | lines |\n|---|---:|---:|---:|");
    for size in &release.sizes {
        let total = size.claims.total();
        let (claims, lines) = (grouped(total.claims), grouped(total.lines));
        let _ = writeln!(text, "| {} | {} | {claims} | {lines} |", size.size.name(), grouped(size.accounts));
    }
    if let Some(largest) = release.sizes.last() {
        let _ = writeln!(text, "\n| claims of {} | claims | lines |\n|---|---:|---:|", largest.size.name());
        for claim_type in ClaimType::ALL {
            let figures = largest.claims.figures(claim_type);
            let _ =
                writeln!(text, "| {} | {} | {} |", claim_type.name(), grouped(figures.claims), grouped(figures.lines));
        }
    }
}

fn archives(release: &Release, text: &mut String) {
    let _ = writeln!(text, "\n## Files\n\n| archive | download | unpacked | what |\n|---|---:|---:|---|");
    for file in release.archives() {
        let unpacked = size(file.uncompressed_bytes.unwrap_or(0));
        let _ = writeln!(text, "| {} | {} | {unpacked} | {} |", file.path, size(file.bytes), about(file));
    }
    let others = |kind| release.files.iter().filter(move |file| file.kind == kind);
    if others(Kind::Package).next().is_some() {
        let names: Vec<_> = others(Kind::Package).map(|file| file.path.as_str()).collect();
        let _ = writeln!(text, "\nFHIR packages, in the `valid` shape: {}.", names.join(", "));
    }
    if others(Kind::Bulk).next().is_some() {
        let exports: Vec<_> =
            others(Kind::Bulk).filter(|f| f.path.ends_with(".json")).map(|f| f.path.as_str()).collect();
        let _ =
            writeln!(text, "\nFor loaders, single NDJSON files listed by Bulk Data manifests: {}.", exports.join(", "));
    }
}

fn commands(release: &Release, text: &mut String) {
    let _ = writeln!(text, "\n## Check and open\n\n    sha256sum --ignore-missing -c SHA256SUMS");
    let _ = writeln!(
        text,
        "    minisign -Vm SHA256SUMS -p KEY.pub            # where it is signed; the key from where you trust it"
    );
    if let Some(first) = release.archives().next() {
        let unpack = if first.packing == Some(Packing::Gzip) { "tar -xzf" } else { "tar --zstd -xf" };
        let _ = writeln!(text, "    {unpack} {}", first.path);
    }
    let _ = writeln!(text, "\nOr, in one step: `bluedeck fetch ADDRESS --version {}`.", release.release.version);
    let _ = writeln!(text, "\n## Make it again\n\n    {}\n", release.rebuild.command);
    let program = &release.program;
    let _ = write!(text, "with {} {}", program.name, program.version);
    if let Some(commit) = &release.rebuild.commit {
        let _ = write!(text, " (commit {commit})");
    }
    let _ = writeln!(text, " gives the same bytes. Data set {}.", release.data_set.id);
}

/// CITATION.cff.
pub(super) fn citation(release: &Release) -> String {
    let (version, id) = (&release.release.version, &release.data_set.id);
    format!(
        "cff-version: 1.2.0\nmessage: If you use this data set, please cite it as below.\ntype: dataset\n\
         title: bluedeck, synthetic Medicare claims of the Blue Button 2.0 sandbox\nversion: \"{version}\"\n\
         license: CC0-1.0\nauthors:\n  - name: The bluedeck authors\nidentifiers:\n  - type: other\n    value: \"{id}\"\n    \
         description: The data set's id, a hash of all that it follows from\n"
    )
}
