"""Callbacks of objects that are no widgets."""

import logging
from typing import Any

import pytest

from pgwidgets.callbacks import Callbacks


class Recorder:
    def __init__(self) -> None:
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def __call__(self, *args: Any, **keywords: Any) -> None:
        self.calls.append((args, keywords))


def test_a_handler_gets_what_goes_with_the_action_then_what_was_added() -> None:
    source, heard = Callbacks("moved"), Recorder()
    source.on("moved", heard, "extra", color="red")
    source.make_callback("moved", 3, 4)
    assert heard.calls == [((3, 4, "extra"), {"color": "red"})]


def test_add_callback_gives_the_object_first() -> None:
    source, heard = Callbacks("moved"), Recorder()
    source.add_callback("moved", heard, "extra")
    source.make_callback("moved", 3)
    assert heard.calls == [((source, 3, "extra"), {})]


def test_what_a_handler_is_given_may_be_named_as_the_parameters_are() -> None:
    source, heard = Callbacks("moved"), Recorder()
    source.on("moved", heard, action="a", handler="h")
    source.make_callback("moved")
    assert heard.calls == [((), {"action": "a", "handler": "h"})]


def test_action_and_handler_may_be_named_themselves() -> None:
    source, heard = Callbacks("moved"), Recorder()
    source.on(action="moved", handler=heard, more=1)  # type: ignore[call-arg]
    source.make_callback("moved")
    assert heard.calls == [((), {"more": 1})]


def test_handlers_are_called_in_the_order_of_their_adding() -> None:
    source, order = Callbacks("moved"), []
    for number in range(4):
        source.on("moved", order.append, number)
    source.make_callback("moved")
    assert order == [0, 1, 2, 3]


def test_one_that_raises_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    source, heard = Callbacks("moved"), Recorder()

    def fails() -> None:
        raise RuntimeError("on purpose")

    source.on("moved", fails)
    source.on("moved", heard)
    with caplog.at_level(logging.ERROR, logger="pgwidgets"):
        source.make_callback("moved")
    assert heard.calls == [((), {})]
    [record] = caplog.records
    assert record.exc_info is not None
    assert "on purpose" in str(record.exc_info[1])
    assert "moved" in record.getMessage()


def test_a_logger_of_ones_own_gets_what_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    source = Callbacks("moved", logger=logging.getLogger("mine"))
    source.on("moved", lambda: 1 / 0)
    source.make_callback("moved")
    assert [record.name for record in caplog.records] == ["mine"]


def test_a_coroutine_function_is_told_of_and_takes_no_care(
    caplog: pytest.LogCaptureFixture,
) -> None:
    model = Callbacks("changed")

    async def handler() -> bool:
        return True

    model.on("changed", handler)
    assert model.make_callback("changed") is False
    assert "is a coroutine function, which nobody awaits" in caplog.text


@pytest.mark.parametrize(
    ("returned", "taken"), [((), False), ((None, 0), False), ((None, True, None), True)]
)
def test_it_tells_whether_a_handler_took_care(returned: tuple[object, ...], taken: bool) -> None:
    source = Callbacks("closing")
    for value in returned:
        source.on("closing", lambda given: given, value)
    assert source.make_callback("closing") is taken


def test_a_handler_that_was_removed_is_called_no_more_however_often_it_was_added() -> None:
    source, gone, stays = Callbacks("moved"), Recorder(), Recorder()
    source.on("moved", gone)
    source.add_callback("moved", gone)
    source.on("moved", stays)
    source.remove_callback("moved", gone)
    source.make_callback("moved")
    assert gone.calls == []
    assert len(stays.calls) == 1


def test_removing_what_is_not_there_is_ignored() -> None:
    source = Callbacks("moved")
    source.remove_callback("moved", print)
    assert source.has_callback("moved")


def test_clearing_takes_all_handlers_and_leaves_the_action() -> None:
    source, heard = Callbacks("moved", "closed"), Recorder()
    source.on("moved", heard)
    source.on("closed", heard, "closed")
    source.clear_callback("moved")
    source.make_callback("moved")
    source.make_callback("closed")
    assert heard.calls == [(("closed",), {})]
    assert source.has_callback("moved")


def test_enabling_again_keeps_the_handlers() -> None:
    source, heard = Callbacks(), Recorder()
    assert not source.has_callback("moved")
    source.enable_callback("moved")
    source.on("moved", heard)
    source.enable_callback("moved")
    source.make_callback("moved")
    assert len(heard.calls) == 1


def test_what_a_handler_changes_counts_from_the_next_time() -> None:
    source, late = Callbacks("moved"), Recorder()

    def changes() -> None:
        source.remove_callback("moved", changes)
        source.on("moved", late)

    source.on("moved", changes)
    source.make_callback("moved")
    assert late.calls == []
    source.make_callback("moved")
    assert len(late.calls) == 1


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("on", (print,)),
        ("add_callback", (print,)),
        ("remove_callback", (print,)),
        ("clear_callback", ()),
        ("make_callback", ()),
    ],
)
def test_an_action_that_is_not_enabled_is_an_error_that_lists_the_others(
    method: str, args: tuple[Any, ...]
) -> None:
    class Model(Callbacks):
        pass

    with pytest.raises(ValueError, match=r"Model has no action 'mvoed'; it has: 'moved', 'closed'"):
        getattr(Model("moved", "closed"), method)("mvoed", *args)


def test_an_object_without_actions_says_so() -> None:
    with pytest.raises(ValueError, match="it has: none"):
        Callbacks().make_callback("moved")
