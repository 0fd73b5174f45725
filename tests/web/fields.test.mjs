import assert from "node:assert/strict";
import test from "node:test";

import { Field, typedClasses } from "../../src/pgwidgets/web/pgwidgets/widgets/fields.js";
import { pauses } from "../../src/pgwidgets/web/pgwidgets/telling/pausing.js";
import { fakeDocument, FakeField } from "./fake_field.mjs";

const selection = ({ selectionStart, selectionEnd }) => [selectionStart, selectionEnd];

/** As much of pgwidgets-js's fields as there is to write into. */
function library() {
    class Widget {
        told = [];
        adjusted = 0;

        make_callback(...told) {
            this.told.push(told);
        }
    }
    class TextEntry extends Widget {
        constructor(text = "", { localName = "input" } = {}) {
            super();
            this._input = new FakeField("", { localName });
            this.set_text(text);
            this.adjusted = 0;
        }

        set_text(text) {
            this._input.value = text;
            this._autoSize();
        }

        clear() {
            this._input.value = "";
            this._autoSize();
        }

        _autoSize() {
            this.adjusted += 1;
        }
    }
    class TextEntrySet extends TextEntry {}
    class TextArea extends Widget {
        _limit = null;

        constructor(text = "") {
            super();
            this._textarea = new FakeField(text);
        }

        set_text(text) {
            this._textarea.value = text;
        }

        append_text(text) {
            this._textarea.value += text;
        }

        clear() {
            this._textarea.value = "";
        }

        set_limit(limit) {
            this._limit = limit;
            this._enforce_limit();
        }

        _enforce_limit() {
            this._textarea.value = "cut";
        }

        _syncScrollbars() {
            this.adjusted += 1;
        }
    }
    return typedClasses({ TextArea, TextEntry, TextEntrySet });
}

test("the classes have the names that the server knows them by", () => {
    const classes = library();
    assert.deepEqual(Object.keys(classes).sort(), ["TextArea", "TextEntry", "TextEntrySet"]);
    for (const [name, Class] of Object.entries(classes)) assert.equal(Class.name, name);
});

test("a field has the text that it is made with, which is no news", () => {
    const { TextEntry } = library();
    const entry = new TextEntry("M 31");
    assert.equal(entry._input.value, "M 31");
    entry.make_callback("activated", "M 31");
    assert.deepEqual(entry.told, [["activated", "M 31", { revision: 0 }]]);
});

test("a text of the server leaves caret and selection with their characters", () => {
    const { TextEntry, TextArea } = library();
    const entry = new TextEntry("ngc 891");
    entry._input.setSelectionRange(2, 5);
    entry.set_text("NGC 891", { revision: 1 });
    assert.equal(entry._input.value, "NGC 891");
    assert.deepEqual(selection(entry._input), [2, 5]);
    assert.equal(entry.adjusted, 1);
    const area = new TextArea("one\nthree");
    area._textarea.setSelectionRange(6, 6);
    area.set_text("one\ntwo\nthree", { revision: 1 });
    assert.deepEqual(selection(area._textarea), [10, 10]);
    assert.equal(area.adjusted, 1);
});

test("what is appended moves nothing", () => {
    const { TextArea } = library();
    const area = new TextArea("one");
    area._textarea.scrollTop = 5;
    area.append_text("\ntwo", { revision: 1 });
    assert.equal(area._textarea.value, "one\ntwo");
    assert.deepEqual(selection(area._textarea), [3, 3]);
    assert.equal(area._textarea.scrollTop, 5);
});

test("what is appended goes to the server's text, not into what is typed meanwhile", (context) => {
    fakeDocument(context);
    const { TextArea } = library();
    const area = new TextArea("log");
    area._textarea.setSelectionRange(0, 0);
    area._textarea.type("my ");
    area.append_text("!", { revision: 1 });
    assert.equal(area._textarea.value, "my log!");
    area.make_callback("modified", "my log!");
    assert.deepEqual(area.told[0][2], { revision: 1, number: 1, start: 0, end: 0, text: "my " });
});

test("past its limit a text loses its first lines; the server says when", () => {
    const { TextArea } = library();
    const area = new TextArea("1\n2");
    area.append_text("\n3");
    assert.equal(area._textarea.value, "1\n2\n3");
    area.set_limit(2);
    assert.equal(area._textarea.value, "1\n2\n3");
    area.append_text("\n4\n5");
    assert.equal(area._textarea.value, "4\n5");
});

test("what was typed since is kept when the server writes, and told once", (context) => {
    fakeDocument(context);
    const { TextEntry } = library();
    const entry = new TextEntry("one");
    entry._input.type(" two");
    entry.make_callback("modified", "one two");
    entry._input.type(" three");
    entry.set_text("ONE", { revision: 4 });
    assert.equal(entry._input.value, "ONE two three");
    assert.deepEqual(selection(entry._input), [13, 13]);
    entry.make_callback("activated", "ONE two three");
    entry.make_callback("other");
    assert.deepEqual(entry.told, [
        ["modified", "one two", { revision: 0, number: 1, start: 3, end: 3, text: " two" }],
        ["activated", "ONE two three",
            { revision: 4, number: 2, start: 7, end: 7, text: " three" }],
        ["other"],
    ]);
});

test("a text of the server that has what was typed is shown as it is", (context) => {
    fakeDocument(context);
    const { TextEntry } = library();
    const entry = new TextEntry("");
    entry._input.type("m 31");
    entry.make_callback("modified", "m 31");
    entry._textTaken(1);
    entry.set_text("M 31", { revision: 1 });
    assert.equal(entry._input.value, "M 31");
    assert.deepEqual(selection(entry._input), [4, 4]);
});

