//! The icons of the design system, drawn in the page itself.

use crate::element::Element;
use maud::{Markup, PreEscaped, Render};

/// An icon that says nothing to a screen reader: the words stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Icon {
    ArrowLeft,
    ArrowRight,
    ArrowUp,
    ArrowDown,
    ArrowUpDown,
    ArrowRightCircle,
    ArrowLeftCircle,
    ArrowUpCircle,
    ArrowDownCircle,
    ChevronRightCircle,
    ChevronLeftCircle,
    ChevronUpCircle,
    ChevronDownCircle,
    Cross,
    Tick,
    Minus,
    Plus,
    Search,
    User,
}

impl Icon {
    /// The icon's name in the design system, as classes and file names have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ArrowLeft => "arrow-left",
            Self::ArrowRight => "arrow-right",
            Self::ArrowUp => "arrow-up",
            Self::ArrowDown => "arrow-down",
            Self::ArrowUpDown => "arrow-up-down",
            Self::ArrowRightCircle => "arrow-right-circle",
            Self::ArrowLeftCircle => "arrow-left-circle",
            Self::ArrowUpCircle => "arrow-up-circle",
            Self::ArrowDownCircle => "arrow-down-circle",
            Self::ChevronRightCircle => "chevron-right-circle",
            Self::ChevronLeftCircle => "chevron-left-circle",
            Self::ChevronUpCircle => "chevron-up-circle",
            Self::ChevronDownCircle => "chevron-down-circle",
            Self::Cross => "cross",
            Self::Tick => "tick",
            Self::Minus => "minus",
            Self::Plus => "plus",
            Self::Search => "search",
            Self::User => "user",
        }
    }

    /// The data of its paths, in a box of 24 by 24.
    fn paths(self) -> &'static [&'static str] {
        match self {
            Self::ArrowLeft => &[
                "M10.7 6.3c.4.4.4 1 0 1.4L7.4 11H19a1 1 0 0 1 0 2H7.4l3.3 3.3c.4.4.4 1 0 1.4a1 1 0 0 1-1.4 0l-5-5A1 1 0 0 1 4 12c0-.3.1-.5.3-.7l5-5a1 1 0 0 1 1.4 0Z",
            ],
            Self::ArrowRight => &[
                "m14.7 6.3 5 5c.2.2.3.4.3.7 0 .3-.1.5-.3.7l-5 5a1 1 0 0 1-1.4-1.4l3.3-3.3H5a1 1 0 0 1 0-2h11.6l-3.3-3.3a1 1 0 1 1 1.4-1.4Z",
            ],
            Self::ArrowUp => &[
                "M6.3 9.3l5-5c.2-.2.4-.3.7-.3.3 0 .5.1.7.3l5 5a1 1 0 0 1-1.4 1.4l-3.3-3.3L13 19a1 1 0 0 1-2 0L11 7.4l-3.3 3.3a1 1 0 1 1-1.4-1.4Z",
            ],
            Self::ArrowDown => &[
                "M17.7 14.7l-5 5c-.2.2-.4.3-.7.3-.3 0-.5-.1-.7-.3l-5-5a1 1 0 0 1 1.4-1.4l3.3 3.3L11 5a1 1 0 0 1 2 0L13 16.6l3.3-3.3a1 1 0 1 1 1.4 1.4Z",
            ],
            Self::ArrowUpDown => &[
                "M1.5 9.3l5-5c.2-.2.4-.3.7-.3.3 0 .5.1.7.3l5 5a1 1 0 0 1-1.4 1.4l-3.3-3.3L8.2 19a1 1 0 0 1-2 0L6.2 7.4l-3.3 3.3a1 1 0 1 1-1.4-1.4Z",
                "M22.5 14.7l-5 5c-.2.2-.4.3-.7.3-.3 0-.5-.1-.7-.3l-5-5a1 1 0 0 1 1.4-1.4l3.3 3.3L15.8 5a1 1 0 0 1 2 0L17.8 16.6l3.3-3.3a1 1 0 1 1 1.4 1.4Z",
            ],
            Self::ArrowRightCircle => &[
                "M12 2a10 10 0 0 0-10 9h11.7l-4-4a1 1 0 0 1 1.5-1.4l5.6 5.7a1 1 0 0 1 0 1.4l-5.6 5.7a1 1 0 0 1-1.5 0 1 1 0 0 1 0-1.4l4-4H2A10 10 0 1 0 12 2z",
            ],
            Self::ArrowLeftCircle => &[
                "M12 22a10 10 0 0 0 10-9L10.3 13l4 4a1 1 0 0 1-1.5 1.4l-5.6-5.7a1 1 0 0 1 0-1.4l5.6-5.7a1 1 0 0 1 1.5 0 1 1 0 0 1 0 1.4l-4 4L22 11A10 10 0 1 0 12 22z",
            ],
            Self::ArrowUpCircle => &[
                "M2 12a10 10 0 0 0 9 10L11 10.3l-4 4a1 1 0 0 1-1.4-1.5l5.7-5.6a1 1 0 0 1 1.4 0l5.7 5.6a1 1 0 0 1 0 1.5 1 1 0 0 1-1.4 0l-4-4L13 22A10 10 0 1 0 2 12z",
            ],
            Self::ArrowDownCircle => &[
                "M22 12a10 10 0 0 0-9-10L13 13.7l4-4a1 1 0 0 1 1.4 1.5l-5.7 5.6a1 1 0 0 1-1.4 0l-5.7-5.6a1 1 0 0 1 0-1.5 1 1 0 0 1 1.4 0l4 4L11 2A10 10 0 1 0 22 12z",
            ],
            Self::ChevronRightCircle => &[
                "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Zm-.3 5.8a1 1 0 1 0-1.5 1.4l2.9 2.8-2.9 2.8a1 1 0 0 0 1.5 1.4l3.5-3.5c.4-.4.4-1 0-1.4Z",
            ],
            Self::ChevronLeftCircle => &[
                "M12 22a10 10 0 1 1 0-20 10 10 0 0 1 0 20Zm.3-5.8a1 1 0 1 0 1.5-1.4l-2.9-2.8 2.9-2.8a1 1 0 0 0-1.5-1.4l-3.5 3.5c-.4.4-.4 1 0 1.4Z",
            ],
            Self::ChevronUpCircle => &[
                "M2 12a10 10 0 1 1 20 0 10 10 0 0 1-20 0Zm5.8.3a1 1 0 1 0 1.4 1.5l2.8-2.9 2.8 2.9a1 1 0 0 0 1.4-1.5l-3.5-3.5c-.4-.4-1-.4-1.4 0Z",
            ],
            Self::ChevronDownCircle => &[
                "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0Zm-5.8-.3a1 1 0 1 0-1.4-1.5l-2.8 2.9-2.8-2.9a1 1 0 0 0-1.4 1.5l3.5 3.5c.4.4 1 .4 1.4 0Z",
            ],
            Self::Cross => &[
                "M17 18.5c-.4 0-.8-.1-1.1-.4l-10-10c-.6-.6-.6-1.6 0-2.1.6-.6 1.5-.6 2.1 0l10 10c.6.6.6 1.5 0 2.1-.3.3-.6.4-1 .4z M7 18.5c-.4 0-.8-.1-1.1-.4-.6-.6-.6-1.5 0-2.1l10-10c.6-.6 1.5-.6 2.1 0 .6.6.6 1.5 0 2.1l-10 10c-.3.3-.6.4-1 .4z",
            ],
            Self::Tick => &[
                "M11.4 17.5a2 2 0 0 1-2.7.1h-.1L4 12.8a1.5 1.5 0 0 1 2.1-2L10 14.7l8.1-8.1a1.5 1.5 0 1 1 2.2 2l-8.9 9Z",
            ],
            Self::Minus => &["M5.5 10.5a1.5 1.5 0 0 0 0 3h13a1.5 1.5 0 0 0 0-3h-13Z"],
            Self::Plus => &[
                "M13.5 5.5a1.5 1.5 0 0 0-3 0v5h-5a1.5 1.5 0 0 0 0 3h5v5a1.5 1.5 0 0 0 3 0v-5h5a1.5 1.5 0 0 0 0-3h-5v-5Z",
            ],
            Self::Search => &[
                "m20.7 18.9-4.1-4.1a7 7 0 1 0-1.4 1.4l4 4.1a1 1 0 0 0 1.5 0c.4-.4.4-1 0-1.4ZM6 10.6a5 5 0 1 1 10 0 5 5 0 0 1-10 0Z",
            ],
            Self::User => &[
                "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm0 2a9 9 0 0 0-5 16.5V18a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v1.5A9 9 0 0 0 12 3Zm0 3a3.5 3.5 0 1 1-3.5 3.5A3.4 3.4 0 0 1 12 6Z",
            ],
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        let name = self.name();
        let paths = self.paths().iter().map(|data| format!(r#"<path d="{data}"/>"#)).collect();
        Element::new("svg")
            .attr("class", format_args!("nhsuk-icon nhsuk-icon--{name}"))
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("viewBox", "0 0 24 24")
            .attr("width", 16)
            .attr("height", 16)
            .attr("focusable", "false")
            .attr("aria-hidden", "true")
            .body(PreEscaped(paths))
    }
}
