//! Words that Markdown would read as markup, kept as words.

/// `text` with a backslash where a character would mean something. `next` is what stands after it on the line.
pub(super) fn words(text: &str, next: Option<char>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let means = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' => true,
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            '!' => after.or(next) == Some('['),
            '&' => after.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line of a paragraph that begins with nothing Markdown would take for a heading, list, quotation or rule.
pub(super) fn beginning(line: &str) -> String {
    let first = line.chars().next().unwrap_or_default();
    let second = line.chars().nth(1);
    let means = match first {
        '#' | '>' | '=' | '{' => true,
        '-' | '+' => second.is_none_or(|c| c == first || c == ' '),
        ':' => second == Some('-'),
        _ => false,
    };
    if means {
        return format!("\\{line}");
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match line.split_at_checked(digits) {
        Some((number, rest)) if (1..=9).contains(&digits) && is_list_mark(rest) => format!("{number}\\{rest}"),
        _ => line.to_owned(),
    }
}

fn is_list_mark(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('.' | ')')) && chars.next().is_none_or(|c| c == ' ')
}

/// An address between the brackets of a link; none when no page may lead there.
pub(super) fn address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.trim().chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '"' => out.push_str("%22"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            '`' => out.push_str("%60"),
            '*' => out.push_str("%2A"),
            // An entity would be read as what it stands for.
            '&' => out.push_str("&amp;"),
            c if c.is_control() || c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}
