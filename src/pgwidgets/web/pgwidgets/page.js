/**
 * Starts the page: puts the parts together, and connects.
 *
 * Knows: the page's own settings. Must not know: anything that the parts can know themselves.
 */

import { Widgets } from "../Widgets.js";
import { webSocketUrl } from "./address.js";
import { addClasses } from "./classes.js";
import { RemoteClient } from "./client.js";
import { keepComposingKeys } from "./composing.js";
import { CredentialStore } from "./credentials.js";
import { keepOneFaceEach } from "./fonts.js";
import { SharedLayout } from "./layout.js";
import { repair } from "./repairs.js";
import { keepScrolled } from "./scrolling.js";
import { isSignedOut } from "./signedout.js";
import { textTable } from "./texts.js";
import { Veil } from "./veil.js";

const configured = document.querySelector('meta[name="pgwidgets-ws"]')?.content;

repair(Widgets);
keepComposingKeys(document);
keepOneFaceEach(document.fonts);
keepScrolled(document);

/** The page's one client; other scripts of the page may import it. */
export const client = new RemoteClient({
    url: webSocketUrl(window.location.href, configured, window.PGWIDGETS_WS_URL),
    isSignedOut: () => isSignedOut(window.location.href),
    credentials: new CredentialStore(window),
    veil: new Veil(textTable(window.PGWIDGETS_TEXTS)),
    observeLayout(onResize) {
        const layout = new SharedLayout(onResize);
        layout.installOn(Widgets.Widget);
        return layout;
    },
});

await addClasses(Widgets, document.querySelector('meta[name="pgwidgets-classes"]')?.content);
client.connect();
