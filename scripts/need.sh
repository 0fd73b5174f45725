#!/bin/sh
# See to it that there is a program that tests need: find it, or install it with apt.
#
#   need.sh chromium    It is $PGWIDGETS_CHROMIUM, else `chromium` on PATH;
#                       tests/browser/conftest.py looks in the same way.
#   need.sh chromium-headless-shell
#                       Chromium without windows, which needs half the time for a page; most tests
#                       take the whole one where it is missing.
#   need.sh nginx       It is on PATH or where Debian puts it; tests/deploy/nginx.py looks there too.
#   need.sh haproxy     Likewise; tests/deploy/fleet/routers.py looks there.
#   need.sh redis       It is on PATH as `redis-server`; tests/stores/redis_server.py looks there too.
#   need.sh esbuild     It is on PATH; scripts/make_bundle.py looks there too.
#   need.sh firefox     It is on PATH as `firefox-esr`; tests/engines look in the same way, here and
#   need.sh webkit      for WebKitGTK's driver on PATH, which its browser comes with,
#   need.sh xvfb        and for the screen that is nowhere, which that one needs.
set -u

case "${1:-}" in
chromium)
    program=${PGWIDGETS_CHROMIUM:-chromium}
    package=chromium
    who="The browser tests need Chromium"
    advice="Install it, or set PGWIDGETS_CHROMIUM to its path"
    ;;
chromium-headless-shell)
    program=chromium-headless-shell
    package=chromium-headless-shell
    who="The browser tests are quicker with Chromium's build without windows"
    advice="Install it (Debian's chromium-headless-shell), or do without"
    ;;
nginx)
    PATH="$PATH:/usr/sbin:/sbin"
    program=nginx
    package=nginx-light
    who="The tests behind a proxy need nginx"
    advice="Install it (Debian's nginx-light is enough)"
    ;;
haproxy)
    PATH="$PATH:/usr/sbin:/sbin"
    program=haproxy
    package=haproxy
    who="Several servers need HAProxy before them"
    advice="Install it (2.6 or newer)"
    ;;
esbuild)
    program=esbuild
    package=esbuild
    who="The bundle of the page's scripts needs esbuild"
    advice="Install it (Debian's esbuild, or that of npm)"
    ;;
firefox)
    program=firefox-esr
    package=firefox-esr
    who="The tests in three engines need Firefox"
    advice="Install it (Debian's firefox-esr)"
    ;;
webkit)
    program=WebKitWebDriver
    package=webkit2gtk-driver
    who="The tests in three engines need WebKitGTK and its driver"
    advice="Install them (Debian's webkit2gtk-driver)"
    ;;
xvfb)
    program=Xvfb
    package=xvfb
    who="The tests in three engines need Xvfb, for WebKit"
    advice="Install it"
    ;;
redis)
    program=redis-server
    package=redis-server
    who="The tests of several servers need Redis"
    advice="Install it (Debian's redis-server)"
    ;;
*)
    echo "usage: need.sh chromium|chromium-headless-shell|nginx|redis|haproxy|esbuild|firefox|" \
        "webkit|xvfb" >&2
    exit 2
    ;;
esac

found() { command -v "$program" >/dev/null 2>&1; }
give_up() {
    echo "$who: $1. $advice; 'make test-core' runs without it." >&2
    exit 1
}

found && exit 0
[ "$1" != chromium ] || [ "$program" = chromium ] ||
    give_up "PGWIDGETS_CHROMIUM=$program cannot be run"
missing="there is no '$program' on PATH"
command -v apt-get >/dev/null 2>&1 || give_up "$missing, and no apt-get to install it"
if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    give_up "$missing, and installing it takes root or a sudo without password"
fi

echo "installing $package with apt-get"
$as_root apt-get update -qq &&
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null ||
    give_up "apt-get could not install it"
found || give_up "apt-get installed it, but $missing"

# The tests start one of their own; the package's may be serving port 80 of this machine by now.
case "$program" in nginx | haproxy | redis-server)
    [ ! -d /run/systemd/system ] || $as_root systemctl disable --quiet --now "$program" || true
    ;;
esac
