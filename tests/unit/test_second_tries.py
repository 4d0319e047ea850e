"""What was tried again is told with its reason."""

from types import SimpleNamespace
from typing import Any

from tests import second_tries


class Terminal:
    """What is written at the end of a run."""

    def __init__(self, **stats: Any) -> None:
        self.stats = stats
        self.written: list[str] = []

    def section(self, title: str, sep: str) -> None:
        self.written.append(title)

    def write_line(self, line: str) -> None:
        self.written.append(line)


def test_each_first_try_that_failed_is_told_with_its_reason() -> None:
    failed = SimpleNamespace(nodeid="tests/test_a.py::test_b", longreprtext="assert 1 == 2")
    terminal: Any = Terminal(rerun=[failed])
    second_tries.pytest_terminal_summary(terminal)
    assert terminal.written == ["at first: tests/test_a.py::test_b", "assert 1 == 2"]


def test_where_all_passed_at_once_nothing_is_told() -> None:
    terminal: Any = Terminal()
    second_tries.pytest_terminal_summary(terminal)
    assert terminal.written == []
