"""What an observer's page shows in a way of its own, and when it shows the session's again."""

from collections.abc import Callable
from typing import Any

import pytest

from core.helpers import connect, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views import own_view
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.outgoing import Touch


class Scene:
    """An operator, an observer with a view of its own, and one who follows."""

    def __init__(self) -> None:
        self.hub: Hub = make_hub()
        self.operator = connect(self.hub)
        self.session: Session = session_of(self.operator)
        self.observer = self.come(Terms(Role.OBSERVER))
        self.follower = self.come(Terms(Role.OBSERVER, is_following=True))
        self.settle()

    def come(self, terms: Terms) -> SimulatedBrowser:
        share = self.session.shares.make(terms, None)
        browser = SimulatedBrowser(self.hub, session_id=self.session.id, token=share.token)
        browser.exchange()
        return browser

    def settle(self) -> list[Any]:
        return settle(self.session, [self.operator, self.observer, self.follower])

    def tabs(self) -> tuple[Node, list[Node]]:
        tabs = self.session.create("TabWidget")
        pages = [self.session.create("Label", (name,)) for name in "abc"]
        for page in pages:
            self.session.call(tabs, "add_widget", (page, {"title": "t"}))
        self.settle()
        return tabs, pages

    def shown(self) -> list[int | None]:
        """The page that is in front: the operator's, the observer's, the follower's."""
        browsers = (self.operator, self.observer, self.follower)
        return [browser.widget("TabWidget").selected for browser in browsers]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_what_an_observer_has_in_front_stays_there_whatever_the_program_says(scene: Scene) -> None:
    tabs, (first, second, third) = scene.tabs()
    for browser in (scene.observer, scene.follower):
        browser.show_page(tabs.wid, 1)
    scene.settle()
    assert scene.shown() == [first.wid, second.wid, second.wid]
    scene.session.call(tabs, "show_widget", (third,))
    scene.operator.show_page(tabs.wid, 0)
    scene.session.call(tabs, "show_widget", (third,))
    assert scene.session.call(tabs, "get_index") == 2
    scene.settle()
    assert scene.shown() == [third.wid, second.wid, third.wid]
    scene.session.call(first, "set_text", ("new",))  # all else reaches it
    scene.settle()
    assert scene.observer.widget("Label").get("text") == "new"


def test_a_page_that_shows_what_the_session_does_has_no_view_of_its_own(scene: Scene) -> None:
    tabs, (_, _, third) = scene.tabs()
    for index in (1, 0):
        scene.observer.show_page(tabs.wid, index)
        scene.settle()
    assert scene.session.audience.own_views == {}
    scene.session.call(tabs, "show_widget", (third,))
    scene.settle()
    assert scene.shown() == [third.wid] * 3


def test_what_the_program_said_meanwhile_goes_before(scene: Scene) -> None:
    tabs, (_, second, third) = scene.tabs()
    scene.observer.show_page(tabs.wid, 1)
    scene.session.call(tabs, "show_widget", (third,))
    scene.settle()
    assert scene.shown() == [third.wid] * 3
    assert scene.session.audience.own_views == {}
    assert second in tabs.children


@pytest.mark.parametrize("how", ["follow", "reload", "rebuild", "control"])
def test_it_shows_the_sessions_view_again(scene: Scene, how: str) -> None:
    tabs, (_, _, third) = scene.tabs()
    scene.observer.show_page(tabs.wid, 1)
    scene.session.call(tabs, "show_widget", (third,))
    scene.settle()
    link = scene.observer.link
    match how:
        case "follow":
            scene.session.authority.own_views.follow(link, is_following=True)
        case "reload":
            scene.observer.come_back(is_new_page=True)
        case "rebuild":
            scene.session.rebuild()
        case "control":
            scene.session.authority.roles.define("observer-to-be", [], [], 0)
            scene.session.control.start(link, 10.0)
    scene.settle()
    assert scene.shown() == [third.wid] * 3
    scene.observer.show_page(tabs.wid, 1)
    scene.settle()
    own = scene.session.audience.own_views
    assert list(own) == ([scene.observer.link] if how in ("reload", "rebuild") else [])
    assert (scene.session.call(tabs, "get_index") == 1) is (how == "control")


def test_what_was_never_set_is_built_anew_for_who_is_to_follow(scene: Scene) -> None:
    tabs, (first, *_) = scene.tabs()
    scene.observer.show_page(tabs.wid, 1)
    scene.settle()
    builds = scene.observer.link.builds
    scene.session.authority.own_views.follow(scene.observer.link, is_following=True)
    scene.settle()
    assert scene.shown() == [first.wid] * 3
    assert scene.observer.link.builds == builds + ("selected" not in tabs.entries)


