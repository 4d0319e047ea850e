"""Where a command works, and for whom."""

from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, NoRegionError

from infra.account import Account
from tests.unit.infra import cloud
from tests.unit.infra.cloud import Refused, Request


@dataclass
class Identity(cloud.Cloud):
    """Who is asking; nobody, if that is how it is."""

    arn: str = "arn:aws:iam::123456789012:user/ops"

    def get_caller_identity(self, asked: Request) -> dict[str, Any]:
        """The owner of the credentials."""
        if not self.arn:
            raise Refused("InvalidClientTokenId", status=403)
        return {"Account": "123456789012", "Arn": self.arn, "UserId": "AID"}


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> Identity:
    known, new = Identity(), boto3.Session
    monkeypatch.setattr("infra.account.boto3.Session", lambda **how: known.behind(new(**how)))
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    return known


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_region_is_that_of_the_environment(
    identity: Identity, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """botocore knows only the second; AWS's own command line and CI set the first."""
    monkeypatch.setenv(variable, "eu-west-3")
    account = Account.current()
    assert (account.account_id, account.region, account.partition) == (
        "123456789012",
        "eu-west-3",
        "aws",
    )
    assert account.client("sqs").meta.region_name == "eu-west-3"


def test_the_partition_is_that_of_the_caller(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity.arn = "arn:aws-cn:sts::123456789012:assumed-role/ops/me"
    monkeypatch.setenv("AWS_REGION", "cn-north-1")
    account = Account.current()
    assert account.partition == "aws-cn"
    assert account.dns_suffix == "amazonaws.com.cn"


def test_without_a_region_there_is_no_account(identity: Identity) -> None:
    with pytest.raises(NoRegionError):
        Account.current()


def test_an_empty_region_is_none(identity: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "")
    with pytest.raises(NoRegionError):
        Account.current()
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    assert Account.current().region == "eu-west-3"


def test_refused_credentials_are_told_by_aws(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity.arn = ""
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        Account.current()


def test_a_client_has_patience(identity: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    retries = Account.current().client("iam").meta.config.retries
    assert retries["mode"] == "standard"
    assert retries["total_max_attempts"] > 5
