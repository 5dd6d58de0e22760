//! What is drawn: pictures, text boxes, charts, objects.

use super::body::Document;
use super::xml::Element;
use super::{Picture, Refused};
use crate::blocks::Inline;
use crate::picture::Kind;
use crate::report::short;

/// The most pictures of one document.
const MOST_PICTURES: usize = 200;

impl Document<'_> {
    /// A drawing, a drawing of the old kind, or an embedded object.
    pub fn drawing(&mut self, element: &Element, out: &mut Vec<Inline>) -> Result<(), Refused> {
        if &*element.name == "object" {
            self.report.say("an embedded object was left out; its picture was kept if it has one");
        }
        let mut boxes = Vec::new();
        all(element, "txbxContent", &mut boxes);
        for text in &boxes {
            self.report.say("the text of a text box was put after the paragraph it belongs to");
            let blocks = self.inside(text)?;
            self.beside.extend(blocks);
        }
        for (name, what) in [("chart", "a chart"), ("relIds", "a diagram (SmartArt)")] {
            if element.find(name).is_some() {
                self.report.say(format!("{what} was left out: put it in as a picture, with its numbers as a table"));
            }
        }
        let properties = element.find("docPr").or_else(|| element.find("shape"));
        let mut pictures = Vec::new();
        all(element, "blip", &mut pictures);
        all(element, "imagedata", &mut pictures);
        for picture in &pictures {
            self.picture(picture, properties, out)?;
        }
        if boxes.is_empty() && pictures.is_empty() && (element.find("wsp").is_some() || element.find("shape").is_some())
        {
            self.report.say("a drawn shape was left out");
        }
        Ok(())
    }

    /// The blocks of a text box: what the paragraph around it has begun waits.
    fn inside(&mut self, element: &Element) -> Result<Vec<crate::blocks::Block>, Refused> {
        let beside = std::mem::take(&mut self.beside);
        let style = self.paragraph_style.take();
        let blocks = self.blocks(element);
        self.beside = beside;
        self.paragraph_style = style;
        blocks
    }

    fn picture(
        &mut self,
        picture: &Element,
        properties: Option<&Element>,
        out: &mut Vec<Inline>,
    ) -> Result<(), Refused> {
        let id = picture.attribute("embed").or_else(|| picture.attribute("id"));
        let relation = id.and_then(|id| self.relations.get(id)).cloned();
        let Some(relation) = relation.filter(|relation| !relation.is_outside) else {
            self.report.say("a picture that lies outside the document was left out");
            return Ok(());
        };
        let description = self.description(properties);
        let name = match self.taken.get(&relation.target) {
            Some(name) => name.clone(),
            None => {
                let name = self.take(&relation.target, description.as_deref())?;
                self.taken.insert(relation.target, name.clone());
                name
            }
        };
        if !name.is_empty() {
            out.push(Inline::Picture { name, description: description.unwrap_or_default() });
        }
        Ok(())
    }

    /// Takes the picture a part is; gives its name, or nothing with a remark.
    fn take(&mut self, part: &str, description: Option<&str>) -> Result<String, Refused> {
        if self.pictures.len() >= MOST_PICTURES {
            self.report.say(format!("a picture was left out: a guide takes at most {MOST_PICTURES}"));
            return Ok(String::new());
        }
        let Some(bytes) = self.package.part(part)? else {
            self.report.say("a picture was left out: the document names it but does not hold it");
            return Ok(String::new());
        };
        let Some(kind) = Kind::of(&bytes) else {
            let ending = part.rsplit_once('.').map_or("unknown", |(_, ending)| ending);
            self.report.say(format!(
                "a picture of the kind {} was left out: save it as PNG or JPEG and put it in again",
                short(ending, 10)
            ));
            return Ok(String::new());
        };
        let name = format!("picture-{}.{}", self.pictures.len() + 1, kind.extension());
        if description.is_none() {
            self.report.say(format!("{name} has no description for those who cannot see it: write one"));
        }
        self.pictures.push(Picture { name: name.clone(), bytes, description: description.map(str::to_owned) });
        Ok(name)
    }

    /// The alternative text, without the note of the program that made it.
    fn description(&mut self, properties: Option<&Element>) -> Option<String> {
        let properties = properties?;
        let said = ["descr", "alt", "title"].iter().find_map(|name| properties.attribute(name))?;
        let mut words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for note in ["Description automatically generated", "AI-generated content may be incorrect."] {
            if let Some(at) = words.find(note) {
                words.truncate(at);
                self.report.say("a picture's description was written by a program: read it again");
            }
        }
        let words = words.trim().to_owned();
        (!words.is_empty()).then_some(words)
    }
}

/// Every element of this name, outermost only.
fn all<'e>(element: &'e Element, name: &str, out: &mut Vec<&'e Element>) {
    let choice = if &*element.name == "AlternateContent" { element.child("Choice") } else { None };
    let elements: Vec<&Element> = choice.map_or_else(|| element.elements().collect(), |choice| vec![choice]);
    for element in elements {
        if &*element.name == name {
            out.push(element);
        } else if &*element.name != "txbxContent" {
            all(element, name, out);
        }
    }
}
