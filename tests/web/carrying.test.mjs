import assert from "node:assert/strict";
import test from "node:test";

import { placeOf, putBack } from "../../src/pgwidgets/web/pgwidgets/carrying/focus.js";
import { Passage } from "../../src/pgwidgets/web/pgwidgets/carrying/passage.js";
import { Outbox } from "../../src/pgwidgets/web/pgwidgets/line/outbox.js";
import { Unacknowledged } from "../../src/pgwidgets/web/pgwidgets/line/unacknowledged.js";
import { Uploads } from "../../src/pgwidgets/web/pgwidgets/line/uploads.js";

const press = (n) => ({ type: "callback", wid: 1, action: "activated", args: [n] });
const told = (entries) => entries.map(({ text }) => JSON.parse(text).args[0]);

const size = (message) => Buffer.byteLength(JSON.stringify(message));

const holding = (...numbers) => holdingUpTo(undefined, ...numbers);

function holdingUpTo(limit, ...numbers) {
    const kept = new Unacknowledged({ limit });
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

test("much of what is handled is kept until it is stored, and what the user does while away", () => {
    const kept = holding();
    for (const n of [1, 2, 3, 4]) {
        const message = { ...press(n), more: "x".repeat(100_000) };
        kept.keepSent(message, JSON.stringify(message));
        kept.acknowledge(n);
    }
    kept.disconnected();
    assert.equal(kept.keepUnsent(press(5), JSON.stringify(press(5))), true);
    const { entries, missing, missingActions } = kept.carry(0);
    assert.deepEqual([told(entries), missing, missingActions], [[1, 2, 3, 4, 5], 0, 0]);
});

test("what had to be forgotten is told as missing, and how much of it were actions", () => {
    const kept = holdingUpTo(2 * size(press(1)));
    const scroll = { type: "callback", wid: 1, action: "scrolled", args: [2] };
    for (const message of [press(1), scroll, press(3), press(4), press(5)]) {
        kept.keepSent(message, JSON.stringify(message));
    }
    kept.acknowledge(5);
    for (const brought of [0, 1, 3]) {
        const { entries, missing, missingActions } = kept.carry(brought); // the first was in vain
        const actions = [1, 3].filter((n) => n > brought).length;
        assert.deepEqual([told(entries), missing, missingActions], [[4, 5], 3 - brought, actions]);
    }
    kept.acknowledge(5);
    kept.stored(5);
    assert.equal(kept.carry(5).missingActions, 0);
});

test("actions that were handled are lost as long as they are not stored", () => {
    const kept = holding(1, 2, 3);
    kept.acknowledge(3);
    kept.stored(1);
    kept.abandon();
    assert.equal(kept.takeLost(), 2);
});

test("what is stored is handled, also where that is told later", () => {
    const kept = holding(1, 2);
    kept.stored(1);
    assert.equal(kept.isWhole, true);
    assert.deepEqual(told(kept.resend()), [2]);
    kept.acknowledge(2);
    kept.abandon();
    assert.equal(kept.takeLost(), 1);
    const other = holding(1);
    other.stored(99); // it cannot be
    assert.equal(other.sent, 1);
});

test("actions that were forgotten are lost unless they turn out to be stored", () => {
    for (const [stored, lost] of [[0, 3], [1, 2], [2, 1], [3, 0]]) {
        const kept = holdingUpTo(size(press(1)), 1, 2, 3);
        kept.acknowledge(3);
        kept.stored(stored);
        kept.abandon();
        assert.equal(kept.takeLost(), lost);
    }
});

test("of an answer, and of a part of a file, that is handled the place alone is kept", () => {
    const kept = holding();
    const answer = { type: "result", id: 1, value: "x".repeat(100_000) };
    const chunk = { type: "binary-chunk", wid: 1 };
    kept.keepSent(answer, JSON.stringify(answer));
    kept.keepSent(chunk, JSON.stringify(chunk), new Uint8Array(5_000));
    kept.keepSent(chunk, JSON.stringify(chunk), new Uint8Array(6_000));
    assert.equal(kept.binarySize, 11_000);
    kept.acknowledge(2);
    assert.equal(kept.binarySize, 6_000);
    const { entries, missing } = kept.carry(0);
    assert.deepEqual([entries.length, missing], [3, 0]);
    for (const { text, bytes } of entries.slice(0, 2)) {
        assert.deepEqual([JSON.parse(text), bytes], [{ type: "result", id: 0 }, null]);
    }
    assert.deepEqual(entries[2].bytes, new Uint8Array(6_000));
    kept.acknowledge(3);
    kept.stored(3);
    assert.equal(kept.binarySize, 0);
});

test("a file goes on though nothing is stored: a handler may be waiting for it", { timeout: 5_000 }, async () => {
    const box = new Outbox();
    let count = 0;
    const send = (frame) => typeof frame === "string" || queueMicrotask(() => box.acknowledge(++count));
    box.attach({ readyState: 1, send });
    box.begin({ isResumable: true, holds: true });
    const uploads = new Uploads(box);
    const chunks = Array.from({ length: 300 }, () => ({
        header: { type: "binary-chunk", wid: 1 }, bytes: new Uint8Array(32 * 1024),
    }));
    await uploads.send(1, chunks);
    assert.equal(count, 300);
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
        { type: "carried", count: 2, doubtful: 1, missing: 0, missing_actions: 0 },
        [press(2), press(3)],
    ]);
    assert.equal(box.holds, true);
    assert.equal(box.live, true);
});

