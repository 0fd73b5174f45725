#!/bin/sh
# See to it that there is an nginx for the tests behind a proxy: find it, or install it with apt.
#
# tests/deploy/nginx.py looks for it in the same places: PATH, and where Debian puts it.
set -u
PATH="$PATH:/usr/sbin:/sbin"

found() { command -v nginx >/dev/null 2>&1; }
give_up() {
    echo "The tests behind a proxy need nginx: $1. Install it (Debian's nginx-light is enough);" \
        "'make test-core' runs without it." >&2
    exit 1
}

found && exit 0
command -v apt-get >/dev/null 2>&1 || give_up "there is none, and no apt-get to install it"
if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    give_up "there is none, and installing it takes root or a sudo without password"
fi

echo "installing nginx-light with apt-get"
$as_root apt-get update -qq &&
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null ||
    give_up "apt-get could not install it"
found || give_up "apt-get installed it, but there is no 'nginx'"
# The tests start one of their own; the package's may be serving port 80 of this machine by now.
if [ -d /run/systemd/system ]; then
    $as_root systemctl disable --quiet --now nginx || true
fi
