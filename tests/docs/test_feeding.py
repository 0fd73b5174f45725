"""The program of the page on feeding runs.

Knows: docs/how-to/feeding.md. Must not know: what is tested elsewhere of plots and logs.
"""

import asyncio
import re
from pathlib import Path
from typing import Any

from async_api.peer import in_loop, serving, turns_until

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "feeding.md"


@in_loop
async def test_what_is_measured_comes_to_the_plot_and_the_log() -> None:
    [text] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {"__name__": "feeding"}
    exec(compile(text, str(PAGE), "exec"), names)
    async with serving() as app:
        W = app.create_session().get_widgets()
        plot = await W.Plot(window=10)
        log = names["LogSource"](["time", "event"])
        line = await plot.add_line("sine")
        task = asyncio.create_task(names["measure"](plot, line, log))
        await turns_until(lambda: len(log) > 0)
        await plot.destroy()
        await task
