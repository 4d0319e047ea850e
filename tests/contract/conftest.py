"""The ladder to AWS in memory: credentials → mock → tables, buckets, queue → clients → stores.

Each rung needs the one before: a client that is made before the mock would reach for the real AWS.
"""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from chalicelib import wiring
from chalicelib.aws import clients
from devserver import resources
from tests.contract.policy_watch import watched


@pytest.fixture(autouse=True)
def within_policies() -> Iterator[None]:
    """No handler asks AWS for what the policy of its Lambda function does not permit.

    moto permits everything: without this, a missing right would be found by visitors.
    """
    with watched() as asked:
        yield
    assert not asked.beyond_policies()


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that open nothing, whatever the developer's own are."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def mocked_aws(credentials: None) -> Iterator[None]:
    """AWS in this process, empty, and no client of before."""
    with mock_aws():
        clients.forget()
        wiring.services.cache_clear()
        yield
        clients.forget()
        wiring.services.cache_clear()


@pytest.fixture
def tables(mocked_aws: None) -> None:
    """The application's tables, empty."""
    dynamodb = boto3.client("dynamodb")
    for table in resources.TABLES:
        dynamodb.create_table(**table.definition)


@pytest.fixture
def bucket(mocked_aws: None) -> str:
    """The bucket of uploads, empty."""
    boto3.client("s3").create_bucket(Bucket=resources.UPLOADS_BUCKET)
    return resources.UPLOADS_BUCKET


@pytest.fixture
def media_bucket(mocked_aws: None) -> str:
    """The bucket of renditions and logos, empty."""
    boto3.client("s3").create_bucket(Bucket=resources.MEDIA_BUCKET)
    return resources.MEDIA_BUCKET


@pytest.fixture
def job_queue(mocked_aws: None) -> str:
    """The queue of jobs, empty; its URL."""
    return boto3.client("sqs").create_queue(QueueName=resources.JOB_QUEUE)["QueueUrl"]
