import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import {
    applied, editBetween, editInParts, isInsideCharacter, Line, rebase,
} from "../../src/pgwidgets/web/pgwidgets/common/text_rebase.js";

const apply = (text, operation) =>
    operation.reduceRight((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);

/** Numbers that only look like chance: the same in every run. */
function* numbers(seed) {
    for (let state = seed; ;) {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        yield state / 2_147_483_648;
    }
}

function operationOn(length, letters, chance) {
    const below = (limit) => Math.floor(chance.next().value * limit);
    const places = Array.from({ length: 2 * below(4) }, () => below(length + 1)).sort((a, b) => a - b);
    const operation = [];
    for (let i = 0; i < places.length; i += 2) {
        const text = letters.slice(0, below(letters.length + 1));
        const [start, end] = [places[i], places[i + 1]];
        if (text || start < end) operation.push({ start, end, text });
    }
    return operation;
}

test("two sides end with one text", () => {
    const chance = numbers(1);
    for (let round = 0; round < 5000; round += 1) {
        const text = "0123456789";
        const one = operationOn(text.length, "abc", chance);
        const other = operationOn(text.length, "XYZ", chance);
        const there = apply(apply(text, one), rebase(other, one, false));
        const here = apply(apply(text, other), rebase(one, other, true));
        assert.equal(here, there, JSON.stringify({ one, other }));
    }
});

test("Python says the same of all these", () => {
    const traces = new URL("../core/models/text_rebase.json", import.meta.url);
    for (const { operation, over, first, result } of JSON.parse(readFileSync(traces, "utf-8"))) {
        const named = (edits) => edits.map(([start, end, text]) => ({ start, end, text }));
        assert.deepEqual(rebase(named(operation), named(over), first), named(result));
    }
});

test("a line carries over what the other side does not know", () => {
    const line = new Line();
    line.did(1, [{ start: 0, end: 0, text: "ab" }]);
    line.did(2, [{ start: 4, end: 6, text: "" }]);
    assert.deepEqual([0, 1, 2, 3, 4, 5].map((place) => line.moved(place)), [2, 3, 4, 4, 4, 5]);
    assert.deepEqual(line.receive([{ start: 0, end: 0, text: "!" }]), [{ start: 0, end: 0, text: "!" }]);
    line.knows(1);
    assert.equal(line.moved(5), 5);
    line.knows(2);
    assert.equal(line.moved(6), 6);
});

test("the edit between two texts is small, and cuts no character", () => {
    assert.equal(editBetween("same", "same"), null);
    assert.deepEqual(editBetween("abcd", "abXcd"), { start: 2, end: 2, text: "X" });
    assert.deepEqual(editBetween("aa", "aaa"), { start: 2, end: 2, text: "a" });
    assert.deepEqual(editBetween("😀", "😁"), { start: 0, end: 2, text: "😁" });
    assert.deepEqual(editBetween("x\u{1f600}", "x\u{1fa00}"), { start: 1, end: 3, text: "\u{1fa00}" });
});

test("an edit between any two texts is whole characters, whatever the texts have in common", () => {
    const chance = numbers(2);
    // Pairs that have their first or second half in common, and halves that stand alone.
    const letters = ["a", "\u{1f600}", "\u{1f601}", "\u{1fa00}", "\u{1fa01}", "\ud83d", "\ude00"];
    const text = () => Array.from({ length: Math.floor(chance.next().value * 5) }, () =>
        letters[Math.floor(chance.next().value * letters.length)]).join("");
    for (let round = 0; round < 20_000; round += 1) {
        const [before, after] = [text(), text()];
        const edit = editBetween(before, after);
        const said = JSON.stringify({ before, after, edit });
        if (before === after) assert.equal(edit, null);
        if (edit === null) continue;
        assert.equal(applied(before, [edit]), after, said);
        const { start, end } = edit;
        for (const place of [start, end]) assert.ok(!isInsideCharacter(before, place), said);
        for (const place of [start, start + edit.text.length]) {
            assert.ok(!isInsideCharacter(after, place), said);
        }
    }
});

test("an edit in parts comes to the same, and cuts no character", () => {
    for (const text of ["", "a", "abcdefg", "ab😀😀c", "😀😀😀"]) {
        const parts = editInParts(2, 5, text, 3);
        const after = parts.reduce((all, part) => apply(all, [part]), "0123456789");
        assert.equal(after, `01${text}56789`);
        for (const part of parts) {
            assert.ok(part.text.length <= 3);
            assert.equal(part.text, part.text.toWellFormed());
        }
    }
    assert.equal(editInParts(0, 1, "x".repeat(10), 4).length, 3);
});
