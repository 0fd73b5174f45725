/**
 * Tabs: told of as such, gone through and closed by keys.
 *
 * Knows: ARIA's pattern of tabs, and private fields of pgwidgets-js's TabWidget. Must not know: the
 * server.
 */

import { idOf, mark, nextOf } from "../common/aria.js";
import { after, around } from "../common/wrapping.js";
import { belongs, widgetOf } from "./keys.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {import("./keys.js").Pattern[]}
 */
export function tabKeys({ TabWidget }) {
    for (const name of ["_addTab", "_showTab", "_closeTab", "set_tab_position"]) {
        after(TabWidget.prototype, name, markTabs);
    }
    around(TabWidget.prototype, "_closeTab", (tabs, [id], run) => {
        const button = tabs.tab_info.get(id)?.tabButton;
        const hadKeys = button !== null && button === document.activeElement;
        run();
        if (hadKeys) tabs.tab_info.get(tabs.current_tab_id)?.tabButton.focus();
    });
    return [[".tab-header > [role=tab]", goThrough]];
}

function markTabs(tabs) {
    const { tabHeader: header, tabContentContainer: panel, tabPos: side } = tabs;
    if (!header || !panel) return;
    const isUpright = side === "left" || side === "right";
    mark(header, { role: "tablist", "aria-orientation": isUpright ? "vertical" : "horizontal" });
    let current = null;
    for (const [id, { tabButton: button }] of tabs.tab_info) {
        if (!button) continue;
        const isCurrent = id === tabs.current_tab_id;
        if (isCurrent && side !== "none") current = button; // else none is shown that leads there
        belongs(button, tabs);
        mark(button, {
            role: "tab", "aria-selected": isCurrent, "aria-controls": isCurrent ? idOf(panel) : null,
            "aria-keyshortcuts": tabs.closable ? "Delete" : null, tabindex: isCurrent ? 0 : -1,
        });
        const cross = button.querySelector(".tab-close");
        if (cross) mark(cross, { "aria-hidden": true });
    }
    mark(panel, {
        role: current ? "tabpanel" : null, "aria-labelledby": current ? idOf(current) : null,
    });
    mark(header, { role: current ? "tablist" : null });
}

function goThrough(event, button) {
    const tabs = widgetOf(button);
    const { key, ctrlKey, altKey, metaKey } = event;
    if (!tabs || altKey || metaKey) return false;
    const buttons = [...tabs.tabHeader.children];
    const at = buttons.indexOf(button);
    if (key === "Delete" && tabs.closable && !ctrlKey) {
        tabs.signal_close(tabs.tabs[at]);
        return true;
    }
    const way = tabs.tabHeader.getAttribute("aria-orientation");
    const to = nextOf(key, at, buttons.length, way);
    if (to < 0) return false;
    if (ctrlKey) return moves(tabs, at, to);
    buttons[to].click();
    buttons[to].focus();
    return true;
}

/** Where tabs can be dragged, Ctrl and an arrow move one. */
function moves(tabs, at, to) {
    if (!tabs.reorderable || typeof tabs.set_tab_order !== "function") return false;
    const children = tabs.tabs.map((id) => tabs.tab_info.get(id).child);
    const button = tabs.tabHeader.children[at];
    children.splice(to, 0, ...children.splice(at, 1));
    tabs.set_tab_order(children);
    tabs.make_callback("reordered", children);
    button.focus(); // which it has lost while it was moved
    return true;
}
