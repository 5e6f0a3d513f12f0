//! What `--emit` and `--out -` give: NDJSON and RIF that hold the bundles' claims, in files and in a pipe.

mod support;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::{assert_same, bluedeck, refused, run, run_well, tree};

/// Accounts of all three cohorts, in four blocks, two of the heaviest among them.
const ACCOUNTS: &str =
    "BBUser00000,BBUser00499,BBUser09338,BBUser10000,BBUser20023,BBUser20499,BBUser28324,BBUser29999";

fn generate(out: &Path, more: &[&str]) {
    let out = out.to_str().unwrap();
    run_well([&["generate", "--quiet", "--accounts", ACCOUNTS, "--out", out], more].concat());
}

/// A directory's files by their names with `/`.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(directory).into_iter().map(|(path, bytes)| (path.to_str().unwrap().replace('\\', "/"), bytes)).collect()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn what_is_emitted_by_default_says_nothing_of_ndjson_and_rif() {
    let home = tempfile::tempdir().unwrap();
    let out = |n: &str| home.path().join(n);
    generate(&out("default"), &[]);
    generate(&out("named"), &["--emit", "csv,bundles"]);
    assert_same(&out("default"), &out("named"));
    let manifest = std::fs::read_to_string(out("default").join("manifest.json")).unwrap();
    for word in ["emit", "ndjson\":", "records", "\"rif"] {
        assert!(!manifest.contains(word), "{word}");
    }
}

#[test]
fn every_form_alone_has_the_bytes_that_it_has_among_all_and_verifies() {
    let home = tempfile::tempdir().unwrap();
    let out = |n: &str| home.path().join(n);
    generate(&out("all"), &["--emit", "bundles,csv,ndjson,rif"]);
    let all = files(&out("all"));
    let mut seen = 2; // manifest.json, LICENSES.csv
    for form in ["bundles", "csv", "ndjson", "rif"] {
        generate(&out(form), &["--emit", form]);
        run_well(["verify", out(form).to_str().unwrap()]);
        let alone = files(&out(form));
        for (path, bytes) in alone.iter().filter(|(path, _)| *path != "manifest.json") {
            assert!(all.get(path) == Some(bytes), "{path}");
        }
        assert!(alone.contains_key("LICENSES.csv"), "{form}");
        seen += alone.len() - 2;
        assert_eq!(json(&out(form).join("manifest.json"))["options"]["emit"], serde_json::json!([form]));
    }
    assert_eq!(seen, all.len());
}

#[test]
fn the_golden_digests_of_ndjson_and_rif_hold() {
    // Changing these takes a new FORMAT_VERSION and an entry in CHANGELOG.md.
    insta::assert_snapshot!("golden_digests", digests("faithful"));
    insta::assert_snapshot!("golden_digests_coherent", digests("coherent"));
}

fn digests(profile: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    generate(home.path(), &["--emit", "ndjson,rif", "--profile", profile]);
    let manifest = json(&home.path().join("manifest.json"));
    let line = |file: &Value| {
        let digest = file["blake3"].as_str().unwrap();
        let records = file["records"].as_u64().map_or_else(|| "-".to_owned(), |records| records.to_string());
        format!("{} {records:>4} {}", &digest[..32], file["path"].as_str().unwrap())
    };
    // Words about the data may be put better without moving any.
    let is_data = |file: &&Value| file["path"] != "LICENSES.csv";
    manifest["files"].as_array().unwrap().iter().filter(is_data).map(line).collect::<Vec<_>>().join(
        "
",
    )
}

#[test]
fn every_compression_and_layout_holds_the_same_lines() {
    let home = tempfile::tempdir().unwrap();
    let out = |n: &str| home.path().join(n);
    let plain = |directory: &str| -> BTreeMap<String, String> {
        let manifest = json(&out(directory).join("manifest.json"));
        let files = manifest["files"].as_array().unwrap().iter();
        let digest = |file: &Value| {
            let path = file["path"].as_str().unwrap();
            let path = path.trim_end_matches(".zst").trim_end_matches(".gz").to_owned();
            (path, file["blake3"].as_str().unwrap().to_owned())
        };
        // The export manifests name the files as they are stored.
        files.map(digest).filter(|(path, _)| !path.ends_with("export.json")).collect()
    };
    for compress in ["zstd", "zstd:1", "gzip", "none"] {
        generate(&out(compress), &["--emit", "ndjson,rif", "--layout", "files", "--compress", compress]);
        run_well(["verify", out(compress).to_str().unwrap()]);
        assert_eq!(plain(compress), plain("zstd"), "{compress}");
    }
    let head = std::fs::read_to_string(out("none").join("rif/carrier.20000-20499.rif")).unwrap();
    assert!(head.starts_with("DML_IND|BENE_ID|CLM_ID|"), "{head:.100}");
}

