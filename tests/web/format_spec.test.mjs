import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { formatted } from "../../src/pgwidgets/web/pgwidgets/common/format_spec.js";

const CASES = JSON.parse(readFileSync(new URL("../tables/formats.json", import.meta.url), "utf-8"));

test("a number is shown as Python shows it", () => {
    const others = [];
    for (const [spec, value, text] of CASES) {
        const found = formatted(spec, value);
        if (found !== text) others.push({ spec, value, found, text });
    }
    assert.deepEqual(others, []);
    assert.ok(CASES.length > 1000);
});

test("what is no number has no format, and is shown as it is", () => {
    for (const value of ["offline", null, undefined, true, [1]]) {
        assert.equal(formatted(".3f", value), null);
    }
    assert.equal(formatted("%H:%M", 5), null);
    assert.equal(formatted("s", 5), null);
    assert.deepEqual(
        [NaN, Infinity, -Infinity].map((value) => formatted(".1f", value)), ["nan", "inf", "-inf"]);
});
