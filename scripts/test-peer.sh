#!/bin/sh
# Run the examples of pgwidgets-python on this pgwidgets. Its source distribution has them; it is
# fetched into a folder that goes again, and nothing of it is installed.
set -eu
cd "$(dirname "$0")/.."
run="$PWD/.venv/bin/python"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$run" -m pip download --quiet --no-deps --no-binary :all: --dest "$folder" pgwidgets-python==0.4.2
tar -xzf "$folder"/pgwidgets_python-*.tar.gz -C "$folder" --strip-components 1
PGWIDGETS_PEER_EXAMPLES="$folder/examples" "$run" -m pytest tests/browser/test_ported_programs.py