test("what is cleared, and no text, is empty", () => {
    const { TextEntry, TextArea } = library();
    for (const widget of [new TextEntry("one"), new TextArea("one")]) {
        const element = widget._input ?? widget._textarea;
        widget.clear();
        assert.equal(element.value, "");
        widget.set_text("two");
        widget.set_text(null);
        assert.equal(element.value, "");
    }
});

test("what is cleared is the server's text, and not what is typed meanwhile", (context) => {
    fakeDocument(context);
    const { TextEntry, TextArea } = library();
    for (const widget of [new TextEntry("one"), new TextArea("one")]) {
        const element = widget._input ?? widget._textarea;
        element.setSelectionRange(3, 3);
        element.type(" two");
        widget.clear();
        assert.equal(element.value, " two");
    }
});

test("a text that is set anew overrules what was typed", () => {
    const { TextEntry } = library();
    const entry = new TextEntry("one");
    entry._input.type(" two");
    entry.make_callback("modified", "one two");
    entry.set_text("1", { revision: 2, anew: true });
    assert.equal(entry._input.value, "1");
    assert.equal(entry.adjusted, 1);
    entry.make_callback("activated", "1");
    assert.deepEqual(entry.told.at(-1), ["activated", "1", { revision: 2 }]);
});

test("a text is compared as the field shows it", () => {
    const { TextEntry, TextArea } = library();
    const entry = new TextEntry("ab");
    entry._input.setSelectionRange(1, 1);
    entry.set_text("a\r\nb\n");
    assert.equal(entry._input.value, "ab");
    entry.set_text("a\nB", { anew: true });
    entry.make_callback("activated", "aB");
    assert.deepEqual(entry.told, [["activated", "aB", { revision: 0 }]]);
    const area = new TextArea("");
    area.set_text("a\r\nb\rc\n");
    assert.equal(area._textarea.value, "a\nb\nc\n");
});

test("an input method is left alone; what the server writes waits for its end", (context) => {
    fakeDocument(context);
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const element = new FakeField("");
    const field = new Field(element);
    const done = [];
    element.dispatch("compositionstart");
    element.type("に");
    assert.equal(field.report().text, "に");
    field.taken(1);
    field.rewrite((agreed) => `${agreed}ほ`, { revision: 1 }, () => done.push(1));
    field.rewrite((agreed) => `${agreed}ん`, { revision: 2 }, () => done.push(2));
    assert.equal(element.value, "に");
    element.dispatch("compositionend");
    assert.deepEqual([element.value, done], ["に", []]); // its last `input` is yet to come
    context.mock.timers.tick(0);
    assert.deepEqual([element.value, done], ["にほん", [1, 2]]);
    assert.deepEqual(field.report(), { revision: 2 });
    element.dispatch("compositionstart");
    element.dispatch("compositionend");
    context.mock.timers.tick(0);
    assert.equal(element.value, "にほん"); // nothing is done twice
    field.rewrite(() => "日本", { revision: 3 });
    assert.equal(element.value, "日本");
});

test("what waits for an input method is in order with what the server has got", (context) => {
    fakeDocument(context);
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const element = new FakeField("");
    const field = new Field(element);
    element.dispatch("compositionstart");
    element.type("に");
    field.report();
    field.rewrite(() => "> ", { revision: 1 }); // which has nothing of it
    field.taken(1);
    element.dispatch("compositionend");
    context.mock.timers.tick(0);
    assert.equal(element.value, "> に");
    field.rewrite((agreed) => `${agreed}!`, { revision: 2 }); // which has it
    assert.equal(element.value, "> に!");
});

test("a composition that begins right after another is left alone too", (context) => {
    fakeDocument(context);
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const element = new FakeField("");
    const field = new Field(element);
    element.dispatch("compositionstart");
    element.type("てん");
    element.dispatch("compositionend");
    element.dispatch("compositionstart"); // before the end of the first was acted upon
    context.mock.timers.tick(0);
    element.type("も");
    field.rewrite((agreed) => `> ${agreed}`, { revision: 1 });
    assert.equal(element.value, "てんも");
    element.type("じ");
    element.dispatch("compositionend");
    context.mock.timers.tick(0);
    assert.equal(element.value, "> てんもじ");
});

test("once its user has typed, they can undo what the server has written", (context) => {
    const element = new FakeField("one");
    const document = fakeDocument(context, { activeElement: element });
    const field = new Field(element);
    field.rewrite(() => "One");
    assert.deepEqual([element.value, document.commands], ["One", []]);
    element.type("!");
    field.taken(field.report().number);
    field.rewrite(() => "ONE!");
    assert.equal(element.value, "ONE!");
    assert.ok(document.commands.length > 0);
    assert.equal(element.history.length, 1 + document.commands.length);
});

test("nobody else hears of an input that nobody made", (context) => {
    const element = new FakeField("one");
    fakeDocument(context, { activeElement: element });
    const field = new Field(element);
    const heard = [];
    element.addEventListener("input", () => heard.push(element.value));
    element.type("!");
    field.taken(field.report().number);
    field.rewrite(() => "> one!");
    assert.equal(element.value, "> one!");
    assert.deepEqual(heard, ["one!"]);
});

test("what is told at a pause is told before what Enter does", (context) => {
    const { TextEntry } = library();
    const entry = new TextEntry("");
    context.after(() => pauses.drop(entry));
    const tell = () => entry.make_callback("modified", entry._input.value);
    entry._input.type("M");
    pauses.restart(entry, tell, 300);
    entry.make_callback("other");
    assert.deepEqual(entry.told, [["other"]]);
    entry.make_callback("activated", "M");
    assert.deepEqual(entry.told.slice(1), [
        ["modified", "M", { revision: 0, number: 1, start: 0, end: 0, text: "M" }],
        ["activated", "M", { revision: 0 }],
    ]);
});
