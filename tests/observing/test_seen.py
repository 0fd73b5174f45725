"""What a server tells of itself: figures, health, metrics, spans, ids in its log."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from conformance.worlds import WORLDS
from pgwidgets.observing import LogFields, Metrics
from pgwidgets.testing.conformance.http_client import HttpClient
from pgwidgets.testing.conformance.world import World

TOKEN = "a token of a scraper"


@pytest.fixture(params=WORLDS, ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert not complaints


def build(session: Any) -> None:
    """A label that counts the clicks of a button, of which every other one fails as well."""
    W = session.get_widgets()
    label = W.Label("0")

    def clicked() -> None:
        count = int(label.get_text()) + 1
        logging.getLogger("of the program").warning("clicked %d", count)
        label.set_text(str(count))
        if count % 2:
            raise RuntimeError("planted")

    W.Button("more").on("activated", clicked)


def value(families: dict[str, Any], name: str, **labels: str) -> float:
    """A sample of what was scraped."""
    samples = [sample for family in families.values() for sample in family.samples]
    (found,) = [one for one in samples if one.name == name and one.labels == labels]
    return float(found.value)


def test_what_is_seen_of_a_server(world: World, caplog: pytest.LogCaptureFixture) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    caplog.handler.addFilter(LogFields())
    world.expect("planted")
    with (
        world.serving(build, metrics=Metrics(token=TOKEN), tracing=provider) as app,
        HttpClient(world) as client,
    ):
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        visitor = world.visit()
        visitor.until_heard("Button")
        for count in range(1, 4):
            visitor.press()
            visitor.until_text(str(count))
        visitor.say("nonsense")
        assert visitor.until_closed() == 1007
        other = world.visit(like=visitor)
        other.until_heard("Button")
        world.until_program(lambda: app.stats().handlers.runs == 4)
        world.until_program(lambda: not any(one.events for one in app.stats().sessions))

        # --- figures
        stats = world.call(app.stats)
        assert stats.state == "serving"
        (session,) = stats.sessions
        assert (session.id, session.widgets, session.events) == (1, 2, 0)
        shown = [browser for browser in session.browsers if browser.is_connected]
        assert [browser.builds for browser in shown] == [1]
        assert stats.events >= 5  # three clicks, the session's opening, its browsers' coming
        assert (stats.handlers.runs, stats.handlers.failures) == (4, 2)
        assert 0 < stats.handlers.longest <= stats.handlers.seconds
        assert stats.refusals == {1007: 1}
        assert stats.received_bytes > 300
        assert stats.sent_bytes > 500
        assert 0 <= stats.held_bytes < stats.total_bytes

        # --- health
        answer = client.ask("GET", "/healthz")
        assert (answer.status, answer.body) == (200, b"serving\n")
        assert answer.headers["cache-control"] == "no-store"
        head = client.ask("HEAD", "/healthz")
        assert (head.status, head.body) == (200, b"")
        assert client.ask("POST", "/healthz", {"Content-Length": "0"}).status == 405

        # --- metrics
        wrong = client.ask("GET", "/metrics", {"Authorization": f"Bearer {TOKEN}x"} | FORWARDED)
        assert wrong.status == 403
        plain = client.ask("GET", "/metrics", bearer)
        assert plain.status == 200
        assert b"pgwidgets_browsers 1.0" in plain.body
        accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
        scraped = client.ask("GET", "/metrics", bearer | accept)
        assert scraped.headers["content-type"].startswith("application/openmetrics-text")
        read = text_string_to_metric_families(scraped.body.decode())
        families = {family.name: family for family in read}
        assert value(families, "pgwidgets_handler_failures_total") == 2
        assert value(families, "pgwidgets_handler_seconds_count") == 4
        assert value(families, "pgwidgets_refusals_total", code="1007") == 1
        assert value(families, "pgwidgets_state", pgwidgets_state="serving") == 1
        assert value(families, "pgwidgets_sessions_shown") == 1

        token, link = other.token, shown[0].id
    assert app.stats().state == "closed"

    # --- spans
    finished = spans.get_finished_spans()
    clicks = [span for span in finished if span.name == "Button activated"]
    assert [span.status.status_code for span in clicks].count(StatusCode.ERROR) == 2
    calls = [span for span in finished if span.name == "Label.set_text"]
    assert len(calls) == 3
    by_id = {span.context.span_id: span for span in clicks}
    assert {by_id[span.parent.span_id].name for span in calls} == {"Button activated"}
    for span in clicks:
        assert span.attributes["pgwidgets.session"] == "1"
        assert span.attributes["pgwidgets.browser"]

    # --- the log
    planted = [record for record in world.records if "raised" in record.getMessage()]
    assert {record.pgwidgets_session for record in planted} == {1}
    assert all(record.pgwidgets_browser for record in planted)
    own = [record for record in caplog.records if record.name == "of the program"]
    assert [record.pgwidgets_session for record in own] == [1, 1, 1]
    assert link not in {record.pgwidgets_browser for record in own}  # it came later
    told = [json.dumps(vars(record), default=repr) for record in world.records]
    told += [span.to_json() for span in finished]
    assert told
    assert not any(token in text or TOKEN in text for text in told)


FORWARDED = {"X-Forwarded-For": "192.0.2.7"}


def test_metrics_are_off_and_then_for_this_machine_alone(world: World) -> None:
    with world.serving(build), HttpClient(world) as client:
        assert client.ask("GET", "/metrics").status == 404
    with world.serving(build, metrics=True), HttpClient(world) as client:
        assert client.ask("GET", "/metrics").status == 200
        # A proxy on this machine that nobody has named would show them to everybody.
        assert client.ask("GET", "/metrics", FORWARDED).status == 403


def test_a_question_is_a_span_until_it_is_answered(world: World) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))

    def shown() -> list[str]:
        return [span.name for span in spans.get_finished_spans()]

    with world.serving(build, tracing=provider) as app:
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.is_stalled = True
        tables: list[Any] = []
        world.call(lambda: tables.append(app.sessions[1].get_widgets().TableView()) or None)
        answer = world.begin(tables[0].get_column_widths)
        world.until_program(lambda: app.stats().sessions[0].browsers[0].lag_messages > 1)
        assert "TableView.get_column_widths" not in shown()
        visitor.is_stalled = False
        world.until(answer.done)
        world.until_program(lambda: "TableView.get_column_widths" in shown())
