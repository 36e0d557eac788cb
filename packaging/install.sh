#!/usr/bin/env sh
# Installs a released program:
#   packaging/install.sh VERSION DIR
# takes the archive for this platform, checks its sum, and puts `jurymast` into DIR. Where
# no archive is there for the platform it is built with cargo. JURYMAST_DOWNLOADS names
# another place of the archives, as a URL or a folder.
set -eu
version="${1#v}" dir="$2"
source="https://github.com/jurymast/jurymast"
from="${JURYMAST_DOWNLOADS:-$source/releases/download/v$version}"

target() {
  machine="$(uname -m)"
  case "$machine" in
    x86_64 | amd64) machine=x86_64 ;;
    arm64 | aarch64) machine=aarch64 ;;
    *) return 1 ;;
  esac
  case "$(uname -s)" in
    Linux) echo "$machine-unknown-linux-musl" ;;
    Darwin) echo "$machine-apple-darwin" ;;
    MINGW* | MSYS* | CYGWIN*) [ "$machine" = x86_64 ] && echo "$machine-pc-windows-msvc" ;;
    *) return 1 ;;
  esac
}

fetch() {
  case "$from" in
    *://*) curl --proto '=https,file' -fsSL --retry 3 -o "$1" "$from/$1" ;;
    *) cp "$from/$1" "$1" ;;
  esac
}

mkdir -p "$dir"
dir="$(cd "$dir" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"

if target="$(target)"; then
  case "$target" in
    *windows*) file="jurymast-$target.zip" program="jurymast.exe" ;;
    *) file="jurymast-$target.tgz" program="jurymast" ;;
  esac
  if fetch "$file" && fetch "$file.sha256"; then
    # What does not match is not installed by another way either.
    if command -v sha256sum >/dev/null; then sha256sum -c "$file.sha256"; else shasum -a 256 -c "$file.sha256"; fi >&2
    case "$file" in
      *.zip) unzip -q "$file" ;;
      *) tar -xzf "$file" ;;
    esac
    mv "jurymast-$target/$program" "$dir/$program"
    "$dir/$program" --version >&2
    exit 0
  fi
fi
echo "there is no archive of $version for $(uname -s) on $(uname -m): building it" >&2
cargo install --git "$source" --tag "v$version" --locked --root "$work/built" jurymast
mv "$work"/built/bin/jurymast* "$dir/"
