//! What a run leaves on disk: the same bytes for any threads, shards and interruptions, and nothing
//! half-done that looks done.

mod press {
    pub mod common;
}

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::fhir::Version;
use bluedeck::press::{
    Compress, Emit, Layout, OnExisting, Plan, PressError, Progress, Shard, Silent, VersionTotals, count, merge,
    published_layout, run, verify,
};
use bluedeck::roster::AccountNumber;
use press::common::{Tree, accounts, copy_tree, data_set, plan, scratch, tree};

/// The tree that a run of `plan` leaves.
fn pressed(plan: &Plan) -> Tree {
    run(data_set(), plan, &Silent).unwrap_or_else(|error| panic!("{error}"));
    tree(&plan.out)
}

fn assert_same(found: &Tree, expected: &Tree) {
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (path, bytes) in expected {
        assert!(found[path] == *bytes, "{path} differs");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let whole = pressed(&plan(scratch().path()));
    for threads in [2, 5] {
        let out = scratch();
        assert_same(&pressed(&Plan { threads, ..plan(out.path()) }), &whole);
    }
}

#[test]
fn three_shards_merged_equal_the_whole() {
    let whole = pressed(&plan(scratch().path()));
    let shards: Vec<_> = (1..=3).map(|k| (k, scratch())).collect();
    for (k, out) in &shards {
        let shard = pressed(&Plan { shard: Some(Shard { k: *k, n: 3 }), ..plan(out.path()) });
        assert!(shard.contains_key(&format!("manifest.{k}-of-3.json")));
        assert!(!shard.contains_key("manifest.json") && !shard.contains_key("accounts.csv"));
        assert_eq!(verify(out.path(), &Silent).unwrap().problems, []);
    }
    let out = scratch();
    let directories: Vec<_> = shards.iter().rev().map(|(_, out)| out.path().to_path_buf()).collect();
    merge(&directories, out.path()).unwrap();
    assert_same(&tree(out.path()), &whole);
}

#[test]
fn shards_that_do_not_make_a_whole_are_refused_with_a_sentence() {
    let shard = |k, n, shape| {
        let out = scratch();
        pressed(&Plan { shard: Some(Shard { k, n }), shape, ..plan(out.path()) });
        out
    };
    let shapes = (bluedeck::fhir::Shape::Served, bluedeck::fhir::Shape::Documented);
    let (one, two, other) = (shard(1, 2, shapes.0), shard(2, 2, shapes.0), shard(2, 2, shapes.1));
    let refusal = |parts: &[&Path]| {
        let out = scratch();
        let parts: Vec<_> = parts.iter().map(|part| part.to_path_buf()).collect();
        let error = merge(&parts, out.path()).unwrap_err().to_string();
        assert_eq!(tree(out.path()).len(), 0, "nothing is left behind");
        error
    };
    assert_eq!(refusal(&[one.path()]), "shard 2 of 2 is missing: name all 2 shards, each once");
    assert!(refusal(&[one.path(), two.path(), one.path()]).starts_with("shard 1 of 2 is named twice: "));
    let mixed = refusal(&[one.path(), other.path()]);
    assert!(mixed.ends_with("differ in options.shape: found \"documented\", expected \"served\""), "{mixed}");
    let nothing = scratch();
    assert!(refusal(&[nothing.path()]).starts_with("no shard's manifest.K-of-N.json is in "));

    let archive = "stu3/bundles/BBUser00000-00499.tar.zst";
    std::fs::write(one.path().join(archive), "altered").unwrap();
    assert!(
        refusal(&[one.path(), two.path()]).contains("BBUser00000-00499.tar.zst: found a truncated or altered file")
    );
}

/// Copies the output directory at the n-th account: what SIGKILL at that moment would leave.
struct Snapshots<'a> {
    out: &'a Path,
    at: &'a [usize],
    done: AtomicUsize,
    copies: Mutex<Vec<tempfile::TempDir>>,
}

impl Progress for Snapshots<'_> {
    fn account_done(&self, _: AccountNumber) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.at.contains(&done) {
            let copy = scratch();
            copy_tree(self.out, copy.path());
            self.copies.lock().unwrap().push(copy);
        }
    }
}

