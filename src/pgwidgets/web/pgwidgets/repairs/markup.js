/**
 * Texts that pgwidgets-js puts into the page as HTML, made harmless first.
 *
 * A text may have been typed by one user and be shown to another. Markup in it is cleaned, unless
 * the program says that it is to be trusted, or to be shown as it is.
 *
 * Knows: which methods of pgwidgets-js take HTML. Must not know: the server, or what is harmless.
 */

import { escaped, harmless } from "../common/markup.js";

const kinds = new WeakMap();
const shown = new WeakMap(); // what each widget was given, to show it anew

/** What becomes of a widget's HTML, by the word of `set_markup`. */
const TAKEN = Object.freeze({
    harmless,
    trusted: (html) => html,
    plain: escaped,
});

/** @param {object} Widgets the namespace of pgwidgets-js */
export function mendMarkup({ ExternalWidget, HtmlView, Label, MDIWidget }) {
    takeMarkup(Label.prototype, "set_text");
    takeMarkup(ExternalWidget.prototype, "set_content");
    takeMarkup(HtmlView.prototype, "set_html", "append_html");
    const add = MDIWidget.prototype.add_widget;
    MDIWidget.prototype.add_widget = function (child, options = {}, ...rest) {
        const title = options?.title;
        const subwin = add.call(this, child, { ...options, title: take(null, title ?? "") }, ...rest);
        cleanTitles(Object.getPrototypeOf(subwin));
        return subwin;
    };
}

const cleaned = new WeakSet();

/** The class of windows within a widget is in no namespace; its first object shows it. */
function cleanTitles(prototype) {
    let owner = prototype;
    while (!Object.hasOwn(owner, "set_title")) owner = Object.getPrototypeOf(owner);
    if (cleaned.has(owner)) return;
    cleaned.add(owner);
    const { set_title: set } = owner;
    owner.set_title = function (title, ...rest) {
        return set.call(this, take(null, title), ...rest);
    };
}

function take(widget, html) {
    if (html === null || html === undefined) return html;
    return TAKEN[kinds.get(widget) ?? "harmless"](String(html));
}

function takeMarkup(prototype, setter, adder = null) {
    const { [setter]: set, clear } = prototype;
    prototype[setter] = function (html, ...rest) {
        shown.set(this, [html]);
        return set.call(this, take(this, html), ...rest);
    };
    const add = adder && prototype[adder];
    if (add) {
        prototype[adder] = function (html) {
            shown.set(this, [...shown.get(this) ?? [""], html]);
            return add.call(this, take(this, html));
        };
    }
    if (clear) {
        prototype.clear = function () {
            shown.delete(this);
            return clear.call(this);
        };
    }
    /** @param {"harmless"|"trusted"|"plain"} kind what becomes of its markup */
    prototype.set_markup = function (kind) {
        kinds.set(this, kind);
        const [first, ...added] = shown.get(this) ?? [];
        if (first !== undefined) set.call(this, take(this, first));
        for (const html of added) add.call(this, take(this, html));
    };
}
