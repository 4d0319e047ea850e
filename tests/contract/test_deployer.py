"""infra/deployer.yaml: GitHub may do what a deployment does, to what is this stage's."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest

from infra.stage import Stage
from tests.contract.template import (
    ACCOUNT,
    DEPLOYER,
    TEMPLATE,
    Made,
    as_list,
    every,
    make,
    template,
)

PLAIN = make(DEPLOYER, Repository="octo/scandrop", Stage="dev")
ALL = make(
    DEPLOYER,
    Repository="octo/scandrop",
    Stage="dev",
    MayDeletePhotos="true",
    MayChangeNetwork="true",
    HostedZoneId="Z0123456789ABC",
    WebhookSecretName="scandrop/webhook",
    KmsKeyArn=f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/0a1b-2c3d",
)
#: Of a role's inline policies together, white space not counted.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
POLICY_CHARACTERS = 10_240
#: Of a policy by itself.
MANAGED_POLICY_CHARACTERS = 6_144

#: Where AWS knows no resource, draws the names itself or lists all or nothing.
EVERYWHERE = {"NewUsers", "NamesWritten", "Network", "Lists", "Jobs", "JobsOfAll"}


def _statements(made: Made) -> list[dict[str, Any]]:
    documents = [policy["PolicyDocument"] for policy in made["Deployer"]["Policies"]]
    return [each for found in (*documents, _managed(made)) for each in found["Statement"]]


def _managed(made: Made) -> dict[str, Any]:
    (policy,) = made.of_type("IAM::ManagedPolicy").values()
    assert policy["Roles"] == ["Deployer"]
    document: dict[str, Any] = policy["PolicyDocument"]
    return document


def _by_sid(made: Made) -> dict[str, dict[str, Any]]:
    return {each["Sid"]: each for each in _statements(made)}


def actions(made: Made) -> set[str]:
    return {action for each in _statements(made) for action in as_list(each["Action"])}


# Who


def test_only_this_environment_of_this_repository_may_be_it() -> None:
    (trust,) = PLAIN["Deployer"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Principal": {"Federated": "Provider"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": "repo:octo/scandrop:environment:dev",
            }
        },
    }


def test_a_provider_that_is_there_already_is_used() -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
    made = make(DEPLOYER, Repository="octo/scandrop", Stage="dev", ProviderArn=arn)
    assert set(made.resources) == {"Deployer", "Processing"}
    (trust,) = made["Deployer"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Federated": arn}


@pytest.mark.parametrize(
    ("repository", "allowed"),
    [
        ("octo/scandrop", True),
        ("octo@12/scandrop@345", True),
        ("octo/*", False),
        ("octo", False),
        ("octo/scandrop:*", False),
    ],
)
def test_a_repository_is_named_exactly(repository: str, allowed: bool) -> None:
    pattern = template(DEPLOYER)["Parameters"]["Repository"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, repository)) is allowed


# What


def test_no_action_is_a_pattern() -> None:
    assert not [action for action in actions(ALL) if "*" in action]


def test_what_has_a_name_must_have_the_stages() -> None:
    drawn = {"Users", "Site", "Names", "Apis", "ApiServiceRole", "Key"} | EVERYWHERE
    drawn |= {"WebhookSecret", "WebhookServiceRole"}
    for sid, statement in _by_sid(ALL).items():
        resources = as_list(statement["Resource"])
        assert (resources == ["*"]) == (sid in EVERYWHERE), sid
        if sid not in drawn:
            assert all("scandrop-dev" in resource for resource in resources), sid
            assert not any(resource.endswith("scandrop-dev*") for resource in resources), sid


@pytest.mark.parametrize("other", ["dev2", "development", "prod"])
def test_another_stage_is_out_of_reach(other: str) -> None:
    names = [
        f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:scandrop-{other}-photo_uploaded",
        f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:scandrop-{other}",
        f"arn:aws:iam::{ACCOUNT}:role/scandrop-{other}-api_handler",
        f"arn:aws:s3:::scandrop-{other}-uploads-{ACCOUNT}-eu-central-1/photo",
        f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/scandrop-{other}-photos",
        f"arn:aws:cloudformation:eu-central-1:{ACCOUNT}:stack/scandrop-{other}/0a1b",
        f"arn:aws:logs:eu-central-1:{ACCOUNT}:log-group:/aws/lambda/scandrop-{other}:*",
        f"arn:aws:sqs:eu-central-1:{ACCOUNT}:scandrop-{other}-jobs",
        f"arn:aws:states:eu-central-1:{ACCOUNT}:stateMachine:scandrop-{other}-processing",
        f"arn:aws:pipes:eu-central-1:{ACCOUNT}:pipe/scandrop-{other}-photos",
        f"arn:aws:events:eu-central-1:{ACCOUNT}:event-bus/scandrop-{other}",
        f"arn:aws:events:eu-central-1:{ACCOUNT}:rule/scandrop-{other}/webhook",
        f"arn:aws:events:eu-central-1:{ACCOUNT}:rule/scandrop-{other}-failed-executions",
        f"arn:aws:events:eu-central-1:{ACCOUNT}:connection/scandrop-{other}-webhook/0a1b",
    ]
    patterns = [
        resource
        for sid, each in _by_sid(ALL).items()
        for resource in as_list(each["Resource"])
        if sid not in EVERYWHERE
    ]
    assert not [name for name in names for each in patterns if fnmatchcase(name, each)]
    ours = [name.replace(f"scandrop-{other}", "scandrop-dev") for name in names]
    assert all(any(fnmatchcase(name, each) for each in patterns) for name in ours)


def test_it_cannot_change_itself() -> None:
    itself = f"arn:aws:iam::{ACCOUNT}:role/{PLAIN['Deployer']['RoleName']}"
    roles = _by_sid(ALL)["Roles"]["Resource"]
    assert not fnmatchcase(itself, roles)
    for handler in Stage("dev").handlers:
        role = f"arn:aws:iam::{ACCOUNT}:role/{Stage('dev').role_name(handler)}"
        assert fnmatchcase(role, roles)


def test_it_gives_roles_only_to_services_that_take_them_by_our_template() -> None:
    (passing,) = (each for each in _statements(ALL) if "iam:PassRole" in each["Action"])
    assert passing["Action"] == ["iam:PassRole"]
    services = passing["Condition"]["StringEquals"]["iam:PassedToService"]
    principals = every(template(TEMPLATE)["Resources"], "AssumeRolePolicyDocument")
    trusted = {name for each in principals for name in every(each, "Service")}
    assert set(services) == trusted | {"lambda.amazonaws.com"}


def test_it_changes_no_others_functions_jobs() -> None:
    """Who has its mapping can read a queue in the name of the function's role."""
    jobs = _by_sid(ALL)["Jobs"]
    (pattern,) = jobs["Condition"]["ArnLike"].values()
    assert pattern == f"arn:aws:lambda:*:{ACCOUNT}:function:scandrop-dev-*"
    assert _by_sid(ALL)["JobsOfAll"]["Action"] == ["lambda:ListEventSourceMappings"]


