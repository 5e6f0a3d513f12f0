//! Attacks on fetch: each is refused with a sentence, nothing is written outside the target, and nothing of it is left.

use std::io::Write;
use std::path::Path;

use crate::common::{ARCHIVE, TOP, forge, json, key, rewrite, site};
use crate::server::{Manners, serve};
use crate::support::{bluedeck, refused, tree};

/// Fetches into a directory of its own inside `home` and expects a refusal; nothing may be left anywhere in `home`.
fn attack(from: &str, more: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("mine"), "mine").unwrap();
    let out = home.path().join("a/b/out");
    let mut command = bluedeck();
    command.args(["fetch", from, "--timeout", "1", "--retries", "1", "--out"]).arg(&out).args(more);
    let text = refused(&command.current_dir(home.path()).output().unwrap(), 1);
    let left: Vec<_> = tree(home.path()).into_keys().collect();
    assert_eq!(left, [Path::new("mine")], "{text}");
    assert_eq!(text.lines().count(), 1, "one sentence: {text}");
    text
}

/// The same over a connection and from the directory.
fn attack_both(place: &Path, more: &[&str]) -> String {
    let over = attack(&serve(place, "nothing", Manners::Good).url, more);
    let text = attack(place.to_str().unwrap(), more);
    assert_eq!(over.split(": found").nth(1), text.split(": found").nth(1));
    text
}

#[test]
fn an_altered_byte_a_truncated_file_and_a_swapped_archive_are_refused() {
    let place = site().copy();
    let path = place.path().join("1.0.0").join(ARCHIVE);
    let whole = std::fs::read(&path).unwrap();
    let mut altered = whole.clone();
    altered[1234] ^= 1;
    std::fs::write(&path, &altered).unwrap();
    assert!(attack_both(place.path(), &[]).contains("as the manifest says"));
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    let text = attack_both(place.path(), &[]);
    assert!(text.contains(&format!("found a file of {} bytes", whole.len() - 1)), "{text}");
    std::fs::copy(place.path().join("1.0.0/bluedeck-1.0.0-tiny-stu3-bundles.tar.zst"), &path).unwrap();
    assert!(attack_both(place.path(), &[]).contains("as the manifest says"));
}

#[test]
fn a_whole_other_archive_is_refused_even_where_the_manifest_vouches_for_it() {
    let place = site().copy();
    let release = place.path().join("1.0.0");
    let other = std::fs::read(release.join("bluedeck-1.0.0-tiny-stu3-bundles.tar.zst")).unwrap();
    forge(&release, &other, None);
    let text = attack_both(place.path(), &[]);
    assert!(text.contains("expected members below bluedeck-1.0.0-tiny-r4-bundles/"), "{text}");
}

#[test]
fn a_wrong_signature_none_and_sums_that_were_made_anew_are_refused_where_a_key_is_given() {
    let place = site().copy();
    let release = place.path().join("1.0.0");
    let own = site().key().display().to_string();
    let home = tempfile::tempdir().unwrap();
    key(home.path(), "other");
    let other = home.path().join("other.pub").display().to_string();
    assert!(attack_both(place.path(), &["--key", &other]).contains("found a signature by another key"));
    let archive = std::fs::read(release.join(ARCHIVE)).unwrap();
    forge(&release, &archive, None);
    assert!(attack_both(place.path(), &["--key", &own]).contains("found a signature that does not fit"));
    std::fs::remove_file(release.join("SHA256SUMS.minisig")).unwrap();
    assert!(attack_both(place.path(), &["--key", &own]).contains("found no signature"));
    std::fs::write(release.join("SHA256SUMS.minisig"), "x").unwrap();
    assert!(attack_both(place.path(), &["--key", &own]).contains("found no signature of minisign"));
}

#[test]
fn a_manifest_that_the_sums_do_not_vouch_for_is_refused() {
    let place = site().copy();
    let release = place.path().join("1.0.0");
    let text = std::fs::read_to_string(release.join("manifest.json")).unwrap();
    std::fs::write(release.join("manifest.json"), text.replace("tiny", "full")).unwrap();
    assert!(attack_both(place.path(), &[]).contains("by SHA256SUMS"));
    let mut manifest = json(&site().release().join("manifest.json"));
    let files = manifest["files"].as_array_mut().unwrap();
    files.iter_mut().find(|file| file["path"] == ARCHIVE).unwrap()["path"] = "../../x.tar.zst".into();
    rewrite(&release, &manifest);
    assert!(attack_both(place.path(), &[]).contains("found the file name `../../x.tar.zst`"));
}

