import assert from "node:assert/strict";
import test from "node:test";

import { mendTopLevels } from "../../src/pgwidgets/web/pgwidgets/repairs/toplevels.js";

const frames = []; // what is to be done on the next one

/** Classes that have pgwidgets-js's ways with windows; `page` is what stands in it. */
function library() {
    const page = new Set();
    class TopLevel {
        element = {
            style: { left: "", top: "", width: "", height: "" },
            owner: this,
            get isConnected() { return page.has(this.owner); },
        };
        _winState = "normal";

        static _layoutMinimized() {
            for (const top of page) {
                if (top._winState !== "minimized") continue;
                Object.assign(top.element.style, { left: "4px", top: "690px" });
            }
        }

        times = 0;

        show() {
            page.add(this);
            this.times += 1;
        }

        hide() {
            page.delete(this);
        }

        set_title() {}

        set_window_state(state) {
            this._saveRect();
            this._winState = state;
        }

        set_expanding(horizontal) {
            if (horizontal) this.element.style.width = "100%";
        }

        resize(width, height) {
            if (width !== null) this.element.style.width = `${width}px`;
            if (height !== null) this.element.style.height = `${height}px`;
        }

        set_position(left, top) {
            Object.assign(this.element.style, { left: `${left}px`, top: `${top}px` });
        }

        _saveRect() {
            const { left, top, width, height } = this.element.style;
            this._savedRect = { left, top, width: width || "9px", height: height || "9px" };
        }
    }
    class Dialog extends TopLevel {
        overlays = 0;
        _modal = true;

        show() {
            this.#cover();
            super.show();
            this._centerInViewport();
        }

        popup() {
            this.#cover();
            super.show();
        }

        #cover() {
            if (!this._modal) return;
            this.overlays += 1;
            this._overlay = "the newest";
        }

        set_modal(isModal) {
            this._modal = isModal;
        }

        _removeOverlay() {
            if (this._overlay) this.overlays -= 1;
            this._overlay = null;
        }

        _centerInViewport() {
            frames.push(() => this.set_position(5, 6));
        }
    }
    mendTopLevels({ TopLevel, Dialog });
    return { TopLevel, Dialog };
}

function nextFrame() {
    for (const run of frames.splice(0)) run();
}

test("a window that had no size has none when it is restored", () => {
    const { TopLevel } = library();
    const top = new TopLevel();
    Object.assign(top.element.style, { left: "1px", width: "2px" });
    top._saveRect();
    assert.deepEqual(top._savedRect, { left: "1px", top: "", width: "2px", height: "" });
});

test("a window that is away is changed where it comes back to", () => {
    const { TopLevel } = library();
    for (const state of ["minimized", "maximized"]) {
        const top = new TopLevel();
        top.set_position(1, 2);
        top.resize(3, 4);
        const before = { left: "1px", top: "2px", width: "3px", height: "4px" };
        assert.deepEqual(top.element.style, before);
        top._winState = state;
        top._savedRect = { ...before };
        top.set_position(5, 6);
        top.resize(7, null);
        assert.deepEqual(top._savedRect, { left: "5px", top: "6px", width: "7px", height: "4px" });
        top.set_expanding(true);
        assert.equal(top._savedRect.width, "100%");
        assert.deepEqual(top.element.style, before);
    }
});

test("of a window that is rolled up, only the height is away", () => {
    const { TopLevel } = library();
    const top = new TopLevel();
    top.resize(3, 4);
    top.set_window_state("shaded");
    top.element.style.height = "auto";
    top.set_position(1, 2);
    top.resize(5, 6);
    assert.deepEqual(top.element.style, { left: "1px", top: "2px", width: "5px", height: "auto" });
    assert.equal(top._savedRect.height, "6px");
});

test("minimized windows stand in their row as long as they are in the page", () => {
    const { TopLevel } = library();
    const top = new TopLevel();
    top.set_position(1, 2);
    top.set_window_state("minimized");
    const place = () => [top.element.style.left, top.element.style.top];
    assert.deepEqual(place(), ["", ""]);
    top.show();
    assert.deepEqual(place(), ["4px", "690px"]);
    top.hide();
    assert.deepEqual(place(), ["", ""]);
    assert.deepEqual([top._savedRect.left, top._savedRect.top], ["1px", "2px"]);
});

test("a dialog goes to the middle", () => {
    const { Dialog } = library();
    const dialog = new Dialog();
    dialog.show();
    nextFrame();
    assert.deepEqual([dialog.element.style.left, dialog.element.style.top], ["5px", "6px"]);
});

test("a dialog does not go to the middle when it has a place, wherever that is kept", () => {
    const { Dialog } = library();
    const [placed, minimized] = [new Dialog(), new Dialog()];
    for (const dialog of [placed, minimized]) {
        dialog.show();
        dialog.set_position(1, 2);
    }
    minimized.set_window_state("minimized");
    nextFrame();
    assert.deepEqual([placed.element.style.left, placed.element.style.top], ["1px", "2px"]);
    assert.deepEqual([minimized._savedRect.left, minimized._savedRect.top], ["1px", "2px"]);
});

test("a dialog that was hidden at once waits for its next time to go to the middle", () => {
    const { Dialog } = library();
    const dialog = new Dialog();
    dialog.show();
    dialog.hide();
    nextFrame();
    assert.equal(dialog.element.style.left, "");
});

test("a dialog that is shown again covers the page once, and one that becomes modal does", () => {
    const { Dialog } = library();
    const dialog = new Dialog();
    dialog.show();
    dialog.popup();
    dialog.show();
    assert.equal(dialog.overlays, 1);
    const [later, hidden] = [new Dialog(), new Dialog()];
    for (const each of [later, hidden]) each.set_modal(false);
    later.show();
    for (const each of [later, hidden]) each.set_modal(true);
    const shown = later.times;
    later.set_modal(true);
    assert.equal(later.times, shown); // and did not come to the top again
    assert.deepEqual([later.overlays, hidden.overlays], [1, 0]);
});
