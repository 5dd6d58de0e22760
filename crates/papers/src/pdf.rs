//! PDFs: guides out, and the words of a file in.
//!
//! What goes out is tagged, has its language and title set, and is held against PDF/UA-1, so that people who have it
//! read to them find headings, lists, tables and descriptions.

mod draw;
mod extract;
mod fonts;
mod layout;
mod lines;

use krilla::configure::ConfigurationBuilder;
use krilla::configure::validate::Accessibility;

use crate::{Paper, Unwritable};
pub use extract::{Unreadable, text};

/// Writes a paper as a PDF.
///
/// # Errors
/// When a picture or a text is of a kind no PDF can hold.
pub fn write(paper: &Paper) -> Result<Vec<u8>, Unwritable> {
    let fonts = fonts::Fonts::get().ok_or_else(|| Unwritable("the fonts cannot be read".to_owned()))?;
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let accessible = accessible.map_err(|error| Unwritable(format!("{error:?}")))?;
    let mut paper = paper.clone();
    if paper.title.trim().is_empty() {
        paper.title = "Untitled".to_owned();
    }
    // What no picture can be read from stands as its description.
    paper.pictures.retain(|_, bytes| draw::image(bytes).is_some());
    loop {
        let laid = layout::lay(&paper, fonts);
        match draw::draw(&paper, fonts, &laid, accessible) {
            // Some are found to be broken only when they are unpacked.
            Err(Failed::Picture(name)) if paper.pictures.remove(&name).is_some() => {}
            Err(Failed::Picture(name)) => return Err(Unwritable(format!("the picture {name} is broken"))),
            Err(Failed::Other(why)) => return Err(Unwritable(why)),
            Ok(bytes) => return Ok(bytes),
        }
    }
}

/// Why laid pages did not become a file.
enum Failed {
    Picture(String),
    Other(String),
}
