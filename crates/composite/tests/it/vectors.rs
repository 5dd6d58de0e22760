//! The outside vectors of `EXEMPLAR_VECTORS`, computed by the recipes that `docs/index-recipes.md` shows.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use composite::recipe::{Output, Recipe, Table};

/// The folder of vectors, or a word that they were left out. With `EXEMPLAR_VECTORS_REQUIRED=1` absence fails.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("EXEMPLAR_VECTORS").map(|root| PathBuf::from(root).join("vectors/index"));
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        let is_required = std::env::var("EXEMPLAR_VECTORS_REQUIRED").as_deref() == Ok("1");
        assert!(!is_required, "EXEMPLAR_VECTORS names no folder with vectors/index");
        eprintln!("skipped: EXEMPLAR_VECTORS names no folder with outside vectors");
    }
    folder
}

/// The recipe with this title in the document, with some texts replaced.
fn recipe(title: &str, changes: &[(&str, &str)]) -> Recipe {
    let docs = include_str!("../../../../docs/index-recipes.md");
    let mut blocks = docs.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let mut text = blocks.find(|block| block.contains(&format!("title = \"{title}"))).unwrap().to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{title}: {old}");
        text = text.replace(old, new);
    }
    Recipe::read(&text).unwrap_or_else(|mistakes| panic!("{title}: {mistakes:?}"))
}

/// What was compared.
struct Line {
    vector: String,
    figures: usize,
    difference: f64,
    tolerance: f64,
    wrong: usize,
}

/// Computed tables against expected ones.
struct Bench {
    root: PathBuf,
    lines: RefCell<Vec<Line>>,
}

impl Bench {
    fn run(&self, recipe: &Recipe) -> Vec<Output> {
        let load = |name: &str| std::fs::read(self.root.join(name)).map_err(|error| format!("{name}: {error}"));
        recipe.run(&load).unwrap()
    }

    fn expected(&self, file: &str) -> Table {
        Table::read(file, &std::fs::read(self.root.join(file)).unwrap()).unwrap()
    }

    /// Compares pairs of columns (ours, theirs) of rows with the same first cell.
    fn compare(&self, ours: &Table, file: &str, tolerance: f64, pairs: &[(&str, &str)]) {
        let theirs = self.expected(file);
        let row_of = |table: &Table| -> BTreeMap<String, usize> {
            table.rows.iter().enumerate().map(|(place, row)| (row[0].clone(), place)).collect()
        };
        let (own, other) = (row_of(ours), row_of(&theirs));
        let mut line = Line { vector: file.to_owned(), figures: 0, difference: 0.0, tolerance, wrong: 0 };
        for (mine, expected) in pairs {
            let mine = ours.find(mine).unwrap_or_else(|| panic!("{file}: {mine} not in {:?}", ours.headers));
            let expected = theirs.find(expected).unwrap_or_else(|| panic!("{file}: {expected}"));
            for (id, place) in &other {
                let own = own.get(id).map(|place| ours.rows[*place][mine].as_str());
                line.one(own.unwrap_or("(no row)"), &theirs.rows[*place][expected]);
            }
        }
        self.lines.borrow_mut().push(line);
    }

    /// Compares every column of the expected file that is not in `but`, under its own name.
    fn same(&self, ours: &Table, file: &str, tolerance: f64, but: &[&str]) {
        let names = self.expected(file).headers;
        let pairs: Vec<(&str, &str)> =
            names.iter().skip(1).filter(|n| !but.contains(&n.as_str())).map(|n| (n.as_str(), n.as_str())).collect();
        self.compare(ours, file, tolerance, &pairs);
    }

    fn print(&self) {
        let lines = self.lines.borrow();
        eprintln!("{:<44} {:>8} {:>12} {:>10}  ", "vector", "figures", "difference", "tolerance");
        for line in lines.iter() {
            let verdict = if line.wrong == 0 { "holds" } else { "DOES NOT HOLD" };
            eprintln!(
                "{:<44} {:>8} {:>12.2e} {:>10.0e}  {verdict}{}",
                line.vector,
                line.figures,
                line.difference,
                line.tolerance,
                if line.wrong == 0 { String::new() } else { format!(" for {}", line.wrong) }
            );
        }
        assert!(lines.iter().all(|line| line.wrong == 0 && line.figures > 0), "a vector does not hold");
    }
}

