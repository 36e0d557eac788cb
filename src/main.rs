//! The `jurymast` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    jurymast::cli::run()
}
