"""The policies as they are written, whoever calls what."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from cfnlint import api as cfnlint
from cfnlint.config import ManualArgs

from infra import policies
from infra.stage import Stage
from tests.contract.policies import (
    ACCOUNT_ID,
    FOLDER,
    KMS_KEY_ARN,
    REGION,
    Call,
    Policy,
    document_of,
    names_for,
    policy_of,
)

FILES = sorted(path.stem for path in FOLDER.iterdir())
#: Where `*` may stand, always for what has no name before it is there.
OPEN_ENDS = (
    "/session-uploads/*",
    "/renditions/*",
    "/exports/*",
    "/watermarks/*",
    "/POST/@connections/*",
    "/aws/lambda/${FunctionName}:*",
    "${ExecutionsArn}:*",
)
#: What stands for a resource that AWS does not let us name.
UNNAMED = {"${Moderation}", "${Tracing}", "${VpcLookups}"}
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
INLINE_CHARACTERS = 10_240

CFNLINT = ManualArgs(regions=[REGION], include_checks=["I"])

each = pytest.mark.parametrize("function", FILES)


def statements(function: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = document_of(function)["Statement"]
    return found


def allowed(function: str) -> Iterator[tuple[str, str]]:
    """Actions and resources of a function, as written."""
    for statement in statements(function):
        if statement["Effect"] == "Allow":
            for action in statement["Action"]:
                yield from ((action, resource) for resource in statement["Resource"])


def test_each_function_has_a_policy_and_nothing_else_has() -> None:
    assert [path.name for path in sorted(FOLDER.iterdir())] == [f"{name}.json" for name in FILES]
    assert set(FILES) == set(Stage("dev").handlers) == set(Stage("prod").handlers)


# Form


@each
def test_a_policy_is_of_the_current_version(function: str) -> None:
    assert document_of(function)["Version"] == "2012-10-17"


@each
def test_each_statement_says_by_its_name_what_it_is_for(function: str) -> None:
    sids = [statement["Sid"] for statement in statements(function)]
    assert len(set(sids)) == len(sids)
    for sid in sids:
        assert re.fullmatch(r"(A|[A-Z][a-z0-9]+){2,}", sid), sid


@each
def test_actions_are_named_one_by_one(function: str) -> None:
    for statement in statements(function):
        assert not {"NotAction", "NotResource"} & set(statement)
        for action in statement["Action"]:
            assert re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+", action), action


@each
def test_resources_are_named_by_arn(function: str) -> None:
    for statement in statements(function):
        for resource in statement["Resource"]:
            if resource in UNNAMED:
                sid = statement["Sid"]
                assert statement["Effect"] == "Deny" or "WhichAwsAllowsOnNothingNarrower" in sid
                continue
            assert re.match(r"\$\{\w+Arn\}|\$\{VpcInterfaces\}$|arn:\$\{Partition\}:", resource)
            fixed = resource.removesuffix("*") if resource.endswith(OPEN_ENDS) else resource
            assert "*" not in fixed, resource
            assert "?" not in fixed, resource


@each
def test_every_placeholder_is_one_that_the_deployment_fills_in(function: str) -> None:
    rendered = json.dumps(policies.render(document_of(function), names_for(function)))
    assert "${" not in rendered


@each
def test_a_policy_fits_into_its_role(function: str) -> None:
    rendered = policies.render(document_of(function), names_for(function))
    assert len(json.dumps(rendered, separators=(",", ":"))) < INLINE_CHARACTERS * 0.75


# What they allow


@each
def test_no_function_may_change_tables_or_buckets_or_read_them_whole(function: str) -> None:
    deleting, updating = r"Delete(?!Item|Object(Version)?$)", r"Update(?!Item$)"
    verbs = rf"(Scan|Batch|Create|{deleting}|{updating}|PutBucket|Transact|Export)"
    services = ("dynamodb", "s3")
    # An operator lists everybody's albums, page by page: there are some for each event.
    listed = ("dynamodb:Scan", "${AlbumsTableArn}")
    rights = set(allowed(function)) - {listed}
    found = {action for action, _ in rights if action.startswith(services)}
    assert not [action for action in found if re.search(f":{verbs}", action)]


@each
def test_a_function_writes_its_own_logs_only(function: str) -> None:
    group = f"arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:/aws/lambda/"
    own = Stage("prod").function_name(function)
    for name in {own, "scandrop-prod-websocket_connect", "scandrop-dev", "scandrop-prod-other"}:
        call = Call("logs:PutLogEvents", f"{group}{name}:log-stream:2027/01/15/[$LATEST]1")
        assert policy_of(function).permits(call) == (name == own)
    assert "logs:CreateLogGroup" not in dict(allowed(function)), "it would be kept for ever"


@each
def test_the_key_is_used_for_photos_and_tables_only(function: str) -> None:
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        for via in ({}, {"kms:ViaService": f"sqs.{REGION}.amazonaws.com"}):
            assert not policy_of(function).permits(Call(action, KMS_KEY_ARN, via))


@each
def test_our_code_cannot_touch_the_interfaces_that_lambda_makes(function: str) -> None:
    name = Stage("prod").function_name(function)
    ours = {"lambda:SourceFunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}"}
    interface = f"arn:aws:ec2:{REGION}:{ACCOUNT_ID}:network-interface/eni-1"
    actions = {action for action, _ in allowed(function) if action.startswith("ec2:")}
    assert len(actions) == 6
    for action in actions:
        assert policy_of(function).permits(Call(action, interface))
        assert not policy_of(function).permits(Call(action, interface, ours))


@each
def test_a_plain_deployment_has_no_right_that_it_does_not_need(function: str) -> None:
    """No key, no VPC, no tracing, no moderation, no state machine, no API yet: nothing for them."""
    names = {n: v for n, v in names_for(function).items() if n not in policies.OPTIONAL}
    document = policies.render(document_of(function), names)
    services = {grant.action.partition(":")[0] for grant in Policy(document).grants()}
    assert services <= {"logs", "dynamodb", "s3", "sqs", "ssm", "cognito-idp"}
    assert '"*"' not in json.dumps(document)


def test_actions_exist_and_are_for_such_resources() -> None:
    """By cfn-lint's copy of the service authorization reference."""
    roles = {
        function.replace("_", ""): {
            "Type": "AWS::IAM::RolePolicy",
            "Properties": {
                "RoleName": function,
                "PolicyName": function,
                "PolicyDocument": policies.render(document_of(function), names_for(function)),
            },
        }
        for function in FILES
    }
    found = cfnlint.lint(json.dumps({"Resources": roles}), config=CFNLINT)
    assert [f"{match.message}: {list(match.path)}" for match in found] == []
