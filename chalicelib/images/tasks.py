"""What the decoder's process is asked to do, and what it tells of how that ended. Both are ours.

How they cross its border: a line of JSON, then bytes. Never pickled. Pure.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from chalicelib.ports import Mark
from chalicelib.watermarks import Position, Watermark


class Output(StrEnum):
    """What shall come of a file: its facts only, its renditions as well, or a preview."""

    FACTS = "facts"
    RENDITIONS = "renditions"
    PREVIEW = "preview"


@dataclass(frozen=True)
class Task:
    """What to do with a file."""

    output: Output
    #: Across renditions.
    mark: Mark | None = None

    def pack(self) -> bytes:
        """The task as bytes."""
        head: dict[str, Any] = {"output": self.output}
        if self.mark is None:
            return packed(head)
        head["watermark"] = asdict(self.mark.watermark)
        if self.mark.logo is None:
            return packed(head)
        return packed({**head, "logo": True}, self.mark.logo)

    @classmethod
    def unpack(cls, content: bytes) -> "Task":
        """The task of these bytes, which come from a process of ours."""
        line, _, rest = content.partition(b"\n")
        head = json.loads(line)
        output = Output(head["output"])
        if "watermark" not in head:
            return cls(output)
        watermark = Watermark(**head["watermark"])
        watermark = replace(watermark, position=Position(watermark.position))
        return cls(output, Mark(watermark, rest if "logo" in head else None))


@dataclass(frozen=True)
class Report:
    """What became of the process that a task was given to, as the worker saw it."""

    #: None if a signal ended it.
    exit_code: int | None
    signal: int | None
    #: What ended it: memory, processor, clock, or the watermark's logo; None if none of them.
    limit: str | None
    cpu_seconds: float
    wall_seconds: float
    #: The most memory that it held, with what it shared with others.
    peak_bytes: int

    def to_line(self) -> bytes:
        """A line of JSON."""
        return packed(asdict(self))

    @classmethod
    def of_line(cls, line: bytes) -> "Report":
        """The report of such a line, which comes from a process of ours."""
        return cls(**json.loads(line))


def packed(head: Mapping[str, Any], *bodies: bytes) -> bytes:
    """A line of JSON, then bytes."""
    return b"".join((json.dumps(head).encode(), b"\n", *bodies))
