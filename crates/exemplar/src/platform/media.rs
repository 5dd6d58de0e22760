//! What a file is, told from its first bytes and held against its name. Nothing is decoded here.

/// A kind of file the portal takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// The type a browser is told.
    pub mime: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Whether a page may show it as a picture.
    pub is_picture: bool,
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MediaError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A kind the portal does not take.
    #[error("files of the type \u{201c}.{0}\u{201d} are not taken")]
    Unknown(String),
    /// The name says one thing and the content another.
    #[error("the name says {said}, but it is not: {why}")]
    NotWhatItSays {
        /// What the name promises.
        said: &'static str,
        /// What gives it away.
        why: String,
    },
}

/// The largest side of a picture, in pixels.
const LARGEST_SIDE: u32 = 4_096;

const CUT_OFF: &str = "its header is cut off";

struct Rule {
    extensions: &'static [&'static str],
    media: Media,
    check: fn(&[u8]) -> Result<(), String>,
}

const fn media(mime: &'static str, name: &'static str, is_picture: bool) -> Media {
    Media { mime, name, is_picture }
}

const RULES: &[Rule] = &[
    Rule { extensions: &["png"], media: media("image/png", "a PNG picture", true), check: png },
    Rule { extensions: &["jpg", "jpeg"], media: media("image/jpeg", "a JPEG picture", true), check: jpeg },
    Rule { extensions: &["gif"], media: media("image/gif", "a GIF picture", true), check: gif },
    Rule { extensions: &["webp"], media: media("image/webp", "a WebP picture", true), check: webp },
    Rule { extensions: &["svg"], media: media("image/svg+xml", "an SVG drawing", false), check: text },
    Rule { extensions: &["pdf"], media: media("application/pdf", "a PDF document", false), check: pdf },
    Rule {
        extensions: &["docx"],
        media: media(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "a Word document",
            false,
        ),
        check: zip,
    },
    Rule {
        extensions: &["xlsx"],
        media: media("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel workbook", false),
        check: zip,
    },
    Rule {
        extensions: &["pptx"],
        media: media(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "a PowerPoint presentation",
            false,
        ),
        check: zip,
    },
    Rule {
        extensions: &["odt"],
        media: media("application/vnd.oasis.opendocument.text", "an OpenDocument text", false),
        check: zip,
    },
    Rule {
        extensions: &["ods"],
        media: media("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet", false),
        check: zip,
    },
    Rule { extensions: &["csv"], media: media("text/csv; charset=utf-8", "a CSV table", false), check: text },
    Rule {
        extensions: &["txt", "text", "log"],
        media: media("text/plain; charset=utf-8", "plain text", false),
        check: text,
    },
    Rule { extensions: &["json"], media: media("application/json", "JSON data", false), check: text },
    Rule { extensions: &["yaml", "yml"], media: media("application/yaml", "YAML data", false), check: text },
    Rule {
        extensions: &["md", "markdown"],
        media: media("text/markdown; charset=utf-8", "Markdown text", false),
        check: text,
    },
];

impl Media {
    /// Whether its text can be searched as it is.
    #[must_use]
    pub fn is_plain_text(&self) -> bool {
        self.mime.starts_with("text/")
    }

    /// What the file `name` with these `bytes` is, when name and content agree.
    ///
    /// # Errors
    /// [`MediaError`], which says what is wrong in one sentence.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, MediaError> {
        let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        let rule = RULES
            .iter()
            .find(|rule| rule.extensions.contains(&extension.as_str()))
            .ok_or_else(|| MediaError::Unknown(extension.chars().take(20).collect()))?;
        if bytes.is_empty() {
            return Err(MediaError::Empty);
        }
        (rule.check)(bytes).map_err(|why| MediaError::NotWhatItSays { said: rule.media.name, why })?;
        Ok(rule.media)
    }
}

fn begins(bytes: &[u8], with: &[u8]) -> Result<(), String> {
    match bytes.starts_with(with) {
        true => Ok(()),
        false => Err("its first bytes are of another kind".to_owned()),
    }
}

/// A picture is refused when its header promises more pixels than a browser should unpack.
fn side(width: u32, height: u32) -> Result<(), String> {
    match width.max(height) > LARGEST_SIDE {
        true => Err(format!("it claims {width} \u{d7} {height} pixels, and {LARGEST_SIDE} is the most")),
        false => Ok(()),
    }
}

fn png(bytes: &[u8]) -> Result<(), String> {
    begins(bytes, b"\x89PNG\r\n\x1a\n")?;
    let number = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    match (number(16), number(20)) {
        (Some(width), Some(height)) => side(width, height),
        _ => Err(CUT_OFF.to_owned()),
    }
}

fn gif(bytes: &[u8]) -> Result<(), String> {
    begins(bytes, b"GIF8")?;
    let number = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes);
    match (number(6), number(8)) {
        (Some(width), Some(height)) => side(width.into(), height.into()),
        _ => Err(CUT_OFF.to_owned()),
    }
}

