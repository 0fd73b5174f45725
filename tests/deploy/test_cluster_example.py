"""The program of examples/cluster, and the configurations beside it."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from pgwidgets.testing import open_app

CLUSTER = Path(__file__).parents[2] / "examples" / "cluster"
DEMO = runpy.run_path(str(CLUSTER / "demo.py"))


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("PGWIDGETS_STORE", str(tmp_path / "sessions.sqlite"))
    monkeypatch.setenv("PGWIDGETS_KEY", "a key of more than sixteen bytes")
    monkeypatch.setenv("HOSTNAME", "here")
    return runpy.run_path(str(CLUSTER / "app.py"))["main"]


def test_what_a_night_takes_is_shown(main: Any) -> None:
    async def night() -> None:
        await main(9501)

    with open_app(night) as user:
        assert user.shows("Nothing has been taken yet")
        user.type("Target", "M 31")
        user.click("Take")
        assert user.shows("1 taken")
        user.type("Target", "", enter=True)
        assert user.shows("2 taken")
        rows = user.find(cls="TableView").rows
        assert [row[1:] for row in rows] == [["M 31", "here on 9501"], ["dark", "here on 9501"]]


@pytest.mark.parametrize("name", ["haproxy.cfg", "nginx.conf"])
def test_a_configuration_is_for_the_servers_that_are_there(name: str) -> None:
    text = (CLUSTER / name).read_text()
    filled = DEMO["with_ports"](text, "127.0.0.1:7000", [7001, 7002])
    assert [port for port in range(7000, 7003) if f"127.0.0.1:{port}" not in filled] == []
    assert "127.0.0.1:9" not in filled
    assert "127.0.0.1:8080" not in filled
    with pytest.raises(ValueError, match="5 servers; the configurations have 4"):
        DEMO["with_ports"](text, "127.0.0.1:7000", [1, 2, 3, 4, 5])