impl Line {
    /// One figure: both missing, both the same text, or numbers within the tolerance of max(1, expected).
    fn one(&mut self, own: &str, expected: &str) {
        self.figures += 1;
        let difference = match (number(own), number(expected)) {
            (Some(own), Some(expected)) => (own - expected).abs() / expected.abs().max(1.0),
            _ if own == expected => 0.0,
            _ => f64::INFINITY,
        };
        self.difference = self.difference.max(difference);
        self.wrong += usize::from(difference > self.tolerance);
    }
}

/// A number or an exact fraction.
fn number(text: &str) -> Option<f64> {
    match text.split_once('/') {
        Some((above, below)) => Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?),
        None => text.parse().ok(),
    }
}

fn find<'o>(outputs: &'o [Output], name: &str) -> &'o Table {
    &outputs.iter().find(|output| output.name == name).unwrap_or_else(|| panic!("no table {name}")).table
}

#[test]
fn the_vectors_hold() {
    let Some(root) = folder() else { return };
    let bench = Bench { root, lines: RefCell::default() };
    whole_chain(&bench);
    other_chains(&bench);
    published_indices(&bench);
    missing(&bench);
    weights(&bench);
    places(&bench);
    checking(&bench);
    odd_answers(&bench);
    bench.print();
}

fn whole_chain(bench: &Bench) {
    let d1 = bench.run(&recipe("Sustainable connectivity: the whole chain", &[]));
    for (table, file) in [
        ("denominated", "asem/d1_1_denominated.csv"),
        ("filled", "asem/d1_2_imputed.csv"),
        ("treated", "asem/d1_3_treated.csv"),
        ("normalised", "asem/d1_4_normalised.csv"),
        ("scores", "asem/d1_5_aggregated.csv"),
    ] {
        bench.same(find(&d1, table), file, 1e-12, &[]);
    }
    bench.same(find(&d1, "places"), "asem/d1_6_ranks.csv", 0.0, &[]);
    treatment(bench, find(&d1, "treatment"));
    for kind in ["pearson", "spearman", "kendall"] {
        bench.same(find(&d1, &format!("correlations-{kind}")), &format!("asem/d6_cor_{kind}.csv"), 1e-9, &[]);
    }
    bench.compare(find(&d1, "alpha"), "asem/d6_cronbach.csv", 1e-9, &[("alpha", "alpha_d1_normalised")]);
    let effective = [("effective_weight", "EffWeight"), ("weight", "Weight")];
    bench.compare(find(&d1, "effective-weights"), "asem/d7_effective_weights.csv", 1e-12, &effective);
    let mut shifts = find(&d1, "leave-one-out").clone();
    shifts.rows.push(vec!["Nominal".to_owned(), "0".to_owned()]);
    let column = [("mean_shift", "mean_abs_rank_shift")];
    bench.compare(&shifts, "asem/d8_leave_one_pillar_out.csv", 1e-12, &column);
}

/// The details of the treatment: what passed, how many were winsorised, and the statistics afterwards.
fn treatment(bench: &Bench, ours: &Table) {
    let file = "asem/d1_3_treatment_details.csv";
    let mut line = Line { vector: file.to_owned(), figures: 0, difference: 0.0, tolerance: 1e-9, wrong: 0 };
    for (own, theirs) in ours.rows.iter().zip(&bench.expected(file).rows) {
        assert_eq!(own[0], theirs[0]);
        let passed = |text: &str| if text == "TRUE" { "yes" } else { "no" }.to_owned();
        line.one(&own[1], &passed(&theirs[1]));
        line.one(&own[2], &theirs[2]);
        line.one(&own[3], &theirs[3]);
        if own[9] == "yes" {
            line.one(&own[4], &theirs[4]);
            line.one(&own[6], &passed(&theirs[5]));
            line.one(&own[7], &theirs[6]);
            line.one(&own[8], &theirs[7]);
        } else {
            line.one("", &theirs[4]);
        }
    }
    bench.lines.borrow_mut().push(line);
}

