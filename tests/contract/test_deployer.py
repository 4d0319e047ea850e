"""infra/deployer.yaml: GitHub may do what a deployment does, to what is this stage's."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from infra.stage import Stage
from tests.contract.template import ACCOUNT, DEPLOYER, TEMPLATE, Made, as_list, make, template

PLAIN = make(DEPLOYER, Repository="octo/scandrop", Stage="dev")
ALL = make(
    DEPLOYER,
    Repository="octo/scandrop",
    Stage="dev",
    MayDeletePhotos="true",
    MayChangeNetwork="true",
    HostedZoneId="Z0123456789ABC",
    KmsKeyArn=f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/0a1b-2c3d",
)
#: Of a role's inline policies together, white space not counted.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
POLICY_CHARACTERS = 10_240

#: Where AWS knows no resource, draws the names itself or lists all or nothing.
EVERYWHERE = {"NewUsers", "NamesWritten", "Network", "Lists"}

#: What Chalice and the commands of infra/ ask beside CloudFormation, which a person starts.
OURS = {
    "cloudformation": "ContinueUpdateRollback CreateStack DeleteStack DescribeEvents "
    "DescribeStackEvents DescribeStacks ListStackResources TagResource UntagResource UpdateStack",
    "s3": "AbortMultipartUpload DeleteObject DeleteObjectVersion GetBucketNotification GetObject "
    "ListBucketMultipartUploads ListBucketVersions PutBucketNotification PutObject",
    "cloudfront": "CreateInvalidation GetInvalidation",
    "lambda": "AddPermission CreateFunction DeleteFunction DeleteFunctionConcurrency GetFunction "
    "GetFunctionConfiguration GetPolicy InvokeFunction ListTags PutFunctionConcurrency "
    "PutFunctionEventInvokeConfig RemovePermission TagResource UntagResource UpdateFunctionCode "
    "UpdateFunctionConfiguration",
    "iam": "CreateServiceLinkedRole",
    "apigateway": "DELETE GET PATCH POST PUT",
    "sqs": "ChangeMessageVisibility DeleteMessage ReceiveMessage",
    "cloudwatch": "GetMetricData",
    "logs": "CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DescribeLogGroups FilterLogEvents "
    "PutRetentionPolicy",
    "kms": "GenerateDataKey ReEncryptFrom ReEncryptTo",
}

#: What CloudFormation's handlers ask for properties that the template does not use, and names of
#: calls that are no actions of IAM.
UNUSED = {
    *(
        "kinesis:*",
        "s3tables:*",
        "vpc-lattice:*",
        "vpce:*",
        "logs:*",
        "s3:*Object*",
        "iam:*Service*",
    ),
    *("s3:*Abac", "s3:*Accelerate*", "s3:*Analytics*", "s3:*Inventory*", "s3:*Metrics*"),
    *("s3:*IntelligentTiering*", "s3:*Logging", "s3:*Metadata*", "s3:*Website", "s3:*Acl"),
    *("s3:DeleteBucketCors", "s3:DeleteBucketEncryption", "s3:DeleteBucketLifecycle"),
    *("s3:DeleteBucketReplication", "s3:PutBucketReplication"),
    *(
        "dynamodb:*Item",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:*Import*",
        "dynamodb:*Replica",
    ),
    *("dynamodb:UpdateContributorInsights", "dynamodb:*ableKinesis*", "dynamodb:UpdateKinesis*"),
    *("dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy"),
    *("cognito-idp:AddCustomAttributes", "cloudfront:*ConnectionGroup", "cloudfront:*VpcOrigin"),
    *("cloudfront:*StagingConfig", "cloudfront:CreateDistributionWithTags"),
    *("iam:*RolePermissionsBoundary", "iam:AttachRolePolicy", "iam:DetachRolePolicy"),
    *("kms:GenerateDataKeyWithoutPlaintext", "kms:ListAliases", "kms:RevokeGrant"),
    "sns:PutDataProtectionPolicy",
}


def _statements(made: Made) -> list[dict[str, Any]]:
    policies = made["Deployer"]["Policies"]
    return [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]


def _by_sid(made: Made) -> dict[str, dict[str, Any]]:
    return {each["Sid"]: each for each in _statements(made)}


def _actions(made: Made) -> set[str]:
    return {action for each in _statements(made) for action in as_list(each["Action"])}


def _handled() -> set[str]:
    """What CloudFormation's own handlers ask for the types of the template, but to list all."""
    asked: set[str] = set()
    for kind in {each["Type"] for each in template(TEMPLATE)["Resources"].values()}:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
        for name, handler in schema["handlers"].items():
            asked |= set(handler["permissions"]) if name != "list" else set()
    return {action for action in asked if not any(fnmatchcase(action, each) for each in UNUSED)}


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
    assert set(made.resources) == {"Deployer"}
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


def test_it_may_all_that_cloudformation_asks_for_our_resources() -> None:
    assert _handled() - _actions(ALL) == set()


def test_it_may_nothing_else_than_that_and_what_our_commands_ask() -> None:
    ours = {f"{service}:{name}" for service, names in OURS.items() for name in names.split()}
    assert _actions(ALL) - _handled() - ours == set()
    assert ours <= _actions(ALL)


def test_no_action_is_a_pattern() -> None:
    assert not [action for action in _actions(ALL) if "*" in action]


def test_what_has_a_name_must_have_the_stages() -> None:
    drawn = {"Users", "Site", "Names", "Apis", "ApiServiceRole", "Key"} | EVERYWHERE
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


def test_it_gives_roles_to_functions_and_to_the_backup_only() -> None:
    (passing,) = (each for each in _statements(ALL) if "iam:PassRole" in each["Action"])
    assert passing["Action"] == ["iam:PassRole"]
    services = passing["Condition"]["StringEquals"]["iam:PassedToService"]
    assert services == ["lambda.amazonaws.com", "s3.amazonaws.com"]


def test_it_deletes_no_photo_unless_asked() -> None:
    assert set(_by_sid(ALL)) - set(_by_sid(PLAIN)) == {
        *("Photos", "Network", "Names", "NamesWritten", "Key")
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
