//! Laid pages as a file: words, pictures, links, tags, outline, and what each page carries in its margin.

use std::collections::HashMap;
use std::num::{NonZeroU16, NonZeroU64};

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as Goal};
use krilla::configure::Configuration;
use krilla::destination::{Destination, XyzDestination};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag as Tags,
    TagGroup, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::Failed;
use super::fonts::Fonts;
use super::layout::{Kind, Laid, Mark, PAGE, Place, SIDE, Tag};
use super::lines::{Bit, Part, lines};
use crate::Paper;
use crate::blocks::{Look, Shift};
use crate::paper::Target;
use crate::picture::Kind as PictureKind;

/// The size of the words in the margin.
const SMALL: f32 = 8.0;

struct Drawing<'p> {
    paper: &'p Paper,
    fonts: &'p Fonts,
    laid: &'p Laid,
    /// What was drawn for each leaf.
    leaves: Vec<Vec<Identifier>>,
    /// The places of each link on the pages.
    links: HashMap<usize, Vec<Identifier>>,
    images: HashMap<String, Option<Image>>,
}

pub(super) fn draw(paper: &Paper, fonts: &Fonts, laid: &Laid, configuration: Configuration) -> Result<Vec<u8>, Failed> {
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let leaves = std::iter::repeat_with(Vec::new).take(laid.leaves).collect();
    let mut drawing = Drawing { paper, fonts, laid, leaves, links: HashMap::new(), images: HashMap::new() };
    for (number, marks) in laid.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| Failed::Other("the page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        drawing.page(&mut page, marks, number);
        page.finish();
    }
    let language = Some(paper.language.clone()).filter(|language| !language.is_empty());
    let mut tree = TagTree::new().with_lang(language);
    for tag in &laid.tags {
        if let Some(node) = drawing.node(tag) {
            tree.push(node);
        }
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(&laid.headings));
    document.set_metadata(
        Metadata::new()
            .title(paper.title.clone())
            .language(paper.language.clone())
            .authors(vec![paper.margin.source.clone()])
            .creator("Exemplar".to_owned()),
    );
    document.finish().map_err(|error| {
        let broken = match &error {
            KrillaError::Image(_, Some(place), _) => usize::try_from(place.get() - 1).ok(),
            _ => None,
        };
        match broken.and_then(|at| paper.pictures.keys().nth(at)) {
            Some(name) => Failed::Picture(name.clone()),
            None => Failed::Other(format!("{error:?}")),
        }
    })
}

impl Drawing<'_> {
    fn page(&mut self, page: &mut Page<'_>, marks: &[Mark], number: usize) {
        let mut links = Vec::new();
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Words { x, base, size, bit } => {
                    let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                    let width = words(&mut surface, self.fonts, (*x, *base), *size, bit);
                    surface.end_tagged();
                    self.leaf(bit.leaf, id);
                    if let Some(link) = bit.link {
                        links.push((link, (*x, base - size, width, size * 1.25)));
                    }
                }
                Mark::Again { x, base, size, bit } => {
                    artifact(&mut surface, ArtifactType::PaginationOther, |surface| {
                        words(surface, self.fonts, (*x, *base), *size, bit);
                    });
                }
                Mark::Rule { x, y, width, height } => {
                    artifact(&mut surface, ArtifactType::Layout, |surface| rule(surface, (*x, *y), (*width, *height)));
                }
                Mark::Picture { x, y, width, height, name, leaf } => {
                    self.picture(&mut surface, (*x, *y), (*width, *height), (name, *leaf));
                }
            }
        }
        self.margin(&mut surface, number);
        surface.finish();
        for (link, (x, y, width, height)) in links {
            self.link(page, link, (x, y, width, height));
        }
    }

    fn leaf(&mut self, leaf: usize, id: Identifier) {
        if let Some(known) = self.leaves.get_mut(leaf) {
            known.push(id);
        }
    }

    fn picture(&mut self, surface: &mut Surface<'_>, at: (f32, f32), size: (f32, f32), (name, leaf): (&str, usize)) {
        if !self.images.contains_key(name) {
            let image = self.paper.pictures.get(name).and_then(|bytes| image(bytes));
            self.images.insert(name.to_owned(), image);
        }
        let id = surface.start_tagged(ContentTag::Other);
        surface.push_transform(&Transform::from_translate(at.0, at.1));
        let place = self.paper.pictures.keys().position(|known| known == name).unwrap_or_default();
        surface.set_location(NonZeroU64::MIN.saturating_add(place as u64));
        match (self.images.get(name).cloned().flatten(), Size::from_wh(size.0, size.1)) {
            (Some(image), Some(size)) => surface.draw_image(image, size),
            // A picture that cannot be read leaves its frame; its description is in the tags.
            _ => rule(surface, (0.0, 0.0), (size.0, 0.5)),
        }
        surface.reset_location();
        surface.pop();
        surface.end_tagged();
        self.leaf(leaf, id);
    }

    /// The head and foot of a page.
    fn margin(&mut self, surface: &mut Surface<'_>, number: usize) {
        let width = PAGE.0 - 2.0 * SIDE;
        let head = self.paper.margin.head(&self.paper.title);
        let foot = self.paper.margin.foot();
        let count = format!("Page {} of {}", number + 1, self.laid.pages.len());
        let foot = if foot.is_empty() { count } else { format!("{foot} \u{b7} {count}") };
        for (text, top, kind) in
            [(head, 30.0, ArtifactType::PaginationOther), (foot, PAGE.1 - 56.0, ArtifactType::PageNumber)]
        {
            let part = Part::Bit(Bit::new(&text, Look::default(), 0, None, self.fonts));
            let lines = lines(&[part], width, SMALL, self.fonts);
            artifact(surface, kind, |surface| {
                for (at, line) in lines.iter().take(3).enumerate() {
                    let base = top + SMALL + at as f32 * SMALL * 1.3;
                    for (x, bit) in line {
                        words(surface, self.fonts, (SIDE + x, base), SMALL, bit);
                    }
                }
            });
        }
    }

    fn link(&mut self, page: &mut Page<'_>, link: usize, (x, y, width, height): (f32, f32, f32, f32)) {
        let Some((target, said)) = self.laid.links.get(link) else { return };
        let goal = match target {
            Target::Address(address) => Goal::Action(Action::Link(LinkAction::new(address.clone()))),
            Target::Heading(anchor) => match self.laid.headings.iter().find(|place| place.anchor == *anchor) {
                Some(place) => Goal::Destination(Destination::Xyz(goal(place))),
                None => return,
            },
        };
        let Some(rect) = Rect::from_xywh(x, y, width.max(1.0), height) else { return };
        let annotation = Annotation::new_link(LinkAnnotation::new(rect, goal), Some(said.clone()));
        let id = page.add_tagged_annotation(annotation);
        self.links.entry(link).or_default().push(id);
    }

    /// A tag with what was drawn for it; none for one that holds nothing.
    fn node(&mut self, tag: &Tag) -> Option<TagGroup> {
        let Tag::Group(kind, inner) = tag else { return None };
        let mut children: Vec<Node> = Vec::new();
        for tag in inner {
            match tag {
                Tag::Leaf(leaf) => {
                    let ids = self.leaves.get_mut(*leaf).map(std::mem::take).unwrap_or_default();
                    children.extend(ids.into_iter().map(Node::from));
                }
                group => children.extend(self.node(group).map(Node::from)),
            }
        }
        if let Kind::Link(at) = kind {
            children.extend(self.links.remove(at).unwrap_or_default().into_iter().map(Node::from));
        }
        let is_cell = matches!(kind, Kind::Header | Kind::RowHeader | Kind::Cell);
        if children.is_empty() && !is_cell {
            return None;
        }
        Some(group(kind, children))
    }
}

