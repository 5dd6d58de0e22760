//! The parts of an index as a recipe, a table or a framework names them, made into a tree.

use super::Table;
use crate::fields::Fields;
use crate::means::Mean;
use crate::tree::{Needs, Scoring, Tree};

/// One indicator or question.
#[derive(Clone, Debug, Default)]
pub(super) struct Indicator {
    pub id: String,
    /// 1 when more is better, -1 when less is.
    pub direction: f64,
    pub denominator: Option<String>,
    pub target: Option<f64>,
    pub goalposts: Option<(f64, f64)>,
    pub log: bool,
}

/// One line of a list of parts.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub id: String,
    pub parent: Option<String>,
    pub weight: f64,
    pub scoring: Option<Scoring>,
    pub indicator: Option<Indicator>,
}

/// How parts are made of their own, level by level from below; the last of a list holds for all above.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    pub scoring: Vec<Scoring>,
    pub needs: Vec<Needs>,
    pub equal: bool,
    pub range: (f64, f64),
}

/// A tree with what belongs to its leaves.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub tree: Tree,
    pub indicators: Vec<Indicator>,
}

fn at<T: Copy>(list: &[T], height: usize, usual: T) -> T {
    list.get(height.saturating_sub(1)).or(list.last()).copied().unwrap_or(usual)
}

/// Makes a tree of a list. Without a part at the top of all others, there is one called `index`.
pub(super) fn build(entries: &[Entry], levels: &Levels) -> Result<Plan, String> {
    let tops: Vec<&Entry> = entries.iter().filter(|entry| entry.parent.is_none()).collect();
    let root = match tops.as_slice() {
        [only] if only.indicator.is_none() => Some(only.id.clone()),
        _ => None,
    };
    let parent_of = |entry: &Entry| entry.parent.clone().or_else(|| root.is_none().then(|| "index".to_owned()));
    for entry in entries {
        let known = |id: &String| {
            root.is_none() && id == "index" || entries.iter().any(|e| e.id == *id && e.indicator.is_none())
        };
        if let Some(parent) = parent_of(entry).filter(|parent| !known(parent)) {
            return Err(format!("{} belongs to {parent}, which is not there", entry.id));
        }
        if entries.iter().filter(|other| other.id == entry.id).count() > 1 {
            return Err(format!("{} is there twice", entry.id));
        }
    }
    let name = root.clone().unwrap_or_else(|| "index".to_owned());
    let height = |id: &str| height(entries, &parent_of, id, 0);
    let top = entries.iter().find(|entry| entry.id == name).and_then(|entry| entry.scoring);
    let usual = Scoring::Compensatory(Mean::Arithmetic);
    let of = |height: usize, own: Option<Scoring>| {
        (own.unwrap_or_else(|| at(&levels.scoring, height, usual)), at(&levels.needs, height, Needs::Count(0.0)))
    };
    let (scoring, needs) = of(height(&name)?, top);
    let mut tree = Tree::new(&name, scoring, needs);
    let mut waiting = vec![name];
    while let Some(parent) = waiting.pop() {
        let Some(above) = tree.find(&parent) else { continue };
        for entry in entries.iter().filter(|e| e.indicator.is_none() && parent_of(e).as_deref() == Some(&parent)) {
            let (scoring, needs) = of(height(&entry.id)?, entry.scoring);
            tree.branch(above, &entry.id, if levels.equal { 1.0 } else { entry.weight }, scoring, needs);
            waiting.push(entry.id.clone());
        }
    }
    let mut indicators = Vec::new();
    for entry in entries {
        let Some(indicator) = &entry.indicator else { continue };
        let parent = parent_of(entry).and_then(|parent| tree.find(&parent)).unwrap_or(0);
        tree.leaf(parent, &entry.id, if levels.equal { 1.0 } else { entry.weight }, levels.range);
        indicators.push(indicator.clone());
    }
    Ok(Plan { tree, indicators })
}

fn height(
    entries: &[Entry],
    parent: &dyn Fn(&Entry) -> Option<String>,
    id: &str,
    deep: usize,
) -> Result<usize, String> {
    if deep > 100 {
        return Err(format!("{id} belongs to itself by way of others"));
    }
    let mut highest = 0;
    for child in entries.iter().filter(|entry| parent(entry).as_deref() == Some(id)) {
        let own = if child.indicator.is_some() { 0 } else { height(entries, parent, &child.id, deep + 1)? };
        highest = highest.max(own + 1);
    }
    Ok(highest)
}

/// Reads the parts from a table in one of two forms: one line a part (`iCode`, `Parent`, `Weight`, `Direction`,
/// `Target`, `Denominator`, `Type`), or one line a question (`theme`, `section`, `question` and their weights).
pub(super) fn from_table(name: &str, table: &Table) -> Result<Vec<Entry>, String> {
    if table.find("iCode").is_some() { from_parts(name, table) } else { from_questions(name, table) }
}

