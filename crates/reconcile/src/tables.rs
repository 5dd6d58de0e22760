//! Two edits of one table, put together by row, column and cell, or not at all.

use crate::cells::{Side, Table, Ties, akin, said};
use crate::measures::is_measure;

/// The table with both sides' edits, ours in our form; none when a person must be asked.
pub(crate) fn merge(base: &str, local: &str, upstream: &str) -> Option<String> {
    let (base, local, upstream) = (Table::of(base)?, Table::of(local)?, Table::of(upstream)?);
    let (ours, theirs) = (Side::of(&base, local), Side::of(&base, upstream));
    let columns = columns(&base, &ours, &theirs)?;
    let rows = rows(&base, &ours, &theirs)?;
    let crossed = columns.iter().any(|column| column.is_new_to(Of::Ours))
        && rows.iter().any(|row| row.is_new_to(Of::Theirs))
        || columns.iter().any(|column| column.is_new_to(Of::Theirs)) && rows.iter().any(|row| row.is_new_to(Of::Ours));
    if crossed || head_and_figure(&base, &ours, &theirs) {
        return None;
    }
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        lines.push(line(row, &columns, &base, &ours, &theirs)?);
    }
    Some(lines.join("\n"))
}

/// Whether one side changed the head of a column and the other a figure in it: the unit often stands in the head.
fn head_and_figure(base: &Table<'_>, ours: &Side<'_>, theirs: &Side<'_>) -> bool {
    let changed = |side: &Side<'_>, row: usize, column: usize| {
        let (line, place) = side.rows.to(row).zip(side.columns.to(column))?;
        let (was, is) = (base.cell(row, column), side.table.cell(line, place));
        (said(was) != said(is)).then_some([was, is].concat())
    };
    let figures = |side: &Side<'_>, column: usize| {
        let mut cells = (2..base.lines.len()).filter_map(|row| changed(side, row, column));
        cells.any(|cells| has_digit(&Some(cells)))
    };
    let both =
        |one: &Side<'_>, other: &Side<'_>, column: usize| changed(one, 0, column).is_some() && figures(other, column);
    (0..base.width()).any(|column| both(ours, theirs, column) || both(theirs, ours, column))
}

/// Which side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Ours,
    Theirs,
}

/// A row or column of the result, by its place in each version.
#[derive(Clone, Copy, Default)]
struct Place {
    base: Option<usize>,
    ours: Option<usize>,
    theirs: Option<usize>,
}

impl Place {
    /// Whether it came in with the other side, and this one has nothing there.
    fn is_new_to(&self, side: Of) -> bool {
        let own = if side == Of::Ours { self.ours } else { self.theirs };
        self.base.is_none() && own.is_none()
    }
}

/// The columns of the result; none when one side took out what the other edited.
fn columns(base: &Table<'_>, ours: &Side<'_>, theirs: &Side<'_>) -> Option<Vec<Place>> {
    let edited = |side: &Side<'_>, column: usize| {
        let own = side.columns.to(column);
        (0..base.lines.len()).filter(|row| *row != 1).any(|row| match (side.rows.to(row), own) {
            (Some(line), Some(own)) => said(side.table.cell(line, own)) != said(base.cell(row, column)),
            _ => false,
        })
    };
    let head = |side: &Side<'_>, column: usize| said(side.table.cell(0, column));
    let alike = |ours_at: usize, theirs_at: usize| head(ours, ours_at) == head(theirs, theirs_at);
    placed(base.width(), (&ours.columns, &theirs.columns), edited, (ours, theirs), alike, |_, _| false)
}

/// The rows of the result, head and drawn line first.
fn rows(base: &Table<'_>, ours: &Side<'_>, theirs: &Side<'_>) -> Option<Vec<Place>> {
    let edited = |side: &Side<'_>, row: usize| {
        let own = side.rows.to(row);
        (0..base.width()).any(|column| match (own, side.columns.to(column)) {
            (Some(own), Some(place)) => said(side.table.cell(own, place)) != said(base.cell(row, column)),
            _ => false,
        })
    };
    let text = |side: &Side<'_>, row: usize| -> Vec<String> {
        side.table.lines.get(row).map(|line| line.cells.iter().map(|cell| said(cell)).collect()).unwrap_or_default()
    };
    let same = |ours_at: usize, theirs_at: usize| text(ours, ours_at) == text(theirs, theirs_at);
    let clash = |ours_at: usize, theirs_at: usize| {
        let (x, y) = (text(ours, ours_at), text(theirs, theirs_at));
        x.first() == y.first() || !akin(&[0], &[0], &[x.join("|")], &[y.join("|")]).is_empty()
    };
    placed(base.lines.len(), (&ours.rows, &theirs.rows), edited, (ours, theirs), same, clash)
}

