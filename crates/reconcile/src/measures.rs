//! Which words carry a dose, a time, a quantity or a threshold: what must never be put
//! together from two edits.

/// Words that count, time or bound something, in any case and without punctuation.
const WORDS: &[&str] = &[
    "a.m",
    "above",
    "after",
    "am",
    "bd",
    "before",
    "below",
    "bpm",
    "cm",
    "daily",
    "day",
    "days",
    "double",
    "dozen",
    "each",
    "eight",
    "eighth",
    "eleven",
    "evening",
    "every",
    "exceed",
    "exceeding",
    "exceeds",
    "fewer",
    "fifteen",
    "fifth",
    "fifty",
    "first",
    "five",
    "fortnight",
    "fortnightly",
    "forty",
    "four",
    "fourth",
    "g",
    "gram",
    "grams",
    "greater",
    "half",
    "higher",
    "hour",
    "hourly",
    "hours",
    "hundred",
    "immediately",
    "iu",
    "kg",
    "l",
    "least",
    "less",
    "litre",
    "litres",
    "lower",
    "max",
    "maximum",
    "mcg",
    "mg",
    "microgram",
    "micrograms",
    "midday",
    "midnight",
    "milligram",
    "milligrams",
    "millilitre",
    "millilitres",
    "min",
    "minimum",
    "mins",
    "minute",
    "minutes",
    "ml",
    "mmhg",
    "mmol",
    "month",
    "monthly",
    "months",
    "more",
    "morning",
    "most",
    "never",
    "ng",
    "night",
    "nightly",
    "nil",
    "nine",
    "ninth",
    "nocte",
    "none",
    "noon",
    "od",
    "om",
    "once",
    "one",
    "over",
    "p.m",
    "percent",
    "pm",
    "prn",
    "puff",
    "puffs",
    "qds",
    "quarter",
    "second",
    "seconds",
    "seven",
    "seventh",
    "six",
    "sixth",
    "stat",
    "tablet",
    "tablets",
    "tds",
    "ten",
    "tenth",
    "third",
    "thirty",
    "three",
    "thrice",
    "triple",
    "twelve",
    "twenty",
    "twice",
    "two",
    "under",
    "unit",
    "units",
    "until",
    "week",
    "weekly",
    "weeks",
    "within",
    "year",
    "yearly",
    "years",
    "zero",
    "µg",
    "μg",
];

/// No word of [`WORDS`] has more bytes.
const LONGEST: usize = 12;

/// Whether the key of a word carries a measure: it has a digit or a sign that compares, or
/// is one of [`WORDS`]. The number of an item is none, nor is where a link leads.
pub(crate) fn is_measure(key: &str) -> bool {
    if key.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return key.len() <= LONGEST && WORDS.binary_search(&key).is_ok();
    }
    let key = if key.contains(']') { key.split("](").next().unwrap_or_default() } else { key };
    if matches!(key, "\n1." | "\n1)") || key.contains(':') && key.contains("://") {
        return false;
    }
    if key.contains(counts) {
        return true;
    }
    let bare = key.trim_matches(|c: char| !c.is_alphanumeric() && c != 'µ');
    if bare.is_empty() || bare.len() > LONGEST {
        return false;
    }
    let bare = bare.to_lowercase();
    bare.split(['-', '/']).any(|word| WORDS.binary_search(&word).is_ok())
}

/// Whether a character alone makes a measure of a word.
fn counts(c: char) -> bool {
    c.is_numeric() || matches!(c, '<' | '>' | '≤' | '≥' | '±' | '%' | '£' | '½' | '¼' | '¾')
}

/// Whether two texts, given word by word, measure otherwise, in whatever order.
pub(crate) fn differ<'a>(one: impl Iterator<Item = &'a str>, other: impl Iterator<Item = &'a str>) -> bool {
    differ_in(one, other, is_measure)
}

/// Whether two texts, given word by word, have other figures.
pub(crate) fn figures_differ<'a>(one: impl Iterator<Item = &'a str>, other: impl Iterator<Item = &'a str>) -> bool {
    differ_in(one, other, is_figure)
}

fn differ_in<'a>(
    one: impl Iterator<Item = &'a str>,
    other: impl Iterator<Item = &'a str>,
    counts: fn(&str) -> bool,
) -> bool {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.collect(), other.collect());
    let (one, other) = apart(&one, &other);
    let counted = |words: &[&'a str]| {
        let mut counted: Vec<&str> = words.iter().copied().filter(|word| counts(word)).collect();
        counted.sort_unstable();
        counted
    };
    counted(one) != counted(other)
}

/// Two texts without the words that both begin and end with.
fn apart<'s, T: PartialEq>(one: &'s [T], other: &'s [T]) -> (&'s [T], &'s [T]) {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(head..).unwrap_or_default(), other.get(head..).unwrap_or_default());
    let tail = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let without = |words: &'s [T]| words.get(..words.len() - tail).unwrap_or_default();
    (without(one), without(other))
}

/// Whether the key of a word is a figure: a number, with or without a unit.
pub(crate) fn is_figure(key: &str) -> bool {
    if key.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
    bare.starts_with(|c: char| c.is_ascii_digit()) && !bare.contains(['/', '(']) && is_measure(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_times_quantities_and_thresholds_are_measures() {
        for word in ["20", "20mg", "mg", "(twice", "Daily.", "≥", "<5", "8am", "half-hourly", "mmol/l", "six", "\tmax"]
        {
            assert!(is_measure(word), "{word}");
        }
        for word in ["\n1.", "[ward](https://a.example/10-mg)", "ward", "the", "https", "digital", "-"] {
            assert!(!is_measure(word), "{word}");
        }
    }

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.is_sorted());
        assert!(WORDS.iter().all(|word| word.len() <= LONGEST));
    }
}
