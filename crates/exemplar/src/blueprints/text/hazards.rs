//! Hazards: the rows of a table whose first heading is “Hazard”. They travel with every copy.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::platform::markdown::events;

/// What could harm a patient, as a row of the table says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// What could happen.
    pub name: String,
    /// Cause, effect, control and what is left, under the table's own headings.
    pub facts: Vec<(String, String)>,
}

/// Every hazard of `body`, in order.
pub(super) fn read(body: &str) -> Vec<Hazard> {
    let (mut head, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut found = Vec::new();
    for (event, _) in events(body) {
        match event {
            Event::Start(Tag::Table(_)) => head.clear(),
            Event::Text(words) | Event::Code(words) => cell.push_str(&words),
            Event::SoftBreak | Event::HardBreak => cell.push(' '),
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::End(TagEnd::TableCell) => row.push(cell.trim().to_owned()),
            Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
            Event::End(TagEnd::TableRow) => found.extend(hazard(&head, std::mem::take(&mut row))),
            _ => {}
        }
    }
    found
}

fn hazard(head: &[String], row: Vec<String>) -> Option<Hazard> {
    if !head.first().is_some_and(|first| first.trim_end_matches('s').eq_ignore_ascii_case("hazard")) {
        return None;
    }
    let mut cells = head.iter().cloned().zip(row);
    let (_, name) = cells.next().filter(|(_, name)| !name.is_empty())?;
    Some(Hazard { name, facts: cells.filter(|(_, words)| !words.is_empty()).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_table_of_hazards_are_hazards_and_others_are_not() {
        let body = "| Hazard | Cause | Control |\n| --- | --- | --- |\n| Wrong `dose` shown | Old list | Check |\n| | x | y |\n\n| Cost | Of |\n| --- | --- |\n| 1 | 2 |\n";
        let found = read(body);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].name, "Wrong dose shown");
        assert_eq!(
            found[0].facts,
            [("Cause".to_owned(), "Old list".to_owned()), ("Control".to_owned(), "Check".to_owned())]
        );
    }
}
