"""Receivers of webhooks in memory: part of `tests/fakes.py`, and as that says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import ServiceUnavailable


@dataclass(frozen=True)
class Posted:
    """One request."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """What it tells of the photo."""
        return json.loads(self.body)["data"]


class MemoryWebhooks:
    """`Webhooks` that write down what was sent; a test says how they answer, and if at all."""

    def __init__(self) -> None:
        #: In turn, then 204; None: no answer.
        self.answers: list[int | None] = []
        self.posted: list[Posted] = []

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.posted.append(Posted(url, headers, body))
        answer = self.answers.pop(0) if self.answers else 204
        if answer is None:
            raise ServiceUnavailable
        return answer
