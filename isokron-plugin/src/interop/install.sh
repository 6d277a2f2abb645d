#!/usr/bin/env bash
# Installs the peers that package-lock.json names into this folder; does nothing when they are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[[ "$(uname -s)-$(uname -m)" == Linux-x86_64 ]] || {
  echo "The interoperability tests run on Linux x86_64 only: their Node is installed from npm." >&2
  exit 1
}
command -v npm > /dev/null || {
  echo "npm is not installed: the interoperability tests need it to install the MCP peers." >&2
  exit 1
}
installed=node_modules/.installed-lock.json
if ! cmp -s package-lock.json "$installed"; then
  npm ci --ignore-scripts
  cp package-lock.json "$installed"
fi
