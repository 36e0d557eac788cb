// The program as npm packages: one for each platform with the program in it, and `jurymast`,
// which depends on them and runs the one that was installed.
//
//   node packaging/npm/build.mjs OUT TARGET=PROGRAM...
//
// writes OUT/jurymast and OUT/jurymast-OS-CPU for each; `npm pack` or `npm publish` them.
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const PLATFORMS = {
  "x86_64-unknown-linux-musl": ["linux", "x64"],
  "aarch64-unknown-linux-musl": ["linux", "arm64"],
  "x86_64-apple-darwin": ["darwin", "x64"],
  "aarch64-apple-darwin": ["darwin", "arm64"],
  "x86_64-pc-windows-msvc": ["win32", "x64"],
};

const [out, ...built] = process.argv.slice(2);
if (!out || built.length === 0) {
  console.error("usage: node packaging/npm/build.mjs OUT TARGET=PROGRAM...");
  process.exit(2);
}
const version = /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
const common = {
  version,
  license: "MIT OR Apache-2.0",
  repository: { type: "git", url: "git+https://github.com/jurymast/jurymast.git" },
};

function write(name, manifest, files) {
  const dir = join(out, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) cpSync(join(root, licence), join(dir, licence));
  files(dir);
}

const optionalDependencies = {};
for (const one of built) {
  const [target, program] = one.split("=");
  if (!(target in PLATFORMS) || !program) {
    console.error(`${one}: expected TARGET=PROGRAM, and as TARGET one of ${Object.keys(PLATFORMS).join(", ")}`);
    process.exit(2);
  }
  const [os, cpu] = PLATFORMS[target];
  const name = `jurymast-${os}-${cpu}`;
  const file = os === "win32" ? "jurymast.exe" : "jurymast";
  optionalDependencies[name] = version;
  const description = `jurymast for ${os} on ${cpu}`;
  write(name, { name, description, ...common, os: [os], cpu: [cpu], files: [file] }, (dir) => {
    cpSync(program, join(dir, file));
    chmodSync(join(dir, file), 0o755);
  });
}

write(
  "jurymast",
  {
    name: "jurymast",
    description: "Disaster-recovery and business-continuity plans as code",
    ...common,
    bin: { jurymast: "jurymast.js" },
    files: ["jurymast.js"],
    engines: { node: ">=18" },
    optionalDependencies,
  },
  (dir) => {
    cpSync(join(here, "jurymast.js"), join(dir, "jurymast.js"));
    cpSync(join(root, "README.md"), join(dir, "README.md"));
  },
);
