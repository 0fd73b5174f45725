/**
 * When widgets become visible, and when they change size: one observer of each kind for all.
 *
 * Knows: the DOM's observers, and the private methods of pgwidgets-js's Widget that deal with
 * them: `_installLayoutObservers`, `_scheduleMapCheck`, `_forceFireMap`, `_mapped`, `_mappedEvent`.
 * Must not know: the server, or which widgets it cares for.
 *
 * Why: Widget observes the whole document for every widget, so that each change of the page costs
 * as much as there are widgets, and building N of them N squared. What a program can observe of
 * it is kept: 'map' with its payload each time a widget becomes visible, 'resize' when the
 * rounded content size changed.
 */

/**
 * @typedef {object} Watched what was last seen of a widget
 * @property {number} width rounded content width in CSS pixels; -1 before the first report
 * @property {number} height
 * @property {boolean} visible by the last check
 */

export class SharedLayout {
    /** @type {WeakMap<object, Watched>} by widget */
    #watched = new WeakMap();
    /** @type {WeakMap<Element, object>} element to widget */
    #owners = new WeakMap();
    #mapListeners = new Set();
    #unchecked = new Set();
    #fresh = null; // those of this frame, whose sizes come behind its layout
    #checkScheduled = false;
    #page = 0; // how many were cleared before it
    #onResize;
    #resizes = new ResizeObserver((entries) => this.#resized(entries));
    #mutations = new MutationObserver(() => this.#mutated());

    /** @param {(widget: object, width: number, height: number) => void} onResize each change */
    constructor(onResize) {
        this.#onResize = onResize;
    }

    /**
     * Makes every widget of this class, made from now on, use the shared observers.
     * @param {Function} Widget base class of all visual widgets
     */
    installOn(Widget) {
        const layout = this;
        const addCallback = Widget.prototype.add_callback;
        Object.assign(Widget.prototype, {
            _installLayoutObservers() {
                layout.#observe(this);
            },
            _scheduleMapCheck() {
                layout.#check(this);
            },
            _forceFireMap() {
                layout.#forceMap(this);
            },
            add_callback(action, callback) {
                addCallback.call(this, action, callback);
                if (action === "map") layout.#listensToMap(this);
            },
        });
    }

