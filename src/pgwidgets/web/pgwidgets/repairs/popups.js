/**
 * Menus and lists open on the page, and not past its edge, where nobody can reach them.
 *
 * pgwidgets-js opens them below what was pressed, or beside it, whatever room there is. Where it is
 * too small they open on the other side; a menu that fits on neither is moved as far as needed. One
 * that drops down never covers what opened it: letting the button go there would choose an entry.
 *
 * Knows: how pgwidgets-js opens menus and lists. Must not know: what is in them.
 */

import { after } from "../common/wrapping.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendPopups({ ComboBox, Label, Menu, MenuBar, ToolBarAction }) {
    after(Menu.prototype, "popup", ({ element }) => keepOnPage(element, popUp));
    after(ComboBox.prototype, "_showDropdown", (combo) => drop(combo._dropdown, combo.element));
    after(Label.prototype, "_openMenu", ({ _menu, element }) => drop(_menu.element, element));
    after(ToolBarAction.prototype, "_openMenu", ({ _menu, element }) => {
        if (_menu) dropFreely(_menu.element, element);
    });
    // These two open menus by listeners of their own, which come before ours.
    after(MenuBar.prototype, "add_menu", (bar, { element }, name) => {
        const { button } = bar._menus[name];
        for (const type of ["mousedown", "mouseenter"]) {
            button.addEventListener(type, () => drop(element, button));
        }
    });
    after(Menu.prototype, "add_menu", (menu, name) => {
        const { element } = menu._menus[name];
        const item = element.parentNode;
        item.addEventListener("mouseenter", () => {
            if (element.parentNode === item) keepOnPage(element, (at, page) => beside(at, page, item));
        });
    });
}

/** The menu is in its tool bar, whose window would cut off what is beyond its own edge. */
function dropFreely(element, opener) {
    const { left, bottom } = opener.getBoundingClientRect();
    Object.assign(element.style, { position: "fixed", left: `${left}px`, top: `${bottom}px` });
    drop(element, opener);
}

function drop(element, opener) {
    keepOnPage(element, (at, page) => [
        moved(at.left, at.width, page.width),
        turned(at.top, at.height, page.height, at.height + opener.getBoundingClientRect().height),
    ]);
}

function popUp(at, page) {
    return [
        turned(at.left, at.width, page.width, at.width) || moved(at.left, at.width, page.width),
        turned(at.top, at.height, page.height, at.height) || moved(at.top, at.height, page.height),
    ];
}

function beside(at, page, item) {
    const back = at.width + item.getBoundingClientRect().width;
    return [
        turned(at.left, at.width, page.width, back) || moved(at.left, at.width, page.width),
        moved(at.top, at.height, page.height),
    ];
}

/** `place` tells how far to move it, from where it is and how large the page is. */
function keepOnPage(element, place) {
    element.style.translate = "";
    const at = element.getBoundingClientRect();
    const { innerWidth: width, innerHeight: height } = element.ownerDocument.defaultView;
    const [x, y] = place(at, { width, height });
    if (x || y) element.style.translate = `${x}px ${y}px`;
}

/** How far to the other side of what it opened from, if there is room there and none here. */
function turned(start, size, room, back) {
    const isThere = start - back >= 0 && start - back + size <= room;
    return start + size > room && isThere ? -back : 0;
}

/** How far to move it for its end to be on the page, and its beginning in any case. */
function moved(start, size, room) {
    return start + size > room ? Math.min(0, Math.max(room - size, 0) - start) : 0;
}
