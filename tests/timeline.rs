//! The timeline page as a browser shows it: no error, no request, and as many claims as the account's bundle.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use support::{run_well, skipped};

/// Where headless Chromium may be.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.into_iter().chain(known).find(|path| path.exists())
}

/// What the browser makes of a page after its script ran, and what it says meanwhile.
fn browse(chromium: &Path, page: &Path, home: &Path, more: &[&str]) -> (String, String) {
    let profile = format!("--user-data-dir={}", home.join("profile").display());
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
    let alone = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    let net_log = format!("--log-net-log={}", home.join("net.json").display());
    let output = Command::new(chromium)
        .args(quiet)
        .args(alone)
        .args([&profile, &net_log, "--enable-logging=stderr", "--v=0", "--virtual-time-budget=2000"])
        .args(more)
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .output()
        .expect("Chromium starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Addresses that the page itself asked for, of those in Chromium's log of the network.
fn requests(net_log: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(net_log).unwrap();
    let addresses = text.split("\"url\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    // What the browser asks for on its own account goes to its maker's hosts.
    let own = |url: &&str| !["google", "gstatic", "gvt1"].iter().any(|host| url.contains(host));
    addresses.filter(|url| url.starts_with("http") || url.starts_with("ws")).filter(own).map(str::to_owned).collect()
}

/// Claims of an account's bundle.
fn claims_of(account: &str) -> u64 {
    let bundle: Value = serde_json::from_str(&run_well(["show", account])).unwrap();
    bundle["total"].as_u64().unwrap()
}

#[test]
fn a_page_has_an_entry_for_every_claim_of_the_bundle_and_names_no_other_place() {
    assert_eq!(
        run_well(["show", "Jack", "--format", "html"]),
        run_well(["personas", "show", "Jack", "--format", "html"])
    );
    for account in ["Jack", "Lucille2014", "BBUser20023", "BBUser28324"] {
        let page = run_well(["show", account, "--format", "html"]);
        assert_eq!(page.matches("<details id=\"c").count() as u64, claims_of(account), "{account}");
        assert_eq!(page.matches("class=\"claim ").count() as u64, claims_of(account), "{account}");
        for outside in ["http://", "https://", " src=", "@import", "url("] {
            assert!(!page.contains(outside), "{account}: {outside}");
        }
    }
}

#[test]
fn headless_chromium_shows_the_page_without_an_error_or_a_request() {
    let Some(chromium) = chromium() else {
        return skipped(
            "the timeline page in a browser",
            "Install chromium (or set CHROMIUM) and run cargo test --test timeline",
        );
    };
    let home = tempfile::tempdir().unwrap();
    for account in ["Jack", "Lucille2014", "Every"] {
        let page = home.path().join(format!("{account}.html"));
        std::fs::write(&page, run_well(["show", account, "--format", "html"])).unwrap();
        let (document, said) = browse(&chromium, &page, home.path(), &["--dump-dom"]);
        let claims = claims_of(account);
        assert!(!said.contains("CONSOLE"), "{account}: {said}");
        assert_eq!(document.matches("<details id=\"c").count() as u64, claims, "{account}");
        // The script counted them: it ran to its end.
        assert!(
            document.contains(&format!("{claims} of {claims}</small>")),
            "{account}: the script's count is missing"
        );
        assert_eq!(requests(&home.path().join("net.json")), Vec::<String>::new(), "{account}");
    }
}

#[test]
fn pages_can_be_photographed() {
    let (Some(chromium), Some(shots)) = (chromium(), std::env::var_os("BLUEDECK_SHOTS")) else {
        return skipped(
            "screenshots of the timeline",
            "Set BLUEDECK_SHOTS to a folder and run cargo test --test timeline",
        );
    };
    let home = tempfile::tempdir().unwrap();
    for account in ["Jack", "Lucille2014", "Dolores", "Every", "Frank", "Nora"] {
        let page = home.path().join(format!("{account}.html"));
        std::fs::write(&page, run_well(["show", account, "--format", "html"])).unwrap();
        for (device, size) in [("desktop", "1280,1800"), ("phone", "500,1800")] {
            let path = Path::new(&shots).join(format!("{account}.{device}.png"));
            let shot = format!("--screenshot={}", path.display());
            browse(&chromium, &page, home.path(), &[&shot, &format!("--window-size={size}")]);
            assert!(std::fs::metadata(&path).unwrap().len() > 10_000, "{}", path.display());
        }
    }
}