#[test]
fn a_run_killed_at_any_of_several_points_resumes_to_the_same_bytes() {
    for layout in [Layout::Tar, Layout::Files] {
        let out = scratch();
        let undisturbed = Plan { threads: 1, layout, ..plan(out.path()) };
        let at = [1, 3, 4, 5, accounts().len()];
        let snapshots = Snapshots { out: out.path(), at: &at, done: AtomicUsize::new(0), copies: Mutex::default() };
        run(data_set(), &undisturbed, &snapshots).unwrap();
        let whole = tree(out.path());
        let copies = snapshots.copies.into_inner().unwrap();
        assert_eq!(copies.len(), at.len());
        for copy in &copies {
            let again = Plan { out: copy.path().into(), ..undisturbed.clone() };
            let refused = run(data_set(), &again, &Silent).unwrap_err();
            assert!(matches!(refused, PressError::HalfDone { .. }), "{refused}");
            let resumed = Plan { threads: 2, on_existing: OnExisting::Resume, ..again };
            assert_same(&pressed(&resumed), &whole);
        }
    }
}

#[test]
fn a_run_killed_while_force_cleared_the_old_files_resumes_to_the_same_bytes() {
    let (old, new) = (scratch(), scratch());
    pressed(&Plan { compress: Compress::Gzip, ..plan(old.path()) });
    let fewer = Plan { versions: vec![Version::R4], threads: 1, ..plan(new.path()) };
    let snapshots = Snapshots { out: new.path(), at: &[1], done: AtomicUsize::new(0), copies: Mutex::default() };
    run(data_set(), &fewer, &snapshots).unwrap();
    // The new run's header is in place, the old files are not yet removed.
    let copies = snapshots.copies.into_inner().unwrap();
    copy_tree(&copies[0].path().join(".bluedeck"), &old.path().join(".bluedeck"));
    let resumed = Plan { out: old.path().into(), on_existing: OnExisting::Resume, ..fewer };
    assert_same(&pressed(&resumed), &tree(new.path()));
}

/// Not a promise: the process that the next test kills, the test program run once more with `OUT` set.
#[test]
fn the_process_to_kill() {
    if let Some(out) = std::env::var_os("BLUEDECK_TEST_OUT") {
        let plan = Plan { threads: 1, on_existing: OnExisting::Resume, ..plan(Path::new(&out)) };
        run(data_set(), &plan, &Silent).unwrap();
    }
}

