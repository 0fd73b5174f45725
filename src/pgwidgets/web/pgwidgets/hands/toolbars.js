/**
 * Tool bars: one stop of Tab, and arrows from there.
 *
 * Knows: ARIA's pattern of tool bars, and private fields of pgwidgets-js's ToolBar and ToolBarAction.
 * Must not know: the server.
 */

import { isOff, isShown, mark, nextOf, rove } from "../common/aria.js";
import { after, around } from "../common/wrapping.js";
import { isPlain, whenMade } from "./keys.js";
import { opensFrom, opensNoMore, pressWithMouse } from "./menus.js";

const OPENER = "pgwidgets-opener";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Document} document
 * @returns {import("./keys.js").Pattern[]}
 */
export function toolBarKeys({ ToolBar, ToolBarAction }, document) {
    whenMade(ToolBarAction, "activated", dressAction);
    for (const name of ["_updateVisual", "set_text", "set_tooltip", "_openMenu", "_closeMenu"]) {
        after(ToolBarAction.prototype, name, markAction);
    }
    after(ToolBarAction.prototype, "set_icon", ({ _icon: icon }) => mark(icon, { alt: "" }));
    around(ToolBarAction.prototype, "set_menu", (action, [menu], run) => {
        if (action._menu && action._menu !== menu) opensNoMore(action._menu.get_element());
        run();
        action.element.querySelector(`:scope > .${OPENER}`)?.remove();
        dressAction(action);
    });
    for (const name of ["add_widget", "remove", "remove_all"]) after(ToolBar.prototype, name, dressBar);
    after(ToolBar.prototype, "add_separator", ({ element, orientation }) => {
        mark(element.lastElementChild, {
            role: "separator", "aria-orientation": orientation === "vertical" ? "horizontal" : "vertical",
        });
    });
    document.addEventListener("focusin", ({ target }) => {
        const bar = target.closest?.(".toolbar-widget");
        const stops = bar ? stopsOf(bar) : [];
        if (stops.includes(target)) rove(stops, target);
    });
    return [[".toolbar-widget", goAlong]];
}

// --- actions ----------------------------------------------------------------------------------

function dressAction(action) {
    const { element, _menu: menu } = action;
    if (menu) {
        mark(element, { role: null, tabindex: null, "aria-pressed": null });
        dressOpener(action, menu);
    } else {
        mark(element, { role: "button", tabindex: element.getAttribute("tabindex") ?? 0 });
    }
    if (action._icon) mark(action._icon, { alt: "" });
    markAction(action);
}

/** Its menu is inside of the action, and nothing may be inside of a button: this is one beside it. */
function dressOpener(action, menu) {
    const { element } = action;
    const opener = document.createElement("span");
    opener.className = OPENER;
    mark(opener, { role: "button", tabindex: 0, "aria-haspopup": "menu", "aria-expanded": false });
    element.prepend(opener);
    opensFrom(menu.get_element(), opener, {
        focus: () => opener,
        open: () => pressWithMouse(element),
        close: () => action._closeMenu(),
        isOpen: () => action._menuOpen,
    });
}

function markAction(action) {
    const { element, toggle, state, _label: label } = action;
    const opener = element.querySelector(`:scope > .${OPENER}`);
    if (opener) {
        const name = label.textContent || element.title || null;
        mark(opener, { "aria-expanded": Boolean(action._menuOpen), "aria-label": name });
    } else if (element.hasAttribute("role")) {
        mark(element, { "aria-pressed": toggle ? Boolean(state) : null });
    }
}

// --- bars -------------------------------------------------------------------------------------

function stopsOf(bar) {
    const found = [...bar.children].map((child) => (
        child.querySelector(`:scope > .${OPENER}`)
        ?? (child.matches(".toolbar-action, button") ? child : null)
    ));
    return found.filter(Boolean);
}

function dressBar({ element, orientation }) {
    const isBar = element.childElementCount > 0; // one with nothing in it is none
    mark(element, {
        role: isBar ? "toolbar" : null, "aria-orientation": isBar ? orientation : null,
    });
    const stops = stopsOf(element);
    if (stops.length > 0) rove(stops, stops.find((stop) => stop.tabIndex === 0) ?? stops[0]);
}

function goAlong(event, bar) {
    if (!isPlain(event)) return false;
    const stops = stopsOf(bar).filter((stop) => isShown(stop) && !isOff(stop));
    const at = stops.indexOf(event.target);
    if (at < 0) return false; // a field in it has its own keys
    const to = nextOf(event.key, at, stops.length, bar.getAttribute("aria-orientation"));
    if (to < 0) return false;
    stops[to].focus();
    return true;
}
