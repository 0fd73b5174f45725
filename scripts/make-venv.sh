#!/bin/sh
# Make a virtual environment with what the project and its tests need, or its users, unless the one
# that is there is still right.
#
# usage: make-venv.sh [PYTHON [VERSIONS]]
#   PYTHON    the interpreter to make it with; empty: find one
#   VERSIONS  pinned: those of constraints.txt, in .venv (the default)
#             lowest: the oldest that pyproject.toml allows, in build/lowest
#             newest: the newest that it allows today, in build/newest
#             demo: those of constraints.txt, of nothing but the package itself, in build/demo
#             docs, lint, bench, release: likewise, with the extra of that name, in build/venv-NAME;
#                 where .venv is right already, that is a link to it
#
# It is right when it was finished for this pyproject.toml, these versions, in this folder, by this
# Python; which versions are the newest may change at any time, so that one is always made anew. What
# differs is made from nothing, so that a dependency that was dropped does not linger.
set -eu
cd "$(dirname "$0")/.."

versions=${2:-pinned}
case "$versions" in
pinned) venv=.venv ;;
lowest | newest | demo) venv=build/$versions ;;
docs | lint | bench | release) venv=build/venv-$versions ;;
*)
    echo "usage: make-venv.sh [PYTHON [pinned|lowest|newest|demo|docs|lint|bench|release]]" >&2
    exit 2
    ;;
esac

stamp=$venv/.made-for
made_for() { printf '%s\n' "$(cat pyproject.toml constraints.txt | cksum)" "$PWD" "$1"; }
is_right() { [ "$(cat "$stamp")" = "$(made_for "$1")" ] && "$venv/bin/python" -c '' 2>/dev/null; }

[ "$versions" != newest ] || rm -rf "$venv"
# An environment made by some Python we found stays good: only PYTHON= asks for another.
if [ -z "${1:-}" ] && [ -f "$stamp" ] && [ -x "$venv/bin/python" ]; then
    ! is_right "$(sed -n 3p "$stamp")" || exit 0
fi
case "$versions" in
docs | lint | bench | release)
    whole=.venv/.made-for
    if [ -z "${1:-}" ] && [ -f "$whole" ] && [ "$(cat "$whole")" = "$(made_for "$(sed -n 3p "$whole")")" ]; then
        mkdir -p build
        rm -rf "$venv"
        ln -s ../.venv "$venv"
        exit 0
    fi
    ;;
esac
python=$(sh scripts/find-python.sh "${1:-}")
[ ! -f "$stamp" ] || ! is_right "$python" || exit 0

echo "making $venv with $python"
wanted=$(made_for "$python") # read before pip runs: an edit meanwhile must not be missed
rm -rf "$venv"
"$python" -m venv "$venv"
set -- # pip's constraints
package='.[dev]'
case "$versions" in
demo) package=. ;;
docs | lint | bench | release) package=".[$versions]" ;;
esac
case "$versions" in
pinned | demo | docs | lint | bench | release) set -- --constraint constraints.txt ;;
lowest)
    "$venv/bin/python" scripts/lowest_versions.py >"$venv/lowest.txt"
    set -- --constraint "$venv/lowest.txt"
    ;;
esac
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" --editable "$package"
printf '%s\n' "$wanted" >"$stamp"
