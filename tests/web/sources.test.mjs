import assert from "node:assert/strict";
import test from "node:test";

import { looking } from "../../src/pgwidgets/web/pgwidgets/telling/looking.js";
import { lookingAtSources } from "../../src/pgwidgets/web/pgwidgets/widgets/sources.js";

/** As much of a table as keys go about in, that selects rows; `been` tells where they have come. */
class Table {
    been = [];
    wid = 1;
    element = { classList: { toggle() {} } };
    _root = { children: new Map() };
    _rows = { edited() {}, looksChanged() {} };

    _makeNode(row) {
        return row;
    }

    _goTo(place) {
        this._onRowClick({}, this._rowAt(place));
    }

    _onRowClick(_, row) {
        this.been.push(row.key);
    }

    _onCellClick(_, row) {
        this.been.push(row.key);
    }

    _onRowNumberClick(_, row) {
        this.been.push(row.key);
    }

    _renderAll() {}

    _scrollToNode() {}
}

const turn = () => new Promise((done) => { setImmediate(done); });

function rows(start, count, { length = 1000 } = {}) {
    const numbers = Array.from({ length: count }, (_, index) => start + index);
    return {
        generation: 1, start, length, columns: ["n"], keys: numbers.map((number) => `row${number}`),
        cells: [numbers],
    };
}

/** A table of 1,000 rows, of which the first are there. */
function table(context) {
    const { tell } = looking;
    looking.tell = () => {};
    context.after(() => { looking.tell = tell; });
    const made = new (lookingAtSources(Table))();
    made._showSource({ generation: 1, length: 1000 });
    made._showRows(rows(0, 30));
    return made;
}

test("keys are where they have gone when that row has come", async (context) => {
    const made = table(context);
    made._goTo(999, 0);
    assert.deepEqual([made.been, made._keysAt.place], [[], 999]);
    made._showRows(rows(960, 40));
    assert.deepEqual(made.been, []); // what a call of the server does is told to nobody
    await turn();
    assert.deepEqual(made.been, ["row999"]);
});

for (const [name, act] of [
    ["keys", (made) => made._goTo(0, 0)],
    ["a click", (made) => made._onRowClick({}, made._rowAt(0))],
    ["a click on a cell", (made) => made._onCellClick({}, made._rowAt(0), 0)],
    ["a click on a number", (made) => made._onRowNumberClick({}, made._rowAt(0))],
]) {
    test(`whoever has gone elsewhere since by ${name} is not taken away from there`, async (context) => {
        const made = table(context);
        made._goTo(999, 0);
        act(made);
        made._showRows(rows(960, 40));
        await turn();
        assert.deepEqual(made.been, ["row0"]);
    });
}

test("of a range of thousands of millions of rows those that have come are selected", (context) => {
    const made = table(context);
    const told = [];
    Object.assign(made, {
        _updateSelectionDisplay() {}, make_callback: (...call) => told.push(call), _selectionMode: "multiple",
    });
    made._showRows(rows(500, 3, { length: 4e9 }));
    made._selectEvery();
    const [[action, selected, range]] = told;
    assert.deepEqual([action, range], ["selected", [1, 0, 4e9 - 1]]);
    assert.deepEqual(selected.map(({ path }) => path[0]), ["row500", "row501", "row502"]);
    told.length = 0;
    made._rangeAt = { place: 502, generation: 1 };
    made._selectRange(made._rowAt(501));
    assert.deepEqual(told[0][1].map(({ path }) => path[0]), ["row501", "row502"]);
    assert.equal(told[0].length, 2);
});

test("a row that was waited for and does not come any more is forgotten", async (context) => {
    const made = table(context);
    made._goTo(999, 0);
    for (const [start, count, length] of [[0, 30, 500], [960, 40, 1000]]) {
        made._showRows(rows(start, count, { length }));
        await turn();
    }
    assert.deepEqual([made.been, made._awaited], [[], null]);
});
