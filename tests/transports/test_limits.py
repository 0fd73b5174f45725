"""What happens at the limits: of events, browsers, visitors, and of what is not read."""

import asyncio

import pytest

from async_api.peer import Peer, in_loop, serving, soon, turns_until
from pgwidgets.async_ import Session
from pgwidgets_proto import Limits
from transports.counting import (
    counting,
    counts_up,
)


@in_loop
async def test_too_many_events_end_one_connection(caplog: pytest.LogCaptureFixture) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()
    async with serving(limits=Limits(events=50)) as app:

        @app.on_connect
        async def setup(session: Session) -> None:
            W = session.get_widgets()

            async def slow() -> None:
                entered.set()
                await go_on.wait()

            await W.Button("x").on("activated", slow)

        async with Peer.visiting(app.url) as peer, Peer.visiting(app.url) as other:
            await peer.until_page_has(1, "Button")
            await peer.click(peer.the("Button"))
            await soon(entered.wait())
            click = {"type": "callback", "wid": 1, "action": "activated", "args": []}
            await peer.say([click] * 100)
            assert await peer.closed() == 1008
            assert peer.close_reason == "too many events at once"
            assert other.close_code is None
            go_on.set()
        assert any("1008" in record.message for record in caplog.records)


@in_loop
async def test_too_many_browsers_of_one_session() -> None:
    async with (
        counting(limits=Limits(links_per_session=2)) as app,
        Peer.visiting(app.url) as one,
        Peer.visiting(app.url, like=one),
    ):
        third = await Peer.open(app.url, like=one)
        assert await third.closed() == 4003


@in_loop
async def test_visitors_wait_for_their_turn() -> None:
    async with counting(max_sessions=1, resume_window=0, limits=Limits(waiting=1)) as app:
        first = await Peer.open(app.url)
        await first.until(lambda: first.token)
        second = await Peer.open(app.url)
        await second.until(lambda: second.greeting[-1:] == [{"type": "waiting", "ahead": 0}])
        third = await Peer.open(app.url)
        assert await third.closed() == 1008
        assert len(app.sessions) == 1
        await first.leave()
        await second.until_page_has(1, "Button")
        await counts_up(second)
        await second.leave()


@in_loop
async def test_a_browser_that_stops_reading() -> None:
    """Its queue is bounded; others go on; when it reads again it is shown the newest state."""
    limits = Limits(link_bytes=100_000, high_water=20_000)
    async with serving(limits=limits) as app:
        session = app.create_session()
        W = session.get_widgets()
        box = W.VBox()
        credentials = {"session_id": session.id, "token": session.token}
        async with (
            Peer.visiting(app.url, **credentials) as lazy,
            Peer.visiting(app.url, **credentials) as eager,
        ):
            link = session.connections[0]
            lazy.may_read.clear()
            rounds = 0
            while not link.is_set_aside:
                rounds += 1
                assert rounds < 2000, "neither the sockets nor the queue ever fill"
                box.remove_all(True)
                for number in range(20):
                    box.add_widget(W.Label(f"{rounds} {number} " + "x" * 1000), 0)
                await eager.until(
                    lambda n=rounds: (
                        [w.get("text")[: len(str(n))] for w in eager.widgets("Label")]
                        == [str(n)] * 20
                    )
                )
                assert link.outbox.held_bytes <= limits.link_bytes
            for _ in range(100):
                box.add_widget(W.Label("y" * 1000), 0)
            assert link.outbox.unsent_bytes == 0
            await soon(session.flush())  # who was set aside does not count
            await eager.until_page_has(120, "Label")
            lazy.may_read.set()
            await lazy.until_page_has(120, "Label")
            shown = [[(w.wid, w.get("text")) for w in p.widgets("Label")] for p in (lazy, eager)]
            assert shown[0] == shown[1]
            starts = sum(message["type"] == "reconstruct-start" for message in lazy.messages)
            assert starts == 2
            assert lazy.errors == eager.errors == []


@in_loop
async def test_a_slow_browser_gets_the_newest_of_many_values() -> None:
    async with serving() as app:
        session = app.create_session()
        W = session.get_widgets()
        label = W.Label("0")
        filler = W.Label("")
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as lazy:
            lazy.may_read.clear()
            link = session.connections[0]
            while not len(link.outbox):  # until it is not taken as it comes
                filler.set_text("x" * 60_000)
                filler.set_text("y" * 60_000)
                await asyncio.sleep(0)
            for number in range(50_000):
                label.set_text(str(number))
            assert link.outbox.unsent_bytes < 300_000
            lazy.may_read.set()
            await lazy.until_text("49999")
            assert [w.get("text") for w in lazy.widgets("Label")][1] == "y" * 60_000


@in_loop
async def test_an_awaited_call_waits_for_room_only_while_no_browser_has_any() -> None:
    async with serving(limits=Limits(high_water=10_000)) as app:
        session = app.create_session()
        W = session.get_widgets()
        credentials = {"session_id": session.id, "token": session.token}
        async with Peer.visiting(app.url, **credentials) as lazy:
            lazy.may_read.clear()
            link = session.connections[0]
            most = 0

            async def build() -> None:
                nonlocal most
                for _ in range(10_000):
                    await W.Label("x" * 1000)
                    if len(session.connections) == 1:
                        most = max(most, link.outbox.unsent_bytes)

            building = asyncio.create_task(build())
            await turns_until(lambda: link.outbox.unsent_bytes > 10_000)
            async with Peer.visiting(app.url, **credentials) as eager:
                await soon(building)  # 10 MB: more than the sockets to the other one hold
                await eager.until_page_has(10_000, "Label")
            assert 0 < most < 12_000
            lazy.may_read.set()
            await lazy.until_page_has(10_000, "Label")
