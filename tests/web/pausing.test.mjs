import assert from "node:assert/strict";
import test from "node:test";

import { Pauses } from "../../src/pgwidgets/web/pgwidgets/telling/pausing.js";
import { FakeClock } from "./fake_clock.mjs";

function waiting() {
    const clock = new FakeClock();
    const told = [];
    return { clock, told, pauses: new Pauses(clock), say: (what) => () => told.push(what) };
}

test("what is typed is told when its user has paused", () => {
    const { clock, told, pauses, say } = waiting();
    const entry = {};
    pauses.restart(entry, say("M"), 300);
    clock.advance(200);
    pauses.restart(entry, say("M 31"), 300);
    clock.advance(299);
    assert.deepEqual(told, []);
    clock.advance(1);
    assert.deepEqual(told, ["M 31"]);
});

test("what moves on and on is told once in a while", () => {
    const { clock, told, pauses, say } = waiting();
    const caret = {};
    pauses.start(caret, say("first"), 100);
    clock.advance(60);
    pauses.start(caret, say("not at all"), 100);
    clock.advance(40);
    assert.deepEqual(told, ["first"]);
    pauses.start(caret, say("second"), 100);
    clock.advance(100);
    assert.deepEqual(told, ["first", "second"]);
});

test("whoever goes on has it all told at once, and once", () => {
    const { clock, told, pauses, say } = waiting();
    const [entry, caret, other] = [{}, {}, {}];
    pauses.restart(entry, say("entry"), 300);
    pauses.restart(caret, say("caret"), 100);
    pauses.restart(other, say("other"), 100);
    pauses.drop(other);
    pauses.end();
    assert.deepEqual(told, ["entry", "caret"]);
    pauses.end();
    clock.advance(1000);
    assert.deepEqual(told, ["entry", "caret"]);
});

test("telling is no pause to be ended by what it tells", () => {
    const { told, pauses, say } = waiting();
    const tell = (what) => () => {
        pauses.end(); // as the client does before whatever is told
        say(what)();
    };
    for (const what of ["entry", "area"]) pauses.restart({}, tell(what), 300);
    pauses.end();
    assert.deepEqual(told, ["entry", "area"]);
});
