"""What of one session outlives the process, as it changes.

Knows: which values users have ever changed, what the program says of that, and which fields differ
from those that were stored. Must not know: where they are stored, when, or how they come back.

A user's value counts from the first time that any user has changed it: what is kept is its newest
one, whoever wrote that. All other values are the program's to set again.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ...catalog.keeping import HISTORY, MISSING, all_keys, history_of, value_of, was_taken_out
from ...views.carry import NotRepeated
from ...views.link import Link
from ...widgets.widget import Node
from ...wire.messages import KeptUpTo
from ...wire.outgoing import Key, Touch
from ..people.shares import Shares
from ..receiving.ledger import Ledger
from .kept_shares import as_kept
from .naming import Names
from .snapshot import (
    AS_IT_WAS,
    DATA,
    DOUBTFUL,
    META,
    OLDER,
    PAGES,
    SHAPE,
    SHARES,
    UNREPEATED,
    WHOLE,
    WIDGET,
    KeptWidget,
    Meta,
    Reference,
    Shape,
    Snapshot,
    encode,
    read,
)

_NOTHING: Mapping[str, int] = MappingProxyType({})
_UNFIT = (TypeError, ValueError, OverflowError, RecursionError)
"""What encoding raises for what is no plain data."""


class Kept:
    """What of one session is kept.

    Parameters:
        nodes: its widgets by id.

    Attributes:
        data: what the program keeps: plain data by names.
        names: how widgets are known again.
        ledger: which messages of pages are done.
        redelivered: actions whose events are repeated after a crash, by the widget's id.
        is_asked: whether the program itself has asked for the save: then the data are those of now,
            though a handler may be in the middle of its work.
        unfit: why :attr:`data` could not be stored the last time; None: it could.
        is_built: whether the program has built the session.
        wids: the ids that pages of an earlier run know widgets by, with those of today; None: it is
            gone. Only where these differ.
        known: the ids of all widgets of that run that can be told apart; None: it had none.
        is_reused: whether the program has given the session's id, so that something else may be
            stored under it.
        is_programs: whether the program has made the session, and no visitor.
        former: the views of an earlier run, by their ids.
        older: those of them that were built by runs before the last, which knew other ids.
        is_stale: whether anything of the widgets may have changed since :meth:`fields`.
        epoch: how often a server has come to own the session: each time it is a higher number.
    """

    def __init__(self, nodes: Mapping[int, Node]) -> None:
        self.data: dict[str, Any] = {}
        self.epoch = 1
        self.is_stale = True
        self._of_widgets: dict[str, bytes] = {}
        self.names = Names()
        self.ledger = Ledger()
        self.ledger.begins = self._note_data
        self._data_between: bytes | None = None
        self._fit_data = encode({})
        self.redelivered: set[tuple[int, str]] = set()
        self.is_asked = False
        self.unfit: str | None = None
        self.is_built = self._is_found_whole = False
        self._shares: Shares | None = None
        self.former: frozenset[str] = frozenset()
        self.older: frozenset[str] = frozenset()
        self.wids: dict[int, int | None] = {}
        self.known: frozenset[int] | None = None
        self.is_reused = self.is_programs = False
        self._nodes = nodes
        self._touched: dict[int, dict[Key, None]] = {}
        self._chosen: dict[int, bool] = {}
        self._stored: dict[str, bytes] = {}
        self._stored_up_to: Mapping[str, int] = _NOTHING
        self._told: frozenset[str] = frozenset()  # the fields that were given to be stored last

    # --- what is told

    def touch(self, touches: Iterable[Touch]) -> None:
        """A user has changed these values, or may have."""
        self.is_stale = True
        for wid, key in touches:
            self._touched.setdefault(wid, {})[key] = None

    def choose(self, node: Node, is_kept: bool) -> None:
        """Keep all values of a widget, whoever sets them, or none."""
        self._chosen[node.wid] = is_kept
        self.is_stale = True

    def repeat(self, node: Node, action: str) -> None:
        """Have an action's events repeated after a crash, as they may not have been handled."""
        self.redelivered.add((node.wid, action))

    def keep_shares(self, shares: Shares) -> None:
        """Keep the links to the session that are passed on, and what becomes of them."""
        self._shares = shares
        shares.is_lasting = True

    def built(self) -> None:
        """The program has built the session: widgets get their places."""
        if not self.is_built:
            self.is_built = True
            self.names.fix(self._nodes)
            self.is_stale = True

    @property
    def is_as_it_was(self) -> bool:
        """Whether it came as it was left in good order, and nothing has happened to it since."""
        return self._is_found_whole and not self.is_built

    # --- what is kept

    def fields(self, token: str, first_token: str, links: list[Link]) -> dict[str, bytes]:
        """All fields as they are now.

        Parameters:
            token, first_token: the session's credentials.
            links: its views.

        Where :attr:`data` holds what can't be stored, it is as it was stored last.
        """
        if self.is_stale or self.names.is_news:
            self.is_stale = self.names.is_news = False
            self._of_widgets = self._widgets()
        done = self.ledger.done(links)
        found = {
            META: encode(Meta(token=token, first_token=first_token, epoch=self.epoch)),
            **self._of_widgets,
            DATA: self._encoded_data(),
            PAGES: encode(done),
        }
        # What is not built yet may come to have other ids than it had.
        older = self.older | self.former if self.wids or not self.is_built else self.older
        shares = [] if self._shares is None else as_kept(self._shares)
        if shares:
            found[SHARES] = encode(shares)
        if older:
            found[OLDER] = encode(sorted(older))
        # A page may be away for longer than one run, in whatever way that ends.
        doubtful = self.ledger.in_doubt(done, links)
        if doubtful:
            found[DOUBTFUL] = encode(sorted(doubtful))
        unrepeated = self.ledger.unrepeated_up_to(done, links)
        if unrepeated:
            found[UNREPEATED] = encode(unrepeated)
        return found

    def _widgets(self) -> dict[str, bytes]:
        """The fields of all widgets, and of how they are named."""
        names, nodes = self.names, self._nodes
        names.forget_gone(nodes)
        found = {SHAPE: encode(Shape(names=names.of, shapes=names.shapes))}
        for wid in {**self._touched, **self._chosen}:
            node, name = nodes.get(wid), names.of.get(wid)
            if name is None:
                continue
            kept = None if node is None else self._widget(node)
            if kept is not None:
                found[f"{WIDGET}{name}"] = _encoded(kept)
        return found

    def _with_histories(self) -> dict[str, bytes]:
        """The fields of editors in which something can be undone, with that."""
        found = {}
        for wid in {**self._touched, **self._chosen}:
            node, name = self._nodes.get(wid), self.names.of.get(wid)
            kept = None if node is None or name is None else self._widget(node)
            if node is not None and kept is not None:
                history = history_of(node)
                if history is not MISSING and any(key == "text" for key, _ in kept.values):
                    kept.values.append((HISTORY, history))
                    found[f"{WIDGET}{name}"] = _encoded(kept)
        return found

    def _note_data(self) -> None:
        """A handler begins: what it changes of the data is saved when its message is done."""
        unfit, self._data_between = self.unfit, None
        self._data_between = self._encoded_data()
        self.unfit = unfit  # that is found out, and told, when all is saved

    def _encoded_data(self) -> bytes:
        if self._data_between is not None and self.ledger.is_at_work and not self.is_asked:
            return self._data_between
        try:
            encoded = encode(self.data)
        except _UNFIT as exc:
            self.unfit = str(exc)
            return self._fit_data
        self.unfit = None
        self._fit_data = encoded
        if self.is_asked:
            self._data_between = encoded  # the next save must not fall behind this one
        return encoded

    def _widget(self, node: Node) -> KeptWidget | None:
        choice = self._chosen.get(node.wid)
        if choice is False:
            return None
        touched = self._touched.get(node.wid, {})
        values = []
        for key in dict.fromkeys(all_keys(node)) if choice else touched:
            value = value_of(node, key)
            if value is not MISSING:
                encoded = self._as_data(value)
                if encoded is not MISSING:
                    values.append((key, encoded))
        is_taken_out = any(was_taken_out(node, key) for key in touched)
        if not values and not is_taken_out:
            return None
        return KeptWidget(cls=node.cls.name, values=values, is_taken_out=is_taken_out)

    def _as_data(self, value: Any) -> Any:
        """A value with names in place of widgets; MISSING where one of these has none."""
        if isinstance(value, Node):
            name = self.names.of.get(value.wid)
            return MISSING if name is None else Reference(name)
        if isinstance(value, (list, tuple)):
            items = [self._as_data(item) for item in value]
            return MISSING if any(item is MISSING for item in items) else items
        if isinstance(value, dict):
            pairs = {key: self._as_data(item) for key, item in value.items()}
            return MISSING if any(item is MISSING for item in pairs.values()) else pairs
        return value

    # --- what is stored

    def changes(
        self,
        token: str,
        first_token: str,
        links: list[Link],
        *,
        is_last: bool = False,
        is_whole: bool = False,
    ) -> dict[str, bytes | None]:
        """The fields that differ from those that were stored; None: one that is no more.

        They count as stored from here on; see :meth:`not_stored`.

        Parameters:
            token, first_token, links: as :meth:`fields` takes them.
            is_last: whether another server is to go on from here, which can undo what this one can.
            is_whole: likewise, and nothing happens here any more, whether or not it is stored.
        """
        fields = self.fields(token, first_token, links)
        if is_last or is_whole:
            fields.update(self._with_histories())
        if is_whole:
            fields[WHOLE] = AS_IT_WAS
        stored = self._stored
        changed: dict[str, bytes | None] = {
            name: field for name, field in fields.items() if stored.get(name) != field
        }
        changed.update((name, None) for name in stored if name not in fields)
        self._stored, self._told = fields, frozenset(changed)
        return changed

    def begin_again(self, found: Snapshot, fields: Mapping[str, bytes]) -> None:
        """Go on from what a store has of the session.

        Parameters:
            found: what it has.
            fields: the same, field by field, as it is there now.
        """
        self.data.update(found.data)
        self._is_found_whole = found.is_whole
        self.ledger.doubtful.update(found.doubtful if found.is_whole else found.pages)
        self.former, self.older = frozenset(found.pages), found.older
        for link_id, count in found.pages.items():
            self.ledger.remember(link_id, count)
            if found.unrepeated.get(link_id):
                self.ledger.unrepeated[link_id] = NotRepeated(found.unrepeated[link_id])
        self._fit_data = fields.get(DATA, self._fit_data)
        self._stored = {name: field for name, field in fields.items() if name != WHOLE}

    def stored_up_to(self, counts: Mapping[str, int], links: list[Link]) -> None:
        """What came of so many messages of each page, by its view's id, is stored: tell the pages.

        Parameters:
            counts: as :meth:`.ledger.Ledger.done` gave them when the fields were taken.
            links: the views of now.
        """
        self._stored_up_to = counts
        for link in links:
            self.tell_stored(link)

    def stored_of(self, link_id: str) -> int:
        """How many messages of a page are stored as done, by its view's id."""
        return self._stored_up_to.get(link_id, 0)

    def tell_stored(self, link: Link) -> None:
        """Tell a page what of it is stored; once more where it has come back to its view.

        It may have been away when that was stored, and nothing may be stored after it.
        """
        count = self._stored_up_to.get(link.id)
        if count is not None and link.channel is not None and link.speaks_extension:
            link.channel.say(KeptUpTo(count=count))

    def not_stored(self) -> None:
        """The last changes could not be stored: all is to be stored again."""
        self._stored = dict.fromkeys((*self._stored, *self._told), b"")  # what is no more, too

    def snapshot(self, token: str, first_token: str, links: list[Link]) -> Snapshot:
        """The session as data."""
        return read(self.fields(token, first_token, links))


def _encoded(kept: KeptWidget) -> bytes:
    """A widget's field, without values that no store could hold (an int of more than 64 bits)."""
    try:
        return encode(kept)
    except _UNFIT:
        kept.values = [pair for pair in kept.values if _is_fit(pair)]
        return encode(kept)


def _is_fit(value: Any) -> bool:
    try:
        encode(value)
    except _UNFIT:
        return False
    return True