/// Ours in our order without what they took out, theirs beside what it stands beside there.
fn placed<'s, 't>(
    count: usize,
    (ours, theirs): (&Ties, &Ties),
    edited: impl Fn(&'s Side<'t>, usize) -> bool,
    (our_side, their_side): (&'s Side<'t>, &'s Side<'t>),
    same: impl Fn(usize, usize) -> bool,
    clash: impl Fn(usize, usize) -> bool,
) -> Option<Vec<Place>> {
    let lost = |place: usize| match (ours.to(place), theirs.to(place)) {
        (Some(_), None) => edited(our_side, place),
        (None, Some(_)) => edited(their_side, place),
        _ => false,
    };
    // What both took out while something else came in may be two rewritings of one thing.
    let new = |ties: &Ties| -> Vec<usize> {
        ties.from.iter().enumerate().filter(|(_, base)| base.is_none()).map(|(own, _)| own).collect()
    };
    let (our_new, their_new) = (new(ours), new(theirs));
    let twins = our_new.iter().all(|&own| their_new.iter().any(|&their| same(own, their)))
        && their_new.iter().all(|&their| our_new.iter().any(|&own| same(own, their)));
    let rewritten = !twins && (0..count).any(|place| ours.to(place).is_none() && theirs.to(place).is_none());
    if rewritten || (0..count).any(lost) {
        return None;
    }
    let mut places: Vec<Place> = Vec::new();
    for (own, base) in ours.from.iter().enumerate() {
        let counterpart = base.and_then(|base| theirs.to(base));
        if base.is_none() || counterpart.is_some() {
            places.push(Place { base: *base, ours: Some(own), theirs: counterpart });
        }
    }
    for (own, _) in theirs.from.iter().enumerate().filter(|(_, base)| base.is_none()) {
        let ours_alone = |place: &&mut Place| place.base.is_none() && place.theirs.is_none();
        let mut lone = places.iter_mut().filter(ours_alone);
        if let Some(twin) = lone.find(|place| place.ours.is_some_and(|ours| same(ours, own))) {
            twin.theirs = Some(own);
            continue;
        }
        let alone = |place: &Place| place.base.is_none() && place.theirs.is_none();
        if places.iter().filter(|place| alone(place)).any(|place| place.ours.is_some_and(|ours| clash(ours, own))) {
            return None;
        }
        let before = (0..own).rev().find_map(|before| places.iter().position(|place| place.theirs == Some(before)));
        let after = before.map_or(0, |before| before + 1);
        let rest = places.get(after..).unwrap_or_default();
        let at = after + rest.iter().take_while(|place| alone(place)).count();
        places.insert(at, Place { theirs: Some(own), ..Place::default() });
    }
    Some(places)
}

/// One line of the result; none when both changed one cell, when one changed a figure and the other the same row, when both
/// changed measures in it, or when both changed one hazard.
fn line(row: &Place, columns: &[Place], base: &Table<'_>, ours: &Side<'_>, theirs: &Side<'_>) -> Option<String> {
    let mut cells = Vec::with_capacity(columns.len());
    let (mut our_measure, mut their_measure, mut figures) = (false, false, false);
    let (mut we_changed, mut they_changed) = (false, false);
    for column in columns {
        let cell = |table: &Table<'_>, line: Option<usize>, column: Option<usize>| {
            line.zip(column).map(|(line, column)| table.cell(line, column).to_owned())
        };
        let was = cell(base, row.base, column.base);
        let (own, their) = (cell(&ours.table, row.ours, column.ours), cell(&theirs.table, row.theirs, column.theirs));
        let says = |cell: &Option<String>| cell.as_deref().map(said);
        let drawn = row.base == Some(1);
        let (was_said, own_said, their_said) = (says(&was), says(&own), says(&their));
        let chosen = match (own, their) {
            (Some(own), Some(_)) if drawn || own_said == their_said || their_said == was_said => own,
            (Some(own), Some(their)) => {
                if own_said != was_said {
                    return None;
                }
                they_changed = true;
                their_measure |= differ(&was_said, &their_said);
                figures |= has_digit(&was_said) || has_digit(&their_said);
                padded(&own, &their)
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => String::from(" "),
        };
        let is_ours = !drawn && own_said != their_said && own_said != was_said;
        we_changed |= is_ours && row.ours.is_some() && column.ours.is_some() && column.base.is_some();
        our_measure |= is_ours && differ(&was_said, &own_said);
        figures |= is_ours && (has_digit(&was_said) || has_digit(&own_said));
        cells.push(chosen);
    }
    let is_asked = our_measure && their_measure || figures || is_of_hazards(base);
    if row.base.is_some() && we_changed && they_changed && is_asked {
        return None;
    }
    let model = row.ours.and_then(|own| ours.table.lines.get(own)).or_else(|| ours.table.lines.last())?;
    Some(format!("{}{}{}", model.before, cells.join("|"), model.after))
}

/// Whether a table is of hazards: what is left of one is judged by all that stands beside it.
fn is_of_hazards(table: &Table<'_>) -> bool {
    table.cell(0, 0).trim().get(..6).is_some_and(|first| first.eq_ignore_ascii_case("hazard"))
}

/// The new words between the blanks of the old cell.
fn padded(old: &str, new: &str) -> String {
    let blank = |blanks: &str| if blanks.is_empty() { "" } else { " " };
    let start = old.get(..old.len() - old.trim_start().len()).unwrap_or_default();
    let end = old.get(old.trim_end().len()..).unwrap_or_default();
    format!("{}{}{}", blank(start), new.trim(), blank(end))
}

