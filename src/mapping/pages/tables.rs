//! CSV: one row for each column and pair of places.

use crate::mapping::compare::{Line, Told};
use crate::mapping::uses::Used;

/// The comparison as CSV, the places of both versions side by side in their order.
pub fn csv(lines: &[Line]) -> String {
    let header = [
        "for",
        "level",
        "column",
        "label",
        "stu3_path",
        "stu3_type",
        "stu3_kind",
        "stu3_system",
        "stu3_value",
        "stu3_when",
        "r4_path",
        "r4_type",
        "r4_kind",
        "r4_system",
        "r4_value",
        "r4_when",
        "note",
    ];
    let rows = lines.iter().flat_map(|line| {
        (0..line.stu3.len().max(line.r4.len()).max(1)).map(move |at| {
            let (one, other) = (line.stu3.get(at), line.r4.get(at));
            let mut row = vec![line.subject, line.level, &line.column, &line.label];
            row.extend(cells(one));
            row.extend(cells(other));
            let mut notes: Vec<&str> = [one, other].into_iter().flatten().map(|told| told.note.as_str()).collect();
            notes.push(&line.note);
            notes.retain(|note| !note.is_empty());
            notes.dedup();
            let mut row: Vec<String> = row.into_iter().map(str::to_owned).collect();
            row.push(notes.join("; "));
            row
        })
    });
    written(&header, rows)
}

fn cells(told: Option<&Told>) -> [&str; 6] {
    told.map_or([""; 6], |told| [&told.path, &told.data_type, told.kind, &told.system, &told.value, &told.when])
}

/// The systems as CSV.
pub fn systems_csv(used: &[Used]) -> String {
    let header = ["name", "url", "use", "what", "stu3", "r4", "owner", "licence"];
    let rows = used.iter().map(|used| {
        let (stu3, r4) = (used.stu3.join(" "), used.r4.join(" "));
        let cells = [&used.name, &used.url, &used.use_, &used.what, &stu3, &r4, &used.owner, &used.licence];
        cells.into_iter().cloned().collect()
    });
    written(&header, rows)
}

fn written(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("memory takes every record");
    for row in rows {
        writer.write_record(&row).expect("rows are as long as the header");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("texts are UTF-8")
}
