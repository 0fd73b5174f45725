/**
 * Editors whose text must be told to another run of the server, since the edits that they have told
 * to the run before mean nothing to it.
 *
 * Knows: which widgets are editors. Must not know: the server.
 */

/**
 * @param {object[]} widgets of the page
 * @returns {object[]} the editors among them that their user has changed
 */
export function editedSources(widgets) {
    return widgets.filter((widget) => widget.isEditedHere === true);
}
