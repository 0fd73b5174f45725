import assert from "node:assert/strict";
import test from "node:test";

import { mendRemoval } from "../../src/pgwidgets/web/pgwidgets/repairs/leftovers.js";
import { FakeElement } from "./fake_style.mjs";

function library() {
    class Container {
        element = new FakeElement();
        children = [];

        get_element() {
            return this.element;
        }

        remove_child(child) {
            const index = this.children.indexOf(child);
            if (index > -1) this.children.splice(index, 1);
            return index;
        }

        remove(child) {
            if (this.remove_child(child) > -1) child.element.remove();
        }

        remove_widget(child) {
            this.remove(child);
        }
    }
    class Splitter extends Container {}
    class Menu extends Container {
        _menus = {};
    }
    class MenuBar extends Container {
        _menus = {};
    }
    class Dialog extends Container {
        _buttonBox = new Container();
        _vbox = new Container();
        _buttonBoxAttached = true;
    }
    class TabWidget extends Container {
        shown = null;

        show_widget(child) {
            if (this.children.includes(child)) this.shown = child;
        }

        remove(child) {
            if (child !== this.shown) throw new Error("not a child");
            super.remove(child);
        }
    }
    const Widgets = { Container, Splitter, Menu, MenuBar, Dialog, TabWidget };
    mendRemoval(Widgets);
    return Widgets;
}

test("a pane goes with its child, and a handle stands between all others", () => {
    const { Splitter, Container } = library();
    const splitter = new Splitter();
    splitter.children = [new Container(), new Container(), new Container()];
    splitter.panes = splitter.children.map(() => new FakeElement());
    splitter.paneMins = [1, 2, 3];
    splitter.handles = [new FakeElement(), new FakeElement()];
    const [[one, two, three], [first, second]] = [[...splitter.panes], splitter.handles];
    splitter.element.append(one, first, two, second, three);
    one.append(splitter.children[0].element);
    splitter.remove(new Container());
    splitter.remove(splitter.children[0]);
    assert.deepEqual(splitter.element.children, [two, first, three]);
    assert.deepEqual([splitter.panes, splitter.paneMins], [[two, three], [2, 3]]);
    splitter.remove(splitter.children[1]);
    splitter.remove(splitter.children[0]);
    assert.deepEqual([splitter.element.children, splitter.handles], [[], []]);
});

test("the names that opened a menu go with it", () => {
    const { Menu, MenuBar } = library();
    const [menu, submenu, action] = [new Menu(), new Menu(), new Menu()];
    const item = new FakeElement();
    item.classList.add("menu-submenu-item");
    item.append(submenu.element);
    submenu.element.classList.add("menu-submenu");
    menu.element.append(item, action.element);
    menu.children = [submenu, action];
    menu._menus = { more: submenu };
    menu.remove(action);
    menu.remove(submenu);
    assert.deepEqual([menu.element.children, menu._menus], [[], {}]);
    assert.equal(submenu.element.classList.size, 0);

    const bar = new MenuBar();
    const holders = [0, 1].map(() => new FakeElement());
    const buttons = holders.map((holder) => {
        const button = new FakeElement();
        holder.append(button);
        return button;
    });
    bar.element.append(...holders);
    bar.children = [menu, submenu];
    bar._menus = {
        File: { menu, button: buttons[0] }, Edit: { menu: submenu, button: buttons[1] },
    };
    bar.remove(menu);
    assert.deepEqual(bar.element.children, [holders[1]]);
    assert.deepEqual(Object.keys(bar._menus), ["Edit"]);
});

test("a dialog lets its buttons go, and the last one takes their bar along", () => {
    const { Dialog, Container } = library();
    const [dialog, content, one, two] = [new Dialog(), ...Array(3).fill().map(() => new Container())];
    dialog.children = [content];
    dialog._buttonBox.children = [one, two];
    dialog._vbox.children = [dialog._buttonBox];
    dialog.remove_widget(content);
    assert.deepEqual(dialog.children, []);
    dialog.remove_widget(one);
    assert.equal(dialog._buttonBoxAttached, true);
    dialog.remove_widget(two);
    assert.equal(dialog._buttonBoxAttached, false);
    assert.deepEqual(dialog._vbox.children, []);
});

test("a page that another one was chosen over is taken out all the same", () => {
    const { TabWidget, Container } = library();
    const tabs = new TabWidget();
    tabs.children = [new Container(), new Container()];
    [, tabs.shown] = tabs.children;
    tabs.remove(tabs.children[0]);
    assert.equal(tabs.children.length, 1);
});