#[test]
fn a_run_killed_with_sigkill_again_and_again_resumes_to_the_same_bytes() {
    let out = scratch();
    // What is there may go while it is looked at, so only names are read.
    let names = |directory: &str| std::fs::read_dir(out.path().join(directory)).into_iter().flatten().flatten();
    let something = || names("stu3/bundles").next().is_some();
    // The lock, the run's header and the blocks.
    let finished = |blocks: usize| move || names(".bluedeck").count() >= 2 + blocks;
    let moments: [&dyn Fn() -> bool; 4] = [&something, &finished(1), &finished(2), &finished(3)];
    for moment in moments {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_process_to_kill"])
            .env("BLUEDECK_TEST_OUT", out.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !moment() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let resumed = pressed(&Plan { on_existing: OnExisting::Resume, ..plan(out.path()) });
    let undisturbed = scratch();
    assert_same(&resumed, &pressed(&plan(undisturbed.path())));
}

#[test]
fn a_finished_block_that_was_damaged_is_made_again_on_resuming() {
    let out = scratch();
    let stopping = Stop { after: 5, done: AtomicUsize::new(0) };
    run(data_set(), &Plan { threads: 1, ..plan(out.path()) }, &stopping).unwrap_err();
    let archive = out.path().join("r4/bundles/BBUser00000-00499.tar.zst");
    let mut bytes = std::fs::read(&archive).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&archive, bytes).unwrap();
    let resumed = pressed(&Plan { on_existing: OnExisting::Resume, ..plan(out.path()) });
    assert_same(&resumed, &pressed(&plan(scratch().path())));
}

/// Stops in order after so many accounts.
struct Stop {
    after: usize,
    done: AtomicUsize,
}

impl Progress for Stop {
    fn account_done(&self, _: AccountNumber) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
    fn go_on(&self) -> bool {
        self.done.load(Ordering::Relaxed) < self.after
    }
}

#[test]
fn a_stopped_run_leaves_no_partial_file_and_says_how_to_go_on() {
    let out = scratch();
    let stopping = Stop { after: 6, done: AtomicUsize::new(0) };
    let error = run(data_set(), &Plan { threads: 1, ..plan(out.path()) }, &stopping).unwrap_err().to_string();
    let expected = format!(
        "the run was stopped; 2 of 4 blocks are finished and kept in {}: --resume goes on from there",
        out.path().display()
    );
    assert_eq!(error, expected);
    let left = tree(out.path());
    assert!(left.keys().all(|path| !path.ends_with(".partial")), "{:?}", left.keys());
    assert!(!left.contains_key("manifest.json"));

    let out = scratch();
    let stopping = Stop { after: 1, done: AtomicUsize::new(0) };
    let error = run(data_set(), &Plan { threads: 1, ..plan(out.path()) }, &stopping).unwrap_err().to_string();
    assert_eq!(error, "the run was stopped");
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn documents_of_the_files_layout_equal_the_members_and_one_account_alone_equals_its_member() {
    let pressed_as = |layout, accounts| {
        let out = scratch();
        pressed(&Plan { compress: Compress::None, layout, accounts, ..plan(out.path()) })
    };
    let archives = members(&pressed_as(Layout::Tar, accounts()), "tar");
    let files = pressed_as(Layout::Files, accounts());
    let documents: Tree = files.into_iter().filter(|(path, _)| path.contains("/bundles/")).collect();
    assert_eq!(documents.len(), accounts().len() * 6);
    assert_same(&documents, &archives);

    let alone = pressed_as(Layout::Files, vec![accounts()[3]]);
    let mut documents = alone.iter().filter(|(path, _)| path.contains("/bundles/"));
    assert_eq!(documents.clone().count(), 6);
    assert!(documents.all(|(path, bytes)| archives[path] == *bytes));
}

/// The members of a tree's archives, named as the files layout names them.
fn members(tree: &Tree, suffix: &str) -> Tree {
    let mut members = Tree::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(suffix)) {
        for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
            let mut entry = entry.unwrap();
            let (directory, _) = path.rsplit_once('/').unwrap();
            let name = format!("{directory}/{}", entry.path().unwrap().display());
            let mut document = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut document).unwrap();
            members.insert(name, document);
        }
    }
    members
}

#[test]
fn plain_tar_opens_every_archive_and_gives_the_documents() {
    let out = scratch();
    let documents = pressed(&Plan { compress: Compress::None, layout: Layout::Files, ..plan(out.path()) });
    for (compress, flag, suffix) in
        [(Compress::Zstd { level: 3 }, "--zstd", ".zst"), (Compress::Gzip, "--gzip", ".gz"), (Compress::None, "--", "")]
    {
        let (out, unpacked) = (scratch(), scratch());
        pressed(&Plan { compress, ..plan(out.path()) });
        let archive = out.path().join(format!("r4/bundles/BBUser20000-20499.tar{suffix}"));
        let mut tar = Command::new("tar");
        if flag != "--" {
            tar.arg(flag);
        }
        let status = match tar.arg("-xf").arg(&archive).arg("-C").arg(unpacked.path()).status() {
            Ok(status) => status,
            Err(error) => return eprintln!("SKIPPED: plain tar is not here ({error})"),
        };
        assert!(status.success(), "tar {flag} -xf");
        let found = tree(unpacked.path());
        assert!(!found.is_empty());
        for (path, bytes) in found {
            assert!(documents[&format!("r4/bundles/{path}")] == bytes, "{path}");
        }
    }
}

#[test]
fn gzip_and_files_verify_like_the_rest() {
    for (layout, compress) in
        [(Layout::Files, Compress::Zstd { level: 1 }), (Layout::Files, Compress::Gzip), (Layout::Tar, Compress::Gzip)]
    {
        let out = scratch();
        pressed(&Plan { layout, compress, ..plan(out.path()) });
        assert_eq!(verify(out.path(), &Silent).unwrap().problems, []);
    }
}