fn has_digit(cell: &Option<String>) -> bool {
    cell.as_ref().is_some_and(|cell| cell.contains(|c: char| c.is_ascii_digit()))
}

fn differ(one: &Option<String>, other: &Option<String>) -> bool {
    let measures = |text: &Option<String>| -> Vec<String> {
        let words = text.as_deref().unwrap_or_default().split_whitespace();
        words.filter(|word| is_measure(word)).map(str::to_owned).collect()
    };
    measures(one) != measures(other)
}

#[cfg(test)]
mod tests {
    use super::merge;

    const BASE: &str = "| Drug | Dose | Often |\n|---|---|---|\n| A | 10 mg | twice daily |\n| B | 5 mg | daily |\n";

    #[test]
    fn cells_rows_and_columns_of_both_sides_are_kept() {
        let ours = BASE.replace("5 mg", "6 mg").replace("| B", "| C | 1 mg | weekly |\n| B");
        let theirs = BASE.replace("twice daily", "once daily") + "| D | 2 mg | never |\n";
        let expected = "| Drug | Dose | Often |\n|---|---|---|\n| A | 10 mg | once daily |\n| C | 1 mg | weekly |\n\
                        | B | 6 mg | daily |\n| D | 2 mg | never |";
        assert_eq!(merge(BASE, &ours, &theirs).as_deref(), Some(expected));
        let ours = "| Drug | Dose | Often | Note |\n|---|---|---|---|\n| A | 10 mg | twice daily | x |\n| B | 5 mg | daily | y |\n";
        let theirs = "| Who | Drug | Dose | Often |\n|---|---|---|---|\n| p | A | 10 mg | twice daily |\n| q | B | 5 mg | daily |\n";
        let expected = "| Who | Drug | Dose | Often | Note |\n|---|---|---|---|---|\n| p | A | 10 mg | twice daily | x |\n\
                        | q | B | 5 mg | daily | y |";
        assert_eq!(merge(BASE, ours, theirs).as_deref(), Some(expected));
    }

    #[test]
    fn one_cell_one_dose_in_a_row_and_what_was_taken_out_ask() {
        let with = |old: &str, new: &str| BASE.replace(old, new);
        assert_eq!(merge(BASE, &with("10 mg", "20 mg"), &with("10 mg", "30 mg")), None);
        assert_eq!(merge(BASE, &with("10 mg", "20 mg"), &with("twice daily", "once daily")), None);
        assert_eq!(merge(BASE, &with("10 mg", "20 mg"), &with("| A | 10 mg | twice daily |\n", "")), None);
        assert_eq!(merge(BASE, &with("| A | 10 mg | twice daily |\n", ""), &with("10 mg", "20 mg")), None);
        let (one, two) = (BASE.to_owned() + "| D | 2 mg | never |\n", BASE.to_owned() + "| D | 3 mg | never |\n");
        assert_eq!(merge(BASE, &one, &two), None);
        assert_eq!(merge(BASE, &one, &one).as_deref(), Some(one.trim_end()));
    }

    #[test]
    fn what_is_read_with_a_dose_asks() {
        let head = |one: &str, other: &str| merge(BASE, &BASE.replace("Dose", one), &BASE.replace("5 mg", other));
        assert_eq!(head("Dose (micrograms)", "6 mg"), None);
        assert_eq!(merge(BASE, &BASE.replace("| B", "| Another"), &BASE.replace("5 mg", "6 mg")), None);
        let hazards = "| Hazard | Control | Left |\n|---|---|---|\n| Wrong patient | Look twice | Low |\n";
        let (ours, theirs) = (hazards.replace("Look twice", "Read aloud"), hazards.replace("Low", "Medium"));
        assert_eq!(merge(hazards, &ours, &theirs), None);
    }

    #[test]
    fn two_rewritings_of_one_row_ask() {
        let with = |new: &str| BASE.replace("| A |", new);
        let table = "| a | b |\n|---|---|\n| give now | x |\n";
        assert_eq!(merge(table, &table.replace("give", "hold"), &table.replace("now", "later")), None);
        let ours = with("| Amoxicillin by mouth |");
        assert_eq!(
            merge(BASE, &ours, &BASE.replace("| A | 10 mg | twice daily |", "| Penicillin | 9 g | weekly |")),
            None
        );
        assert_eq!(merge(BASE, &ours, &ours).as_deref(), Some(ours.trim_end()));
    }

    #[test]
    fn a_new_row_and_a_new_column_leave_a_cell_that_nobody_filled() {
        let row = BASE.to_owned() + "| D | 2 mg | never |\n";
        let column = "| Drug | Dose | Often | Note |\n|---|---|---|---|\n| A | 10 mg | twice daily | x |\n| B | 5 mg | daily | y |\n";
        assert_eq!(merge(BASE, &row, column), None);
        assert_eq!(merge(BASE, column, &row), None);
    }
}
