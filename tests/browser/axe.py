"""The rules of accessibility that axe-core finds broken on a page.

Knows: where its script is. Must not know: what the page shows.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js")
CONTRAST = ["color-contrast"]
"""The rules that a theme may break, which changes colours and nothing else."""

_RUN = """async (rules) => {
    const runOnly = rules ? { runOnly: { type: "rule", values: rules } } : {};
    // By night only the red of the program's own colours is seen, which axe does not know.
    const isNight = document.documentElement.dataset.pgwTheme === "night";
    // What pops up for a moment, and readers are told of where it opens, is in no landmark.
    const popups = ".menu-widget, .combobox-dropdown";
    const within = { include: document, exclude: isNight ? [["[data-pgw-on]"]] : [] };
    const { violations } = await axe.run(within, { resultTypes: ["violations"], ...runOnly });
    const isPopup = (id, target) =>
        id === "region" && document.querySelector(target)?.matches(popups);
    return violations.flatMap(({ id, nodes }) => nodes
        .filter(({ target }) => !isPopup(id, target[0]))
        .map(({ html }) => `${id}: ${html}`));
}"""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What is wrong with a page: the rule, and the element.

    Parameters:
        rules: those that are tried; None: all.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN, rules)
    return found
