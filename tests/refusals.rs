//! Each refusal is one clear sentence and the right exit code, and leaves nothing half-written behind.

mod support;

use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use support::{bluedeck, refused, run, run_well, skipped, tree};

fn sentence(arguments: &[&str], code: i32) -> String {
    refused(&run(arguments), code)
}

#[test]
fn an_unknown_account_is_named() {
    let text = sentence(&["show", "BBUser30000"], 2);
    assert!(text.contains("BBUser30000"), "{text}");
    insta::assert_snapshot!("unknown_account", text);
    insta::assert_snapshot!("unknown_fhir_id", sentence(&["show", "-20140000010001"], 2));
}

#[test]
fn an_account_range_out_of_bounds_is_named() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let out = out.to_str().unwrap();
    insta::assert_snapshot!("range", sentence(&["generate", "--accounts", "29990..30005", "--out", out], 2));
    insta::assert_snapshot!("reversed", sentence(&["generate", "--accounts", "20..10", "--out", out], 2));
    insta::assert_snapshot!("size", sentence(&["generate", "--accounts", "30001", "--out", out], 2));
    assert!(!Path::new(out).exists());
}

#[test]
fn a_shard_beyond_its_number_is_refused() {
    insta::assert_snapshot!("shard", sentence(&["generate", "--shard", "4/3"], 2));
    insta::assert_snapshot!("shard_zero", sentence(&["generate", "--shard", "0/3"], 2));
}

#[test]
fn an_unknown_profile_or_version_is_refused() {
    insta::assert_snapshot!("profile", sentence(&["show", "BBUser00000", "--profile", "realistic"], 2));
    insta::assert_snapshot!("version", sentence(&["show", "BBUser00000", "--fhir", "r5"], 2));
}

#[test]
fn as_of_belongs_to_coherent() {
    insta::assert_snapshot!(
        "as_of",
        sentence(&["show", "BBUser00000", "--profile", "faithful", "--as-of", "2024-06-30"], 2)
    );
}

#[test]
fn an_unwritable_directory_is_one_sentence() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("file"), "not a directory").unwrap();
    let out = home.path().join("file/out");
    let text = sentence(&["generate", "--accounts", "tiny", "--out", out.to_str().unwrap()], 1);
    assert!(text.contains("file/out"), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn a_full_disk_is_one_sentence_and_leaves_no_half_files() {
    let home = tempfile::tempdir().unwrap();
    let mount = home.path().join("small");
    std::fs::create_dir(&mount).unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
        .arg(&mount)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        return skipped("the full disk", "Run as root, so that a tmpfs of 256 kB can be mounted");
    }
    let out = mount.join("out");
    let output = run(["generate", "--accounts", "100", "--out", out.to_str().unwrap()]);
    let files = tree(&mount);
    assert!(std::process::Command::new("umount").arg(&mount).status().unwrap().success());
    let text = refused(&output, 1);
    assert!(text.contains("No space left on device"), "{text}");
    let half: Vec<_> = files.keys().filter(|path| path.to_string_lossy().contains("partial")).collect();
    assert!(half.is_empty(), "{half:?}");
    assert!(!files.contains_key(Path::new("out/manifest.json")));
}

#[test]
fn a_directory_with_foreign_files_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("thesis.tex"), "years of work").unwrap();
    let before = tree(home.path());
    for more in [&[][..], &["--force"], &["--resume"]] {
        let out = home.path().to_str().unwrap();
        let text = sentence(&[&["generate", "--accounts", "tiny", "--out", out], more].concat(), 1);
        assert!(text.contains("thesis.tex"), "{text}");
        assert_eq!(tree(home.path()), before);
    }
}

#[test]
fn a_directory_of_another_data_set_is_refused_and_force_replaces_it() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_str().unwrap();
    let generate = ["generate", "--quiet", "--accounts", "tiny", "--out", out];
    run_well(generate);
    let before = tree(home.path());
    let text = sentence(&[&generate[..], &["--seed", "99"]].concat(), 1);
    assert!(text.contains("--force"), "{text}");
    assert!(sentence(&generate, 1).contains("already"));
    assert_eq!(tree(home.path()), before);
    run_well([&generate[..], &["--seed", "99", "--force"]].concat());
    assert_ne!(tree(home.path()), before);
    run_well([&generate[..], &["--force"]].concat());
    assert_eq!(tree(home.path()), before);
}

