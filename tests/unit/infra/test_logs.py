"""All functions' logs in one, in the order of time, each event once."""

import argparse
from collections.abc import Callable

import pytest

from infra import logs
from infra.account import Account
from infra.log_events import LogEvent
from infra.logs import LATE_MS, Logs, Window, follow, milliseconds
from infra.problems import NotDeployed
from infra.stage import STATE_MACHINE, Stage
from tests.unit.infra import cloud

API = "/aws/lambda/scandrop-dev"
UPLOADED = "/aws/lambda/scandrop-dev-photo_uploaded"
HANDLERS = ("api_handler", "photo_uploaded")


@pytest.fixture
def aws() -> cloud.Logs:
    return cloud.Logs({API: [], UPLOADED: []})


@pytest.fixture
def command(aws: cloud.Logs, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    account = aws.account()
    monkeypatch.setattr(Account, "current", lambda: account)
    # The fake's events are of the first seconds of 1970.
    monkeypatch.setattr("infra.logs.time.time", lambda: 600.0)
    return lambda *arguments: logs.main(arguments)


def opened(aws: cloud.Logs, stage: Stage) -> Logs:
    return Logs.of(aws.account(), stage, HANDLERS)


class Looks:
    """Waiting in --follow: before each further look something happens."""

    def __init__(self, *happenings: Callable[[], object]) -> None:
        self._happenings = list(happenings)
        self.asked: list[float] = []

    def __call__(self, seconds: float) -> bool:
        self.asked.append(seconds)
        if not self._happenings:
            return True
        self._happenings.pop(0)()
        return False


def followed(aws: cloud.Logs, stage: Stage, start: int, looks: Looks) -> list[str]:
    seen: list[str] = []
    starts = dict.fromkeys(HANDLERS, start)
    follow(opened(aws, stage), starts, lambda event: seen.append(event.message), looks)
    return seen


# Reading


def test_the_logs_are_merged_in_the_order_of_time(aws: cloud.Logs, stage: Stage) -> None:
    for at in (1, 4, 5, 9):
        aws.put(API, at, f"{at}")
    for at in (2, 3, 7):
        aws.put(UPLOADED, at, f"{at}")
    read = list(opened(aws, stage).read(dict.fromkeys(HANDLERS, 2)))
    assert [event.message for event in read] == ["2", "3", "4", "5", "7", "9"]
    assert {event.handler for event in read} == set(HANDLERS)


def test_a_function_without_a_log_is_passed_over(aws: cloud.Logs, stage: Stage) -> None:
    del aws.groups[API]
    aws.put(UPLOADED, 1, "here")
    read = list(opened(aws, stage).read(dict.fromkeys(HANDLERS, 0)))
    assert [event.message for event in read] == ["here"]


@pytest.mark.parametrize("others", [{}, {"/aws/lambda/scandrop-dev-2": []}])
def test_without_any_log_the_stage_is_not_deployed(
    aws: cloud.Logs, stage: Stage, others: dict[str, list[dict[str, object]]]
) -> None:
    """The logs of stage dev-2 begin like those of dev."""
    aws.groups = others
    with pytest.raises(NotDeployed, match="make status STAGE=dev"):
        opened(aws, stage)


# Following


def test_each_event_is_shown_once_and_none_is_missed(aws: cloud.Logs, stage: Stage) -> None:
    aws.put(API, 1000, "before")
    looks = Looks(
        lambda: aws.put(API, 1000, "at the same time as one already shown"),
        lambda: aws.put(UPLOADED, 900, "late, and in another log"),
        lambda: aws.put(API, 950, "late"),
        lambda: None,
        lambda: aws.put(API, 5000, "after"),
    )
    assert followed(aws, stage, 0, looks) == [
        "before",
        "at the same time as one already shown",
        "late, and in another log",
        "late",
        "after",
    ]


def test_an_event_two_minutes_late_is_still_shown(aws: cloud.Logs, stage: Stage) -> None:
    aws.put(API, 1_000_000, "newest")
    looks = Looks(lambda: None, lambda: aws.put(API, 1_000_000 - LATE_MS, "late"), lambda: None)
    assert followed(aws, stage, 0, looks) == ["newest", "late"]


def test_events_without_an_id_are_told_apart(aws: cloud.Logs, stage: Stage) -> None:
    """As emulators have them."""
    aws.put(API, 1000, "one")
    aws.put(API, 1000, "two")
    for event in aws.groups[API]:
        del event["eventId"]
    assert followed(aws, stage, 0, Looks(lambda: None)) == ["one", "two"]


def test_nothing_from_before_the_start_is_shown(aws: cloud.Logs, stage: Stage) -> None:
    aws.put(API, 4999, "before")
    aws.put(API, 5000, "first")
    assert followed(aws, stage, 5000, Looks(lambda: None)) == ["first"]


def test_a_log_that_appears_while_following_is_read(aws: cloud.Logs, stage: Stage) -> None:
    del aws.groups[UPLOADED]
    assert followed(aws, stage, 0, Looks(lambda: aws.put(UPLOADED, 7, "new"))) == ["new"]


def test_looks_are_some_seconds_apart(aws: cloud.Logs, stage: Stage) -> None:
    looks = Looks(lambda: None, lambda: None)
    followed(aws, stage, 0, looks)
    assert looks.asked == [logs.FOLLOW_SECONDS] * 3
    # Five requests a second are allowed to a whole account in the smallest regions.
    assert len({*Stage("dev").handlers, STATE_MACHINE}) / logs.FOLLOW_SECONDS < 3


def test_a_window_forgets_what_cannot_come_again() -> None:
    window = Window(0)
    for second in range(1000):
        assert window.is_new(LogEvent("api_handler", second * 1000, f"{second}", ""))
        window.advance()
    assert len(window) == LATE_MS / 1000 + 1
    assert window.start == 999_000 - LATE_MS


def test_a_window_that_has_seen_nothing_stays_where_it_is() -> None:
    window = Window(5000)
    window.advance()
    assert window.start == 5000


# The command


def test_ten_minutes_are_shown_without_noise(
    command: Callable[..., int], aws: cloud.Logs, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.put(API, 0, "START RequestId: x")
    aws.put(API, 1, "[ERROR]\tbad")
    aws.put(UPLOADED, 0, "good")
    assert command() == 0
    out = capsys.readouterr().out
    assert [line.split("  ", 2)[1:] for line in out.splitlines()] == [
        ["photo_uploaded", "good"],
        ["api_handler", "   [ERROR]\tbad"],
    ]


def words(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.split()[-1] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--all"], ["x", "bad", "good"]),
        (["--errors"], ["bad"]),
        (["--function", "photo_uploaded"], ["good"]),
        (["--function", "photo_uploaded", "--function", "api_handler"], ["bad", "good"]),
        (["--since", "9m"], []),
        (["--all", "--errors"], ["bad"]),
    ],
)
def test_options_choose_what_is_shown(
    command: Callable[..., int],
    aws: cloud.Logs,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    shown: list[str],
) -> None:
    aws.put(API, 0, "START RequestId: x")
    aws.put(API, 1, "[ERROR]\tbad")
    aws.put(UPLOADED, 2, "good")
    assert command(*options) == 0
    assert words(capsys) == shown


def test_an_unknown_function_is_refused_by_name(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--function", "photo_upload") == 1
    err = capsys.readouterr().err
    assert err.startswith("FunctionUnknown: There is no function 'photo_upload'")
    assert "api_handler, photo_uploaded" in err


def test_ctrl_c_is_how_following_ends(
    command: Callable[..., int],
    aws: cloud.Logs,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupted:
        def wait(self, seconds: float) -> bool:
            raise KeyboardInterrupt

    monkeypatch.setattr("infra.logs.threading.Event", Interrupted)
    aws.put(API, 1, "shown")
    assert command("--follow") == 0
    assert "shown" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("10m", 600), ("2h", 7200), ("3d", 259_200)]
)
def test_times_have_a_unit(text: str, seconds: int) -> None:
    assert milliseconds(text) == seconds * 1000


@pytest.mark.parametrize("text", ["", "10", "m", "1.5h", "-1m", "1w", "١m", "1m ", "999999d"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="10m"):
        milliseconds(text)
