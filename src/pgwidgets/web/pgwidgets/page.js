/**
 * Starts the page: puts the parts together, and connects.
 *
 * Knows: the page's own settings. Must not know: anything that the parts can know themselves.
 */

import { Widgets } from "../Widgets.js";
import { CredentialStore } from "./line/credentials.js";
import { Route } from "./line/route.js";
import { isSignedOut } from "./line/signedout.js";
import { handle } from "./hands/hands.js";
import { bar } from "./common/barred.js";
import { RemoteClient } from "./page/client.js";
import { looksOf } from "./page/looks.js";
import { textTable } from "./page/texts.js";
import { sheetsOf } from "./page/sheets.js";
import { Veil } from "./page/veil.js";
import { Watching } from "./page/watching.js";
import { mendColors } from "./repairs/colors.js";
import { keepComposingKeys } from "./repairs/composing.js";
import { keepOneFaceEach } from "./repairs/fonts.js";
import { mendLateClasses } from "./repairs/of_late.js";
import { repair } from "./repairs/repairs.js";
import { byItself } from "./telling/by_itself.js";
import { isNarrow } from "./telling/fitted.js";
import { addClasses, nameClasses } from "./widgets/classes.js";
import { keepDialogs } from "./widgets/dialog_places.js";
import { LateClasses } from "./widgets/late.js";
import { SharedLayout } from "./widgets/layout.js";
import { keepScrolled } from "./widgets/scrolling.js";
import { placeWindows } from "./widgets/window_places.js";

const configured = document.querySelector('meta[name="pgwidgets-ws"]')?.content;

// First: what comes late is not there until then.
const late = new LateClasses(
    Widgets, { bar, byItself, mend: mendLateClasses },
    (path) => import(new URL(path, import.meta.url).href),
);
nameClasses(Widgets); // before what asks for them
repair(Widgets);
mendColors(Widgets);
handle(Widgets, document, window.PGWIDGETS_TEXTS);
keepDialogs(Widgets, window);
placeWindows(Widgets, () => {
    const isLeft = document.documentElement.dataset.pgwTheme === "classic" || isNarrow(window);
    return isLeft ? null : { width: window.innerWidth, height: window.innerHeight };
});
keepComposingKeys(document);
keepOneFaceEach(document.fonts);
keepScrolled(document);

const text = textTable(window.PGWIDGETS_TEXTS);

/** The page's one client; other scripts of the page may import it. */
export const client = new RemoteClient({
    route: new Route(window.location.href, configured, window.PGWIDGETS_WS_URL),
    isSignedOut: () => isSignedOut(window.location.href),
    credentials: new CredentialStore(window),
    veil: new Veil(text),
    watching: new Watching(window, text),
    looks: looksOf(window),
    late,
    observeLayout(onResize) {
        const layout = new SharedLayout(onResize);
        layout.installOn(Widgets.Widget);
        return layout;
    },
});

/** Not at the top of this file: what comes late imports it, and would wait for its end. */
async function start() {
    await sheetsOf(document);
    const listed = document.querySelector('meta[name="pgwidgets-classes"]')?.content;
    await addClasses(Widgets, listed, async (url) => {
        await late.ofLibrary(); // an application's class may be made of any
        return import(url);
    });
    client.connect();
}

start();
