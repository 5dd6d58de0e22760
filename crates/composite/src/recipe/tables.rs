//! Tables of text: what a recipe reads, and what it gives.

/// A table with a header, every cell a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub headers: Vec<String>,
    /// The rows, as wide as the header.
    pub rows: Vec<Vec<String>>,
    /// The line of the file on which each row stands, when it was read from one.
    lines: Vec<usize>,
}

impl Table {
    /// Reads CSV (RFC 4180, UTF-8, with a header).
    ///
    /// # Errors
    /// What is wrong, with the line.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
        let wrong = |error: &csv::Error| format!("{name}: {error}");
        let headers = reader.headers().map_err(|e| wrong(&e))?.iter().map(|h| h.trim().to_owned()).collect();
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        for record in reader.records() {
            let record = record.map_err(|e| wrong(&e))?;
            lines.extend(record.position().and_then(|position| usize::try_from(position.line()).ok()));
            rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
        }
        Ok(Self { headers, rows, lines })
    }

    /// A table to fill.
    #[must_use]
    pub fn new<T: Into<String>>(headers: impl IntoIterator<Item = T>) -> Self {
        Self { headers: headers.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// The rows in the order of this column, so that theirs in the file does not matter.
    ///
    /// # Errors
    /// When there is no such column, or two rows have the same text in it.
    pub fn sorted_by(mut self, name: &str, column: &str) -> Result<Self, String> {
        let ids: Vec<String> = self.texts(name, column)?.into_iter().map(str::to_owned).collect();
        let mut order: Vec<usize> = (0..ids.len()).collect();
        order.sort_by(|a, b| ids.get(*a).cmp(&ids.get(*b)));
        if let Some([_, twice]) = order.windows(2).find(|pair| matches!(pair, [a, b] if ids.get(*a) == ids.get(*b))) {
            let id = ids.get(*twice).map_or("", String::as_str);
            return Err(format!("{name}, line {}: \u{201c}{id}\u{201d} is there twice", self.line(*twice)));
        }
        self.lines = order.iter().map(|row| self.line(*row)).collect();
        self.rows = order.iter().filter_map(|row| self.rows.get(*row).cloned()).collect();
        Ok(self)
    }

    /// The line of the file on which a row stands.
    #[must_use]
    pub fn line(&self, row: usize) -> usize {
        self.lines.get(row).copied().unwrap_or(row + 2)
    }

    /// The place of a column.
    #[must_use]
    pub fn find(&self, column: &str) -> Option<usize> {
        self.headers.iter().position(|header| header == column)
    }

    /// The texts of a column.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn texts(&self, name: &str, column: &str) -> Result<Vec<&str>, String> {
        let place = self.find(column).ok_or_else(|| format!("{name}: there is no column \u{201c}{column}\u{201d}"))?;
        Ok(self.rows.iter().map(|row| row.get(place).map_or("", String::as_str)).collect())
    }

    /// The numbers of a column; an empty cell is missing, and so is one with the text `na`.
    ///
    /// # Errors
    /// When there is no such column, or a cell is no number, with its line.
    pub fn numbers(&self, name: &str, column: &str, na: &str) -> Result<Vec<Option<f64>>, String> {
        let number = |(row, text): (usize, &str)| {
            if text.is_empty() || text == na {
                return Ok(None);
            }
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            let line = self.line(row);
            number
                .map(Some)
                .ok_or_else(|| format!("{name}, line {line}, column {column}: \u{201c}{text}\u{201d} is not a number"))
        };
        self.texts(name, column)?.into_iter().enumerate().map(number).collect()
    }

    /// The table as CSV.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        for row in std::iter::once(&self.headers).chain(&self.rows) {
            // Writing to memory does not fail.
            let _ = writer.write_record(row);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// A number as it stands in a table: the shortest text that reads back as the same bits; nothing when missing.
#[must_use]
pub fn cell(number: Option<f64>) -> String {
    number.map(|number| format!("{number}")).unwrap_or_default()
}
