"""What Chalice writes for Terraform, and what we make of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import terraform
from infra.stage import Stage
from infra.terraform_document import Target, repaired
from tests.unit.infra.terraform_written import OUTPUTS, written

PROD = Stage("prod")
DEV = Stage("dev")


def _target(stage: Stage) -> Target:
    return Target(stage, terraform.account_of(OUTPUTS), OUTPUTS)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return written(PROD, tmp_path_factory.mktemp("prod"))


@pytest.fixture(scope="module")
def document(before: dict[str, Any]) -> dict[str, Any]:
    return repaired(before, _target(PROD))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
    elif isinstance(part, str):
        yield part


def _references(part: object) -> set[tuple[str, str, str]]:
    """`data.` or nothing, type and name of what the expressions in it point to."""
    return {
        found
        for text in _texts(part)
        for expression in re.findall(r"\$\{(.*?)\}", text)
        for found in re.findall(r"(data\.)?\b(aws_\w+)\.([\w-]+)", expression)
    }


def _nodes(document: dict[str, Any]) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {
        (prefix, kind, name): body
        for section, prefix in (("resource", ""), ("data", "data."))
        for kind, named in document[section].items()
        for name, body in named.items()
    }


def test_the_terraform_and_the_providers_that_it_asks_for_are_todays(
    document: dict[str, Any], before: dict[str, Any]
) -> None:
    assert before["terraform"]["required_version"].endswith("< 1.4.0"), "Chalice has moved on"
    assert document["terraform"] == {
        "required_version": ">= 1.5.0, < 2.0.0",
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": ">= 5.99.0, < 7.0.0"}},
    }
    assert {kind.split("_")[0] for _, kind, _ in _nodes(document)} == {"aws"}


def test_no_argument_is_one_that_provider_6_has_dropped(document: dict[str, Any]) -> None:
    deployment = document["resource"]["aws_api_gateway_deployment"]["rest_api"]
    assert set(deployment) == {"rest_api_id", "triggers", "lifecycle"}
    assert not [
        text for text in _texts(document) if re.search(r"deployment\.\w+\.invoke_url", text)
    ]
    assert not [text for text in _texts(document) if "aws_region.chalice.name" in text]


def test_every_expression_points_to_what_there_is(document: dict[str, Any]) -> None:
    nodes = _nodes(document)
    assert len(_references(document)) >= 20
    assert _references(document) <= set(nodes)
    for body in nodes.values():
        for needed in body.get("depends_on", ()):
            kind, name = needed.split(".", 1)
            assert ("", kind, name) in nodes


def test_nothing_waits_for_itself(document: dict[str, Any]) -> None:
    nodes = _nodes(document)
    waiting = {
        node: _references(body)
        | {("", *needed.split(".", 1)) for needed in body.get("depends_on", ())}
        for node, body in nodes.items()
    }
    waiting["", "local", "swagger"] = _references(document["locals"])
    waiting["", "aws_api_gateway_rest_api", "rest_api"].add(("", "local", "swagger"))
    while ready := {node for node, needs in waiting.items() if not needs & set(waiting)}:
        for node in ready:
            del waiting[node]
    assert not waiting


def test_each_function_has_its_rights_and_its_log_group_before_it_is_made(
    document: dict[str, Any],
) -> None:
    resources = document["resource"]
    for name, function in resources["aws_lambda_function"].items():
        assert set(function["depends_on"]) == {
            f"aws_iam_role_policy.{name}_role",
            f"aws_cloudwatch_log_group.{name}",
        }
        assert resources["aws_cloudwatch_log_group"][name] == {
            "name": f"/aws/lambda/{function['function_name']}",
            "retention_in_days": PROD.settings["log_retention_in_days"],
        }
        assert function["vpc_config"]["subnet_ids"] == OUTPUTS["SubnetIds"].split(",")


def test_without_a_retention_logs_are_left_to_lambda(before: dict[str, Any]) -> None:
    class Forever(Stage):
        @property
        def settings(self) -> dict[str, Any]:
            return {}

    made = repaired(before, _target(Forever("prod")))["resource"]
    assert "aws_cloudwatch_log_group" not in made
    assert made["aws_lambda_function"]["api_handler"]["depends_on"] == [
        "aws_iam_role_policy.api_handler_role"
    ]


def test_each_function_has_our_policy_with_the_api_that_terraform_makes(
    document: dict[str, Any],
) -> None:
    policies = {
        name: json.loads(each["policy"])
        for name, each in document["resource"]["aws_iam_role_policy"].items()
    }
    assert set(policies) == {f"{handler}_role" for handler in PROD.handlers}
    pushing = {
        name: statement["Resource"]
        for name, policy in policies.items()
        for statement in policy["Statement"]
        if "execute-api:ManageConnections" in statement["Action"]
    }
    arn = (
        "arn:aws:execute-api:eu-central-1:123456789012:${aws_apigatewayv2_api.websocket_api.id}"
        "/prod/POST/@connections/*"
    )
    assert pushing["photo_uploaded_role"] == [arn]
    assert all(named == [arn] for named in pushing.values())


def test_s3_is_allowed_before_it_is_told_to_notify(document: dict[str, Any]) -> None:
    resources = document["resource"]
    (notification,) = resources["aws_s3_bucket_notification"].values()
    (permission,) = [
        name.removeprefix("aws_lambda_permission.") for name in notification["depends_on"]
    ]
    assert resources["aws_lambda_permission"][permission]["principal"] == "s3.amazonaws.com"


def test_new_routes_are_served(before: dict[str, Any], document: dict[str, Any]) -> None:
    """A deployment is a snapshot: Terraform makes a new one only when a trigger changes."""
    changed = json.loads(json.dumps(before))
    changed["resource"]["aws_apigatewayv2_route"]["more"] = {"route_key": "more"}
    kinds = ("aws_apigatewayv2_deployment", "websocket_api_deployment")
    was, now = (
        each["resource"][kinds[0]][kinds[1]]
        for each in (document, repaired(changed, _target(PROD)))
    )
    assert was["triggers"] != now["triggers"]
    assert was["lifecycle"]["create_before_destroy"]
    rest = document["resource"]["aws_api_gateway_deployment"]["rest_api"]
    assert rest["triggers"]["redeployment"] == "${md5(local.chalice_api_swagger)}"
    assert rest["lifecycle"]["create_before_destroy"]


@pytest.mark.parametrize("stage", [DEV, PROD], ids=lambda stage: stage.name)
def test_the_rest_stage_carries_tracing_as_configured(
    stage: Stage, before: dict[str, Any], tmp_path: Path
) -> None:
    made = repaired(written(stage, tmp_path), _target(stage))["resource"]
    rest = made["aws_api_gateway_stage"]["rest_api"]
    assert rest["xray_tracing_enabled"] is stage.settings["xray"]
    assert rest["stage_name"] == stage.name
    assert made["aws_apigatewayv2_stage"]["websocket_api_stage"]["name"] == stage.name


def test_elsewhere_than_its_stack_it_is_refused(document: dict[str, Any]) -> None:
    conditions = {
        kind: body["chalice"]["lifecycle"]["postcondition"]["condition"]
        for kind, body in document["data"].items()
        if "lifecycle" in body["chalice"]
    }
    assert conditions == {
        "aws_caller_identity": '${self.account_id == "123456789012"}',
        "aws_region": '${self.id == "eu-central-1"}',
    }


def test_what_chalice_wrote_is_left_as_it_was(before: dict[str, Any]) -> None:
    copied = json.loads(json.dumps(before))
    repaired(before, _target(PROD))
    assert before == copied
