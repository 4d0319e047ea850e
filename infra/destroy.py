"""Removes a stage: `python -m infra.destroy --stage dev`, or `make destroy STAGE=dev`.

What serves visitors goes: functions, APIs, the site, alarms. Photos, their tables and the hosts'
accounts stay in the stack, and `make deploy` brings the rest back to them; unless
`--delete-photos` says that they go too.
"""

import argparse
import sys
from collections.abc import Sequence

from infra import bundle, finish, policies, python, retained, secret
from infra.account import Account
from infra.chalice import Chalice
from infra.command import WELL, command, parser
from infra.console import Console
from infra.record import Record
from infra.stack import Stack
from infra.stage import Stage


class Removal:
    """One run of the command."""

    def __init__(self, account: Account, stage: Stage, console: Console) -> None:
        self._account = account
        self._stage = stage
        self._console = console
        self._stack = Stack(account, stage, console)

    def run(self, delete_photos: bool) -> None:
        """Remove what serves; with `delete_photos` also what was collected."""
        outputs = self._stack.outputs()
        if "SiteBucketName" in outputs:
            with self._console.step("Remove the functions and their APIs"):
                self._remove_functions(outputs)
            with self._console.step("Remove the site"):
                retained.empty(self._account, outputs["SiteBucketName"])
        with self._console.step("Remove what served visitors"):
            parameters = {**self._stage.parameters(), "Stage": self._stage.name}
            outputs = self._stack.deploy({**parameters, "Serving": "false"})
        if delete_photos:
            with self._console.step("Delete photos, tables and accounts, for good"):
                # The stack last: who may not delete photos finds them by it the next time.
                retained.delete(self._account, retained.names(outputs), self._console)
                secret.delete(self._account, self._stage)
                self._stack.delete()
            self._console.out(f"Nothing is left of {self._stage.stack_name}.")
        else:
            self._console.out(
                f"Photos stay in {outputs['UploadsBucketName']} and {outputs['MediaBucketName']}.\n"
                f"Back again: make deploy STAGE={self._stage.name}\n"
                f"Photos too: make destroy STAGE={self._stage.name} ARGS=--delete-photos"
            )

    def _remove_functions(self, outputs: dict[str, str]) -> None:
        record = Record.load(self._account, self._stage, outputs)
        tools = bundle.toolchain(python.find())
        names = policies.names(self._account, self._stage, outputs, record.websocket_api_id)
        project = bundle.build(self._stage, outputs, names, tools)
        record.write(project)
        Chalice(tools, project, self._stage, self._account.region, self._console).delete()
        finish.forget_logs(self._account, self._stage, record.all("log_group", "log_group_name"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    options = parser("destroy", __doc__)
    options.add_argument(
        "--delete-photos",
        action="store_true",
        help="delete every photo, table and account of the stage as well; there is no way back",
    )

    def work(given: argparse.Namespace, stage: Stage) -> int:
        account, console = Account.current(), Console()
        console.out(f"Account {account.account_id}, region {account.region}, stage {stage.name}")
        Removal(account, stage, console).run(given.delete_photos)
        return WELL

    return command(options, work, arguments)


if __name__ == "__main__":
    sys.exit(main())