/// A member of a made-up archive.
enum Member<'a> {
    File(&'a str, &'a [u8]),
    Link(&'a str, &'a str, tar::EntryType),
}

fn archive(members: &[Member]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for member in members {
        let mut header = tar::Header::new_ustar();
        header.set_mode(0o644);
        let (name, content): (&str, &[u8]) = match member {
            Member::File(name, content) => {
                header.set_entry_type(tar::EntryType::Regular);
                (name, content)
            }
            Member::Link(name, to, kind) => {
                header.set_entry_type(*kind);
                header.set_link_name(to).unwrap();
                (name, b"")
            }
        };
        header.set_size(content.len() as u64);
        // What Builder would refuse to write.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, content).unwrap();
    }
    zstd::encode_all(&*tar.into_inner().unwrap(), 3).unwrap()
}

#[test]
fn members_outside_of_the_directory_and_links_are_refused_and_nothing_is_written() {
    use tar::EntryType::{Char, Directory, GNULongName, Link, Symlink};
    let inside = format!("{TOP}/x");
    let good = Member::File(&inside, b"x");
    let outside = format!("{TOP}/../../../evil");
    let deeper = format!("{TOP}/a/../../../../evil");
    let backslash = format!("{TOP}/..\\evil");
    let cases: Vec<(Vec<Member>, &str)> = vec![
        (vec![Member::File("../evil", b"x")], "the member ../evil"),
        (vec![Member::File(&outside, b"x")], "names below one directory"),
        (vec![Member::File(&deeper, b"x")], "names below one directory"),
        (vec![Member::File("/tmp/bluedeck-evil", b"x")], "the member /tmp/bluedeck-evil"),
        (vec![Member::File(&backslash, b"x")], "names below one directory"),
        (vec![Member::File("elsewhere/x", b"x")], "expected members below"),
        (vec![Member::Link(&inside, "/etc/passwd", Symlink)], "a link"),
        (vec![Member::Link(&inside, "../../mine", Link)], "a link"),
        (vec![Member::Link(&inside, "x", Char)], "regular files alone"),
        (vec![Member::Link(&inside, "x", Directory)], "regular files alone"),
        (vec![Member::Link(&inside, "x", GNULongName)], "regular files alone"),
        (vec![good, Member::File(&inside, b"y")], "twice"),
        (vec![Member::File(&inside, b"x")], "no SHA256SUMS"),
    ];
    for (members, expected) in cases {
        let place = site().copy();
        forge(&place.path().join("1.0.0"), &archive(&members), Some(1 << 20));
        let text = attack(place.path().to_str().unwrap(), &[]);
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!Path::new("/tmp/bluedeck-evil").exists());
}

#[test]
fn members_that_are_not_what_the_archives_own_sums_say_are_refused() {
    let (name, sums) = (format!("{TOP}/x"), format!("{TOP}/SHA256SUMS"));
    let text = format!("{}  x\n", "0".repeat(64));
    let place = site().copy();
    let made = archive(&[Member::File(&name, b"x"), Member::File(&sums, text.as_bytes())]);
    forge(&place.path().join("1.0.0"), &made, Some(1 << 20));
    assert!(attack(place.path().to_str().unwrap(), &[]).contains("by its SHA256SUMS"));
}

