#!/bin/sh
# Make the virtual environment .venv, unless the one that is there is still right.
#
# usage: make-venv.sh [PYTHON]        PYTHON: the interpreter to make it with (default: find one)
#
# It is right when it was finished for this pyproject.toml, in this folder, by this Python. What
# differs is made anew from nothing, so that a dependency that was dropped does not linger.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.made-for
made_for() { printf '%s\n' "$(cksum <pyproject.toml)" "$PWD" "$1"; }

# An environment made by some Python we found stays good: only PYTHON= asks for another.
if [ -z "${1:-}" ] && [ -f "$stamp" ] && [ -x .venv/bin/python ]; then
    python=$(sed -n 3p "$stamp")
    if [ "$(cat "$stamp")" = "$(made_for "$python")" ] && .venv/bin/python -c '' 2>/dev/null; then
        exit 0
    fi
fi
python=$(sh scripts/find-python.sh "${1:-}")
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(made_for "$python")" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

echo "making .venv with $python"
wanted=$(made_for "$python") # read before pip runs: an edit meanwhile must not be missed
rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
printf '%s\n' "$wanted" >"$stamp"
