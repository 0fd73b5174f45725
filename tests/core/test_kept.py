"""What users did is kept as data, and put on what a later run of the program has built."""

import random
from collections.abc import Callable

import pytest

from core.helpers import connect, events, make_hub, session_of, settle, text_box
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.trees import PageTree
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.keeping.restoring import Restored, put_on
from pgwidgets_proto.sessions.keeping.snapshot import (
    META,
    Meta,
    Snapshot,
    SnapshotError,
    encode,
    read,
)
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node

type Build = Callable[[Session], dict[str, Node]]


def keeping_session() -> Session:
    """A session of which something is kept."""
    return make_hub(keeps=True).create_session()


def begun(build: Build) -> tuple[Session, dict[str, Node], SimulatedBrowser]:
    """A session that a program has built, and a browser that shows it."""
    session = keeping_session()
    nodes = build(session)
    assert session.kept is not None
    session.kept.built()
    browser = connect(session.keeper, session)  # type: ignore[arg-type] # it is a hub
    return session, nodes, browser


def snapshot(session: Session) -> Snapshot:
    """What is kept of a session, as it comes out of a store."""
    assert session.kept is not None
    changed = session.kept.changes(session.token, session.first_token, session.views)
    return read({name: field for name, field in changed.items() if field is not None})


def restored(found: Snapshot, build: Build) -> tuple[Session, dict[str, Node], Restored]:
    """Another run of a program, on which a snapshot is put."""
    session = keeping_session()
    nodes = build(session)
    assert session.kept is not None
    return session, nodes, put_on(session, session.kept, found)


def values_in(found: Snapshot) -> dict[str, list[str]]:
    """The values of all widgets, in any order."""
    return {name: sorted(map(repr, widget.values)) for name, widget in found.widgets.items()}


def form(session: Session) -> dict[str, Node]:
    """A program's widgets of many classes."""
    new = session.create
    top, box, tabs = new("TopLevel"), new("VBox"), new("TabWidget")
    nodes = {
        "top": top, "box": box, "tabs": tabs, "name": new("TextEntry", ("",)),
        "area": new("TextArea"), "source": new("TextSource", ("one\ntwo",)),
        "check": new("CheckBox", ("Sure",)), "slider": new("Slider"),
        "combo": new("ComboBox"), "label": new("Label", ("idle",)),
        "tree": new("TreeView", (), {"columns": [{"label": "A", "key": "a"}]}),
        "first": new("VBox"), "second": new("VBox"),
    }  # fmt: skip
    session.call(nodes["combo"], "append_text", ("red",))
    session.call(nodes["combo"], "append_text", ("blue",))
    session.call(nodes["tree"], "set_tree", ({"x": {"a": 1, "y": {"a": 2}}, "z": {"a": 3}},))
    session.call(tabs, "add_widget", (nodes["first"], {"title": "One"}))
    session.call(tabs, "add_widget", (nodes["second"], {"title": "Two"}))
    for name in ("name", "area", "source", "check", "slider", "combo", "label", "tree", "tabs"):
        session.call(box, "add_widget", (nodes[name], 0))
    session.call(top, "set_widget", (box,))
    return nodes


def test_what_users_did_comes_back_and_nothing_else() -> None:
    session, nodes, browser = begun(form)
    settle(session, [browser])
    browser.type_text(nodes["name"].wid, "Ada")
    browser.toggle(nodes["check"].wid)
    browser.slide(nodes["slider"].wid, 7)
    browser.show_page(nodes["tabs"].wid, 1)
    browser.move(nodes["top"].wid, 30, 40)
    browser.tell(nodes["combo"].wid, "activated", 1, "blue")
    tree = browser.page.widgets[nodes["tree"].wid].content
    assert isinstance(tree, PageTree)
    tree.user_selects(["z"])
    tree.user_toggles(["x"])
    tree.user_sorts("a")
    settle(session, [browser])
    session.call(nodes["label"], "set_text", ("busy",))
    session.call(nodes["name"], "set_text", ("Ada L.",))  # the newest counts, whoever wrote it
    found = snapshot(session)
    assert {name.rpartition("/")[2] for name in found.widgets} == {
        "TextEntry1", "CheckBox1", "Slider1", "TabWidget1", "TopLevel1", "ComboBox1", "TreeView1",
    }  # fmt: skip

    again, there, result = restored(found, form)
    assert result.left_out == ()
    assert result.wids == {}
    assert again.call(there["name"], "get_text") == "Ada L."
    assert again.call(there["check"], "get_state") is True
    assert again.call(there["slider"], "get_value") == 7
    assert again.call(there["tabs"], "get_index") == 1
    assert again.call(there["combo"], "get_text") == "blue"
    assert again.call(there["top"], "get_position") == (30, 40)
    assert again.call(there["label"], "get_text") == "idle"
    assert [row["path"] for row in again.call(there["tree"], "get_selected")] == [["z"]]
    assert again.call(there["tree"], "get_collapsed") == [["x"]]
    # What was put on is still what its user did.
    assert values_in(snapshot(again)) == values_in(found)


