//! Word documents (DOCX) in and out.

mod body;
mod drawing;
mod numbering;
mod package;
mod runs;
mod styles;
mod table;
mod write;
mod xml;

pub use write::write;

pub use package::{DEEPEST, LARGEST_MARKUP, LARGEST_UNPACKED, MOST_ELEMENTS, MOST_ENTRIES};

/// The longest text that is taken, in bytes: what a guide may have.
pub const LONGEST_TEXT: usize = 2 * 1024 * 1024;

/// A Word document as a guide can hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// What the document calls itself; empty when it does not say.
    pub title: String,
    /// Its text, without front matter and without the title: sections begin at the second level of headings.
    pub markdown: String,
    /// The pictures the text shows, each once.
    pub pictures: Vec<Picture>,
    /// What was not kept or not kept as it was, each in a sentence that says where.
    pub report: Vec<String>,
}

/// A picture of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// As the text names it, such as `picture-1.png`.
    pub name: String,
    /// The file as it lay in the document; what it is, is told from its first bytes alone.
    pub bytes: Vec<u8>,
    /// Its alternative text, when the document has one.
    pub description: Option<String>,
}

/// Why a document is not taken, in a sentence for the person who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing in it.
    #[error("The file is empty.")]
    Empty,
    /// The format before 2007.
    #[error("This is a Word document in the old format (.doc). Open it in Word, save it as .docx, and send that.")]
    OldWord,
    /// Behind a password.
    #[error("The document is protected with a password. Take the password off in Word, save it, and send that.")]
    Encrypted,
    /// Another kind of file.
    #[error("This is {0}, not a Word document (.docx).")]
    OtherKind(&'static str),
    /// Not a package at all, or one that is damaged.
    #[error("The file is not a Word document, or it is damaged: open it in Word, save it as .docx, and send that.")]
    Damaged,
    /// More entries than any document has.
    #[error("The file holds more than {MOST_ENTRIES} parts, which no Word document needs: it was not opened.")]
    TooManyParts,
    /// Names that lead out of the package.
    #[error("The file names parts outside itself, which no Word document does: it was not opened.")]
    LeadsOutside,
    /// It unpacks to too much.
    #[error("The document unpacks to more than {} MB: it was not opened. Make its pictures smaller, or cut it in parts.", LARGEST_UNPACKED / 1024 / 1024)]
    TooLarge,
    /// Too much markup, or nested too deep.
    #[error(
        "The document is built too deep or of too many pieces to be read. Save it anew in Word, or cut it in parts."
    )]
    TooComplex,
    /// It defines entities, which is how text is made to explode.
    #[error("The document holds definitions that Word never writes: it was not opened.")]
    Definitions,
    /// More text than a guide may have.
    #[error("The document has more than 2 MB of text, more than a guide may have. Cut it in parts.")]
    TooLong,
}

/// Takes a document apart.
///
/// Bounded by [`LARGEST_UNPACKED`], [`LARGEST_MARKUP`], [`MOST_ENTRIES`], [`MOST_ELEMENTS`], [`DEEPEST`] and
/// [`LONGEST_TEXT`], whatever the bytes are; macros and embedded programs are left out unread, and nothing is fetched.
///
/// # Errors
/// [`Refused`], which says in a sentence why.
pub fn read(bytes: &[u8]) -> Result<Taken, Refused> {
    body::read(package::Package::open(bytes)?)
}
