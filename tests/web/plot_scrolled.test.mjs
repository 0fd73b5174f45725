import assert from "node:assert/strict";
import test from "node:test";

import { planned } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/scrolled.js";

const line = (more = {}) => ({ run: 1, count: 100, first: 0, last: 10, ...more });
const picture = (low, more = {}) => (
    { key: "k", low, factor: 10, width: 100, reach: 4, lines: [line()], ...more }
);

test("what has moved by whole pixels is drawn at the side that has come into sight", () => {
    assert.deepEqual(planned(picture(0), picture(0.5)), { shift: 5, from: 87, to: 100 });
    assert.deepEqual(planned(picture(0), picture(-0.5)), { shift: -5, from: 0, to: 13 });
    assert.deepEqual(planned(picture(0), picture(0.5005)), { shift: 5, from: 87, to: 100 });
    assert.equal(planned(picture(0), picture(0.54)), null, "that is a part of a pixel");
    assert.equal(planned(picture(0), picture(12)), null, "nothing of it is in sight any more");
    assert.deepEqual(planned(picture(0), picture(0)), { shift: 0, from: 100, to: 100 });
});

test("what has come is drawn from where the line ended", () => {
    const grown = (low, last, more) => picture(low, { lines: [line({ count: 101, last, ...more })] });
    assert.deepEqual(planned(grown(0, 6, { count: 100 }), grown(0, 6.2)), { shift: 0, from: 52, to: 100 });
    assert.deepEqual(planned(grown(0, 9.95, { count: 100 }), grown(0.1, 10)), { shift: 1, from: 90, to: 100 });
    // One line lags behind the other.
    const two = (...lines) => picture(0, { lines });
    assert.deepEqual(
        planned(two(line(), line({ last: 3 })), two(line(), line({ last: 4, count: 101 }))),
        { shift: 0, from: 22, to: 100 },
    );
    // Beyond what is seen.
    assert.deepEqual(planned(grown(0, 50, { count: 100 }), grown(0, 60)), { shift: 0, from: 100, to: 100 });
    assert.equal(planned(grown(0, 9.9, { count: 100 }), grown(-0.1, 10)), null, "both sides are new");
});

test("another picture is drawn as a whole", () => {
    assert.equal(planned(null, picture(0)), null);
    assert.equal(planned(picture(0), picture(0, { key: "other" })), null);
    assert.equal(planned(picture(0), picture(0, { lines: [line({ run: 2 })] })), null);
    const without = (first) => picture(1, { lines: [line({ first })] });
    assert.notEqual(planned(picture(1), without(0.8)), null, "it was out of sight");
    assert.equal(planned(picture(1), without(2)), null);
});