def test_no_handler_hears_of_what_is_put_on() -> None:
    session, nodes, browser = begun(form)
    settle(session, [browser])
    browser.show_page(nodes["tabs"].wid, 1)
    browser.toggle(nodes["check"].wid)
    settle(session, [browser])

    def listening(session: Session) -> dict[str, Node]:
        nodes = form(session)
        session.listen(nodes["tabs"], "page-switch")
        session.listen(nodes["check"], "activated")
        events(session)
        return nodes

    again, there, _ = restored(snapshot(session), listening)
    assert again.call(there["tabs"], "get_index") == 1
    assert [event for event in events(again) if isinstance(event, WidgetEvent)] == []
    # From here on they hear of the program's own again.
    again.call(there["tabs"], "set_index", (0,))
    assert [event.action for event in events(again) if isinstance(event, WidgetEvent)] == [
        "page-switch"
    ]


def test_the_program_says_what_is_kept() -> None:
    session, nodes, browser = begun(form)
    settle(session, [browser])
    browser.type_text(nodes["name"].wid, "secret")
    settle(session, [browser])
    assert session.kept is not None
    session.kept.choose(nodes["name"], False)
    session.kept.choose(nodes["label"], True)
    session.call(nodes["label"], "set_text", ("42 K",))
    again, there, _ = restored(snapshot(session), form)
    assert again.call(there["name"], "get_text") == ""
    assert again.call(there["label"], "get_text") == "42 K"


def mdi(session: Session) -> dict[str, Node]:
    area, one, two = session.create("MDIWidget"), session.create("Label"), session.create("Label")
    session.call(area, "add_widget", (one, {"title": "one"}))
    session.call(area, "add_widget", (two, {"title": "two"}))
    return {"area": area, "one": one, "two": two}


def test_a_window_that_its_user_has_closed_stays_closed() -> None:
    session, nodes, browser = begun(mdi)
    settle(session, [browser])
    browser.report(nodes["area"].wid, "page-close", {"__wid__": nodes["one"].wid})
    settle(session, [browser])
    assert session.call(nodes["area"], "get_children") == [nodes["two"]]
    again, there, result = restored(snapshot(session), mdi)
    assert result.left_out == ()
    assert again.call(there["area"], "get_children") == [there["two"]]
    third, there, _ = restored(snapshot(again), mdi)
    assert third.call(there["area"], "get_children") == [there["two"]]


def rows(*texts: str) -> Build:
    """A form with a field behind each label."""

    def build(session: Session) -> dict[str, Node]:
        box, nodes = session.create("VBox"), {}
        for text in texts:
            session.call(box, "add_widget", (session.create("Label", (text,)), 0))
            nodes[text] = session.create("TextEntry", ("",))
            session.call(box, "add_widget", (nodes[text], 0))
        return nodes

    return build


def typed_into(build: Build, **texts: str) -> Session:
    session, nodes, browser = begun(build)
    settle(session, [browser])
    for name, text in texts.items():
        browser.type_text(nodes[name].wid, text)
    settle(session, [browser])
    return session


@pytest.mark.parametrize(
    "later", [("mail", "name", "town"), ("name", "new", "mail", "town"), ("name", "town")]
)
def test_a_program_that_was_changed_gets_no_text_in_a_wrong_field(later: tuple[str, ...]) -> None:
    session = typed_into(rows("name", "mail", "town"), name="Ada", mail="a@b", town="Rome")
    again, there, result = restored(snapshot(session), rows(*later))
    assert len(result.left_out) == 3
    assert result.line is not None
    assert "/VBox1/TextEntry1 (its parent is built otherwise)" in result.line
    assert [again.call(field, "get_text") for field in there.values()] == [""] * len(later)


def test_a_sibling_that_was_destroyed_moves_nobody() -> None:
    build = rows("name", "mail", "town")
    session, nodes, browser = begun(build)
    settle(session, [browser])
    session.destroy(nodes["name"])
    settle(session, [browser])
    browser.type_text(nodes["mail"].wid, "a@b")
    settle(session, [browser])
    later = session.create("TextEntry", ("",))  # it has no place: nobody could tell which it is
    session.call(next(iter(session.nodes.values())), "add_widget", (later, 0))
    settle(session, [browser])
    browser.type_text(later.wid, "lost")
    settle(session, [browser])
    again, there, _ = restored(snapshot(session), build)
    texts = {name: again.call(field, "get_text") for name, field in there.items()}
    assert texts == {"name": "", "mail": "a@b", "town": ""}


