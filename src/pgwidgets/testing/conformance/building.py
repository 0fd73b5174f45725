"""Scenarios: what a program makes is what browsers show, and nobody waits for the network.

Knows: what a call means. Must not know: any world.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets_proto import Limits

from .program import counting, settle
from .scenario import scenario
from .world import World


@scenario
def a_thousand_labels_need_no_round_trip(world: World) -> None:
    """One burst of few frames; the browser need not say a word meanwhile."""

    async def build(session: Any) -> None:
        W = session.get_widgets()
        for number in range(1000):
            await settle(W.Label(f"label {number}"))
        world.note("built")

    with world.serving(build):
        visitor = world.visit()
        visitor.is_acknowledging = False
        labels = visitor.until_shown(1000, "Label")
        assert [label.get("text") for label in labels] == [f"label {n}" for n in range(1000)]
        assert len(visitor.frames) < 100
        world.until(lambda: world.notes == ["built"], "the handler's end")
        assert visitor.errors == []


@scenario
def the_first_frame_leaves_while_the_handler_runs(world: World) -> None:
    """A browser shows the first widgets before the last are made."""
    gate = world.gate()

    async def build(session: Any) -> None:
        W = session.get_widgets()
        for number in range(2000):
            await settle(W.Label(f"label {number}"))
        await gate.passed()
        W.Button("last")

    with world.serving(build):
        visitor = world.visit()
        visitor.until(lambda: visitor.all("Label"), "the first labels")
        assert not visitor.all("Button")
        gate.open()
        visitor.until_shown(1, "Button")
        assert len(visitor.all("Label")) == 2000


@scenario
def a_window_with_everything_in_it(world: World) -> None:
    """Nested widgets, options, values; two browsers and a page that is loaded anew agree."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        top = W.TopLevel(title="Everything", resizable=True)
        top.resize(400, 300)
        box = W.VBox(spacing=8, padding=10)
        entry = W.TextEntry(text="typed", linehistory=5)
        slider = W.Slider(min=0, max=100)
        tabs = W.TabWidget()
        for title in ("one", "two"):
            tabs.add_widget(W.Label(title), title=title)
        for child in (entry, slider, tabs):
            box.add_widget(child, 0)
        entry.set_text("set")
        slider.set_value(40)
        top.set_widget(box)
        top.show()

    with world.serving(build):
        first = world.visit()
        first.until(lambda: first.all("TopLevel") and first.all("TopLevel")[0].get("visible"))
        second = world.visit(like=first)
        second.until(lambda: second.all("TopLevel") and second.all("TopLevel")[0].get("visible"))
        for visitor in (first, second):
            (top,) = visitor.all("TopLevel")
            (box,) = visitor.all("VBox")
            (tabs,) = visitor.all("TabWidget")
            assert top.get("title") == "Everything"
            assert top.state["size"] == (400, 300)
            assert top.children == [box.wid]
            assert len(box.children) == 3
            assert len(tabs.children) == 2
            assert visitor.all("TextEntry")[0].get("text") == "set"
            assert visitor.all("Slider")[0].get("value") == 40
            assert visitor.errors == []


@scenario
def a_batch_is_one_frame(world: World) -> None:
    """What is called inside of ``batch()`` comes in one frame."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        labels = [W.Label("-") for _ in range(50)]

        def change() -> None:
            with session.batch():
                for number, label in enumerate(labels):
                    label.set_text(str(number))

        W.Button("change").on("activated", change)

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        before = len(visitor.frames)
        visitor.press()
        visitor.until_text("0")
        assert [label.get("text") for label in visitor.all("Label")] == [str(n) for n in range(50)]
        assert len(visitor.frames) == before + 1


@scenario
def a_bad_argument_fails_at_the_call(world: World) -> None:
    """The program gets the error, browsers see nothing of it, and all goes on."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        slider = W.Slider()
        calls: tuple[Callable[[], Any], ...] = (
            lambda: W.Label(colour="red"),
            lambda: slider.set_value({1, 2}),
            lambda: W.Slider(orientation="diagonal"),
        )
        for call in calls:
            try:
                call()
            except (TypeError, ValueError) as exc:
                world.note(type(exc))
        counting(session)

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        assert world.notes == [TypeError, TypeError, ValueError]
        visitor.press()
        visitor.until_text("1")
        assert visitor.errors == []


@scenario
def errors_of_a_browser_come_back_from_flush(world: World) -> None:
    """A pipelined call that fails in the browser is logged, told, and raised by ``flush``."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("-")
        session.on_error(lambda error: world.note(("told", str(error))))

        async def act() -> None:
            label.set_text("refused")
            try:
                await settle(session.flush())
            except Exception as exc:
                world.note(("raised", str(exc)))

        W.Button("act").on("activated", world.handler(act))

    world.expect("no such luck")
    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.fail_next("set_text", "no such luck")
        visitor.press()
        visitor.until(lambda: len(world.notes) == 2, "both words")
        assert {kind for kind, _ in world.notes} == {"told", "raised"}
        assert all("no such luck" in text for _, text in world.notes)


@scenario
def a_message_of_megabytes_arrives_whole(world: World) -> None:
    """Down and up, in one message, far beyond what a socket takes at once."""
    size = 3_000_000

    def build(session: Any) -> None:
        W = session.get_widgets()
        entry = W.TextEntry("")

        def typed(text: str) -> None:
            world.note(len(text))
            W.Label("x" * len(text))

        entry.on("activated", typed)

    much = 32 * 1024 * 1024
    with world.serving(build, limits=Limits(link_bytes=much, text_bytes=much)):
        visitor = world.visit()
        entry = visitor.until_heard("TextEntry")
        visitor.report(entry.wid, "activated", "y" * size)
        visitor.until_text("x" * size)
        assert world.notes == [size]