fn other_chains(bench: &Bench) {
    let d2 = bench.run(&recipe("Sustainable connectivity: geometric means", &[]));
    bench.same(find(&d2, "scores"), "asem/d2_aggregated.csv", 1e-12, &[]);
    bench.same(find(&d2, "places"), "asem/d2_ranks.csv", 0.0, &[]);
    let d3 = bench.run(&recipe("Sustainable connectivity: z-scores with a threshold", &[]));
    bench.same(find(&d3, "normalised"), "asem/d3_normalised.csv", 1e-12, &[]);
    bench.same(find(&d3, "scores"), "asem/d3_aggregated.csv", 1e-12, &[]);
    bench.same(find(&d3, "places"), "asem/d3_ranks.csv", 0.0, &[]);
    for (method, file, tolerance) in [
        ("rank", "rank", 0.0),
        ("percentile-rank", "prank", 1e-12),
        ("borda", "borda", 0.0),
        ("distance-to-maximum", "dist2max", 1e-12),
        ("distance-to-target", "dist2targ_uncapped", 1e-12),
    ] {
        let changed = format!("method = \"{method}\"");
        let d4 = bench.run(&recipe("Sustainable connectivity: ranks", &[("method = \"rank\"", &changed)]));
        bench.same(find(&d4, "normalised"), &format!("asem/d4_{file}.csv"), tolerance, &[]);
    }
    let names = [
        ("min", "Min"),
        ("max", "Max"),
        ("mean", "Mean"),
        ("median", "Median"),
        ("sd", "Std"),
        ("skewness", "Skew"),
        ("kurtosis", "Kurt"),
        ("available", "N.Avail"),
        ("non_zero", "N.NonZero"),
        ("unique", "N.Unique"),
        ("same", "N.Same"),
        ("share_available", "Frc.Avail"),
        ("share_non_zero", "Frc.NonZero"),
        ("share_unique", "Frc.Unique"),
        ("share_same", "Frc.Same"),
    ];
    bench.compare(find(&d2, "statistics"), "asem/d5_stats_raw.csv", 1e-12, &names);
}

fn published_indices(bench: &Bench) {
    let title = "Human development index 2022";
    let hdi = bench.run(&recipe(title, &[]));
    bench.compare(find(&hdi, "scores"), "published/hdi_2022.csv", 1e-11, &[("hdi", "recomputed_hdi")]);
    let published = [("score", "published_hdi"), ("place", "published_rank")];
    bench.compare(find(&hdi, "published"), "published/hdi_2022.csv", 0.0, &published);
    let hdi = bench.run(&recipe(title, &[("hdi_2022", "hdi_2014")]));
    bench.compare(find(&hdi, "scores"), "published/hdi_2014.csv", 1e-11, &[("hdi", "recomputed_hdi")]);
    bench.compare(find(&hdi, "published"), "published/hdi_2014.csv", 0.0, &[("score", "published_hdi")]);
    for year in ["2014", "2016"] {
        let changes = [("egdi_2016", format!("egdi_{year}")), ("draws = 200000", "draws = 10".to_owned())];
        let changes: Vec<(&str, &str)> = changes.iter().map(|(old, new)| (*old, new.as_str())).collect();
        let egdi = bench.run(&recipe("E-government under any weights", &changes));
        let file = format!("published/egdi_{year}.csv");
        bench.compare(find(&egdi, "scores"), &file, 3e-5, &[("index", "published_egdi")]);
        bench.compare(find(&egdi, "published"), &file, 0.0, &[("place", "published_rank")]);
    }
}

fn missing(bench: &Bench) {
    let outputs = bench.run(&recipe("An assessment with answers that are missing", &[]));
    bench.same(find(&outputs, "scores"), "missing/expected_exclude.csv", 1e-12, &[]);
    bench.same(find(&outputs, "low"), "missing/expected_low.csv", 1e-12, &[]);
    bench.same(find(&outputs, "high"), "missing/expected_high.csv", 1e-12, &[]);
}