    /**
     * After a rebuild: whoever is visible is mapped with the next frame. Whoever is not by then (a
     * tab that is not open) is mapped all the same, so that its set-up runs.
     * @param {() => Iterable<object>} widgets the widgets that there are, read at each step
     */
    settle(widgets) {
        const page = this.#page;
        const nextFrame = (run) => requestAnimationFrame(() => {
            if (page === this.#page) run(); // else it was cleared, and is being built anew
        });
        nextFrame(() => {
            for (const widget of widgets()) {
                if (widget.cb?.["area-resize"]?.length && widget.element?.isConnected) {
                    widget._fireAreaResize?.();
                }
            }
            nextFrame(() => {
                for (const widget of widgets()) {
                    if (!this.#of(widget).visible) widget._scheduleMapCheck?.();
                }
                this.#checkAll();
                for (const widget of widgets()) widget._forceFireMap?.();
            });
        });
    }

    /** Nothing is watched any more: every widget is about to go. */
    clear() {
        this.#page += 1;
        this.#resizes.disconnect();
        this.#mutations.disconnect();
        this.#mapListeners.clear();
        this.#unchecked.clear();
        this.#fresh = null;
    }

    #observe(widget) {
        const { element } = widget;
        if (!element || widget._widgetResizeObserver) return;
        this.#owners.set(element, widget);
        this.#resizes.observe(element);
        // Widget.destroy() disconnects what it finds under this name.
        widget._widgetResizeObserver = { disconnect: () => this.#forget(widget, element) };
        this.#fresh ??= this.#awaitSizes();
        this.#fresh.push(widget);
    }

    /**
     * What has a size is told of behind the layout of the next frame, so nothing need be asked of the
     * page before. What has none by then is looked at.
     * @returns {object[]} for the widgets of that frame
     */
    #awaitSizes() {
        const fresh = [];
        requestAnimationFrame(() => {
            if (this.#fresh === fresh) this.#fresh = null;
            requestAnimationFrame(() => {
                for (const widget of fresh) {
                    if (!this.#of(widget).visible) this.#unchecked.add(widget);
                }
                this.#checkAll();
            });
        });
        return fresh;
    }

    #forget(widget, element) {
        this.#resizes.unobserve(element);
        this.#unchecked.delete(widget);
        this.#mapListeners.delete(widget);
        if (this.#mapListeners.size === 0) this.#mutations.disconnect();
    }

    #of(widget) {
        let watched = this.#watched.get(widget);
        if (!watched) {
            watched = { width: -1, height: -1, visible: false };
            this.#watched.set(widget, watched);
        }
        return watched;
    }

    /** First maps those that have appeared, then tells sizes. */
    #resized(entries) {
        const resized = [];
        const appeared = [];
        for (const { target, contentRect } of entries) {
            const widget = this.#owners.get(target);
            if (!widget || widget._destroyed) continue;
            const width = Math.round(contentRect.width);
            const height = Math.round(contentRect.height);
            resized.push([widget, width, height]);
            if (width === 0 && height === 0) this.#check(widget); // gone, or but a border
            else if (!this.#of(widget).visible) appeared.push(widget); // what has a size is shown
        }
        this.#map(appeared.map((widget) => [widget, widget.element.getBoundingClientRect()]));
        for (const [widget, width, height] of resized) {
            if (widget._destroyed) continue; // by a listener that was told before it
            const watched = this.#of(widget);
            if (width === watched.width && height === watched.height) continue;
            watched.width = width;
            watched.height = height;
            widget.make_callback("resize", { width, height });
            this.#onResize(widget, width, height);
        }
    }

    #listensToMap(widget) {
        if (this.#mapListeners.size === 0) {
            this.#mutations.observe(document.body, {
                childList: true,
                subtree: true,
                attributes: true,
                attributeFilter: ["style", "class", "hidden"],
            });
        }
        this.#mapListeners.add(widget);
    }

    #mutated() {
        for (const widget of this.#mapListeners) this.#check(widget);
    }

    /** Checks once per frame, when layout is done anyway. */
    #check(widget) {
        this.#unchecked.add(widget);
        if (this.#checkScheduled) return;
        this.#checkScheduled = true;
        requestAnimationFrame(() => {
            this.#checkScheduled = false;
            this.#checkAll();
        });
    }

    /** First reads all, then tells: a listener that changes the page costs no layout per widget. */
    #checkAll() {
        const widgets = [...this.#unchecked];
        this.#unchecked.clear();
        const appeared = [];
        for (const widget of widgets) {
            if (widget._destroyed || !widget.element) continue;
            const watched = this.#of(widget);
            const box = visibleBox(widget.element);
            if (box && !watched.visible) appeared.push([widget, box]);
            else watched.visible = box !== null;
        }
        this.#map(appeared);
    }

    /** @param {[object, DOMRect][]} appeared widgets, and where each is */
    #map(appeared) {
        const parents = new Map(); // most have one in common
        const payloads = appeared.map(([widget, box]) => {
            this.#of(widget).visible = true;
            return [widget, mapPayload(widget.element, box, parents)];
        });
        for (const [widget, payload] of payloads) tellMapped(widget, payload);
    }

    #forceMap(widget) {
        if (widget._mapped || widget._destroyed || !widget.element) return;
        this.#of(widget).visible = false; // when it really appears, it is mapped again
        tellMapped(widget, mapPayload(widget.element, widget.element.getBoundingClientRect()));
    }
}

/** @returns {?DOMRect} null: not shown, or of no size at all */
function visibleBox(element) {
    if (!element.checkVisibility()) return null;
    const box = element.getBoundingClientRect();
    return Math.round(box.width) > 0 || Math.round(box.height) > 0 ? box : null;
}

function mapPayload({ parentElement }, box, known = new Map()) {
    const parent = known.get(parentElement) ?? parentElement?.getBoundingClientRect() ?? { left: 0, top: 0 };
    known.set(parentElement, parent);
    return {
        x: Math.round(box.left - parent.left),
        y: Math.round(box.top - parent.top),
        viewport_x: Math.round(box.left),
        viewport_y: Math.round(box.top),
        width: Math.round(box.width),
        height: Math.round(box.height),
    };
}

/** The payload is kept for listeners that come later (RemoteInterface serves it to them). */
function tellMapped(widget, payload) {
    if (widget._destroyed) return; // by a listener that was told before it
    widget._mapped = true;
    widget._mappedEvent = payload;
    widget.make_callback("map", payload);
}
