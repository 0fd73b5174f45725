"""Tables whose rows are in a source: what is to be read or edited there, and who is sent what.

Knows: which tables of a session have a source, which browsers can take rows, and how often a table
is read. Must not know: how a source is read, event loops, threads, sockets, or what a table shows.

Whoever drives the core takes a :class:`Job` whenever the hub says that the session is ready, does
it (a source is the program's own code: it may block, await, raise), and brings back what came of
it. So no code of the program runs in here.

Rules:

* A browser is sent rows of a table when it has applied those before: a slow one gets as many as it
  takes, and always where it looks now.
* After a reading a table rests for ``Limits.window_pause``; what is asked meanwhile is merged.
* A browser that was lost is sent nothing. Back with the same page, it is sent what has changed.
* The first rows are sent unasked, which spares a round trip. The stock client, which asks for
  nothing, is sent more of them, as a plain table.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ...deadlines import Deadlines
from ...limits import Limits
from ...models.parts import SELECTED
from ...models.window import FIRST_ROWS, Block, Edit, Pick, Reading
from ...views.link import Link
from ...views.link_state import LinkState
from ...views.numbering import Place
from ...widgets.widget import Node, Operations
from ...wire.messages import Callback

if TYPE_CHECKING:
    from ...models.source_table import SourceModel

LOOKS = "looks"
"""The action by which our client tells which rows of a table it wants: from where, to where."""
STOCK_ROWS = 200
"""The first rows, of which the stock client is told."""


class Job(NamedTuple):
    """One thing to be done in a source.

    Attributes:
        node: the table.
        content: what it had when the job was taken.
        task: a range to read, one whose names are wanted, or a value to edit.
        work: does it: gives a :class:`~.models.window.Block` (names for a range of which these are
            wanted, of an edit nothing), or something to await for it; may raise anything.
    """

    node: Node
    content: "SourceModel"
    task: Reading[Link] | Edit | Pick
    work: Callable[[], Any]

    @property
    def is_edit(self) -> bool:
        """Whether a value is to be edited."""
        return isinstance(self.task, Edit)


class Readings:
    """The tables of one session that have sources.

    Parameters:
        session: encodes and sends.
        limits: the bounds.
        deadlines: where tables rest.
        refuse: is told of what a browser asks that can't be meant.
        wake: has the driver look at the session: there is a job.

    Attributes:
        tables: those that have sources, which may change by themselves what pages show; without any
            :meth:`applied` need not be called.
    """

    def __init__(
        self,
        session: Operations,
        limits: Limits,
        deadlines: Deadlines,
        refuse: Callable[[Link, str], None],
        wake: Callable[[], None],
    ) -> None:
        self._session = session
        self._pause = limits.window_pause
        self._deadlines = deadlines
        self._refuse = refuse
        self._wake = wake
        self.tables: dict[Node, SourceModel] = {}
        self._due: dict[Node, None] = {}
        self._resting: dict[Node, None] = {}
        self._sent: dict[tuple[Node, Link], Place] = {}

    # --- what a driver does

    @property
    def is_due(self) -> bool:
        """Whether a job may wait."""
        return bool(self._due)

    def take(self) -> Job | None:
        """Take the next job, or None; several may be under way, but one reading of a table."""
        for node in list(self._due):
            content = self._content(node)
            if content is not None:
                edit = content.next_edit()
                if edit is not None:
                    return Job(node, content, edit, partial(edit.make, content.feed))
                pick = content.next_pick()
                if pick is not None:
                    work = partial(content.feed.keys, pick.start, pick.stop, pick.order)
                    return Job(node, content, pick, work)
                reading = None
                if node not in self._resting:
                    reading = content.next_reading(partial(self._can_take, node))
                if reading is not None:
                    _, start, stop, _, order, columns = reading
                    work = partial(content.feed.read, start, stop, order, columns)
                    return Job(node, content, reading, work)
            del self._due[node]
        return None

    def done(self, job: Job, found: Any) -> None:
        """A job has been done.

        Parameters:
            job: the job.
            found: what was read: a :class:`~.models.window.Block`, or names; None for an edit.

        Raises:
            TypeError, ValueError: rows that can't go over the wire; the browser is told that they
                could not be read.
        """
        task = job.task
        if isinstance(task, Edit):
            job.content.edit_ended()
            if self._is_current(job):
                told = ([task.key], task.column, task.old, task.new)
                self._session.raise_event(job.node, "cell_edited", *told)
        elif isinstance(task, Pick):
            self._select(job, task, found)
        elif found is not None and self._is_wanted(job, task):
            job.content.length = found.length
            try:
                self._show(job.node, task, found)
            except (TypeError, ValueError):
                self._show(job.node, task, None)
                raise

    def failed(self, job: Job) -> None:
        """A job could not be done: the browser is told so, or shown the value as it is."""
        if isinstance(job.task, Edit):
            job.content.edit_ended()
        elif isinstance(job.task, Pick):
            self._select(job, job.task, None)
        elif self._is_wanted(job, job.task):
            self._show(job.node, job.task, None)

    # --- what tables do

    def soon(self, node: Node) -> None:
        """Something is to be read or edited for a table."""
        content = self._content(node)
        if content is None:
            self._forget(node)
            return
        if self.tables.get(node) is not content:
            self.tables[node] = content
            for link in self._session.links:
                _look_first(content, link)
        self._due[node] = None
        self._wake()

    # --- what browsers do

    def look(self, link: Link, message: Callback) -> None:
        """A browser looks at rows. One that was late to hear of the table's end is no fault."""
        node = self._session.nodes.get(message.wid)
        content = None if node is None else self._content(node)
        if content is None or not link.speaks_extension:
            return
        try:
            content.look(link, *message.args)
        except TypeError as exc:
            self._refuse(link, f"{node!r} reports {LOOKS!r}: {exc}")

    def page_built(self, link: Link) -> None:
        """A page is built anew: it begins at the first rows, until it asks for others."""
        for node, content in self._current():
            self._sent.pop((node, link), None)
            _look_first(content, link)
            self.soon(node)

    def applied(self, link: Link) -> None:
        """A browser has applied more of what it was sent, or is back."""
        for node, content in self._current():
            if link in content.windows and content.windows.is_due(partial(self._can_take, node)):
                self.soon(node)

    def link_gone(self, link: Link) -> None:
        """A browser is waited for no longer."""
        for node, content in self.tables.items():
            content.windows.forget(link)
            self._sent.pop((node, link), None)

    def widgets_gone(self) -> None:
        """Widgets have ended."""
        for node in [node for node in self.tables if node.destroyed]:
            self._forget(node)
            self._resting.pop(node, None)

    # ------------------------------------------------------------------------------------------

    def _forget(self, node: Node) -> None:
        """A table has no source any more."""
        if self.tables.pop(node, None) is not None:
            self._due.pop(node, None)
            self._sent = {key: place for key, place in self._sent.items() if key[0] is not node}

    def _content(self, node: Node) -> "SourceModel | None":
        content = node.content
        if content is None:
            return None
        from ...models.source_table import SourceModel  # late: most sessions have no source

        return content if isinstance(content, SourceModel) and not node.destroyed else None

    def _current(self) -> "list[tuple[Node, SourceModel]]":
        found = [(node, self._content(node)) for node in self.tables]
        return [(node, content) for node, content in found if content is not None]

    def _is_current(self, job: Job) -> bool:
        return self._content(job.node) is job.content

    def _can_take(self, node: Node, link: Link) -> bool:
        sent = self._sent.get((node, link), Place(0))
        return link.state is LinkState.ATTACHED and link.outbox.applied_place >= sent

    def _is_wanted(self, job: Job, reading: Reading[Link]) -> bool:
        """Whether what was read is still to be shown. The table rests from now."""
        node = job.node
        is_there = reading.viewer.state is LinkState.ATTACHED
        is_wanted = job.content.windows.finish(reading, is_there=is_there)
        if not self._is_current(job):
            return False
        self._resting[node] = None
        self._deadlines.add(self._pause, partial(self._rested, node))
        return is_wanted

    def _rested(self, node: Node, now: float) -> None:
        self._resting.pop(node, None)
        content = self._content(node)
        if content is not None and content.windows.is_due(partial(self._can_take, node)):
            self.soon(node)

    def _select(self, job: Job, pick: Pick, keys: Any) -> None:
        """Have the rows of a range selected; all browsers are told what is, whatever came of it."""
        if not self._is_current(job):
            return
        from ...catalog.effects.models import send_steps  # late, as are all that only tables need

        content, node = job.content, job.node
        is_selected = content.picked_names(pick, keys)
        send_steps(self._session, node, content.tell(SELECTED))
        if is_selected:
            self._session.raise_event(node, "selected", content.get_selected())

    def _show(self, node: Node, reading: Reading[Link], block: Block | None) -> None:
        """Send a browser the rows of a reading; None: they could not be read."""
        link = reading.viewer
        keys = tuple(column["key"] for column in reading.columns)
        if not link.speaks_extension:
            if block is None:
                return
            call: tuple[str, tuple[Any, ...]] = "set_tree", (_plain_table(block, keys),)
        elif block is None:
            about: Mapping[str, Any] = {"generation": reading.generation, "start": reading.start}
            call = "_showRows", ({**about, "failed": True},)
        else:
            shown = {
                "generation": reading.generation,
                "start": reading.start,
                "length": block.length,
                "columns": keys,
                "keys": block.keys,
                "cells": [block.cells[key] for key in keys],
            }
            if block.looks:
                shown["looks"] = block.looks
            call = "_showRows", (shown,)
        outgoing = self._session.encode_call(node, *call, keys=(("window", "rows"),))
        self._session.send_in_order(outgoing, to=link)
        self._sent[node, link] = link.outbox.last


def _look_first(content: "SourceModel", link: Link) -> None:
    content.windows.look(link, 0, FIRST_ROWS if link.speaks_extension else STOCK_ROWS)


def _plain_table(block: Block, keys: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    columns = [block.cells[key] for key in keys]
    rows = zip(*columns, strict=True) if columns else ([] for _ in block.keys)
    return {
        key: dict(zip(keys, row, strict=True)) for key, row in zip(block.keys, rows, strict=True)
    }
