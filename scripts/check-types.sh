#!/bin/sh
# Check the types: with mypy (strict), then with pyright, which many editors have built in; and that
# the stubs are what the catalogue says.
#
# pyright needs Node.js; where there is none on PATH, the one inside playwright's wheel does.
set -eu
cd "$(dirname "$0")/.."
run=.venv/bin/python

"$run" scripts/make_stubs.py --check
"$run" -m mypy
"$run" -m mypy examples tests/typing
node=$("$run" -c 'import pathlib, playwright as p; print(pathlib.Path(p.__file__).parent / "driver")')
PATH="$PATH:$node" "$run" -m pyright
