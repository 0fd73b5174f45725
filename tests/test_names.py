"""Any name is the program's: classes derived from ours may keep what they like under it."""

import inspect
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest

from pgwidgets import async_, sync
from pgwidgets.callbacks import Callbacks
from pgwidgets.testing.conformance.memory import MemoryWorld
from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets.testing.conformance.world import World
from pgwidgets_proto.catalog import class_names

PREFIX = "_pgwidgets"
"""What the names begin with that are ours."""

HOOKS = {"_initialize", "_host", "_http_port"}
"""Names that begin with `_`, and are there for programs all the same."""

PLAIN = (
    "act act_on action actions active address admit alive allowed announce answer answers app "
    "application apart args arm attach attributes audience available awaited background "
    "backlog base batch begin bind block boot bound bounds browser browser_of browsers buffer "
    "busy cache call call_soon callback callbacks calls cancel channel channels children "
    "classes clock close closed closing cls code color complete completion condition config "
    "conn connect connected connection connections content context convert core count counter "
    "create create_session created crew current cursor data deadline deadlines debug default "
    "delay delegate destroy destroyed dispatch dispatcher document done doubts dropped "
    "enabled end ended engine entries entry env error error_handlers errors event events "
    "executor exit export exported failure file files find finish flag flush folder font "
    "frame function future get group grid gui handle handler handlers has_news headers height "
    "held helper hide hidden home host hub id identifier idle image inbox index info init "
    "initialized inner inside interval is_connected is_destroyed is_handling is_initialized "
    "is_made items join join_handlers job jobs key kind known label lane lanes last layout "
    "leave leave_handlers length level library lift limits link links listen listener local "
    "lock log log_refusal logger loop main make manager map max_sessions menu message "
    "messages method methods mode model module name names next node nodes note notify number "
    "object observers on_timer open open_channel operate operation options orientation outbox "
    "outer owner pace page pages parent parser path peer pending pid plugin plugins policy "
    "pool port position process process_events program promise properties proxy public queue "
    "queues ready refusals register registered release reply report request reset resolve "
    "respond response result results resume room root rows run running scope screen secret "
    "selection send send_at server session session_of sessions set settings settle settle_now "
    "setup shared shell show shutdown signal size slot sock socket sockets source spec stack "
    "start started state static status step stop stopped storage store stream style "
    "subscribers tab table target task tasks text thread threads time timeout timer timers "
    "title token tokens tool toolbar top transport tree type uid update url user users value "
    "values version view views visible wait waiting wake walk watch watchdog wid widget "
    "widgets width window windows worker workers writer x y z "
)

NAMES = sorted({*PLAIN.split(), *(f"_{name}" for name in PLAIN.split())})


