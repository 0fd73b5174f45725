"""Building pages: pipelined, packed, and as deep or wide as a program likes."""

import pytest

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


def drain(browser: SimulatedBrowser) -> None:
    """What an application does after each operation: full frames need not wait."""
    for link in browser.hub.ready():
        if link.has_full_frame:
            assert link is browser.channel
            browser.collect()


@pytest.mark.parametrize("stock", [False, True])
def test_1000_labels_need_no_answer_and_few_frames(stock: bool) -> None:
    hub = make_hub()
    browser = connect(hub, stock=stock)
    session = session_of(browser)
    button = session.create("Button", ("build",))
    session.listen(button, "activated")
    settle(session, [browser])
    browser.click(button.wid)
    settle(session, [])
    browser.deliver_up()
    hub.ready()
    assert len(events(session)) == 1
    received = len(browser.messages)
    # The handler. Nothing is delivered, in either direction, until it is done.
    box = session.create("VBox")
    left_early = 0
    for index in range(1000):
        label = session.create("Label", (f"label {index}",))
        drain(browser)
        session.call(label, "set_color", ("red",))
        drain(browser)
        session.call(box, "add_widget", (label, 0))
        drain(browser)
        left_early = left_early or len(browser.down)
    assert left_early > 0
    browser.collect()
    assert not browser.link.has_output
    assert len(browser.down) <= 20
    assert all(len(frame.payload) <= 64 * 1024 for frame in browser.down)
    assert len(browser.messages) == received
    # Now the network may take as long as it likes.
    settle(session, [browser])
    assert len(browser.page.widgets[box.wid].children) == 1000
    assert not browser.errors
    assert browser.closed is None


def nest(session: Session, depth: int) -> list[Node]:
    """Boxes, each in the one before it."""
    boxes = [session.create("VBox")]
    for _ in range(depth - 1):
        box = session.create("VBox")
        session.call(boxes[-1], "add_widget", (box, 0))
        boxes.append(box)
    return boxes


DEPTH = 5_000
WIDTH = 2_000


def test_a_tree_may_be_as_deep_as_it_likes() -> None:
    hub = make_hub()
    session = hub.create_session()
    boxes = nest(session, DEPTH)
    browser = SimulatedBrowser(hub, session_id=session.id, token=session.token)
    browser.exchange()
    adds = [m for m in browser.messages if m.get("method") == "add_widget"]
    assert [m["wid"] for m in adds] == [box.wid for box in reversed(boxes[:-1])]
    assert [node.wid for node in boxes[0].walk()] == [box.wid for box in boxes]
    with pytest.raises(ValueError, match="itself or its descendant"):
        session.call(boxes[-1], "add_widget", (boxes[0],))
    session.call(boxes[0], "destroy")
    assert not session.nodes
    assert all(box.destroyed for box in boxes)


def test_a_box_may_be_as_wide_as_it_likes() -> None:
    session = make_hub().create_session()
    box = session.create("VBox")
    labels = [session.create("Label", ("x",)) for _ in range(WIDTH)]
    for label in labels:
        session.call(box, "add_widget", (label, 0))
    for label in labels[: WIDTH // 2]:
        session.call(box, "remove", (label,))
    for label in reversed(labels[WIDTH // 2 :]):
        session.call(label, "destroy")
    assert box.children == []
    assert len(session.nodes) == 1 + WIDTH // 2


def test_parents_come_before_children_and_in_order() -> None:
    session = make_hub().create_session()
    root, left, right, leaf = (session.create("VBox") for _ in range(4))
    for parent, child in ((root, left), (root, right), (left, leaf)):
        session.call(parent, "add_widget", (child, 0))
    assert list(root.walk()) == [root, left, leaf, right]
    assert [root.index_of(node) for node in (left, right, leaf)] == [0, 1, -1]