#[test]
fn verify_finds_truncated_altered_missing_and_foreign_files() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_str().unwrap();
    run_well(["generate", "--quiet", "--accounts", "tiny", "--out", out]);
    run_well(["verify", out]);
    let archive = home.path().join("r4/bundles/BBUser28000-28499.tar.zst");
    let bytes = std::fs::read(&archive).unwrap();

    std::fs::write(&archive, &bytes[..bytes.len() - 100]).unwrap();
    let text = sentence(&["verify", out], 1);
    assert!(text.contains("BBUser28000-28499.tar.zst"), "{text}");

    let mut altered = bytes.clone();
    altered[bytes.len() / 2] ^= 1;
    std::fs::write(&archive, altered).unwrap();
    let text = sentence(&["verify", out], 1);
    assert!(text.contains("sha256") && text.contains("BBUser28000-28499.tar.zst"), "{text}");

    std::fs::remove_file(&archive).unwrap();
    assert!(sentence(&["verify", out], 1).contains("BBUser28000-28499.tar.zst"));

    std::fs::write(&archive, &bytes).unwrap();
    std::fs::write(home.path().join("extra.txt"), "?").unwrap();
    assert!(sentence(&["verify", out], 1).contains("extra.txt"));

    assert!(sentence(&["verify", "/nonexistent"], 1).contains("/nonexistent"));
}

/// A hands file in the published layout with these rows.
fn hands(rows: &str) -> String {
    format!(
        "BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,total_claim_line_count,\
         carrier_claim_count,carrier_claim_line_count,inpatient_claim_count,inpatient_claim_line_count,\
         partd_event_count,\n{rows},,,,,,,,,,"
    )
}

#[test]
fn every_defect_of_a_hands_file_is_one_sentence() {
    let good = "19990000000001,BBUser00000,PW00000!,14,18,14,18,0,0,0,\n";
    let cases = [
        ("missing_column", hands(good).replace(",partd_event_count", "")),
        ("negative_count", hands(&good.replace(",18,0,0,0,", ",18,-1,0,0,"))),
        ("not_a_number", hands(&good.replace(",18,0,0,0,", ",18,few,0,0,"))),
        ("duplicate_user", hands(&[good, good].concat())),
        ("unknown_user", hands(&good.replace("BBUser00000", "BBUser77777"))),
        ("another_bene_id", hands(&good.replace("19990000000001", "19990000000002"))),
        ("does_not_add_up", hands(&good.replace("!,14,18,", "!,15,18,"))),
        ("lines_do_not_add_up", hands(&good.replace("!,14,18,", "!,14,19,"))),
        ("fewer_lines_than_claims", hands("19990000000001,BBUser00000,PW00000!,14,13,14,13,0,0,0,\n")),
        ("short_row", hands("19990000000001,BBUser00000,PW00000!,14\n")),
        ("empty", String::new()),
    ];
    let home = tempfile::tempdir().unwrap();
    let mut texts = String::new();
    for (name, text) in cases {
        let file = home.path().join("hands.csv");
        std::fs::write(&file, text).unwrap();
        let out = home.path().join("out");
        let arguments = ["generate", "--hands", file.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let sentence = sentence(&arguments, 1);
        assert_eq!(sentence.lines().count(), 1, "{name}: {sentence}");
        texts += &format!("{name}: {}", sentence.replace(home.path().to_str().unwrap(), "DIR"));
        assert!(!out.exists(), "{name}");
    }
    insta::assert_snapshot!("hands", texts);
}

#[test]
fn a_pipe_that_closes_early_is_no_error() {
    let mut child = bluedeck()
        .args(["show", "BBUser20023", "--format", "ndjson"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap(); // and the pipe is closed
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
