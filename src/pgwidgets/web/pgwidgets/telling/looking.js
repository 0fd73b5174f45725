/**
 * Which rows of a table are looked at, where they are kept by the server.
 *
 * Knows: that somebody tells it. Must not know: tables, or how it is told.
 */

export const looking = {
    /**
     * Tells it; the client puts itself in this place.
     * @param {number} wid of the table
     * @param {number} start the place of the first row
     * @param {number} stop the place behind the last
     */
    tell(wid, start, stop) {},
};
