"""Packages a stage for Terraform: `make package-terraform STAGE=dev`.

For teams whose functions and APIs are made by Terraform. The stack stays CloudFormation's; see
docs/terraform.md. What is written is a module of two files, `chalice.tf.json` and `deployment.zip`.
It holds no state and no provider, so it may be written again at any time.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import boto3

from infra import bundle, package, policies, python
from infra.account import Account
from infra.chalice import Chalice
from infra.command import WELL, command, parser
from infra.console import Console
from infra.deploy import Deployment
from infra.problems import BuildFailed, NotDeployed
from infra.record import Record
from infra.stack import Stack
from infra.stage import ROOT, Stage
from infra.terraform_document import WEBSOCKET_API_ID, Target, repaired

DOCUMENT = "chalice.tf.json"
PACKAGE = "deployment.zip"


def write(stage: Stage, outputs: Mapping[str, str], directory: Path, console: Console) -> None:
    """Write the module of a stage whose stack has these outputs.

    Raises:
        DeployError: no Python to package with, or the package is not what Lambda can run.
    """
    account = account_of(outputs)
    with console.step("Look for a Python to package with, and prepare Chalice"):
        tools = bundle.toolchain(python.find())
        console.note(f"Python {tools.python.version}: {tools.python.path}")
    with console.step("Build the package"):
        names = policies.names(account, stage, outputs, WEBSOCKET_API_ID)
        project = bundle.build(
            stage, outputs, names, tools, bundle.BUILD / f"{stage.name}-for-terraform"
        )
        packed = Chalice(tools, project, stage, account.region, console).package()
        facts = package.check(
            packed / PACKAGE,
            tools.python.version,
            stage.architecture,
            ROOT / "requirements.txt",
        )
        console.note(str(facts))
    with console.step("Put right what Chalice wrote"):
        document = repaired(
            json.loads((packed / DOCUMENT).read_text()), Target(stage, account, outputs)
        )
        directory.mkdir(parents=True, exist_ok=True)
        (directory / DOCUMENT).write_text(json.dumps(document, indent=2) + "\n")
        (packed / PACKAGE).replace(directory / PACKAGE)
    console.out(f"\nTerraform module  {directory}")


def account_of(outputs: Mapping[str, str]) -> Account:
    """Where a stack is, by an ARN of its outputs."""
    arn = outputs.get("SessionsTableArn", "").split(":")
    if len(arn) < 6 or "DeadLetterQueueArn" not in outputs:
        raise BuildFailed(
            "These are not the outputs of a stage that serves; see docs/terraform.md."
        )
    return Account(boto3.Session(), account_id=arn[4], region=arn[3], partition=arn[1])


def read_outputs(text: str) -> dict[str, str]:
    """Outputs of a stack, as `{"SiteUrl": …}` or as `aws cloudformation describe-stacks` has them.

    Raises:
        BuildFailed: the text is neither.
    """
    try:
        document = json.loads(text)
        if "Stacks" in document:
            listed = document["Stacks"][0]["Outputs"]
            document = {each["OutputKey"]: each["OutputValue"] for each in listed}
        if all(isinstance(value, str) for value in document.values()):
            return dict(document)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise BuildFailed(f"These are not the outputs of a stack: {error!r}") from error
    raise BuildFailed("These are not the outputs of a stack: each has a text as its value.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildFailed(f"Outputs of a stack are to be in {path}: {error}") from error


def publish(account: Account, stage: Stage, console: Console) -> None:
    """Give the site to the APIs that `terraform apply` has made, and try the whole.

    Raises:
        NotDeployed: there are no such APIs.
    """
    outputs = Stack(account, stage, console).outputs()
    record = Record.load(account, stage, outputs)
    if record.rest_api_id is None or record.websocket_api_id is None:
        raise NotDeployed(
            f"The APIs of {stage.stack_name} are not there yet. Run `terraform apply` first."
        )
    Deployment(account, stage, console).go_live(record)


def _work(given: argparse.Namespace, stage: Stage) -> int:
    console = Console()
    directory = given.out or bundle.BUILD / f"terraform-{stage.name}"
    if given.outputs:
        write(stage, read_outputs(_text(given.outputs)), directory, console)
        return WELL
    account = Account.current()
    console.out(f"Account {account.account_id}, region {account.region}, stage {stage.name}")
    if given.publish:
        publish(account, stage, console)
        return WELL
    outputs = Deployment(account, stage, console).make_stack()
    write(stage, outputs, directory, console)
    return WELL


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    options = parser("terraform", "Write a stage's functions and APIs as a Terraform module.")
    options.add_argument(
        "--out", type=Path, metavar="DIR", help="where to write it (default: build/terraform-NAME)"
    )
    source = options.add_mutually_exclusive_group()
    source.add_argument(
        "--outputs",
        type=Path,
        metavar="FILE",
        help="take the stack's outputs from this JSON file, and ask AWS nothing",
    )
    source.add_argument(
        "--publish",
        action="store_true",
        help="after `terraform apply`: publish the site for its APIs, and try the whole",
    )
    return command(options, _work, arguments)


if __name__ == "__main__":
    sys.exit(main())
