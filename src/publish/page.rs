//! index.html of a release: what is inside, how large, how to get it, what it is like. Style within; nothing is fetched.
//!
//! Made from the manifest alone, and every number of it is one of the manifest's.

use std::fmt::Write;

use super::plan::Size;
use super::release::{Kind, Release};
use super::texts::{about, grouped, size};
use super::{changes, charts};
use crate::claim::ClaimType;

const STYLE: &str = include_str!("page.css");

/// A resource to look at: its title and its JSON.
pub(super) type Sample = (String, String);

/// The page.
pub(super) fn page(release: &Release, samples: &[Sample]) -> String {
    let version = escape(&release.release.version);
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>bluedeck {version}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n\
         <h1>bluedeck {version}</h1>\n<p>Synthetic Medicare claims: fictitious people of the Blue Button 2.0 sandbox, as FHIR documents, \
         claim files and tables. <strong>No real person is in it.</strong></p>\n\
         <p class=\"quiet\">Licence: <a href=\"LICENSE\">CC0 1.0</a>; <a href=\"LICENSES.csv\">owners of the code systems inside</a>; \
         <a href=\"KNOWN-LIMITS.md\">known limits</a>; <a href=\"manifest.json\">manifest</a>; \
         <a href=\"SHA256SUMS\">checksums</a></p>\n</header>\n<main>\n"
    );
    sizes(release, &mut html);
    archives(release, &mut html);
    commands(release, &mut html);
    if let Some(figures) = &release.figures {
        charts::charts(release, figures, &mut html);
    }
    html.push_str(&changes::html(release));
    others(release, &mut html);
    looked_at(samples, &mut html);
    provenance(release, &mut html);
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

/// Text inside of HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn sizes(release: &Release, html: &mut String) {
    html.push_str("<h2>Sizes</h2>\n<div class=\"scroll\" tabindex=\"0\"><table id=\"sizes\">\n<thead><tr><th scope=\"col\">size</th>");
    let names = ["accounts", "claims", "lines"].into_iter().chain(ClaimType::ALL.map(ClaimType::name));
    names.for_each(|name| {
        let _ = write!(html, "<th scope=\"col\" class=\"n\">{name}</th>");
    });
    html.push_str("</tr></thead>\n<tbody>\n");
    for own in &release.sizes {
        let (name, total) = (own.size.name(), own.claims.total());
        let _ = write!(html, "<tr id=\"size-{name}\"><th scope=\"row\">{name}</th>");
        let of_types = ClaimType::ALL.map(|claim_type| own.claims.figures(claim_type).claims);
        for number in [own.accounts, total.claims, total.lines].into_iter().chain(of_types) {
            let _ = write!(html, "<td class=\"n\">{}</td>", grouped(number));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n<p class=\"quiet\">Each size lies within the next, with the same bytes for the same account; personas come with all.</p>\n");
}

fn archives(release: &Release, html: &mut String) {
    html.push_str(
        "<h2>Archives</h2>\n<div class=\"scroll\"><table id=\"archives\">\n<thead><tr><th scope=\"col\">archive</th><th scope=\"col\" class=\"n\">download</th>\
         <th scope=\"col\" class=\"n\">unpacked</th><th scope=\"col\" class=\"n\">accounts</th><th scope=\"col\">what, and its SHA-256</th></tr></thead>\n",
    );
    let mut before = None;
    for file in release.archives() {
        if before != Some(file.size) {
            let name = file.size.map(Size::name).unwrap_or_default();
            let _ = writeln!(html, "<tbody><tr><th class=\"group\" colspan=\"5\" scope=\"rowgroup\">{name}</th></tr>");
            before = Some(file.size);
        }
        let (path, sha256) = (escape(&file.path), escape(&file.sha256));
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\"><a href=\"{path}\">{path}</a></th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td>{}<br><code class=\"digest\">{sha256}</code></td></tr>",
            size(file.bytes),
            size(file.uncompressed_bytes.unwrap_or(0)),
            grouped(file.accounts.unwrap_or(0)),
            escape(&about(file))
        );
    }
    html.push_str("</tbody></table></div>\n");
}

fn commands(release: &Release, html: &mut String) {
    let Some(first) = release.archives().next() else {
        return;
    };
    let unpack = if first.path.ends_with(".gz") { "tar -xzf" } else { "tar --zstd -xf" };
    let _ = writeln!(
        html,
        "<h2>Get it</h2>\n<pre>bluedeck fetch ADDRESS --version {version} --size {size}</pre>\n<p>or with plain tools, from this page's address:</p>\n\
         <pre>curl -O ADDRESS/{path} -O ADDRESS/SHA256SUMS\nsha256sum --ignore-missing -c SHA256SUMS\n# where it is signed; the key from where you trust it\ncurl -O ADDRESS/SHA256SUMS.minisig && minisign -Vm SHA256SUMS -p KEY.pub\n{unpack} {path}</pre>",
        version = escape(&release.release.version),
        size = first.size.map(|size| size.name()).unwrap_or_default(),
        path = escape(&first.path),
    );
}

fn others(release: &Release, html: &mut String) {
    let mut list = |title: &str, kind: Kind| {
        let files: Vec<_> = release.files.iter().filter(|file| file.kind == kind).collect();
        if files.is_empty() {
            return;
        }
        // A list that is long is opened by whoever wants it.
        let long = kind == Kind::Bulk;
        let _ = writeln!(html, "<h2>{title}</h2>");
        if long {
            let _ =
                writeln!(html, "<details><summary>{} files: accounts, and a resource a line</summary>", files.len());
        }
        html.push_str("<ul>\n");
        for file in files {
            let path = escape(&file.path);
            let _ = writeln!(html, "<li><a href=\"{path}\">{path}</a> <small>{}</small></li>", size(file.bytes));
        }
        html.push_str(if long { "</ul></details>\n" } else { "</ul>\n" });
    };
    list("FHIR packages", Kind::Package);
    list("For programs that load from addresses", Kind::Bulk);
    list("About", Kind::Page);
}

fn looked_at(samples: &[Sample], html: &mut String) {
    if samples.is_empty() {
        return;
    }
    html.push_str("<h2>To look at</h2>\n");
    for (title, json) in samples {
        let _ = writeln!(
            html,
            "<details><summary>{}</summary><pre class=\"json\" tabindex=\"0\">{}</pre></details>",
            escape(title),
            escape(json)
        );
    }
}

fn provenance(release: &Release, html: &mut String) {
    let program = &release.program;
    let commit =
        release.rebuild.commit.as_ref().map(|commit| format!(", commit {}", escape(commit))).unwrap_or_default();
    let _ = writeln!(
        html,
        "<h2>Make it again</h2>\n<pre>{}</pre>\n<p>with {} {}{commit} gives the same bytes.</p>\n<p class=\"quiet\">Data set <code class=\"digest\">{}</code><br>Content <code class=\"digest\">{}</code></p>",
        escape(&release.rebuild.command),
        escape(&program.name),
        escape(&program.version),
        escape(&release.data_set.id),
        escape(&release.rebuild.content)
    );
}
