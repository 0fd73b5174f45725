/**
 * Trees and tables, which come when the first of them is made.
 *
 * Knows: of what they are made. Must not know: when that is (widgets/late.js), or what they do.
 */

import { TableView } from "../../modules/TableView.js";
import { TreeView } from "../../modules/TreeView.js";
import { mendTrees } from "../repairs/trees.js";
import { tellingTreeClasses } from "../widgets/trees.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {{mend: (classes: object, Widgets: object) => void}} shared mends what is mended of all
 * @returns {{classes: Object<string, Function>, instead: Object<string, Function>}} the classes, and
 *   our own in their places
 */
export default function treeClasses(Widgets, { mend }) {
    const classes = { TreeView, TableView };
    mend(classes, Widgets);
    mendTrees(classes);
    return { classes, instead: tellingTreeClasses(classes) };
}
