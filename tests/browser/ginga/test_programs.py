"""Ginga, an astronomer's image viewer, in Chromium: a large program for this API, as it is.

Knows: what Ginga's users see and do. Must not know: anything inside, of Ginga or of ours.
"""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.gestures import comes_true, errors
from browser.ginga import starting
from browser.ginga.gestures import (
    changes,
    click_at,
    close,
    drag_right,
    fit_in,
    is_at_rest,
    is_the_same_after_a_reload,
    is_the_same_without_a_line,
    pan,
    panel_has_colors,
    panel_says,
    point_at,
    shows_much,
    start,
)
from browser.ginga.starting import Running
from proxy import Proxy

type Run = Callable[..., Running]


def test_the_example_shows_zooms_and_reloads(
    open_page: Callable[..., Page], run: Run, image: Path
) -> None:
    running = run("example3", starting.example, starting.EXAMPLE_SERVES)
    page = open_page()
    page.goto(running.url)
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Upload File").click()
    chooser.value.set_files(image)
    expect(page.get_by_text("stars.fits")).to_be_visible()
    shows_much(page)
    point_at(page)
    changes(page, lambda: page.mouse.wheel(0, -240))
    changes(page, lambda: page.mouse.wheel(0, -240))
    is_the_same_after_a_reload(page)
    expect(page.get_by_text("stars.fits")).to_be_visible()
    assert errors(page) == []
    running.end()


def test_the_reference_viewer(open_page: Callable[..., Page], run: Run, image: Path) -> None:
    running = run("ginga", lambda port: starting.viewer(port, image), starting.VIEWER_SERVES)
    with Proxy(running.port) as proxy:
        page = open_page(viewport={"width": 1250, "height": 850})
        page.goto(proxy.url.rstrip("/") + running.found[1])
        expect(page.get_by_text("stars[PRIMARY,1]", exact=True)).to_be_visible()
        fit_in(page)
        for act in (
            lambda: page.mouse.wheel(0, -240),
            lambda: page.keyboard.press("2"),
            lambda: pan(page),
        ):
            changes(page, act)

        start(page, "Cuts")
        assert not panel_has_colors(page)
        drag_right(page, (0.3, 0.3), (0.7, 0.7))
        expect(page.get_by_role("button", name="Delete Cut")).to_be_enabled()
        comes_true(page, lambda: panel_has_colors(page), True)  # the cut is plotted in blue
        close(page)

        fit_in(page)
        start(page, "Pick")
        click_at(page, 500 / 800, 0.5)  # the brightest star
        for place in (500, 300):
            found = re.compile(rf"{place}\.\d+|{place + 1}\.\d+")  # pixels count from 1
            comes_true(page, lambda f=found: any(map(f.fullmatch, panel_says(page))), True)
        close(page)

        is_the_same_after_a_reload(page)
        expect(page.get_by_text("Operation", exact=True)).to_be_visible()
        assert errors(page) == []  # before the cut, of which Chromium complains
        is_the_same_without_a_line(page, proxy)
        point_at(page, 0.4, 0.4)
        changes(page, lambda: page.mouse.wheel(0, 240))
    running.end()


def test_two_viewers_of_a_notebook(
    open_page: Callable[..., Page], run: Run, image: Path, other_image: Path
) -> None:
    running = run(
        "ipg", lambda port: starting.notebook(port, image, other_image), starting.NOTEBOOK_SERVES
    )
    urls = re.findall(r"^v\d is at (\S+)$", running.program.output, re.MULTILINE)
    assert len(set(urls)) == 2
    first, second = pages = [open_page(is_new=True) for _ in urls]
    for page, url in zip(pages, urls, strict=True):
        page.goto(url)
        shows_much(page)
    assert is_at_rest(first) != is_at_rest(second)

    for page, other in ((first, second), (second, first)):
        untouched = is_at_rest(other)
        point_at(page)
        expect(page.get_by_text("Value:")).to_be_visible()  # what is under the pointer
        click_at(page)
        changes(page, lambda page=page: page.mouse.wheel(0, -240))
        is_the_same_after_a_reload(page)
        assert is_at_rest(other) == untouched
    assert [errors(page) for page in pages] == [[], []]
    running.end()
