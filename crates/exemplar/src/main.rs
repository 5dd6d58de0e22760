//! The program `exemplar`.

use std::process::ExitCode;

fn main() -> ExitCode {
    exemplar::cli::main()
}
