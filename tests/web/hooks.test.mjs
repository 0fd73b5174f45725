import assert from "node:assert/strict";
import test from "node:test";

import { tellingClasses } from "../../src/pgwidgets/web/pgwidgets/widgets/hooks.js";

function library() {
    class Widget {
        told = [];
        actions = [];
        element = { style: {}, parentNode: null };

        enable_callback(action) {
            this.actions.push(action);
        }

        make_callback(...told) {
            this.told.push(told);
        }
    }
    class TopLevel extends Widget {
        _winState = "normal";

        show() {
            this.element.parentNode = {};
        }

        hide() {
            this.element.parentNode = null;
        }
    }
    class Dialog extends TopLevel {
        set_modal(isModal) {
            this._modal = isModal;
        }
    }
    class ColorDialog extends Dialog {}
    class TabWidget extends Widget {
        tabs = [];
        tab_info = new Map();
        tabHeader = { buttons: [], appendChild(button) {
            this.buttons = [...this.buttons.filter((other) => other !== button), button];
        } };
        handleDrop = ({ order, dropped }) => {
            this.tabs = order;
            if (dropped) this.tabHeader.appendChild(this.tab_info.get(dropped).tabButton);
        };

        add(child) {
            const id = `tab_${child}`;
            const tabButton = { child };
            this.tab_info.set(id, { child, tabButton });
            this.tabs.push(id);
            this.tabHeader.appendChild(tabButton);
        }

        get_tab_id(child) {
            return `tab_${child}`;
        }
    }
    class VideoWidget extends Widget {
        _video = Object.assign(new EventTarget(), { currentTime: 0 });

        set_current_time(seconds) {
            this._video.currentTime = seconds;
        }

        stop() {
            this._video.currentTime = 0;
        }
    }
    return { TopLevel, Dialog, ColorDialog, TabWidget, VideoWidget };
}

function withWindows(context, ...levels) {
    globalThis.document = { querySelectorAll: () => levels.map((zIndex) => ({ style: { zIndex } })) };
    context.after(() => delete globalThis.document);
}

test("the classes have the names by which the server knows them", () => {
    const classes = tellingClasses(library());
    assert.deepEqual(Object.keys(classes), Object.keys(library()));
    for (const [name, Class] of Object.entries(classes)) assert.equal(Class.name, name);
});

test("a raise by the user is told, one by the server is done exactly", (context) => {
    withWindows(context, "", "4", "1000000", "-2");
    const window = new (tellingClasses(library()).TopLevel)();
    assert.deepEqual(window.actions, ["restacked"]);
    window.raise_(3);
    assert.equal(window.element.style.zIndex, 3);
    assert.deepEqual(window.told, []);
    window.raise_();
    assert.equal(window.element.style.zIndex, 5);
    window.lower();
    assert.equal(window.element.style.zIndex, -3);
    assert.deepEqual(window.told, [["restacked", "top"], ["restacked", "bottom"]]);
});

test("a modal dialog stays above its veil", () => {
    const dialog = new (tellingClasses(library()).Dialog)();
    dialog.set_modal(true);
    assert.equal(dialog.element.style.zIndex, undefined);
    dialog.raise_(2);
    assert.equal(dialog.element.style.zIndex, 10003);
    dialog.set_modal(false);
    assert.equal(dialog.element.style.zIndex, 2);
    dialog.raise_(-1);
    dialog.set_modal(true);
    assert.equal(dialog.element.style.zIndex, 10000);
});

test("where a minimized window is dragged to is not told", () => {
    const window = new (tellingClasses(library()).TopLevel)();
    for (window._winState of ["minimized", "maximized", "shaded"]) window.make_callback("move", 1, 2);
    assert.deepEqual(window.told, [["move", 1, 2]]);
});

test("a dialog tells when it is hidden, once", () => {
    for (const name of ["Dialog", "ColorDialog"]) {
        const dialog = new (tellingClasses(library())[name])();
        dialog.hide();
        assert.deepEqual(dialog.told, []);
        dialog.show();
        dialog.hide();
        dialog.hide();
        assert.deepEqual(dialog.told, [["hidden"]]);
    }
});

test("tabs tell their new order, and the header follows", () => {
    const tabs = new (tellingClasses(library()).TabWidget)();
    for (const child of ["a", "b", "c"]) tabs.add(child);
    tabs.handleDrop({ order: ["tab_a", "tab_b", "tab_c"] });
    assert.deepEqual(tabs.told, []);
    tabs.handleDrop({ order: ["tab_a", "tab_b", "tab_c"], dropped: "tab_a" }); // on itself
    assert.deepEqual(tabs.told, []);
    assert.deepEqual(tabs.tabHeader.buttons.map(({ child }) => child), ["a", "b", "c"]);
    tabs.handleDrop({ order: ["tab_c", "tab_a", "tab_b"] });
    assert.deepEqual(tabs.told, [["reordered", ["c", "a", "b"]]]);
    assert.deepEqual(tabs.tabHeader.buttons.map(({ child }) => child), ["c", "a", "b"]);
    tabs.set_tab_order(["b", "c", "a"]);
    assert.deepEqual(tabs.tabs, ["tab_b", "tab_c", "tab_a"]);
    assert.equal(tabs.told.length, 1);
});

test("a moment that the server wanted is no news", () => {
    const video = new (tellingClasses(library()).VideoWidget)();
    const arrives = (seconds) => {
        if (seconds !== undefined) video._video.currentTime = seconds;
        video._video.dispatchEvent(new Event("seeked"));
    };
    video.set_current_time(5);
    arrives();
    video.stop();
    arrives();
    assert.deepEqual(video.told, []);
    arrives(7);
    video.set_current_time(3);
    arrives(9); // the user was quicker
    assert.deepEqual(video.told, [["seeked", 7], ["seeked", 9]]);
});
