"""Deploys a stage: `python -m infra.deploy --stage dev`, or `make deploy STAGE=dev`.

Every step makes something what it should be, whatever it is now; so the command may be run again
after any failure, by anyone, on any machine, and does only what is left to do.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra import brand, bundle, finish, package, policies, python, secret, site, smoke, terminal
from infra.account import Account
from infra.chalice import Chalice
from infra.command import WELL, command, parser
from infra.console import Console
from infra.present import refuse_elsewhere
from infra.record import Record
from infra.stack import Stack
from infra.stage import ROOT, Stage


class Deployment:
    """One run of the command.

    Raises:
        BrandUnfit
    """

    def __init__(self, account: Account, stage: Stage, console: Console) -> None:
        # First of all: if this raises, nothing has been changed and nobody asked.
        self._brand = brand.of_stage(stage)
        self._account = account
        self._stage = stage
        self._console = console
        self._stack = Stack(account, stage, console)

    def run(self) -> None:
        """All steps, in order."""
        step = self._console.step
        with step("Look for a Python to deploy with, and prepare Chalice"):
            tools = bundle.toolchain(python.find())
            self._console.note(f"Python {tools.python.version}: {tools.python.path}")
        outputs = self.make_stack()
        record = Record.load(self._account, self._stage, outputs)
        with step("Build the package"):
            project = self._build(outputs, record, tools)
            chalice = self._chalice(tools, project)
            facts = package.check(
                chalice.package() / "deployment.zip",
                tools.python.version,
                self._stage.architecture,
                ROOT / "requirements.txt",
            )
            self._console.note(str(facts))
        with step("Deploy the functions and their APIs"):
            record.write(project)
            chalice.deploy()
            record = Record.read(project, self._stage)
            record.save(self._account, outputs)
        with step("Set what Chalice cannot: exact policies, logs, throttling, dead letters"):
            self._finish(outputs, record, project)
        self.go_live(record)

    def make_stack(self) -> dict[str, str]:
        """Make the stack what it should be before the functions; return its outputs.

        The site's headers name the APIs: those that are there already, from the start.
        """
        refuse_elsewhere(self._account, self._stage)
        record = Record(self._stage)
        if self._stack.exists():
            record = Record.load(self._account, self._stage, self._stack.outputs())
        with self._console.step(f"Make the stack {self._stage.stack_name}"):
            outputs = self._stack.deploy(self._parameters(record))
            if secret.ensure(self._account, self._stage, outputs):
                self._console.note("made the secret that kiosk keys are signed with")
            return outputs

    def go_live(self, record: Record) -> None:
        """Bring the site and these APIs together, and try them as a visitor would."""
        with self._console.step("Let the site call these APIs"):
            outputs = self._stack.deploy(self._parameters(record))
        site_url = outputs["SiteUrl"]
        api_url, websocket_url = str(record.rest_api_url), str(record.websocket_api_url)
        config: dict[str, str | bool] = {
            "apiUrl": api_url,
            "websocketUrl": websocket_url,
            "signUp": outputs["SignUp"] == "open",
        }
        site.publish(self._account, outputs, config, self._console, brand=self._brand)
        with self._console.step("Try it as a visitor would"):
            smoke.check(site_url, api_url, websocket_url, self._console, stage=self._stage.name)
        self._console.out(
            f"\nKiosk      {site_url}/\nHost       {site_url}/host.html\n"
            f"Wall       {site_url}/wall.html, by a link that a host makes for an album\n"
            f"API        {api_url}\nWebSocket  {websocket_url}\n"
        )
        if self._brand:
            self._console.out(f"Brand      {self._brand.name}\n")
        self._console.out(terminal.code(f"{site_url}/", colour=sys.stdout.isatty()))

    def _parameters(self, record: Record) -> dict[str, str]:
        return {
            **self._stage.parameters(),
            "Stage": self._stage.name,
            "Serving": "true",
            "ApiOrigin": _origin(record.rest_api_url),
            "WebsocketOrigin": _origin(record.websocket_api_url),
        }

    def _build(self, outputs: Mapping[str, str], record: Record, tools: bundle.Toolchain) -> Path:
        names = policies.names(self._account, self._stage, outputs, record.websocket_api_id)
        return bundle.build(self._stage, outputs, names, tools)

    def _chalice(self, tools: bundle.Toolchain, project: Path) -> Chalice:
        return Chalice(tools, project, self._stage, self._account.region, self._console)

    def _finish(self, outputs: Mapping[str, str], record: Record, project: Path) -> None:
        names = policies.names(self._account, self._stage, outputs, record.websocket_api_id)
        bundle.write_policies(project, self._stage, names)
        finish.put_policies(self._account, self._stage, project)
        finish.keep_api_logs(self._account, self._stage)
        finish.refuse_in_our_words(self._account, record, outputs["SiteUrl"])
        finish.publish_websocket(self._account, record)
        finish.throttle(
            self._account,
            record,
            int(outputs["RequestsPerSecond"]),
            int(outputs["RequestBurst"]),
        )
        finish.keep_failed_events(self._account, self._stage, outputs["DeadLetterQueueArn"])
        finish.report_failed_jobs(self._account, self._stage, outputs["JobQueueArn"])


def _origin(url: str | None) -> str:
    return "/".join(url.split("/")[:3]) if url else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""

    def work(given: argparse.Namespace, stage: Stage) -> int:
        account, console = Account.current(), Console()
        console.out(f"Account {account.account_id}, region {account.region}, stage {stage.name}")
        Deployment(account, stage, console).run()
        return WELL

    return command(parser("deploy", __doc__), work, arguments)


if __name__ == "__main__":
    sys.exit(main())
