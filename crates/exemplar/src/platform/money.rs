//! Money as whole pence, read without loss and said as people say it.

/// Pence of a figure in its unit, `GBP` or `GBP m` (millions); none when there is no figure or it is no money.
///
/// # Errors
/// When the unit is money and the figure is not a number of whole pence.
pub fn of(figure: &str, unit: &str) -> Result<Option<i64>, String> {
    let digits = match unit {
        "GBP" => 2,
        "GBP m" => 8,
        _ => return Ok(None),
    };
    if figure.is_empty() {
        return Ok(None);
    }
    pence(figure, digits)
        .map(Some)
        .ok_or_else(|| format!("value: \u{201c}{figure}\u{201d} is not an amount in {unit}: write 385 or 0.25"))
}

/// A plain decimal number, moved `digits` places to the left.
fn pence(figure: &str, digits: usize) -> Option<i64> {
    let (whole, part) = figure.split_once('.').unwrap_or((figure, ""));
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) || part.len() > digits || figure.ends_with('.') {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

/// An amount as people say it: £385 million, £250,000, £12.50.
#[must_use]
pub fn said(pence: i64) -> String {
    const MILLION: i64 = 100_000_000;
    if pence >= MILLION && pence % (MILLION / 100) == 0 {
        let part = format!("{:02}", pence % MILLION / (MILLION / 100));
        let part = part.trim_end_matches('0');
        let point = if part.is_empty() { "" } else { "." };
        return format!("\u{a3}{}{point}{part} million", grouped(pence / MILLION));
    }
    let sign = if pence < 0 { "\u{2212}" } else { "" };
    let (pounds, rest) = (pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
    let pounds = grouped(i64::try_from(pounds).unwrap_or(i64::MAX));
    if rest == 0 { format!("{sign}\u{a3}{pounds}") } else { format!("{sign}\u{a3}{pounds}.{rest:02}") }
}

/// A whole number with commas between thousands.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    if number < 0 { format!("\u{2212}{said}") } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_pence_without_loss() {
        assert_eq!(of("385", "GBP m"), Ok(Some(38_500_000_000)));
        assert_eq!(of("0.25", "GBP m"), Ok(Some(25_000_000)));
        assert_eq!(of("6000000", "GBP"), Ok(Some(600_000_000)));
        assert_eq!(of("12.5", "GBP"), Ok(Some(1_250)));
        assert_eq!((of("", "GBP m"), of("48", "")), (Ok(None), Ok(None)));
        for wrong in ["1,000", "-5", "5 shared", "1.234", ".5", "5.", "1e3", "99999999999999999999"] {
            assert!(of(wrong, "GBP").is_err(), "{wrong}");
        }
    }

    #[test]
    fn amounts_are_said_as_people_say_them() {
        let all = [38_500_000_000, 180_000_000_000, 125_000_000, 25_000_000, 1_250, 0, -500_000];
        let said = all.map(said);
        assert_eq!(
            said,
            [
                "\u{a3}385 million",
                "\u{a3}1,800 million",
                "\u{a3}1.25 million",
                "\u{a3}250,000",
                "\u{a3}12.50",
                "\u{a3}0",
                "\u{2212}\u{a3}5,000"
            ]
        );
    }
}
