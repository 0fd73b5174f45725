/**
 * Where a picture stands on a canvas of another size: as large as it goes, in the middle.
 *
 * Knows: arithmetic. Must not know: the DOM, or what the picture shows.
 */

/**
 * @typedef {{scale: number, left: number, top: number, width: number, height: number}} Place
 *   of a picture of this width and height, in pixels of the canvas
 */

/**
 * @param {{width: number, height: number}} picture
 * @param {{width: number, height: number}} canvas
 * @returns {Place}
 */
export function fitted(picture, canvas) {
    const { width, height } = picture;
    // Sizes that differ by what rounding makes are the same: else all would be blurred.
    const isSame = Math.abs(width - canvas.width) <= 1 && Math.abs(height - canvas.height) <= 1;
    const fits = Math.min(canvas.width / width, canvas.height / height);
    const scale = isSame || !Number.isFinite(fits) || fits <= 0 ? 1 : fits;
    const left = isSame ? 0 : (canvas.width - width * scale) / 2;
    const top = isSame ? 0 : (canvas.height - height * scale) / 2;
    return { scale, left, top, width, height };
}

/** @returns {{x: number, y: number}} a point of the canvas as one of the picture */
export function onPicture({ scale, left, top }, x, y) {
    return { x: (x - left) / scale, y: (y - top) / scale };
}

/**
 * Matplotlib tells corners from the bottom of the picture, and its script takes them from the bottom
 * of the canvas.
 * @param {Place} place
 * @param {{height: number}} canvas
 * @returns {{x: number, y: number}}
 */
export function onCanvas({ scale, left, top, height }, canvas, x, y) {
    return { x: left + x * scale, y: canvas.height - (top + (height - y) * scale) };
}
