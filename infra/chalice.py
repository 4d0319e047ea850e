"""Runs Chalice's own command in a built project."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from infra.bundle import Toolchain
from infra.console import Console
from infra.problems import ChaliceFailed
from infra.stage import Stage

#: Chalice says so and ends with 0: the package would fail on AWS at its first import.
_DROPPED = "Could not install dependencies"
#: What is only noise to who deploys: the URLs in Chalice's own report are told at the end.
_QUIET = ("Resources deployed:", "  - ")
_LINES_TOLD = 20


class Chalice:
    """Chalice, for one project of one stage."""

    def __init__(
        self, tools: Toolchain, project: Path, stage: Stage, region: str, console: Console
    ) -> None:
        self._tools = tools
        self._project = project
        self._stage = stage
        self._region = region
        self._console = console

    def package(self) -> Path:
        """Pack the project; a deploy of it then takes the package as it is.

        Chalice packs for CloudFormation or Terraform. The former cannot have an S3 trigger, the
        latter no retention of logs: so that stays out of its sight meanwhile.

        Returns:
            A directory with `deployment.zip` and `chalice.tf.json`.
        """
        packed = self._project / ".packed"
        config = self._project / ".chalice" / "config.json"
        whole = config.read_text()
        try:
            config.write_text(json.dumps(_without(json.loads(whole), "log_retention_in_days")))
            self._run("package", "--pkg-format", "terraform", str(packed))
        finally:
            config.write_text(whole)
        return packed

    def deploy(self) -> None:
        """Make or update functions, roles, APIs and triggers."""
        self._run("deploy", "--no-autogen-policy")

    def delete(self) -> None:
        """Delete what its record names."""
        self._run("delete")

    def _run(self, *arguments: str) -> None:
        """Run a command of it and pass on what it says.

        Raises:
            ChaliceFailed: it ended with an error, or left a dependency out of the package.
        """
        command = [str(self._tools.chalice), *arguments, "--stage", self._stage.name]
        said = []
        with subprocess.Popen(  # noqa: S603 - the Chalice of our own environment
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self._project,
            env={**os.environ, "AWS_DEFAULT_REGION": self._region},
        ) as process:
            for line in _without_frames(process.stdout or ()):
                said.append(line)
                if line and not line.startswith(_QUIET):
                    self._console.note(line)
        if process.returncode:
            raise ChaliceFailed(_problem(arguments[0], "\n".join(said[-_LINES_TOLD:])))
        if any(_DROPPED in line for line in said):
            raise ChaliceFailed(
                "Chalice left dependencies out of the package:\n" + "\n".join(said[-_LINES_TOLD:])
            )


def _without_frames(lines: Iterable[str]) -> Iterator[str]:
    """What is said, and of a traceback only the error: its lines in Chalice help nobody here."""
    in_traceback = False
    for line in lines:
        in_traceback = line.startswith("Traceback ") or (in_traceback and line.startswith(" "))
        if not in_traceback:
            yield line.rstrip()


def _without(document: Any, key: str) -> Any:
    if not isinstance(document, dict):
        return document
    return {name: _without(value, key) for name, value in document.items() if name != key}


def _problem(command: str, said: str) -> str:
    advice = "Put it right and run the command again: it goes on where this one stopped."
    if "UnreservedConcurrentExecution" in said:
        advice = (
            "The account may not run as many functions at once as .chalice/config.json reserves. "
            "Ask for more (Service Quotas, Lambda, Concurrent executions: new accounts have 10), "
            "or remove reserved_concurrency from the stage."
        )
    elif "AccessDenied" in said or "not authorized to perform" in said:
        advice = "What a deployment needs is written in infra/deployer.yaml."
    return f"chalice {command} failed:\n{said}\n{advice}"
