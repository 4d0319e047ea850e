"""infra/template.yaml as a whole: what a team can set, what others read, and what is never lost."""

import itertools
import re
from copy import deepcopy

import pytest
from cfnlint import api
from cfnlint.config import ManualArgs

from infra.compact import compact
from infra.stage import ROOT, Stage, chalice_config
from tests.contract.template import (
    BODY_BYTES,
    DEPLOYER,
    TEMPLATE,
    as_list,
    every,
    make,
    parsed,
    template,
    text,
)
from tests.contract.template_variants import VARIANTS
from tests.unit.infra.test_compact import with_json_read

SOURCE = template(TEMPLATE)
#: Where CloudFront can be made. China and GovCloud have other services, or none.
REGIONS = ["us-east-1", "us-west-2", "eu-central-1", "eu-west-1", "ap-southeast-1", "sa-east-1"]

#: The template as it is sent.
SENT = compact(text(TEMPLATE))

DATA = {
    "UploadsBucket",
    "UploadsBucketPolicy",
    "MediaBucket",
    "MediaBucketPolicy",
    "SessionsTable",
    "ConnectionsTable",
    "PhotosTable",
    "AlbumsTable",
    "UserPool",
    "UserPoolClient",
    "Hosts",
    "Operators",
}
DATA_OUTPUTS = {
    *("UploadsBucketName", "UploadsBucketArn", "MediaBucketName", "MediaBucketArn"),
    *("SessionsTableName", "SessionsTableArn", "ConnectionsTableName", "ConnectionsTableArn"),
    *("PhotosTableName", "PhotosTableArn", "PhotosStreamArn"),
    *("AlbumsTableName", "AlbumsTableArn"),
    *("UserPoolId", "UserPoolArn", "UserPoolClientId", "SignUp"),
    *("RequestsPerSecond", "RequestBurst"),
}
SERVING_OUTPUTS = {
    *("SiteUrl", "SiteBucketName", "DistributionId"),
    *("JobQueueUrl", "JobQueueArn", "DeadLetterQueueUrl", "DeadLetterQueueArn"),
    *("EventBusName", "EventBusArn"),
}
OPTIONAL_OUTPUTS = {
    "own key": {"KmsKeyArn"},
    "backup with own keys": {"KmsKeyArn"},
    "step functions": {"StateMachineArn"},
    "VPC": {"SubnetIds", "SecurityGroupId"},
    "VPC and endpoints": {"SubnetIds", "SecurityGroupId"},
    "mail": {"AlarmTopicArn"},
}

each_variant = pytest.mark.parametrize("variant", VARIANTS)
each_template = pytest.mark.parametrize("path", [TEMPLATE, DEPLOYER])


@each_template
def test_the_linter_finds_nothing(path: str) -> None:
    assert api.lint(text(path), config=ManualArgs(regions=REGIONS)) == []


@pytest.mark.parametrize("sent", [SENT, text(DEPLOYER)], ids=["template", "deployer"])
def test_it_is_short_enough_to_be_sent(sent: str) -> None:
    assert len(sent.encode()) < BODY_BYTES


def test_what_is_left_out_when_it_is_sent_is_for_readers_of_the_file() -> None:
    sent, written = parsed(SENT), deepcopy(template(TEMPLATE))
    for parameter in written["Parameters"].values():
        del parameter["Description"]
    for resource in written["Resources"].values():
        resource.pop("Metadata", None)
    assert with_json_read(sent) == with_json_read(written)
    assert len(SENT) < len(text(TEMPLATE))


def test_what_is_sent_is_not_taken_for_json() -> None:
    """Which CloudFormation knows by its first character."""
    assert SENT.startswith("AWSTemplateFormatVersion: ")


@each_template
def test_each_parameter_is_described_and_says_what_is_wrong_with_a_value(path: str) -> None:
    for name, parameter in template(path)["Parameters"].items():
        assert len(parameter["Description"]) > 20, name
        assert parameter["ConstraintDescription"], name
        assert {"AllowedPattern", "AllowedValues", "MinValue"} & set(parameter), name
        assert ("MinValue" in parameter) == ("MaxValue" in parameter), name


