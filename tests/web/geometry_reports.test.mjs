import assert from "node:assert/strict";
import test from "node:test";

import { GeometryReports } from "../../src/pgwidgets/web/pgwidgets/telling/geometry_reports.js";
import { FakeClock } from "./fake_clock.mjs";

const INTERVAL = 100;

class Bench {
    clock = new FakeClock();
    told = [];
    arrivals = [];
    isMuted = false;
    canTell = true;
    places = []; // what layout says: each widget, x and y
    read = 0; // how often it was asked
    reports = new GeometryReports({
        interval: INTERVAL,
        isOurs: ({ wid }) => wid < 1000,
        isMuted: () => this.isMuted,
        canTell: () => this.canTell,
        tell: (news, arrived) => {
            this.told.push(news);
            this.arrivals.push(arrived);
        },
        places: () => {
            this.read += 1;
            return this.places;
        },
        clock: this.clock,
    });
}

/** A widget that tells when it moves, as pgwidgets-js's do. */
class Movable {
    #listeners = [];

    constructor(wid) {
        this.wid = wid;
    }

    has_callback(action) {
        return action === "move";
    }

    add_callback(action, listener) {
        if (action === "move") this.#listeners.push(listener);
    }

    move(x, y) {
        for (const listener of this.#listeners) listener(this, x, y);
    }
}

test("what changes in one interval is one report", () => {
    const { reports, clock, told } = new Bench();
    const window = new Movable(7);
    reports.introduce(window);
    reports.resized(window, 300, 200);
    window.move(10, 20);
    clock.advance(0);
    assert.deepEqual(told, [{ sizes: [[7, 300, 200]], positions: [[7, 10, 20]] }]);
    window.move(11, 20);
    window.move(12, 20);
    clock.advance(INTERVAL - 1);
    assert.equal(told.length, 1);
    clock.advance(1);
    assert.deepEqual(told[1], { positions: [[7, 12, 20]] });
});

test("what the server moves is not told to it", () => {
    const bench = new Bench();
    const window = new Movable(7);
    bench.reports.introduce(window);
    bench.isMuted = true;
    window.move(10, 20);
    bench.clock.advance(INTERVAL);
    assert.deepEqual(bench.told, []);
});

test("changes wait until somebody can be told, the newest of each", () => {
    const bench = new Bench();
    bench.canTell = false;
    bench.reports.resized({ wid: 7 }, 1, 1);
    const widget = { wid: 8 };
    bench.reports.resized(widget, 2, 2);
    bench.clock.advance(INTERVAL);
    bench.reports.resized(widget, 3, 3);
    bench.clock.advance(INTERVAL);
    assert.deepEqual(bench.told, []);
    bench.canTell = true;
    bench.reports.send();
    assert.deepEqual(bench.told, [{ sizes: [[7, 1, 1], [8, 3, 3]] }]);
});

test("only what had not arrived is told again after a loss", () => {
    const { reports, told, arrivals } = new Bench();
    reports.resized({ wid: 7 }, 1, 1);
    reports.send();
    arrivals[0]();
    reports.resized({ wid: 8 }, 2, 2);
    reports.send();
    reports.lost();
    reports.send();
    assert.deepEqual(told.slice(1), [
        { sizes: [[8, 2, 2]] },
        { sizes: [[8, 2, 2]] },
    ]);
});

test("the browser's own widgets are nobody's business, until they are bound", () => {
    const { reports, told } = new Bench();
    const window = new Movable(1003);
    reports.resized(window, 1, 1);
    reports.send();
    window.wid = 9;
    reports.introduce(window);
    reports.send();
    window.move(4, 5);
    reports.send();
    assert.deepEqual(told, [
        { sizes: [[9, 1, 1]] },
        { positions: [[9, 4, 5]] },
    ]);
});

test("listeners to sizes and positions would hear what is in reports", () => {
    assert.deepEqual(["resize", "move", "map"].filter((it) => GeometryReports.tell(it)),
        ["resize", "move"]);
});

test("where the user moved something is told before the server moves it, and not after", () => {
    const bench = new Bench();
    const { reports, clock, told } = bench;
    const window = new Movable(7);
    reports.introduce(window);
    reports.beforeServer();
    assert.deepEqual(told, []);
    window.move(10, 20);
    reports.beforeServer();
    assert.deepEqual(told, [{ positions: [[7, 10, 20]] }]);
    bench.isMuted = true;
    window.move(30, 40); // by the server
    bench.isMuted = false;
    reports.beforeServer();
    assert.equal(told.length, 1);
});

test("the size of a window is told before the server gives it another state, that of a label is not", () => {
    const { reports, clock, told } = new Bench();
    const window = new Movable(7);
    reports.introduce(window);
    reports.resized({ wid: 8 }, 1, 2);
    reports.beforeServer();
    assert.deepEqual(told, []);
    reports.resized(window, 151, 32); // as it is while it is minimized
    reports.beforeServer();
    reports.beforeServer();
    assert.deepEqual(told, [{ sizes: [[7, 151, 32], [8, 1, 2]] }]);
    reports.resized(window, 151, 32);
    reports.beforeServer();
    clock.advance(INTERVAL);
    assert.equal(told.length, 1);
});

test("places come in the report of the sizes that changed with them", () => {
    const bench = new Bench();
    const label = { wid: 7 };
    bench.places = [[label, 30, 40], [{ wid: 1003 }, 1, 1]];
    bench.reports.moves();
    bench.reports.resized(label, 5, 6);
    bench.clock.advance(10 * INTERVAL);
    assert.deepEqual(bench.told, [{ sizes: [[7, 5, 6]], positions: [[7, 30, 40]] }]);
    assert.equal(bench.read, 1); // nothing may have moved since
});

test("what moves all the time is told a few times a second", () => {
    const bench = new Bench();
    const label = { wid: 7 };
    for (let step = 0; step < 60; step += 1) {
        bench.places = [[label, 0, step]];
        bench.reports.moves();
        bench.clock.advance(10);
    }
    bench.clock.advance(10 * INTERVAL);
    const told = bench.told.map(({ sizes, positions }) => [sizes, positions[0][2]]);
    assert.deepEqual(told, [[undefined, 30], [undefined, 59]]);
    assert.equal(bench.read, 2);
});

/** Long enough for a report, and for what its microtask does. */
function rest({ clock }) {
    clock.advance(10 * INTERVAL);
    clock.advance(0);
}

test("a cause that moves nothing makes no report", () => {
    const bench = new Bench();
    bench.places = [[{ wid: 7 }, 3, 4]];
    for (let step = 0; step < 3; step += 1) {
        bench.reports.moves();
        rest(bench);
    }
    assert.equal(bench.told.length, 1);
    bench.canTell = false;
    bench.places = [[bench.places[0][0], 5, 6]];
    bench.reports.moves();
    rest(bench);
    assert.equal(bench.read, 3); // no layout for nobody
    bench.canTell = true;
    bench.reports.request(); // as after a resume
    bench.clock.advance(INTERVAL);
    assert.deepEqual(bench.told.at(-1), { positions: [[7, 5, 6]] });
});
