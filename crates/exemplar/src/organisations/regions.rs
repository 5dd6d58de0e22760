//! The national groupings of the Organisation Data Service, by code.
//!
//! Names: NHS Organisation Data Service, national groupings, 2016 (commissioning regions) and
//! after April 2019 (NHS England regions).

const REGIONS: &[(&str, &str)] = &[
    ("W00", "Wales"),
    ("Y54", "North of England"),
    ("Y55", "Midlands and East of England"),
    ("Y56", "London"),
    ("Y57", "South of England"),
    ("Y58", "South West"),
    ("Y59", "South East"),
    ("Y60", "Midlands"),
    ("Y61", "East of England"),
    ("Y62", "North West"),
    ("Y63", "North East and Yorkshire"),
];

/// The name of a national grouping; none when the code is not known.
#[must_use]
pub fn region(code: &str) -> Option<&'static str> {
    REGIONS.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Every region with its code, in the order of names.
#[must_use]
pub(super) fn regions() -> Vec<(&'static str, &'static str)> {
    let mut all = REGIONS.to_vec();
    all.sort_by_key(|(_, name)| *name);
    all
}
