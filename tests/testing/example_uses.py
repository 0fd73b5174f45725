"""What users do with the examples; the same without a browser and in Chromium.

Knows: the examples, and the words of the kit. Must not know: which of both a user is.
"""

import io
from pathlib import Path
from typing import Any

import numpy as np


def use_the_demo(user: Any) -> None:
    assert user.shows("Click a button!")
    user.click("Hello")
    assert user.shows("Hello!")
    user.type("Type here", "three", enter=True)
    assert user.shows("Entered: three")
    stranger = user.open_browser(same_session=False)
    assert stranger.shows("Click a button!")


def use_the_chat(user: Any) -> None:
    other = user.open_browser(same_session=False)
    assert user.shows("Nobody has said anything yet")
    user.type("Name", "Ann")
    user.type("Say", "Is anybody there?", enter=True)
    for each in (user, other):
        each.wait_until(lambda each=each: each.shows("Is anybody there?"))
        assert each.shows("Ann")
        assert not each.shows("Nobody has said anything yet")
    other.type("Say", "   ", enter=True)
    other.type("Say", "Yes", enter=True)
    user.wait_until(lambda: user.shows("Yes"))
    assert user.find("Say", cls="TextEntry").text == ""


def use_the_queue(user: Any) -> None:
    def order() -> list[str]:
        labels = [label.text for label in user.find_all(cls="Label")]
        return [text.split("\u2002")[0].strip() for text in labels if "\u2002" in text]

    other = user.open_browser(same_session=False)
    assert order() == ["M 31", "M 51", "NGC 7000", "M 13", "Vega"]
    user.drag("M 31", onto="NGC 7000")
    assert order() == ["M 51", "NGC 7000", "M 31", "M 13", "Vega"]
    user.drag("M 13", onto="M 51")
    assert order() == ["M 13", "M 51", "NGC 7000", "M 31", "Vega"]
    other.click(other.find("Vega: up"))
    other.click(other.find("M 51: remove"))
    assert order() == ["M 13", "NGC 7000", "Vega", "M 31"]
    user.type("Target", "M <101>")
    user.slide("Seconds", 2)
    user.click("Add")
    assert order()[-1] == "M <101>"
    assert other.shows("5 observations, 18 s")
    user.click("Run")
    user.wait_until(lambda: other.shows("4 observations"))
    other.click("Stop")
    assert user.shows("Run")


def use_the_channels(user: Any) -> None:
    assert user.shows("adc0000")
    user.wait_until(lambda: user.shows("of 1000 are above 3 V"))
    user.type("Find", "c15")
    user.wait_until(lambda: user.shows("adc0960"))
    assert not user.shows("adc0000")
    user.type("Find", "")
    user.click("Alarms only")
    table = user.find(cls="TableView")

    def are_alarms() -> bool:
        values = [row[2] for row in user.find(cls="TableView").rows]
        return bool(values) and all(float(value.split()[0]) > 2.0 for value in values)

    assert table.rows
    user.wait_until(are_alarms)


def use_the_file_manager(user: Any, folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "notes.txt").write_text("first light\n", encoding="utf-8")
    user.click("New folder")
    user.type(None, "night", cls="TextEntry")
    user.answer("OK")
    assert (folder / "night").is_dir()
    user.double_click(None, "night", cls="TableView")
    assert user.shows("/night")
    user.click("Download")
    user.wait_until(lambda: user.notices == ["Select a file or a folder first"])
    user.dismiss("Select")
    user.wait_until(lambda: user.notices == [])
    user.click("Upload")
    user.answer("Choose files …")
    user.choose(("log.txt", b"20:14 dome open"))
    user.wait_until(lambda: user.shows("log.txt"))
    assert (folder / "night" / "log.txt").read_bytes() == b"20:14 dome open"
    user.pick(None, "log.txt", cls="TableView")
    assert user.shows("20:14 dome open")
    user.click("Download")
    assert user.download().data == b"20:14 dome open"
    user.click("Upload")
    user.answer("Choose files …")
    user.choose(("more.txt", b"more"), ("log.txt", b"another"))
    user.wait_until(lambda: user.notices)
    assert user.notices == ["log.txt: File exists"]
    assert user.shows("more.txt")  # the one before it is there
    user.pick(None, "log.txt", cls="TableView")
    user.click("Rename")
    user.type(None, "../log.txt", cls="TextEntry")
    user.answer("OK")
    assert user.shows("no slashes")
    user.type(None, "first.txt", cls="TextEntry")
    user.answer("OK")
    user.pick(None, "first.txt", cls="TableView")
    user.click("Delete")
    user.answer("Delete")
    assert [path.name for path in (folder / "night").iterdir()] == ["more.txt"]
    user.click("Up")
    user.click("Up")
    assert user.shows("inner")
    assert user.shows("notes.txt")


