#!/usr/bin/env bash
# Installs what gater bench --peers measures, on Debian or Ubuntu: PyTorch, OpenBLAS and oneDNN as
# packages, ONNX Runtime for Node in the user's cache folder. Run again, it only checks.
set -euo pipefail

cache=${XDG_CACHE_HOME:-$HOME/.cache}/gater/peers
ort=onnxruntime-node@1.30.0
packages=(python3-torch libopenblas0-openmp)

say() { printf '%s\n' "$*"; }
have() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

command -v apt-get >/dev/null || { say "peers.sh: this is not Debian: install PyTorch, OpenBLAS, oneDNN and $ort by other means" >&2; exit 1; }

# oneDNN's library has its version in its package's name.
dnnl=$(apt-cache --names-only search '^libdnnl[0-9.]+$' | awk '{print $1}' | sort -V | tail -n 1)
[ -n "$dnnl" ] && packages+=("$dnnl")
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

missing=()
for p in "${packages[@]}"; do have "$p" || missing+=("$p"); done
if ((${#missing[@]})); then
  root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  say "installing ${missing[*]}"
  "${root[@]}" apt-get update -qq
  "${root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
fi

if [ ! -f "$cache/node_modules/onnxruntime-node/package.json" ]; then
  say "installing $ort in $cache"
  mkdir -p "$cache"
  # its library for processors is in the package; the rest is for graphics cards
  (cd "$cache" && ONNXRUNTIME_NODE_INSTALL=skip npm install --no-audit --no-fund --silent "$ort")
fi

python=$(command -v python3)
"$python" -c 'import torch' 2>/dev/null || python=/usr/bin/python3
"$python" -c 'import torch; print("PyTorch", torch.__version__)'
NODE_PATH=$cache/node_modules node -p '"ONNX Runtime " + require("onnxruntime-node/package.json").version'
say "ready: gater bench --peers"
