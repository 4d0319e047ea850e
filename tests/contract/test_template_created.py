"""infra/template.yaml and infra/deployer.yaml, made by an emulator as CloudFormation would.

The emulator leaves out what it does not know (lifecycle, encryption, TTL, backups): that these are
right is read from the template, by the tests beside this one.
"""

import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.account import Account
from infra.console import Console
from infra.stack import Stack
from infra.stage import Stage
from tests.contract.template import DEPLOYER, make, text
from tests.contract.template_variants import VARIANTS

pytest_plugins = ["tests.contract.storage_fixtures"]

STAGE = Stage("dev")
#: The emulator's CloudFormation knows no API destinations.
MADE = [variant for variant in VARIANTS if variant != "webhook"]


class Cloud:
    """An account at the emulator, with the stack of one stage."""

    def __init__(self) -> None:
        self._stack = Stack(
            Account(boto3.Session(), "000000000000", "us-east-1", "aws"),
            STAGE,
            Console(io.StringIO()),
            poll_seconds=0.05,
        )

    @cache  # noqa: B019, one for the module
    def client(self, service: str) -> Any:
        return boto3.client(service)  # type: ignore[call-overload]

    def deploy(self, given: Mapping[str, str] | None = None, **more: str) -> dict[str, str]:
        return self._stack.deploy({"Stage": STAGE.name, **(given or {}), **more})

    def resources(self) -> set[str]:
        pages = self.client("cloudformation").get_paginator("list_stack_resources")
        return {
            each["LogicalResourceId"]
            for page in pages.paginate(StackName=STAGE.stack_name)
            for each in page["StackResourceSummaries"]
        }


@pytest.fixture(scope="module")
def cloud(storage: str) -> Iterator[Cloud]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", storage)
        made = Cloud()
        made.deploy()
        yield made


@pytest.fixture(scope="module")
def zone(cloud: Cloud) -> str:
    answer = cloud.client("route53").create_hosted_zone(Name="example.com", CallerReference="one")
    return str(answer["HostedZone"]["Id"]).rpartition("/")[2]


@pytest.mark.parametrize(
    ("variant", "serving"),
    [*((variant, "true") for variant in MADE), ("backup with own keys", "false")],
)
def test_it_is_made_with_each_option_and_without_what_serves(
    cloud: Cloud, zone: str, variant: str, serving: str
) -> None:
    """Just what the other tests take it for."""
    given = dict(VARIANTS[variant])
    if "HostedZoneId" in given:
        given["HostedZoneId"] = zone
    outputs = cloud.deploy(given, Serving=serving)
    expected = make(Serving=serving, **given)
    assert cloud.resources() == set(expected.resources)
    assert set(outputs) == set(expected.outputs)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SiteDomain": "photos.example.com"}, "SiteDomain needs CertificateArn"),
        ({"VpcId": "vpc-0123abcd"}, "VpcId needs SubnetIds"),
        ({"Processing": "by hand"}, "step-functions"),
        ({"AlarmEmail": "the team"}, "an e-mail address, or empty"),
        ({"SessionUploadsDays": "0"}, "1 to 3650 days"),
        ({"Stage": "a-b"}, "lower-case letters and digits"),
    ],
)
def test_a_contradiction_is_refused_before_anything_changes(
    cloud: Cloud, given: dict[str, str], said: str
) -> None:
    with pytest.raises(ClientError, match="ValidationError") as refused:
        cloud.deploy(given)
    assert said in str(refused.value)


def test_photos_outlive_what_serves_and_are_there_when_it_comes_back(cloud: Cloud) -> None:
    outputs = cloud.deploy(VARIANTS["deployed"])
    bucket, table = outputs["UploadsBucketName"], outputs["PhotosTableName"]
    cloud.client("s3").put_object(Bucket=bucket, Key="session-uploads/s/p.jpg", Body=b"photo")
    key = {"photoId": {"S": "p"}}
    cloud.client("dynamodb").put_item(TableName=table, Item=key)
    for serving in ("false", "true"):
        again = cloud.deploy(VARIANTS["deployed"], Serving=serving)
        assert (again["UploadsBucketName"], again["PhotosTableName"]) == (bucket, table)
        assert again["UserPoolId"] == outputs["UserPoolId"]
        kept = cloud.client("s3").get_object(Bucket=bucket, Key="session-uploads/s/p.jpg")
        assert kept["Body"].read() == b"photo"
        assert cloud.client("dynamodb").get_item(TableName=table, Key=key)["Item"] == key


