/**
 * Markup that may have been written by anybody, made harmless: what formats a text stays, and
 * nothing that acts, that loads from elsewhere, or that reaches out of its place.
 *
 * Knows: which elements, attributes and styles format a text. Must not know: widgets, the server.
 *
 * No script of such markup runs in any case (Content-Security-Policy). But a page of its own would
 * be enough to mislead a user: a form, a link over all of the page, another style sheet, or a
 * <meta> that takes the page to another session without a word.
 *
 * The browser's own sanitizer reads the markup where there is one (Element.setHTML), else a parser
 * whose document loads and runs nothing. Of what either makes, only what stands in the lists below
 * goes into the page.
 */

const ELEMENTS = new Set((
    "ABBR ADDRESS ARTICLE ASIDE B BDI BDO BIG BLOCKQUOTE BR CAPTION CENTER CITE CODE COL COLGROUP " +
    "DD DEL DFN DIV DL DT EM FIGCAPTION FIGURE FONT FOOTER H1 H2 H3 H4 H5 H6 HEADER HR I IMG INS " +
    "KBD LI MAIN MARK NOBR OL P PRE Q RP RT RUBY S SAMP SECTION SMALL SPAN STRIKE STRONG SUB SUP " +
    "TABLE TBODY TD TFOOT TH THEAD TIME TR TT U UL VAR WBR"
).split(" "));

/** Of these nothing is shown; of all others that are not allowed, the text in them is. */
const WITH_CONTENT = new Set((
    "APPLET AUDIO BASE CANVAS EMBED FRAME FRAMESET HEAD IFRAME LINK MATH META NOEMBED NOFRAMES " +
    "NOSCRIPT OBJECT PARAM PORTAL SCRIPT SELECT SOURCE STYLE SVG TEMPLATE TEXTAREA TITLE TRACK VIDEO"
).split(" "));

const ATTRIBUTES = new Set((
    "align alt bgcolor border cellpadding cellspacing cite color cols colspan datetime dir face " +
    "height lang noshade nowrap reversed rows rowspan size span start title type valign value width"
).split(" "));

const STYLES = new RegExp(
    "^(color|background-color|font(-[a-z-]+)?|text-(align|decoration|indent|transform|overflow)" +
    "(-[a-z-]+)?|line-height|letter-spacing|word-(spacing|break)|overflow-wrap|white-space(-[a-z-]+)?" +
    "|tab-size|vertical-align|direction|padding(-[a-z-]+)?|margin(-[a-z-]+)?|border(?!-image)(-[a-z-]+)?" +
    "|(max-)?(width|height)|list-style(-(type|position))?|table-layout|caption-side|empty-cells" +
    "|display|float|clear|opacity)$",
);

const DISPLAYS = new Set((
    "block inline inline-block list-item none table table-caption table-cell table-column " +
    "table-column-group table-footer-group table-header-group table-row table-row-group"
).split(" "));

/** What could have a text, or a line under it, stand or reach far from its place. */
const SHIFTING = /^(margin|text-indent|letter-spacing|word-spacing|text-decoration-thickness)/;

/** Of these, what is no sum, in which a minus could hide, and is not negative. */
const AHEAD = /^(var\(--[\w-]+\)|[\w.%]+)( (var\(--[\w-]+\)|[\w.%]+))*$/;
const THICKEST = 20; // px, of a line under a text

/** How deep elements may stand in each other; what is deeper is shown as text. */
const DEPTH = 64;

/**
 * Whether a declaration formats its element and does nothing else.
 * @param {string} property
 * @param {string} value as the browser writes it
 */
export function isHarmlessStyle(property, value) {
    if (!STYLES.test(property) || /[(][^)]*[/:\\]|url|image|expression|\\/i.test(value)) return false;
    if (property === "display") return DISPLAYS.has(value);
    if (property === "text-decoration-thickness" && /\d/.test(value)) {
        return /^[\d.]+px$/.test(value) && Number.parseFloat(value) <= THICKEST;
    }
    return !SHIFTING.test(property) || AHEAD.test(value);
}

/** Whether a picture comes from the page itself, or from its own server. */
export function isHarmlessSource(source) {
    const text = source.replace(/[\s\u0000-\u001f]/g, "");
    return /^data:image\//i.test(text) || !/^[a-z][a-z0-9+.-]*:|^[/\\]{2}/i.test(text);
}

/**
 * @param {string} html
 * @returns {string} the harmless part of it
 */
export function harmless(html) {
    if (!/[<&]/.test(html)) return html;
    const target = document.createElement("div");
    put(target, harmlessNodes(parsed(html), 0));
    return target.innerHTML;
}

function parsed(html) {
    // Not in a body that is asked for again: to a document, elements in it lend their names.
    const root = document.implementation.createHTMLDocument("").createElement("div");
    // The sanitizer knows no style attribute by default.
    const hasStyle = /style\s*=/i.test(html);
    if (typeof root.setHTML === "function" && !hasStyle) root.setHTML(html);
    else root.innerHTML = html;
    for (const form of root.querySelectorAll("form")) takeOut(form);
    return root.childNodes;
}

/**
 * Puts what is in a form in its place. To a form, too, elements in it lend their names: its
 * `childNodes` may be an <input>. So nothing is asked of the form itself.
 */
function takeOut(form) {
    const range = new Range();
    range.selectNodeContents(form);
    const content = range.extractContents();
    Element.prototype.replaceWith.call(form, content);
}

function harmlessNodes(nodes, depth) {
    return [...nodes].flatMap((node) => {
        if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
        if (node.nodeType !== Node.ELEMENT_NODE) return [];
        const name = node.localName.toUpperCase();
        const isHtml = node.namespaceURI === "http://www.w3.org/1999/xhtml";
        if (!isHtml || WITH_CONTENT.has(name)) return [];
        if (depth >= DEPTH) return [document.createTextNode(node.textContent)];
        const inner = harmlessNodes(node.childNodes, depth + 1);
        if (!ELEMENTS.has(name)) return inner;
        const element = document.createElement(name);
        for (const { name: attribute, value } of node.attributes) {
            if (ATTRIBUTES.has(attribute)) element.setAttribute(attribute, value);
        }
        if (name === "IMG") {
            const source = node.getAttribute("src") ?? "";
            if (source && isHarmlessSource(source)) element.setAttribute("src", source);
        }
        const style = harmlessStyle(node.style);
        if (style) element.setAttribute("style", style);
        put(element, inner);
        return [element];
    });
}

/** One by one: of a long list there may be more than a function takes arguments. */
function put(element, nodes) {
    for (const node of nodes) element.append(node);
}

function harmlessStyle(style) {
    return [...style].map((property) => [property, style.getPropertyValue(property)])
        .filter(([property, value]) => isHarmlessStyle(property, value))
        .map(([property, value]) => `${property}: ${value}`).join("; ");
}

/** @returns {string} HTML that shows a text as it is */
export function escaped(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
