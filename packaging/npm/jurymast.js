#!/usr/bin/env node
// Runs the program of the package for this platform.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `jurymast-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "jurymast.exe" : "jurymast";
let program;
try {
  program = require.resolve(`${name}/${file}`);
} catch {
  console.error(`error: there is no jurymast for ${process.platform} on ${process.arch}, or it was not installed`);
  console.error(`  help: install without --no-optional; or: cargo install jurymast`);
  process.exit(2);
}
const run = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`error: cannot run ${program}: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 2);
