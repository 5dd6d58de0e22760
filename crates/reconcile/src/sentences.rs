//! Two edits of one text, put together sentence by sentence, or not at all.
//!
//! Each side's edits are stretches of sentences replaced. Where the stretches of both sides
//! meet in a sentence, or both put something at one place, nobody but a person may say what
//! is right. The same holds when both sides changed a measure (a dose, a time, a quantity,
//! a threshold) anywhere in the text, because measures in two sentences can be one dose, and
//! when one changed a figure and the other anything: whose figure it is may stand in another
//! sentence.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;

use crate::budget::Budget;
use crate::document::Kind;
use crate::leaves::Leaf;
use crate::matches::matches;
use crate::measures;
use crate::spoken::{Sentence, Spoken, keys};

/// One side's edit: these sentences of the base became these of its own.
struct Edit {
    base: Range<usize>,
    own: Range<usize>,
}

/// One side as its sentences and its edits.
struct Side<'a, 't> {
    spoken: &'a Spoken<'t>,
    /// For each sentence of the base, its counterpart.
    kept: Vec<Option<usize>>,
    edits: Vec<Edit>,
}

/// The text with both sides' edits, ours in our form; none when a person must be asked.
pub(crate) fn merge<'t>(base: &Leaf<'t>, local: &Leaf<'t>, upstream: &Leaf<'t>) -> Option<String> {
    let is_text = |leaf: &Leaf<'_>| {
        matches!(leaf.kind, Kind::Heading(_) | Kind::Paragraph | Kind::Item | Kind::Quote | Kind::Footnote)
    };
    if ![base, local, upstream].into_iter().all(is_text) {
        return None;
    }
    let of = base.spoken();
    let (ours, theirs) = (Side::of(of, local.spoken()), Side::of(of, upstream.spoken()));
    let lead = lead(base, local, upstream, ours.spoken, theirs.spoken)?;
    let theirs_alone = apart(of, &ours, &theirs)?;
    let tail = ours.spoken.tail.trim_end();
    let joint = match tail.chars().next() {
        None => "",
        Some('#') => " ",
        Some(_) => "\n",
    };
    Some(format!("{lead}{}{joint}{tail}", woven(of, &ours, &theirs, &theirs_alone)))
}

/// The marks before the first sentence: ours, unless only the source changed their meaning.
fn lead<'t>(
    base: &Leaf<'_>,
    local: &Leaf<'_>,
    upstream: &Leaf<'_>,
    ours: &Spoken<'t>,
    theirs: &Spoken<'t>,
) -> Option<&'t str> {
    let form = |leaf: &Leaf<'_>| (leaf.kind, leaf.is_numbered(), leaf.depth);
    let plain = ours.tail.is_empty() && theirs.tail.is_empty();
    if form(upstream) == form(local) {
        Some(ours.lead)
    } else if !plain {
        None
    } else if form(upstream) == form(base) {
        Some(ours.lead)
    } else {
        (form(local) == form(base)).then_some(theirs.lead)
    }
}

