"""The module for Terraform, made by the real tools for the stage that is deployed."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra import package, python
from infra.stage import Stage
from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.project import Project

DEV = Stage("dev")


@pytest.fixture
def module(project: Project, cloud: Cloud, dev: Deployed, tmp_path: Path) -> Path:
    """Written from the stack's outputs alone, as on a machine without credentials."""
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps(cloud.outputs("dev")))
    module = tmp_path / "module"
    nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": ""}
    project.run("terraform", "--outputs", str(outputs), "--out", str(module), **nobody).well()
    return module


def test_it_has_the_functions_and_their_policies_and_a_package_for_lambda(
    module: Path, project: Project, cloud: Cloud
) -> None:
    document: dict[str, Any] = json.loads((module / "chalice.tf.json").read_text())
    resources = document["resource"]
    functions = {each["function_name"] for each in resources["aws_lambda_function"].values()}
    assert functions == {DEV.function_name(handler) for handler in DEV.handlers}

    (policy,) = (
        each["policy"]
        for name, each in resources["aws_iam_role_policy"].items()
        if name.startswith("photo_uploaded")
    )
    assert cloud.outputs("dev")["PhotosTableArn"] in policy
    assert "@connections" in policy

    version = python.find().version
    lock = project.path / "requirements.txt"
    facts = package.check(module / "deployment.zip", version, DEV.architecture, lock)
    assert {"pillow", "pillow-heif", "pyjwt", "qrcode"} == facts.distributions.keys()
