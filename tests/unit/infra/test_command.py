"""How commands read their stage, and how they end."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra.command import command, parser
from infra.problems import NotDeployed
from infra.stage import Stage

DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetRole")


def ends_with(error: BaseException) -> Callable[[argparse.Namespace, Stage], int]:
    def work(given: argparse.Namespace, stage: Stage) -> int:
        raise error

    return work


@pytest.mark.parametrize(
    ("arguments", "name"), [([], "dev"), (["--stage", "dev-2"], "dev-2"), (["--stage=dev"], "dev")]
)
def test_the_work_gets_the_stage_and_its_answer_is_the_exit_code(
    stage: Stage, arguments: list[str], name: str
) -> None:
    seen: list[Stage] = []

    def work(given: argparse.Namespace, stage: Stage) -> int:
        seen.append(stage)
        return 7

    assert command(parser("x", "Does x."), work, arguments) == 7
    assert seen == [Stage(name)]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotDeployed("It is not there."), "NotDeployed: It is not there.\n"),
        (DENIED, "PermissionMissing: These credentials may not call GetRole: no\n"),
        (NoCredentialsError(), "NoCredentials: No usable AWS credentials"),
        (NotDeployed("a\x1b[2Jb"), "NotDeployed: a\ufffd[2Jb\n"),
    ],
)
def test_a_problem_is_told_and_ends_with_1(
    stage: Stage, capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    assert command(parser("x", "Does x."), ends_with(error), []) == 1
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert not told.out


def test_an_unknown_stage_is_a_problem(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(parser("x", "Does x."), ends_with(AssertionError()), ["--stage", "pord"]) == 1
    assert capsys.readouterr().err.startswith("StageUnknown: There is no stage 'pord'")


def test_ctrl_c_ends_with_130(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(parser("x", "Does x."), ends_with(KeyboardInterrupt()), []) == 130
    assert capsys.readouterr().err == ""


def test_a_defect_keeps_its_traceback(stage: Stage) -> None:
    with pytest.raises(ZeroDivisionError):
        command(parser("x", "Does x."), ends_with(ZeroDivisionError()), [])


@pytest.mark.parametrize("arguments", [["--stages", "dev"], ["--stag", "dev"], ["extra"]])
def test_a_wrong_command_line_ends_with_2(stage: Stage, arguments: list[str]) -> None:
    """An option that is misspelled is not taken for the nearest one."""
    with pytest.raises(SystemExit) as end:
        command(parser("x", "Does x."), ends_with(AssertionError()), arguments)
    assert end.value.code == 2


def test_help_says_what_a_stage_is(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command(parser("x", "Does x."), ends_with(AssertionError()), ["--help"])
    out = capsys.readouterr().out
    assert "python -m infra.x" in out
    assert "--stage NAME" in out


TALKATIVE = """
import sys
from infra.command import command, parser

def work(given, stage):
    sys.stdin.read()
    for _ in range({lines}):
        print("a line")
    return 0

sys.exit(command(parser("x", "Does x."), work, []))
"""


@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_reader_that_leaves_is_no_error(lines: int) -> None:
    """`make logs | head`: noticed while writing, or only with what is in the buffer at the end."""
    with subprocess.Popen(
        [sys.executable, "-c", TALKATIVE.format(lines=lines)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141
