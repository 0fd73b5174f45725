import assert from "node:assert/strict";
import test from "node:test";

import { placesOf, watchPlaces } from "../../src/pgwidgets/web/pgwidgets/telling/places.js";

function boxed(left, top, width, height, actions = []) {
    return {
        element: { getBoundingClientRect: () => ({ left, top, width, height }) },
        has_callback: (action) => actions.includes(action),
    };
}

test("what is shown has a place, even in the corner or of no size", () => {
    const shown = [boxed(0, 0, 10, 20), boxed(3.5, -4, 0, 0), boxed(7, 8, 9, 10, ["resize"])];
    const places = [...placesOf(shown)];
    assert.deepEqual(places, [[shown[0], 0, 0], [shown[1], 3.5, -4], [shown[2], 7, 8]]);
});

test("what is hidden, invisible by nature or a window has none", () => {
    assert.deepEqual([...placesOf([boxed(0, 0, 0, 0), {}, boxed(1, 2, 3, 4, ["move"])])], []);
});

test("whatever may move a widget is a cause", () => {
    const seen = [];
    const listener = (where) => ({
        addEventListener: (kind, run, { capture, passive }) => {
            assert.ok(capture && passive); // scrolls do not bubble, and must not wait
            seen.push([where, kind]);
            run({});
            if (kind !== "transitionend") return;
            run({ propertyName: "left" });
            run({ propertyName: "background-color" }); // moves nothing
        },
    });
    let causes = 0;
    class Observer {
        constructor(run) {
            this.run = run;
        }
        observe(element, { childList, subtree, attributeFilter }) {
            assert.equal(element, "root");
            assert.ok(childList && subtree && attributeFilter.includes("style"));
            this.run();
        }
    }
    watchPlaces(() => (causes += 1), {
        window: listener("window"),
        document: { ...listener("document"), documentElement: "root" },
        MutationObserver: Observer,
    });
    assert.deepEqual(seen, [
        ["document", "scroll"],
        ["document", "transitionend"],
        ["document", "animationend"],
        ["window", "resize"],
    ]);
    assert.equal(causes, 6);
});
