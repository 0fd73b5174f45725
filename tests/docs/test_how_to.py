"""The programs of the how-to pages run, and do what the pages say.

Knows: docs/how-to. Must not know: what is tested elsewhere of what they show.
"""

import asyncio
import re
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from asgi.servers import Uvicorn
from async_api.peer import in_loop
from patience import PATIENCE
from pgwidgets import async_, sync
from pgwidgets.testing import open_app

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def blocks(page: str) -> list[str]:
    """The programs of a page."""
    text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def run(text: str, page: str, **given: Any) -> dict[str, Any]:
    """What a program defines."""
    names: dict[str, Any] = {"__name__": page, **given}
    exec(compile(text, f"{page}.md", "exec"), names)
    return names


PROGRAMS = {
    "coming-from": 0,
    "debugging": 3,
    "docker": 0,
    "embedding": 2,
    "files": 1,
    "index": 0,
    "inspecting": 1,
    "long-tasks": 3,
    "several-browsers": 1,
}


def test_no_page_has_a_program_that_is_not_run_here() -> None:
    found = {path.stem: len(blocks(path.stem)) for path in HOW_TO.glob("*.md")}
    assert {name: found.get(name) for name in PROGRAMS} == PROGRAMS


def test_a_task_does_what_takes_its_time() -> None:
    main = run(blocks("long-tasks")[0], "long")["main"]
    with open_app(main) as user:
        user.click("Start")
        user.clock.advance(5)
        user.click("Stop")
        assert user.shows("Stopped")
        user.click("Start")
        user.clock.advance(11)
        assert user.shows("Done")


@in_loop
async def test_a_thread_does_what_blocks() -> None:
    measure = run(blocks("long-tasks")[1], "long")["measure"]
    label = await async_.Application(0, 0).create_session().get_widgets().Label()
    await measure(label, lambda: 1.5)
    assert label.get_text() == "1.500"


def test_a_thread_can_be_stopped() -> None:
    names = run(blocks("long-tasks")[2], "long")
    with open_app(names["build_with_threads"]) as user:
        user.click("Start")
        user.click("Stop")
        for thread in threading.enumerate():
            if thread.name.endswith("(work)"):
                thread.join(PATIENCE)
        user.run(lambda: None)  # the page has shown what was said before
        assert user.shows("Stopped")


def test_files_go_both_ways() -> None:
    [text] = blocks("files")
    with open_app(run(text, "files")["build"]) as user:
        user.click("Open …")
        user.choose(("notes.txt", b"first line"))
        assert user.shows("notes.txt: 10 bytes")
        user.click("Save a copy")
        saved = user.download()
        assert saved.data == b"first line"


def test_operators_open_and_all_see() -> None:
    [text] = blocks("several-browsers")
    names = run(text, "several")
    for operators, said in (({"127.0.0.1"}, "is open"), (set(), "Only operators")):
        dome = names["Dome"]()
        app = names["make_app"](dome, operators)
        with open_app(app) as user:
            if operators:
                operators.add(user.session.browsers[0].address)
            other = user.open_browser(same_session=False)
            user.click("Open or close")
            assert user.shows(said)
            assert other.shows("The dome is open.") is bool(operators)
            gone = other.session
            user.run(gone.destroy)
            user.click("Open or close")
            assert user.shows("The dome is closed." if operators else "Only operators")
            assert len(dome.listeners) == 2 - bool(operators)


def test_fastapi_has_it() -> None:
    web = run(blocks("embedding")[0], "embedding")["web"]
    with Uvicorn(web) as server, httpx.Client(trust_env=False) as client:
        assert client.get(f"{server.url}ui/").status_code == 200
        assert client.get(f"{server.url}other").json() == {"detail": "Not Found"}


def test_django_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = blocks("embedding")[1]
    made = "django = get_asgi_application()\n"
    assert made in text

    async def django(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"  # Django's own takes nothing else
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"of Django"})

    application = run(text.replace(made, ""), "embedding", django=django)["application"]
    with Uvicorn(application) as server, httpx.Client(trust_env=False) as client:
        assert client.get(f"{server.url}ui/").status_code == 200
        assert client.get(f"{server.url}other").text == "of Django"


@in_loop
async def test_what_waits_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _, tasks, shown = blocks("debugging")

    async def wait_for_ever() -> None:
        await asyncio.Event().wait()

    task = asyncio.create_task(wait_for_ever())
    await asyncio.sleep(0)
    run(tasks, "debugging")["print_tasks"]()
    assert "wait_for_ever" in capsys.readouterr().err
    task.cancel()
    session = async_.Application(0, 0).create_session()
    await run(shown, "debugging")["is_it_shown"](session)
    assert capsys.readouterr().out == "()\n"


def test_stacks_are_written_at_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    registered: list[Any] = []
    monkeypatch.setattr("faulthandler.register", lambda *given, **named: registered.append(given))
    run(blocks("debugging")[0], "debugging")
    assert len(registered) == 1


def test_the_log_says_what_the_page_on_debugging_says() -> None:
    text = (HOW_TO / "debugging.md").read_text(encoding="utf-8")
    sources = [path.read_text("utf-8") for path in (HOW_TO.parents[1] / "src").rglob("*.py")]
    said = re.findall(r"^\| `(.+?)` \|", text, re.MULTILINE)
    assert len(said) == 5
    for line in said:
        words = max(re.split(r"…|\d[\d.]*|events? waiting", line), key=len).strip()
        assert any(words in source for source in sources), words


def test_a_program_may_be_inspected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSPECTOR_TOKEN", "0123456789abcdef")
    [text] = blocks("inspecting")
    assert "port=9502" in text
    monkeypatch.setattr(sync.Application, "run", lambda self: None)
    run(text.replace("port=9502", "port=0"), "inspecting")["main"]()
    assert "#session=inspector&token=0123456789abcdef" in capsys.readouterr().out
