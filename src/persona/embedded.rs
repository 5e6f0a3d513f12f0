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
}