def use_the_image_viewer(user: Any) -> None:
    assert user.shows("row 400, column 400: ")
    user.click("1 : 1")
    user.pick("Colours", "viridis")
    user.pick("Range", "all values")
    np.save(file := io.BytesIO(), np.arange(12.0).reshape(3, 4))
    user.click("Open …")
    user.answer("Choose a file …")
    user.choose(("small.npy", file.getvalue()))
    user.wait_until(lambda: user.shows("small.npy: 4 x 3"))
    user.click("Open …")
    user.answer("Choose a file …")
    user.choose(("bad.npy", b"no array"))
    user.wait_until(lambda: user.notices)
    assert "bad.npy" in user.notices[0]


def use_the_settings(user: Any) -> None:
    other = user.open_browser(same_session=False)
    user.type("Images", "20", cls="SpinBox")
    user.click("Apply")
    other.wait_until(lambda: other.shows("20 images of M 31: 10.0 minutes"))
    user.wait_until(lambda: user.notices)
    assert user.notices == ["The settings are saved."]
    user.dismiss("saved")
    user.wait_until(lambda: user.notices == [])
    user.click("Start the sequence")
    user.answer("Start")
    user.wait_until(lambda: user.covers)
    assert user.covers == ["Exposing …"]
    user.stop()
    user.wait_until(lambda: user.shows("The sequence was cancelled."))
    assert user.covers == []


def use_the_log(user: Any) -> None:
    def shown() -> list[str]:
        return [row[-1] for row in user.find(cls="TableView").rows]

    user.wait_until(lambda: len(shown()) == 4)
    assert shown() == ["opening", "open", "wind", "closed by wind"]
    user.pick("Show", "warnings")
    user.wait_until(lambda: shown() == ["wind", "closed by wind"])
    user.type("with", "closed")
    user.wait_until(lambda: shown() == ["closed by wind"])
    user.pick("Show", "everything")
    user.type("with", "OPEN")
    user.wait_until(lambda: shown() == ["opening", "open"])


def use_the_dome(user: Any) -> None:
    user.click("Invite to watch")
    user.click("Invite to help, for an hour")
    watch, help_ = user.run(lambda: user.session.shares)
    assert help_.token not in user.tree()
    observer, guest = user.open_browser(share=watch), user.open_browser(share=help_)
    assert observer.shows("The dome is closed")
    guest.click("Ask for control")
    user.wait_until(lambda: user.shows("Hand over to operator"))
    user.click("Hand over to operator")
    guest.wait_until(lambda: guest.shows("operator is at the controls"))
    guest.click("Open")
    for each in (user, observer):
        each.wait_until(lambda each=each: each.shows("The dome is open"))
    table = user.find(cls="TableView")
    assert [row[:2] for row in table.rows] == [["observer", "1"], ["operator", "1"]]
    user.click("Take control")
    user.wait_until(lambda: user.shows("The owner is at the controls"))
    user.pick(table, 0)
    user.click("Withdraw")
    assert [row[:2] for row in user.find(cls="TableView").rows] == [["operator", "1"]]


def use_the_gallery(user: Any) -> None:
    user.pick("Arrange", "Close all")
    user.type("Find", "check", cls="TextEntry")
    user.double_click(None, "Buttons", "CheckBox", cls="TreeView")
    box = user.find(cls="CheckBox", index=0)
    user.click(box)
    assert user.find(cls="CheckBox", index=0).value is not box.value or user.shows("activated")
    user.close("CheckBox", cls="MDISubWindow")
    assert user.find_all(cls="CheckBox") == []


def use_the_instrument(user: Any) -> None:
    def log() -> list[str]:
        return [row[1] for row in user.find(cls="TableView", path="Log/TableView").rows]

    user.slide("Seconds", 0.5)
    user.slide("Frames", 2)
    user.click("Expose")
    user.wait_until(lambda: user.shows("Exposing 2 of 2"))
    user.wait_until(lambda: user.shows("Ready"))
    user.wait_until(lambda: log()[-1:] == ["2 frames of 0.5 s written: m51-*.fits"])
    user.click("Save log")
    saved = user.download()
    assert (saved.name, len(saved.text.splitlines())) == ("instrument.csv", 2)
    user.type("Name", "5m")
    user.wait_until(lambda: user.shows("A letter; then letters"))
    assert not user.find("Expose").is_enabled
    user.click("Load settings …")
    user.choose(("night.json", b'{"name": "ngc1", "seconds": 2, "frames": 7}'))
    user.wait_until(lambda: user.find("Name", cls="TextEntry").text == "ngc1")
    assert user.find("Frames", cls="SpinBox").value == 7
