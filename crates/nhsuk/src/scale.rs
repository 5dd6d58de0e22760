//! The scales that components share: text sizes, heading levels and widths.

/// Size of a label, legend, table caption or panel heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}

/// Size of a heading, which reaches further down than [`Size`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingSize {
    /// Two steps smaller than small.
    Xxs,
    /// Extra small.
    Xs,
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}

impl HeadingSize {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Xxs => "xxs",
            Self::Xs => "xs",
            Self::S => "s",
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
        }
    }
}

impl From<Size> for HeadingSize {
    fn from(size: Size) -> Self {
        match size {
            Size::S => Self::S,
            Size::M => Self::M,
            Size::L => Self::L,
            Size::Xl => Self::Xl,
        }
    }
}

/// Level of a heading in the outline of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Level {
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
}

impl Level {
    pub(crate) fn element(self) -> &'static str {
        match self {
            Self::H1 => "h1",
            Self::H2 => "h2",
            Self::H3 => "h3",
            Self::H4 => "h4",
            Self::H5 => "h5",
            Self::H6 => "h6",
        }
    }
}

/// A share of the available width, from the tablet breakpoint up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Width {
    Full,
    ThreeQuarters,
    TwoThirds,
    OneHalf,
    OneThird,
    OneQuarter,
}

impl Width {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::ThreeQuarters => "three-quarters",
            Self::TwoThirds => "two-thirds",
            Self::OneHalf => "one-half",
            Self::OneThird => "one-third",
            Self::OneQuarter => "one-quarter",
        }
    }
}
