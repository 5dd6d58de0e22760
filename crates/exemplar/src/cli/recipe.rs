//! `exemplar index run`: computing an index from a recipe and the files it names. It needs no portal.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use composite::Recipe;
use composite::recipe::Output;

use super::{say, warn};

/// Computes a recipe, and writes or prints what came out.
pub(super) fn run(path: &Path, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let recipe = match Recipe::read(&text) {
        Ok(recipe) => recipe,
        Err(mistakes) => {
            for mistake in mistakes {
                warn(&format!("{}, {mistake}", path.display()));
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    let load = |name: &str| std::fs::read(folder.join(name)).map_err(|error| format!("{name} cannot be read: {error}"));
    match recipe.run(&load) {
        Ok(outputs) => tell(&recipe.title, &outputs, out)?,
        Err(reason) => bail!("{}: {reason}", path.display()),
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(title: &str, outputs: &[Output], out: Option<&Path>) -> anyhow::Result<()> {
    let Some(folder) = out else {
        let main = outputs.iter().find(|output| output.name == "scores").or(outputs.first());
        if let Some(main) = main {
            say(main.table.to_csv().trim_end());
        }
        return Ok(());
    };
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    say(&format!("{title}: {} tables in {}", outputs.len(), folder.display()));
    for output in outputs {
        let file = folder.join(format!("{}.csv", output.name));
        std::fs::write(&file, output.table.to_csv())
            .with_context(|| format!("{} cannot be written", file.display()))?;
        say(&format!("  {}.csv: {} rows", output.name, output.table.rows.len()));
    }
    Ok(())
}
