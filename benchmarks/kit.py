"""How many interactions a second a test of a program gets through: `python -m benchmarks.kit`.

Seconds are those of the processor, so that a busy machine says the same.
"""

import asyncio
import time

from pgwidgets.testing import open_app

COUNT = 2000


async def counter(session):
    W = session.get_widgets()
    window, box = await W.TopLevel(title="Counter"), await W.VBox()
    button, label = await W.Button("Count"), await W.Label("0")
    for widget in (button, label):
        await box.add_widget(widget)
    await window.set_widget(box)
    await window.show()
    clicks = iter(range(1, 10**9))
    await button.on("activated", lambda: label.set_text(str(next(clicks))))


def plain_counter(session):
    W = session.get_widgets()
    window, box = W.TopLevel(title="Counter"), W.VBox()
    button, label = W.Button("Count"), W.Label("0")
    for widget in (button, label):
        box.add_widget(widget)
    window.set_widget(box)
    window.show()
    clicks = iter(range(1, 10**9))
    button.on("activated", lambda: label.set_text(str(next(clicks))))


def clicks(setup):
    with open_app(setup) as user:
        began = time.process_time()
        for _ in range(COUNT):
            user.click("Count")
        seconds = time.process_time() - began
        assert user.shows(str(COUNT))
    return COUNT / seconds


async def awaited_clicks():
    async with open_app(counter) as user:
        began = time.process_time()
        for _ in range(COUNT):
            await user.click("Count")
        return COUNT / (time.process_time() - began)


def whole_tests(count=50):
    began = time.process_time()
    for _ in range(count):
        with open_app(counter) as user:
            second = user.open_browser()
            user.cut()
            user.click("Count")
            user.clock.advance(59)
            user.reconnect()
            assert second.shows("1")
    return (time.process_time() - began) / count


def main():
    print(f"async program, plain test:    {clicks(counter):7.0f} clicks a second")
    print(f"async program, awaiting test: {asyncio.run(awaited_clicks()):7.0f}")
    print(f"sync program:                 {clicks(plain_counter):7.0f}")
    print(f"a test with a cut, a second browser and a minute: {whole_tests() * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