class FakeElement {
    constructor(tagName, children = []) {
        Object.assign(this, { tagName, children, type: "", selectionStart: 1, selectionEnd: 2 });
        Object.assign(this, { scrollLeft: 0, scrollTop: 7, focused: false, value: "" });
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
        this.selectionStart = Math.min(start, this.value.length);
        this.selectionEnd = Math.min(end, this.value.length);
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

/** A page with an editor and a field that has the focus, and what its passage tells. */
function page() {
    const field = { wid: 2, element: new FakeElement("INPUT") };
    const editor = { wid: 3, isEditedHere: true, text: "one", get_text() { return this.text; } };
    const widgets = new Map([[2, field], [3, editor], [4, { wid: 4, isEditedHere: false }]]);
    const told = [];
    const document = { activeElement: field.element, body: {} };
    const passage = new Passage(widgets, document, (...report) => told.push(report));
    return { widgets, field, editor, told, document, passage };
}

test("editors tell their text if their user has changed it, and what changes until the page goes", () => {
    const { editor, told, passage } = page();
    passage.tellEdits();
    assert.deepEqual(told, [[3, "changed", [{ whole: "one" }]]]);
    passage.begin([[2, 12]]);
    editor.text = "two";
    passage.leave();
    assert.deepEqual(told[1], [3, "changed", [{ whole: "two" }]]);
});

test("the focus is in the new page once, where it was", () => {
    const { widgets, told, passage } = page();
    passage.begin([[2, 12]]);
    passage.leave();
    passage.leave(); // it is built anew again: nothing of another run is there
    assert.equal(told.length, 1);
    widgets.clear();
    const field = { element: new FakeElement("INPUT") };
    widgets.set(12, field);
    passage.arrive();
    assert.equal(field.element.focused, true);
    field.element.focused = false;
    passage.arrive();
    assert.equal(field.element.focused, false);
});

/** A page that was left with the caret behind "M 101", and is there again with "M 1". */
function pageThatIsBehind() {
    const { widgets, field, document, passage } = page();
    Object.assign(field.element, { value: "M 101", selectionStart: 5, selectionEnd: 5 });
    passage.begin([]);
    passage.leave();
    const element = Object.assign(new FakeElement("INPUT"), { value: "M 1" });
    widgets.set(2, { element });
    document.activeElement = element;
    passage.arrive();
    assert.equal(element.selectionStart, 3);
    passage.catchUp();
    assert.equal(element.selectionStart, 3);
    element.value = "M 101";
    return { element, document, passage };
}

test("a caret comes to where it was when all that was typed is there", () => {
    const { element, passage } = pageThatIsBehind();
    passage.catchUp();
    assert.deepEqual([element.selectionStart, element.selectionEnd], [5, 5]);
    element.selectionStart = element.selectionEnd = 1;
    passage.catchUp();
    assert.equal(element.selectionStart, 1);
});

test("a caret that its user has moved meanwhile stays there", () => {
    const { element, passage } = pageThatIsBehind();
    element.selectionStart = 0;
    passage.catchUp();
    element.selectionStart = 3;
    passage.catchUp();
    assert.equal(element.selectionStart, 3);
});

test("a field that its user has left keeps its caret", () => {
    const { element, document, passage } = pageThatIsBehind();
    document.activeElement = null;
    passage.catchUp();
    assert.equal(element.selectionStart, 3);
});

test("a page that is built anew by the same run tells nothing", () => {
    const { told, passage } = page();
    passage.leave();
    passage.arrive();
    assert.deepEqual(told, []);
});