def expander(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = scene.session.create("Expander", ("More",))
    return (
        node,
        lambda: scene.observer.report(node.wid, "toggled", True),
        lambda: scene.session.call(node, "set_collapsed", (False,)),
        {"collapsed"},
    )


def splitter(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = scene.session.create("Splitter")
    for _ in range(2):
        scene.session.call(node, "add_widget", (scene.session.create("Label"),))
    return (
        node,
        lambda: scene.observer.report(node.wid, "sizing", [10, 20]),
        lambda: scene.session.call(node, "set_sizes", ([30, 40],)),
        {"sizes"},
    )


def window(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = scene.session.create("TopLevel")
    scene.session.call(node, "set_position", (1, 1))
    return (
        node,
        lambda: scene.observer.move(node.wid, 50, 60),
        lambda: scene.session.call(node, "set_position", (3, 4)),
        {"position"},
    )


def window_state(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = scene.session.create("TopLevel")
    return (
        node,
        lambda: scene.observer.report(node.wid, "window-state", "maximized"),
        lambda: scene.session.call(node, "set_window_state", ("minimized",)),
        {"window_state"},
    )


def rows(scene: Scene) -> Node:
    columns = [{"key": "a", "label": "A"}]
    node = scene.session.create("TreeView", (), {"columns": columns})
    scene.session.call(node, "set_tree", ({"x": {"y": {"a": 1}}, "z": {"a": 2}},))
    return node


def selection(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = rows(scene)
    record = {"path": ["z"], "values": {}}
    return (
        node,
        lambda: scene.observer.report(node.wid, "selected", [record]),
        lambda: scene.session.call(node, "select_path", (["x"],)),
        {"selected"},
    )


def expansion(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = rows(scene)
    return (
        node,
        lambda: scene.observer.report(node.wid, "collapsed", {}, ["x"]),
        lambda: scene.session.call(node, "expand_item", (["x"],)),
        None,
    )


def widths(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = rows(scene)
    return (
        node,
        lambda: scene.observer.report(node.wid, "sorted", {"a": 50}),
        lambda: scene.session.call(node, "set_column_width", ("a", 70)),
        None,
    )


def scrolling(scene: Scene) -> tuple[Node, Callable[[], None], Callable[[], None], Any]:
    node = scene.session.create("ScrollArea")
    return (
        node,
        lambda: scene.observer.report(node.wid, "scrolled", 0.5, 0.5),
        lambda: scene.session.call(node, "set_scroll_percent", (0.1, 0.1)),
        None,
    )


@pytest.mark.parametrize(
    "kind",
    [expander, splitter, window, window_state, selection, expansion, widths, scrolling],
)
def test_every_kind_of_view_is_an_observers_own(scene: Scene, kind: Callable[..., Any]) -> None:
    node, of_observer, of_program, keys = kind(scene)
    scene.settle()
    before = {key: entry.value for key, entry in node.entries.items()}
    of_observer()
    scene.settle()
    assert {key: entry.value for key, entry in node.entries.items()} == before  # in no node
    own = scene.observer.link.own_view.keys
    assert own
    assert {touch.wid for touch in own} == {node.wid}
    if keys is not None:
        assert {touch.key for touch in own} == keys
    counts = [len(browser.messages) for browser in (scene.operator, scene.observer)]
    of_program()
    scene.settle()
    news = [
        browser.messages[count:]
        for browser, count in zip((scene.operator, scene.observer), counts, strict=True)
    ]
    about = [[m for m in told if m.get("wid") == node.wid] for told in news]
    assert about[0] != []
    assert about[1] == []


def test_own_views_cost_others_no_message(scene: Scene) -> None:
    """Who has one leaves the others' step for what it is not sent, and comes back in step."""
    tabs, (first, _, third) = scene.tabs()
    scene.observer.show_page(tabs.wid, 1)
    scene.settle()
    for text in ("one", "two"):
        scene.session.call(first, "set_text", (text,))
        scene.session.call(tabs, "show_widget", (third,))
        scene.session.call(first, "set_text", (f"{text} more",))
        scene.settle()
        for browser in (scene.operator, scene.observer):
            assert browser.widget("Label").get("text") == f"{text} more"
    assert scene.observer.link.outbox.is_even


def test_one_page_has_no_more_of_its_own_than_it_may(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_view, "MOST", 2)
    node = scene.session.create("TreeView", (), {"columns": [{"key": "a", "label": "A"}]})
    tree = {name: {"below": {"a": 1}} for name in "xyz"}
    scene.session.call(node, "set_tree", (tree,))
    scene.settle()
    builds = scene.observer.link.builds
    for name in "xyz":
        scene.observer.report(node.wid, "collapsed", {}, [name])
        scene.settle()
    assert scene.observer.link.builds == builds + 1
    assert scene.observer.link.own_view.keys == set()


def test_nobody_has_a_view_of_what_is_gone(scene: Scene) -> None:
    tabs, _ = scene.tabs()
    scene.observer.show_page(tabs.wid, 1)
    scene.settle()
    assert scene.observer.link.own_view.keys == {Touch(tabs.wid, "selected")}
    scene.session.destroy(tabs)
    scene.session.authority.own_views.follow(scene.observer.link, is_following=False)
    scene.observer.leave()
    assert scene.session.audience.own_views == {}


def test_a_signed_share_says_after_a_restart_too_that_its_pages_follow() -> None:
    key = b"0123456789abcdef"
    for expires_at in (None, 1000.0):
        hub = make_hub(secret_key=key)
        session = session_of(connect(hub))
        for is_following in (True, False):
            terms = Terms(Role.OBSERVER, expires_at, is_following=is_following)
            token = session.shares.make(terms, None).token
            later = Hub(mint_token=lambda: "later", boot="later", secret_key=key)
            assert later.credentials.read_share(session.id, token, None) == terms
