"""The parts by themselves: states, who may read metrics, settings, extras, and what off costs."""

import importlib
import logging
import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from prometheus_client import CollectorRegistry, generate_latest

from pgwidgets import async_, sync
from pgwidgets._observing import SHORT
from pgwidgets._tally import BOUNDS, Tally
from pgwidgets.observing import LogFields, Metrics, collector
from pgwidgets.testing.conformance import MemoryWorld
from pgwidgets.testing.conformance.program import counting
from pgwidgets_proto import AccessPolicy, HttpRequest, Limits
from pgwidgets_proto.stream import check_request

APIS = pytest.mark.parametrize("api", [async_, sync])


def request(path: str, peer: str | None = "127.0.0.1", **headers: str) -> HttpRequest:
    return HttpRequest(
        method="GET",
        target=path,
        path=path,
        query="",
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        host="localhost",
        scheme="http",
        peer=peer,
    )


# --- what it is about


class StandIn:
    """A clock that no timer of it ever rings."""

    def now(self) -> float:
        return 0.0

    def arm(self, when: float | None, action: Callable[[float], None]) -> None:
        pass


@APIS
def test_a_server_says_what_it_is_about(api: Any) -> None:
    app = api.Application(limits=Limits(total_bytes=1000, waiting=1, connections=1))
    engine = app._pgwidgets

    def health() -> tuple[int, bytes]:
        answer = engine.answer_at_once(request("/healthz"))
        return answer.status, answer.body

    assert health() == (503, b"starting\n")
    engine.clock = StandIn()
    assert health() == (200, b"serving\n")
    account = engine.hub.budget.account()
    account.add(901)
    assert health() == (503, b"overloaded\n")
    account.add(-1)
    assert health() == (200, b"serving\n")
    assert engine.admit("192.0.2.1")
    assert health() == (503, b"overloaded\n")  # no more connections may come
    engine.departed("192.0.2.1")
    assert health() == (200, b"serving\n")
    engine.out_of_means("no descriptor left")
    assert health() == (503, b"overloaded\n")
    engine._observing.ran_out(-SHORT)
    assert health() == (200, b"serving\n")
    engine.hub.close()
    assert health() == (503, b"draining\n")
    engine.clock = None
    engine._unbind()
    assert health() == (503, b"closed\n")
    assert app.stats().state == "closed"


@APIS
def test_it_says_so_below_its_base_path(api: Any) -> None:
    app = api.Application(base_path="/ui", http_server=False)
    assert app._pgwidgets.answer_at_once(request("/ui/healthz")) is not None
    assert app._pgwidgets.answer_at_once(request("/healthz")) is None
    assert app._pgwidgets.answer_at_once(request("/ui/metrics")) is None


# --- metrics


@pytest.mark.parametrize(
    ("metrics", "peer", "given", "may"),
    [
        (Metrics(), "127.0.0.1", None, True),
        (Metrics(), "::1", None, True),
        (Metrics(), "::ffff:127.0.0.1", None, True),
        (Metrics(), "192.0.2.1", None, False),
        (Metrics(), None, None, False),
        (Metrics(), "no address", None, False),
        (Metrics(readers=()), "127.0.0.1", None, False),
        (Metrics(readers=("192.0.2.0/24",)), "192.0.2.77", None, True),
        (Metrics(readers=("192.0.2.0/24",)), "127.0.0.1", None, False),
        (Metrics(token="x" * 16), "192.0.2.1", "Bearer " + "x" * 16, True),
        (Metrics(token="x" * 16), "192.0.2.1", "bearer  " + "x" * 16, True),
        (Metrics(token="x" * 16), "192.0.2.1", "Basic " + "x" * 16, False),
        (Metrics(token="x" * 16), "192.0.2.1", "Bearer " + "x" * 17, False),
        (Metrics(token="x" * 16), "192.0.2.1", "Bearer ü", False),
        (Metrics(token="x" * 16), "192.0.2.1", "", False),
        (Metrics(), "192.0.2.1", "Bearer ", False),
    ],
)
def test_who_may_read(metrics: Metrics, peer: str | None, given: str | None, may: bool) -> None:
    headers = {} if given is None else {"authorization": given}
    assert metrics.may_read(request("/metrics", peer, **headers)) is may


LOCAL, OTHER = ["127.0.0.1"], ["10.0.0.5"]


@pytest.mark.parametrize(
    ("given", "trusted", "status"),
    [
        ({}, [], 200),
        ({}, LOCAL, 200),
        ({"forwarded": "for=192.0.2.7"}, [], 403),
        ({"via": "1.1 proxy"}, [], 403),
        ({"x_real_ip": "192.0.2.7"}, [], 403),
        ({"x_forwarded_for": "127.0.0.1"}, [], 403),
        ({"x_forwarded_proto": "https"}, [], 403),
        ({"x_forwarded_for": "127.0.0.1"}, OTHER, 403),  # it is another proxy that is trusted
        ({"x_forwarded_for": "192.0.2.7"}, LOCAL, 403),
        ({"x_forwarded_for": "127.0.0.1"}, LOCAL, 200),
        ({"x_forwarded_for": "127.0.0.1, 192.0.2.7"}, LOCAL, 403),
        ({"x_forwarded_for": "unknown"}, LOCAL, 403),  # one that is trusted, and names nobody
        ({"x_forwarded_proto": "https"}, LOCAL, 403),
    ],
)
def test_what_a_proxy_passes_on_counts_for_whom_it_is_known_to_come_from(
    given: dict[str, str], trusted: list[str], status: int
) -> None:
    app = async_.Application(metrics=True, trusted_proxies=trusted)
    policy = AccessPolicy(trusted_proxies=tuple(trusted))
    asked = check_request(request("/metrics", **given), policy)
    assert isinstance(asked, HttpRequest)
    answer = app._pgwidgets.answer_at_once(asked)
    assert answer is not None
    assert answer.status == status


