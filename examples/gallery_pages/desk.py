"""The desk that the gallery's windows stand on: menu bar, picker, MDI workspace, status line.

Knows: the public API, and exhibits by name. Must not know: what a window shows.
"""

import html
from collections.abc import Callable
from typing import Any

from pgwidgets.async_ import Session
from pgwidgets.looks import DENSITIES, THEMES, Density, Theme

from .exhibit import Exhibit, Group, in_words

_STEP = 28
"""Pixels from one new window to the next, in both directions."""


class Desk:
    """One session's desk.

    Parameters:
        session: where it is built.
        groups: what it offers.

    Attributes:
        open: the content of each open window, by the name of its exhibit.
        told: the last report of each open window, as its status line has it.
    """

    def __init__(self, session: Session, groups: tuple[Group, ...]) -> None:
        self.open: dict[str, Any] = {}
        self.told: dict[str, str] = {}
        self._session = session
        self._W = session.get_widgets()
        self._groups = groups
        self._exhibits = {e.name: e for group in groups for e in group.exhibits}
        self._panels: dict[int, str] = {}
        self._loose: dict[int, list[Any]] = {}
        self._made = 0

    async def build(self) -> None:
        """Make the desk, and show it."""
        W = self._W
        self._windows = await W.MDIWidget()
        await self._windows.on("page-close", self._closed)
        self._status = await W.StatusBar()
        await self._status.set_message("Double-click a widget at the left, or choose it in a menu.")

        panes = await W.Splitter(orientation="horizontal")
        await panes.add_widget(await self._picker())
        await panes.add_widget(self._windows)
        await panes.set_sizes([230, 1000])

        box = await W.VBox()
        await box.add_widget(await self._menus(), 0)
        await box.add_widget(panes, 1)
        await box.add_widget(self._status, 0)
        page = await W.Page()
        await page.set_widget(box)
        await page.show()

    async def show(self, name: str, place: tuple[int, int] | None = None) -> None:
        """Open the window of an exhibit, or bring it to the top.

        Parameters:
            place: pixels from the desk's left and top; None: beside the window before.
        """
        if name in self.open:
            await self._windows.set_index(self._windows.index_of(self._panel_of(name)))
            return
        exhibit = self._exhibits[name]
        async with self._windows.batch():
            try:
                panel = await self._panel(exhibit)
            except ImportError as exc:  # of an extra
                await self._status.set_message(html.escape(f"{name}: {exc}", quote=False))
                return
            step = self._made % 10 * _STEP + 12
            self._made += 1
            x, y = place or (step, step)
            width, height = exhibit.size
            await self._windows.add_widget(panel, title=name, x=x, y=y, width=width, height=height)
        about = getattr(self._W, name).__doc__ if hasattr(self._W, name) else "made of widgets"
        first, _, _ = about.partition("\n\n")
        await self._status.set_message(html.escape(f"{name}: {first}", quote=False))

    # --- its parts

    async def _menus(self) -> Any:
        bar = await self._W.MenuBar()
        for group in self._groups:
            menu = await bar.add_name(group.title)
            for exhibit in group.exhibits:
                await self._entry(menu, exhibit.name, self.show, exhibit.name)
        arrange = await bar.add_name("Arrange")
        await self._entry(arrange, "Cascade", self._windows.cascade_windows)
        await self._entry(arrange, "Tile", self._windows.tile_windows)
        await arrange.add_separator()
        await self._entry(arrange, "Close all", self._close_all)
        looks = await bar.add_name("Looks")
        for theme in THEMES:
            await self._entry(looks, theme.capitalize(), self._look, theme)
        await looks.add_separator()
        for density in DENSITIES:
            await self._entry(looks, density.capitalize(), self._fit, density)
        return bar

    async def _look(self, theme: Theme) -> None:
        await self._session.set_theme(theme, remember=True)

    async def _fit(self, density: Density) -> None:
        await self._session.set_theme(density=density, remember=True)

    async def _entry(self, menu: Any, text: str, do: Callable[..., Any], *args: Any) -> None:
        action = await menu.add_name(text)
        await action.on("activated", lambda *_: do(*args))

    async def _picker(self) -> Any:
        W = self._W
        search = await W.TextEntry("")
        await search.set_tooltip("Part of a widget's name")
        self._tree = await W.TreeView(columns=[{"label": "Widget", "key": "name"}])
        await self._fill("")
        await search.on("modified", self._fill)
        await search.on("activated", self._fill)
        await self._tree.on("activated", self._picked)
        head = await W.HBox(spacing=6, padding=6)
        label = await W.Label("Find")
        await label.set_valign("center")
        await head.add_widget(label, 0)
        await head.add_widget(search, 1)
        box = await W.VBox()
        await box.add_widget(head, 0)
        await box.add_widget(self._tree, 1)
        return box

    async def _fill(self, part: str) -> None:
        found = {
            group.title: {
                "name": group.title,
                **{
                    exhibit.name: {"name": exhibit.name}
                    for exhibit in group.exhibits
                    if part.strip().casefold() in exhibit.name.casefold()
                },
            }
            for group in self._groups
        }
        await self._tree.update_tree({title: sub for title, sub in found.items() if len(sub) > 1})
        await self._tree.expand_all()

    async def _picked(self, values: object, path: list[str], column: str | None) -> None:
        if path[-1] in self._exhibits:
            await self.show(path[-1])

    async def _panel(self, exhibit: Exhibit) -> Any:
        """A window's content, with its status line."""
        W = self._W
        status = await W.StatusBar()
        await status.set_message("no report yet")

        async def said(widget: Any, *args: Any) -> None:
            *told, action = args  # what was added to the callback comes last
            self.told[exhibit.name] = in_words(widget, action, told)
            await status.set_message(self.told[exhibit.name])

        async def tell(widget: Any, *actions: str) -> None:
            for action in actions:
                await widget.add_callback(action, said, action)

        before = set(self._roots())
        content = await exhibit.build(W, tell)
        panel = await W.VBox()
        await panel.add_widget(content, 1)
        await panel.add_widget(status, 0)
        self.open[exhibit.name] = content
        self._panels[panel.wid] = exhibit.name
        self._loose[panel.wid] = [one for one in self._roots() if one not in before | {panel}]
        return panel

    def _panel_of(self, name: str) -> Any:
        children = self._windows.get_children()
        return next(child for child in children if self._panels.get(child.wid) == name)

    async def _closed(self, panel: Any) -> None:
        name = self._panels.pop(panel.wid)
        del self.open[name]
        self.told.pop(name, None)
        await panel.destroy()
        left = set(self._roots())  # a text, say, has taken its references along
        for widget in self._loose.pop(panel.wid):
            if widget in left:
                await widget.destroy()
        await self._status.set_message(f"{name} is closed.")

    def _roots(self) -> list[Any]:
        """What is in no other widget: dialogs, timers, and windows in the page."""
        inside = {child for one in self._session.walk_widget_tree() for child in _children(one)}
        return [one for one in self._session.walk_widget_tree() if one not in inside]

    async def _close_all(self) -> None:
        for panel in self._windows.get_children():
            await self._windows.close_child(panel)
            await self._closed(panel)


def _children(widget: Any) -> list[Any]:
    return list(widget.get_children()) if hasattr(widget, "get_children") else []