def gathered(seed: int, *, has_names: bool) -> Build:
    """A program whose rows are built by tasks side by side, so in any order."""

    def build(session: Session) -> dict[str, Node]:
        box, nodes = session.create("VBox"), {}
        texts = ["name", "mail", "town", "street"]
        random.Random(seed).shuffle(texts)
        for text in texts:
            row = session.create("HBox")
            nodes[text] = session.create("TextEntry", ("",))
            if has_names:
                assert session.kept is not None
                session.kept.names.give(nodes[text], text, session.nodes)
            session.call(row, "add_widget", (session.create("Label", (text,)), 0))
            session.call(row, "add_widget", (nodes[text], 0))
            session.call(box, "add_widget", (row, 0))
        return nodes

    return build


@pytest.mark.parametrize("seed", range(12))
def test_what_is_built_side_by_side_is_never_mixed_up(seed: int) -> None:
    typed = {"name": "Ada", "mail": "a@b", "town": "Rome"}
    session = typed_into(gathered(0, has_names=False), **typed)
    again, there, _ = restored(snapshot(session), gathered(seed, has_names=False))
    for name, field in there.items():
        assert again.call(field, "get_text") in ("", typed.get(name, ""))
    named = typed_into(gathered(0, has_names=True), **typed)
    again, there, result = restored(snapshot(named), gathered(seed, has_names=True))
    assert result.left_out == ()
    assert {name: again.call(field, "get_text") for name, field in there.items()} == {
        **typed, "street": ""
    }  # fmt: skip


def test_names_are_of_one_widget_each() -> None:
    session = keeping_session()
    one, other = session.create("TextEntry"), session.create("TextEntry")
    assert session.kept is not None
    give = session.kept.names.give
    give(one, "a/b", session.nodes)
    with pytest.raises(ValueError, match="'a/b', which <TextEntry 1> has"):
        give(other, "a/b", session.nodes)
    with pytest.raises(ValueError, match="name is ''"):
        give(other, "", session.nodes)
    with pytest.raises(TypeError, match="name is 5; it must be a text"):
        give(other, 5, session.nodes)  # type: ignore[arg-type]
    session.destroy(one)
    give(other, "a/b", session.nodes)


def test_a_value_that_the_program_takes_no_more_is_left_out_and_told() -> None:
    session = typed_into(rows("name"), name="Ada")

    def other(session: Session) -> dict[str, Node]:
        box = session.create("VBox")
        session.call(box, "add_widget", (session.create("Label", ("name",)), 0))
        session.call(box, "add_widget", (session.create("TextEntry", ("",)), 0))
        return {"box": box}

    found = snapshot(session)
    (widget,) = found.widgets.values()
    widget.values.append(("text", ["set_text", {"no": "text"}, 1, 2, 3, 4, 5]))
    widget.values.append(("nothing", ["explode"]))
    widget.values.append(("nothing", 5))
    _, _, result = restored(found, other)
    assert result.values == 1
    assert len(result.left_out) == 3


def test_ids_that_have_changed_are_told() -> None:
    session = typed_into(rows("name"), name="Ada")

    def later(session: Session) -> dict[str, Node]:
        session.create("Timer")  # it takes an id
        return rows("name")(session)

    again, there, result = restored(snapshot(session), later)
    assert again.call(there["name"], "get_text") == "Ada"
    assert result.wids == {1: 2, 2: 3, 3: 4}


def test_only_what_has_changed_is_to_be_stored() -> None:
    session, nodes, browser = begun(form)
    settle(session, [browser])
    kept = session.kept
    assert kept is not None

    def changes() -> set[str]:
        assert kept is not None
        return set(kept.changes(session.token, session.first_token, session.views))

    assert changes() == {"meta", "shape", "data", "pages"}
    assert changes() == set()
    browser.type_text(nodes["name"].wid, "Ada")
    settle(session, [browser])
    assert changes() == {"pages", "w:/TopLevel1/VBox1/TextEntry1"}
    kept.data["count"] = 1
    assert changes() == {"data"}
    kept.data["count"] = 1
    assert changes() == set()
    kept.not_stored()
    assert changes() == {"meta", "shape", "data", "pages", "w:/TopLevel1/VBox1/TextEntry1"}
    kept.choose(nodes["name"], False)
    assert kept.changes(session.token, session.first_token, session.views) == {
        "w:/TopLevel1/VBox1/TextEntry1": None
    }


