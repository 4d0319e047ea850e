"""Which lines of a log are noise, which are errors, and how they look."""

import json
import re
from typing import Any

import pytest

from infra.log_events import LogEvent
from infra.logs import lines

ID = "8f507cfc-xmpl-4697-b07a-ac58fc914c95"
REPORT = f"REPORT RequestId: {ID}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t"


@pytest.mark.parametrize(
    "noise",
    [
        f"START RequestId: {ID} Version: $LATEST\n",
        f"END RequestId: {ID}\n",
        f"{REPORT}\n",
        f"{REPORT}Status: success\n",
        "INIT_START Runtime Version: python:3.13.v1\tRuntime Version ARN: arn:aws:lambda\n",
        "XRAY TraceId: 1-5e1b4151\tSegmentId: 1\n",
        "EXTENSION\tName: x\tState: Ready\tEvents: []\n",
    ],
)
def test_lambdas_bookkeeping_is_noise(noise: str) -> None:
    event = LogEvent("api_handler", 0, "", noise)
    assert event.is_noise
    assert not event.is_error


@pytest.mark.parametrize(
    "error",
    [
        f"[ERROR]\t2026-11-21T10:00:00.000Z\t{ID}\tcannot reach the table\n",
        f"[CRITICAL]\t2026-11-21T10:00:00.000Z\t{ID}\tx\n",
        "scandrop - ERROR - Caught exception for path /sessions\n",
        "Traceback (most recent call last):\n  File …\n",
        f"2026-11-21T10:00:00.000Z {ID} Task timed out after 60.06 seconds\n\n",
        f"RequestId: {ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
        f"{REPORT}Status: timeout\n",
        f"{REPORT}Status: error\tError Type: Runtime.OutOfMemory\n",
        "INIT_REPORT Init Duration: 9999.00 ms\tPhase: init\tStatus: timeout\n",
        '{"id":"9","type":"ExecutionFailed","details":{"error":"ServiceUnavailable"}}',
        '{"id": "9", "type": "TaskTimedOut", "details": {}}',
        '{"id":"9","type":"ExecutionAborted","details":{}}',
    ],
)
def test_failures_are_errors_and_never_noise(error: str) -> None:
    event = LogEvent("api_handler", 0, "", error)
    assert event.is_error
    assert not event.is_noise


@pytest.mark.parametrize(
    "said",
    [
        f"[INFO]\t2026-11-21T10:00:00.000Z\t{ID}\tphoto stored\n",
        f"[WARNING]\t2026-11-21T10:00:00.000Z\t{ID}\tno ERROR here\n",
        "RESTARTED RequestId: a word of ours that begins like one of Lambda's\n",
        "ENDING\n",
        "Status: timeout\n",
        '{"id":"9","type":"ExecutionSucceeded","details":{}}',
    ],
)
def test_what_the_application_says_is_neither(said: str) -> None:
    event = LogEvent("api_handler", 0, "", said)
    assert not event.is_noise
    assert not event.is_error


def test_a_line_has_local_time_and_function() -> None:
    event = LogEvent("photo_uploaded", 1_790_000_000_123, "", "one\rtwo\r\nthree\nfour\n\n")
    first, *rest = lines(event, 20)
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.123  photo", first)
    assert first.endswith(".123  photo_uploaded        one")
    assert [line.strip() for line in rest] == ["two", "three", "four"]
    assert {len(line) - len(line.strip()) for line in rest} == {first.index("one")}


def test_a_terminal_is_told_nothing_by_what_was_logged() -> None:
    event = LogEvent("api_handler", 0, "", "\x1b]0;title\x07\x1b[2Jgone\u202e\ud800\x9b")
    (line,) = lines(event, 11)
    assert line.isprintable()
    line.encode()


# Lines of chalicelib/logs.py


def ours(**fields: Any) -> LogEvent:
    said = {"time": "…", "level": "INFO", "logger": "chalicelib.http", "message": "it is so"}
    return LogEvent("api_handler", 0, "", json.dumps(said | fields) + "\n")


def test_a_line_of_ours_is_shown_as_people_read_it() -> None:
    event = ours(request_id="r", photo_id="p", exception="Traceback:\n  File …\nKeyError")
    first, *rest = lines(event, 11)
    assert first.endswith("[INFO] it is so photo_id=p")
    assert [line.strip() for line in rest] == ["Traceback:", "File …", "KeyError"]


def test_what_its_message_says_is_not_said_again() -> None:
    event = ours(message="audit=POST /albums outcome=ok", audit="POST /albums", outcome="ok")
    assert event.text == "[INFO] audit=POST /albums outcome=ok"


@pytest.mark.parametrize(
    ("level", "is_error"),
    [("INFO", False), ("WARNING", False), ("ERROR", True), ("CRITICAL", True)],
)
def test_its_level_tells_whether_it_is_an_error(level: str, is_error: bool) -> None:
    event = ours(level=level, message="[ERROR] was said")
    assert event.is_error is is_error
    assert not event.is_noise


def test_metrics_are_noise() -> None:
    assert ours(logger="metrics", _aws={}, SessionsOpened=1).is_noise


@pytest.mark.parametrize("said", ["{", "[]", '{"level": "ERROR"}', "{}"])
def test_other_json_is_shown_as_it_is(said: str) -> None:
    event = LogEvent("api_handler", 0, "", said)
    assert event.text == said
    assert not event.is_error
