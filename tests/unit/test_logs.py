"""Lines of the log: JSON with ids on Lambda, text on a laptop, and no secrets in either."""

import json
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from chalicelib import logs

log = logging.getLogger("chalicelib.tests")

TOKEN = "a" * 20 + "_-9" + "B" * 20
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_g"
SIGNED = "https://b.example.org/k?X-Amz-Credential=AKIA%2Fx&X-Amz-Signature=abc123&x-id=PutObject"


def record(text: str, *args: object, **kwargs: Any) -> logging.LogRecord:
    """A line as a handler gets it; made by hand, so that no guard looks at it."""
    fields = kwargs.pop("fields", None)
    made = logging.LogRecord(
        "chalicelib.x", logging.WARNING, __file__, 1, text, args, kwargs.get("exc_info")
    )
    if fields:
        made.fields = fields
    return made


def said(made: logging.LogRecord) -> dict[str, Any]:
    line = logs.Json().format(made)
    assert "\n" not in line
    return dict(json.loads(line))


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger as Lambda has it, and as it was afterwards; so is that of metrics."""
    loggers = [logging.getLogger(), logging.getLogger("metrics")]
    before = [(each, each.handlers[:], each.level) for each in loggers]
    for each, level in zip(loggers, (logging.WARNING, logging.NOTSET), strict=True):
        each.setLevel(level)
    yield loggers[0]
    for each, handlers, level in before:
        each.handlers[:] = handlers
        each.setLevel(level)


# JSON


def test_a_line_tells_when_how_bad_who_and_what() -> None:
    made = record("photo %s is %s", "p", "READY")
    found = said(made)
    assert datetime.fromisoformat(found.pop("time")).timestamp() == pytest.approx(
        made.created, abs=0.001
    )
    assert found == {"level": "WARNING", "logger": "chalicelib.x", "message": "photo p is READY"}


def test_a_line_has_the_ids_of_its_scope_and_its_own_fields() -> None:
    with logs.scope(request_id="r", nothing=None):
        with logs.scope(photo_id="p"):
            logs.note(session_id="s")
            found = said(record("x", fields={"outcome": "ok", "request_id": "another"}))
            assert found["photo_id"] == "p"
            assert found["session_id"] == "s"
            assert (found["request_id"], found["outcome"]) == ("another", "ok")
            assert "nothing" not in found
        after = said(record("x"))
        assert after["request_id"] == "r"
        assert not {"photo_id", "session_id"} & set(after), "what is noted ends with its scope"
    assert "request_id" not in said(record("x"))


def test_what_is_noted_outside_of_a_scope_would_never_end() -> None:
    logs.note(photo_id="p")
    assert "photo_id" not in said(record("x"))


def test_a_scope_ends_also_by_an_exception() -> None:
    with pytest.raises(ValueError, match="x"), logs.scope(photo_id="p"):
        raise ValueError("x")
    assert "photo_id" not in said(record("x"))


def test_other_threads_begin_without_ids_unless_the_work_carries_them() -> None:
    def ids(_: int) -> Any:
        return said(record("x")).get("photo_id")

    with ThreadPoolExecutor(1) as threads:
        with logs.scope(photo_id="p"):
            assert list(threads.map(ids, [1])) == [None]
            assert list(threads.map(logs.carried(ids), [1, 2])) == ["p", "p"]
        assert list(threads.map(ids, [1])) == [None], "nothing stays in a thread that is used again"


def test_an_exception_is_in_the_same_line_without_secrets() -> None:
    try:
        raise ValueError(f"no such token: {TOKEN}")
    except ValueError:
        found = said(record("it failed", exc_info=sys.exc_info()))
    assert "Traceback" in found["exception"]
    assert "no such token: [hidden]" in found["exception"]


@pytest.mark.parametrize("text", ["a\nb", "\udc80", "\u2028", '"}', "é"])
def test_whatever_is_said_is_one_line_in_ascii(text: str) -> None:
    assert said(record("%s", text))["message"] == text
    assert logs.Json().format(record("%s", text)).isascii()


# Secrets


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"the token {TOKEN} is old", "the token [hidden] is old"),
        (f"key={JWT}", "key=[hidden]"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer [hidden]"),
        ("b'authorization: bearer abc'", "b'authorization: bearer [hidden]'"),
        (
            f"GET {SIGNED} failed",
            "GET https://b.example.org/k?X-Amz-Credential=[hidden]"
            "&X-Amz-Signature=[hidden]&x-id=PutObject failed",
        ),
    ],
)
@pytest.mark.parametrize("formatter", [logs.Json(), logs.Readable()])
def test_what_looks_like_a_secret_is_hidden(
    formatter: logging.Formatter, text: str, left: str
) -> None:
    line = formatter.format(record("%s", text))
    assert (json.loads(line)["message"] if line.startswith("{") else line) == left


@pytest.mark.parametrize(
    "text",
    [
        "photo id00000000000000000001 is READY",
        "arrival of session-uploads/id00000000000000000001/id00000000000000000002.jpg failed",
        "renditions/id00000000000000000001/thumb.jpg",
        "a" * 64,
    ],
)
def test_ids_and_words_stay(text: str) -> None:
    assert logs.hidden(text) == text


# Where it goes


def test_on_lambda_all_lines_are_json_on_standard_output(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    root.handlers[:] = [logging.StreamHandler(sys.stderr)]
    logs.configure(as_json=True)
    log.info("ours")
    logging.getLogger("botocore").warning("theirs")
    logging.getLogger("botocore").info("not of interest")
    logging.getLogger("metrics").info("counted")
    out, err = capsys.readouterr()
    assert [json.loads(line)["message"] for line in out.splitlines()] == [
        *("ours", "theirs", "counted")
    ]
    assert err == ""


def test_on_a_laptop_handlers_stay_and_metrics_are_not_written(
    root: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    before = root.handlers[:]
    logs.configure(as_json=False)
    assert root.handlers == before
    log.info("ours")
    logging.getLogger("metrics").info("counted")
    assert caplog.messages == ["ours"]


def test_chalice_does_not_name_the_path_of_what_failed() -> None:
    made = record("Caught exception for path %s", "/albums/K7Q2M9XW3H/join")
    assert logs.without_path(made)
    assert made.getMessage() == "a request failed"
    other = record("another %s", "line")
    assert logs.without_path(other)
    assert other.getMessage() == "another line"