def test_a_table_in_use_cannot_be_deleted_by_mistake(cloud: Cloud) -> None:
    table = cloud.deploy(VARIANTS["deployed"])["PhotosTableName"]
    with pytest.raises(ClientError, match="protect"):
        cloud.client("dynamodb").delete_table(TableName=table)
    cloud.deploy(Serving="false")
    described = cloud.client("dynamodb").describe_table(TableName=table)["Table"]
    assert described["DeletionProtectionEnabled"] is False


def test_the_buckets_are_as_private_as_the_template_says(cloud: Cloud) -> None:
    outputs, s3 = cloud.deploy(), cloud.client("s3")
    for name in ("UploadsBucketName", "MediaBucketName", "SiteBucketName"):
        bucket = outputs[name]
        block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert all(block.values())
        assert len(block) == 4
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
        policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
        assert policy["Statement"][0]["Sid"] == "OnlyByTls"
        assert f"arn:aws:s3:::{bucket}/*" in policy["Statement"][0]["Resource"]


def test_the_state_machine_comes_and_goes_and_calls_the_steps(cloud: Cloud) -> None:
    arn = cloud.deploy(VARIANTS["step functions"])["StateMachineArn"]
    described = cloud.client("stepfunctions").describe_state_machine(stateMachineArn=arn)
    assert (described["type"], described["name"]) == ("STANDARD", "scandrop-dev-processing")
    states = json.loads(described["definition"])["States"]
    called = [each["Parameters"]["FunctionName"] for each in states.values() if _is_task(each)]
    assert {STAGE.function_name(name) for name in STAGE.handlers} >= set(called)
    assert "StateMachineArn" not in cloud.deploy()
    assert not cloud.client("stepfunctions").list_state_machines()["stateMachines"]


def _is_task(state: dict[str, Any]) -> bool:
    return bool(state["Type"] == "Task")


def test_only_the_site_may_upload_from_a_page(cloud: Cloud) -> None:
    outputs = cloud.deploy()
    (rule,) = cloud.client("s3").get_bucket_cors(Bucket=outputs["UploadsBucketName"])["CORSRules"]
    assert rule["AllowedOrigins"] == [outputs["SiteUrl"]]


def test_what_chalice_writes_into_the_bucket_stays(cloud: Cloud) -> None:
    bucket, s3 = cloud.deploy()["UploadsBucketName"], cloud.client("s3")
    queue = cloud.client("sqs").create_queue(QueueName="events")["QueueUrl"]
    arn = cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    target = {"QueueArn": arn["Attributes"]["QueueArn"], "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [target]}
    )
    cloud.deploy(VARIANTS["domain"])
    cloud.deploy(VARIANTS["domain"], Serving="false")
    kept = s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"]
    assert [each["QueueArn"] for each in kept] == [target["QueueArn"]]


def test_repeating_it_changes_nothing(cloud: Cloud) -> None:
    outputs = cloud.deploy(VARIANTS["mail"])
    assert cloud.deploy(VARIANTS["mail"]) == outputs


def test_the_deployers_role_is_made(cloud: Cloud) -> None:
    """With a provider that is there already: the emulator's CloudFormation makes none."""
    iam, cloudformation = cloud.client("iam"), cloud.client("cloudformation")
    provider = iam.create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"]
    )["OpenIDConnectProviderArn"]
    given = {"Repository": "octo/scandrop", "Stage": "dev", "ProviderArn": provider}
    cloudformation.create_stack(
        StackName="deployer",
        TemplateBody=text(DEPLOYER),
        Parameters=[{"ParameterKey": each, "ParameterValue": given[each]} for each in given],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="deployer", WaiterConfig={"Delay": 1, "MaxAttempts": 20}
    )
    names = iam.list_role_policies(RoleName="deploy-scandrop-dev")["PolicyNames"]
    assert sorted(names) == ["functions", "site", "stack", "watch"]
    role = iam.get_role(RoleName="deploy-scandrop-dev")["Role"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Federated": provider}
