import assert from "node:assert/strict";
import test from "node:test";

import { isWritten, placeAfter, write } from "../../src/pgwidgets/web/pgwidgets/widgets/writing.js";
import { fakeDocument, FakeField } from "./fake_field.mjs";

const edit = (start, end, text) => ({ start, end, text });

function selected(text, start, end = start, direction = "none") {
    const field = new FakeField(text);
    field.setSelectionRange(start, end, direction);
    return field;
}

const selection = ({ selectionStart, selectionEnd, selectionDirection }) =>
    [selectionStart, selectionEnd, selectionDirection];

test("what is written before a caret moves it along, what is written behind it does not", () => {
    const field = selected("one two", 4);
    write(field, [edit(0, 0, "> ")], false);
    assert.equal(field.value, "> one two");
    assert.deepEqual(selection(field), [6, 6, "none"]);
    write(field, [edit(7, 9, "WO")], false);
    assert.equal(field.value, "> one tWO");
    assert.deepEqual(selection(field), [6, 6, "none"]);
    write(field, [edit(0, 2, "")], false);
    assert.deepEqual(selection(field), [4, 4, "none"]);
});

test("what is appended leaves the caret before it, and a selection as it is", () => {
    const atEnd = selected("one", 3);
    write(atEnd, [edit(3, 3, "\ntwo")], false);
    assert.equal(atEnd.value, "one\ntwo");
    assert.deepEqual(selection(atEnd), [3, 3, "none"]);
    const all = selected("one", 0, 3, "backward");
    write(all, [edit(3, 3, "\ntwo")], false);
    assert.deepEqual(selection(all), [0, 3, "backward"]);
});

test("both ends of a selection, and its direction, stay with their characters", () => {
    const field = selected("abcdef", 2, 5, "backward");
    write(field, [edit(0, 1, ""), edit(3, 4, "XYZ")], false);
    assert.equal(field.value, "bcXYZef");
    assert.deepEqual(selection(field), [1, 6, "backward"]);
});

test("the scroll stays, even if the caret is out of sight", (context) => {
    const field = selected("one", 3);
    fakeDocument(context, { activeElement: field });
    Object.assign(field, { scrollLeft: 30, scrollTop: 7 });
    write(field, [edit(0, 0, "zero ")], true);
    assert.deepEqual([field.scrollLeft, field.scrollTop], [30, 7]);
});

test("a field that shows it already is not touched", () => {
    const untouchable = new Proxy({}, {
        get: (_, name) => assert.fail(`${String(name)} is read`),
        set: (_, name) => assert.fail(`${String(name)} is set`),
    });
    write(untouchable, [], true);
});

test("where its user has typed, all is written as if typed, from the end on", (context) => {
    const field = selected("one two three", 13);
    const document = fakeDocument(context, { activeElement: field });
    write(field, [edit(0, 3, "1"), edit(4, 8, ""), edit(8, 13, "3")], true);
    assert.equal(field.value, "1 3");
    assert.deepEqual(document.commands, [["insertText", "3"], ["delete", ""], ["insertText", "1"]]);
    assert.equal(field.history.length, 3);
    assert.deepEqual(selection(field), [3, 3, "none"]);
});

test("nothing is written as if typed where nobody could undo it", (context) => {
    const field = selected("one", 1);
    const document = fakeDocument(context, { activeElement: field });
    write(field, [edit(0, 0, "a")], false);
    field.readOnly = true;
    write(field, [edit(0, 0, "b")], true);
    field.readOnly = false;
    document.activeElement = null; // the command would write somewhere else
    write(field, [edit(0, 0, "c")], true);
    assert.equal(field.value, "cbaone");
    assert.deepEqual(document.commands, []);
    assert.deepEqual(selection(field), [4, 4, "none"]);
});

test("a browser that does not do as told gets the same text all the same", (context) => {
    const field = selected("one", 1);
    const document = fakeDocument(context, { activeElement: field });
    document.execCommand = () => false;
    field.history = ["on"];
    write(field, [edit(1, 2, "NN"), edit(3, 3, "!")], true);
    assert.equal(field.value, "oNNe!");
    assert.deepEqual(field.history, ["on"]); // nothing that could be undone is lost
    assert.deepEqual(selection(field), [1, 1, "none"]);
    document.execCommand = () => field.type("something else");
    write(field, [edit(0, 1, "O")], true);
    assert.equal(field.value, "ONNe!");
});

test("what is written is told from what is typed, also after a failure", (context) => {
    const field = selected("one", 3);
    const other = new FakeField();
    const document = fakeDocument(context, { activeElement: field });
    const heard = [];
    field.addEventListener("input", () => heard.push([isWritten(field), isWritten(other)]));
    write(field, [edit(0, 0, "a")], true);
    field.type("b");
    assert.deepEqual(heard, [[true, false], [false, false]]);
    document.execCommand = () => { throw new Error("boom"); };
    assert.throws(() => write(field, [edit(0, 0, "c")], true), /boom/);
    assert.equal(isWritten(field), false);
});

test("a caret goes with what it stands behind or in", () => {
    const operation = [edit(2, 4, "xyz"), edit(6, 8, "")];
    const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((place) => placeAfter(place, operation));
    assert.deepEqual(places, [0, 1, 2, 3, 5, 6, 7, 7, 7, 8]);
    // Within what gets shorter, it is at most behind all of it.
    assert.equal(placeAfter(5, [edit(0, 6, "ab")]), 2);
    // What comes right at it goes behind it, whatever came before.
    assert.equal(placeAfter(4, [edit(0, 1, ""), edit(4, 4, "new")]), 3);
    assert.equal(placeAfter(5, [edit(0, 1, "ab"), edit(4, 9, "new")]), 6);
});
