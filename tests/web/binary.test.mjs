import assert from "node:assert/strict";
import test from "node:test";

import { BinaryInbox, fileChunks, withoutData } from "../../src/pgwidgets/web/pgwidgets/line/binary.js";

const bytes = (...values) => new Uint8Array(values).buffer;
const chunk = (index, more = {}) =>
    ({ type: "binary-chunk", transfer_id: 5, chunk_index: index, num_chunks: 2, ...more });
const announced = (more = {}) => {
    const inbox = new BinaryInbox();
    inbox.announce({ wid: 3, method: "set", args: ["x"], transfer_id: 5, num_chunks: 2, ...more });
    return inbox;
};

test("a call whose bytes come in one frame", () => {
    const inbox = new BinaryInbox();
    const header = { type: "binary-call", wid: 3, method: "set", args: ["jpeg"] };
    assert.equal(BinaryInbox.awaitsFrame(header), true);
    inbox.expect(header);
    const data = bytes(1, 2);
    assert.deepEqual(inbox.accept(inbox.takeHeader(), data),
        { wid: 3, method: "set", args: [data, "jpeg"] });
    assert.throws(() => inbox.takeHeader(), /without a header/);
});

test("a call that is not silent says so, in one frame and in chunks", () => {
    const inbox = new BinaryInbox();
    const call = { wid: 3, method: "feed", silent: false };
    inbox.expect({ type: "binary-call", ...call });
    assert.equal(inbox.accept(inbox.takeHeader(), new ArrayBuffer(1)).silent, false);
    inbox.announce({ type: "binary-call-chunked", ...call, transfer_id: 1, num_chunks: 1 });
    const chunk = { type: "binary-chunk", transfer_id: 1, chunk_index: 0, num_chunks: 1 };
    assert.equal(inbox.accept(chunk, new ArrayBuffer(1)).silent, false);
});

test("which messages have a frame of their own", () => {
    assert.equal(BinaryInbox.awaitsFrame(chunk(0)), true);
    assert.equal(BinaryInbox.awaitsFrame(chunk(0, { encoding: "binary" })), true);
    const others = [chunk(0, { encoding: "base64" }), { type: "call" }, null, 3, undefined];
    for (const message of others) {
        assert.equal(BinaryInbox.awaitsFrame(message), false);
    }
});

test("chunks are put together in the order of their index", () => {
    const inbox = announced();
    assert.equal(inbox.accept(chunk(1), bytes(3)), null);
    const call = inbox.accept(chunk(0), bytes(1, 2));
    assert.deepEqual([...new Uint8Array(call.args[0])], [1, 2, 3]);
    assert.deepEqual([call.wid, call.method, call.args[1]], [3, "set", "x"]);
});

test("a chunk may carry its data itself", () => {
    const inbox = announced({ num_chunks: 1 });
    const call = inbox.accept(chunk(0, { encoding: "base64", data: btoa("\x00\xff") }), null);
    assert.deepEqual([...new Uint8Array(call.args[0])], [0, 255]);
    assert.throws(() => inbox.accept(chunk(0, { encoding: "rot13" }), null), /encoding: rot13/);
});

test("with a dtype the method gets a typed array", () => {
    const inbox = announced({ dtype: "uint16", shape: [2] });
    inbox.accept(chunk(0), bytes(1, 0));
    const call = inbox.accept(chunk(1), bytes(2, 0));
    assert.deepEqual(call.args[0], new Uint16Array([1, 2]));
});

test("faults are named", () => {
    assert.throws(() => announced({ dtype: "complex" }), /unknown dtype: complex/);
    assert.throws(() => announced({ dtype: "constructor" }), /unknown dtype/);
    assert.throws(() => announced({ num_chunks: 0 }), /num_chunks .* not 0/);
    assert.throws(() => announced({ num_chunks: 1.5 }), /num_chunks/);
    const inbox = announced();
    assert.throws(() => inbox.announce({ transfer_id: 5, num_chunks: 1 }), /transfer 5 is open/);
    for (const index of [2, -1, 0.5, undefined]) {
        assert.throws(() => inbox.accept(chunk(index), bytes()), /transfer 5: no chunk/);
    }
    inbox.accept(chunk(0), bytes(1));
    assert.throws(() => inbox.accept(chunk(0), bytes(1)), /chunk 0 came twice/);
    assert.throws(() => inbox.accept(chunk(0, { transfer_id: 6 }), bytes()), /unknown transfer: 6/);
});

test("a new connection owes no frame, but may bring the chunks that are missing", () => {
    const inbox = announced();
    inbox.accept(chunk(0), bytes(1, 0));
    inbox.expect(chunk(1));
    inbox.forgetHeaders();
    assert.throws(() => inbox.takeHeader(), /without a header/);
    assert.equal(inbox.accept(chunk(1), bytes(2, 0)).args[0].byteLength, 4);
});

test("a session that begins anew owes nothing that was announced", () => {
    const inbox = announced();
    inbox.expect(chunk(0));
    inbox.reset();
    assert.throws(() => inbox.takeHeader(), /without a header/);
    assert.throws(() => inbox.accept(chunk(0), bytes()), /unknown transfer/);
});

test("files are split into chunks, an empty one into one empty chunk", () => {
    const files = [{ data: bytes(1, 2, 3, 4, 5) }, { data: null }, { data: bytes(6, 7) }];
    const all = [...fileChunks(9, 2, files, 2)];
    assert.deepEqual(all.map(({ bytes: part }) => [...new Uint8Array(part)]),
        [[1, 2], [3, 4], [5], [], [6, 7]]);
    const places = all.map(({ header }) =>
        [header.file_index, header.chunk_index, header.num_chunks]);
    assert.deepEqual(places, [[0, 0, 3], [0, 1, 3], [0, 2, 3], [1, 0, 1], [2, 0, 1]]);
    assert.deepEqual(all[0].header, {
        type: "binary-chunk", wid: 9, transfer_id: 2, file_index: 0, file_count: 3,
        chunk_index: 0, num_chunks: 3, encoding: "binary",
    });
});

test("a transfer that is whole is over: its id may be used again, and nothing is added to it", () => {
    const inbox = announced({ num_chunks: 1 });
    const again = { wid: 4, method: "set", transfer_id: 5, num_chunks: 1 };
    assert.equal(inbox.accept(chunk(0), bytes(1)).wid, 3);
    assert.throws(() => inbox.accept(chunk(0), bytes(1)), /unknown transfer: 5/);
    inbox.announce(again);
    assert.equal(inbox.accept(chunk(0), bytes(1)).wid, 4);
});

test("files are told without their bytes, and with what kept them from being read", () => {
    const told = withoutData([
        { name: "a.txt", size: 2, type: "text/plain", encoding: "text", data: "ab" },
        { name: "b", size: 9, type: "", data: null, error: "NotReadableError", path: "/secret" },
    ]);
    assert.deepEqual(told, [
        { name: "a.txt", size: 2, type: "text/plain", encoding: "text", error: undefined },
        { name: "b", size: 9, type: "", encoding: "bytes", error: "NotReadableError" },
    ]);
});
