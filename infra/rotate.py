"""Makes a new secret for a stage: `python -m infra.rotate --stage dev`, or `make rotate-secret`.

What was signed before goes on to count until the next rotation; with `--only`, nothing of it does.
The functions read it within minutes. Until all of them have, they sign with the one before.
"""

import argparse
import sys
from collections.abc import Sequence

from chalicelib import signing_secrets
from infra import secret
from infra.account import Account
from infra.command import WELL, command, parser
from infra.console import Console
from infra.stack import Stack
from infra.stage import Stage


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    options = parser("rotate", __doc__)
    options.add_argument(
        "--only",
        action="store_true",
        help="let no other secret count: every kiosk has to be enrolled anew (after a leak)",
    )

    def work(given: argparse.Namespace, stage: Stage) -> int:
        account, console = Account.current(), Console()
        console.out(f"Account {account.account_id}, region {account.region}, stage {stage.name}")
        outputs = Stack(account, stage, console).outputs()
        live = 1 if given.only else signing_secrets.LIVE
        with console.step(f"Make a new secret in {stage.secret_parameter}"):
            count = secret.rotate(account, stage, outputs, live)
            before = "counts until the next rotation" if count > 1 else "counts no more"
            console.note(f"what was signed before {before}")
        return WELL

    return command(options, work, arguments)


if __name__ == "__main__":
    sys.exit(main())
