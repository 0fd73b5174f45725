/**
 * How figures look, but for what is in them.
 *
 * Knows: colours, which a page may override by custom properties. Must not know: what a class does.
 */

const SHEET = `
.figure-widget {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    box-sizing: border-box;
    color: var(--pgw-text, #222);
    background: var(--pgw-surface, #fff);
}
.figure-widget > .mpl-root { display: flex; flex-direction: column; flex: 1 1 auto; min-height: 0; }
.figure-widget .ui-dialog-titlebar { display: none; }
.figure-widget .mpl-canvas-box {
    flex: 1 1 var(--figure-height, 300px);
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    position: relative;
    outline: 0;
}
.figure-widget .mpl-canvas-box.mpl-moves { touch-action: none; }
.figure-widget .mpl-canvas-box:focus-visible {
    outline: 2px solid var(--pgw-focus, #2f6fb5);
    outline-offset: -2px;
}
.figure-widget .mpl-width { width: var(--figure-width, 400px); max-width: 100%; height: 0; }
.figure-widget .mpl-toolbar {
    display: flex;
    flex: 0 0 auto;
    align-items: center;
    gap: 2px;
    padding: 3px 6px;
    overflow: hidden;
    border-top: 1px solid var(--pgw-line, #d5d5d5);
    background: var(--pgw-bar, #f3f3f3);
    font: var(--pgw-font-size, 13px) var(--pgw-font, system-ui, sans-serif);
}
.figure-widget .mpl-toolbar button {
    display: grid;
    place-items: center;
    width: 28px;
    height: 26px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: var(--pgw-radius-small, 4px);
    background: none;
    color: inherit;
    cursor: pointer;
}
.figure-widget .mpl-toolbar button:hover:enabled { background: var(--pgw-hover, #e2e2e2); }
.figure-widget .mpl-toolbar button:focus-visible {
    outline: 2px solid var(--pgw-focus, #2f6fb5);
    outline-offset: -1px;
}
.figure-widget .mpl-toolbar button:disabled { opacity: 0.35; cursor: default; }
.figure-widget .mpl-toolbar button.active {
    border-color: var(--pgw-accent, #2f6fb5);
    background: var(--pgw-accent-soft, #d6e5f5);
    color: var(--pgw-text, #1d4f86);
}
.figure-widget .mpl-icon {
    width: 18px;
    height: 18px;
    background: currentColor;
    mask: var(--icon) center / contain no-repeat;
}
.figure-widget .mpl-gap { width: 8px; flex: none; }
.figure-widget .mpl-toolbar select {
    margin-left: 2px;
    padding: 2px;
    border: 1px solid var(--pgw-line, #ccc);
    border-radius: var(--pgw-radius-small, 4px);
    background: var(--pgw-field, #fff);
    color: inherit;
    font: inherit;
}
.figure-widget .mpl-message {
    flex: 1 1 0;
    min-width: 0;
    overflow: hidden;
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
}
@media (forced-colors: active) {
    .figure-widget .mpl-toolbar button.active { outline: 2px solid Highlight; }
    .figure-widget .mpl-icon { background: ButtonText; forced-color-adjust: none; }
}
`;

let sheet;

/** Has the page know the style, once. */
export function addStyle() {
    if (sheet) return;
    sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    document.adoptedStyleSheets.push(sheet);
}
