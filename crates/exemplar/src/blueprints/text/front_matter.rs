//! Front matter of whatever shape: YAML between `---`, TOML between `+++`, or one JSON object.

use serde_json::{Map, Value};

use super::TextError;

/// The fields, and the byte at which the body begins.
pub(super) fn split(source: &str) -> Result<(Map<String, Value>, usize), TextError> {
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let text = source.get(start..).unwrap_or_default();
    let first = text.lines().next().unwrap_or_default().trim_end();
    let (map, end) = match first {
        "---" => match fenced(text, &["---", "..."]) {
            // A rule at the top of a text without front matter.
            None => (Map::new(), 0),
            Some((front, end)) => (yaml(front)?, end),
        },
        "+++" => match fenced(text, &["+++"]) {
            None => {
                return Err(TextError::FrontMatter(
                    "line 1: the front matter that begins with +++ has no end".to_owned(),
                ));
            }
            Some((front, end)) => (toml(front)?, end),
        },
        _ if text.starts_with('{') => json(text)?,
        _ => (Map::new(), 0),
    };
    Ok((map, start + end))
}

/// `front`, which is YAML with its fences or nothing, with other values of some fields: each by its names, the first of
/// which is written. Null takes a field out. None when it is neither.
pub(super) fn with(front: &str, fields: &[(&[&str], Value)]) -> Option<String> {
    if front.is_empty() {
        let lines: String = fields.iter().filter_map(|(names, value)| line(names, value)).collect();
        return Some(if lines.is_empty() { String::new() } else { format!("---\n{lines}---\n") });
    }
    let text = front.trim_start_matches('\u{feff}');
    if text.lines().next()?.trim_end() != "---" {
        return None;
    }
    let (inner, end) = fenced(text, &["---", "..."])?;
    let (mut out, mut written) = (String::new(), vec![false; fields.len()]);
    let mut is_left_out = false;
    for old in inner.split_inclusive('\n') {
        if let Some(name) = top_level(old) {
            let at = fields.iter().position(|(names, _)| names.contains(&name.as_str()));
            is_left_out = at.is_some();
            if let Some((at, (names, value))) = at.and_then(|at| Some((at, fields.get(at)?)))
                && let Some(written) = written.get_mut(at).filter(|written| !**written)
            {
                *written = true;
                out.extend(line(names, value));
            }
        } else if old.starts_with('#') {
            // A remark belongs to what comes after it.
            is_left_out = false;
        }
        if !is_left_out {
            out.push_str(old);
        }
    }
    for ((names, value), _) in fields.iter().zip(written).filter(|(_, written)| !written) {
        out.extend(line(names, value));
    }
    let (open, close) = (front.len() - text.len() + text.find('\n')? + 1, front.len() - text.len() + end);
    Some(format!("{}{out}{}", front.get(..open)?, closing(front, close)?))
}

/// The closing fence and what follows it.
fn closing(front: &str, end: usize) -> Option<&str> {
    let last = front.get(..end)?.trim_end_matches(['\n', '\r']).rfind('\n')? + 1;
    front.get(last..)
}

/// The name of a field that begins on this line, in its plain form.
fn top_level(line: &str) -> Option<String> {
    let begins = line.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '\''));
    let (name, _) = line.split_once(':').filter(|_| begins)?;
    Some(name.trim().trim_matches(['"', '\'']).to_lowercase().replace(['-', ' '], "_"))
}

/// JSON is YAML too, and needs no rules about quotes.
fn line(names: &[&str], value: &Value) -> Option<String> {
    let name = names.first().filter(|_| !value.is_null())?;
    Some(format!("{name}: {value}\n"))
}

