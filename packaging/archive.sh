#!/usr/bin/env sh
# Packs a built program for one platform as it is released:
#   packaging/archive.sh TARGET PROGRAM DIR
# writes DIR/jurymast-TARGET.tgz (.zip for Windows) and its .sha256. The program is run to
# write its completions and manual pages, so it must be one that runs here, or HOST_PROGRAM
# names one of the same version that does.
set -eu
target="$1" program="$2" out="$3"
root="$(cd "$(dirname "$0")/.." && pwd)"
host="${HOST_PROGRAM:-$program}"
name="jurymast-$target"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/$name/completions" "$out"
cp "$program" "$root/README.md" "$root/CHANGELOG.md" "$root/LICENSE-APACHE" "$root/LICENSE-MIT" "$work/$name/"
for shell in bash elvish fish powershell zsh; do
  "$host" completions "$shell" >"$work/$name/completions/jurymast.$shell"
done
"$host" man "$work/$name/man"

out="$(cd "$out" && pwd)"
cd "$work"
case "$target" in
  *windows*) file="$name.zip"; rm -f "$out/$file"; (zip -qr "$out/$file" "$name" || 7z a -bso0 "$out/$file" "$name") ;;
  *) file="$name.tgz"; tar -czf "$out/$file" "$name" ;;
esac
cd "$out"
if command -v sha256sum >/dev/null; then sha256sum "$file"; else shasum -a 256 "$file"; fi >"$file.sha256"
printf '%s\n' "$out/$file"
