//! index.html of a release: what is inside, how large, how to get it, what it is like. Style within; nothing is fetched.
//!
//! Made from the manifest alone, and every number of it is one of the manifest's. Drawings have whole coordinates.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::changes;
use super::figures::Figures;
use super::release::{Kind, Release};
use super::texts::{about, grouped, size};
use crate::claim::ClaimType;

const STYLE: &str = include_str!("page.css");

/// Width of a drawing, and of what stands left of its bars.
const WIDTH: u64 = 640;
const LEFT: u64 = 90;

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
        charts(release, figures, &mut html);
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
    html.push_str("<h2>Sizes</h2>\n<div class=\"scroll\"><table id=\"sizes\">\n<thead><tr><th scope=\"col\">size</th><th scope=\"col\" class=\"n\">accounts</th>");
    for claim_type in ClaimType::ALL {
        let _ = write!(html, "<th scope=\"col\" class=\"n\">{}</th>", claim_type.name());
    }
    html.push_str(
        "<th scope=\"col\" class=\"n\">claims</th><th scope=\"col\" class=\"n\">lines</th></tr></thead>\n<tbody>\n",
    );
    for own in &release.sizes {
        let name = own.size.name();
        let _ = write!(
            html,
            "<tr id=\"size-{name}\"><th scope=\"row\">{name}</th><td class=\"n\">{}</td>",
            grouped(own.accounts)
        );
        for claim_type in ClaimType::ALL {
            let _ = write!(html, "<td class=\"n\">{}</td>", grouped(own.claims.figures(claim_type).claims));
        }
        let total = own.claims.total();
        let _ = writeln!(
            html,
            "<td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            grouped(total.claims),
            grouped(total.lines)
        );
    }
    html.push_str("</tbody></table></div>\n<p class=\"quiet\">Each size lies within the next, with the same bytes for the same account; personas come with all.</p>\n");
}

fn archives(release: &Release, html: &mut String) {
    html.push_str(
        "<h2>Archives</h2>\n<div class=\"scroll\"><table id=\"archives\">\n<thead><tr><th scope=\"col\">archive</th><th scope=\"col\" class=\"n\">download</th>\
         <th scope=\"col\" class=\"n\">unpacked</th><th scope=\"col\" class=\"n\">accounts</th><th scope=\"col\">what, and its SHA-256</th></tr></thead>\n<tbody>\n",
    );
    for file in release.archives() {
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
         <pre>curl -O ADDRESS/{path} -O ADDRESS/SHA256SUMS -O ADDRESS/SHA256SUMS.minisig\nsha256sum --ignore-missing -c SHA256SUMS\nminisign -Vm SHA256SUMS -p KEY.pub    # where it is signed; the key from where you trust it\n{unpack} {path}</pre>",
        version = escape(&release.release.version),
        size = first.size.map(|size| size.name()).unwrap_or_default(),
        path = escape(&first.path),
    );
}

fn charts(release: &Release, figures: &Figures, html: &mut String) {
    let name = figures.size.map(|size| size.name()).unwrap_or_default();
    let Some(own) = release.sizes.iter().find(|own| Some(own.size) == figures.size) else {
        return;
    };
    let _ = writeln!(
        html,
        "<h2>What it is like</h2>\n<p>Of size {name}, {} accounts.</p>\n<div class=\"charts\">",
        grouped(own.accounts)
    );
    let rate = |claim_type: ClaimType| own.claims.figures(claim_type).claims * 100 / own.accounts.max(1);
    let bars = ClaimType::ALL.map(|claim_type| (claim_type.name(), rate(claim_type), hundredths(rate(claim_type))));
    chart(html, "claims-per-account", "Claims per account, by type", "claims", &bars);
    let paid = |claim_type: ClaimType| figures.paid_cents.get(claim_type.name()).copied().unwrap_or(0).max(0) as u64;
    let bars = ClaimType::ALL
        .map(|claim_type| (claim_type.name(), paid(claim_type), format!("${}", grouped(paid(claim_type) / 100))));
    chart(html, "paid", "Paid by Medicare and drug plans, by type", "dollars", &bars);
    pyramid(html, &figures.ages);
    months(html, &figures.claims_by_month);
    html.push_str("</div>\n");
}

/// `12.34` of 1234.
fn hundredths(number: u64) -> String {
    format!("{}.{:02}", grouped(number / 100), number % 100)
}

/// Bars of one number each, and the same as a table.
fn chart(html: &mut String, id: &str, title: &str, unit: &str, bars: &[(&str, u64, String)]) {
    let most = bars.iter().map(|(_, value, _)| *value).max().unwrap_or(0).max(1);
    let height = bars.len() * 26 + 4;
    let _ = writeln!(
        html,
        "<figure id=\"{id}\"><figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}; the table below has the numbers\">"
    );
    for (at, (name, value, text)) in bars.iter().enumerate() {
        let (y, width) = (at * 26 + 4, value * (WIDTH - LEFT - 130) / most);
        let _ = writeln!(
            html,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{name}</text><rect class=\"{name}\" x=\"{LEFT}\" y=\"{y}\" width=\"{width}\" height=\"20\"/><text x=\"{}\" y=\"{}\">{text}</text>",
            LEFT - 8,
            y + 15,
            LEFT + width + 6,
            y + 15
        );
    }
    let _ = writeln!(
        html,
        "</svg>\n<details><summary>as a table</summary><table><thead><tr><th scope=\"col\">type</th><th scope=\"col\" class=\"n\">{unit}</th></tr></thead><tbody>"
    );
    for (name, _, text) in bars {
        let _ = writeln!(html, "<tr><th scope=\"row\">{name}</th><td class=\"n\">{text}</td></tr>");
    }
    html.push_str("</tbody></table></details></figure>\n");
}

