//! What programs that find and read data ask for: datapackage.json (Frictionless) and croissant.json (MLCommons).
//!
//! Made from the manifest alone. The one table that lies open in a release, accounts.csv of the smaller sizes, is described
//! column by column in both.

use serde_json::{Value, json};

use super::release::{Kind, Listed, Release};
use super::texts::about;

/// Columns of accounts.csv that are no counts: name, type, what it is.
const COLUMNS: [(&str, &str, &str); 12] = [
    ("user_name", "string", "Log-in of the account"),
    ("password", "string", "Its password"),
    ("fhir_id", "string", "Id of its Patient; negative"),
    ("bene_id", "string", "BENE_ID of its beneficiary; negative"),
    ("mbi", "string", "Medicare beneficiary identifier; holds an S where no real one can"),
    ("hicn_hash", "string", "Hash of the former Medicare number"),
    ("given", "string", "Given name"),
    ("family", "string", "Family name"),
    ("sex", "string", "male, female or unknown"),
    ("birth_date", "date", "Date of birth"),
    ("death_date", "date", "Date of death, where there is one"),
    ("state", "string", "State, where it is told"),
];

/// Columns of accounts.csv: name, type, what it is.
fn columns() -> Vec<(String, &'static str, String)> {
    let own = COLUMNS.iter().map(|&(name, kind, about)| (name.to_owned(), kind, about.to_owned()));
    let counts = crate::claim::ClaimType::ALL.into_iter().flat_map(|claim_type| {
        let name = claim_type.name();
        [
            (format!("{name}_claims"), "integer", format!("Claims of type {name}")),
            (format!("{name}_lines"), "integer", format!("Lines of its claims of type {name}")),
        ]
    });
    own.chain(counts).collect()
}

/// What a file is, by its name: format and media type.
fn format(path: &str) -> (&'static str, &'static str) {
    let endings = [
        (".tar.zst", "tar.zst", "application/zstd"),
        (".tar.gz", "tar.gz", "application/gzip"),
        (".tgz", "tgz", "application/gzip"),
        (".ndjson.gz", "ndjson.gz", "application/gzip"),
        (".json", "json", "application/json"),
        (".csv", "csv", "text/csv"),
        (".html", "html", "text/html"),
        (".md", "md", "text/markdown"),
        (".cff", "yaml", "application/yaml"),
    ];
    let found = endings.iter().find(|(ending, _, _)| path.ends_with(ending));
    found.map_or(("txt", "text/plain"), |&(_, format, media)| (format, media))
}

fn is_accounts(file: &Listed) -> bool {
    file.kind == Kind::Bulk && file.path.ends_with("-accounts.csv")
}

fn told(file: &Listed) -> String {
    match file.kind {
        Kind::Archive => about(file),
        Kind::Package => "A FHIR package of the tiny size and the personas".to_owned(),
        Kind::Bulk if is_accounts(file) => "Log-ins, identifiers, people, claims and lines by type".to_owned(),
        Kind::Bulk if file.path.ends_with(".json") => "Bulk Data manifest of the NDJSON files".to_owned(),
        Kind::Bulk => "A resource a line, for programs that load from addresses".to_owned(),
        Kind::Page => "About the release".to_owned(),
    }
}

fn text(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain JSON");
    text.push('\n');
    text
}

const TITLE: &str = "bluedeck: synthetic Medicare claims of the Blue Button 2.0 sandbox";
const ABOUT: &str = "Fictitious people and their Medicare claims, as FHIR STU3 and R4 documents, CMS claim files and tables. \
    Synthetic data: no record in it tells of a real person.";
const CC0: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

/// datapackage.json, by the Data Package specification 1.
pub(super) fn datapackage(release: &Release) -> String {
    let resource = |file: &Listed| {
        let (format, media) = format(&file.path);
        let mut resource = json!({
            "name": file.path.to_lowercase(),
            "path": file.path,
            "title": told(file),
            "format": format,
            "mediatype": media,
            "bytes": file.bytes,
            "hash": format!("sha256:{}", file.sha256),
        });
        if is_accounts(file) {
            let fields = columns()
                .into_iter()
                .map(|(name, kind, about)| json!({ "name": name, "type": kind, "description": about }));
            resource["profile"] = "tabular-data-resource".into();
            resource["encoding"] = "utf-8".into();
            resource["schema"] = json!({
                "fields": fields.collect::<Vec<Value>>(), "missingValues": [""], "primaryKey": ["user_name"],
            });
        }
        resource
    };
    text(&json!({
        "profile": "data-package",
        "name": release.release.name,
        "id": release.data_set.id,
        "title": TITLE,
        "description": ABOUT,
        "version": release.release.version,
        "licenses": [{ "name": "CC0-1.0", "path": CC0, "title": "CC0 1.0 Universal" }],
        "keywords": ["synthetic", "medicare", "fhir", "blue-button"],
        "resources": release.files.iter().map(resource).collect::<Vec<Value>>(),
    }))
}

/// croissant.json, by Croissant 1.0.
pub(super) fn croissant(release: &Release) -> String {
    let object = |file: &Listed| {
        json!({
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path,
            "description": told(file),
            "contentUrl": file.path,
            "contentSize": format!("{} B", file.bytes),
            "encodingFormat": format(&file.path).1,
            "sha256": file.sha256,
        })
    };
    let records = release.files.iter().filter(|file| is_accounts(file)).map(record_set);
    text(&json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": release.release.name,
        "description": ABOUT,
        "alternateName": TITLE,
        "identifier": release.data_set.id,
        "version": release.release.version,
        "license": CC0,
        "isAccessibleForFree": true,
        "citeAs": format!("bluedeck {}, synthetic Medicare claims, data set {}", release.release.version, release.data_set.id),
        "distribution": release.files.iter().map(object).collect::<Vec<Value>>(),
        "recordSet": records.collect::<Vec<Value>>(),
    }))
}

fn record_set(file: &Listed) -> Value {
    let name = format!("accounts-{}", file.size.map(|size| size.name()).unwrap_or_default());
    let field = |(column, kind, about): (String, &str, String)| {
        let data_type = match kind {
            "integer" => "sc:Integer",
            "date" => "sc:Date",
            _ => "sc:Text",
        };
        json!({
            "@type": "cr:Field",
            "@id": format!("{name}/{column}"),
            "name": column,
            "description": about,
            "dataType": data_type,
            "source": { "fileObject": { "@id": file.path }, "extract": { "column": column } },
        })
    };
    json!({
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": "An account a row",
        "key": { "@id": format!("{name}/user_name") },
        "field": columns().into_iter().map(field).collect::<Vec<Value>>(),
    })
}

/// The context that the specification prescribes.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "equivalentProperty": "cr:equivalentProperty",
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform"
    })
}
