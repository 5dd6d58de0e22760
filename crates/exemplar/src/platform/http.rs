//! HTTP below the rooms: accepting connections, finishing answers, keeping finished pages, serving assets.

pub mod assets;
mod cache;
mod finish;
mod headers;
mod same_site;
mod serve;
mod viewer;

pub use cache::{Freshness, KNOWN_PARAMETERS, PageCache};
pub use finish::{Finisher, finish};
pub use same_site::same_site;
pub use serve::{ServeError, serve};
pub use viewer::Viewer;

/// An address with those of `pairs` that say something.
#[must_use]
pub fn query_string(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
