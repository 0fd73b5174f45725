#!/bin/sh
# Write constraints.txt: one version of all that the project and its tests need, the newest that
# pyproject.toml allows today. The oldest Python that we support says which: what it can have, newer
# ones can have too.
#
# usage: make-constraints.sh [PYTHON]        PYTHON: the interpreter to ask (default: a Python 3.12)
set -eu
cd "$(dirname "$0")/.."

python=${1:-}
for candidate in python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12*/bin/python3; do
    [ -z "$python" ] || break
    python=$(sh scripts/find-python.sh "$candidate" 2>/dev/null) || python=
done
if [ -z "$python" ]; then
    echo "constraints.txt is written with Python 3.12, and there is none on PATH or in pyenv's versions." >&2
    exit 1
fi

sh scripts/make-venv.sh "$python" newest
{
    echo "# What .venv is made with. Written by 'make constraints'."
    build/newest/bin/python -m pip list --format=freeze --exclude-editable \
        --disable-pip-version-check | grep -v '^pip=='
} >build/constraints.txt
mv build/constraints.txt constraints.txt
