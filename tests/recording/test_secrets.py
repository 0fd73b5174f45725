"""A recording has no token, wherever it may stand; and what becomes of one is no browser's code.

Knows: what programs show of tokens, and what browsers may send. Must not know: how a secret is
hidden.
"""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgwidgets import sync
from pgwidgets.recording import Replay, to_test
from pgwidgets.recording.blinding import Blinds
from pgwidgets.testing import open_app


def shown(W: Any, *texts: str) -> None:
    """Show a page with a button and some texts."""
    page, box, button = W.Page(), W.VBox(), W.Button("Go")
    button.on("activated", lambda *_: None)
    for widget in (*map(W.Label, texts), W.TextEntry(texts[0]), button):
        box.add_widget(widget, 0)
    page.set_widget(box)
    page.show()


@pytest.mark.parametrize("own", [None, 'a "token" / of the ü program\\s'])
def test_what_a_program_shows_of_tokens_is_hidden(tmp_path: Path, own: str | None) -> None:
    path = tmp_path / "shared.jsonl"
    secrets: list[str] = []
    app = sync.Application(max_sessions=None, record=path)

    def build(session: sync.Session) -> None:
        other = session.app.create_session("other", own)
        share = session.share("observer")
        link = f"{session.get_url()} {other.get_url()} http://x/#token={other.token}"
        secrets.extend((session.token, share.token, other.token))
        shown(session.get_widgets(), *secrets, link, json.dumps({"link": other.token}))

    app.on_connect(build)
    with open_app(app) as user:
        user.type(None, secrets[0], cls="TextEntry")
        user.click("Go", cls="Button")
        assert user.find(cls="Label", index=0).text == secrets[0]
    text = path.read_text()
    told = [json.loads(line) for line in text.splitlines()]
    for secret in secrets:
        assert secret not in text
        assert secret not in str(told)
        assert json.dumps(secret)[1:-1] not in str(told)
    assert "token1---" in text
    assert Replay(path).run() == []


def test_a_short_word_of_a_program_is_no_secret() -> None:
    blinds = Blinds()
    blinds.name("type")
    assert blinds.hide('{"type":"result","token":"type"}') == '{"type":"result","token":"toke"}'


def test_nobody_else_reads_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with open_app(sync.Application(max_sessions=None, record=path)):
        pass
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


EVIL = "x\nimport os; evil()#\x0b\x0c\x1c\x85\u2028"


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[list[str]]:
    """The lines of a recording in which somebody clicks once."""
    path = tmp_path / "clicked.jsonl"
    app = sync.Application(max_sessions=None, record=path)
    app.on_connect(lambda session: shown(session.get_widgets(), "a text"))
    with open_app(app) as user:
        user.click("Go", cls="Button")
    return path.read_text().splitlines()


def callback(wid: int, action: Any, *args: Any) -> str:
    return json.dumps({"type": "callback", "wid": wid, "action": action, "args": list(args)})


@pytest.mark.parametrize(
    "said",
    [
        callback(1, EVIL),
        callback(1, "activated", EVIL, {EVIL: [EVIL]}),
        *(callback(wid, "selected") for wid in (1, 2, 3, 4, 5)),
        *(callback(wid, "modified", {}) for wid in (1, 2, 3, 4, 5)),
        callback(1, ["activated"]),
        '{"type":"callback","wid":[],"action":"activated","args":[]}',
        '{"type":"callback","wid":1}',
        '{"type":"ping"',
        '[{"x":1},null,7]',
        "null",
    ],
)
def test_a_test_that_is_made_has_no_code_of_a_browser(
    recording: list[str], tmp_path: Path, said: str
) -> None:
    (place,) = (
        number
        for number, line in enumerate(recording)
        if "activated" in line and json.loads(line)["do"][0] == "frame"
    )
    line = json.loads(recording[place])
    line["do"][2] = said
    lines = [*recording[:place], json.dumps(line), *recording[place + 1 :]]
    path = tmp_path / 'x""";evil();def f().jsonl'
    path.write_text("\n".join(lines) + "\n")
    made = to_test(path, "testing.programs:desk")
    names: dict[str, Any] = {"evil": lambda: pytest.fail("it was run")}
    exec(made, names)
    for text in made.splitlines():
        assert "evil" not in text.partition("#")[0].partition('"""')[0] or "def test" in text