fn group(kind: &Kind, children: Vec<Node>) -> TagGroup {
    match kind {
        Kind::Heading(level, words) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            TagGroup::with_children(Tags::Hn(level, Some(words.clone())), children)
        }
        Kind::Paragraph => TagGroup::with_children(Tags::P, children),
        Kind::Quote => TagGroup::with_children(Tags::BlockQuote, children),
        Kind::Code => TagGroup::with_children(Tags::Code, children),
        Kind::List { is_numbered } => {
            let numbering = if *is_numbered { ListNumbering::Decimal } else { ListNumbering::Disc };
            TagGroup::with_children(Tags::L(numbering), children)
        }
        Kind::Item => TagGroup::with_children(Tags::LI, children),
        Kind::Label => TagGroup::with_children(Tags::Lbl, children),
        Kind::Body => TagGroup::with_children(Tags::LBody, children),
        Kind::Table => TagGroup::with_children(Tags::Table, children),
        Kind::Row => TagGroup::with_children(Tags::TR, children),
        Kind::Header => TagGroup::with_children(Tags::TH(TableHeaderScope::Column), children),
        Kind::RowHeader => TagGroup::with_children(Tags::TH(TableHeaderScope::Row), children),
        Kind::Cell => TagGroup::with_children(Tags::TD, children),
        Kind::Link(_) => TagGroup::with_children(Tags::Link, children),
        Kind::Figure(words) => TagGroup::with_children(Tags::Figure(Some(words.clone())), children),
    }
}

fn artifact(surface: &mut Surface<'_>, kind: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}

/// Draws words and gives their width. Links are underlined, struck words struck.
fn words(surface: &mut Surface<'_>, fonts: &Fonts, (x, base): (f32, f32), size: f32, bit: &Bit) -> f32 {
    let face = fonts.face(bit.style);
    let letters = bit.size(size);
    let base = match bit.shift {
        Shift::None => base,
        Shift::Super => base - size * 0.35,
        Shift::Sub => base + size * 0.15,
    };
    let glyphs: Vec<KrillaGlyph> = bit
        .text
        .char_indices()
        .map(|(at, c)| {
            let (glyph, advance) = face.glyph(c);
            KrillaGlyph::new(GlyphId::new(glyph), advance, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None)
        })
        .collect();
    surface.draw_glyphs(Point::from_xy(x, base), &glyphs, face.font.clone(), &bit.text, letters, false);
    let width = face.width(&bit.text, letters);
    let seen = face.width(bit.text.trim_end(), letters);
    if bit.link.is_some() {
        rule(surface, (x, base + size * 0.14), (seen, 0.5));
    }
    if bit.is_struck {
        rule(surface, (x, base - size * 0.28), (seen, 0.6));
    }
    width
}

fn rule(surface: &mut Surface<'_>, (x, y): (f32, f32), (width, height): (f32, f32)) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

pub(super) fn image(bytes: &[u8]) -> Option<Image> {
    let data = bytes.to_vec().into();
    match PictureKind::of(bytes)? {
        PictureKind::Png => Image::from_png(data, true),
        PictureKind::Jpeg => Image::from_jpeg(data, true),
        PictureKind::Gif => Image::from_gif(data, true),
        PictureKind::Webp => Image::from_webp(data, true),
    }
    .ok()
}

fn goal(place: &Place) -> XyzDestination {
    XyzDestination::new(place.page, Point::from_xy(0.0, place.y))
}

/// The headings as an outline: those of the second level, with those below in them.
fn outline(headings: &[Place]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for place in headings {
        let node = OutlineNode::new(place.words.clone(), goal(place));
        match &mut open {
            Some(above) if place.level > 2 => above.push_child(node),
            _ => {
                if let Some(done) = open.replace(node) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}