#[test]
fn a_frame_that_unpacks_to_more_than_was_announced_is_refused_before_it_fills_the_disk() {
    let name = format!("{TOP}/x");
    let mut header = tar::Header::new_ustar();
    header.set_path(&name).unwrap();
    header.set_size(1 << 32);
    header.set_cksum();
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.write_all(header.as_bytes()).unwrap();
    // 128 MiB of zeros in a few kilobytes, of the 4 GiB that the member claims.
    let zeros = vec![0; 1 << 20];
    (0..128).for_each(|_| encoder.write_all(&zeros).unwrap());
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let place = site().copy();
    forge(&place.path().join("1.0.0"), &bomb, Some(1 << 20));
    let text = attack_both(place.path(), &[]);
    assert!(text.contains("a bomb, expected 1048576 bytes as announced"), "{text}");
    // A manifest that announces the bomb is believed no more than its proportions are.
    forge(&place.path().join("1.0.0"), &bomb, Some(1 << 40));
    assert!(attack_both(place.path(), &[]).contains("times its size"));
}

#[test]
fn a_frame_that_asks_for_a_huge_window_is_refused() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(27).unwrap();
    encoder.include_contentsize(false).unwrap();
    let made = zstd::decode_all(&*archive(&[Member::File(&format!("{TOP}/x"), b"x")])).unwrap();
    encoder.write_all(&made).unwrap();
    encoder.flush().unwrap();
    let made = encoder.finish().unwrap();
    let place = site().copy();
    forge(&place.path().join("1.0.0"), &made, Some(1 << 20));
    let text = attack(place.path().to_str().unwrap(), &[]);
    assert!(text.contains("emory") || text.contains("indow"), "{text}");
}

#[test]
fn a_server_that_lies_about_length_stalls_or_sends_another_part_is_refused() {
    let place = site().place();
    for by in [-1, 1] {
        let server = serve(&place, ARCHIVE, Manners::Lies(by));
        assert!(attack(&server.url, &[]).contains("as the manifest says"), "{by}");
    }
    let text = attack(&serve(&place, ARCHIVE, Manners::WrongRange).url, &[]);
    assert!(text.contains("found the part `bytes 999-"), "{text}");
    for small in ["manifest.json", "releases.json"] {
        let text = attack(&serve(&place, small, Manners::Stalls(3)).url, &[]);
        assert!(text.contains("tried 2 times"), "{text}");
    }
}

#[test]
fn a_server_that_stalls_is_given_up_and_what_has_arrived_is_kept_to_go_on_from() {
    let home = tempfile::tempdir().unwrap();
    let server = serve(&site().place(), ARCHIVE, Manners::Stalls(50_000));
    let mut command = bluedeck();
    command.args(["fetch", &server.url, "--timeout", "1", "--retries", "0", "--out"]).arg(home.path());
    let text = refused(&command.output().unwrap(), 1);
    assert!(text.contains("the same command goes on from there"), "{text}");
    assert!(!home.path().join(TOP).exists());
    let whole = serve(&site().place(), ARCHIVE, Manners::Good);
    let mut command = bluedeck();
    command.args(["fetch", &whole.url, "--out"]).arg(home.path());
    assert!(command.output().unwrap().status.success());
    assert!(whole.asked.lock().unwrap()[0].as_ref().is_some_and(|range| range.starts_with("bytes=")));
}

#[test]
fn a_redirect_to_another_scheme_or_without_end_is_refused_and_one_to_http_is_followed() {
    let place = site().place();
    for to in ["file:///etc/passwd", "ftp://127.0.0.1/x"] {
        let text = attack(&serve(&place, "manifest.json", Manners::Redirects(to.into())).url, &[]);
        assert!(text.contains("redirect"), "{text}");
    }
    let round = serve(&place, "manifest.json", Manners::Redirects("manifest.json".into()));
    assert!(attack(&round.url, &[]).contains("more redirects than are followed"));
    let good = serve(&place, "nothing", Manners::Good);
    let first = serve(&place, ARCHIVE, Manners::Redirects(format!("{}/1.0.0/{ARCHIVE}", good.url)));
    let out = tempfile::tempdir().unwrap();
    let mut command = bluedeck();
    command.args(["fetch", &first.url, "--out"]).arg(out.path());
    assert!(command.output().unwrap().status.success());
}

#[test]
fn a_manifest_without_end_is_not_read_to_its_end() {
    let place = site().copy();
    let path = place.path().join("1.0.0/manifest.json");
    std::fs::write(&path, vec![b' '; (16 << 20) + 1]).unwrap();
    assert!(attack_both(place.path(), &[]).contains("at most 16777216 bytes"));
}
