import assert from "node:assert/strict";
import test from "node:test";

import { within } from "../../src/pgwidgets/web/pgwidgets/widgets/dialog_places.js";

test("a dialog is brought back by as much as it is beyond the page, and not beyond its other end", () => {
    assert.equal(within("", 30), ""); // not placed yet
    assert.equal(within("100.5px", -3), "100.5px");
    assert.equal(within("100.5px", 0), "100.5px");
    assert.equal(within("100.5px", 30), "71px");
    assert.equal(within("100px", 300), "0px");
    assert.equal(within("-40px", -200), "-40px"); // its user has put it there
});
