//! Tells cargo what is built into the program besides its source.

fn main() {
    for folder in ["migrations", "../../assets/dist", "../../demo", "../../frameworks"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    if !std::path::Path::new("../../assets/dist/app.css").exists() {
        println!("cargo::error=styles and script are missing: run `make assets` first");
    }
}