#[test]
fn cms_s_manifest_names_every_file_people_first_and_no_time_of_the_run() {
    let home = tempfile::tempdir().unwrap();
    generate(home.path(), &["--emit", "rif", "--compress", "none"]);
    insta::assert_snapshot!("manifest_xml", std::fs::read_to_string(home.path().join("rif/0_manifest.xml")).unwrap());
    let text = std::fs::read_to_string(home.path().join("rif/0_manifest.xml")).unwrap();
    for path in files(home.path()).keys().filter_map(|path| path.strip_prefix("rif/")) {
        assert_eq!(text.matches(&format!("name=\"{path}\"")).count(), usize::from(path.ends_with(".rif")), "{path}");
    }
}

#[test]
fn the_export_manifest_counts_the_lines_of_every_file() {
    let home = tempfile::tempdir().unwrap();
    generate(home.path(), &["--emit", "ndjson", "--compress", "none", "--base-url", "https://example.org"]);
    for (version, api) in [("stu3", "v1"), ("r4", "v2")] {
        let directory = home.path().join(version).join("ndjson");
        let export = json(&directory.join("export.json"));
        // The newest weekly load: claims reach the end of 2025.
        assert_eq!(export["transactionTime"], "2026-02-04T00:00:00.000+00:00");
        let request = format!("https://example.org/{api}/fhir/$export?_type=Patient,Coverage,ExplanationOfBenefit");
        assert_eq!(export["request"], request);
        assert_eq!((&export["requiresAccessToken"], &export["error"]), (&false.into(), &serde_json::json!([])));
        let mut listed = 0;
        for output in export["output"].as_array().unwrap() {
            let text = std::fs::read_to_string(directory.join(output["url"].as_str().unwrap())).unwrap();
            assert_eq!(output["count"], text.lines().count());
            for line in text.lines() {
                let resource: Value = serde_json::from_str(line).unwrap();
                assert_eq!(resource["resourceType"], output["type"]);
            }
            listed += 1;
        }
        assert_eq!(listed + 1, std::fs::read_dir(&directory).unwrap().count());
    }
}

#[test]
fn another_list_of_forms_refuses_to_resume_with_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    generate(home.path(), &["--emit", "rif"]);
    let out = home.path().to_str().unwrap();
    let again = ["generate", "--quiet", "--accounts", ACCOUNTS, "--resume", "--out", out];
    let text = refused(&run(again), 1);
    assert!(text.contains("(options.emit: found rif, expected bundles,csv)"), "{text}");
    run_well([&again[..], &["--emit", "rif"]].concat());
}

#[test]
fn verify_reads_files_of_lines_without_a_manifest_too() {
    let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    generate(home.path(), &["--emit", "ndjson,rif", "--compress", "none"]);
    let claims = std::fs::read_to_string(home.path().join("r4/ndjson/ExplanationOfBenefit.pde.20000-20499.ndjson"));
    let rows = std::fs::read_to_string(home.path().join("rif/carrier.20000-20499.rif"));
    let (claims, rows) = (claims.unwrap(), rows.unwrap());
    let verify = |name: &str, text: &str| {
        let path = elsewhere.path().join(name);
        std::fs::write(&path, text).unwrap();
        run(["verify", path.to_str().unwrap()])
    };
    let (pde, rif) = ("ExplanationOfBenefit.pde.20000-20499.ndjson", "carrier.20000-20499.rif");
    assert!(verify(pde, &claims).status.success() && verify(rif, &rows).status.success());
    for (name, text, found) in [
        ("ExplanationOfBenefit.snf.20000-20499.ndjson", claims.clone(), "in line 1 a claim of type pde"),
        ("Patient.20000-20499.ndjson", claims.clone(), "in line 1 a ExplanationOfBenefit where Patient should be"),
        (pde, claims[..claims.len() - 1].to_owned(), "without an end"),
        (pde, claims.replacen("Patient/-2014", "Patient/-2015", 1), "who has no account"),
        (rif, rows.replacen("INSERT|", "INSERT", 1), "99 columns in line 2 where 100 should be"),
        (rif, rows.replacen("CLM_ID", "CLAIM_ID", 1), "the column CLAIM_ID where CLM_ID should be"),
        ("pde.20000-20499.rif", rows.clone(), "100 columns in line 1 where 41 should be"),
    ] {
        let text = refused(&verify(name, &text), 1);
        assert!(text.contains(found), "{name}: {text}");
    }
}

/// What a stream of the same accounts holds.
fn stream(arguments: &[&str]) -> Vec<u8> {
    let output = run([&["generate", "--quiet", "--accounts", ACCOUNTS, "--out", "-"], arguments].concat());
    assert!(output.status.success(), "{}", support::stderr(&output));
    output.stdout
}

