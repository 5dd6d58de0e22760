//! Any three texts: an answer, the same twice, and no byte of ours lost where nothing waits.

#![no_main]

use libfuzzer_sys::fuzz_target;
use reconcile::{Decision, updates};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, '\u{1}');
    let [base, local, upstream] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let Ok(found) = updates(base, local, upstream, &[]) else { return };
    let merged = found.merged();
    if found.updates().is_empty() {
        assert_eq!(merged, local);
    }
    let all: Vec<(&str, Decision)> =
        found.updates().iter().map(|update| (update.id.as_str(), Decision::Refuse)).collect();
    let decided = found.decide(&all).expect("all of them wait");
    assert_eq!((decided.base.as_str(), decided.local.as_str()), (upstream, local));
});
