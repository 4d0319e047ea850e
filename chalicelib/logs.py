"""What we say of our work: a line each, with the ids of what it is about, and never a secret.

On Lambda a line is one JSON object, whose fields CloudWatch Logs Insights knows by their names; on
a laptop it is text. Lines hold ids, never tokens, signed URLs or names of files: whoever writes one
sees to it, and a test reads the lines of all tests. Texts that are not ours, such as those of
exceptions, lose here what looks like a secret.
"""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")

#: The ids of what is being worked on.
_NO_SCOPE: Mapping[str, str] = MappingProxyType({})
_scope: ContextVar[Mapping[str, str]] = ContextVar("scope", default=_NO_SCOPE)

#: Parameters of signed URLs, and what stands behind `Bearer`.
_NAMED = re.compile(
    r"((?:x-amz-(?:signature|security-token|credential)=|\bbearer\s)\s*)[^\s&\"'<>\\]+", re.I
)
#: JSON Web Tokens, and our own tokens: 43 characters of base64url.
_TOKEN = re.compile(r"\beyJ[\w-]+(?:\.[\w-]*)+|(?<![\w-])[\w-]{43}(?![\w-])", re.A)
_HIDDEN = "[hidden]"


@contextmanager
def scope(**ids: str | None) -> Iterator[None]:
    """Within it, each line carries these ids too, and those that are noted; None is no id."""
    token = _scope.set(_with(ids))
    try:
        yield
    finally:
        _scope.reset(token)


def note(**ids: str | None) -> None:
    """From here to the end of the scope, if there is one, each line carries these ids too."""
    if _scope.get() is not _NO_SCOPE:
        _scope.set(_with(ids))


def carried(work: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
    """The same work for other threads, which would begin without this scope."""
    ids = dict(_scope.get())

    def carrying(argument: Argument) -> Result:
        with scope(**ids):
            return work(argument)

    return carrying


def hidden(text: str) -> str:
    """The text without what looks like a secret in it."""
    return _TOKEN.sub(_HIDDEN, _NAMED.sub(rf"\1{_HIDDEN}", text))


class Readable(logging.Formatter):
    """A line as people read it."""

    def format(self, record: logging.LogRecord) -> str:
        """Such as `12:00:00 photo … is READY`."""
        return hidden(super().format(record))


class Json(logging.Formatter):
    """A line as one JSON object: when, how bad, who, what, of which ids.

    A line may have further `fields`: `log.info(…, extra={"fields": {…}})`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Such as `{"time": …, "level": "INFO", …, "message": …, "photo_id": …}`."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": hidden(record.getMessage()),
            **_scope.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            said["exception"] = hidden(self.formatException(record.exc_info))
        # In ASCII: what came from outside may be no text that can be written.
        return json.dumps(said, separators=(",", ":"), default=str)


def configure(*, as_json: bool) -> None:
    """Let our own lines through, of which operators also want to see whom we refused, and why.

    `as_json`: all lines, in the place of Lambda's handler, and the metrics that stand in lines.
    """
    logging.getLogger("chalicelib").setLevel(logging.INFO)
    if as_json:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(Json())
        logging.getLogger().handlers[:] = [handler]
        logging.getLogger("metrics").setLevel(logging.INFO)


def without_path(record: logging.LogRecord) -> bool:
    """A filter for Chalice's logger, which would name the path of a request that failed.

    It is what somebody wrote there, an album's code perhaps; the scope names the route.
    """
    if str(record.msg).startswith("Caught exception for path"):
        record.msg, record.args = "a request failed", ()
    return True


def _with(ids: Mapping[str, str | None]) -> Mapping[str, str]:
    return {**_scope.get(), **{name: value for name, value in ids.items() if value is not None}}
