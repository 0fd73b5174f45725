import assert from "node:assert/strict";
import test from "node:test";

import { mendPopups } from "../../src/pgwidgets/web/pgwidgets/repairs/popups.js";

/** A box on the page; where its style moves it to is where it is. */
class Box {
    style = { translate: "" };
    ownerDocument = { defaultView: { innerWidth: 1000, innerHeight: 800 } };
    parentNode = null;
    #heard = [];

    constructor(left, top, width, height) {
        Object.assign(this, { left, top, width, height });
    }

    getBoundingClientRect() {
        const [x, y] = (this.style.translate || "0 0").split(" ").map(parseFloat);
        const { width, height, style } = this;
        const left = (style.position === "fixed" ? parseFloat(style.left) : this.left) + x;
        const top = (style.position === "fixed" ? parseFloat(style.top) : this.top) + y;
        return { left, top, width, height, bottom: top + height };
    }

    addEventListener(type, listener) {
        this.#heard.push([type, listener]);
    }

    hear(type) {
        for (const [heard, listener] of this.#heard) if (heard === type) listener();
    }

    get corner() {
        const { left, top } = this.getBoundingClientRect();
        return [left, top];
    }
}

/** As much of pgwidgets-js as opens menus and lists: 200 wide, 300 high. */
function library() {
    const put = (element, left, top) => Object.assign(element, { left, top });
    const below = (element, opener) => put(element, opener.left, opener.top + opener.height);
    class Menu {
        element = new Box(0, 0, 200, 300);
        _menus = {};

        popup(x, y) {
            put(this.element, x, y);
        }

        add_menu(name, menu = new Menu()) {
            const item = new Box(this.element.left, this.element.top, 200, 20);
            menu.element.parentNode = item;
            item.addEventListener("mouseenter", () => put(menu.element, item.left + 200, item.top));
            this._menus[name] = menu;
            return menu;
        }
    }
    class MenuBar {
        _menus = {};

        add_menu(menu, name) {
            const button = new Box(0, 0, 60, 20);
            for (const type of ["mousedown", "mouseenter"]) {
                button.addEventListener(type, () => below(menu.element, button));
            }
            this._menus[name] = { menu, button };
        }
    }
    class Label {
        element = new Box(0, 0, 60, 20);
        _menu = new Menu();

        _openMenu() {
            below(this._menu.element, this.element);
        }
    }
    class ToolBarAction {
        element = new Box(0, 0, 60, 20);
        _menu = new Menu();

        _openMenu() { // within its own element, which is within a window
            if (this._menu) put(this._menu.element, 0, 20);
        }
    }
    class ComboBox {
        element = new Box(0, 0, 60, 20);
        _dropdown = new Box(0, 0, 200, 300);

        _showDropdown() {
            below(this._dropdown, this.element);
        }
    }
    const Widgets = { ComboBox, Label, Menu, MenuBar, ToolBarAction };
    mendPopups(Widgets);
    return Widgets;
}

test("a menu pops up where it was asked to, or on the other side of that point", () => {
    const { Menu } = library();
    const menu = new Menu();
    for (const [x, y, corner] of [
        [100, 100, [100, 100]],
        [800, 500, [800, 500]], // it just fits
        [801, 501, [601, 201]],
        [100, 700, [100, 400]],
        [1500, 2000, [800, 500]], // neither side is on the page
        [100, 100, [100, 100]],
    ]) {
        menu.popup(x, y);
        assert.deepEqual(menu.element.corner, corner);
    }
});

test("a menu higher than the page begins on it", () => {
    const { Menu } = library();
    const menu = new Menu();
    menu.element.height = 900;
    for (const [y, top] of [[100, 0], [0, 0], [-40, -40]]) {
        menu.popup(100, y);
        assert.equal(menu.element.corner[1], top);
    }
});

test("a submenu opens beside its entry, on the side that has room, and as high as it fits", () => {
    const { Menu } = library();
    const menu = new Menu();
    const submenu = menu.add_menu("More");
    const item = submenu.element.parentNode;
    for (const [left, top, corner] of [
        [100, 100, [300, 100]],
        [700, 100, [500, 100]],
        [100, 700, [300, 500]],
        [100, 100, [300, 100]],
    ]) {
        Object.assign(item, { left, top });
        item.hear("mouseenter");
        assert.deepEqual(submenu.element.corner, corner);
    }
    submenu.element.parentNode = null; // taken out; others may place it
    submenu.popup(100, 700);
    item.hear("mouseenter");
    assert.deepEqual(submenu.element.style.translate, "0px -300px");
});

test("a submenu that has room on neither side lies over its menu", () => {
    const { Menu } = library();
    const submenu = new Menu().add_menu("More");
    submenu.element.width = 700;
    Object.assign(submenu.element.parentNode, { left: 400 }).hear("mouseenter");
    assert.deepEqual(submenu.element.corner, [300, 0]);
});

/** Everything that drops something down: its opener, what drops, and how to open it. */
function droppers() {
    const { ComboBox, Label, Menu, MenuBar, ToolBarAction } = library();
    const [bar, menu, combo] = [new MenuBar(), new Menu(), new ComboBox()];
    bar.add_menu(menu, "File");
    const { button } = bar._menus.File;
    return {
        "a bar by a press": [button, menu.element, () => button.hear("mousedown")],
        "a bar by the way over it": [button, menu.element, () => button.hear("mouseenter")],
        "a combo box": [combo.element, combo._dropdown, () => combo._showDropdown()],
        ...Object.fromEntries([Label, ToolBarAction].map((Class) => {
            const widget = new Class();
            return [Class.name, [widget.element, widget._menu.element, () => widget._openMenu()]];
        })),
    };
}

for (const name of Object.keys(droppers())) {
    test(`what drops down from ${name} is on the page, and never covers that`, () => {
        const [opener, dropped, open] = droppers()[name];
        for (const [left, top, corner] of [
            [100, 100, [100, 120]],
            [900, 100, [800, 120]],
            [100, 700, [100, 400]],
            [100, 100, [100, 120]],
        ]) {
            Object.assign(opener, { left, top });
            open();
            assert.deepEqual(dropped.corner, corner);
        }
        dropped.height = 790; // there is room neither below nor above
        open();
        assert.deepEqual(dropped.corner, [100, 120]);
    });
}

test("an action without a menu opens none", () => {
    const { ToolBarAction } = library();
    const action = new ToolBarAction();
    action._menu = null;
    assert.doesNotThrow(() => action._openMenu());
});
