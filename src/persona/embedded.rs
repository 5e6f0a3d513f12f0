//! The files below personas/, embedded at build time, in name order.

/// Lists them.
macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        /// Name and text of each.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../personas/", $name))),)+];
    };
}

embedded![
    "Dolores.toml",
    "Every.toml",
    "Frank.toml",
    "George.toml",
    "Henry.toml",
    "Jack.toml",
    "Lucille.toml",
    "Lucille2014.toml",
    "Maria.toml",
    "Nora.toml",
    "Ruth.toml",
    "Walter.toml",
];

#[cfg(test)]
mod tests {
    use toml::Spanned;
    use toml::de::{DeTable, DeValue};

    use super::*;

    #[test]
    fn every_file_below_personas_is_embedded_in_name_order() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("personas");
        let mut names: Vec<String> = std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".toml"))
            .collect();
        names.sort();
        assert_eq!(FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    }

    /// Inline tables that go on over lines or end with a comma, which TOML has allowed since 1.1 only.
    fn newer<'a>(text: &'a str, value: &Spanned<DeValue>) -> Vec<&'a str> {
        match value.get_ref() {
            DeValue::Array(all) => all.iter().flat_map(|value| newer(text, value)).collect(),
            DeValue::Table(table) => {
                let own = &text[value.span()];
                let mut inside = own.strip_prefix('{').unwrap_or("").to_owned();
                // Lists may go on over lines, wherever they are.
                for (_, value) in table.iter().filter(|(_, value)| matches!(value.get_ref(), DeValue::Array(_))) {
                    inside = inside.replace(&text[value.span()], "");
                }
                let new = inside.contains('\n') || inside.trim_end_matches('}').trim_end().ends_with(',');
                new.then_some(own).into_iter().chain(table.iter().flat_map(|(_, value)| newer(text, value))).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_reader_of_toml_opens_them() {
        for (text, count) in [
            ("a = { b = [\n1,\n] }", 0),
            ("a = {\nb = 1 }", 1),
            ("a = [{ b = 1, }]", 1),
            ("[a]\nb = 1\n", 0),
            ("[[a]]\nb = { c = {\nd = 1 } }\n", 2),
        ] {
            let table = DeTable::parse(text).unwrap();
            let found = table.get_ref().iter().flat_map(|(_, value)| newer(text, value));
            assert_eq!(found.count(), count, "{text}");
        }
        for (name, text) in FILES {
            let table = DeTable::parse(text).unwrap();
            let found: Vec<&str> = table.get_ref().iter().flat_map(|(_, value)| newer(text, value)).collect();
            assert_eq!(found, Vec::<&str>::new(), "{name}");
        }
    }
}
