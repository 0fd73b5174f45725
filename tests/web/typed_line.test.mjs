import assert from "node:assert/strict";
import test from "node:test";

import { applied } from "../../src/pgwidgets/web/pgwidgets/common/text_rebase.js";
import { TypedLine } from "../../src/pgwidgets/web/pgwidgets/telling/typed_line.js";

const edit = (start, end, text) => ({ start, end, text });

/** What a field would show after the server has written a text. */
function received(line, text, revision, shown) {
    return applied(shown, line.receive(text, revision, shown));
}

test("what is new is told once, under numbers that count up", () => {
    const line = new TypedLine("M 31");
    assert.deepEqual(line.report("M 31"), { revision: 0 });
    assert.deepEqual(line.report("M 3"), { revision: 0, number: 1, ...edit(3, 4, "") });
    assert.deepEqual(line.report("M 33"), { revision: 0, number: 2, ...edit(3, 3, "3") });
    assert.deepEqual(line.report("M 33"), { revision: 0 });
});

test("reports say which text of the server they build on", () => {
    const line = new TypedLine("");
    line.receive("a", 7, "");
    assert.deepEqual(line.report("ab"), { revision: 7, number: 1, ...edit(1, 1, "b") });
    line.receive("a", undefined, "ab"); // one that has no number
    assert.equal(line.report("ab").revision, 7);
    line.overrule("c", undefined);
    assert.equal(line.report("c").revision, 7);
    line.overrule("d", 8);
    assert.deepEqual(line.report("d"), { revision: 8 });
});

test("the server's text is what it was before what it has yet to be told", () => {
    const line = new TypedLine("one");
    line.report("one!");
    line.report("one!?");
    assert.equal(line.agreed, "one");
    line.taken(1);
    assert.equal(line.agreed, "one!");
    line.taken(1);
    assert.equal(line.agreed, "one!");
    line.taken(2);
    assert.equal(line.agreed, "one!?");
});

test("edits that are taken together are done in their order", () => {
    const line = new TypedLine("");
    for (const shown of ["a", "ab", "abc", "xbc"]) line.report(shown);
    line.taken(3);
    assert.equal(line.agreed, "abc");
    line.taken(9);
    assert.equal(line.agreed, "xbc");
});

test("what the server writes is carried over what it has not seen", () => {
    const line = new TypedLine("one");
    line.report("one two"); // told
    const shown = received(line, "ONE", 1, "one two three"); // the rest is not told yet
    assert.equal(shown, "ONE two three");
    assert.deepEqual(line.report(shown), { revision: 1, number: 2, ...edit(7, 7, " three") });
});

test("what the server has seen is the server's to change", () => {
    const line = new TypedLine("one");
    line.report("one two");
    line.taken(1);
    assert.equal(received(line, "one", 1, "one two"), "one");
    assert.deepEqual(line.report("one"), { revision: 1 });
});

test("several texts of the server are carried over the same edits", () => {
    const line = new TypedLine("ac");
    line.report("abc");
    let shown = received(line, "> ac", 1, "abc");
    assert.equal(shown, "> abc");
    shown = received(line, "> ac!", 2, shown);
    assert.equal(shown, "> abc!");
    line.taken(1);
    assert.equal(line.agreed, "> abc!");
    assert.equal(received(line, "> abc!?", 3, shown), "> abc!?");
});

test("at one place the server's text stands first, as it stands there", () => {
    const line = new TypedLine("ab");
    line.report("aXb");
    assert.equal(received(line, "aYb", 1, "aXb"), "aYXb");
    const untold = new TypedLine("ab");
    assert.equal(received(untold, "aYb", 1, "aXb"), "aYXb");
});

test("a text that overrules takes what was typed with it", () => {
    const line = new TypedLine("one");
    line.report("one two");
    line.overrule("new", 3);
    assert.equal(line.agreed, "new");
    assert.deepEqual(line.report("new"), { revision: 3 });
    line.taken(1); // it was typed into another text
    assert.equal(line.agreed, "new");
    assert.deepEqual(line.report("new!"), { revision: 3, number: 2, ...edit(3, 3, "!") });
});

test("characters that are replaced by as many move nothing between them", () => {
    const line = new TypedLine("ngc 891 x");
    assert.deepEqual(
        line.receive("NGC 892 x", 1, "ngc 891 x"),
        [edit(0, 1, "N"), edit(1, 2, "G"), edit(2, 3, "C"), edit(6, 7, "2")],
    );
    assert.deepEqual(line.receive("NGC 892 x", 2, "NGC 892 x"), []);
});

test("other texts are replaced at one place", () => {
    const [short, long, capitals] = ["a".repeat(64), "a".repeat(65), "A".repeat(65)];
    assert.equal(new TypedLine(short).receive(capitals.slice(1), 1, short).length, 64);
    assert.deepEqual(new TypedLine(long).receive(capitals, 1, long), [edit(0, 65, capitals)]);
    assert.deepEqual(new TypedLine("ab").receive("xyz", 1, "ab"), [edit(0, 2, "xyz")]);
    assert.deepEqual(new TypedLine("a😀").receive("b😁", 1, "a😀"), [edit(0, 3, "b😁")]);
});

test("a server and a field that both write end with one text", () => {
    let state = 5;
    const below = (limit) => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return Math.floor((state / 2_147_483_648) * limit);
    };
    const changed = (text, letter) => {
        const [one, other] = [below(text.length + 1), below(text.length + 1)];
        return text.slice(0, Math.min(one, other)) + letter + text.slice(Math.max(one, other));
    };
    for (let round = 0; round < 500; round += 1) {
        const line = new TypedLine("0123456789");
        let [shown, server] = ["0123456789", "0123456789"];
        const typed = [];
        for (let step = 0; step < 6; step += 1) {
            const untold = changed(shown, "ab"[step % 2]);
            if (below(2)) {
                shown = untold;
                line.report(shown);
                typed.push(shown);
            }
            server = changed(server, "XY"[step % 2]); // it has seen nothing of all that
            shown = received(line, server, step, shown);
            assert.equal(line.agreed, server);
        }
        // Its last word, after it has got everything and undone it:
        line.taken(typed.length);
        assert.equal(line.agreed, shown);
        assert.equal(received(line, server, 7, shown), server);
    }
});