/// Those of their edits that are not ours as well; none when both meet in one place.
fn apart(base: &Spoken<'_>, ours: &Side<'_, '_>, theirs: &Side<'_, '_>) -> Option<Vec<usize>> {
    let same = |a: &Edit, b: &Edit| a.base == b.base && ours.keys(&a.own).eq(theirs.keys(&b.own));
    let meet = |a: &Edit, b: &Edit| {
        let overlap = a.base.start.max(b.base.start) < a.base.end.min(b.base.end);
        let within = |point: &Edit, edit: &Edit| {
            point.base.is_empty() && edit.base.start < point.base.start && point.base.start < edit.base.end
        };
        overlap || within(a, b) || within(b, a) || (a.base.is_empty() && a.base == b.base)
    };
    let alone = |own: &[Edit], other: &[Edit], same: &dyn Fn(&Edit, &Edit) -> bool| -> Vec<usize> {
        let lone = own.iter().enumerate().filter(|(_, edit)| !other.iter().any(|other| same(edit, other)));
        lone.map(|(number, _)| number).collect()
    };
    let our_own = alone(&ours.edits, &theirs.edits, &same);
    let their_own = alone(&theirs.edits, &ours.edits, &|a, b| same(b, a));
    let of = |side: &Side<'_, '_>, numbers: &[usize], f: &dyn Fn(&Edit) -> bool| {
        numbers.iter().filter_map(|&n| side.edits.get(n)).any(f)
    };
    let meets = of(theirs, &their_own, &|b| of(ours, &our_own, &|a| meet(a, b)));
    let measured = |side: &Side<'_, '_>, own: &[usize]| of(side, own, &|edit| side.measured(base, edit));
    let figured = |side: &Side<'_, '_>, own: &[usize]| of(side, own, &|edit| side.figured(base, edit));
    let both = !our_own.is_empty() && !their_own.is_empty();
    let asks = meets
        || both && (figured(ours, &our_own) || figured(theirs, &their_own))
        || measured(ours, &our_own) && measured(theirs, &their_own);
    (!asks).then_some(their_own)
}

/// Ours, with their edits in it.
fn woven(base: &Spoken<'_>, ours: &Side<'_, '_>, theirs: &Side<'_, '_>, theirs_alone: &[usize]) -> String {
    let mut sentences: Vec<String> = Vec::new();
    let count = base.sentences.len();
    for place in 0..=count {
        let at = |edit: &&Edit| edit.base.start == place;
        let all = theirs.edits.iter().enumerate().filter(|(number, _)| theirs_alone.contains(number));
        let their_edits: Vec<&Edit> = all.map(|(_, edit)| edit).collect();
        for edit in ours.edits.iter().filter(at).filter(|edit| edit.base.is_empty()) {
            sentences.extend(ours.texts(&edit.own));
        }
        for edit in their_edits.iter().copied().filter(at) {
            sentences.extend(theirs.texts(&edit.own).map(|text| in_one_line(&text)));
        }
        for edit in ours.edits.iter().filter(at).filter(|edit| !edit.base.is_empty()) {
            sentences.extend(ours.texts(&edit.own));
        }
        let replaced = their_edits.iter().any(|edit| edit.base.contains(&place));
        if let Some(own) = ours.kept.get(place).copied().flatten().filter(|_| !replaced) {
            sentences.extend(ours.texts(&(own..own + 1)));
        }
    }
    let last = sentences.len().saturating_sub(1);
    let spaced = sentences.into_iter().enumerate().map(|(number, text)| match number == last {
        true => text.trim_end().to_owned(),
        false if text.ends_with(char::is_whitespace) => text,
        false => text + " ",
    });
    spaced.collect()
}

/// A text taken over, without the places where its lines were wrapped.
fn in_one_line(text: &str) -> String {
    let hard = text.contains("  \n") || text.contains("\\\n") || text.contains("\n\n");
    if hard || !text.trim_end().contains('\n') {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_start_matches("> ")).collect();
    lines.join(" ")
}

impl<'a, 't> Side<'a, 't> {
    fn of(base: &Spoken<'_>, spoken: &'a Spoken<'t>) -> Self {
        let all = base.sentences.iter().chain(&spoken.sentences).map(|sentence| &sentence.keys);
        let mut numbers: HashMap<&Vec<Cow<'_, str>>, usize> = HashMap::default();
        let mut said: Vec<usize> = Vec::new();
        for keys in all {
            let next = numbers.len();
            said.push(*numbers.entry(keys).or_insert(next));
        }
        let (old, new) = said.split_at(base.sentences.len());
        let pairs = matches(old, new, &mut Budget::new());
        let mut kept = vec![None; old.len()];
        let mut edits = Vec::new();
        let (mut i, mut j) = (0, 0);
        for (a, b) in pairs.into_iter().chain([(old.len(), new.len())]) {
            if let Some(place) = kept.get_mut(a) {
                *place = Some(b);
            }
            if a - i == b - j {
                // Each sentence became another.
                edits.extend((i..a).zip(j..b).map(|(i, j)| Edit { base: i..i + 1, own: j..j + 1 }));
            } else {
                edits.push(Edit { base: i..a, own: j..b });
            }
            (i, j) = (a + 1, b + 1);
        }
        Self { spoken, kept, edits }
    }

