"""What a command says while it works."""

from io import StringIO

import pytest

from infra.console import Console, printable


@pytest.fixture
def stream() -> StringIO:
    return StringIO()


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Readings of the clock, from the last to the first."""
    readings = [103.6, 100.0]
    monkeypatch.setattr("infra.console.time.monotonic", readings.pop)
    return readings


def test_a_step_says_when_it_begins_and_how_long_it_took(
    stream: StringIO, seconds: list[float]
) -> None:
    console = Console(stream)
    with console.step("Stack"):
        console.note("one\ntwo")
    assert stream.getvalue() == "→ Stack\n  one\n  two\n✓ Stack (4 s)\n"


@pytest.mark.parametrize("end", [ValueError(), KeyboardInterrupt()])
def test_a_step_that_fails_says_so_and_lets_the_error_pass(
    stream: StringIO, seconds: list[float], end: BaseException
) -> None:
    def fail() -> None:
        with Console(stream).step("Stack"):
            raise end

    with pytest.raises(type(end)):
        fail()
    assert stream.getvalue() == "→ Stack\n✗ Stack (4 s)\n"


def test_standard_output_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    Console().out("here")
    assert capsys.readouterr().out == "here\n"


def test_each_line_is_out_at_once() -> None:
    """Progress that sits in a buffer is none."""

    class Watched(StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    stream = Watched()
    Console(stream).out("one")
    assert stream.flushed == 1


@pytest.mark.parametrize(
    "control", ["\x1b", "\x07", "\x00", "\r", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800"]
)
def test_a_terminal_gets_no_controls(control: str) -> None:
    assert printable(f"a{control}b") == "a\ufffdb"


def test_text_stays_as_it_is() -> None:
    text = "Grüße\tان 日本 👋🏽 …\n"
    assert printable(text) == text
