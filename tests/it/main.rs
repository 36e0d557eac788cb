//! The tests of the program as a whole: one binary, a module for each subject.

#![cfg(test)]

mod bad_input;
mod driver;
mod examples;
mod golden;
mod house;
mod reading;
mod readme;
mod semantics;
