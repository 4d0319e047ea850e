"""The names of a deployment go into the policies, or the build fails."""

import json
from typing import Any

import boto3
import pytest

from infra import policies
from infra.account import Account
from infra.problems import BuildFailed
from infra.stage import ROOT, Stage

NAMES = {"TableArn": "arn:aws:dynamodb:eu-central-1:123456789012:table/t", "Region": "eu-central-1"}
LOGS = {
    "Sid": "Logs",
    "Effect": "Allow",
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": ["arn:aws:logs:${Region}:123456789012:log-group:/aws/lambda/f:*"],
}


def a_statement(**changes: Any) -> dict[str, Any]:
    facts = {
        "Sid": "Read",
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem"],
        "Resource": ["${TableArn}"],
    }
    return facts | changes


def a_policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [LOGS, *statements]}


def sids(document: dict[str, Any]) -> list[str]:
    return [statement["Sid"] for statement in document["Statement"]]


class Moderated(Stage):
    """A stage whose photos are looked at before they are shown."""

    @property
    def environment(self) -> dict[str, str]:
        return {"SCANDROP_MODERATION": "on"}


def an_account(region: str = "eu-central-1", partition: str = "aws") -> Account:
    return Account(boto3.Session(), "123456789012", region, partition)


# render


def test_every_placeholder_is_replaced_wherever_it_stands() -> None:
    condition = {"StringLike": {"kms:ViaService": ["s3.${Region}.amazonaws.com", "${Region}"]}}
    statement = a_statement(Resource=["${TableArn}", "${TableArn}/index/i"], Condition=condition)
    assert policies.render(a_policy(statement), NAMES)["Statement"][1] == a_statement(
        Resource=[NAMES["TableArn"], NAMES["TableArn"] + "/index/i"],
        Condition={
            "StringLike": {"kms:ViaService": ["s3.eu-central-1.amazonaws.com", "eu-central-1"]}
        },
    )


def test_the_document_itself_stays_as_it_is() -> None:
    document = a_policy(a_statement())
    before = json.dumps(document)
    policies.render(document, NAMES)
    assert json.dumps(document) == before


def test_a_value_that_looks_like_a_placeholder_is_not_replaced_again() -> None:
    """Terraform names the API by an expression of its own, in the same braces."""
    statement = a_statement(Resource=["arn:${WebsocketApiId}/x"])
    names = NAMES | {"WebsocketApiId": "${Region}"}
    assert policies.render(a_policy(statement), names)["Statement"][1]["Resource"] == [
        "arn:${Region}/x"
    ]


@pytest.mark.parametrize("name", sorted(policies.OPTIONAL))
@pytest.mark.parametrize("empty", [True, False])
def test_a_statement_for_what_there_is_not_is_left_out_whole(name: str, empty: bool) -> None:
    statement = a_statement(Sid="Optional", Resource=["${TableArn}", f"${{{name}}}"])
    document = a_policy(statement, a_statement())
    names = NAMES | ({name: ""} if empty else {})
    assert sids(policies.render(document, names)) == ["Logs", "Read"]
    assert sids(policies.render(document, NAMES | {name: "x"})) == ["Logs", "Optional", "Read"]


def test_a_condition_needs_its_names_too() -> None:
    statement = a_statement(Condition={"StringEquals": {"aws:ResourceTag/x": "${Tracing}"}})
    assert sids(policies.render(a_policy(statement), NAMES)) == ["Logs"]


@pytest.mark.parametrize("value", [None, ""])
def test_a_name_that_must_be_there_and_is_not_fails_the_build(value: str | None) -> None:
    """Left out, the function would be deployed without a right that it needs."""
    names = {"Region": "eu-central-1"} | ({} if value is None else {"TableArn": value})
    with pytest.raises(BuildFailed, match=r"Read .*TableArn"):
        policies.render(a_policy(a_statement()), names)


