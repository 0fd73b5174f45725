"""Arrays in an Image, on a Canvas, and as a stream: both APIs, in memory and over a wire."""

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import trio
from PIL import Image as Pillow

import pgwidgets.async_
import pgwidgets.sync
from async_api.peer import Peer, in_loop, serving
from patience import PATIENCE
from pgwidgets.pictures import Stream, encode
from trio_loop import in_trio

APIS = [pgwidgets.async_, pgwidgets.sync]
RAMP = np.arange(4800, dtype=np.uint16).reshape(60, 80)
NOISE = np.random.default_rng(1).integers(0, 256, (120, 160, 3), np.uint8)


@pytest.fixture(params=APIS, ids=["async", "sync"])
def widgets(request: pytest.FixtureRequest) -> Any:
    return request.param.Application(0, 0).create_session().get_widgets()


def picture_of(image: Any) -> tuple[bytes, str]:
    """What an Image was given last, and its format."""
    data, kind = image._pgwidgets.node.value("url")
    return data, kind


def pixels(data: bytes) -> Any:
    return np.asarray(Pillow.open(io.BytesIO(data)))


def test_an_array_is_the_picture_of_an_image(widgets: Any) -> None:
    image = widgets.Image()
    image.set_array(RAMP, (0, 4799), "viridis", format="png")
    wanted = encode(RAMP, (0, 4799), "viridis", "png")
    assert picture_of(image) == (wanted.data, "png")
    image.set_array(NOISE)
    assert picture_of(image) == (encode(NOISE).data, "jpeg")


def test_an_array_is_drawn_on_a_canvas(widgets: Any) -> None:
    canvas = widgets.Canvas()
    sent: list[Any] = []
    core = canvas.session._pgwidgets.core
    core.send = lambda outgoing, *rest: sent.append(outgoing.encoded)
    canvas.draw_array(3, 4, NOISE, 320, 240, quality=50)
    uri = encode(NOISE, quality=50).uri
    assert b'"x":3,"y":4,"wd":320,"ht":240' in sent[0]
    assert uri.encode() in sent[0]


def test_errors_name_the_method_and_change_nothing(widgets: Any) -> None:
    image, canvas = widgets.Image(), widgets.Canvas()
    image.set_array(NOISE)
    before = picture_of(image)
    with pytest.raises(ValueError, match=r"^Image\.set_array\(\): array has the shape \(3,\)"):
        image.set_array([1, 2, 3])
    with pytest.raises(TypeError, match=r"^Canvas\.draw_array\(\): array holds <U1"):
        canvas.draw_array(0, 0, [["a"]])
    with pytest.raises(TypeError, match=r"^set_array\(\) missing 1 required"):
        image.set_array()
    with pytest.raises(ValueError, match=r"only one of wd, ht"):
        canvas.draw_array(0, 0, NOISE, width=5)
    assert picture_of(image) == before


def test_a_destroyed_image_takes_no_more(widgets: Any) -> None:
    image = widgets.Image()
    stream = Stream(image)
    image.destroy()
    image.set_array(NOISE)
    stream.show(NOISE)


# --- streams


def test_a_stream_ends_with_its_image(widgets: Any) -> None:
    image = widgets.Image()
    nodes = image.session._pgwidgets.core.nodes
    for _ in range(3):
        closed = Stream(image)
        closed.close()
    stream = Stream(image)
    stream.show(NOISE)
    image.destroy()
    assert not nodes, "its timer is no more"
    stream.show(NOISE)
    stream.close()
    assert not nodes


@pytest.mark.parametrize("quality", [0, 101, 1.5, True])
def test_a_stream_has_a_quality(widgets: Any, quality: Any) -> None:
    with pytest.raises(ValueError, match=r"^Stream\(\): quality is .*; it must be an int of 1 to"):
        Stream(widgets.Image(), quality=quality)
    with pytest.raises(ValueError, match=r"^Stream\(\): still is 0; it must be"):
        Stream(widgets.Image(), still=0)


def test_a_stream_shows_an_array_at_once_where_nothing_is_under_way(widgets: Any) -> None:
    image = widgets.Image()
    stream = Stream(image, (0, 100), "heat", quality=70)
    stream.show(RAMP)
    assert picture_of(image)[0] == encode(RAMP, (0, 100), "heat", quality=70).data
    stream.show(RAMP, (0, 50), "cool")
    assert picture_of(image)[0] == encode(RAMP, (0, 50), "cool", quality=70).data
    with pytest.raises(ValueError, match=r"^Stream\.show\(\): array has the shape"):
        stream.show(np.zeros(3))
    stream.close()