    fn keys(&self, own: &Range<usize>) -> impl Iterator<Item = &Vec<Cow<'t, str>>> {
        self.spoken.sentences.get(own.clone()).unwrap_or_default().iter().map(|sentence| &sentence.keys)
    }

    fn texts(&self, own: &Range<usize>) -> impl Iterator<Item = String> {
        self.spoken.sentences.get(own.clone()).unwrap_or_default().iter().map(|sentence| sentence.text.to_owned())
    }

    /// Whether an edit changed a measure.
    fn measured(&self, base: &Spoken<'_>, edit: &Edit) -> bool {
        let (was, is) = self.was_and_is(base, edit);
        measures::differ(keys(was), keys(is))
    }

    /// Whether an edit changed a figure.
    fn figured(&self, base: &Spoken<'_>, edit: &Edit) -> bool {
        let (was, is) = self.was_and_is(base, edit);
        measures::figures_differ(keys(was), keys(is))
    }

    fn was_and_is<'b>(&'b self, base: &'b Spoken<'t>, edit: &Edit) -> (&'b [Sentence<'t>], &'b [Sentence<'t>]) {
        let was = base.sentences.get(edit.base.clone()).unwrap_or_default();
        (was, self.spoken.sentences.get(edit.own.clone()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use crate::leaves::Leaves;

    fn merged(base: &str, local: &str, upstream: &str) -> Option<String> {
        let [base, local, upstream] = [base, local, upstream].map(Leaves::of);
        super::merge(&base.leaves[0], &local.leaves[0], &upstream.leaves[0])
    }

    #[test]
    fn edits_in_two_sentences_are_put_together() {
        let (ours, theirs) = ("* Ask, here. Wait there. Go.\n", "- Ask here. Wait there.\n  Go and rest.\n");
        let text = merged("- Ask here. Wait there. Go.\n", ours, theirs);
        assert_eq!(text.as_deref(), Some("* Ask, here. Wait there. Go and rest."));
        let text = merged("Ask. Wait.\n", "Ask!\nWait.\n", "Ask. Wait. Go.\n");
        assert_eq!(text.as_deref(), Some("Ask!\nWait.\nGo."));
    }

    #[test]
    fn edits_in_one_sentence_ask() {
        assert_eq!(merged("Give 10 mg twice daily.\n", "Give 20 mg twice daily.\n", "Give 10 mg once daily.\n"), None);
        assert_eq!(merged("See e.g. Ward A first.\n", "See e.g. Ward B first.\n", "Ask e.g. Ward A first.\n"), None);
        assert_eq!(merged("Ask.\n", "Ask. Wait.\n", "Ask. Go.\n"), None);
    }

    #[test]
    fn a_measure_and_anything_else_in_one_text_ask_even_in_two_sentences() {
        let base = "Give 10 mg. Do it twice daily.\n";
        assert_eq!(merged(base, "Give 20 mg. Do it twice daily.\n", "Give 10 mg. Do it once daily.\n"), None);
        let base = "Use morphine. Give 10 mg.\n";
        assert_eq!(merged(base, "Use oxycodone. Give 10 mg.\n", "Use morphine. Give 20 mg.\n"), None);
        let text = merged("Tell them. Do it.\n", "Tell all of them. Do it.\n", "Tell them. Do so.\n");
        assert_eq!(text.as_deref(), Some("Tell all of them. Do so."));
    }

    #[test]
    fn a_level_and_a_title_are_two_things() {
        assert_eq!(merged("#### checklist\n", "#### Our list\n", "### checklist\n").as_deref(), Some("### Our list"));
        assert_eq!(merged("## A\n", "## B\n", "## C\n"), None);
    }
}