#[test]
fn verify_finds_nothing_wrong_and_reads_everything() {
    let out = scratch();
    let summary = run(data_set(), &plan(out.path()), &Silent).unwrap();
    let report = verify(out.path(), &Silent).unwrap();
    assert_eq!(report.problems, []);
    assert_eq!(report.accounts, accounts().len() as u64);
    let of_version = |version: &VersionTotals| version.uncompressed_bytes + version.ndjson.unwrap().uncompressed_bytes;
    let uncompressed: u64 = summary.versions.iter().map(of_version).sum();
    assert_eq!(report.uncompressed_bytes, uncompressed + summary.rif.unwrap().uncompressed_bytes);
    let archive = verify(&out.path().join("r4/bundles/BBUser20000-20499.tar.zst"), &Silent).unwrap();
    assert_eq!((archive.problems.len(), archive.files), (0, 1));
    assert!(archive.accounts > 0);
}

#[test]
fn verify_says_of_a_truncated_altered_missing_or_extra_file_what_it_found_and_expected() {
    let out = scratch();
    pressed(&plan(out.path()));
    let archive = out.path().join("stu3/bundles/BBUser00000-00499.tar.zst");
    let whole = std::fs::read(&archive).unwrap();
    let only_problem = |path: &Path| {
        let problems = verify(path, &Silent).unwrap().problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].to_string()
    };

    std::fs::write(&archive, &whole[..100]).unwrap();
    let truncated = format!(
        "{}: found a truncated file of 100 bytes, expected {} bytes",
        archive.canonicalize().unwrap().display(),
        whole.len()
    );
    assert_eq!(only_problem(&out.path().canonicalize().unwrap()), truncated);
    assert_eq!(only_problem(&archive), truncated);

    let mut altered = whole.clone();
    altered[60] ^= 1;
    std::fs::write(&archive, altered).unwrap();
    assert!(only_problem(out.path()).contains("BBUser00000-00499.tar.zst: found an altered file with sha256 "));

    std::fs::remove_file(&archive).unwrap();
    assert!(only_problem(out.path()).contains("BBUser00000-00499.tar.zst: found no such file, expected the file of "));

    std::fs::write(&archive, whole).unwrap();
    std::fs::write(out.path().join("notes.txt"), "mine").unwrap();
    assert!(only_problem(out.path()).contains("notes.txt: found a file that the manifest does not list"));
}

#[test]
fn a_manifest_or_accounts_csv_with_other_counts_than_the_documents_is_found_out() {
    let out = scratch();
    pressed(&Plan { emit: Emit::default(), ..plan(out.path()) });
    let manifest = out.path().join("manifest.json");
    let whole = std::fs::read_to_string(&manifest).unwrap();
    let more = whole.replacen("\"Coverage\": 32", "\"Coverage\": 33", 1);
    std::fs::write(&manifest, more).unwrap();
    let problems = verify(out.path(), &Silent).unwrap().problems;
    let sentence = "manifest.json: found 32 Coverage resources in the files of stu3, expected 33 Coverage resources";
    assert!(problems.len() == 1 && problems[0].to_string().ends_with(sentence), "{problems:?}");

    // A table that was changed together with its record in the manifest.
    let table = out.path().join("accounts.csv");
    let rows = std::fs::read_to_string(&table).unwrap();
    let changed = rows.replacen(",44,98,", ",43,98,", 1);
    assert_ne!(rows, changed);
    let digests = |text: &str| {
        use sha2::{Digest, Sha256};
        let sha256: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        [sha256, blake3::hash(text.as_bytes()).to_hex().to_string()]
    };
    let mut manifest_text = whole;
    for (old, new) in digests(&rows).iter().zip(digests(&changed)) {
        manifest_text = manifest_text.replace(old, &new);
    }
    std::fs::write(&table, changed).unwrap();
    std::fs::write(&manifest, manifest_text).unwrap();
    let problems = verify(out.path(), &Silent).unwrap().problems;
    let sentence = "found 44 carrier, 1 inpatient, 103 pde claims of BBUser20023 in the documents of stu3, \
        expected 43 carrier, 1 inpatient, 103 pde as in the accounts' counts";
    assert!(problems.iter().any(|problem| problem.to_string().ends_with(sentence)), "{problems:?}");
}

