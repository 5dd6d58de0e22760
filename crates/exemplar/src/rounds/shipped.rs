//! The question sets that come with the program, and beside them what milestones are.

use rust_embed::RustEmbed;

/// The files of the folder `frameworks/`: question sets, and what milestones are.
#[derive(RustEmbed)]
#[folder = "../../frameworks/"]
struct Files;

/// The file with this name.
#[must_use]
pub fn file(name: &str) -> Option<Vec<u8>> {
    Files::get(name).map(|file| file.data.into_owned())
}

/// The names and bytes of all that is of this kind, `maturity` or `milestones`, by name.
#[must_use]
pub fn of_kind(kind: &str) -> Vec<(String, Vec<u8>)> {
    let says_so = format!("kind=\"{kind}\"");
    let is_of_kind = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().any(|line| line.replace(' ', "") == says_so);
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let files = names.into_iter().filter_map(|name| Some((name.to_string(), file(&name)?)));
    files.filter(|(_, bytes)| is_of_kind(bytes)).collect()
}

#[cfg(test)]
mod tests {
    use composite::Framework;

    #[test]
    fn every_question_set_that_comes_with_the_program_can_be_read() {
        let all = super::of_kind("maturity");
        assert!(all.iter().any(|(name, _)| name == "dma-2015.toml"));
        for (name, bytes) in all {
            let framework = Framework::read(&String::from_utf8(bytes).unwrap());
            assert!(framework.is_ok(), "{name}: {framework:?}");
        }
    }
}
