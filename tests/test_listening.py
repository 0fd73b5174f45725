"""How handlers are given: by position or by name, with actions spelled in either way."""

from typing import Any

import pytest

from pgwidgets import async_, sync


@pytest.fixture(params=[async_, sync], ids=["async", "sync"])
def W(request: pytest.FixtureRequest) -> Any:
    return request.param.Application(0, 0).create_session().get_widgets()


def nothing(*args: Any, **keywords: Any) -> None:
    """A handler."""


def handlers(widget: Any, action: str) -> list[tuple[Any, ...]]:
    return [(h.function, h.extra, dict(h.keywords)) for h in widget._pgwidgets.handlers.of(action)]


@pytest.mark.parametrize("method", ["on", "add_callback"])
def test_action_and_handler_may_be_named(W: Any, method: str) -> None:
    button = W.Button("x")
    getattr(button, method)(action="activated", handler=nothing, more=1)
    getattr(button, method)("activated", handler=nothing)
    getattr(button, method)("activated", nothing, 2, action="its own", handler="too")
    assert handlers(button, "activated") == [
        (nothing, (), {"more": 1}),
        (nothing, (), {}),
        (nothing, (2,), {"action": "its own", "handler": "too"}),
    ]
    with pytest.raises(TypeError, match=rf"Button\.{method}\(\) needs 'handler'"):
        getattr(button, method)("activated")


def test_actions_are_the_same_with_either_line(W: Any) -> None:
    source = W.TextSource("x")
    source.on("cursor-moved", nothing)
    assert handlers(source, "cursor_moved") == [(nothing, (), {})]
    assert source.has_callback("cursor-moved")
    source.remove_callback("cursor-moved", nothing)
    assert handlers(source, "cursor_moved") == []
    top = W.TopLevel()
    top.on("window_state", nothing)
    assert handlers(top, "window-state") == [(nothing, (), {})]
    assert not top.has_callback("window")
