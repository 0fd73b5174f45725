"""Widgets of the sync API: what calls give, subclasses, one class for all threads."""

import inspect
import threading
from collections.abc import Callable
from typing import Any

import pytest

from pgwidgets.sync import Application, Session, Widgets
from pgwidgets.sync.session import library
from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets_proto.catalog import class_names


def new_session() -> Session:
    return Application(0, 0).create_session()


def test_calls_act_and_give_plain_values() -> None:
    session = new_session()
    W: Any = session.get_widgets()
    button = W.Button("one")
    assert isinstance(button, Widgets.Button)
    assert isinstance(button, Widgets.Widget)
    assert button.set_text("two") is None
    assert button.get_text() == "two"
    assert button.on("activated", print) is None
    box = W.VBox()
    assert box.add_widget(button, 0) is None
    assert box.get_children() == [button]
    assert list(session.walk_widget_tree()) == [box, button]
    action = W.ToolBar().add_action("Bold")
    assert isinstance(action, Widgets.ToolBarAction)
    assert W.VideoWidget().get_duration() is None  # nobody is there to ask
    assert session.flush() is None
    assert session.reconstruct() is None
    assert isinstance(session.make_timer(3), Widgets.Timer)
    assert button.destroy() is None
    assert button.is_destroyed
    assert button.get_text() == "two"


def test_no_call_of_any_class_gives_something_to_await() -> None:
    W: Any = new_session().get_widgets()
    for name in class_names():
        cls = getattr(W, name)
        assert not inspect.iscoroutinefunction(cls._initialize)
        for method in cls._pgwidgets_spec.methods.values():
            assert not inspect.iscoroutinefunction(getattr(cls, method.name))


@pytest.mark.parametrize("base", ["bound", "unbound"])
def test_subclasses_are_set_up_once_when_they_are_whole(base: str) -> None:
    session = new_session()
    W: Any = session.get_widgets()
    parent: Any = W.Button if base == "bound" else Widgets.Button
    log: list[str] = []

    class Counter(parent):
        def __init__(self, session: Session, start: int, **keywords: Any) -> None:
            super().__init__(session, str(start), **keywords)
            self.start = start
            log.append("made")

        def _initialize(self) -> None:
            super()._initialize()
            log.append("initialized")
            self.set_text(f"from {self.start}")

    class Sub(Counter):
        def __init__(self, session: Session) -> None:
            super().__init__(session, 7)
            log.append("made more")

    assert Counter(session, 1).get_text() == "from 1"
    assert log == ["made", "initialized"]
    log.clear()
    assert Sub(session).get_text() == "from 7"
    assert log == ["made", "made more", "initialized"]


def test_an_exception_in_the_set_up_comes_out() -> None:
    session = new_session()

    class Bad(Widgets.Label):
        def _initialize(self) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Bad(session, "x")


def at_once(number: int, function: Any) -> list[Any]:
    """What a function gives in so many threads that begin together."""
    start = threading.Barrier(number)
    found: list[Any] = []

    def run() -> None:
        start.wait()
        found.append(function())

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == number
    return found


def test_a_class_is_the_same_for_all_threads_that_ask_for_it_first() -> None:
    for name in class_names():
        session = new_session()
        library.made.pop(name, None)
        bound = at_once(4, lambda name=name, session=session: getattr(session.get_widgets(), name))
        assert len(set(bound)) == 1
        assert issubclass(bound[0], getattr(Widgets, name))


def test_a_widget_is_the_same_for_all_threads_that_ask_for_it_first() -> None:
    session = new_session()
    W: Any = session.get_widgets()
    for _ in range(30):
        menu = W.Menu()
        node = session._pgwidgets.core.call(
            menu._pgwidgets.node, "add_name", ("entry",)
        )  # no widget of it is made yet
        assert node.widget is None
        found = at_once(4, lambda menu=menu: menu.get_children()[0])
        assert len(set(found)) == 1


def test_sessions_of_many_threads() -> None:
    app = Application(0, 0)
    made = at_once(8, lambda: [app.create_session() for _ in range(20)])
    sessions = [session for some in made for session in some]
    assert sorted(session.id for session in sessions) == list(range(1, 161))
    assert set(app.sessions.values()) == set(sessions)


def test_handlers_that_are_added_and_removed_by_many_threads(world: ThreadsWorld) -> None:
    """At the end one is left, and is called: no thread has taken another's away."""
    heard: list[str] = []
    session: Any = None

    def build(new: Any) -> None:
        nonlocal session
        session = new
        new.get_widgets().Button("x")

    with world.serving(build):
        visitor = world.visit()
        visitor.until_shown(1, "Button")
        (button,) = session.walk_widget_tree()

        def churn() -> None:
            def own() -> None:
                heard.append("own")

            for _ in range(100):
                button.on("activated", own)
                button.remove_callback("activated", own)

        at_once(4, churn)
        button.on("activated", lambda: world.note("heard"))
        world.call(session.flush)  # nothing of the churning is on its way any more
        visitor.until_heard("Button")
        visitor.press()
        world.until(lambda: world.notes == ["heard"])
        assert heard == []


def test_a_timer_tells_how_long_it_has_run_by_the_time_of_the_call() -> None:
    class HandClock:
        time = 100.0

        def now(self) -> float:
            return self.time

        def arm(self, when: float | None, action: Callable[[float], None]) -> None:
            pass

    app = Application(0, 0)
    app._pgwidgets.clock = clock = HandClock()
    timer = app.create_session().get_widgets().Timer(duration=10)
    timer.start()
    clock.time += 4  # a handler is busy, so that the core is told nothing
    assert (timer.elapsed_time(), timer.time_left()) == (4, 6)
