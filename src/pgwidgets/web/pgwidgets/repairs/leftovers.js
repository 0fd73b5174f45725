/**
 * What a container made for a child is removed together with the child.
 *
 * pgwidgets-js leaves an empty pane with its handle, or the name of a menu that opens nothing. After
 * a reload, neither would be there.
 *
 * Knows: private fields of these containers. Must not know: the server.
 */

import { before } from "../common/wrapping.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendRemoval({ Splitter, Menu, MenuBar, Dialog, TabWidget }) {
    before(TabWidget.prototype, "remove", showFirst);
    onRemoval(Splitter, dropPane);
    onRemoval(Menu, dropSubmenu);
    onRemoval(MenuBar, dropMenu);
    takesButtonsOut(Dialog);
}

/**
 * It fails to take out a page that is not shown, and is left with half of it. The server shows it
 * first, but the user may have chosen another one since.
 */
function showFirst(tabs, child) {
    tabs.show_widget(child);
}

/** Tells of every child that is taken out, with the place that it had. */
function onRemoval({ prototype }, drop) {
    const removeChild = prototype.remove_child;
    prototype.remove_child = function (child) {
        const index = removeChild.call(this, child);
        if (index > -1) drop(this, child, index);
        return index;
    };
}

/** A handle always moves what is on both of its sides, so it is the last one that goes. */
function dropPane(splitter, child, index) {
    const [pane] = splitter.panes.splice(index, 1);
    splitter.paneMins.splice(index, 1);
    pane.remove();
    splitter.handles.pop()?.remove();
    splitter.handles.forEach((handle, before) => splitter.panes[before].after(handle));
}

function dropSubmenu(menu, child) {
    const element = child.get_element();
    for (const [name, submenu] of Object.entries(menu._menus)) {
        if (submenu === child) delete menu._menus[name];
    }
    const item = element.closest(".menu-submenu-item");
    if (item?.parentNode !== menu.element) return;
    item.remove();
    element.classList.remove("menu-submenu");
}

function dropMenu(bar, child) {
    for (const [name, { menu, button }] of Object.entries(bar._menus)) {
        if (menu !== child) continue;
        button.parentNode.remove();
        delete bar._menus[name];
    }
}

/** A dialog looks for what it takes out in its content alone. */
function takesButtonsOut({ prototype }) {
    const removeWidget = prototype.remove_widget;
    prototype.remove_widget = function (child, destroy) {
        const buttons = this._buttonBox;
        if (!buttons.children.includes(child)) {
            removeWidget.call(this, child, destroy);
            return;
        }
        buttons.remove(child, destroy);
        if (buttons.children.length > 0) return;
        this._vbox.remove(buttons);
        this._buttonBoxAttached = false;
    };
}
