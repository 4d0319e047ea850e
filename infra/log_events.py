"""One event of a function's log: what it is, and how it is shown."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

#: Lambda's own lines. Those that tell of a failure are kept.
_NOISE = re.compile(
    r"(START|END|REPORT|RESTORE_REPORT|INIT_REPORT|RESTORE_START|INIT_START|XRAY TraceId)\b"
    r"|(EXTENSION|TELEMETRY|LOGS)\t"
)
_FAILED = re.compile(r"^\w+ RequestId: .*\bStatus: (?!success)|^INIT_REPORT .*\bStatus: ", re.M)
#: What of a line is no id.
_NO_IDS = {"time", "level", "logger", "message", "exception", "request_id", "api_request_id"}
#: A level as Lambda and as Chalice write it, a traceback, and the ways in which a runtime ends.
_ERROR_LEVELS = ("ERROR", "CRITICAL")
_ERROR = re.compile(
    r"\[(ERROR|CRITICAL)\]| - (ERROR|CRITICAL) - |Traceback \(most recent call last\)"
    r"|Task timed out after|\bRuntime\.[A-Z]"
    # What a state machine says, which writes errors only.
    r'|"type": ?"\w+(Failed|TimedOut|Aborted)"'
)


@dataclass(frozen=True)
class LogEvent:
    """One event of one function's log."""

    handler: str
    #: Milliseconds since the epoch, by the function's clock.
    at: int
    event_id: str
    message: str

    @property
    def is_noise(self) -> bool:
        """Lambda's bookkeeping of an invocation that went well, and metrics."""
        if "_aws" in self._said:
            return True
        return bool(_NOISE.match(self.message)) and not _FAILED.search(self.message)

    @property
    def is_error(self) -> bool:
        """Something went wrong."""
        if self._said:
            return self._said["level"] in _ERROR_LEVELS
        return bool(_ERROR.search(self.message) or _FAILED.search(self.message))

    @property
    def text(self) -> str:
        """As people read it: of a line of ours its level, message and ids, and its traceback."""
        if not self._said:
            return self.message
        message = str(self._said["message"])
        ids = [f"{name}={value}" for name, value in self._said.items() if name not in _NO_IDS]
        # An audit line says its fields itself.
        others = [each for each in ids if each not in message]
        head = " ".join([f"[{self._said['level']}]", message, *others])
        return "\n".join([head, *str(self._said.get("exception", "")).splitlines()])

    @cached_property
    def _said(self) -> Mapping[str, Any]:
        """The fields of a line of chalicelib/logs.py; none of any other."""
        try:
            said = json.loads(self.message) if self.message.startswith("{") else None
        except ValueError:
            return {}
        if isinstance(said, dict) and {"level", "logger", "message"} <= set(said):
            return said
        return {}
