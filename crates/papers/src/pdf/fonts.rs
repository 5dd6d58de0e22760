//! The faces a PDF is set in, and how wide their letters are.

use std::sync::OnceLock;

use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

use crate::blocks::Look;

/// What stands for a character the fonts do not have: an empty box.
const MISSING: char = '\u{25a1}';

/// One face.
pub(super) struct Face {
    pub font: Font,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    em: f32,
}

/// Which face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Regular,
    Bold,
    Italic,
    BoldItalic,
    Mono,
}

impl Style {
    pub fn of(look: Look) -> Self {
        match (look.code, look.strong, look.emphasis) {
            (true, ..) => Self::Mono,
            (_, true, true) => Self::BoldItalic,
            (_, true, false) => Self::Bold,
            (_, false, true) => Self::Italic,
            _ => Self::Regular,
        }
    }
}

/// All of them.
pub(super) struct Fonts {
    regular: Face,
    bold: Face,
    italic: Face,
    bold_italic: Face,
    mono: Face,
}

static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();

impl Fonts {
    pub fn get() -> Option<&'static Self> {
        FONTS.get_or_init(Self::read).as_ref()
    }

    fn read() -> Option<Self> {
        Some(Self {
            regular: Face::read(dejavu::sans::regular())?,
            bold: Face::read(dejavu::sans::bold())?,
            italic: Face::read(dejavu::sans::oblique())?,
            bold_italic: Face::read(dejavu::sans::bold_oblique())?,
            mono: Face::read(dejavu::sans_mono::regular())?,
        })
    }

    pub fn face(&self, style: Style) -> &Face {
        match style {
            Style::Regular => &self.regular,
            Style::Bold => &self.bold,
            Style::Italic => &self.italic,
            Style::BoldItalic => &self.bold_italic,
            Style::Mono => &self.mono,
        }
    }
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        Some(Self {
            font: Font::new(bytes.into(), 0)?,
            letters: font.charmap(),
            widths: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            em: f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em),
        })
    }

    /// The text as this face can show it: a character it does not have is a box, one that shows nothing is left out.
    pub fn shown(&self, text: &str) -> String {
        text.chars()
            .filter(|c| !is_unseen(*c))
            .map(|c| if self.letters.map(c).is_some() { c } else { MISSING })
            .collect()
    }

    /// The glyph of a character and its width, in parts of the size of the letters.
    pub fn glyph(&self, c: char) -> (u32, f32) {
        let glyph = self.letters.map(c).or_else(|| self.letters.map(MISSING)).unwrap_or_default();
        (glyph.to_u32(), self.widths.advance_width(glyph).unwrap_or(0.0) / self.em)
    }

    /// How wide `text` is at this size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.glyph(c).1).sum::<f32>() * size
    }
}

/// Characters that steer and show nothing.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}')
}