fn weights(bench: &Bench) {
    let file = "weights/egdi_2016_uniform_weights.csv";
    let egdi = bench.run(&recipe("E-government under any weights", &[]));
    let table = find(&egdi, "any-weights");
    let exact = [("expected_place", "expected_rank_exact"), ("share_first", "p_rank1_exact")];
    bench.compare(table, file, 1e-9, &exact);
    // Four standard deviations of a place over the root of the draws; quantiles within one place.
    let sd = 25.0;
    let limit = 4.0 * sd / f64::sqrt(200_000.0);
    near(bench, table, file, limit, &[("drawn_expected", "expected_rank_exact")]);
    near(
        bench,
        table,
        file,
        1.0,
        &[("drawn_5", "mc_rank_q05"), ("drawn_50", "mc_rank_q50"), ("drawn_95", "mc_rank_q95")],
    );
    let bod = bench.run(&recipe("Human development with everybody's best weights", &[]));
    let pairs = [("bod", "bod"), ("bod_shares", "bod_share_20_50")];
    bench.compare(find(&bod, "benefit-of-the-doubt"), "bod/hdi_2022_bod.csv", 1e-8, &pairs);
    let sobol = bench.run(&recipe("Ishigami's function", &[]));
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(bench.root.join("sobol/ishigami.json")).unwrap()).unwrap();
    let mut line =
        Line { vector: "sobol/ishigami.json".into(), figures: 0, difference: 0.0, tolerance: 1e-12, wrong: 0 };
    for (input, row) in find(&sobol, "sobol").rows.iter().enumerate() {
        line.one(&row[1], &expected["from_evaluations"]["S1"][input].to_string());
        line.one(&row[2], &expected["from_evaluations"]["ST"][input].to_string());
    }
    bench.lines.borrow_mut().push(line);
}

#[test]
fn the_vectors_under_doubt_have_wider_places_the_more_is_in_doubt() {
    let Some(root) = folder() else { return };
    let bench = Bench { root, lines: RefCell::default() };
    let outputs = bench.run(&recipe("Sustainable connectivity under doubt", &[]));
    let table = find(&outputs, "uncertainty");
    assert_eq!(table.rows.len(), 51);
    let width = |doubt: &str| {
        let at = |which: &str| table.find(&format!("{doubt}_{which}")).unwrap();
        let (low, high) = (at("5"), at("95"));
        table.rows.iter().map(|row| number(&row[high]).unwrap() - number(&row[low]).unwrap()).sum::<f64>()
    };
    assert!(width("method") < width("both") && width("reporting") < width("both"));
}

/// Compares by plain difference: places, which are not relative to anything.
fn near(bench: &Bench, ours: &Table, file: &str, limit: f64, pairs: &[(&str, &str)]) {
    bench.compare(ours, file, f64::INFINITY, pairs);
    let theirs = bench.expected(file);
    let mut worst: f64 = 0.0;
    let mut wrong = 0;
    for (mine, expected) in pairs {
        let (mine, expected) = (ours.find(mine).unwrap(), theirs.find(expected).unwrap());
        for row in &theirs.rows {
            let own = ours.rows.iter().find(|own| own[0] == row[0]).unwrap();
            let difference = (number(&own[mine]).unwrap() - number(&row[expected]).unwrap()).abs();
            worst = worst.max(difference);
            wrong += usize::from(difference > limit + 1e-9);
        }
    }
    let mut lines = bench.lines.borrow_mut();
    let line = lines.last_mut().unwrap();
    (line.difference, line.tolerance, line.wrong) = (worst, limit, wrong);
    line.vector.push_str(" (places)");
}

fn places(bench: &Bench) {
    let outputs = bench.run(&recipe("Mathematics in 2018", &[]));
    let table = find(&outputs, "places");
    let file = "rank_intervals/pisa2018_math_simple.csv";
    let exact = [
        ("holm_95_best", "holm95_L"),
        ("holm_95_worst", "holm95_U"),
        ("holm_75_best", "holm75_L"),
        ("holm_75_worst", "holm75_U"),
        ("clearly_best", "pairwise90_L"),
        ("clearly_worst", "pairwise90_U"),
    ];
    bench.compare(table, file, 0.0, &exact);
    bench.compare(table, file, 1e-9, &[("shrunken_mean", "eb_mean"), ("shrunken_sd", "eb_sd")]);
    near(bench, table, file, 1.0, &[("place_5", "eb_rank_q05"), ("place_95", "eb_rank_q95")]);
    near(bench, table, file, 0.05, &[("expected_place", "eb_expected_rank")]);
    near(bench, table, file, 0.02, &[("share_first", "eb_p_top5")]);
    sets(bench, table);
}

