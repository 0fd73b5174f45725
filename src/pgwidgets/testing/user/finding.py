"""Finding what a user means: by what is written on it, its class, its name, its role, its path.

Knows: what a page shows. Must not know: what is done with what is found.
"""

from collections.abc import Callable, Sequence
from typing import Any

from ..page import Page, PageWidget
from .printing import line_of, tree_of
from .sight import Sight

__tracebackhide__ = True  # pytest shows where a test calls this

_MOST = 8


class NotFound(AssertionError):
    """Nothing on the page is what was sought, or more than one thing is."""


class Query:
    """What is sought.

    Parameters:
        what: what is written on it, or its name or title; None: anything.
        cls: its class, as in ``"Button"``.
        text: what is written on it.
        name: what it is called: see :meth:`~.sight.Sight.name`.
        role: its role, as in ``"button"``.
        path: what is written on some of the things around it, from the outside in, and on itself,
            with slashes between.
        index: which one of several, from 0; None: there must be one.
    """

    def __init__(
        self,
        what: str | None = None,
        *,
        cls: str | None = None,
        text: str | None = None,
        name: str | None = None,
        role: str | None = None,
        path: str | None = None,
        index: int | None = None,
    ) -> None:
        for key, value in (
            ("what", what),
            ("cls", cls),
            ("text", text),
            ("name", name),
            ("role", role),
            ("path", path),
        ):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"find(): {key} is {value!r}; it must be a text")
        self.what = what
        self.cls = cls
        self.text = text
        self.name = name
        self.role = role
        self.path = path
        self.index = index

    def __str__(self) -> str:
        return " ".join([f"a {self.cls}" if self.cls else "a widget", *self._qualities()])

    @property
    def is_missing(self) -> str:
        """That there is none, as a sentence without its end."""
        head, qualities = f"No {self.cls}" if self.cls else "Nothing", self._qualities()
        return f"{head} shown is {' '.join(qualities)}" if qualities else f"{head} is shown"

    def _qualities(self) -> list[str]:
        words = []
        if self.what is not None:
            words.append(f"labelled or named {self.what!r}")
        others = {"text": self.text, "name": self.name, "role": self.role, "path": self.path}
        words += [f"with the {key} {value!r}" for key, value in others.items() if value is not None]
        return words

    def matches(self, sight: Sight, candidates: Sequence[PageWidget]) -> list[PageWidget]:
        """The widgets that are meant; exact matches go before those that contain a text."""
        found = [
            widget
            for widget in candidates
            if (self.cls is None or widget.cls == self.cls)
            and (self.role is None or sight.role(widget) == self.role)
        ]
        if self.path is not None:
            words = [word for word in self.path.split("/") if word]
            found = _best(found, lambda widget: _fits_path(sight, widget, words))
        if self.name is not None:
            wanted = self.name
            found = _best(found, lambda widget: _fit(wanted, [sight.name(widget)]))
        if self.text is not None:
            text = self.text
            found = _best(found, lambda widget: _fit(text, sight.texts(widget)))
        if self.what is not None:
            what = self.what
            found = _best(found, lambda widget: _fits_what(sight, widget, what))
        return found


def find_all(page: Page, query: Query, within: PageWidget | None = None) -> list[PageWidget]:
    """All that is meant, of what is shown."""
    sight = Sight(page)
    candidates = sight.all() if within is None else sight.walk(within)
    return query.matches(sight, [widget for widget in candidates if sight.is_shown(widget)])


def find(
    page: Page,
    query: Query,
    within: PageWidget | None = None,
    prefer: Callable[[PageWidget], bool] = lambda widget: True,
) -> PageWidget:
    """The one that is meant.

    Parameters:
        page: the page.
        query: what is sought.
        within: what it must be in; None: anywhere.
        prefer: what the user can do with it: where some can be, none of the others is meant.

    Raises:
        NotFound: there is none, or more than one.
    """
    found = find_all(page, query, within)
    found = [widget for widget in found if prefer(widget)] or found
    if len(found) == 1 and query.index is None:
        return found[0]
    sight = Sight(page)
    if query.index is not None:
        if -len(found) <= query.index < len(found):
            return found[query.index]
        raise NotFound(
            f"{query}: there are {len(found)}, so there is no number {query.index}\n\n"
            f"{tree_of(page)}"
        )
    if found:
        lines = [f"  {sight.path(widget)}: {line_of(sight, widget)}" for widget in found[:_MOST]]
        more = [f"  ... and {len(found) - _MOST} more"] if len(found) > _MOST else []
        raise NotFound(
            "\n".join(
                [
                    f"{query}: there are {len(found)}; say which (cls=, path=, within=, index=)",
                    *lines,
                    *more,
                    "",
                    tree_of(page),
                ]
            )
        )
    raise NotFound(f"{query.is_missing}{_hidden_hint(page, query, sight)}\n\n{tree_of(page)}")


def _hidden_hint(page: Page, query: Query, sight: Sight) -> str:
    hidden = query.matches(sight, [w for w in sight.all() if not sight.is_shown(w)])
    if not hidden:
        return ". Shown are:"
    return f" ({len(hidden)} hidden: {sight.path(hidden[0])}). Shown are:"


def _best(widgets: list[PageWidget], fit: Callable[[PageWidget], int | None]) -> list[PageWidget]:
    """Those that fit best; a lower number is better, None is not at all."""
    fits = [(fit(widget), widget) for widget in widgets]
    best = min((how for how, _ in fits if how is not None), default=None)
    return [] if best is None else [widget for how, widget in fits if how == best]


def _fit(wanted: str, texts: Sequence[Any]) -> int | None:
    if wanted in texts:
        return 0
    folded = wanted.casefold()
    if not folded:
        return None
    found = [text.casefold() for text in texts]
    if folded in found:
        return 1
    return 2 if any(folded in text for text in found) else None


def _fits_what(sight: Sight, widget: PageWidget, what: str) -> int | None:
    if what == sight.text(widget) or what == sight.name(widget):
        return 0
    on_it = [_fit(what, [sight.text(widget), sight.name(widget)])]
    in_it = [_fit(what, sight.texts(widget))] if _has_parts(widget) else []
    # What is written on it counts more than what is in it.
    found = [2 * how for how in on_it if how is not None]
    found += [2 * how + 1 for how in in_it if how is not None]
    return min(found, default=None)


def _has_parts(widget: PageWidget) -> bool:
    return widget.content is not None or bool(widget.said)


def _fits_path(sight: Sight, widget: PageWidget, words: list[str]) -> int | None:
    chain = [widget, *sight.ancestors(widget)]
    signs = []
    for place, one in enumerate(chain):
        outer = chain[place + 1] if place + 1 < len(chain) else None
        title = "" if outer is None else sight.title(outer, one)
        signs.append({one.cls, sight.text(one), sight.name(one), title} - {""})
    if not words or words[-1] not in signs[0]:
        return None
    rest = iter(signs[1:])
    for word in reversed(words[:-1]):
        if not any(word in sign for sign in rest):
            return None
    return 0
