//! What was not kept, and where.

/// The most lines a report has.
const MOST_LINES: usize = 200;

/// Gathers remarks under the heading they belong to; the same remark is said once, with how often.
#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: Vec<Line>,
    left_out: usize,
    place: Place,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Top,
    Under(String),
    Throughout,
}

#[derive(Debug)]
struct Line {
    place: Place,
    remark: String,
    times: usize,
}

impl Report {
    /// What comes now stands under this heading.
    pub fn under(&mut self, heading: &str) {
        self.place = Place::Under(short(heading, 80));
    }

    /// What comes now stands under no heading.
    pub fn throughout(&mut self) {
        self.place = Place::Throughout;
    }

    /// A sentence without its full stop.
    pub fn say(&mut self, remark: impl Into<String>) {
        let remark = remark.into();
        let is_full = self.lines.len() >= MOST_LINES;
        match self.lines.iter_mut().rev().take(40).find(|line| line.remark == remark && line.place == self.place) {
            Some(line) => line.times += 1,
            None if !is_full => {
                self.lines.push(Line { place: self.place.clone(), remark, times: 1 });
            }
            None => self.left_out += 1,
        }
    }

    /// The report, a sentence a line.
    pub fn lines(self) -> Vec<String> {
        let mut out: Vec<String> = self
            .lines
            .into_iter()
            .map(|line| {
                let place = match line.place {
                    Place::Top => "Before the first heading".to_owned(),
                    Place::Under(heading) => format!("Under \u{201c}{heading}\u{201d}"),
                    Place::Throughout => "In the whole document".to_owned(),
                };
                let times = if line.times > 1 { format!(" ({} times)", line.times) } else { String::new() };
                format!("{place}: {}{times}.", line.remark)
            })
            .collect();
        if self.left_out > 0 {
            out.push(format!("And {} more remarks like these.", self.left_out));
        }
        out
    }
}

/// The first words of a text.
pub(crate) fn short(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}\u{2026}", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_says_where_and_how_often() {
        let mut report = Report::default();
        report.say("a comment was left out");
        report.under("Steps");
        report.say("a comment was left out");
        report.say("a comment was left out");
        assert_eq!(
            report.lines(),
            ["Before the first heading: a comment was left out.", "Under “Steps”: a comment was left out (2 times)."]
        );
    }
}
