//! The charts of index.html: drawings with whole coordinates, each with its numbers as a table.
//!
//! Must not know how anything is counted.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::figures::Figures;
use super::page::escape;
use super::release::Release;
use super::texts::grouped;
use crate::claim::ClaimType;

/// Width of a drawing, and of what stands left of its bars. Narrow, so that its letters can be read on a phone.
const WIDTH: u64 = 440;
const LEFT: u64 = 80;

/// Room for a year below the months, and for the gap where months are left out.
const YEAR: u64 = 38;
const GAP: u64 = 6;

/// Height of the columns of months.
const TALL: u64 = 190;

/// Four charts, each with the numbers as a table.
pub(super) fn charts(release: &Release, figures: &Figures, html: &mut String) {
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
        let (y, width) = (at * 26 + 4, value * (WIDTH - LEFT - 90) / most);
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
    let (middle, side, height) = (WIDTH / 2, WIDTH / 2 - 72, ages.len() * 22 + 26);
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
    let title = "Claims by the month in which services began";
    let _ = writeln!(
        html,
        "<figure id=\"months\"><figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{title}; the table below has the numbers\">",
        TALL + 24
    );
    draw_months(html, months);
    let _ = writeln!(html, "<path class=\"axis\" d=\"M0 {TALL}H{WIDTH}\"/></svg>\n<p>");
    for name in ClaimType::ALL.map(ClaimType::name) {
        let _ = write!(
            html,
            "<span class=\"key\"><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{name}\" width=\"10\" height=\"10\"/></svg>{name}</span> "
        );
    }
    html.push_str("</p>\n<details><summary>as a table</summary><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">month</th>");
    for name in ClaimType::ALL.map(ClaimType::name) {
        let _ = write!(html, "<th scope=\"col\" class=\"n\">{name}</th>");
    }
    html.push_str("</tr></thead><tbody>\n");
    for (month, types) in months {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", escape(month));
        for name in ClaimType::ALL.map(ClaimType::name) {
            let _ = write!(html, "<td class=\"n\">{}</td>", grouped(types.get(name).copied().unwrap_or(0)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div></details></figure>\n");
}

/// A column a month, types upon each other. Months with next to nothing (personas of other decades have a claim here and
/// there) are in the table alone; where some are left out there is a gap.
fn draw_months(html: &mut String, months: &BTreeMap<String, BTreeMap<String, u64>>) {
    let total = |types: &BTreeMap<String, u64>| types.values().sum::<u64>();
    let most = months.values().map(total).max().unwrap_or(0).max(1);
    let drawn: Vec<_> = months.iter().filter(|(_, types)| total(types) * 50 >= most).collect();
    let numbers: Vec<Option<u64>> = drawn.iter().map(|(month, _)| counted(month)).collect();
    let follows = |at: usize| at == 0 || numbers[at] == numbers[at - 1].map(|number| number + 1);
    let gaps = (0..drawn.len()).filter(|&at| !follows(at)).count() as u64;
    let (room, count) = (WIDTH.saturating_sub(gaps * GAP), drawn.len().max(1) as u64);
    let (mut left, mut labelled, mut year) = (0, None, "");
    for (at, (month, types)) in drawn.iter().enumerate() {
        left += if follows(at) { 0 } else { GAP };
        let x = at as u64 * room / count + left;
        let width = ((at as u64 + 1) * room / count + left - x).saturating_sub(1).max(1);
        let mut y = TALL;
        for name in ClaimType::ALL.map(ClaimType::name) {
            let tall = types.get(name).copied().unwrap_or(0) * (TALL - 10) / most;
            y -= tall;
            if tall > 0 {
                let _ =
                    write!(html, "<rect class=\"{name}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\"/>");
            }
        }
        let own = month.get(..4).unwrap_or("");
        // A year stands where there is room for it.
        if own != year && labelled.is_none_or(|before| before + YEAR <= x) && x + YEAR <= WIDTH {
            let _ = write!(html, "<text x=\"{x}\" y=\"{}\">{own}</text>", TALL + 18);
            labelled = Some(x);
        }
        year = own;
        html.push('\n');
    }
}

/// Months since the year 0.
fn counted(month: &str) -> Option<u64> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<u64>().ok()? * 12 + month.parse::<u64>().ok()?)
}
