/**
 * Whom a key is for while text is being composed (Chinese, Japanese, Korean).
 *
 * The Enter that takes what an input method offers is the input method's. pgwidgets-js would take
 * it for one that enters the text, half of which is not written yet.
 *
 * Knows: keyboard events. Must not know: widgets.
 */

const OF_INPUT_METHOD = 229; // Safari tells by `keyCode` alone: there the composition is over

/** @param {EventTarget} target keeps such keys from all that is within it */
export function keepComposingKeys(target) {
    target.addEventListener("keydown", (event) => {
        const isComposing = event.isComposing || event.keyCode === OF_INPUT_METHOD;
        if (isComposing && event.key === "Enter") event.stopPropagation();
    }, { capture: true });
}
