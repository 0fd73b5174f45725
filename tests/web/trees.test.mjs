import assert from "node:assert/strict";
import test from "node:test";

import { tellingTreeClasses } from "../../src/pgwidgets/web/pgwidgets/widgets/trees.js";

function library() {
    class TreeView {
        told = [];
        _columns = [{ key: "a" }, { key: "b" }];
        _colWidths = ["10px", "33.5px"];
        _cursor = null;

        _setCursor(node, colIndex, { silent } = {}) {
            if (!node) return;
            this._cursor = { node, colIndex: Math.min(colIndex, this._columns.length - 1) };
            if (!silent) this.make_callback("cell_selected", "the base's own");
        }

        _setupColumnResize(handle) {
            handle.isSetUp = true;
        }

        _pathOfNode(node) {
            return node.path;
        }

        make_callback(...told) {
            this.told.push(told);
        }
    }
    class TableView extends TreeView {}
    return { TreeView, TableView };
}

test("the classes have the names by which the server knows them", () => {
    const { TreeView, TableView } = tellingTreeClasses(library());
    assert.deepEqual([TreeView.name, TableView.name], ["TreeView", "TableView"]);
});

test("where the keys have moved is told as no selection", () => {
    const { TreeView } = tellingTreeClasses(library());
    const tree = new TreeView();
    tree._setCursor({ path: ["x"], values: { b: 5 } }, 7);
    tree._setCursor({ path: ["y"], values: null }, 0);
    assert.deepEqual(tree.told, [
        ["cell_selected", [{ path: ["x"], col_key: "b", value: 5 }], true],
        ["cell_selected", [{ path: ["y"], col_key: "a", value: "" }], true],
    ]);
});

test("a cursor that is set silently, or nowhere, is not told", () => {
    const { TreeView } = tellingTreeClasses(library());
    const tree = new TreeView();
    tree._setCursor({ path: ["x"], values: {} }, 0, { silent: true });
    tree._setCursor(null, 0);
    assert.deepEqual(tree.told, []);
});

test("all widths are told once, when the edge of a column is let go", (context) => {
    const { TableView } = tellingTreeClasses(library());
    const page = new EventTarget();
    globalThis.document = page;
    context.after(() => delete globalThis.document);
    const [table, handle] = [new TableView(), new EventTarget()];
    table._setupColumnResize(handle, 0);
    assert.ok(handle.isSetUp);
    page.dispatchEvent(new Event("mouseup"));
    handle.dispatchEvent(new Event("mousedown"));
    page.dispatchEvent(new Event("mouseup"));
    page.dispatchEvent(new Event("mouseup"));
    assert.deepEqual(table.told, [["sorted", { a: 10, b: 33.5 }]]);
});
