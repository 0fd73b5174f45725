import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

/** The rooms of the scripts, floor by floor: a room may import from itself and from lower floors. */
const FLOORS = [
    ["common"], ["telling"],
    ["widgets/rows", "widgets/figure", "widgets/anywidget", "widgets/plot", "widgets/aids"],
    ["widgets"], ["carrying", "hands", "line", "repairs"], ["page", "late"], ["."],
];
const FOLDER = new URL("../../src/pgwidgets/web/pgwidgets/", import.meta.url);

const roomOf = (path) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".");
const floorOf = (room) => FLOORS.findIndex((rooms) => rooms.includes(room));

/** What a script imports, also at run time and for its types alone. */
function imported(source) {
    const named = source.matchAll(/\b(?:from|import)\s*\(?\s*(["'])(.+?)\1/g);
    return [...named].map(([, , path]) => path);
}

/** What is wrong with the imports of a script; `path` is relative to the folder of them all. */
function* breaches(path, source) {
    const room = roomOf(path);
    for (const name of imported(source)) {
        const target = new URL(name, new URL(path, FOLDER)).href;
        if (target === new URL("../Widgets.js", FOLDER).href) {
            // All other scripts are given the classes, and so run without a browser.
            if (!["page.js", "page/client.js"].includes(path)) yield `${path} imports Widgets.js`;
            continue;
        }
        // Nor do pages whose server makes none of those that come late.
        if (room === "late" && target.startsWith(new URL("../modules/", FOLDER).href)) continue;
        if (!target.startsWith(FOLDER.href)) {
            yield `${path} imports ${name}, which is none of ours`;
            continue;
        }
        const other = roomOf(target.slice(FOLDER.href.length));
        const isBelow = FLOORS.slice(0, floorOf(room)).flat().includes(other);
        if (other !== room && !isBelow) yield `${path} imports ${name}`;
    }
}

function scripts() {
    const paths = readdirSync(FOLDER, { recursive: true }).map((path) => path.replaceAll("\\", "/"));
    return paths.filter((path) => path.endsWith(".js")).sort();
}

const sourceOf = (path) => readFileSync(new URL(path, FOLDER), "utf-8");

test("every script stands in a room, and no room is empty", () => {
    const rooms = new Set(scripts().map(roomOf));
    assert.deepEqual([...rooms].sort(), FLOORS.flat().sort());
    assert.deepEqual(scripts().filter((path) => roomOf(path) === "."), ["early.js", "page.js"]);
});

test("no import runs up or sideways", () => {
    const found = scripts().flatMap((path) => [...breaches(path, sourceOf(path))]);
    assert.deepEqual(found, []);
});

test("no script imports itself, by whatever others", () => {
    const arrows = new Map(scripts().map((path) => {
        const base = new URL(path, FOLDER);
        const targets = imported(sourceOf(path)).map((name) => new URL(name, base).href);
        const ours = targets.filter((target) => target.startsWith(FOLDER.href));
        return [path, ours.map((target) => target.slice(FOLDER.href.length))];
    }));
    const done = new Set();
    const visit = (path, way) => {
        assert.ok(!way.includes(path), [...way, path].join(" -> "));
        if (done.has(path)) return;
        for (const target of arrows.get(path)) visit(target, [...way, path]);
        done.add(path);
    };
    for (const path of arrows.keys()) visit(path, []);
});

test("every way of importing is seen", () => {
    const ways = [
        'import { a } from "../page/veil.js";',
        "import * as veil from '../page/veil.js'",
        'import {\n    a,\n    b,\n} from "../page/veil.js";',
        'import "../page/veil.js";',
        'export { a } from "../page/veil.js";',
        'export * from "../page/veil.js";',
        'const { a } = await import("../page/veil.js");',
        '/** @param {import("../page/veil.js").Veil} veil */',
    ];
    for (const source of ways) {
        const found = [...breaches("line/x.js", source)];
        assert.deepEqual(found, ["line/x.js imports ../page/veil.js"], source);
    }
});

test("what is above, beside, or not ours is reported, and nothing else", () => {
    const wrong = {
        "common/x.js": ["../telling/pausing.js", "../page.js", "../../Widgets.js", "./sub/y.js"],
        "line/x.js": ["../repairs/gutters.js", "../page/veil.js", "../../../_static.js", "node:fs"],
        "page/x.js": ["../page.js", "https://example.org/x.js"],
    };
    const right = {
        "common/x.js": ["./y.js"],
        "line/x.js": ["./y.js", "../common/y.js", "../telling/y.js", "../widgets/y.js"],
        "page/client.js": ["../../Widgets.js", "./veil.js", "../line/outbox.js"],
        "page.js": ["../Widgets.js", "./page/veil.js", "./repairs/repairs.js"],
    };
    const count = (path, name) => [...breaches(path, `import "${name}";`)].length;
    for (const [path, names] of Object.entries(wrong)) {
        for (const name of names) assert.equal(count(path, name), 1, `${path} ${name}`);
    }
    for (const [path, names] of Object.entries(right)) {
        for (const name of names) assert.equal(count(path, name), 0, `${path} ${name}`);
    }
});
