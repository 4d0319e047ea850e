"""Something happens at one call of a port: the process dies, a service fails, another one comes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, TypeVar

from chalicelib.model import Session
from tests.fakes import MemoryServices, MemorySessionStore

T = TypeVar("T")
#: Makes a call of a port, which it is told by name.
Watch = Callable[[str, Callable[[], object]], object]

PORTS = (
    "sessions",
    "photos",
    "albums",
    "library",
    "placement",
    "connections",
    "screens",
    "signer",
    "parts",
    "objects",
    "media",
    "exports",
    "jobs",
    "workflows",
    "webhooks",
    "secrets",
    "renderer",
    "moderator",
)


class Crash(Exception):
    """The process is dead. Nobody catches this."""


class Interruption:
    """Something that happens once: before or after the call of this number."""

    def __init__(self, number: int, after: bool, happen: Callable[[], object]) -> None:
        self.number = number
        self.after = after
        #: Which call it met; None while there were fewer calls than its number.
        self.met: str | None = None
        self._happen = happen
        #: How many calls were made.
        self.calls = 0

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'} call {self.number}, {self.met}"

    def watch(self, name: str, call: Callable[[], object]) -> object:
        """Make this call of a port, and perhaps what happens around it."""
        number = self.calls
        self.calls += 1
        mine = number == self.number and self.met is None
        if mine:
            self.met = name
        if mine and not self.after:
            self._happen()
        try:
            return call()
        finally:
            if mine and self.after:
                self._happen()


class Overtaken(MemorySessionStore):
    """A store that lets another one write, once, between somebody's read and his write."""

    def __init__(self) -> None:
        super().__init__()
        self.overtake: Callable[[], object] | None = None

    def load(self, session_id: str) -> Session | None:
        session = super().load(session_id)
        overtake, self.overtake = self.overtake, None
        if overtake is not None:
            overtake()
        return session


class _Watched:
    def __init__(self, name: str, port: object, watch: Watch) -> None:
        self._name = name
        self._port = port
        self._watch = watch

    def __getattr__(self, method: str) -> Callable[..., object]:
        call = getattr(self._port, method)
        name = f"{self._name}.{method}"
        return lambda *args, **named: self._watch(name, lambda: call(*args, **named))


def interrupted(services: MemoryServices, interruption: Interruption) -> MemoryServices:
    """The same services, whose calls are counted."""
    return watched(services, interruption.watch)


def watched(services: MemoryServices, watch: Watch) -> MemoryServices:
    """The same services, each call of whose ports is made by `watch`."""
    assert set(PORTS) < {part.name for part in fields(services)}
    ports: dict[str, Any] = {
        name: _Watched(name, port, watch)
        for name in PORTS
        if (port := getattr(services, name)) is not None
    }
    return replace(services, **ports)


def every_interruption(happen: Callable[[], object]) -> Iterator[Interruption]:
    """One for each call of an operation, before it and after it, until there are no more calls.

    The operation has to be done between two of them, on a world of its own.
    """
    number = 0
    while True:
        for after in (False, True):
            interruption = Interruption(number, after, happen)
            yield interruption
            if interruption.met is None:
                return
        number += 1


def raising(error: Exception) -> Callable[[], object]:
    """Happens as this error."""

    def happen() -> None:
        raise error

    return happen


def until_done(operation: Callable[[], T], *errors: type[Exception]) -> T:
    """What AWS and the phone page do: try again after these errors."""
    with suppress(*errors):
        return operation()
    return operation()
