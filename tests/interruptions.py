"""Something happens at one call of a port: the process dies, a service fails, another one comes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, TypeVar

from tests.fakes import MemoryServices

T = TypeVar("T")

_PORTS = ("sessions", "photos", "connections", "screens", "signer", "objects")


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
        self._calls = 0

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'} call {self.number}, {self.met}"

    def watch(self, name: str, call: Callable[[], object]) -> object:
        """Make this call of a port, and perhaps what happens around it."""
        number = self._calls
        self._calls += 1
        mine = number == self.number and self.met is None
        if mine:
            self.met = name
        if mine and not self.after:
            self._happen()
        result = call()
        if mine and self.after:
            self._happen()
        return result


class _Watched:
    def __init__(self, name: str, port: object, interruption: Interruption) -> None:
        self._name = name
        self._port = port
        self._interruption = interruption

    def __getattr__(self, method: str) -> Callable[..., object]:
        call = getattr(self._port, method)
        name = f"{self._name}.{method}"
        return lambda *args: self._interruption.watch(name, lambda: call(*args))


def interrupted(services: MemoryServices, interruption: Interruption) -> MemoryServices:
    """The same services, whose calls are counted."""
    assert set(_PORTS) < {part.name for part in fields(services)}
    ports: dict[str, Any] = {
        name: _Watched(name, getattr(services, name), interruption) for name in _PORTS
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