#[test]
fn an_archive_without_a_manifest_is_checked_against_itself() {
    let (out, elsewhere) = (scratch(), scratch());
    pressed(&plan(out.path()));
    let whole = std::fs::read(out.path().join("r4/bundles/BBUser20000-20499.tar.zst")).unwrap();
    let archive = elsewhere.path().join("some.tar.zst");
    std::fs::write(&archive, &whole).unwrap();
    assert_eq!(verify(&archive, &Silent).unwrap().problems, []);
    for damage in [whole.len() / 2, whole.len() - 2_000] {
        let mut damaged = whole.clone();
        damaged[damage] ^= 0x10;
        std::fs::write(&archive, &damaged).unwrap();
        assert_eq!(verify(&archive, &Silent).unwrap().problems.len(), 1, "a changed byte {damage}");
        std::fs::write(&archive, &whole[..damage]).unwrap();
        assert_eq!(verify(&archive, &Silent).unwrap().problems.len(), 1, "cut at {damage}");
    }
}

#[test]
fn a_directory_that_is_not_empty_is_refused_with_a_sentence() {
    let out = scratch();
    let again = plan(out.path());
    let refusal = |plan: &Plan| run(data_set(), plan, &Silent).unwrap_err().to_string();

    std::fs::write(out.path().join("thesis.doc"), "mine").unwrap();
    let foreign = refusal(&again);
    assert!(foreign.ends_with("files that are not bluedeck's (thesis.doc): choose an empty directory"), "{foreign}");
    let forced = Plan { on_existing: OnExisting::Force, ..again.clone() };
    assert_eq!(refusal(&forced), foreign, "not even by force");
    std::fs::remove_file(out.path().join("thesis.doc")).unwrap();

    std::fs::write(out.path().join("README.md"), "kept").unwrap();
    std::fs::write(out.path().join(".gitignore"), "*").unwrap();
    let first = pressed(&again);
    let complete = refusal(&again);
    assert!(complete.ends_with("already holds this data set, complete: --force writes it again"), "{complete}");
    let resumed = Plan { on_existing: OnExisting::Resume, ..again.clone() };
    assert!(run(data_set(), &resumed, &Silent).unwrap().was_complete);
    // A run killed while it removed its journal.
    std::fs::create_dir(out.path().join(".bluedeck")).unwrap();
    std::fs::write(out.path().join(".bluedeck/00000-00499.json"), "{}").unwrap();
    assert!(run(data_set(), &resumed, &Silent).unwrap().was_complete);
    assert_same(&tree(out.path()), &first);

    for on_existing in [OnExisting::Refuse, OnExisting::Resume] {
        let other = Plan { base_url: "https://example.org".into(), on_existing, ..again.clone() };
        let other = refusal(&other);
        let expected = "(options.base_url: found \"https://sandbox.bluebutton.cms.gov\", expected \
            \"https://example.org\"): choose another directory (`generate --force` replaces it)";
        assert!(other.ends_with(expected), "{other}");
    }
    assert_same(&tree(out.path()), &first);

    let fewer = Plan { versions: vec![Version::Stu3], on_existing: OnExisting::Force, ..again.clone() };
    let replaced = pressed(&fewer);
    assert!(replaced.keys().all(|path| !path.starts_with("r4/")));
    assert_eq!(replaced["README.md"], b"kept");
    assert_same(&pressed(&forced), &first);
}

/// A small file system of its own, unmounted when dropped.
struct Tmpfs(tempfile::TempDir);