/// What stands between the first line and a closing one, and where the text after it begins.
fn fenced<'a>(text: &'a str, closing: &[&str]) -> Option<(&'a str, usize)> {
    let mut at = text.find('\n')? + 1;
    let begin = at;
    for line in text.get(begin..)?.split_inclusive('\n') {
        if closing.contains(&line.trim_end()) {
            return Some((text.get(begin..at)?, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn yaml(front: &str) -> Result<Map<String, Value>, TextError> {
    if front.trim().is_empty() {
        return Ok(Map::new());
    }
    let options = serde_saphyr::options! { strict_booleans: true };
    let value: Value = serde_saphyr::from_str_with_options(front, options).map_err(|error| {
        // The first line of the file is the fence.
        let line = error.location().map_or(1, |place| place.line() + 1);
        refused(usize::try_from(line).unwrap_or(1), "YAML", &error.without_snippet().to_string())
    })?;
    Ok(as_written(map(value)?, front))
}

/// Numbers as they are written: `1.10` is a version, `007` a code, and neither is what a parser makes of it.
fn as_written(mut map: Map<String, Value>, front: &str) -> Map<String, Value> {
    for line in front.lines().filter(|line| !line.starts_with([' ', '#'])) {
        if let Some((name, rest)) = line.split_once(':')
            && let Some(value) = map.get_mut(name.trim().trim_matches(['"', '\''])).filter(|value| value.is_number())
        {
            let written = rest.split(" #").next().unwrap_or_default().trim();
            // Only what stands on its own line is a number that can be read there.
            if written.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
                *value = Value::String(written.to_owned());
            }
        }
    }
    map
}

fn toml(front: &str) -> Result<Map<String, Value>, TextError> {
    let table: toml::Table = toml::from_str(front).map_err(|error| {
        let line =
            error.span().map_or(0, |span| front.get(..span.start).map_or(0, |before| before.matches('\n').count()));
        refused(line + 2, "TOML", error.message())
    })?;
    Ok(table.into_iter().map(|(name, value)| (name, toml_value(value))).collect())
}

/// TOML has dates of its own, which are text here.
fn toml_value(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Array(items) => items.into_iter().map(toml_value).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(name, value)| (name, toml_value(value))).collect(),
    }
}

/// One object at the very beginning; what follows it is the body. A text that merely begins with a brace is not one.
fn json(text: &str) -> Result<(Map<String, Value>, usize), TextError> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    match stream.next() {
        Some(Ok(map)) => Ok((map, stream.byte_offset())),
        Some(Err(error)) if text.trim_start_matches('{').trim_start().starts_with('"') => {
            Err(refused(error.line(), "JSON", &error.to_string()))
        }
        _ => Ok((Map::new(), 0)),
    }
}

fn map(value: Value) -> Result<Map<String, Value>, TextError> {
    match value {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        _ => Err(TextError::FrontMatter("line 2: the front matter is not a list of names and values".to_owned())),
    }
}

fn refused(line: usize, format: &str, why: &str) -> TextError {
    let why = why.lines().next().unwrap_or_default();
    TextError::FrontMatter(format!("line {line}: the front matter is not {format}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_shapes_are_read_and_the_body_follows() {
        for text in [
            "---\na: x\n---\nbody",
            "+++\na = \"x\"\n+++\nbody",
            "{\"a\": \"x\"}body",
            "\u{feff}---\r\na: x\r\n---\r\nbody",
        ] {
            let (map, at) = split(text).unwrap();
            assert_eq!((map.get("a"), text.get(at..)), (Some(&Value::from("x")), Some("body")), "{text}");
        }
    }

    #[test]
    fn values_are_as_they_are_written() {
        let (map, _) =
            split("---\nversion: 1.10\ncode: 007 # bond\ncountry: NO\nlist: [x, y]\nyes: true\n---\n").unwrap();
        let said = |name: &str| map.get(name).cloned().unwrap_or_default();
        assert_eq!((said("version"), said("code"), said("country")), ("1.10".into(), "007".into(), "NO".into()));
        assert_eq!((said("list"), said("yes")), (serde_json::json!(["x", "y"]), Value::Bool(true)));
        let (map, _) = split("+++\ndate = 2020-01-01\n+++\n").unwrap();
        assert_eq!(map.get("date"), Some(&Value::from("2020-01-01")));
    }

    #[test]
    fn a_rule_or_a_brace_at_the_top_is_not_front_matter() {
        for text in ["---\n\nA rule opens this text.\n", "{{name}} is a variable\n", "{ not json }"] {
            assert_eq!(split(text).unwrap().1, 0, "{text}");
        }
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (one, before) in "bcdefghij".chars().zip("abcdefghi".chars()) {
            bomb.push_str(&format!("{one}: &{one} [{}]\n", format!("*{before},").repeat(9)));
        }
        assert!(split(&format!("---\n{bomb}---\n")).is_err());
    }
}