MALFORMED: dict[str, Any] = {
    "nothing": {},
    "a list": [],
    "no statements": {"Version": "2012-10-17"},
    "one statement": {"Version": "2012-10-17", "Statement": LOGS},
    "text for a statement": {"Version": "2012-10-17", "Statement": [LOGS, "Allow"]},
    "no version": {"Statement": [LOGS]},
    "an id": a_policy() | {"Id": "x"},
    "no Sid": a_policy(a_statement(Sid="")),
    "another effect": a_policy(a_statement(Effect="Maybe")),
    "one action": a_policy(a_statement(Action="dynamodb:GetItem")),
    "no action": a_policy(a_statement(Action=[])),
    "a number for an action": a_policy(a_statement(Action=[1])),
    "one resource": a_policy(a_statement(Resource="*")),
    "no resource": a_policy(a_statement(Resource=[])),
    "resource left out": a_policy({"Sid": "x", "Effect": "Allow", "Action": ["s3:GetObject"]}),
    "all actions but one": a_policy(a_statement(NotAction=["s3:GetObject"])),
}


@pytest.mark.parametrize("document", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_document_of_another_form_fails_the_build(document: Any) -> None:
    with pytest.raises(BuildFailed):
        policies.render(document, NAMES)


@pytest.mark.parametrize(
    "logs",
    [
        [],
        [LOGS | {"Effect": "Deny"}],
        [LOGS | {"Action": ["logs:PutLogEvents"]}],
        [LOGS | {"Resource": ["${Tracing}"]}],
    ],
)
def test_a_function_without_logs_fails_the_build(logs: list[dict[str, Any]]) -> None:
    document = {"Version": "2012-10-17", "Statement": [*logs, a_statement()]}
    with pytest.raises(BuildFailed, match="logs:CreateLogStream and logs:PutLogEvents"):
        policies.render(document, NAMES)


# names


def test_a_plain_stage_has_nothing_optional() -> None:
    found = policies.names(an_account(), Stage("dev"), {"SessionsTableArn": "arn:sessions"})
    assert found == {
        "SessionsTableArn": "arn:sessions",
        "Partition": "aws",
        "Region": "eu-central-1",
        "AccountId": "123456789012",
        "Stage": "dev",
        "SecretParameterArn": (
            "arn:aws:ssm:eu-central-1:123456789012:parameter/scandrop-dev/secrets"
        ),
    }


def test_what_a_stage_has_is_named() -> None:
    machine = "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:scandrop-prod-processing"
    outputs = {
        "KmsKeyArn": "arn:key",
        "SubnetIds": "subnet-1,subnet-2",
        "StateMachineArn": machine,
    }
    found = policies.names(an_account("cn-north-1", "aws-cn"), Moderated("prod"), outputs, "abc123")
    assert set(found) >= policies.OPTIONAL
    assert found["Moderation"] == "*"
    assert found["ExecutionsArn"] == machine.replace("stateMachine", "execution")
    assert found["WebsocketApiId"] == "abc123"
    assert found["Tracing"] == found["VpcLookups"] == "*"
    assert found["VpcInterfaces"] == "arn:aws-cn:ec2:cn-north-1:123456789012:*/*"


@pytest.mark.parametrize("setting", ["off", ""])
def test_nobody_looks_at_pictures_unless_asked(setting: str) -> None:
    class Unmoderated(Stage):
        @property
        def environment(self) -> dict[str, str]:
            return {"SCANDROP_MODERATION": setting}

    assert "Moderation" not in policies.names(an_account(), Unmoderated("dev"), {})


def test_what_the_stack_says_with_nothing_in_it_is_not_named() -> None:
    found = policies.names(an_account(), Stage("dev"), {"KmsKeyArn": "", "SubnetIds": ""})
    assert not policies.OPTIONAL & set(found)


def test_every_policy_of_the_repository_can_be_rendered_by_these_names() -> None:
    outputs = {
        f"{thing}Arn": f"arn:{thing}"
        for thing in (
            *("SessionsTable", "ConnectionsTable", "PhotosTable", "UploadsBucket", "MediaBucket"),
            *("JobQueue", "DeadLetterQueue", "AlbumsTable", "UserPool"),
        )
    }
    names = policies.names(an_account(), Stage("dev"), outputs)
    files = sorted((ROOT / ".chalice" / "policies").glob("*.json"))
    assert files
    for path in files:
        document = json.loads(path.read_text(encoding="utf-8"))
        rendered = policies.render(document, names | {"FunctionName": "f"})
        assert "${" not in json.dumps(rendered)
