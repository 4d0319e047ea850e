"""What GitHub may do for us: no more than it needs, with nothing that somebody else can change."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.stage import chalice_config
from tests.contract.documents import ROOT, text

FOLDER = ROOT / ".github" / "workflows"
NAMES = sorted(path.name for path in FOLDER.glob("*.y*ml"))

Workflow = dict[str, Any]


def _workflow(name: str) -> Workflow:
    document = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    # YAML 1.1 takes the key `on` for true.
    return {"on" if key is True else key: value for key, value in document.items()}


def _jobs(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _workflow(name)["jobs"].items()


def _steps(name: str) -> Iterator[dict[str, Any]]:
    for _, job in _jobs(name):
        yield from job.get("steps", ())


def _lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def test_there_are_the_gate_the_audit_and_the_deployment() -> None:
    assert NAMES == ["audit.yml", "ci.yml", "deploy.yml"]


def test_zizmor_finds_nothing() -> None:
    """It knows the syntax of workflows and what has been attacked in others'."""
    tool = Path(sys.executable).with_name("zizmor")
    said = subprocess.run(
        [tool, "--offline", "--no-progress", "--persona", "pedantic", ROOT / ".github"],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert "No findings to report" in said.stdout + said.stderr


@pytest.mark.parametrize("name", NAMES)
def test_no_workflow_may_write_unless_a_job_says_so(name: str) -> None:
    assert _workflow(name)["permissions"] in ({}, {"contents": "read"})
    written = {
        (job_name, scope)
        for job_name, job in _jobs(name)
        for scope, right in job.get("permissions", {}).items()
        if right != "read"
    }
    assert written == ({("deploy", "id-token")} if name == "deploy.yml" else set())


@pytest.mark.parametrize("name", NAMES)
def test_code_of_others_is_pinned_by_its_hash(name: str) -> None:
    used = [line for line in _lines(name) if re.search(r"\buses:", line)]
    assert used
    for line in used:
        assert re.search(
            r"uses: (\$/\.github/workflows/\w+\.yml|[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$",
            line,
        ), line


def test_an_action_has_one_version() -> None:
    pins: dict[str, set[str]] = {}
    for name in NAMES:
        for action, pin in re.findall(r"uses: ([\w-]+/[\w-]+)@(.+)", "\n".join(_lines(name))):
            pins.setdefault(action, set()).add(pin)
    assert {action: len(versions) for action, versions in pins.items() if len(versions) > 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_used_and_no_key_is_kept(name: str) -> None:
    assert not re.search(r"\bsecrets\b|access-key|AWS_SECRET|AWS_ACCESS", "\n".join(_lines(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_job_ends_runs_on_a_known_system_and_leaves_no_credentials(name: str) -> None:
    for _, job in _jobs(name):
        if "uses" not in job:
            assert 1 <= job["timeout-minutes"] <= 60
            assert job["runs-on"] == "ubuntu-24.04"
    for step in _steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cached(name: str) -> None:
    """setup-node caches by itself when package.json names a package manager."""
    for step in _steps(name):
        used, given = step.get("uses", ""), step.get("with", {})
        assert not used.startswith("actions/cache")
        assert "cache" not in given
        if used.startswith("actions/setup-node@"):
            assert given["package-manager-cache"] is False


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_starts_nothing_with_rights(name: str) -> None:
    assert set(_workflow(name)["on"]) <= {
        "push", "pull_request", "workflow_call", "workflow_dispatch", "schedule",
    }  # fmt: skip
    if name == "deploy.yml":
        assert set(_workflow(name)["on"]) == {"push", "workflow_dispatch"}
        assert set(_workflow(name)["on"]["push"]) == {"tags"}


@pytest.mark.parametrize("name", NAMES)
def test_what_runs_is_what_runs_anywhere(name: str) -> None:
    """Each command is a target of the Makefile or a script of ours, and takes no foreign text."""
    targets = set(re.findall(r"^([a-z./][\w./-]*):", text("Makefile"), re.MULTILINE))
    for command in (step["run"] for step in _steps(name) if "run" in step):
        assert "${{" not in command
        first, *rest = command.split()
        if first == "make":
            assert rest[0] in targets, command
        else:
            assert os.access(ROOT / first, os.X_OK), command


def test_the_gate_runs_on_each_change_and_on_both_pythons() -> None:
    ci = _workflow("ci.yml")
    assert {"push", "pull_request"} <= set(ci["on"])
    assert ci["jobs"]["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    assert [step["run"] for step in _steps("ci.yml") if "run" in step] == [".ci/run"]


def test_the_audit_runs_each_week_and_when_a_lock_changes() -> None:
    on = _workflow("audit.yml")["on"]
    assert on["schedule"]
    locks = {path.name for path in ROOT.glob("requirements*.txt")} | {"package-lock.json"}
    for event in ("push", "pull_request"):
        patterns = [Path(each) for each in on[event]["paths"]]
        assert all(any(Path(lock).match(str(each)) for each in patterns) for lock in locks)
    assert {step["run"] for step in _steps("audit.yml") if "run" in step} == {
        "make audit",
        "make sbom",
    }


def test_a_deployment_is_tested_first_and_never_broken_off() -> None:
    jobs = dict(_jobs("deploy.yml"))
    assert jobs["test"]["uses"] == "$/.github/workflows/ci.yml"
    assert jobs["deploy"]["needs"] == "test"
    stage = jobs["deploy"]["env"]["STAGE"]
    assert jobs["deploy"]["environment"] == stage
    assert jobs["deploy"]["concurrency"] == {
        "group": f"deploy-{stage}",
        "cancel-in-progress": False,
    }


def test_a_deployment_takes_a_role_and_only_when_everything_is_installed() -> None:
    steps = dict(_jobs("deploy.yml"))["deploy"]["steps"]
    (role,) = (
        index
        for index, step in enumerate(steps)
        if step.get("uses", "").startswith("aws-actions/configure-aws-credentials@")
    )
    assert steps[role]["with"]["role-to-assume"] == "${{ vars.AWS_ROLE_ARN }}"
    assert steps[role]["with"]["aws-region"] == "${{ vars.AWS_REGION }}"
    assert [step.get("run") for step in steps[role + 1 :]] == ['make deploy STAGE="$STAGE"']


def test_each_stage_can_be_deployed() -> None:
    on = _workflow("deploy.yml")["on"]
    assert on["workflow_dispatch"]["inputs"]["stage"]["options"] == list(chalice_config()["stages"])
