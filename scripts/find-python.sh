#!/bin/sh
# Print the path of a Python that can make our virtual environment, or say on one line why there is none.
#
# usage: find-python.sh [PYTHON]      PYTHON: take this one, or fail; never another
#
# A candidate is run, not only looked up: a pyenv shim is on PATH even for versions that are not
# selected, and Debian's python3 may lack the ensurepip that `venv` needs.
set -u

oldest="3.12"

# Print the real path of candidate $1 if it will do; else leave the reason in $reason.
try() {
    if ! found=$("$1" -c 'import sys; print("%d.%d %s" % (sys.version_info[:2] + (sys.executable,)))' 2>/dev/null); then
        reason="$1 does not run"
        return 1
    fi
    version=${found%% *}
    if [ "${version%%.*}" -ne 3 ] || [ "${version#*.}" -lt "${oldest#*.}" ]; then
        reason="$1 is Python $version"
        return 1
    fi
    if ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        reason="$1 (Python $version) cannot make virtual environments: it lacks ensurepip"
        return 1
    fi
    printf '%s\n' "${found#* }"
}

if [ -n "${1:-}" ]; then
    try "$1" && exit 0
    echo "pgwidgets needs Python >= $oldest, and PYTHON=$1 was asked for, but $reason." >&2
    exit 1
fi

for candidate in python3.13 python3.14 python3.12 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
    try "$candidate" && exit 0
done
echo "pgwidgets needs Python >= $oldest with venv, and found none on PATH or in pyenv's versions; install one, or name it: make PYTHON=/path/to/python3" >&2
exit 1
