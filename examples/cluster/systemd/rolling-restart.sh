#!/bin/sh
# Restart the servers of a machine one after another, each when the one before serves again.
#
# usage: rolling-restart.sh PORT...
#
# Sessions move on before their server ends, so nobody who uses one loses anything. RESTART says how a
# server is restarted (its port is added), CALM how many seconds the router needs to see that it is back.
set -eu

restart=${RESTART:-systemctl restart pgwidgets@}
calm=${CALM:-2}
patience=60 # seconds until a server serves again

[ $# -gt 0 ] || {
    echo "usage: rolling-restart.sh PORT..." >&2
    exit 2
}

serves() { [ "$(curl --silent --max-time 1 "http://127.0.0.1:$1/healthz")" = serving ]; }

for port in "$@"; do
    serves "$port" || {
        echo "the server on $port does not serve; nothing more is restarted" >&2
        exit 1
    }
done
for port in "$@"; do
    echo "restarting $port"
    $restart"$port"
    left=$patience
    until serves "$port"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || {
            echo "the server on $port does not come back; nothing more is restarted" >&2
            exit 1
        }
        sleep 1
    done
    sleep "$calm"
done
