"""What goes on between boto3 and AWS, for tests to count and to disturb."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders


class Traffic:
    """What goes to AWS, and how to disturb it: in botocore, below the adapters."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._refused: dict[str, tuple[int, str, str]] = {}
        self._answers: dict[str, Mapping[str, Any]] = {}
        self._cut: dict[str, Exception] = {}
        self._lost: dict[str, Exception] = {}

    def refuse(self, operation: str, status: int, code: str, message: str) -> None:
        """From now on AWS refuses this operation, and does nothing."""
        self._refused[operation] = status, code, message

    def answer(self, operation: str, answer: Mapping[str, Any]) -> None:
        """From now on AWS answers this, and does nothing."""
        self._answers[operation] = answer

    def cut(self, operation: str, error: Exception) -> None:
        """From now on this operation ends so before it is sent."""
        self._cut[operation] = error

    def lose(self, operation: str, error: Exception) -> None:
        """The next such operation is done, and its answer does not come back."""
        self._lost[operation] = error

    def before_call(self, event_name: str, **_: Any) -> tuple[AWSResponse, dict[str, Any]] | None:
        """Called by botocore; None sends the request."""
        operation = event_name.rpartition(".")[2]
        self.calls.append(operation)
        if operation in self._cut:
            raise self._cut[operation]
        if operation in self._answers:
            answer = AWSResponse("https://aws.example.org", 200, HTTPHeaders(), None)
            return answer, {"ResponseMetadata": {}, **self._answers[operation]}
        if operation not in self._refused:
            return None
        status, code, message = self._refused[operation]
        answer = AWSResponse("https://aws.example.org", status, HTTPHeaders(), None)
        return answer, {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {}}

    def after_call(self, event_name: str, **_: Any) -> None:
        """Called by botocore when an answer is there."""
        operation = event_name.rpartition(".")[2]
        if operation in self._lost:
            raise self._lost.pop(operation)

    @contextmanager
    def watched(self, *made: Any) -> Iterator[None]:
        """Count and disturb what these clients of boto3 do."""
        for client in made:
            client.meta.events.register("before-call", self.before_call)
            client.meta.events.register("after-call", self.after_call)
        yield
        for client in made:
            client.meta.events.unregister("before-call", self.before_call)
            client.meta.events.unregister("after-call", self.after_call)
