//! index.html as a browser shows it, and held to the manifest.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::common::{json, site};
use crate::support::skipped;

/// Where headless Chromium may be.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.into_iter().chain(known).find(|path| path.exists())
}

/// What the browser makes of the page, what it says, and what it asked of a network.
fn browse(chromium: &Path, page: &Path, home: &Path, more: &[&str]) -> (String, String, Vec<String>) {
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
    let alone = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    let log = home.join("net.json");
    let output = Command::new(chromium)
        .args(quiet)
        .args(alone)
        .arg(format!("--user-data-dir={}", home.join("profile").display()))
        .arg(format!("--log-net-log={}", log.display()))
        .args(["--enable-logging=stderr", "--v=0", "--virtual-time-budget=2000"])
        .args(more)
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .output()
        .expect("Chromium starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let net = std::fs::read_to_string(&log).unwrap();
    let addresses = net.split("\"url\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    // What the browser asks for on its own account goes to its maker's hosts.
    let own = |url: &&str| !["google", "gstatic", "gvt1"].iter().any(|host| url.contains(host));
    let asked = addresses.filter(|url| url.starts_with("http") || url.starts_with("ws")).filter(own);
    (text(&output.stdout), text(&output.stderr), asked.map(str::to_owned).collect())
}

fn grouped(number: u64) -> String {
    let digits: Vec<char> = number.to_string().chars().rev().collect();
    let parts: Vec<String> = digits.chunks(3).map(|chunk| chunk.iter().collect()).collect();
    parts.join(",").chars().rev().collect()
}

/// The text of each cell in the row that begins like this.
fn cells(html: &str, row: &str) -> Vec<String> {
    let row = html.split(row).nth(1).unwrap_or_else(|| panic!("no row {row}")).split("</tr>").next().unwrap();
    let cells = row.split("<td").skip(1).map(|cell| cell.split('>').nth(1).unwrap().split('<').next().unwrap());
    cells.map(str::to_owned).collect()
}

#[test]
fn the_page_has_the_manifests_numbers_links_that_lead_somewhere_and_nothing_from_elsewhere() {
    let release = site().release();
    let (html, manifest) =
        (std::fs::read_to_string(release.join("index.html")).unwrap(), json(&release.join("manifest.json")));
    let types = ["carrier", "dme", "hha", "hospice", "inpatient", "outpatient", "pde", "snf"];
    for size in manifest["sizes"].as_array().unwrap() {
        let of = |name: &str, key: &str| size["claims"][name][key].as_u64().unwrap_or(0);
        let all = |key: &str| types.iter().map(|name| of(name, key)).sum::<u64>();
        let mut expected = vec![size["accounts"].as_u64().unwrap()];
        expected.extend([all("claims"), all("lines")]);
        expected.extend(types.iter().map(|name| of(name, "claims")));
        let row = format!("<tr id=\"size-{}\">", size["size"].as_str().unwrap());
        assert_eq!(cells(&html, &row), expected.into_iter().map(grouped).collect::<Vec<_>>());
    }
    let archives = manifest["files"].as_array().unwrap().iter().filter(|file| file["kind"] == "archive");
    for file in archives {
        assert!(html.contains(file["sha256"].as_str().unwrap()), "{}", file["path"]);
    }
    // Each chart stands again as a table, with the manifest's figures.
    let figures = &manifest["figures"];
    for (month, by_type) in figures["claims_by_month"].as_object().unwrap() {
        let expected: Vec<String> = types.iter().map(|name| grouped(by_type[name].as_u64().unwrap_or(0))).collect();
        assert_eq!(cells(&html, &format!("<tr><th scope=\"row\">{month}</th>")), expected);
    }
    for (name, cents) in figures["paid_cents"].as_object().unwrap() {
        assert!(html.contains(&format!("${}</td>", grouped(cents.as_u64().unwrap() / 100))), "{name}");
    }
    let people = figures["ages"].as_object().unwrap().values().flat_map(|band| band.as_object().unwrap().values());
    assert_eq!(people.filter_map(Value::as_u64).sum::<u64>(), manifest["sizes"][0]["accounts"].as_u64().unwrap());
    for link in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(link == "data:," || release.join(link).is_file(), "the link {link} leads nowhere");
    }
    for outside in [" src=", "@import", "url(", "<script", "<link rel=\"stylesheet"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[test]
fn headless_chromium_shows_the_page_without_an_error_or_a_request() {
    let Some(chromium) = chromium() else {
        let how = "Install chromium (or set CHROMIUM) and run cargo test --test releases";
        return skipped("the page of a release in a browser", how);
    };
    let (home, page) = (tempfile::tempdir().unwrap(), site().release().join("index.html"));
    let (document, said, asked) = browse(&chromium, &page, home.path(), &["--dump-dom"]);
    assert!(!said.contains("CONSOLE"), "{said}");
    assert_eq!(asked, Vec::<String>::new());
    assert_eq!(document.matches("<figure").count(), 4);
    if let Some(shots) = std::env::var_os("BLUEDECK_SHOTS") {
        for (name, window) in [("release", "1280,2600"), ("release-phone", "390,4200")] {
            let shot = format!("--screenshot={}", Path::new(&shots).join(format!("{name}.png")).display());
            browse(&chromium, &page, home.path(), &[&shot, &format!("--window-size={window}")]);
        }
    }
}
