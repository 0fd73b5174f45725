"""A page that is rebuilt, and one that saw every step, look the same in a real browser.

Random programs over all classes and methods. Of each, what a browser was sent step by step and what
a rebuild sends are applied by our own client's code; then the two pages are compared, element by
element. The simulated browser of other tests could share our errors; this one can't.
"""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pgwidgets_js import get_static_path
from playwright.sync_api import Page, Route

from core.any_program import AnyProgram
from core.helpers import connect, make_hub, settle

ORIGIN = "http://replay.test/"
OURS = Path(__file__).parents[2] / "src" / "pgwidgets" / "web"
PROGRAMS = 30
MORE = 1_000
STEPS = 30

APPLY = """async (runs) => {
    const {Widgets} = await import("/Widgets.js");
    const {Applier} = await import("/pgwidgets/widgets/applier.js");
    const {ownClasses} = await import("/pgwidgets/widgets/instead.js");
    const {repair} = await import("/pgwidgets/repairs/repairs.js");
    const {handle} = await import("/pgwidgets/hands/hands.js");
    const {LateClasses} = await import("/pgwidgets/widgets/late.js");
    const {mendLateClasses} = await import("/pgwidgets/repairs/of_late.js");
    const {keepDialogs} = await import("/pgwidgets/widgets/dialog_places.js");
    const {describe} = await import("/describe.js");
    if (!window.remote) {
        window.late = new LateClasses(
            Widgets, {bar() {}, byItself: (run) => run(), mend: mendLateClasses},
            (path) => import(`/pgwidgets/${path}`));
        repair(Widgets);
        handle(Widgets, document);
        keepDialogs(Widgets, window);
        window.remote = new Widgets.RemoteInterface(Widgets, {auto_connect: false});
    }
    const {remote, late} = window;
    await late.comingFor(JSON.stringify(runs));
    const silently = (run) => {
        remote._syncing = true;
        try { return run(); } finally { remote._syncing = false; }
    };
    const applier = new Applier({
        Callback: Widgets.Callback,
        classes: Widgets,
        instead: Object.assign(late.instead, ownClasses(
            Widgets, (run) => setTimeout(run), (window) => applier.closed(window))),
        resolve: (args) => remote._resolveArgs(args),
        silently,
    });
    // Observers are told in the order in which they were made, so that of all widgets is past then.
    const observed = () => new Promise((done) => requestAnimationFrame(() => {
        const last = new ResizeObserver(() => {
            last.disconnect();
            setTimeout(done);
        });
        last.observe(document.documentElement);
    }));
    const settled = async () => { // what an observer hears of may be done in the next frame
        await observed();
        await observed();
    };
    const pages = [];
    for (const messages of runs) {
        const failed = [];
        applier.wipe(1_000_000);
        document.body.innerHTML = "";
        for (const message of messages) {
            try {
                if (message.type === "create") applier.create(message);
                else if (message.type === "call") applier.call(message);
                else if (message.type === "batch")
                    applier.batch(message.calls, (error) => failed.push(String(error)));
            } catch (error) {
                failed.push(`${message.class ?? ""}${message.method ?? ""}: ${error}`);
            }
        }
        await settled();
        pages.push({failed, page: describe(Widgets.Callback._registry)});
    }
    applier.wipe(1_000_000);
    document.body.innerHTML = "";
    return pages;
}"""

