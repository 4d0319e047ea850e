import io
import json
from pathlib import Path

import pytest

from infra.bundle import Toolchain
from infra.chalice import Chalice
from infra.console import Console
from infra.problems import ChaliceFailed
from infra.python import Python
from infra.stage import Stage

CONFIG = {
    "log_retention_in_days": 1,
    "stages": {"dev": {"log_retention_in_days": 14, "lambda_functions": {"a": {"xray": True}}}},
}


class Project:
    """A project, and in place of Chalice a script."""

    def __init__(self, directory: Path, script: str) -> None:
        self.directory = directory
        self.config = directory / ".chalice" / "config.json"
        self.config.parent.mkdir()
        self.config.write_text(json.dumps(CONFIG))
        command = directory / "bin" / "chalice"
        command.parent.mkdir()
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o755)
        self.told = io.StringIO()
        tools = Toolchain(Python(Path("python3.13"), "3.13"), command.parent)
        self.chalice = Chalice(tools, directory, Stage("dev"), "eu-central-1", Console(self.told))


def test_it_runs_in_the_project_for_the_stage_and_region(tmp_path: Path) -> None:
    project = Project(tmp_path, 'echo "$(pwd)" "$AWS_DEFAULT_REGION" "$@"')
    project.chalice.deploy()
    expected = f"  {tmp_path} eu-central-1 deploy --no-autogen-policy --stage dev\n"
    assert project.told.getvalue() == expected


def test_its_report_is_not_repeated(tmp_path: Path) -> None:
    project = Project(
        tmp_path, 'echo "Creating Rest API"; echo "Resources deployed:"; echo "  - x"'
    )
    project.chalice.delete()
    assert project.told.getvalue() == "  Creating Rest API\n"


def test_of_a_traceback_only_the_error_is_told(tmp_path: Path) -> None:
    lines = (
        "Creating Rest API",
        "Traceback (most recent call last):",
        '  File "deployer.py", line 1, in deploy',
        "    self._executor.execute(plan)",
        "ChaliceDeploymentError: the reason",
        "",
        "  an indented line of the reason",
    )
    script = "\n".join(f"echo '{line}'" for line in lines)
    project = Project(tmp_path, f"{script}\nexit 1")
    with pytest.raises(ChaliceFailed) as caught:
        project.chalice.deploy()
    for told in (str(caught.value), project.told.getvalue()):
        assert "Traceback" not in told
        assert "deployer.py" not in told
        assert "the reason" in told
        assert "an indented line of the reason" in told


def test_packing_hides_the_retention_of_logs_meanwhile(tmp_path: Path) -> None:
    project = Project(tmp_path, "cp .chalice/config.json seen.json")
    packed = project.chalice.package()
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen == {"stages": {"dev": {"lambda_functions": {"a": {"xray": True}}}}}
    assert json.loads(project.config.read_text()) == CONFIG
    assert packed.parent == tmp_path


def test_and_gives_it_back_when_packing_fails(tmp_path: Path) -> None:
    project = Project(tmp_path, "exit 1")
    with pytest.raises(ChaliceFailed):
        project.chalice.package()
    assert json.loads(project.config.read_text()) == CONFIG


def test_a_dependency_that_it_drops_is_a_failure_though_it_ends_well(tmp_path: Path) -> None:
    project = Project(tmp_path, "echo 'Could not install dependencies:'; echo pillow==13.0.0")
    with pytest.raises(ChaliceFailed, match=r"pillow==13\.0\.0"):
        project.chalice.deploy()


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("botocore.exceptions.SomethingElse", "run the command again"),
        ("An error occurred (AccessDeniedException)", "infra/deployer.yaml"),
        ("User: x is not authorized to perform: iam:PassRole", "infra/deployer.yaml"),
        ("decreases account's UnreservedConcurrentExecution below", "reserved_concurrency"),
    ],
)
def test_a_failure_says_what_it_said_and_what_to_do(tmp_path: Path, said: str, advice: str) -> None:
    project = Project(tmp_path, f'echo "{said}"; exit 2')
    with pytest.raises(ChaliceFailed) as caught:
        project.chalice.deploy()
    assert said in str(caught.value)
    assert advice in str(caught.value)
