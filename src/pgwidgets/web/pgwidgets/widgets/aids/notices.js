/**
 * Notices in a corner of the page, each for a while.
 *
 * Knows: what is to be shown, and what its user does with it. Must not know: the server.
 */

const SHOWN = 4; // at once; the others wait for their turn
const SIGNS = { info: "ℹ", success: "✓", warning: "!", error: "✕" };
const KINDS = { info: "", success: "Done: ", warning: "Warning: ", error: "Error: " };

export class Notices {
    #box;
    #more;
    #shown = new Map();

    /**
     * @param {HTMLElement} box where they are put; a live region
     * @param {{acted: Function, closed: Function}} tell
     */
    constructor(box, tell) {
        this.#box = box;
        this.tell = tell;
        this.#more = document.createElement("div");
        this.#more.className = "pgw-notices-more";
    }

    /**
     * @param {object[]} notices all of them, in their order: id, text, kind, count, seconds, actions
     * @param {number} leftOut how many there were beside them
     */
    show(notices, leftOut) {
        const wanted = new Map(notices.slice(0, SHOWN).map((notice) => [notice.id, notice]));
        for (const [id, shown] of this.#shown) {
            if (!wanted.has(id)) this.#remove(id, shown);
        }
        for (const [id, notice] of wanted) {
            const shown = this.#shown.get(id);
            if (shown) this.#update(shown, notice);
            else this.#add(notice);
        }
        const more = notices.length - wanted.size + leftOut;
        this.#more.textContent = more > 0 ? `and ${more} more` : "";
        if (more > 0) this.#box.append(this.#more);
        else this.#more.remove();
    }

    clear() {
        for (const [id, shown] of this.#shown) this.#remove(id, shown);
        this.#more.remove();
    }

    #add(notice) {
        const element = document.createElement("div");
        element.className = "pgw-notice";
        element.dataset.kind = notice.kind;
        element.setAttribute("role", notice.kind === "error" ? "alert" : "status");
        const sign = document.createElement("span");
        sign.className = "pgw-notice-sign";
        sign.setAttribute("aria-hidden", "true");
        sign.textContent = SIGNS[notice.kind];
        const text = document.createElement("div");
        text.className = "pgw-notice-text";
        const actions = document.createElement("div");
        actions.className = "pgw-notice-actions";
        notice.actions.forEach((label, index) => {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = label;
            button.addEventListener("click", () => this.tell.acted(notice.id, index));
            actions.append(button);
        });
        const close = document.createElement("button");
        close.type = "button";
        close.className = "pgw-notice-close";
        close.setAttribute("aria-label", "Close");
        close.textContent = "✕";
        close.addEventListener("click", () => this.tell.closed(notice.id));
        element.addEventListener("keydown", (event) => {
            if (event.key === "Escape") {
                event.stopPropagation();
                this.tell.closed(notice.id);
            }
        });
        element.append(sign, text, actions, close);
        const shown = { element, text, left: 0, holds: 0 };
        for (const [begin, end] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
            element.addEventListener(begin, () => this.#hold(shown, 1));
            element.addEventListener(end, () => this.#hold(shown, -1));
        }
        this.#shown.set(notice.id, shown);
        this.#update(shown, notice);
        this.#box.append(element);
        this.#box.scrollTop = this.#box.scrollHeight; // the last one is seen, whatever room there is
    }

    #update(shown, notice) {
        const times = notice.count > 1 ? ` (${notice.count} times)` : "";
        const text = `${notice.text}${times}`;
        if (shown.told === text) return; // what is told again would be read again
        shown.told = text;
        shown.text.replaceChildren();
        const kind = document.createElement("span");
        kind.className = "pgw-notice-kind";
        kind.textContent = KINDS[notice.kind];
        shown.text.append(kind, text);
        shown.id = notice.id;
        shown.left = notice.seconds === null ? Infinity : notice.seconds * 1000;
        this.#run(shown);
    }

    /** Its time does not run while it is looked at. */
    #hold(shown, change) {
        shown.holds = Math.max(0, shown.holds + change);
        if (shown.holds > 0) this.#stop(shown);
        else this.#run(shown);
    }

    #run(shown) {
        this.#stop(shown);
        if (shown.holds > 0 || shown.left === Infinity) return;
        shown.since = performance.now();
        shown.timer = setTimeout(() => this.tell.closed(shown.id), shown.left);
    }

    #stop(shown) {
        if (shown.timer === undefined) return;
        clearTimeout(shown.timer);
        shown.timer = undefined;
        shown.left = Math.max(1000, shown.left - (performance.now() - shown.since));
    }

    #remove(id, shown) {
        this.#stop(shown);
        shown.element.remove();
        this.#shown.delete(id);
    }
}
