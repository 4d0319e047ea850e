"""Lines have the ids of the photo that they are about, and of no other."""

import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest

import app
from chalicelib import arrivals, invocations, logs, processing
from chalicelib.jobs import Delivery
from tests.actors import arrived, put, sized_ticket
from tests.builders import SESSION_ID, an_arrival
from tests.fakes import MemoryServices
from tests.workers import a_delivery


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """What was said, as on Lambda."""
    caplog.set_level(logging.INFO, "chalicelib")
    caplog.handler.setFormatter(logs.Json())
    return lambda: [json.loads(line) for line in caplog.text.splitlines()]


def ids(line: dict[str, Any]) -> tuple[str | None, str | None]:
    return line.get("session_id"), line.get("photo_id")


def test_each_job_has_its_own(services: MemoryServices, lines: Any) -> None:
    photo_id, key = arrived(services)
    processing.process_jobs(services, [a_delivery(key), Delivery("message-2", "no job", 1)])
    ready, no_job = lines()[-2:]
    assert ready["message"] == f"photo {photo_id} is READY"
    assert ids(ready) == (SESSION_ID, photo_id)
    assert no_job["message"].startswith("message message-2 is no job")
    assert ids(no_job) == (None, None)


def test_each_arrival_has_its_own(services: MemoryServices, lines: Any) -> None:
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    services.clock.tick(100_000)
    arrivals.accept_arrivals(services, [arrival, an_arrival(key="x")])
    late, foreign = lines()
    assert late["message"] == f"photo {ticket.photo_id} came after its session"
    assert ids(late) == (SESSION_ID, ticket.photo_id)
    assert ids(foreign) == (None, None)


def test_an_event_has_those_of_its_invocation(lines: Any) -> None:
    context = SimpleNamespace(aws_request_id="r", function_name="photo_uploaded")
    event = SimpleNamespace(context=context, connection_id="c")
    log = logging.getLogger("chalicelib.tests")
    invocations.around_event(event, lambda _: log.info("within"))
    log.info("after")
    within, after = lines()
    found = {name: within.get(name) for name in ("request_id", "function", "connection_id")}
    assert found == {"request_id": "r", "function": "photo_uploaded", "connection_id": "c"}
    assert not set(found) & set(after)


def test_what_chalice_says_goes_where_all_lines_go() -> None:
    assert app.app.log.handlers == []
    assert app.app.log.propagate