#[test]
fn a_stream_of_rif_or_csv_is_the_files_one_after_another() {
    let home = tempfile::tempdir().unwrap();
    generate(home.path(), &["--emit", "csv,rif", "--compress", "none"]);
    let files = files(home.path());
    assert!(stream(&["--emit", "csv"]) == files["accounts.csv"]);
    for kind in ["beneficiary", "carrier", "inpatient", "pde"] {
        let mut whole = Vec::new();
        for (_, bytes) in files.iter().filter(|(path, _)| path.starts_with(&format!("rif/{kind}."))) {
            let head = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 1;
            whole.extend_from_slice(if whole.is_empty() { bytes } else { &bytes[head..] });
        }
        for threads in ["1", "3"] {
            let streamed = stream(&["--emit", "rif", "--type", kind, "--threads", threads]);
            assert!(streamed == whole, "{kind}, {threads} threads");
        }
    }
    // A type that none of the accounts has.
    let types = ["hha", "hospice", "snf", "dme"];
    let nobody_has = |kind: &&str| !files.keys().any(|path| path.starts_with(&format!("rif/{kind}.")));
    let kind = types.into_iter().find(nobody_has).expect("some type is not among these few accounts");
    let none = stream(&["--emit", "rif", "--type", kind]);
    assert_eq!(none.iter().filter(|&&byte| byte == b'\n').count(), 1, "the header row");
}

#[test]
fn a_stream_of_ndjson_holds_each_account_s_resources_together_and_in_order() {
    let streamed = stream(&["--emit", "ndjson", "--fhir", "stu3"]);
    let mut expected = Vec::new();
    for account in ACCOUNTS.split(',') {
        for resource in ["patient", "coverage", "eob"] {
            let arguments = ["show", account, "--fhir", "stu3", "--resource", resource, "--format", "ndjson"];
            expected.extend(run_well(arguments).into_bytes());
        }
    }
    assert!(streamed == expected);
    let pde = stream(&["--emit", "ndjson", "--fhir", "stu3", "--type", "pde"]);
    let of_type = String::from_utf8(streamed).unwrap();
    let of_type: Vec<&str> = of_type.lines().filter(|line| line.contains("\"id\":\"pde-")).collect();
    assert!(!of_type.is_empty());
    assert!(String::from_utf8(pde).unwrap().lines().eq(of_type));
}

#[test]
fn a_stream_may_be_compressed_and_shards_together_are_the_whole() {
    let whole = stream(&["--emit", "ndjson", "--fhir", "r4"]);
    let shard = |shard: &str| stream(&["--emit", "ndjson", "--fhir", "r4", "--shard", shard]).len();
    assert_eq!(shard("1/3") + shard("2/3") + shard("3/3"), whole.len());
    let packed = stream(&["--emit", "ndjson", "--fhir", "r4", "--compress", "zstd"]);
    assert!(packed.len() * 10 < whole.len());
    assert!(zstd::decode_all(&packed[..]).unwrap() == whole);
    let mut unpacked = Vec::new();
    let packed = stream(&["--emit", "ndjson", "--fhir", "r4", "--compress", "gzip"]);
    flate2::read::MultiGzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == whole);
}

#[test]
fn a_stream_that_nobody_reads_to_its_end_is_no_error() {
    let mut child: Command = bluedeck();
    child.args(["generate", "--emit", "ndjson", "--fhir", "r4", "--out", "-"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap(); // and the pipe is closed
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn what_one_stream_cannot_hold_is_refused_with_a_sentence() {
    let stream = ["generate", "--accounts", "tiny", "--out", "-"];
    let mut sentences = String::new();
    for more in [
        &[][..],
        &["--emit", "ndjson,rif", "--fhir", "r4"],
        &["--emit", "ndjson"],
        &["--emit", "ndjson", "--fhir", "r4", "--type", "beneficiary,pde"],
        &["--emit", "rif"],
        &["--emit", "rif", "--type", "carrier,pde"],
        &["--emit", "csv", "--type", "pde"],
        &["--emit", "csv", "--resume"],
        &["--emit", "csv", "--force"],
        &["--emit", "csv", "--layout", "tar"],
        &["--emit", "csv", "--json"],
    ] {
        let output = run([&stream[..], more].concat());
        assert!(output.stdout.is_empty());
        sentences += &format!("{}\n  {}", more.join(" "), refused(&output, 2));
    }
    let directory = run(["generate", "--emit", "rif", "--type", "pde", "--out", "/nonexistent/out"]);
    sentences += &format!("--type with a directory\n  {}", refused(&directory, 2));
    insta::assert_snapshot!("refusals", sentences);
}

#[test]
fn show_prints_an_account_s_rows_as_the_files_hold_them() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_str().unwrap();
    run_well(["generate", "-q", "--accounts", "BBUser28324", "--emit", "rif", "--compress", "none", "--out", out]);
    let file = |kind: &str| std::fs::read_to_string(home.path().join(format!("rif/{kind}.28000-28499.rif"))).unwrap();
    let show = |more: &[&str]| run_well([&["show", "BBUser28324", "--format", "rif"], more].concat());
    let [person, carrier, inpatient, pde] = ["beneficiary", "carrier", "inpatient", "pde"].map(file);
    assert_eq!(show(&["--type", "carrier"]), carrier);
    assert_eq!(show(&["--resource", "patient"]), person);
    assert_eq!(show(&["--type", "carrier,pde"]), format!("{carrier}\n{pde}"));
    assert_eq!(show(&["--resource", "eob"]), format!("{carrier}\n{inpatient}\n{pde}"));
    assert_eq!(show(&[]), format!("{person}\n{carrier}\n{inpatient}\n{pde}"));
    refused(&run(["show", "BBUser28324", "--format", "rif", "--resource", "userinfo"]), 2);
}
