//! CMS's own published sample RIF files, where they are: BLUEDECK_RIF_SAMPLES names their directory.

use std::path::PathBuf;

use crate::files::try_convert;
use crate::support::{skipped, stderr};

#[test]
fn the_published_samples_convert_in_both_versions() {
    let Some(directory) = std::env::var_os("BLUEDECK_RIF_SAMPLES").map(PathBuf::from) else {
        return skipped("CMS's sample RIF files", "Name their directory in BLUEDECK_RIF_SAMPLES");
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        for version in ["stu3", "r4"] {
            let output = try_convert(&[path.to_str().unwrap(), "--fhir", version, "--as", "ndjson"]);
            assert!(output.status.success(), "{}: {}", path.display(), stderr(&output));
        }
    }
}
