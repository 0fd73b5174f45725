/**
 * The press of the mouse, of a pen or a finger that the user is in the middle of.
 *
 * It must end where it began, or it is no click.
 *
 * Knows: pointer events. Must not know: trees.
 */

import { realClock } from "../../common/throttle.js";

/** Where a press opens a context menu, that may keep the end to itself. */
const ENDS = ["pointerup", "pointercancel", "contextmenu"];

export class Press {
    #press = null;
    #clock;
    #waiting = new Set();

    /**
     * @param {Window} [page] where its user acts; there is none under Node.js
     * @param {import("../../common/throttle.js").Clock} [clock]
     */
    constructor(page, clock = realClock) {
        this.#clock = clock;
        page?.addEventListener("pointerdown", ({ button = 0, isPrimary = true, target }) => {
            if (button === 0 && isPrimary) this.#press = { element: target };
        }, { capture: true });
        for (const end of ENDS) {
            page?.addEventListener(end, ({ isPrimary = true }) => {
                if (!isPrimary) return; // a second finger makes no click
                const press = this.#press;
                this.#clock.later(() => this.#over(press), 0); // after the click
            }, { capture: true });
        }
    }

    /** @returns {?{element: Element}} what is pressed, one object for one press */
    get current() {
        return this.#press;
    }

    /** @param {() => void} run once, when the press is over */
    whenOver(run) {
        this.#waiting.add(run);
    }

    #over(press) {
        if (this.#press !== press) return; // another has begun since
        this.#press = null;
        const due = [...this.#waiting];
        this.#waiting.clear();
        for (const run of due) run();
    }
}