/// Sets within the range over the seeds of the expected, and one place beyond it.
fn sets(bench: &Bench, ours: &Table) {
    let file = "rank_intervals/pisa2018_math_rank_sets.csv";
    let theirs = bench.expected(file);
    let mut line = Line { vector: file.into(), figures: 0, difference: 0.0, tolerance: 1.0, wrong: 0 };
    for row in &theirs.rows {
        let own = ours.rows.iter().find(|own| own[0] == row[0]).unwrap();
        let figure = |table: &Table, row: &[String], name: &str| number(&row[table.find(name).unwrap()]).unwrap();
        for (mine, expected) in [
            ("sets_for_all_95_best", "sim95_L"),
            ("sets_for_all_95_worst", "sim95_U"),
            ("sets_for_all_75_best", "sim75_L"),
            ("sets_for_all_75_worst", "sim75_U"),
            ("sets_for_each_95_best", "marg95_L"),
            ("sets_for_each_95_worst", "marg95_U"),
        ] {
            let own = figure(ours, own, mine);
            let low = figure(&theirs, row, &format!("{expected}_min"));
            let high = figure(&theirs, row, &format!("{expected}_max"));
            let beyond = (low - own).max(own - high).max(0.0);
            line.figures += 1;
            line.difference = line.difference.max(beyond);
            line.wrong += usize::from(beyond > 1.0);
        }
    }
    bench.lines.borrow_mut().push(line);
}

fn checking(bench: &Bench) {
    let outputs = bench.run(&recipe("What an audit of 48 of 240 says about all", &[]));
    let file = "calibration/expected_scores.csv";
    let scores = find(&outputs, "scores");
    let pairs = [
        ("self", "self_score"),
        ("by_regression", "regression_calibrated"),
        ("by_ledger", "answer_calibrated"),
        ("sd", "prediction_sd"),
        ("place_self", "rank_self"),
    ];
    bench.compare(scores, file, 1e-9, &pairs);
    let quantiles = [("place_5", "rank_q05"), ("place_50", "rank_q50"), ("place_95", "rank_q95")];
    near(bench, scores, file, 2.0, &quantiles);
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(bench.root.join("calibration/expected.json")).unwrap()).unwrap();
    let mut line =
        Line { vector: "calibration/expected.json".into(), figures: 0, difference: 0.0, tolerance: 1e-9, wrong: 0 };
    let figures = find(&outputs, "calibration");
    let figure = |name: &str| figures.rows.iter().find(|row| row[0] == name).unwrap()[1].clone();
    for (own, theirs) in [
        ("audited", &expected["n_audited"]),
        ("checked", &expected["items_checked"]),
        ("share_confirmed", &expected["share_confirmed_exactly"]),
        ("share_over_claimed", &expected["share_overclaimed"]),
        ("share_under_claimed", &expected["share_underclaimed"]),
        ("mean_inflation", &expected["mean_inflation_points_weighted"]),
        ("mean_inflation_error", &expected["se_stratified_fpc"]),
        ("mean_self", &expected["national_mean_self"]),
        ("mean_corrected", &expected["national_mean_corrected"]),
        ("intercept", &expected["regression_verified_on_claimed"]["intercept"]),
        ("slope", &expected["regression_verified_on_claimed"]["slope"]),
        ("residual_sd", &expected["regression_verified_on_claimed"]["residual_sd"]),
        ("x_mean", &expected["regression_verified_on_claimed"]["x_mean"]),
        ("sxx", &expected["regression_verified_on_claimed"]["sxx"]),
    ] {
        line.one(&figure(own), &theirs.to_string());
    }
    for (claimed, row) in find(&outputs, "ledger").rows.iter().enumerate() {
        for (verified, count) in row.iter().skip(1).enumerate() {
            line.one(count, &expected["confusion_claimed_by_verified"][claimed][verified].to_string());
        }
    }
    for (claimed, row) in find(&outputs, "values").rows.iter().enumerate() {
        line.one(&row[2], &expected["calibrated_answer_values"][claimed].to_string());
    }
    bench.lines.borrow_mut().push(line);
}

fn odd_answers(bench: &Bench) {
    let outputs = bench.run(&recipe("Answers to ask about", &[]));
    bench.same(find(&outputs, "statistics"), "implausible/expected_statistics.csv", 1e-9, &[]);
}
