/**
 * Keys that are pressed while an input method composes text (Chinese, Japanese, Korean).
 *
 * An Enter that accepts a suggestion of the input method is not meant for the widget. pgwidgets-js
 * would take it for the Enter that submits the field, whose text is not complete yet.
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