def test_time_between_arrays_is_not_the_time_that_a_picture_takes(
    widgets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looks whether it has arrived while a handler keeps the timer waiting."""
    stream = Stream(widgets.Image())
    now = 1000.0
    monkeypatch.setattr("pgwidgets.pictures.stream.monotonic", lambda: now)
    for _ in range(10):
        stream.show(NOISE)
        now += 5.0
    assert stream.quality == 85


def test_an_array_may_be_changed_when_it_was_shown(widgets: Any) -> None:
    image = widgets.Image()
    stream = Stream(image)
    array = NOISE.copy()
    stream.show(array)
    array[:] = 0
    stream._send(85, 0.0)  # what it does later, when the picture stands still
    assert picture_of(image)[0] == encode(NOISE).data


def test_an_array_that_another_object_has_may_be_changed_when_it_was_shown(widgets: Any) -> None:
    class Holder:
        def __init__(self) -> None:
            self.values = NOISE.copy()

        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return self.values

    image, holder = widgets.Image(), Holder()
    stream = Stream(image)
    stream.show(holder)
    holder.values[:] = 0
    stream._send(85, 0.0)
    assert picture_of(image)[0] == encode(NOISE).data


@in_loop
async def test_of_what_comes_while_a_picture_is_under_way_the_newest_is_sent() -> None:
    async with serving() as app:
        session = app.create_session()
        image = await session.get_widgets().Image()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Image"))
            shown = peer.the("Image").state

            def newest() -> bytes:
                return bytes(shown["binary_image"][0]) if "binary_image" in shown else b""

            stream = Stream(image, quality=50, still=0.05)
            peer.is_acknowledging = False
            stream.show(NOISE)
            first = encode(NOISE, quality=50).data
            await peer.until(lambda: newest() == first)
            for _ in range(20):
                stream.show(RAMP)
            assert picture_of(image)[0] == first
            peer.is_acknowledging = True
            await peer.say({"type": "ack", "seen": peer.seen})
            # It stands still from here on, so that it comes once more, as good as can be.
            await peer.until(lambda: newest() == encode(RAMP, quality=95).data)
            sent = sum(isinstance(frame, bytes) for frame in peer.frames)
            assert sent == 3


@in_loop
async def test_where_pictures_arrive_quickly_the_next_one_is_handed_over_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr("pgwidgets.pictures.stream.monotonic", lambda: now)
    async with serving() as app:
        session = app.create_session()
        image = await session.get_widgets().Image()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Image"))
            stream = Stream(image, quality=50, still=1000)
            stream.show(NOISE)
            await peer.until(lambda: stream._passage.since is None)
            assert stream._quality.is_in_time
            peer.is_acknowledging = False
            stream.show(NOISE)
            now += 0.01
            stream.show(RAMP)  # it is handed over while the one before is under way
            assert picture_of(image)[0] == encode(RAMP, quality=50).data
            stream.show(NOISE)  # too soon after that: it waits for a look, or for a newer one
            assert picture_of(image)[0] == encode(RAMP, quality=50).data
            now += 0.01
            stream._look()
            assert picture_of(image)[0] == encode(NOISE, quality=50).data
            now += 1.0  # that takes long: the line is not what it was
            stream.show(RAMP)
            assert picture_of(image)[0] == encode(NOISE, quality=50).data


@in_loop
async def test_what_is_replaced_ahead_is_no_picture_that_has_arrived(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A picture that takes long is not taken for several that are quick."""
    now = 1000.0
    monkeypatch.setattr("pgwidgets.pictures.stream.monotonic", lambda: now)
    monkeypatch.setattr(Stream, "_round_trip", lambda self: 0.0)
    async with serving() as app:
        session = app.create_session()
        image = await session.get_widgets().Image()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Image"))
            stream = Stream(image, still=1000)
            stream.show(NOISE)
            await session.flush()
            stream._look()
            peer.is_acknowledging = False
            stream.show(NOISE)
            await peer.until(lambda: sum(isinstance(each, bytes) for each in peer.frames) == 2)
            for step in (0.02, 0.02, 0.25, 0.01):
                now += step
                stream.show(NOISE[::-1])
            assert stream._asked("is_held")
            await peer.say({"type": "ack", "seen": peer.seen})
            await peer.until(lambda: not stream._asked("is_held"))
            stream._look()
            assert stream.quality == 55


@in_loop
async def test_a_stream_that_is_closed_sends_no_more() -> None:
    async with serving() as app:
        session = app.create_session()
        image = await session.get_widgets().Image()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Image"))
            stream = Stream(image, still=0.001)
            peer.is_acknowledging = False
            stream.show(NOISE)
            stream.show(RAMP)
            stream.close()
            peer.is_acknowledging = True
            await peer.say({"type": "ack", "seen": peer.seen})
            await session.flush()
            assert picture_of(image)[0] == encode(NOISE).data


@in_trio
async def test_a_stream_goes_on_by_itself_in_trio() -> None:
    app = pgwidgets.async_.Application(0, 0)
    async with app:
        image = await app.create_session().get_widgets().Image()
        stream = Stream(image, quality=50, still=0.01)
        rung = trio.Event()
        stream._timer.on("expired", lambda *_: rung.set())  # after the stream
        stream.show(NOISE)
        stream.show(RAMP)
        sharp = encode(RAMP, quality=95).data
        while picture_of(image)[0] != sharp:
            await rung.wait()
            rung = trio.Event()
        stream.close()


@pytest.fixture
def threads() -> Iterator[Callable[[Callable[[], Any]], None]]:
    begun: list[threading.Thread] = []

    def begin(target: Callable[[], Any]) -> None:
        thread = threading.Thread(target=target)
        thread.start()
        begun.append(thread)

    yield begin
    for thread in begun:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_any_thread_may_feed_a_stream_of_the_sync_api(
    threads: Callable[[Callable[[], Any]], None],
) -> None:
    app = pgwidgets.sync.Application(0, None)
    app.start()
    try:
        image = app.create_session().get_widgets().Image()
        stream = Stream(image, still=0.01)
        done = threading.Barrier(4)

        def feed() -> None:
            for _ in range(50):
                stream.show(NOISE)
            done.wait(PATIENCE)

        for _ in range(3):
            threads(feed)
        done.wait(PATIENCE)
        rung = threading.Event()
        stream._timer.on(
            "expired", lambda *_: rung.set()
        )  # in a thread of the application, after the stream
        stream.show(RAMP)
        sharp = encode(RAMP, quality=95).data
        while picture_of(image)[0] != sharp:
            assert rung.wait(PATIENCE)
            rung.clear()
    finally:
        app.close()