impl Tmpfs {
    fn mounted(size: &str) -> Option<Tmpfs> {
        let place = scratch();
        let options = format!("size={size}");
        let mut mount = Command::new("mount");
        let status = mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(place.path()).output().ok()?.status;
        status.success().then_some(Tmpfs(place))
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_is_named_and_nothing_half_written_is_left() {
    for (size, some_block_fits) in [("16k", false), ("200k", true)] {
        let Some(disk) = Tmpfs::mounted(size) else {
            return eprintln!("SKIPPED: a small tmpfs cannot be mounted here (it takes root)");
        };
        let out = disk.0.path().join("out");
        let plan = Plan { threads: 1, emit: Emit::default(), ..plan(&out) };
        let error = run(data_set(), &plan, &Silent).unwrap_err().to_string();
        assert!(error.starts_with(&format!("cannot write {}", out.display())), "{error}");
        assert!(error.contains("No space left on device"), "{error}");
        let left = tree(&out);
        assert!(left.keys().all(|path| !path.ends_with(".partial") && path != "manifest.json"), "{:?}", left.keys());
        assert_eq!(!left.is_empty(), some_block_fits, "{:?}", left.keys());
        assert_eq!(error.ends_with("--resume goes on from there"), some_block_fits, "{error}");
    }
}

#[test]
fn a_run_is_not_resumed_with_other_options() {
    let out = scratch();
    let stopping = Stop { after: 5, done: AtomicUsize::new(0) };
    run(data_set(), &Plan { threads: 1, ..plan(out.path()) }, &stopping).unwrap_err();
    let other = Plan { versions: vec![Version::R4], on_existing: OnExisting::Resume, ..plan(out.path()) };
    let error = run(data_set(), &other, &Silent).unwrap_err().to_string();
    assert!(error.contains("(options.fhir: found [\"stu3\",\"r4\"], expected [\"r4\"])"), "{error}");
}

#[test]
fn a_directory_that_cannot_be_written_is_named_with_the_cause() {
    let out = scratch();
    let file = out.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = run(data_set(), &plan(&file.join("out")), &Silent).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot create {}: ", file.join("out").display())), "{error}");
}

#[test]
fn plans_that_cannot_be_done_are_refused_before_anything_is_written() {
    let out = scratch();
    let plan = plan(out.path());
    for (bad, sentence) in [
        (Plan { shard: Some(Shard { k: 4, n: 3 }), ..plan.clone() }, "shard 4/3: found 4 of 3, expected K of N"),
        (Plan { versions: vec![], ..plan.clone() }, "the plan names no FHIR version"),
        (Plan { accounts: vec![], ..plan.clone() }, "the plan names no account"),
        (Plan { accounts: vec![AccountNumber(30_000)], ..plan.clone() }, "there is no account BBUser30000"),
        (Plan { compress: Compress::Zstd { level: 99 }, ..plan.clone() }, "zstd level 99: expected a level from"),
        (Plan { base_url: "https://a/".into(), ..plan.clone() }, "the base URL `https://a/` ends with a slash"),
    ] {
        let error = run(data_set(), &bad, &Silent).unwrap_err().to_string();
        assert!(error.starts_with(sentence), "{error}");
    }
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
}

fn sha256(text: impl AsRef<[u8]>) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// CMS's files of 2018 (all accounts) and of 2025 (its rows up to BENE_ID 20000000000001).
const OF_2018: &str = "a47b86da363ae8985f7d4141257ff8325327964c983a218183d46fc7d629414d";
const OF_2025: &str = "3c8f79d87dc3cc4b294fca2683883720c531f5916894f8558fecb36d6365d269";

#[test]
fn the_published_counts_come_out_of_the_claims_that_are_made_and_a_hands_file_out_of_its_own() {
    let text = published_layout(count(data_set(), data_set().roster.numbers(), 0).unwrap());
    assert_eq!(sha256(&text), OF_2018);

    let kept = |line: &&str| line.split(',').next().unwrap().parse::<u64>().is_ok_and(|id| id <= 20_000_000_000_001);
    let rows: Vec<&str> = text.lines().filter(kept).collect();
    let hands = format!("{}\n{}\n,,,,,,,,,,", text.lines().next().unwrap(), rows.join("\n"));
    assert_eq!((rows.len(), sha256(&hands).as_str()), (10_001, OF_2025));

    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("hands.csv");
    std::fs::write(&file, &hands).unwrap();
    let data_set =
        DataSet::open(&Options { profile: Profile::Faithful, hands: Some(file), ..Options::default() }).unwrap();
    let counted = published_layout(count(&data_set, data_set.roster.numbers(), 0).unwrap());
    assert_eq!(sha256(counted), OF_2025);
}