class Mine:
    """What a program keeps under a name of ours: nothing can be done with it."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"pgwidgets uses {name!r} of what the program keeps for itself")

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        raise AssertionError("pgwidgets calls what the program keeps for itself")

    def __bool__(self) -> bool:
        raise AssertionError("pgwidgets asks for the truth of what the program keeps for itself")


MINE = Mine()


def taking(base: type[Any], names: Iterable[str], *, before: bool = True) -> type[Any]:
    """A class derived from another, whose objects have these names for themselves."""
    given = tuple(names)

    def init(self: Any, *args: Any, **keywords: Any) -> None:
        if before:
            for name in given:
                setattr(self, name, MINE)
        base.__init__(self, *args, **keywords)
        for name in given:
            setattr(self, name, MINE)

    return type(base)(f"My{base.__name__}", (base,), {"__init__": init, "__module__": __name__})


def free(needed: Iterable[str]) -> list[str]:
    """The names that a program may take that has a use for these of ours."""
    return [name for name in NAMES if name not in {*needed, *HOOKS}]


# --- what is there


def _classes() -> list[type[Any]]:
    made = [
        getattr(api.Widgets, name) for api in (async_, sync) for name in ("Widget", *class_names())
    ]
    return [async_.Application, sync.Application, async_.Session, sync.Session, Callbacks, *made]


@pytest.mark.parametrize("cls", _classes(), ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_all_other_names_of_a_class_are_public_and_documented(cls: type[Any]) -> None:
    spec = getattr(cls, f"{PREFIX}_spec", None)
    methods = () if spec is None else spec.methods  # some of pgwidgets-js begin with "_"
    for name in dir(cls):
        if name.startswith(("__", PREFIX, "_abc_")) or name in HOOKS or name in methods:
            continue
        assert not name.startswith("_"), f"{cls.__name__}.{name} is not the program's"
        assert inspect.getdoc(inspect.getattr_static(cls, name)), f"{cls.__name__}.{name}"


@pytest.mark.parametrize("api", [async_, sync])
def test_objects_have_one_attribute(api: Any) -> None:
    app = api.Application(0, 0)
    session = app.create_session()
    for thing in (app, session):
        assert list(vars(thing)) == [PREFIX], thing
    for widget in (make() for make in _makers(session)):
        assert (vars(widget), hasattr(widget, PREFIX)) == ({}, True)  # it has a slot for it
    assert list(vars(Callbacks("x"))) == [f"{PREFIX}_callbacks"]


@pytest.mark.parametrize("api", [async_, sync])
@pytest.mark.parametrize(
    "name", ["answer", "connect", "respond", "settle", "log_refusal", "send_at", "lock"]
)
def test_what_is_for_transports_is_not_public(api: Any, name: str) -> None:
    assert not hasattr(api.Application, name)


def _makers(session: Any) -> list[Any]:
    from async_api.test_widgets import MADE_BY_OTHERS

    W = session.get_widgets()
    return [getattr(W, name) for name in class_names() if name not in MADE_BY_OTHERS]


# --- properties


@pytest.mark.parametrize("api", [async_, sync])
def test_properties_of_ours_can_not_be_set_by_mistake(api: Any) -> None:
    app = api.Application(0, 0)
    session = app.create_session()
    button = session.get_widgets().Button("x")
    for thing, name in ((app, "url"), (session, "token"), (button, "wid"), (app, "_host")):
        kept = getattr(thing, name)
        with pytest.raises(AttributeError):
            setattr(thing, name, "mine")
        with pytest.raises(AttributeError):
            delattr(thing, name)
        assert getattr(thing, name) == kept


@pytest.mark.parametrize("api", [async_, sync])
def test_properties_of_ours_come_back_when_the_program_lets_go(api: Any) -> None:
    app = taking(api.Application, ["url"])(http_port=8080)
    assert app.url is MINE
    other = taking(api.Application, ["host"])(http_port=8080)
    assert other.url == "http://127.0.0.1:8080/"
    del app.url
    assert app.url == other.url
    with pytest.raises(AttributeError):
        del app.url
    assert isinstance(inspect.getattr_static(api.Application, "url"), property)
    assert "address" in (inspect.getdoc(api.Application.url) or "")


# --- programs


def _program(api: ModuleType, session: Any, heard: list[Any]) -> None:
    """A page with a button, whose classes, and whose session, have taken every name."""
    session.__class__ = taking(type(session), ())  # as if the program had made it
    for name in free(_methods(type(session))):
        setattr(session, name, MINE)
    bases = [getattr(api.Widgets, name) for name in ("TopLevel", "VBox", "Button", "Label")]
    window, column, push, text = (taking(cls, free(_methods(cls))) for cls in bases)
    top, box, button, label = (
        window(session, title="names"),
        column(session),
        push(session, "go"),
        text(session, "still"),
    )

    def pressed(widget: Any) -> None:
        heard.append(widget is button)
        label.set_text("pressed")

    button.add_callback("activated", pressed)
    box.add_widget(button)
    box.add_widget(label)
    top.set_widget(box)
    top.show()
    for thing in (session, top, box, button, label):
        for name in free(_methods(type(thing))):
            assert getattr(thing, name) is MINE


def _methods(cls: type[Any]) -> set[str]:
    """The public methods of a class: who takes the name of one has no use for it."""
    return {name for name in dir(cls) if callable(getattr(cls, name)) and name[0] != "_"}


class _AsyncWorld(MemoryWorld):
    def application(self, **settings: Any) -> Any:
        from pgwidgets.testing.conformance.memory import MemoryApplication

        needed = {*_methods(MemoryApplication), "listener", "url", "sessions"}
        return taking(MemoryApplication, free(needed))(**settings)


class _SyncWorld(ThreadsWorld):
    def application(self, **settings: Any) -> Any:
        needed = {*_methods(sync.Application), "url", "sessions"}
        return taking(sync.Application, free(needed))(**settings)


@pytest.mark.parametrize(("world", "api"), [(_AsyncWorld, async_), (_SyncWorld, sync)])
def test_a_program_that_takes_every_name_works(world: type[World], api: ModuleType) -> None:
    heard: list[Any] = []
    with (
        world() as here,
        here.serving(lambda session: _program(api, session, heard), max_sessions=None) as app,
    ):
        assert app.lock is app.log is app.queue is app.state is MINE
        for _ in range(2):
            visitor = here.visit()
            visitor.until_heard("Button")
            visitor.press()
            visitor.until_text("pressed")
    assert heard == [True, True]


@pytest.mark.parametrize("api", [async_, sync])
@pytest.mark.parametrize("name", class_names())
def test_each_widget_class_gives_up_every_name(api: Any, name: str) -> None:
    from async_api.test_widgets import MADE_BY_OTHERS

    if name in MADE_BY_OTHERS:
        return
    session = api.Application(0, 0).create_session()
    base = getattr(api.Widgets, name)
    widget = taking(base, NAMES)(session)
    assert widget.wid is MINE
    action = next(iter(base._pgwidgets_spec.actions))
    base.on(widget, action, print)  # by the class: the program has taken the object's names
    if hasattr(base, "set_tooltip"):  # FileDialog and Timer are not on the page
        base.set_tooltip(widget, "x")
        assert base.get_tooltip(widget) == "x"
    base.destroy(widget)
    assert widget._pgwidgets.node.destroyed


def test_callbacks_give_up_every_name() -> None:
    heard: list[int] = []
    mine = taking(Callbacks, NAMES)("changed")
    Callbacks.on(mine, "changed", heard.append)
    Callbacks.make_callback(mine, "changed", 3)
    assert heard == [3]
