"""The README's example on trio: the file of the asyncio one, with two lines changed.

Knows: the example. Must not know: how it is run, what is tested on it.
"""

from pathlib import Path

ASYNC_DEMO = Path(__file__).parents[1] / "examples" / "async_demo.py"
_CHANGES = {"import asyncio\n": "import trio\n", "asyncio.run(main())": "trio.run(main)"}


def on_trio() -> str:
    """The program's text."""
    text = ASYNC_DEMO.read_text(encoding="utf-8")
    for ours, theirs in _CHANGES.items():
        assert text.count(ours) == 1
        text = text.replace(ours, theirs)
    assert "asyncio" not in text
    return text
