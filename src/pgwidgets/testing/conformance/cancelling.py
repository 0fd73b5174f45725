"""A scenario for event loops: a program is cancelled at each of its awaits, one after another.

Knows: how awaits are counted. Must not know: any world, how a call waits.

It is for event loops alone, since nothing can cancel a thread that waits (its calls have
deadlines, and an end when their session has one).
"""

from collections.abc import Callable, Coroutine, Generator
from typing import Any
from unittest import mock

import anyio

from pgwidgets.async_ import completion

from .scenario import scenario
from .world import World


class CancelledAt:
    """Awaits something, and cancels a scope when it suspends for the n-th time.

    Parameters:
        work: what to await.
        turn: 1 is the first suspension.
        scope: is around it.

    Attributes:
        count: how often it has suspended.
    """

    def __init__(self, work: Coroutine[Any, Any, None], turn: int, scope: anyio.CancelScope):
        self._steps = work.__await__()
        self._turn = turn
        self._scope = scope
        self.count = 0

    def __await__(self) -> Generator[Any, Any, None]:
        step: Callable[[Any], Any] = self._steps.send
        value: Any = None
        while True:
            try:
                awaited = step(value)
            except StopIteration:
                return
            self.count += 1
            if self.count == self._turn:
                self._scope.cancel()
            try:
                step, value = self._steps.send, (yield awaited)
            except BaseException as exc:
                step, value = self._steps.throw, exc


@scenario
def a_call_may_be_cancelled_at_any_await(world: World) -> None:
    """What it did is done, what it did not do is not, and page and state agree on which."""
    turn = 1

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("-")
        video = W.VideoWidget()

        async def work() -> None:
            box = await W.VBox()
            await label.set_text(f"{turn} begun")
            async with session.batch():
                for number in range(3):
                    await box.add_widget(await W.Slider(value=number), 0)
            await video.get_duration()
            await label.set_text(f"{turn} answered")
            await session.flush()
            await label.on("click", print)
            await label.remove_callback("click", print)
            await session.reconstruct()
            await box.destroy()
            await label.set_text(f"{turn} ended")

        async def act() -> None:
            scope = anyio.CancelScope()
            steps = CancelledAt(work(), turn, scope)
            with scope:
                await steps
            world.note((scope.cancelled_caught, steps.count))

        W.Button("act").on("activated", act)

    def state(session: Any) -> tuple[Any, ...]:
        widgets = list(session.walk_widget_tree())
        kinds = sorted((widget.wid, type(widget).__name__) for widget in widgets)
        (label,) = (widget for widget in widgets if type(widget).__name__ == "Label")
        return kinds, label.get_text()

    # Awaited calls let others run only now and then; here each one does.
    with mock.patch.object(completion, "_CALLS_BETWEEN_CHECKPOINTS", 1), world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        (session,) = world.sessions().values()
        was_cancelled = True
        while was_cancelled:
            visitor.press()
            visitor.until(lambda: world.notes, f"the end of turn {turn}")
            was_cancelled, count = world.notes.pop()
            assert not was_cancelled or count >= turn
            world.call(session.flush)
            shown = sorted((widget.wid, widget.cls) for widget in visitor.page.widgets.values())
            text = visitor.all("Label")[0].get("text")
            assert (shown, text) == world.call(state, session), f"turn {turn}"
            assert visitor.errors == []
            turn += 1
        assert turn > 15, "there was nothing to cancel"
        world.until_program(lambda: not session._pgwidgets.core.pending.is_answer_awaited)
