"""What screen readers are told of each class: its role and its name, in Chromium's own tree."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Served, new_visitor, watch
from browser.gestures import comes_true, errors

ROLES = {
    "Button": "button",
    "Canvas": "Canvas",
    "CheckBox": "checkbox",
    "ColorWidget": "group",
    "ComboBox": "combobox",
    "Dial": "slider",
    "Expander": "group",
    "ExternalWidget": "group",
    "FixedLayout": "group",
    "Frame": "group",
    "GridBox": "group",
    "HBox": "group",
    "HtmlView": "group",
    "Image": "image",
    "Label": "group",
    "MDIWidget": "group",
    "MenuBar": "menubar",
    "ProgressBar": "progressbar",
    "RadioButton": "radio",
    "ScrollArea": "group",
    "ScrollBar": "scrollbar",
    "Slider": "slider",
    "SpinBox": "spinbutton",
    "Splitter": "group",
    "StackWidget": "group",
    "StatusBar": "status",
    "TabWidget": "group",
    "TableView": "grid",
    "TextArea": "textbox",
    "TextEntry": "textbox",
    "TextEntrySet": "textbox",
    "TextSource": "textbox",
    "ToggleButton": "button",
    "ToolBar": "toolbar",
    "TreeView": "treegrid",
    "VBox": "group",
    "VideoWidget": "group",
}
"""What each class is told of as; one that has no pattern is a group, once it has a name."""


class Shown:
    """A page with one of each class, named after it.

    Attributes:
        page: the page.
        nodes: role and properties of what has a name in Chromium's tree, by the name.
        made: the widgets by class.
    """

    def __init__(self, page: Page, served: Served, made: dict[str, Any], more: Any) -> None:
        self.page, self.served, self.made, self.more = page, served, made, more
        self._line = page.context.new_cdp_session(page)

    @property
    def nodes(self) -> dict[str, str]:
        """The roles of what has a name, by the name."""
        found = self._line.send("Accessibility.getFullAXTree")["nodes"]
        return {
            node["name"]["value"]: node["role"]["value"]
            for node in found
            if not node["ignored"] and node.get("name", {}).get("value")
        }


@pytest.fixture(scope="module")
def shown(chromium: Browser) -> Iterator[Shown]:
    made: dict[str, Any] = {}
    more = SimpleNamespace()

    async def build(session: Any) -> None:
        W = session.get_widgets()
        box = await W.VBox()
        columns = {"columns": [{"key": "name", "label": "Name"}]}
        for name in ROLES:
            widget = made[name] = await getattr(W, name)(
                **columns if name in ("TableView", "TreeView") else {}
            )
            if name == "MenuBar":
                await widget.add_name("File")
            elif name == "ToolBar":
                await widget.add_action(text="Stop")
            elif name == "Image":
                await widget.set_image("save")
            await widget.set_accessible_name(f"the {name}")
            await box.add_widget(widget, 0)
        more.caption = await W.Label("Target")
        more.other = await W.Label("of the night")
        more.field = await W.TextEntry("")
        for widget in (more.caption, more.other, more.field):
            await box.add_widget(widget, 0)
        more.table = made["TableView"]
        await more.table.set_placeholder("No frames yet")
        await made["MDIWidget"].set_placeholder("No windows")
        more.expander = await W.Expander(title="Details", bg_color="success-soft")
        await box.add_widget(more.expander, 0)
        top = await W.TopLevel(title="All of them")
        await top.set_widget(box)
        await top.show()

    served = Served(lambda app: app.on_connect(build), {})
    context = new_visitor(chromium, viewport={"width": 800, "height": 2400})
    page = watch(context.new_page())
    page.goto(served.url)
    expect(page.get_by_text("Details")).to_be_visible()
    yield Shown(page, served, made, more)
    assert errors(page) == []
    context.close()
    served.close()


def test_each_class_is_told_of_as_what_it_is(shown: Shown) -> None:
    wanted = {f"the {name}": role for name, role in ROLES.items()}
    comes_true(shown.page, lambda: {k: v for k, v in shown.nodes.items() if k in wanted}, wanted)
    expect(shown.page.get_by_role("region", name="All of them")).to_be_visible()


def test_a_field_is_called_as_its_label_or_as_the_program_says(shown: Shown) -> None:
    page, more = shown.page, shown.more
    field = page.locator("input.textentry-widget").last
    expect(field).to_have_accessible_name("of the night")
    shown.served.call(more.caption.set_label_for, more.field)
    expect(field).to_have_accessible_name("Target")
    page.get_by_text("Target", exact=True).click()
    expect(field).to_be_focused()
    shown.served.call(more.field.set_accessible_name, "What to point at")
    expect(field).to_have_accessible_name("What to point at")
    page.reload()
    expect(field).to_have_accessible_name("What to point at")
    shown.served.call(more.field.set_accessible_name, None)
    expect(field).to_have_accessible_name("Target")
    shown.served.call(more.caption.set_label_for, None)
    expect(field).to_have_accessible_name("of the night")


def test_a_label_is_read_out_if_it_is_asked_for(shown: Shown) -> None:
    label = shown.page.get_by_text("of the night", exact=True)
    for kind, role in (("polite", "status"), ("assertive", "alert")):
        shown.served.call(shown.more.other.set_live, kind)
        expect(label).to_have_role(role)  # type: ignore[arg-type]
    shown.served.call(shown.more.other.set_live, "off")
    expect(label).not_to_have_attribute("role", "alert")


def test_what_is_switched_off_is_out_of_reach(shown: Shown) -> None:
    slider = shown.page.get_by_role("slider", name="the Slider")
    shown.served.call(shown.made["Slider"].set_enabled, False)
    expect(slider).to_be_disabled()
    dial = shown.page.get_by_role("slider", name="the Dial")
    shown.served.call(shown.made["Dial"].set_enabled, False)
    expect(dial).to_have_attribute("aria-disabled", "true")
    before = shown.served.call(shown.made["Dial"].get_value)
    dial.focus()
    shown.page.keyboard.press("ArrowUp")
    shown.served.catch_up(shown.made["Dial"])
    assert shown.served.call(shown.made["Dial"].get_value) == before
    for name in ("Slider", "Dial"):
        shown.served.call(shown.made[name].set_enabled, True)
    expect(slider).to_be_enabled()


def test_what_is_empty_says_so(shown: Shown) -> None:
    said = """(selector) => getComputedStyle(document.querySelector(selector), "::after").content"""
    read = shown.page.evaluate
    assert read(said, "[role=grid]") == '"No frames yet"'
    assert read(said, ".mdi-widget") == '"No windows"'
    shown.served.call(shown.more.table.set_data, [{"name": "one"}])
    comes_true(shown.page, lambda: read(said, "[role=grid]"), "none")


def test_the_title_of_an_expander_has_a_colour_of_the_theme(shown: Shown) -> None:
    title = shown.page.locator(".expander-title").last
    expect(title).to_have_css("background-color", "rgb(219, 240, 226)")