def test_what_is_damaged_or_newer_is_refused_with_the_reason() -> None:
    session = typed_into(rows("name"), name="Ada")
    assert session.kept is not None
    fields = session.kept.fields(session.token, session.first_token, [])
    assert read(fields).meta.token == session.token
    newer = encode(Meta(version=99, token="t", first_token="t"))
    with pytest.raises(SnapshotError, match="it has version 99, and this is version 1"):
        read({**fields, META: newer})
    with pytest.raises(SnapshotError, match="the field 'meta' is missing"):
        read({})
    for name, field in fields.items():
        for damaged in (field[:-1], b"", b"\xc1", field[::-1]):
            if damaged != field:
                with pytest.raises(SnapshotError, match="damaged"):
                    read({**fields, name: damaged})


def test_a_session_of_which_nothing_is_kept_has_nothing_of_it() -> None:
    session = make_hub().create_session()
    assert session.kept is None
    assert session.id == 1
    browser = connect(session.keeper, session)  # type: ignore[arg-type]
    entry = session.create("TextEntry")
    settle(session, [browser])
    browser.type_text(entry.wid, "Ada")
    settle(session, [browser])
    assert session.call(entry, "get_text") == "Ada"


def test_what_could_not_be_taken_away_is_taken_away_later() -> None:
    session, nodes, browser = begun(form)
    settle(session, [browser])
    browser.type_text(nodes["name"].wid, "secret")
    settle(session, [browser])
    kept = session.kept
    assert kept is not None
    field = "w:/TopLevel1/VBox1/TextEntry1"
    changes = lambda: kept.changes(session.token, session.first_token, session.views)  # noqa: E731
    assert changes()[field] is not None
    kept.choose(nodes["name"], False)
    for _ in range(2):
        assert changes()[field] is None
        kept.not_stored()
    assert changes()[field] is None
    assert changes() == {}


def test_data_that_can_not_be_stored_leaves_those_that_were() -> None:
    session = keeping_session()
    kept = session.kept
    assert kept is not None
    kept.data["count"] = 1
    assert snapshot(session).data == {"count": 1}
    kept.data["socket"] = object()
    kept.not_stored()
    assert snapshot(session).data == {"count": 1}
    assert kept.unfit is not None


def test_data_may_have_any_keys() -> None:
    session = keeping_session()
    assert session.kept is not None
    session.kept.data = {1: {2: b"x"}, "a": [None]}  # type: ignore[dict-item] # as a program might
    assert snapshot(session).data == {1: {2: b"x"}, "a": [None]}


def test_a_value_that_no_store_could_hold_is_left_out() -> None:
    session, nodes, _ = begun(form)
    kept = session.kept
    assert kept is not None
    session.call(nodes["label"], "set_text", ("x",))
    session.call(nodes["label"], "set_halign", ("right",))
    kept.choose(nodes["label"], True)
    nodes["label"].entries["text"].args = (2**70,)
    (widget,) = snapshot(session).widgets.values()
    assert [value for _, value in widget.values] == [["set_halign", "right"]]
    with pytest.raises(ValueError, match="it must be Unicode"):
        kept.names.give(nodes["name"], "\ud800", session.nodes)
    with pytest.raises(ValueError, match="no address could name it"):
        make_hub(keeps=True).create_session("\ud800")


def test_names_of_widgets_that_are_gone_are_forgotten() -> None:
    session, _, _ = begun(form)
    kept = session.kept
    assert kept is not None
    before = len(snapshot(session).shape.names)
    for number in range(5):
        made = session.create("TextEntry")
        kept.names.give(made, f"made {number % 2}", session.nodes)
        session.destroy(made)
    kept.not_stored()
    assert len(snapshot(session).shape.names) == before
    assert len(kept.names.given) == 0


def test_widgets_of_which_nothing_has_changed_are_not_looked_at() -> None:
    hub = make_hub(keeps=True)
    browser = connect(hub)
    session = session_of(browser)
    box, entry = session.create("VBox"), text_box(session)
    session.call(box, "add_widget", (entry, 0))
    kept = session.kept
    assert kept is not None
    kept.built()
    browser.exchange()

    def saved() -> set[str]:
        return {*kept.changes(session.token, session.first_token, session.views)}

    browser.type_text(entry.wid, "a")
    settle(session, [browser])
    assert "w:/VBox1/TextEntry1" in saved()
    looks: list[int] = []
    widgets = kept._widgets
    kept._widgets = lambda: (looks.append(1), widgets())[1]  # type: ignore[method-assign]
    kept.data["count"] = 1
    assert saved() == {"data"}
    assert looks == []
    session.call(entry, "set_text", ("b",))
    assert saved() == {"w:/VBox1/TextEntry1"}
    browser.type_text(entry.wid, "c")
    settle(session, [browser])
    assert "w:/VBox1/TextEntry1" in saved()
    kept.choose(box, True)
    label = session.create("Label", ("l",))
    kept.names.give(label, "word", session.nodes)
    assert "shape" in saved()
    session.call(label, "destroy")
    assert "shape" in saved()
