/**
 * The list that a combo box drops down, while its items change.
 *
 * pgwidgets-js fills the list when it opens, and does not change it later: users could choose an
 * item that is gone, and would not see one that is new.
 *
 * Knows: private fields of its combo boxes. Must not know: the server.
 */

import { after } from "../common/wrapping.js";

/** @param {object} Widgets the namespace of pgwidgets-js */
export function mendChoices({ ComboBox }) {
    const { prototype } = ComboBox;
    const changed = new Set();
    after(prototype, "_buildDropdown", (combo, filter = null) => { combo._shownFilter = filter; });
    for (const method of ["append_text", "insert_alpha", "delete_alpha", "clear"]) {
        after(prototype, method, (combo) => {
            // Once for all that a frame brings: a list that is filled anew is empty in between.
            if (changed.size === 0) queueMicrotask(() => showAll(changed));
            changed.add(combo);
        });
    }
}

function showAll(changed) {
    const combos = [...changed];
    changed.clear();
    for (const combo of combos) {
        if (combo._destroyed || combo._dropdown.style.display === "none") continue;
        combo._showDropdown(combo._shownFilter);
        if (combo._dropdown.children.length === 0) combo._hideDropdown();
    }
}
