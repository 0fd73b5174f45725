"""How a widget is known again by a later run of the program.

Knows: names that the program has given, and places: a class, and a number among those of that class
in one parent. Must not know: values, stores, or what is done with the names.

A place is given once, when the program has built a session, and to no other widget afterwards: what
is destroyed later moves nobody. A parent's *shape* is what stands in it by class and by what its
constructors were told as texts; where that is another one in the next run, the places in it mean
other widgets, and count no more.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ...widgets.widget import Node

ROOT = ""
"""The name of what holds the widgets without a parent."""


class Names:
    """The names of the widgets of one session.

    Attributes:
        given: those that the program has given, by the widget's id.
        of: all names, by the widget's id; none before :meth:`fix`.
        shapes: the shapes of parents, by the parent's name.
        is_news: whether one was given since somebody said that it is no news.
    """

    def __init__(self) -> None:
        self.given: dict[int, str] = {}
        self.of: dict[int, str] = {}
        self.shapes: dict[str, str] = {}
        self.is_news = False
        self._holders: dict[str, int] = {}  # of names that the program has given

    def give(self, node: Node, name: str, nodes: Mapping[int, Node]) -> None:
        """Take the name that the program gives a widget.

        Raises:
            TypeError: it is no text.
            ValueError: it is empty or no Unicode, or another widget that is there has it.
        """
        if not isinstance(name, str):
            raise TypeError(f"{node.cls.name}(): name is {name!r}; it must be a text")
        if not name:
            raise ValueError(f"{node.cls.name}(): name is ''; it must say which widget it is")
        if not is_unicode(name):
            raise ValueError(f"{node.cls.name}(): name is {name!r}; it must be Unicode")
        holder = nodes.get(self._holders.get(name, node.wid))
        if holder is not None and holder is not node:
            raise ValueError(
                f"{node.cls.name}(): name is {name!r}, which {holder!r} has; in a session each "
                f"name is of one widget"
            )
        self._holders[name] = node.wid
        self.given[node.wid] = name
        self.of[node.wid] = f"={quoted(name)}"
        self.is_news = True

    def forget_gone(self, nodes: Mapping[int, Node]) -> None:
        """Forget the names of widgets that are there no more; none of their places is given again.

        Parameters:
            nodes: those that are there.
        """
        for wid in [wid for wid in self.of if wid not in nodes]:
            del self.of[wid]
            name = self.given.pop(wid, None)
            if name is not None and self._holders.get(name) == wid:
                del self._holders[name]

    def fix(self, nodes: Mapping[int, Node]) -> None:
        """Give each widget without a name its place; to be called once, when all is built."""
        roots = [node for node in nodes.values() if node.parent is None and node.cls.is_visual]
        self._place(ROOT, roots)
        stack = list(roots)
        while stack:
            node = stack.pop()
            children = node.children
            if children:
                self._place(self.of[node.wid], children)
                stack += children
            for slot in node.slots:
                if slot.window is not None and slot.child is not None:
                    self.of[slot.window.wid] = f"{self.of[slot.child.wid]}/window"

    def _place(self, above: str, children: Iterable[Node]) -> None:
        counts: Counter[str] = Counter()
        stands: list[list[str]] = []
        for child in children:
            kind = child.cls.name
            given = self.given.get(child.wid)
            if given is None:
                counts[kind] += 1
                self.of[child.wid] = f"{above}/{kind}{counts[kind]}"
                stands.append([kind, *_texts(child)])
        encoded = msgspec.json.encode(stands)
        self.shapes[above] = hashlib.blake2b(encoded, digest_size=8).hexdigest()


def parents_of(name: str) -> Iterator[str]:
    """The parents by whose shapes a name stands or falls, from the nearest up.

    None of one that the program has given; of a place below such a widget, those up to it.
    """
    while not name.startswith("=") or "/" in name:
        above, _, _ = name.rpartition("/")
        if not name.endswith("/window"):
            yield above
        if above == ROOT:
            return
        name = above


def is_unicode(text: str) -> bool:
    """Whether a text can be stored and sent: it has no half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def quoted(name: str) -> str:
    """A name of the program's as a part of names, which a slash divides."""
    return name.replace("%", "%25").replace("/", "%2F")


def _texts(node: Node) -> list[str]:
    return [value for value in node.arguments.values() if isinstance(value, str)]
