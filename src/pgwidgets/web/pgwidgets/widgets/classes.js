/**
 * Widget classes of the application's own, and the names of all.
 *
 * Knows: how the page names the modules that hold them. Must not know: what the classes do.
 */

/**
 * Adds classes to those that the server can make widgets of.
 * @param {Object<string, Function>} Widgets pgwidgets-js's classes by name
 * @param {string} [listed] a JSON object: by class, the path of its module, relative to the page;
 *   the module's default export takes `Widgets` and gives the class
 * @param {(url: string) => Promise<object>} [load] imports a module
 */
export async function addClasses(Widgets, listed, load = (url) => import(url)) {
    const base = globalThis.document?.baseURI;
    await Promise.all(pathsByName(listed).map(async ([name, path]) => {
        try {
            const { default: define } = await load(base ? new URL(path, base).href : path);
            Widgets[name] = define(Widgets);
        } catch (error) {
            // The page can do without: the server is told when it makes such a widget.
            console.error(`pgwidgets: the class ${name} can't be loaded:`, error);
        }
    }));
}

/**
 * Gives each class the name that the server knows it by: a bundle has shortened those in the scripts.
 * @param {Object<string, Function>} Widgets pgwidgets-js's classes by name
 */
export function nameClasses(Widgets) {
    for (const [name, Class] of Object.entries(Widgets)) {
        if (typeof Class !== "function") continue; // what else pgwidgets-js may come to export
        Object.defineProperty(Class, "name", { value: name, configurable: true });
    }
}

function pathsByName(listed) {
    try {
        return Object.entries(JSON.parse(listed || "{}"));
    } catch (error) {
        console.error(`pgwidgets: no list of classes: ${listed}:`, error);
        return [];
    }
}