DESCRIBE = """
// Ids that the page counts.
const IGNORED = new Set([
    "id", "for", "name", "data-wid", "aria-activedescendant", "aria-controls", "aria-labelledby",
]);
// Its size was measured when something last changed in it, which may have been before it was shown.
const MEASURED = ".mdi-workspace";
// Where it would be in a scroll bar that is not shown.
const THUMB = ".scrollbar-thumb";
// The page puts it into its middle when it is shown, and tells the server where that is.
const CENTERED = ".dialog-widget";
// Not shown unless their own style says so.
const HIDDEN = ".expander-content";

export function describe(registry) {
    const owners = new Map();
    for (const [wid, widget] of registry) {
        if (widget.element && wid < 1_000_000) owners.set(widget.element, wid);
    }
    const described = {body: page(owners)};
    for (const [wid, widget] of registry) {
        // What stands nowhere on the page counts too.
        if (wid < 1_000_000 && widget.element && !widget.element.isConnected) {
            described[wid] = element(widget.element, owners);
        }
    }
    return described;
}

// What stands directly on the page comes in the order in which it was made or shown, and lies as
// high as its style says. A tip is shown for a moment.
function page(owners) {
    return [...document.body.children]
        .filter((child) => !child.matches(".textsource-tooltip"))
        .map((child) => element(child, owners))
        .sort((one, other) => sortKey(one) < sortKey(other) ? -1 : 1);
}

function sortKey({wid, ...rest}) {
    return String(wid ?? Infinity).padStart(9) + JSON.stringify(rest);
}

function element(node, owners) {
    const attributes = {};
    if (node.localName === "canvas") attributes[".size"] = [node.width, node.height];
    for (const {name, value} of node.attributes) {
        if (name === "class") attributes.class = [...node.classList].sort().join(" ") || undefined;
        else if (name === "style") {
            const isMeasured = node.matches(MEASURED)
                || (node.matches(THUMB) && !node.checkVisibility());
            if (!isMeasured) attributes.style = style(node) || undefined;
        }
        else if (".size" in attributes && ["width", "height"].includes(name)) continue;
        else if (!IGNORED.has(name)) attributes[name] = value.replace(/\\d{7,}/g, "N");
    }
    for (const name of ["value", "checked", "selectedIndex", "indeterminate", "disabled"]) {
        if (name in node && node.localName !== "li") attributes["." + name] = node[name];
    }
    if (node.scrollTop || node.scrollLeft) attributes.scroll = [node.scrollTop, node.scrollLeft];
    return {
        tag: node.localName,
        wid: owners.get(node) ?? null,
        attributes,
        children: [...node.childNodes].flatMap((child) => {
            if (child.nodeType === Node.TEXT_NODE) return child.data ? [child.data] : [];
            return child.nodeType === Node.ELEMENT_NODE ? [element(child, owners)] : [];
        }),
    };
}

function style(node) {
    return [...node.style].sort()
        .filter((name) => !(node.matches(HIDDEN) && node.style[name] === "none"))
        .filter((name) => !(node.matches(CENTERED) && ["left", "top"].includes(name)))
        .map((name) => `${name}: ${node.style.getPropertyValue(name)}`).join("; ");
}
"""


@pytest.fixture
def bare_page(page: Page) -> Page:
    """An empty page that can import pgwidgets-js, and our own code beside it."""
    theirs = Path(get_static_path())

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if not path:
            route.fulfill(body="<link rel=stylesheet href=/Widgets.css>", content_type="text/html")
        elif path == "describe.js":
            route.fulfill(body=DESCRIBE, content_type="text/javascript")
        elif (OURS / path).is_file():
            route.fulfill(path=OURS / path)
        elif (theirs / path).is_file():
            route.fulfill(path=theirs / path)
        else:
            route.fulfill(status=404)  # an image whose address is the text "undefined"

    page.route(ORIGIN + "**", answer)
    page.goto(ORIGIN)
    return page


def sent_by_steps_and_by_rebuild(seed: int) -> tuple[list[Any], list[Any]]:
    """What the program of a seed sends a browser that is there, and one that comes afterwards."""
    choose = random.Random(seed)
    hub = make_hub()
    session = hub.create_session()
    witness = connect(hub, session)
    program = AnyProgram(session, is_lasting=True)
    for _ in range(STEPS):
        program.step(
            choose.choice(["create", "call", "call", "call", "add"]), choose.getrandbits(16)
        )
    settle(session, [witness])
    newcomer = connect(hub, session)
    return witness.messages, newcomer.messages


def differences(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """Where two descriptions differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        here = where
        if "tag" in one:
            here = f"{where}/{one['tag']}.{one['attributes'].get('class', '')}"
        for key in sorted({*one, *other}):
            step = here if key in ("attributes", "children") else f"{here}@{key}"
            yield from differences(one.get(key), other.get(key), step)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for mine, theirs in zip(one, other, strict=True):
            yield from differences(mine, theirs, where)
    elif one != other:
        yield f"{where}: {json.dumps(one)[:300]} by steps, {json.dumps(other)[:300]} by a rebuild"


@pytest.mark.timeout(180)
def test_rebuilt_pages_look_like_those_that_saw_every_step(bare_page: Page) -> None:
    assert compared(bare_page, range(PROGRAMS)) == {}


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_so_do_those_of_many_more_programs(bare_page: Page) -> None:
    assert compared(bare_page, range(PROGRAMS, MORE)) == {}


def compared(page: Page, seeds: Iterable[int]) -> dict[int, list[str]]:
    """Where the two pages of each program differ, and what failed, by seed."""
    wrong = {}
    for seed in seeds:
        stepped, rebuilt = page.evaluate(APPLY, list(sent_by_steps_and_by_rebuild(seed)))
        found = [*stepped["failed"], *rebuilt["failed"]]
        found += differences(stepped["page"], rebuilt["page"])
        if found:
            wrong[seed] = found
    return wrong
