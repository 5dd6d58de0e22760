//! Which pictures a guide can show, told from their first bytes. Nothing is decoded.

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Png,
    Jpeg,
    Gif,
    Webp,
}

impl Kind {
    /// The kind of these bytes; none for what no browser shows.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// The end of its name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }
}

/// Width and height as the header says, in pixels; none when it does not.
pub(crate) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    let big_short = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_be_bytes);
    let small = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes);
    let found = match Kind::of(bytes)? {
        Kind::Png => (big(16)?, big(20)?),
        Kind::Gif => (small(6)?.into(), small(8)?.into()),
        Kind::Jpeg => {
            let mut at = 2;
            loop {
                if *bytes.get(at)? != 0xff {
                    return None;
                }
                match bytes.get(at + 1)? {
                    0xff => at += 1,
                    // The frame header; three numbers among these mean something else.
                    0xc0..=0xcf if !matches!(bytes.get(at + 1)?, 0xc4 | 0xc8 | 0xcc) => {
                        break (big_short(at + 7)?.into(), big_short(at + 5)?.into());
                    }
                    _ => at += 2 + usize::from(big_short(at + 2)?.max(2)),
                }
            }
        }
        Kind::Webp => {
            let wide = |at: usize| Some(u32::from(small(at)?) | u32::from(*bytes.get(at + 2)?) << 16);
            match bytes.get(12..16)? {
                b"VP8X" => (wide(24)? + 1, wide(27)? + 1),
                b"VP8L" => {
                    let bits = bytes.get(21..25)?.try_into().ok().map(u32::from_le_bytes)?;
                    ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
                }
                b"VP8 " => (u32::from(small(26)? & 0x3fff), u32::from(small(28)? & 0x3fff)),
                _ => return None,
            }
        }
    };
    (found.0 > 0 && found.1 > 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_headers() {
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &7_u32.to_be_bytes(), &9_u32.to_be_bytes()].concat();
        assert_eq!(size(&png), Some((7, 9)));
        assert_eq!(size(b"GIF89a\x02\0\x03\0"), Some((2, 3)));
        assert_eq!(size(b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x0b\x08\0\x05\0\x06"), Some((6, 5)));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x09\0\0\x04\0\0"), Some((10, 5)));
        assert_eq!(size(b"\xff\xd8\xff\xe0\0"), None);
    }
}
