#!/usr/bin/env bash
# Steps per second of the autoencoder of gater lab vae and of the same in PyTorch: DisARM, batches
# of 100, two threads each, by turns; medians, with the least and the most.
#
#     scripts/vae_bench.sh [-g GATER] [-n ROUNDS] [-s STEPS] [-t THREADS] [NET...]
#
# PyTorch runs twice a round: with glibc's allocator as it is, and keeping what it has freed.
set -euo pipefail

gater=./gater rounds=9 steps=2000 threads=2
while getopts g:n:s:t: o; do
  case $o in
    g) gater=$OPTARG ;; n) rounds=$OPTARG ;; s) steps=$OPTARG ;; t) threads=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
nets=("$@")
((${#nets[@]})) || nets=(linear nonlinear)

gater=$(command -v "$gater") || { echo "vae_bench.sh: no gater there: build one with go build ./cmd/gater, or give -g FILE" >&2; exit 1; }
python=$(command -v python3)
"$python" -c 'import torch' 2>/dev/null || python=/usr/bin/python3
"$python" -c 'import torch' 2>/dev/null || { echo "vae_bench.sh: no PyTorch: run scripts/peers.sh" >&2; exit 1; }
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
blas=$(ls -d /usr/lib/*/openblas-openmp 2>/dev/null | head -n 1) || true
[ -n "$blas" ] || echo "vae_bench.sh: no OpenMP OpenBLAS: PyTorch takes what BLAS there is; scripts/peers.sh installs it" >&2
peer=$(dirname "$0")/peers/vae_torch.py
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

rate() { grep -o '"steps_per_second": *[0-9.]*' | tail -n 1 | grep -o '[0-9.]*$'; }
torch() { # NET, then settings
  env LD_LIBRARY_PATH="$blas" OMP_NUM_THREADS="$threads" "${@:2}" \
    "$python" "$peer" --net "$1" --steps "$steps" --threads "$threads" | rate
}
median() { sort -g "$1" | awk '{x[NR] = $1} END {print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2, x[1], x[NR]}'; }

for net in "${nets[@]}"; do
  for ((i = 1; i <= rounds; i++)); do
    "$gater" lab vae --net "$net" --estimator disarm --steps "$steps" --every "$steps" --check-every 1000000 --samples 1 \
      --threads "$threads" --out "$tmp/$net-$i" --json --quiet | rate >>"$tmp/$net.gater"
    torch "$net" >>"$tmp/$net.torch"
    torch "$net" MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=4294967296 MALLOC_TOP_PAD_=268435456 >>"$tmp/$net.tuned"
    echo "$net: round $i of $rounds" >&2
  done
  for who in gater torch tuned; do
    read -r m lo hi < <(median "$tmp/$net.$who")
    printf '%-10s %-6s %8.1f steps/s  (%.1f to %.1f, %d rounds)\n' "$net" "$who" "$m" "$lo" "$hi" "$rounds"
  done
done