@pytest.mark.parametrize(
    ("fields", "error", "text"),
    [
        ({"path": 3}, TypeError, "Metrics.path is 3"),
        ({"path": "metrics"}, ValueError, "Metrics.path is 'metrics'"),
        ({"path": "/"}, ValueError, "Metrics.path is '/'"),
        ({"readers": "10.0.0.1"}, TypeError, "Metrics.readers is '10.0.0.1'"),
        ({"readers": ("here",)}, ValueError, "Metrics.readers has 'here'"),
        ({"token": b"x" * 16}, TypeError, "Metrics.token must be a text"),
        ({"token": "short"}, ValueError, "Metrics.token must be 16 characters"),
    ],
)
def test_metrics_that_are_none(fields: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text) as caught:
        Metrics(**fields)
    assert "short" not in str(caught.value)


@APIS
@pytest.mark.parametrize(
    ("setting", "value"), [("metrics", "yes"), ("metrics", 1), ("tracing", None), ("tracing", 1)]
)
def test_settings_that_are_none(api: Any, setting: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"{setting} is {value!r}"):
        api.Application(**{setting: value})


@pytest.mark.parametrize(
    ("setting", "module", "extra"),
    [("metrics", "prometheus_client", "metrics"), ("tracing", "opentelemetry.trace", "otel")],
)
def test_an_extra_that_is_not_there_is_named(
    setting: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pgwidgets.observing import _extra

    for name in ("prometheus", "families", "openmetrics", "otel"):
        getattr(_extra, name).cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError, match=rf"pip install 'pgwidgets\[{extra}\]'"):
        async_.Application(**{setting: True})  # type: ignore[arg-type]
    monkeypatch.undo()
    importlib.import_module(module)


def test_a_collector_for_a_registry_of_the_program() -> None:
    app = async_.Application()
    registry = CollectorRegistry()
    registry.register(collector(app))
    app._pgwidgets.tally.events = 7
    assert b"pgwidgets_events_total 7.0" in generate_latest(registry)
    with pytest.raises(TypeError, match="it must be an Application"):
        collector(object())


def test_handlers_are_counted_by_how_long_they_take() -> None:
    tally = Tally()
    tally.want_buckets()
    assert tally.buckets == [0] * (len(BOUNDS) + 1)
    assert [tally.place(each) for each in (0.0, 0.001, 0.0011, 10.0, 11.0)] == [0, 0, 1, 11, 12]


# --- logs


def test_every_record_has_the_fields() -> None:
    record = logging.LogRecord("any", logging.INFO, "here", 1, "text", (), None)
    assert LogFields().filter(record)
    form = logging.Formatter("%(pgwidgets_session)s %(pgwidgets_browser)s %(pgwidgets_address)s")
    assert form.format(record) == "None None None"


@APIS
def test_failures_to_read_files_are_lines_of_the_one_limiter(
    api: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = api.Application()
    engine = app._pgwidgets

    def fail(*_: object) -> None:
        raise OSError("no descriptor left")

    monkeypatch.setattr(engine.site._files, "respond", fail)
    statuses = [engine.answer(request("/")).status for _ in range(50)]
    assert statuses == [503] * 50
    lines = [record for record in caplog.records if "no descriptor left" in record.getMessage()]
    assert len(lines) == 5
    assert app.stats().refusals == {503: 50}
    assert {record.pgwidgets_address for record in lines} == {"127.0.0.1"}  # type: ignore[attr-defined]


# --- what it costs


def calls_of_ours(press: Callable[[], None]) -> int:
    """How often something is called that observes, on any thread."""
    count = 0
    monitoring, tool = sys.monitoring, 4

    def heed(code: CodeType, offset: int) -> object:
        nonlocal count
        name = code.co_filename
        if "/pgwidgets/observing/" in name or name.endswith(("_tally.py", "_figures.py")):
            count += 1
            return None
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "calls of observers")
    try:
        monitoring.register_callback(tool, monitoring.events.PY_START, heed)
        monitoring.set_events(tool, monitoring.events.PY_START)
        press()
    finally:
        monitoring.set_events(tool, 0)
        monitoring.register_callback(tool, monitoring.events.PY_START, None)
        monitoring.free_tool_id(tool)
    return count


@pytest.mark.parametrize(
    ("settings", "is_free"),
    [({}, True), ({"metrics": True}, False), ({"tracing": TracerProvider()}, False)],
)
def test_nothing_is_called_for_an_event_when_it_is_off(
    settings: dict[str, Any], is_free: bool
) -> None:
    with MemoryWorld() as world, world.serving(counting, **settings):
        visitor = world.visit()
        visitor.until_heard("Button")

        def press() -> None:
            visitor.press()
            visitor.until_text("1")

        assert (calls_of_ours(press) == 0) is is_free