fn pyramid(html: &mut String, ages: &BTreeMap<u32, BTreeMap<String, u64>>) {
    let people = |band: &BTreeMap<String, u64>, sex: &str| band.get(sex).copied().unwrap_or(0);
    let most = ages.values().flat_map(|band| band.values()).copied().max().unwrap_or(0).max(1);
    let (middle, side, height) = (WIDTH / 2, WIDTH / 2 - 110, ages.len() * 22 + 26);
    let title = "People by age and sex";
    let _ = writeln!(
        html,
        "<figure id=\"ages\"><figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}; the table below has the numbers\">\n<text x=\"{}\" y=\"14\" text-anchor=\"end\">women</text><text x=\"{}\" y=\"14\">men</text>",
        middle - 32,
        middle + 32
    );
    for (at, (from, band)) in ages.iter().rev().enumerate() {
        let y = at * 22 + 22;
        let (women, men) = (people(band, "female") * side / most, people(band, "male") * side / most);
        let _ = writeln!(
            html,
            "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{from}-{}</text><rect class=\"female\" x=\"{}\" y=\"{y}\" width=\"{women}\" height=\"18\"/><rect class=\"male\" x=\"{}\" y=\"{y}\" width=\"{men}\" height=\"18\"/>",
            y + 14,
            from + 4,
            middle - 30 - women,
            middle + 30
        );
        let _ = writeln!(
            html,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><text x=\"{}\" y=\"{}\">{}</text>",
            middle - 34 - women,
            y + 14,
            grouped(people(band, "female")),
            middle + 34 + men,
            y + 14,
            grouped(people(band, "male"))
        );
    }
    html.push_str("</svg>\n<details><summary>as a table</summary><table><thead><tr><th scope=\"col\">age</th><th scope=\"col\" class=\"n\">female</th><th scope=\"col\" class=\"n\">male</th><th scope=\"col\" class=\"n\">unknown</th></tr></thead><tbody>\n");
    for (from, band) in ages {
        let _ = write!(html, "<tr><th scope=\"row\">{from}-{}</th>", from + 4);
        for sex in ["female", "male", "unknown"] {
            let _ = write!(html, "<td class=\"n\">{}</td>", grouped(people(band, sex)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></details></figure>\n");
}

fn months(html: &mut String, months: &BTreeMap<String, BTreeMap<String, u64>>) {
    let total = |types: &BTreeMap<String, u64>| types.values().sum::<u64>();
    let most = months.values().map(total).max().unwrap_or(0).max(1);
    // Personas of other decades have a claim here and there: the table has them.
    let drawn: Vec<_> = months.iter().skip_while(|(_, types)| total(types) * 50 < most).collect();
    let (height, count) = (220, drawn.len().max(1) as u64);
    let title = "Claims by the month in which services began";
    let _ = writeln!(
        html,
        "<figure id=\"months\"><figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{title}; the table below has the numbers\">",
        height + 24
    );
    let mut year = "";
    for (at, (month, types)) in drawn.into_iter().enumerate() {
        let (x, end) = (at as u64 * WIDTH / count, (at as u64 + 1) * WIDTH / count);
        let mut y = height;
        for claim_type in ClaimType::ALL {
            let tall = types.get(claim_type.name()).copied().unwrap_or(0) * (height - 10) / most;
            y -= tall;
            if tall > 0 {
                let _ = write!(
                    html,
                    "<rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{tall}\"/>",
                    claim_type.name(),
                    (end - x).saturating_sub(1).max(1)
                );
            }
        }
        // A label where there is room for it: at most ten of them.
        let (own, first) = (month.get(..4).unwrap_or(""), month.ends_with("-01") || at == 0);
        if own != year && first && (count <= 120 || own.ends_with('0') || own.ends_with('5')) {
            let _ = write!(html, "<text x=\"{x}\" y=\"{}\">{own}</text>", height + 18);
        }
        year = own;
        html.push('\n');
    }
    let _ = writeln!(html, "<path class=\"axis\" d=\"M0 {height}H{WIDTH}\"/></svg>\n<p>");
    for claim_type in ClaimType::ALL {
        let name = claim_type.name();
        let _ = write!(
            html,
            "<span class=\"key\"><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{name}\" width=\"10\" height=\"10\"/></svg>{name}</span> "
        );
    }
    html.push_str("</p>\n<details><summary>as a table</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">month</th>");
    for claim_type in ClaimType::ALL {
        let _ = write!(html, "<th scope=\"col\" class=\"n\">{}</th>", claim_type.name());
    }
    html.push_str("</tr></thead><tbody>\n");
    for (month, types) in months {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", escape(month));
        for claim_type in ClaimType::ALL {
            let _ =
                write!(html, "<td class=\"n\">{}</td>", grouped(types.get(claim_type.name()).copied().unwrap_or(0)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div></details></figure>\n");
}

fn others(release: &Release, html: &mut String) {
    let mut list = |title: &str, kind: Kind| {
        let files: Vec<_> = release.files.iter().filter(|file| file.kind == kind).collect();
        if files.is_empty() {
            return;
        }
        let _ = writeln!(html, "<h2>{title}</h2>\n<ul>");
        for file in files {
            let path = escape(&file.path);
            let _ = writeln!(html, "<li><a href=\"{path}\">{path}</a> <small>{}</small></li>", size(file.bytes));
        }
        html.push_str("</ul>\n");
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
