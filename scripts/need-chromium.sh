#!/bin/sh
# See to it that there is a Chromium for the browser tests: find it, or install it with apt.
#
# It is $PGWIDGETS_CHROMIUM, else `chromium` on PATH; tests/browser/conftest.py looks in the same way.
set -u

found() { command -v "${PGWIDGETS_CHROMIUM:-chromium}" >/dev/null 2>&1; }
give_up() {
    echo "The browser tests need Chromium: $1. Install it, or set PGWIDGETS_CHROMIUM to its path;" \
        "'make test-core' runs without it." >&2
    exit 1
}

found && exit 0
[ -z "${PGWIDGETS_CHROMIUM:-}" ] || give_up "PGWIDGETS_CHROMIUM=$PGWIDGETS_CHROMIUM cannot be run"
command -v apt-get >/dev/null 2>&1 || give_up "there is no 'chromium' on PATH, and no apt-get to install it"
if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    give_up "there is no 'chromium' on PATH, and installing it takes root or a sudo without password"
fi

echo "installing chromium with apt-get"
$as_root apt-get update -qq &&
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null ||
    give_up "apt-get could not install it"
found || give_up "apt-get installed it, but there is no 'chromium' on PATH"
