#!/usr/bin/env bash
# Trains the presets, and dense nets of several widths, over seeds; what is done is left as it is, and
# what was stopped goes on. Then fills the tables of docs/presets.md and draws the pictures beside it,
# from what is finished.
#
#     scripts/presets.sh [-g GATER] [-n SEEDS] [-j JOBS] [-d] [-t] DIR
#
# With -j several nets are trained at once, a thread each; with -d none is; with -t times are measured
# for the tables, which wants a machine that does nothing else.
set -euo pipefail

gater=./bin/gater seeds=5 jobs=1 times= only=
while getopts g:n:j:td o; do
  case $o in
    g) gater=$OPTARG ;;
    n) seeds=$OPTARG ;;
    j) jobs=$OPTARG ;;
    d) only=1 ;;
    t) times=1 ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
dir=${1:?"presets.sh: name a folder for the runs"}
gater=$(command -v "$gater") || { echo "presets.sh: no gater there: run make build, or give -g FILE" >&2; exit 1; }
page=$(dirname "$0")/../docs/presets.md
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# plan is a line a run, NAME-SEED and its flags; every net has its first seed before any has its
# second. What takes longer than mnist-10 has three seeds at most, the narrow dense nets one.
plan() {
  for ((s = 1; s <= seeds; s++)); do
    echo "mnist-10-$s --preset mnist-10 --refit --seed $s"
    ((s > 3)) || for p in fashion-10 fashion-dense mnist-dense; do echo "$p-$s --preset $p --refit --seed $s"; done
    ((s > 3)) || echo "mnist-1of20000-$s --preset mnist-1of20000 --seed $s"
    ((s > 1)) || for n in 2 4 8 16; do echo "mnist-dense-$((64 * n))-$s --preset mnist-dense --blocks $n --refit --seed $s"; done
  done
}

finished() { grep -qs '"event":"end"' "$1/events.jsonl"; }

# train makes one run what it should be: finished.
train() {
  local run=$dir/$1
  shift
  if finished "$run"; then return; fi
  if [ -e "$run/checkpoint.safetensors" ]; then set -- --resume "$run"; else set -- "$@" --out "$run"; fi
  "$gater" train "$@" --threads "$threads" >&2
}

# table writes the table and the picture of the finished runs whose names begin with $1.
table() {
  local done=() r options=()
  for r in "$dir/$1"-*/; do if finished "$r"; then done+=("$r"); fi; done
  ((${#done[@]})) || { echo "(no run of this is finished)"; return; }
  [ -n "$times" ] || options=(--measure=false)
  "$gater" report --frontier "${done[@]}" "${options[@]}" -o "$(dirname "$page")/img/presets-$1.svg"
  printf '\n![Test error against cost](img/presets-%s.svg)\n' "$1"
}

export dir gater
threads=$((jobs > 1 ? 1 : $(nproc))) && export threads
export -f train finished
mkdir -p "$dir"
[ -n "$only" ] || plan | xargs -P "$jobs" -L 1 bash -c 'set -e; train "$@"' train
for set in mnist fashion; do table "$set" >"$tmp/$set"; done
awk -v tmp="$tmp" '
  /^<!-- (mnist|fashion): end -->/ { inside = 0 }
  !inside
  /^<!-- (mnist|fashion) -->/ { inside = 1; print ""; while ((getline line < (tmp "/" $2)) > 0) print line; print "" }
' "$page" >"$tmp/page"
cat "$tmp/page" >"$page"