fn from_parts(name: &str, table: &Table) -> Result<Vec<Entry>, String> {
    let ids = table.texts(name, "iCode")?;
    let parents = table.texts(name, "Parent")?;
    let kinds = table.texts(name, "Type")?;
    let empty = vec![""; ids.len()];
    let denominators = table.texts(name, "Denominator").unwrap_or_else(|_| empty.clone());
    let weights = table.numbers(name, "Weight", "NA")?;
    let numbers = |column: &str| match table.find(column) {
        Some(_) => table.numbers(name, column, "NA"),
        None => Ok(vec![None; ids.len()]),
    };
    let (directions, targets) = (numbers("Direction")?, numbers("Target")?);
    let own = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty() && text != "NA");
    let mut entries = Vec::new();
    for (row, (id, kind)) in ids.iter().zip(&kinds).enumerate() {
        let number = |list: &[Option<f64>]| list.get(row).copied().flatten();
        let text = |list: &[&str]| list.get(row).copied().and_then(own);
        let indicator = (*kind == "Indicator").then(|| Indicator {
            id: (*id).to_owned(),
            direction: number(&directions).unwrap_or(1.0),
            denominator: text(&denominators),
            target: number(&targets),
            ..Indicator::default()
        });
        if *kind == "Indicator" || *kind == "Aggregate" {
            let (parent, weight) = (text(&parents), number(&weights).unwrap_or(1.0));
            entries.push(Entry { id: (*id).to_owned(), parent, weight, scoring: None, indicator });
        }
    }
    Ok(entries)
}

fn from_questions(name: &str, table: &Table) -> Result<Vec<Entry>, String> {
    let columns = ["theme", "section", "question"].map(|column| table.texts(name, column));
    let [themes, sections, questions] = columns;
    let (themes, sections, questions) = (themes?, sections?, questions?);
    let weights = ["theme_weight", "section_weight", "question_weight"].map(|column| table.numbers(name, column, "NA"));
    let [theme_weights, section_weights, question_weights] = weights;
    let (theme_weights, section_weights, question_weights) = (theme_weights?, section_weights?, question_weights?);
    let mut entries: Vec<Entry> = Vec::new();
    for (row, ((theme, section), question)) in themes.iter().zip(&sections).zip(&questions).enumerate() {
        let weight = |list: &[Option<f64>]| list.get(row).copied().flatten().unwrap_or(1.0);
        let mut part = |id: &str, parent: Option<&str>, weight: f64, indicator: Option<Indicator>| {
            if !entries.iter().any(|entry| entry.id == id) {
                let parent = parent.map(str::to_owned);
                entries.push(Entry { id: id.to_owned(), parent, weight, scoring: None, indicator });
            }
        };
        part("index", None, 1.0, None);
        part(theme, Some("index"), weight(&theme_weights), None);
        part(section, Some(theme), weight(&section_weights), None);
        let indicator = Indicator { id: (*question).to_owned(), direction: 1.0, ..Indicator::default() };
        part(question, Some(section), weight(&question_weights), Some(indicator));
    }
    Ok(entries)
}

/// Reads the parts that stand in the recipe itself: `[[part]]` and `[[indicator]]`.
pub(super) fn from_recipe(file: &Fields<'_, '_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for fields in file.list("part", "part") {
        let entry = Entry {
            id: fields.needed("id"),
            parent: fields.text("under"),
            weight: fields.number("weight").unwrap_or(1.0),
            scoring: crate::framework::scoring_of(&fields),
            indicator: None,
        };
        fields.end();
        entries.push(entry);
    }
    for fields in file.list("indicator", "indicator") {
        let goalposts = fields.numbers("goalposts");
        let goalposts = match goalposts.as_slice() {
            [] => None,
            [from, to] if from != to => Some((*from, *to)),
            _ => {
                fields.wrong("goalposts", "goalposts are two different numbers");
                None
            }
        };
        let id = fields.needed("id");
        let indicator = Indicator {
            id: id.clone(),
            direction: if fields.one_of("better", &[("more", 1.0), ("less", -1.0)]) == Some(-1.0) { -1.0 } else { 1.0 },
            denominator: fields.text("denominator"),
            target: fields.number("target"),
            goalposts,
            log: fields.one_of("transform", &[("log", true), ("none", false)]).unwrap_or(false),
        };
        let parent = fields.text("under");
        let weight = fields.number("weight").unwrap_or(1.0);
        fields.end();
        entries.push(Entry { id, parent, weight, scoring: None, indicator: Some(indicator) });
    }
    entries
}
