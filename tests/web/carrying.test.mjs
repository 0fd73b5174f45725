import assert from "node:assert/strict";
import test from "node:test";

import { editedSources } from "../../src/pgwidgets/web/pgwidgets/carrying/sources.js";
import { placeOf, putBack } from "../../src/pgwidgets/web/pgwidgets/carrying/focus.js";
import { Outbox } from "../../src/pgwidgets/web/pgwidgets/line/outbox.js";
import { Unacknowledged } from "../../src/pgwidgets/web/pgwidgets/line/unacknowledged.js";

const press = (n) => ({ type: "callback", wid: 1, action: "activated", args: [n] });
const told = (entries) => entries.map(({ text }) => JSON.parse(text).args[0]);

function holding(...numbers) {
    const kept = new Unacknowledged();
    kept.begin({ holds: true });
    for (const n of numbers) kept.keepSent(press(n), JSON.stringify(press(n)));
    return kept;
}

test("what is handled is kept until it is stored, and is not sent again to the same server", () => {
    const kept = holding(1, 2, 3, 4);
    kept.acknowledge(3);
    kept.stored(1);
    assert.equal(kept.isWhole, true);
    assert.deepEqual(told(kept.resend()), [4]);
    kept.stored(99); // no more is stored than was handled
    assert.deepEqual(told(kept.carry(3).entries), [4]);
});

test("another run is sent what is not done, and told which of it was sent before", () => {
    const kept = holding(1, 2, 3, 4);
    kept.acknowledge(4);
    kept.stored(1);
    kept.keepUnsent(press(5), JSON.stringify(press(5)));
    const { entries, doubtful, missing } = kept.carry(2);
    assert.deepEqual([told(entries), doubtful, missing], [[3, 4, 5], 2, 0]);
    kept.keepSent(press(6), JSON.stringify(press(6)));
    kept.acknowledge(6); // the numbers go on
    assert.deepEqual(told(kept.resend()), []);
    assert.throws(() => kept.carry(7), RangeError);
    assert.equal(kept.takeLost(), 0);
});

test("what had to be forgotten is told as missing", () => {
    const text = "x".repeat(100_000);
    const kept = holding();
    for (const n of [1, 2, 3, 4]) {
        const message = { ...press(n), more: text };
        kept.keepSent(message, JSON.stringify(message));
        kept.acknowledge(n);
    }
    const { entries, missing } = kept.carry(0);
    assert.deepEqual([told(entries), missing], [[3, 4], 2]);
});

test("actions that were handled are none that were lost", () => {
    const kept = holding(1, 2, 3);
    kept.acknowledge(2);
    kept.abandon();
    assert.equal(kept.takeLost(), 1);
});

test("the outbox says first what it brings", () => {
    const sent = [];
    const box = new Outbox();
    const socket = () => ({ readyState: 1, send: (text) => sent.push(JSON.parse(text)) });
    box.attach(socket());
    box.begin({ isResumable: true, holds: true });
    box.post(press(1));
    box.post(press(2));
    box.detach();
    box.post(press(3));
    sent.length = 0;
    box.attach(socket());
    box.carry(1);
    assert.deepEqual(sent, [
        { type: "carried", count: 2, doubtful: 1, missing: 0 },
        [press(2), press(3)],
    ]);
    assert.equal(box.holds, true);
    assert.equal(box.live, true);
});

class FakeElement {
    constructor(tagName, children = []) {
        Object.assign(this, { tagName, children, type: "", selectionStart: 1, selectionEnd: 2 });
        Object.assign(this, { scrollLeft: 0, scrollTop: 7, focused: false });
    }

    contains(other) {
        return this === other || this.children.some((child) => child.contains(other));
    }

    getElementsByTagName(tag) {
        return this.children.flatMap((child) => [
            ...(child.tagName === tag ? [child] : []), ...child.getElementsByTagName(tag),
        ]);
    }

    focus() {
        this.focused = true;
    }

    setSelectionRange(start, end) {
        this.selection = [start, end];
    }
}

test("the focus and the caret are put back into the widget that it is today", () => {
    const make = () => new FakeElement("DIV", [new FakeElement("INPUT"), new FakeElement("INPUT")]);
    const [before, after] = [make(), make()];
    const page = { wid: 1, element: new FakeElement("DIV", [before]) };
    const field = { wid: 2, element: before };
    const place = placeOf([page, field], { activeElement: before.children[1], body: null });
    assert.equal(place.wid, 2);
    putBack(place, (wid) => (wid === 2 ? { element: after } : null));
    assert.deepEqual([after.children[0].focused, after.children[1].focused], [false, true]);
    assert.deepEqual(after.children[1].selection, [1, 2]);
    assert.equal(after.children[1].scrollTop, 7);
    putBack(place, () => undefined); // it is not there any more
    putBack(null, () => assert.fail("nothing had the focus"));
    const body = {};
    assert.equal(placeOf([page], { activeElement: body, body }), null);
});

test("editors tell their text if their user has changed it", () => {
    const edited = { isEditedHere: true };
    assert.deepEqual(editedSources([edited, {}, { isEditedHere: false }]), [edited]);
});
