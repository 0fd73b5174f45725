"""Bytes to browsers: which calls take them, how they are split, merged, cut and replayed."""

import array
import ctypes
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets import Buffer, is_buffer
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.binaries import TypedArray
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import CallFailed
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.outbox import Outbox
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.binary import CHUNK, DTYPES, ONE_FRAME
from pgwidgets_proto.wire.outgoing import Outgoing, Touch


def make(
    limits: Limits | None = None, *, stock: bool = False
) -> tuple[Hub, Session, SimulatedBrowser, Node]:
    """A session with an image, and a browser that shows it."""
    hub = make_hub(limits)
    browser = connect(hub, stock=stock)
    session = session_of(browser)
    image = session.create("Image")
    settle(session, [browser])
    browser.messages.clear()
    browser.frames.clear()
    return hub, session, browser, image


def picture(size: int, mark: int = 0) -> bytes:
    """Bytes that tell where they stand, and of which picture."""
    pattern = b"".join(struct.pack("<II", mark, index) for index in range(997))
    return (pattern * (size // len(pattern) + 1))[:size]


def show(session: Session, image: Node, data: Any, kind: str = "png") -> None:
    session.call(image, "set_binary_image", (data, kind))


def shown(browser: SimulatedBrowser, image: Node) -> Any:
    return browser.page.find(image.wid).get("binary_image")


def kinds(browser: SimulatedBrowser) -> list[str]:
    return [message["type"] for message in browser.messages]


# --- how it goes


@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
@pytest.mark.parametrize("size", [0, 1, ONE_FRAME - 1])
def test_what_is_not_long_goes_in_one_frame(size: int, stock: bool) -> None:
    _, session, browser, image = make(stock=stock)
    show(session, image, picture(size), "jpeg")
    settle(session, [browser])
    assert kinds(browser)[0] == "binary-call"
    assert browser.messages[0]["args"] == ["jpeg"]
    assert shown(browser, image) == picture(size)


@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
@pytest.mark.parametrize("size", [ONE_FRAME, ONE_FRAME + 1, 3 * ONE_FRAME - 1])
def test_what_is_long_goes_in_chunks(size: int, stock: bool) -> None:
    _, session, browser, image = make(stock=stock)
    show(session, image, picture(size))
    session.create("Label", ("behind it",))
    settle(session, [browser])
    count = -(-size // CHUNK)
    assert kinds(browser)[: count + 1] == ["binary-call-chunked"] + ["binary-chunk"] * count
    assert "create" in kinds(browser)[count + 1 :]
    assert shown(browser, image) == picture(size)
    assert max(len(frame.payload) for frame in browser.frames) <= CHUNK
    assert browser.link.outbox.applied_place == browser.link.outbox.last
    assert browser.link.outbox.held_bytes == 0


def test_a_long_call_goes_as_the_socket_takes_it() -> None:
    _, session, browser, image = make()
    show(session, image, picture(3 * ONE_FRAME))
    frames = browser.channel.frames_to_send(1)
    assert len(frames) == 1  # the announcement
    for _ in range(4):
        assert [frame.is_text for frame in browser.channel.frames_to_send(1)] == [True, False]
    assert not browser.channel.has_output  # four chunks are in flight, and none is acknowledged


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_what_counts_as_bytes(kind: Callable[[bytes], Any]) -> None:
    _, session, browser, image = make()
    show(session, image, kind(b"png"))
    settle(session, [browser])
    assert shown(browser, image) == b"png"


def test_bytes_that_the_program_changes_later_are_those_of_the_call() -> None:
    _, session, browser, image = make()
    data = bytearray(b"png")
    show(session, image, data)
    data[:] = b"gif"
    other = connect(session.keeper, session)
    settle(session, [browser, other])
    assert shown(browser, image) == shown(other, image) == b"png"


@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
@pytest.mark.parametrize("size", [10, 2 * ONE_FRAME])
def test_a_picture_survives_a_reload(size: int, stock: bool) -> None:
    _, session, browser, image = make(stock=stock)
    show(session, image, picture(size))
    settle(session, [browser])
    browser.come_back(is_new_page=True)
    other = connect(session.keeper, session, stock=not stock)
    settle(session, [browser, other])
    assert shown(browser, image) == shown(other, image) == picture(size)


def test_the_newer_of_a_picture_and_a_url_is_replayed() -> None:
    _, session, browser, image = make()
    show(session, image, b"png")
    session.call(image, "set_image", ("a.png",))
    other = connect(session.keeper, session)
    settle(session, [browser, other])
    assert shown(other, image) is None
    assert other.page.find(image.wid).get("image") == "a.png"


def test_a_failing_call_is_told_by_its_name() -> None:
    for size in (10, ONE_FRAME):
        _, session, browser, image = make()
        del browser.page.widgets[image.wid]
        show(session, image, picture(size))
        (failed,) = settle(session, [browser])
        assert isinstance(failed, CallFailed)
        assert (failed.error.wid, failed.error.method) == (image.wid, "set_binary_image")


def test_a_file_to_save_may_be_bytes() -> None:
    _, session, browser, _ = make()
    dialog = session.create("FileDialog")
    session.call(dialog, "save", ("a.bin", b"\x00\xff"))
    session.call(dialog, "save", ("a.txt", memoryview(b""), "text/plain"))
    session.call(dialog, "save", ("a.txt", "aGk=", "text/plain"))
    settle(session, [browser])
    assert [args for method, args in browser.page.find(dialog.wid).calls] == [
        ("a.bin", "data:application/octet-stream;base64,AP8="),
        ("a.txt", "data:text/plain;base64,", "text/plain"),
        ("a.txt", "aGk=", "text/plain"),
    ]


@pytest.mark.parametrize("bad", ["20:14 dome open\n", "data:text/plain,hi", "aGk=a", "é" * 100])
def test_a_text_to_save_is_base64(bad: str) -> None:
    _, session, browser, _ = make()
    dialog = session.create("FileDialog")
    settle(session, [browser])
    with pytest.raises(ValueError, match=r"^FileDialog.save\(\): 'data' must be bytes, base64, or"):
        session.call(dialog, "save", ("a.txt", bad))
    settle(session, [browser])
    assert browser.page.find(dialog.wid).calls == []
    for text in ("data:text/plain;base64,aGk=", "aGk", "a\nGk=\n", ""):
        session.call(dialog, "save", ("a.txt", text))
    settle(session, [browser])
    assert len(browser.page.find(dialog.wid).calls) == 4


def test_a_file_to_save_may_be_bigger_than_the_limit_of_a_link() -> None:
    _, session, browser, _ = make(Limits(link_bytes=10_000))
    dialog = session.create("FileDialog")
    session.call(dialog, "save", ("a.bin", bytes(20_000)))
    settle(session, [browser])
    assert len(browser.page.find(dialog.wid).calls) == 1


# --- who takes bytes


@pytest.mark.parametrize(
    ("cls", "method", "args", "message"),
    [
        ("Label", "set_text", (b"x",), "'text' is "),
        ("Label", "set_color", ("red", bytearray()), "'fg' is "),
        ("Image", "set_image", (memoryview(b""),), "'url' is "),
        ("Image", "set_binary_image", (b"x", b"png"), "'format' is "),
        ("Image", "set_binary_image", ("x",), "'data' is "),
        ("FileDialog", "save", (b"a.bin", b"x"), "'filename' is "),
        (
            "Image",
            "set_binary_image",
            (b"x", Buffer(b"x", 1, "uint8")),
            "'format' is a Buffer; it takes .*only be the first argument",
        ),
    ],
)
def test_bytes_where_they_can_not_be(
    cls: str, method: str, args: tuple[Any, ...], message: str
) -> None:
    _, session, browser, _ = make()
    node = session.create(cls)
    settle(session, [browser])
    entries = dict(node.entries)
    with pytest.raises(TypeError, match=rf"^{cls}\.{method}\(\): .*{message}"):
        session.call(node, method, args)
    assert node.entries == entries
    assert not browser.channel.has_output


def test_no_call_turns_bytes_into_text() -> None:
    """Whatever the catalogue lets pass: JSON has no bytes."""
    _, session, _, image = make()
    for method, args, name in [
        ("set_image", (b"x",), "'url' is a bytes; it takes str"),
        ("set_binary_image", (b"x", bytearray()), "'format' is a bytearray; it takes Literal"),
        ("_its_own", (1, memoryview(b"")), "'2' is a memoryview"),
    ]:
        with pytest.raises(TypeError, match=rf"Image\.{method}\(\): argument {name}"):
            session.encode_call(image, method, args)


@pytest.mark.parametrize("value", [b"x", Buffer(b"x", 1, "uint8")])
def test_no_widget_is_made_of_bytes(value: Any) -> None:
    _, session, _, _ = make()
    with pytest.raises(TypeError, match=r"^Label\(\): .*'text' is "):
        session.create("Label", (value,))
    assert len(session.nodes) == 1


def test_no_question_takes_a_buffer() -> None:
    _, session, _, _ = make()
    video = session.create("VideoWidget")
    with pytest.raises(TypeError, match="no browser answers a call with a Buffer"):
        session.ask(video, "get_duration", (Buffer(b"x", 1, "uint8"),))


# --- buffers


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
def test_a_buffer_arrives_as_a_typed_array(dtype: str, stock: bool) -> None:
    _, session, browser, image = make(stock=stock)
    data = bytes(range(48))
    size = DTYPES[dtype]
    show(session, image, Buffer(data, (48 // size // 2, 2), dtype))
    settle(session, [browser])
    (announced,) = (m for m in browser.messages if m["type"] == "binary-call-chunked")
    assert announced["shape"] == [48 // size // 2, 2]
    assert shown(browser, image) == TypedArray(dtype, data)
    browser.come_back(is_new_page=True)
    settle(session, [browser])
    assert shown(browser, image) == TypedArray(dtype, data)


def test_any_method_takes_a_buffer_first() -> None:
    _, session, browser, _ = make()
    canvas = session.create("Canvas")
    session.call(canvas, "draw_image", (Buffer(b"", 0, "float64"),))
    settle(session, [browser])
    assert browser.page.find(canvas.wid).calls == [("draw_image", (TypedArray("float64", b""),))]


@pytest.mark.parametrize(
    ("data", "shape", "dtype", "told"),
    [
        (array.array("f", [1, 2]), None, None, ((2,), "float32")),
        (array.array("d", [1, 2]), (2, 1), "float64", ((2, 1), "float64")),
        (memoryview(bytes(12)).cast("h", (2, 3)), None, None, ((2, 3), "int16")),
        (memoryview(bytes(6)).cast("B", (2, 3)), None, "uint8", ((2, 3), "uint8")),
        (bytes(8), None, "int16", ((4,), "int16")),
        (bytes(8), 4, "int16", ((4,), "int16")),
        (bytes(8), (), "float64", ((), "float64")),
        (b"", (0, 5), "uint32", ((0, 5), "uint32")),
    ],
)
def test_what_a_buffer_is_made_of(data: Any, shape: Any, dtype: Any, told: tuple[Any, ...]) -> None:
    buffer = Buffer(data, shape, dtype)
    assert (buffer.shape, buffer.dtype) == told
    assert buffer.data == bytes(memoryview(data).tobytes())
    assert is_buffer(buffer)
    assert buffer == Buffer(buffer.data, *told)
    assert hash(buffer) == hash(Buffer(buffer.data, *told))
    assert repr(buffer) == f"<Buffer {told[1]} {told[0]}>"


def test_a_buffer_takes_the_array_of_a_numpy_like_library() -> None:
    class Dtype:
        name = "uint8"

    class Array(bytearray):  # an array's buffer, and the attribute by which numpy names its type
        dtype = Dtype()

    assert Buffer(Array(b"abc")).dtype == "uint8"
    assert Buffer(b"abcd", 2, type("uint16", (), {})).dtype == "uint16"  # numpy.uint16 is a class


def test_a_buffer_is_little_endian_whatever_the_machine_is() -> None:
    big = (ctypes.c_int32.__ctype_be__ * 2)(1, -2)
    little = (ctypes.c_int32.__ctype_le__ * 2)(1, -2)
    assert Buffer(big).data == Buffer(little).data == struct.pack("<ii", 1, -2)


def test_a_buffer_follows_the_strides() -> None:
    assert Buffer(memoryview(array.array("h", range(6)))[::2]).data == struct.pack("<hhh", 0, 2, 4)


def test_a_buffer_equals_no_other_thing() -> None:
    assert Buffer(b"x", 1, "uint8") != b"x"
    assert not is_buffer(b"x")


@pytest.mark.parametrize(
    ("data", "shape", "dtype", "error", "message"),
    [
        (bytes(11), (2, 3), "uint16", ValueError,
         r"shape \(2, 3\) of uint16 takes 12 bytes, got 11"),
        (bytes(7), None, "uint16", ValueError, r"shape \(3,\) of uint16 takes 6 bytes, got 7"),
        (bytes(8), 1, "int64", ValueError, "dtype is 'int64'; it must be one of uint8, uint16"),
        (array.array("q", [1]), None, None, ValueError, "dtype is 'int64'"),
        (bytes(8), 1, 5, ValueError, "dtype is 5"),
        (bytes(8), (-1,), "uint8", ValueError, r"shape is \(-1,\); it must be ints from 0"),
        (bytes(8), (8.0,), "uint8", ValueError, r"shape is \(8.0,\)"),
        (array.array("f", [1]), 1, "int32", TypeError, "data holds float32, but dtype is 'int32'"),
        ([1, 2], 2, "uint8", TypeError, "data is of type list; it must be bytes, or have"),
        ((ctypes.c_char_p * 1)(), 1, "uint8", TypeError, "data holds elements of the format"),
    ],
)  # fmt: skip
def test_what_no_buffer_is_made_of(
    data: Any, shape: Any, dtype: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^Buffer: {message}"):
        Buffer(data, shape, dtype)


# --- merging, and slow browsers


@pytest.mark.parametrize("sizes", [(10, 20), (10, ONE_FRAME), (3 * ONE_FRAME, ONE_FRAME)])
def test_an_unsent_picture_gives_its_place_to_a_newer_one(sizes: tuple[int, int]) -> None:
    _, session, browser, image = make()
    first, second = picture(sizes[0], 1), picture(sizes[1], 2)
    show(session, image, first)
    label = session.create("Label", ("x",))
    show(session, image, second)
    session.call(label, "set_text", ("y",))
    settle(session, [browser])
    assert shown(browser, image) == second
    assert browser.page.find(label.wid).get("text") == "y"
    assert sum(kind.startswith("binary-call") for kind in kinds(browser)) == 1
    assert browser.link.outbox.applied_place == browser.link.outbox.last


@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
@pytest.mark.parametrize("size", [100_000, 1_500_000, 6_000_000])
def test_a_slow_browser_has_bounded_memory_and_shows_the_newest_picture(
    size: int, stock: bool
) -> None:
    """Also where a picture is bigger than the limit of a link: it is never rebuilt for that."""
    limits = Limits()
    _, session, browser, image = make(stock=stock)
    label = session.create("Label", ("x",))
    settle(session, [browser])
    for number in range(1, 150_000_000 // size // 5):
        show(session, image, picture(size, number))
        session.call(label, "set_text", (str(number),))
        browser.collect(1)
        assert browser.link.outbox.held_bytes <= max(limits.link_bytes, size) + size + 1000
    assert not browser.link.is_set_aside
    settle(session, [browser])
    assert shown(browser, image) == picture(size, number)
    assert browser.page.find(label.wid).get("text") == str(number)
    assert "reconstruct-start" not in kinds(browser)
    assert kinds(browser).count("binary-call-chunked") <= 2
    assert browser.link.outbox.held_bytes == 0


def test_pictures_of_many_widgets_can_not_pile_up() -> None:
    _, session, browser, _ = make(Limits(link_bytes=3_000_000))
    images = [session.create("Image") for _ in range(10)]
    for number, image in enumerate(images):
        show(session, image, picture(1_000_000, number))
        assert browser.link.outbox.held_bytes <= 4_100_000
    assert browser.link.is_set_aside
    settle(session, [browser])
    assert [shown(browser, image) for image in images] == [
        picture(1_000_000, number) for number in range(10)
    ]


def test_a_page_that_is_set_aside_in_the_middle_of_a_picture_is_rebuilt_whole() -> None:
    _, session, browser, image = make(Limits(link_bytes=100_000))
    show(session, image, picture(2 * ONE_FRAME, 1))
    browser.collect(1)
    browser.collect(1)
    labels = [session.create("Label", ("x" * 1000,)) for _ in range(200)]
    assert browser.link.is_set_aside
    show(session, image, picture(2 * ONE_FRAME, 2))
    settle(session, [browser])
    assert shown(browser, image) == picture(2 * ONE_FRAME, 2)
    assert len(browser.page.widgets) == 1 + len(labels)
    assert browser.link.outbox.applied_place == browser.link.outbox.last


# --- cuts


@pytest.mark.parametrize("arrived", range(13))
@pytest.mark.parametrize("heard", [0, 1, 3, 12])
def test_a_long_call_that_is_cut_arrives_whole(arrived: int, heard: int) -> None:
    """At every frame, whatever part of the acknowledgements was heard."""
    _, session, browser, image = make()
    label = session.create("Label", ("x",))
    settle(session, [browser])
    show(session, image, picture(ONE_FRAME + CHUNK))
    session.call(label, "set_text", ("behind",))
    browser.collect()
    for _ in range(arrived):
        browser.deliver_down()
        browser.collect()
    for _ in range(heard):
        browser.deliver_up()
    browser.drop()
    frames = len(browser.frames)
    browser.come_back()
    settle(session, [browser])
    assert shown(browser, image) == picture(ONE_FRAME + CHUNK)
    assert browser.page.find(label.wid).get("text") == "behind"
    again = [frame for frame in browser.frames[frames:] if not frame.is_text]
    # Chunks that arrived are not sent again; the last one of five waited for acknowledgements.
    assert len(again) == 5 - min(4, max(0, arrived - 1) // 2)
    assert "reconstruct-start" not in kinds(browser)
    assert browser.link.outbox.applied_place == browser.link.outbox.last
    assert browser.errors == []


def test_a_newer_picture_waits_for_the_one_that_was_cut() -> None:
    _, session, browser, image = make()
    show(session, image, picture(2 * ONE_FRAME, 1))
    browser.collect(1)
    browser.collect(1)
    browser.deliver_down()
    browser.drop()
    show(session, image, picture(2 * ONE_FRAME, 2))
    show(session, image, picture(2 * ONE_FRAME, 3))
    browser.come_back()
    settle(session, [browser])
    assert shown(browser, image) == picture(2 * ONE_FRAME, 3)
    assert kinds(browser).count("binary-call-chunked") == 2
    assert browser.link.outbox.applied_place == browser.link.outbox.last


STEP = st.sampled_from(["buffer", "program", "user", "collect", "down", "up", "cut", "take"])


@given(st.lists(STEP, max_size=40))
def test_everything_agrees_with_calls_of_several_numbers_between(steps: list[str]) -> None:
    """Who is newer is told rightly, though one call is counted as several messages."""
    hub, session, browser, image = make()
    other = connect(hub, session)
    slider = session.create("Slider")
    settle(session, [browser, other])
    for number, step in enumerate(steps):
        match step:
            case "buffer":
                show(session, image, Buffer(struct.pack("<i", number), 1, "int32"))
            case "program":
                session.call(slider, "set_value", (number,))
            case "user":
                browser.slide(slider.wid, number)
            case "collect":
                browser.collect(1)
            case "down":
                browser.deliver_down()
            case "up":
                browser.deliver_up()
            case "cut":
                browser.drop()
                browser.come_back()
            case _:
                events(session)
    for _ in range(2):  # what the last reports bring about is no event
        settle(session, [browser, other])
    values = {page.page.find(slider.wid).get("value") for page in (browser, other)}
    assert values == {session.call(slider, "get_value")} or values == {None}
    assert shown(browser, image) == shown(other, image)
    assert browser.link.outbox.applied_place == browser.link.outbox.last
    assert browser.errors == []


OPERATION = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 3)),
    st.tuples(st.just("act"), st.just(0)),
    st.tuples(st.just("send"), st.integers(1, 3)),
    st.tuples(st.just("ack"), st.integers(0, 20)),
    st.tuples(st.just("cut"), st.integers(0, 20)),
)


@given(st.lists(OPERATION, max_size=40), st.booleans())
def test_places_and_numbers(operations: list[tuple[str, int]], clear: bool) -> None:
    """Whatever is merged, sent, acknowledged and cut: a number leads to its place."""
    outbox = Outbox(100, 10**9, number_all=False)
    numbers: list[int] = []  # the place that is applied with each number, from 1
    for kind, amount in operations:
        match kind:
            case "set":  # as many chunks; none: a plain call
                data = bytes(CHUNK * amount) if amount else None
                outbox.put(
                    Outgoing(
                        b'{"type":"x"}', 1, touches=(Touch(1, "image"),), mergeable=True,
                        barrier=(1,), binary=data, is_chunked=data is not None,
                    )
                )  # fmt: skip
            case "act":
                outbox.put(Outgoing(b'{"type":"act"}', 2, barrier=(2,)))
            case "send":
                for _ in range(amount):
                    before = outbox.sent
                    done = outbox.last - len(outbox)
                    outbox.frames(1)
                    applied = outbox.last - len(outbox)
                    count = outbox.sent - before
                    if count == applied - done:  # whole messages, one number each
                        numbers += range(done + 1, applied + 1)
                    else:
                        numbers += [applied] * count
            case "ack":
                assert outbox.acknowledge(min(amount, outbox.sent))
            case _:
                seen = max(outbox.applied_number, min(amount, outbox.sent))
                outbox.rewind(seen)
                del numbers[seen:]
        assert [outbox.place_of(n) for n in range(1, len(numbers) + 1)] == numbers
        assert outbox.sent == len(numbers)
        assert outbox.in_flight_bytes >= 0
    if clear:
        outbox.clear()
        outbox.put(Outgoing(b'{"type":"act"}', 2, barrier=(2,)))
        assert outbox.last > (numbers[-1] if numbers else 0)
    while outbox.unsent():
        outbox.frames(10**9)
        outbox.acknowledge(outbox.sent - 1)
        if not outbox.can_send:
            outbox.barrier()  # what waits for the last message goes along
    assert outbox.place_of(outbox.sent) == outbox.last
    assert outbox.acknowledge(outbox.sent)
    outbox.forget_up_to(outbox.applied_place)
    assert outbox.place_of(outbox.sent) == outbox.last
    assert outbox.held_bytes == 0


def test_what_the_stock_client_is_sent_can_be_acknowledged() -> None:
    """It answers no binary call, so each is followed by something that it does answer."""
    _, session, browser, image = make(stock=True)
    show(session, image, b"png")
    frames = browser.channel.frames_to_send()
    assert [frame.is_text for frame in frames] == [True, False, True]
    ids = [json.loads(frame.payload)["id"] for frame in frames if frame.is_text]
    assert ids[1] == ids[0] + 1
    assert json.loads(frames[2].payload) == {"type": "batch", "calls": [], "id": ids[1]}
