#!/usr/bin/env bash
# Fills docs/vae.md: the table between its two marks, and the pictures under docs/img, from the
# finished runs of gater lab vae grid in a folder.
#
#     scripts/vae_doc.sh [-g GATER] DIR
set -euo pipefail

gater=./bin/gater
while getopts g: o; do
  case $o in
    g) gater=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
runs=${1:?"vae_doc.sh: name the folder of the grid"}
gater=$(command -v "$gater") || { echo "vae_doc.sh: no gater there: run make build, or give -g FILE" >&2; exit 1; }
page=$(dirname "$0")/../docs/vae.md
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

done=()
for r in "$runs"/*/; do
  if grep -qs '"vae_end"' "$r/events.jsonl"; then done+=("$r"); fi
done
((${#done[@]})) || { echo "vae_doc.sh: no run in $runs is finished" >&2; exit 1; }
"$gater" lab vae compare "${done[@]}" -o "$tmp/compare.html" --pictures "$(dirname "$page")/img" | sed '$d' >"$tmp/table"
awk -v table="$tmp/table" '
  /^<!-- runs: end -->/ { inside = 0 }
  !inside
  /^<!-- runs -->/ { inside = 1; print ""; while ((getline line < table) > 0) print line }
' "$page" >"$tmp/page"
cat "$tmp/page" >"$page"
echo "${#done[@]} runs in docs/vae.md"
