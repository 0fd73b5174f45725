/**
 * What covers a widget while it is at work: nothing below can be used, and a press may end it.
 *
 * Knows: elements. Must not know: the server, or what the work is.
 */

const WINDOWS = ".toplevel-widget, .mdi-window";

export class Covers {
    #covers = new Map();

    /**
     * @param {(wid: number) => HTMLElement|null} find an element, by the id of its widget
     * @param {(id: number) => void} stop
     * @param {(element: Element, by: *, isBarred: boolean) => void} block keeps what is covered from use
     */
    constructor(find, stop, block) {
        this.find = find;
        this.stop = stop;
        this.block = block;
    }

    /**
     * @param {object[]} busy id, wid (0: the page), text, value (0 to 1, or null), cancel (a text or null)
     * @returns {boolean} whether all of them are there
     */
    show(busy) {
        const wanted = new Set(busy.map(({ id }) => id));
        for (const [id, cover] of this.#covers) {
            if (!wanted.has(id) || !cover.element.isConnected) this.#remove(id, cover);
        }
        let isWhole = true;
        for (const one of busy) {
            const host = one.wid === 0 ? document.body : this.find(one.wid);
            if (!host?.isConnected) isWhole = false;
            else this.#update(this.#covers.get(one.id) ?? this.#add(one, host), one);
        }
        return isWhole;
    }

    clear() {
        for (const [id, cover] of this.#covers) this.#remove(id, cover);
    }

    #add(one, host) {
        const element = document.createElement("div");
        element.className = "pgw-busy";
        element.setAttribute("role", "status");
        element.tabIndex = -1;
        const card = document.createElement("div");
        card.className = "pgw-busy-card";
        const spinner = document.createElement("span");
        spinner.className = "pgw-busy-spinner";
        spinner.setAttribute("aria-hidden", "true");
        const text = document.createElement("span");
        text.className = "pgw-busy-text";
        const bar = document.createElement("progress");
        bar.max = 1;
        bar.setAttribute("aria-label", "Progress");
        card.append(spinner, text, bar);
        element.append(card);
        if (one.cancel !== null) {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = one.cancel;
            button.addEventListener("click", () => {
                button.disabled = true;
                this.stop(one.id);
            });
            card.append(button);
        }
        const cover = { element, text, bar, spinner, host, blocked: [], focused: null, frame: 0 };
        this.#place(cover);
        this.#covers.set(one.id, cover);
        return cover;
    }

    #update(cover, one) {
        cover.text.textContent = one.text;
        cover.text.hidden = one.text === "";
        cover.bar.hidden = one.value === null;
        cover.spinner.hidden = one.value !== null;
        if (one.value !== null) cover.bar.value = one.value;
    }

    /** A window, and the page, are covered from within; other elements may have no room for that. */
    #place(cover) {
        const { element, host } = cover;
        const isWithin = host === document.body || host.matches(WINDOWS);
        if (isWithin) {
            element.dataset.within = host === document.body ? "page" : "window";
            cover.blocked = [...host.children].filter((child) => !child.matches("[class^=pgw-]"));
            host.append(element);
        } else {
            cover.blocked = [host];
            (host.offsetParent ?? document.body).append(element);
            this.#follow(cover);
        }
        host.setAttribute("aria-busy", "true");
        const { activeElement } = document;
        for (const one of cover.blocked) this.block(one, cover, true);
        // Not to its button, which whoever is typing would press.
        if (activeElement !== document.body && activeElement?.closest("[inert]")) {
            cover.focused = activeElement;
            element.focus({ preventScroll: true });
        }
    }

    /** Each frame, as what is covered is moved by whatever grows before it, or into another container. */
    #follow(cover) {
        const { element, host } = cover;
        const { offsetParent: parent } = host; // none while it is not shown
        if (parent && parent !== element.parentElement) {
            const { activeElement } = document;
            const hadKeys = element.contains(activeElement);
            parent.append(element);
            if (hadKeys) activeElement.focus({ preventScroll: true });
        }
        const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = host;
        const place = Object.entries({ left, top, width, height });
        for (const [side, length] of place) {
            if (element.style[side] !== `${length}px`) element.style[side] = `${length}px`;
        }
        cover.frame = requestAnimationFrame(() => this.#follow(cover));
    }

    #remove(id, cover) {
        const hadKeys = [null, document.body].includes(document.activeElement)
            || cover.element.contains(document.activeElement);
        cancelAnimationFrame(cover.frame);
        cover.element.remove();
        this.#covers.delete(id);
        const others = [...this.#covers.values()];
        for (const one of cover.blocked) this.block(one, cover, false);
        if (!others.some(({ host }) => host === cover.host)) cover.host.removeAttribute("aria-busy");
        if (hadKeys) cover.focused?.focus({ preventScroll: true });
    }
}