/// The size stands in the frame header, behind any number of other segments.
fn jpeg(bytes: &[u8]) -> Result<(), String> {
    begins(bytes, b"\xff\xd8\xff")?;
    let number = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_be_bytes);
    let mut at = 2;
    while let (Some(0xff), Some(marker)) = (bytes.get(at), bytes.get(at + 1)) {
        match marker {
            0xff => at += 1,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return match (number(at + 7), number(at + 5)) {
                    (Some(width), Some(height)) => side(width.into(), height.into()),
                    _ => Err(CUT_OFF.to_owned()),
                };
            }
            _ => at += 2 + usize::from(number(at + 2).unwrap_or(0).max(2)),
        }
    }
    Err(CUT_OFF.to_owned())
}

/// Three ways to write a picture, each with its size in a place of its own.
fn webp(bytes: &[u8]) -> Result<(), String> {
    begins(bytes, b"RIFF")?;
    if bytes.get(8..12) != Some(b"WEBP") {
        return Err("its first bytes are of another kind".to_owned());
    }
    let number = |at: usize, size: usize| {
        let bytes = bytes.get(at..at + size)?;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    };
    let size = match bytes.get(12..16) {
        Some(b"VP8X") => number(24, 3).zip(number(27, 3)).map(|(width, height)| (width + 1, height + 1)),
        Some(b"VP8L") => number(21, 4).map(|bits| ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)),
        Some(b"VP8 ") => number(26, 2).zip(number(28, 2)).map(|(width, height)| (width & 0x3fff, height & 0x3fff)),
        _ => None,
    };
    size.map_or_else(|| Err(CUT_OFF.to_owned()), |(width, height)| side(width, height))
}

fn pdf(bytes: &[u8]) -> Result<(), String> {
    begins(bytes, b"%PDF-")?;
    let tail = bytes.get(bytes.len().saturating_sub(1_024)..).unwrap_or(bytes);
    match tail.windows(5).any(|w| w == b"%%EOF") {
        true => Ok(()),
        false => Err("its end is missing".to_owned()),
    }
}

fn zip(bytes: &[u8]) -> Result<(), String> {
    begins(bytes, b"PK\x03\x04")
}

fn text(bytes: &[u8]) -> Result<(), String> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err("it holds a zero byte".to_owned()),
        Ok(_) => Ok(()),
        Err(error) => Err(format!(
            "it is not UTF-8 text (byte {}): save it as UTF-8 (in Excel \u{201c}CSV UTF-8\u{201d})",
            error.valid_up_to() + 1
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_content_must_agree() {
        assert!(Media::of("plan.pdf", b"%PDF-1.7\n...\n%%EOF\n").is_ok());
        for (name, bytes) in [
            ("plan.pdf", &b"MZ\x90\x00"[..]),
            ("plan.pdf", b"%PDF-1.7\n"),
            ("page.png", b"<html><script>alert(1)</script>"),
            ("list.csv", b"\xff\xfea\x00"),
        ] {
            assert!(matches!(Media::of(name, bytes), Err(MediaError::NotWhatItSays { .. })), "{name}");
        }
        assert_eq!(Media::of("run.exe", b"MZ"), Err(MediaError::Unknown("exe".to_owned())));
        assert_eq!(Media::of("plan.pdf", b""), Err(MediaError::Empty));
    }

    #[test]
    fn a_picture_that_would_unpack_to_too_much_is_refused() {
        let mut bytes = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
        bytes.extend_from_slice(&50_000u32.to_be_bytes());
        bytes.extend_from_slice(&50_000u32.to_be_bytes());
        let refused = Media::of("bomb.png", &bytes).unwrap_err().to_string();
        assert!(refused.contains("50000"), "{refused}");
    }

    #[test]
    fn the_size_of_a_jpeg_is_found_behind_other_segments() {
        let picture = |width: u16, height: u16| {
            let mut bytes = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc2\x00\x0b\x08".to_vec();
            bytes.extend_from_slice(&height.to_be_bytes());
            bytes.extend_from_slice(&width.to_be_bytes());
            bytes
        };
        assert!(Media::of("a.jpg", &picture(800, 600)).is_ok());
        for bytes in [picture(60_000, 10), picture(10, 60_000), b"\xff\xd8\xff\xe0\x00\x04ab".to_vec()] {
            assert!(Media::of("a.jpg", &bytes).is_err());
        }
    }

    #[test]
    fn the_size_of_a_webp_is_found_in_each_of_its_ways() {
        let picture = |way: &[u8; 4], rest: &[u8]| [&b"RIFF\x00\x00\x00\x00WEBP"[..], way, &[0; 4], rest].concat();
        let extended = |side: u8| picture(b"VP8X", &[0, 0, 0, 0, 9, 0, 0, 9, side, 0]);
        let lossless = |bits: u32| picture(b"VP8L", &[&[0x2f][..], &bits.to_le_bytes()].concat());
        let lossy = |high: u8| picture(b"VP8 ", &[0, 0, 0, 0x9d, 1, 0x2a, 16, 0, 16, high]);
        for bytes in [extended(0), lossless(10 | 10 << 14), lossy(0)] {
            assert!(Media::of("a.webp", &bytes).is_ok());
        }
        for bytes in [extended(200), lossless(10 | 9_000 << 14), lossy(0x20), picture(b"VP8?", &[0; 12])] {
            assert!(Media::of("a.webp", &bytes).is_err());
        }
    }
}
