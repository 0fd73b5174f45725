"""What shows a part of more: scroll areas, tabs and stacks.

Which page is shown and how far something is scrolled is known in Python, and shown again after a
reload.
"""

from typing import Any

from .exhibit import Group, Tell
from .layout import sheet, tile

GROUP = Group("Views")


@GROUP.shows("AbstractScrollArea", size=(380, 260))
async def abstract_scroll_area(W: Any, tell: Tell) -> Any:
    area = await W.AbstractScrollArea()
    await area.set_bg("#101a33")
    # Its child does not move by itself: the program draws the part that the bars point at.
    part = await tile(W, "", "#101a33")
    await part.set_color("#101a33", "#ffe9a8")

    async def draw(across: float, down: float) -> None:
        hours, degrees = 24 * across, 90 - 180 * down
        await part.set_text(f"right ascension {hours:.1f} h<br>declination {degrees:+.0f}°")

    await area.set_widget(part)
    await area.set_thumb_percent(0.2, 0.2)
    await area.set_scroll_percent(0.25, 0.5)
    await draw(0.25, 0.5)
    await area.on("scrolled", draw)
    await tell(area, "scrolled")
    return area


@GROUP.shows("ScrollArea", size=(360, 260))
async def scroll_area(W: Any, tell: Tell) -> Any:
    area = await W.ScrollArea()
    night = await W.VBox(spacing=4, padding=8)
    for hour in range(24):
        shade = f"hsl(215 45% {30 + 50 * abs(hour - 12) / 12:.0f}%)"
        row = await W.Label(f"{hour + 12 if hour < 12 else hour - 12:02d}:00")
        await row.set_color(shade)  # its text: white or black, whichever can be read
        await row.set_padding(6)
        await night.add_widget(row, 0)
    await night.resize(520, 24 * 32)
    await area.set_widget(night)
    await tell(area, "scrolled")
    return area


@GROUP.shows("TabWidget", size=(420, 260))
async def tab_widget(W: Any, tell: Tell) -> Any:
    tabs = await W.TabWidget(closable=True, reorderable=True)
    for title, color in (
        ("Image", "accent-soft"),
        ("Header", "success-soft"),
        ("History", "warning-soft"),
    ):
        page = await sheet(W, f"{title} of frame 0042", color)
        await tabs.add_widget(page, title=title)
    await tabs.highlight_tab(tabs.index_to_widget(1), "warning-soft")

    # A click on a tab's cross only asks; the page goes when the program takes it out.
    async def close(page: Any) -> None:
        await tabs.close_widget(page)

    await tabs.on("page-close", close)
    await tell(tabs, "page-switch", "page-close")
    return tabs


@GROUP.shows("StackWidget", size=(380, 240))
async def stack_widget(W: Any, tell: Tell) -> Any:
    stack = await W.StackWidget()
    for text, color in (
        ("1  Point the telescope", "accent-soft"),
        ("2  Focus", "success-soft"),
        ("3  Expose", "warning-soft"),
    ):
        await stack.add_widget(await sheet(W, text, color))
    back, forth = await W.Button("Back"), await W.Button("Next")

    async def turn(by: int) -> None:
        await stack.set_index((stack.get_index() + by) % stack.num_children())

    await back.on("activated", turn, -1)
    await forth.on("activated", turn, 1)
    await tell(stack, "page-switch")
    buttons = await W.ButtonBox(halign="right", min_button_width=80, spacing=6)
    await buttons.add_widget(back, 0)
    await buttons.add_widget(forth, 0)
    box = await W.VBox(spacing=8, padding=10)
    await box.add_widget(stack, 1)
    await box.add_widget(buttons, 0)
    return box