def test_it_reads_no_secret_but_the_webhooks() -> None:
    assert not any("secretsmanager" in action for action in actions(PLAIN))
    reading = [
        each for each in _statements(ALL) if "secretsmanager:GetSecretValue" in each["Action"]
    ]
    secret = f"arn:aws:secretsmanager:*:{ACCOUNT}:secret:"
    assert {each["Resource"] for each in reading} == {
        f"{secret}scandrop/webhook-??????",
        f"{secret}events!connection/scandrop-dev-*",
    }


def test_it_deletes_no_photo_unless_asked() -> None:
    assert set(_by_sid(ALL)) - set(_by_sid(PLAIN)) == {
        *("Photos", "Network", "Names", "NamesWritten", "Key"),
        *("Webhook", "WebhookCopy", "WebhookSecret", "WebhookServiceRole"),
    }
    objects = [
        resource
        for each in _statements(PLAIN)
        if "s3:DeleteObject" in each["Action"]
        for resource in as_list(each["Resource"])
    ]
    assert objects == [f"arn:aws:s3:::scandrop-dev-site-{ACCOUNT}-*/*"]


def test_iam_takes_it() -> None:
    policies = [policy["PolicyDocument"] for policy in ALL["Deployer"]["Policies"]]
    characters = sum(len(json.dumps(each, separators=(",", ":"))) for each in policies)
    assert characters < POLICY_CHARACTERS
    managed = len(json.dumps(_managed(ALL), separators=(",", ":")))
    assert managed < MANAGED_POLICY_CHARACTERS