@each_template
def test_each_default_and_each_example_is_allowed(path: str) -> None:
    given = VARIANTS if path == TEMPLATE else {}
    for name, parameter in template(path)["Parameters"].items():
        pattern = parameter.get("AllowedPattern", ".*")
        values = {str(parameter.get("Default", "dev" if name == "Stage" else "owner/name"))}
        values |= {variant[name] for variant in given.values() if name in variant}
        for value in values:
            assert re.fullmatch(pattern, value), f"{name}={value}"
            assert value in parameter.get("AllowedValues", [value])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Stage", "Prod"),
        ("Stage", "a-b"),
        ("Stage", "x" * 17),
        ("ApiOrigin", "https://api.example.com/api"),
        ("ApiOrigin", "https://api.example.com; script-src *"),
        ("WebsocketOrigin", "https://api.example.com"),
        ("KmsKeyArn", "alias/photos"),
        ("BackupBucketArn", "far-away"),
        ("SiteDomain", "https://photos.example.com"),
        ("SiteDomain", "photos"),
        ("CertificateArn", "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b"),
        ("HostedZoneId", "example.com"),
        ("VpcId", "subnet-0123abcd"),
        ("SubnetIds", "subnet-0123abcd, subnet-4567ef01"),
        ("RouteTableIds", "rtb-0123abcd,"),
        ("WebhookUrl", "http://hooks.example.com"),
        ("WebhookUrl", "https://hooks.example.com/a b"),
        ("WebhookSecretName", "a secret"),
        ("WebhookSecretName", "x:SecretString:key}}{{resolve:ssm:y"),
        ("AlarmEmail", "the team"),
    ],
)
def test_a_wrong_value_is_refused_before_anything_is_made(name: str, value: str) -> None:
    assert not re.fullmatch(SOURCE["Parameters"][name]["AllowedPattern"], value)


@each_template
def test_each_parameter_and_each_condition_is_used(path: str) -> None:
    source = template(path)
    parts = [source.get(part, {}) for part in ("Conditions", "Resources", "Outputs")]
    referred = {name for part in parts for name in every(part, "Ref")}
    referred |= {
        name
        for part in parts
        for sub in every(part, "Fn::Sub")
        for name in re.findall(r"\$\{(\w+)\}", str(sub))
    }
    assert set(source["Parameters"]) <= referred
    conditions = {name for part in parts for name in every(part, "Condition") if type(name) is str}
    conditions |= {branches[0] for part in parts for branches in every(part, "Fn::If")}
    assert conditions == set(source["Conditions"])


def test_each_stage_names_parameters_and_values_that_there_are() -> None:
    stages = {path.stem for path in (ROOT / "infra" / "stages").glob("*.json")}
    assert stages == set(chalice_config()["stages"]) == {"dev", "prod"}
    for stage in map(Stage, stages):
        for name, value in stage.parameters().items():
            parameter = SOURCE["Parameters"][name]
            assert name not in {"Stage", "Serving", "ApiOrigin", "WebsocketOrigin"}, "deploy's own"
            assert value != str(parameter.get("Default")), f"{name} differs from nothing"
            if "MinValue" in parameter:
                assert parameter["MinValue"] <= int(value) <= parameter["MaxValue"]
            elif "AllowedValues" in parameter:
                assert value in parameter["AllowedValues"]
            else:
                assert re.fullmatch(parameter["AllowedPattern"], value)
        assert stage.tags() == {"application": "scandrop", "stage": stage.name}


# What stays


@each_variant
def test_a_stage_that_does_not_serve_is_its_data_and_nothing_else(variant: str) -> None:
    stopped = make(Serving="false", **VARIANTS[variant])
    backup = {"BackupRole"} if "backup" in variant else set()
    assert set(stopped.resources) == DATA | backup
    assert set(make(**VARIANTS[variant]).resources) > set(stopped.resources)


def test_data_survives_its_stack_and_the_rest_does_not() -> None:
    """RetainExceptOnCreate: names are fixed, so a failed creation must leave none behind."""
    for name, resource in SOURCE["Resources"].items():
        if name in DATA:
            assert resource["DeletionPolicy"] == "RetainExceptOnCreate", name
            assert resource["UpdateReplacePolicy"] == "Retain", name
        else:
            assert not {"DeletionPolicy", "UpdateReplacePolicy"} & set(resource), name


@each_variant
def test_others_find_the_outputs_that_they_read(variant: str) -> None:
    optional = OPTIONAL_OUTPUTS.get(variant, set())
    made = make(**VARIANTS[variant])
    assert set(made.outputs) == DATA_OUTPUTS | SERVING_OUTPUTS | optional
    assert all(type(value) is str and value for value in made.outputs.values())
    stopped = make(Serving="false", **VARIANTS[variant])
    assert set(stopped.outputs) == DATA_OUTPUTS | (optional & {"KmsKeyArn"})


# What is never there


@each_variant
def test_nobody_may_do_everything_and_not_everybody_may_do_something(variant: str) -> None:
    made = make(**VARIANTS[variant])
    for statement in itertools.chain.from_iterable(every(dict(made.resources), "Statement")):
        actions = as_list(statement["Action"])
        assert "*" not in actions
        if statement["Effect"] == "Allow":
            assert "*" not in str(statement.get("Principal", "")), statement
            assert not any("*" in action for action in actions), statement
            everything = "*" in as_list(statement.get("Resource", []))
            assert everything == ("WhichAwsAllowsOnNothingNarrower" in statement.get("Sid", ""))
