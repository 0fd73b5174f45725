/**
 * What a screen reader is to say by itself, since nothing on the page would tell.
 *
 * Knows: ARIA's live regions. Must not know: what is said.
 */

let region = null;

/**
 * Has it said when the reader has finished its sentence.
 * @param {string} text
 */
export function speak(text) {
    if (!region?.isConnected) {
        region = document.createElement("div");
        region.className = "pgwidgets-spoken";
        region.setAttribute("role", "status");
        document.body.append(region);
    }
    // The same text twice would be no change.
    region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
