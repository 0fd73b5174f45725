import assert from "node:assert/strict";
import test from "node:test";

import {
    escaped, harmless, isHarmlessSource, isHarmlessStyle,
} from "../../src/pgwidgets/web/pgwidgets/common/markup.js";
import { mendMarkup } from "../../src/pgwidgets/web/pgwidgets/repairs/markup.js";

test("styles format a text, and do not move it, nor load anything", () => {
    for (const [property, value] of [
        ["color", "red"], ["color", "var(--pgw-muted)"], ["background-color", "rgb(1, 2, 3)"],
        ["font-weight", "bold"], ["font-family", "\"Fira Sans\", serif"], ["text-align", "center"],
        ["text-decoration-line", "underline"], ["margin-left", "4px"], ["border-top-width", "1px"],
        ["display", "inline-block"], ["border-collapse", "collapse"], ["width", "50%"],
        ["width", "calc(50% + 2px)"], ["white-space", "pre"], ["margin-top", "0px"],
        ["margin-left", "var(--pgw-space)"], ["text-indent", "1.5em"], ["letter-spacing", "normal"],
        ["text-decoration-thickness", "auto"], ["text-decoration-thickness", "2px"],
        ["border-spacing", "1px 2px"], ["margin-right", "auto"],
    ]) assert.ok(isHarmlessStyle(property, value), `${property}: ${value}`);
    for (const [property, value] of [
        ["position", "fixed"], ["top", "0px"], ["inset", "0"], ["z-index", "9"], ["display", "fixed"],
        ["background-image", "url(x)"], ["background", "red"], ["margin-left", "-9999px"],
        ["list-style-image", "url(x)"], ["color", "url(//x)"], ["transform", "scale(9)"],
        ["content", "x"], ["cursor", "none"], ["animation-name", "x"], ["--x", "1"],
        ["pointer-events", "none"], ["border-image", "url(x)"], ["behavior", "x"],
        ["border-image-source", "image-set(x)"], ["min-height", "9999px"],
        ["margin-top", "calc(var(--x, 0px) - 500px)"], ["margin-top", "var(--x, -500px)"],
        ["text-indent", "-500px"], ["letter-spacing", "-50px"], ["word-spacing", "calc(0px - 9px)"],
        ["text-decoration-thickness", "900px"], ["text-decoration-thickness", "9e9px"],
        ["text-decoration-thickness", "90em"], ["border-image-source", "linear-gradient(red, red)"],
        ["border-image-outset", "1000px"],
    ]) assert.ok(!isHarmlessStyle(property, value), `${property}: ${value}`);
});

test("pictures come from the page or its server", () => {
    for (const source of ["data:image/png;base64,x", "logo.png", "/a/b.png", "", "a:b".slice(0, 1)]) {
        assert.ok(isHarmlessSource(source), source);
    }
    for (const source of [
        "https://evil.example/x", "//evil.example/x", "\\\\evil.example", "java\nscript:x",
        "data:text/html,x", " http:x", "/\\evil.example", "blob:x",
    ]) assert.ok(!isHarmlessSource(source), source);
});

test("what has no markup is left alone, without any parser", () => {
    assert.equal(harmless("plain text > less"), "plain text > less");
    assert.equal(escaped("<b>&amp;"), "&lt;b&gt;&amp;amp;");
});

test("an element may have more nodes than a function takes arguments", (context) => {
    const many = 300_000;
    const text = { nodeType: 3, data: "x" };
    const parsed = {
        nodeType: 1, localName: "p", namespaceURI: "http://www.w3.org/1999/xhtml", attributes: [], style: [],
        childNodes: Array(many).fill(text),
    };
    const made = () => ({
        count: 0,
        append(...nodes) { for (const node of nodes) this.count += node.count ?? 1; },
        get innerHTML() { return String(this.count); },
    });
    globalThis.Node = { TEXT_NODE: 3, ELEMENT_NODE: 1 };
    globalThis.document = {
        createElement: made,
        createTextNode: (data) => ({ data }),
        implementation: {
            createHTMLDocument: () => ({
                createElement: () => ({
                    childNodes: [parsed, ...Array(many).fill(text)], querySelectorAll: () => [],
                }),
            }),
        },
    };
    context.after(() => {
        delete globalThis.Node;
        delete globalThis.document;
    });
    assert.equal(harmless("<p>x</p>x"), String(2 * many));
});

function widgets() {
    class Label {
        shown = [];
        set_text(text) { this.shown = [text]; }
    }
    class ExternalWidget {
        set_content(html) { this.shown = [html]; }
        clear() { this.shown = []; }
    }
    class HtmlView {
        shown = [];
        set_html(html) { this.shown = [html]; }
        append_html(html) { this.shown.push(html); }
        clear() { this.shown = []; }
    }
    class Window {
        constructor(title) { this.title = title; }
        set_title(title) { this.title = title; }
    }
    class Named extends Window {}
    class MDIWidget {
        add_widget(child, options = {}) { return new Named(options.title); }
    }
    const Widgets = { Label, ExternalWidget, HtmlView, MDIWidget };
    mendMarkup(Widgets);
    return Widgets;
}

test("markup is shown anew when it is taken otherwise", () => {
    const { HtmlView, Label } = widgets();
    const view = new HtmlView();
    view.set_markup("plain");
    view.set_html("<p>");
    view.append_html("<b>");
    assert.deepEqual(view.shown, ["&lt;p&gt;", "&lt;b&gt;"]);
    view.set_markup("trusted");
    assert.deepEqual(view.shown, ["<p>", "<b>"]);
    view.clear();
    view.set_markup("plain");
    assert.deepEqual(view.shown, []);
    view.append_html("<i>");
    assert.deepEqual(view.shown, ["&lt;i&gt;"]);
    const label = new Label();
    label.set_text(null);
    label.set_markup("plain");
    assert.deepEqual(label.shown, [null]);
});

test("titles of windows within a widget are taken as they are cleaned, once", () => {
    const { MDIWidget } = widgets();
    const mdi = new MDIWidget();
    const [one, other] = [mdi.add_widget({}, { title: "one" }), mdi.add_widget({})];
    assert.deepEqual([one.title, other.title], ["one", ""]);
    one.set_title("another");
    assert.equal(one.title, "another");
    other.set_title(null);
    assert.equal(other.title, null);
});
