"""What the commands of infra share: `--stage`, and how they end."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from infra.console import Console, printable
from infra.problems import DeployError, explained
from infra.stage import Stage

#: Exit codes. 2 is argparse's: the command line is wrong.
WELL = 0
NEEDS_A_PERSON = 1
#: 128 and the number of SIGINT or SIGPIPE, as shells count.
INTERRUPTED = 130
NO_READER = 141

Work = Callable[[argparse.Namespace, Stage], int]


def parser(command: str, description: str) -> argparse.ArgumentParser:
    """The options of `python -m infra.<command>`: `--stage`, and what the caller adds."""
    made = argparse.ArgumentParser(
        prog=f"python -m infra.{command}", description=description, allow_abbrev=False
    )
    made.add_argument(
        "--stage",
        default="dev",
        metavar="NAME",
        help="the deployment to work on, an entry of .chalice/config.json (default: dev)",
    )
    return made


def command(
    options: argparse.ArgumentParser, work: Work, arguments: Sequence[str] | None = None
) -> int:
    """Read the command line, do the work, and answer the exit code.

    A problem that somebody can mend goes to standard error in one paragraph, by its code and what
    to do. Anything else is a defect and keeps its traceback.
    """
    given = options.parse_args(arguments)
    try:
        code = work(given, Stage.named(given.stage))
        sys.stdout.flush()
    except DeployError as error:
        return _complain(error)
    except (BotoCoreError, ClientError) as error:
        return _complain(explained(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # `make logs | head`. What is still in the buffer has nobody to go to, when Python ends too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    return code


def _complain(problem: DeployError) -> int:
    Console(sys.stderr).out(printable(f"{problem.code}: {problem}"))
    return NEEDS_A_PERSON
