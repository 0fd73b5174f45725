"""Markup that may be anybody's is shown, and does nothing: in every place that takes HTML.

Knows: which widgets render markup, and the public async API. That no script runs even of markup
which the program trusts is the Content-Security-Policy's work; its words are tested over plain HTTP
elsewhere.
"""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, expect

from browser.conftest import Served
from browser.gestures import errors

_OWN = "document.title='owned'"
_SCRIPTS = {
    "handler": f'<img src="data:," onerror="{_OWN}">handler',
    "late handler": f'<b onclick="{_OWN}">late handler</b>',
    "script URL": f'<a href="javascript:{_OWN}">script URL</a>',
    "frame": f'<iframe srcdoc="<script>parent.{_OWN}</script>"></iframe>frame',
}
"""Text that is left of the markup, and markup whose script runs, or the policy stops it."""

_REDRESS = (
    "<meta http-equiv=refresh content='0;url=/?session_id=1&token=x'>"
    "<base href='https://evil.example/'><link rel=stylesheet href='data:text/css,*{display:none}'>"
    "<style>* { display: none !important }</style>"
    "<form action=/ id=trap><input name=a value=b><button>go</button></form>"
    "<a href='/elsewhere' style='position: fixed; inset: 0; z-index: 99999'>a link</a>"
    "<svg><a xlink:href='/elsewhere'><text>drawn</text></a><foreignObject><p>q</p></foreignObject>"
    "<style>* { display: none }</style></svg>"
    "<math><mtext><img src=x onerror=alert(1)></mtext><mi xlink:href='/elsewhere'>m</mi></math>"
    "<div class='pgwidgets-veil' id=trap style='position:fixed;background:url(//evil.example/x);"
    "color: rgb(255, 0, 0)'>box</div>"
    "<img src='https://evil.example/pixel.png' alt=pixel><video src=//evil.example/v></video>"
    "<form style=''><input name=childNodes><input name=localName></form><img name=body alt=named>"
    "<p style='margin-top: calc(var(--none, 0px) - 500px); text-indent: -99px;"
    "letter-spacing: -9px; text-decoration-thickness: 99px;"
    "border-image: linear-gradient(red, red) 1 fill / 1px / 999px'>"
    "<textarea></textarea><template><b>t</b></template>"
    "<noscript><p title='</noscript><form>'></p></noscript>"
    "<b>kept</b> <i>also</i><br><span style='color: rgb(0, 128, 0)'>green</span>"
)
"""A page of its own, in the place of a text."""


def test_markup_in_any_place_is_shown_and_does_nothing(
    serve: Callable[..., Served], page: Page
) -> None:
    shown: dict[str, Any] = {}

    async def setup(app: Any) -> None:
        @app.on_connect
        async def connected(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title=_REDRESS)
            box = await W.VBox()
            await top.set_widget(box)
            sinks = [
                label := await W.Label(_REDRESS),
                status := await W.StatusBar(),
                view := await W.HtmlView(_REDRESS),
                external := await W.ExternalWidget(),
                mdi := await W.MDIWidget(),
                plain := await W.Label("<b>plain</b>"),
                trusted := await W.HtmlView(),
            ]
            for sink in sinks:
                await box.add_widget(sink, 1)
            await status.set_message(_REDRESS)
            await view.append_html(_REDRESS)
            await external.set_content(_REDRESS)
            window = await mdi.add_widget(await W.Label("inside"), title=_REDRESS)
            await plain.set_markup("plain")
            await trusted.set_markup("trusted")
            await trusted.set_html("<a class=mine href='#here'>trusted</a>")
            await top.show()
            shown.update(label=label, trusted=trusted, window=window)

    served = serve(setup, max_sessions=None)
    blocked = watch_policy(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.url)
    places = {
        "label": page.locator(".label-widget").first,
        "status": page.locator(".statusbar-widget"),
        "view": page.locator(".htmlview-content").first,
        "external": page.locator(".external-widget-content"),
        "window": page.locator(".mdi-title-bar span").first,
    }
    for name in ("label", "status"):
        expect(places[name]).to_have_css("overflow", "clip")
    for name, place in places.items():
        expect(place, name).to_contain_text("kept also")
        expect(place.locator("b", has_text="kept").first).to_be_visible()
        expect(place.locator("span", has_text="green").first).to_have_css("color", "rgb(0, 128, 0)")
        found = place.evaluate(
            """(element) => [...element.querySelectorAll("*")].flatMap((one) => [
                one.localName, ...[...one.attributes].map(({ name }) => `@${name}`),
                ...[...one.style].map((name) => `:${name}`),
            ])"""
        )
        assert set(found) <= {
            *("b", "i", "br", "span", "div", "p", "img", "@style", "@alt", "@title", ":color"),
            ":background-color",
        }, name
    expect(page.locator(".label-widget", has_text="<b>plain</b>")).to_be_visible()
    expect(page.locator("a.mine")).to_have_attribute("href", "#here")
    assert page.locator("form, meta[http-equiv=refresh], base[href*=evil], #trap").count() == 0
    assert not [url for url in asked if "evil" in url]
    assert page.url.startswith(served.url)
    # The browser also tells of what it would not do in a document that is only parsed.
    assert errors(page) == blocked
    assert not list(filter(has_run, blocked))

    # Nor does script run in it, and where it is trusted the page's policy stops it.
    label, trusted = shown["label"], shown["trusted"]
    for name, markup in _SCRIPTS.items():
        served.call(lambda markup=markup: label.set_text(markup))
        expect(places["label"]).to_have_text(name)
        places["label"].get_by_text(name).click()
        assert page.title() != "owned", name
    assert not list(filter(has_run, blocked))
    for name, markup in _SCRIPTS.items():
        with page.expect_console_message(is_about_policy):
            served.call(lambda markup=markup: trusted.set_html(markup))
            view = page.locator(".htmlview-content").last
            expect(view).to_have_text(name)
            view.get_by_text(name).click()
        assert page.title() != "owned", name
    assert page.url.startswith(served.url)
    assert errors(page) == blocked


def is_about_policy(message: ConsoleMessage) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


def has_run(blocked: str) -> bool:
    return "inline event handler" not in blocked and "base URI" not in blocked


def watch_policy(page: Page) -> list[str]:
    """A list that gets what the page says it has blocked."""
    blocked: list[str] = []
    page.on("console", lambda message: is_about_policy(message) and blocked.append(message.text))
    return blocked
