#!/bin/sh
# Run the tests of the browser client under Node.js, if there are any.
#
# Node.js is the one on PATH or the one inside playwright's wheel, so nothing has to be installed by
# hand. It must be 20 or newer (the test runner we use); from 24 on all files can share one process,
# which takes a tenth of the time, so such a one is preferred.
set -eu
cd "$(dirname "$0")/.."

folders=""
for folder in tests/web src/pgwidgets/web/tests; do
    [ ! -d "$folder" ] || folders="$folders $folder"
done
[ -n "$folders" ] || exit 0
# Files by name: what `node --test FOLDER` means changed between Node.js 20 and 22.
files=$(find $folders -name '*.test.js' -o -name '*.test.mjs' | sort)
if [ -z "$files" ]; then
    echo "no *.test.js or *.test.mjs in$folders" >&2
    exit 1
fi

major() { "$1" -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0; }
export PGWIDGETS_JS
PGWIDGETS_JS=$(.venv/bin/python -c "import pgwidgets_js; print(pgwidgets_js.get_static_path())")
bundled=$(.venv/bin/python -c 'import pathlib, playwright as p; print(pathlib.Path(p.__file__).parent / "driver" / "node")')
for node in node "$bundled"; do
    [ "$(major "$node")" -lt 24 ] || exec "$node" --test --test-isolation=none $files
done
for node in node "$bundled"; do
    [ "$(major "$node")" -lt 20 ] || exec "$node" --test $files
done
echo "The tests of the browser client need Node.js >= 20; there is none on PATH or in playwright's wheel." >&2
exit 1
