"""Scenarios: sessions that outlive the application, in a store.

Knows: what a store promises. Must not know: any world.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets.stores import MemoryStore, StoreError

from .scenario import scenario
from .visitor import Visitor
from .world import World


def form(world: World) -> Callable[[Any], Any]:
    """A program with a field, and a button that counts in what is kept."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        W.TextEntry("", name="field").on("modified", lambda *_: None)
        label, button = W.Label(str(session.data.get("count", 0))), W.Button("more")

        def more() -> None:
            session.data["count"] = session.data.get("count", 0) + 1
            label.set_text(str(session.data["count"]))

        button.on("activated", more)
        session.on_restore(lambda session: world.note(("restored", session.is_restored)))

    return build


def _returning(world: World, before: Visitor) -> Visitor:
    """The page of a session of an earlier application, loaded anew."""
    return world.visit(session_id=before.session_id, token=before.token)


@scenario
def what_users_did_outlives_the_application(world: World) -> None:
    """A text, and what the program keeps; on_restore hears of it, and no other handler."""
    store = MemoryStore()
    with world.serving(form(world), store=store):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.type_text(visitor.widget("TextEntry").wid, "Ada")
        visitor.press()
        visitor.press()
        visitor.until_text("2")
        world.stop()
        assert visitor.until_closed() == 1012
    assert world.notes == []
    with world.serving(form(world), store=store):
        page, other = _returning(world, visitor), _returning(world, visitor)
        for each in (page, other):
            each.until_text("2")
            assert each.session_id == visitor.session_id
            assert each.widget("TextEntry").get("text") == "Ada"
        page.press()
        other.until_text("3")
        assert world.notes == [("restored", True)]
        assert len(world.sessions()) == 1


@scenario
def what_is_saved_at_once_outlives_a_crash(world: World) -> None:
    """What comes after it, and is not saved, does not; a destroyed session is not found again."""
    store = MemoryStore()
    with world.serving(form(world), store=store):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.until_text("1")
        assert visitor.session_id is not None
        session = world.sessions()[visitor.session_id]
        world.call(session.save)
        (key,) = store.sessions()
        saved = store.load(key)
        visitor.press()
        visitor.until_text("2")
    assert saved is not None
    store.save(key, saved)  # as if nothing had come after it
    with world.serving(form(world), store=store):
        page = _returning(world, visitor)
        page.until_text("1")
        assert page.session_id is not None
        world.call(world.sessions()[page.session_id].destroy)
        assert page.until_closed() == 4002
        world.until_program(lambda: store.sessions() == [])


class _BrokenStore(MemoryStore):
    """A store that can be out of order."""

    is_broken = False

    def save(self, session: str, fields: Any) -> None:
        if self.is_broken:
            raise StoreError("no space left")
        super().save(session, fields)


@scenario
def a_store_that_fails_holds_up_nobody(world: World) -> None:
    """It is told once, and saved later what could not be saved before."""
    store = _BrokenStore()
    with world.serving(form(world), store=store):
        visitor = world.visit()
        visitor.until_heard("Button")
        store.is_broken = True
        visitor.press()
        visitor.until_text("1")
        world.expect("sessions are not saved, and are served from memory: no space left")
        assert visitor.session_id is not None
        session = world.sessions()[visitor.session_id]
        told = ""
        try:
            world.call(session.save)
        except StoreError as exc:
            told = str(exc)
        assert told == "no space left"
        visitor.press()
        visitor.until_text("2")
        store.is_broken = False
    with world.serving(form(world), store=store):
        _returning(world, visitor).until_text("2")
