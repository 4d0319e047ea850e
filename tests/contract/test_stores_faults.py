"""How the adapters speak of what goes wrong at AWS: in our words, and with the cause kept."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.stub import Stubber

from chalicelib.aws.apigateway import ApiGatewayScreens
from chalicelib.aws.media import S3MediaStore
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.aws.session_table import DynamoSessionStore
from chalicelib.errors import ConnectionGone, ServiceUnavailable, SessionChanged
from chalicelib.photo import Announcement
from tests.builders import (
    CALLBACK_URL,
    CONNECTION_ID,
    a_session,
    a_stored_photo,
)
from tests.contract.adapter_calls import CALLS
from tests.fakes import START

EACH_CALL = pytest.mark.parametrize(
    ("service", "operation", "call"), list(CALLS.values()), ids=list(CALLS)
)


def made(service: str) -> Any:
    """A client that reaches a port on which nobody listens, and does not try again."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url="http://127.0.0.1:9",
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=1),
    )


@pytest.fixture
def stubbed(credentials: None) -> Iterator[Callable[[str, str, str, int], Any]]:
    """Makes clients whose next answer is this error."""
    stubbers: list[Stubber] = []

    def make(service: str, operation: str, code: str, status: int) -> Any:
        client = made(service)
        stubber = Stubber(client)
        stubber.add_client_error(operation, code, "No.", status)
        stubber.activate()
        stubbers.append(stubber)
        return client

    yield make
    for stubber in stubbers:
        stubber.assert_no_pending_responses()
        stubber.deactivate()


Stubbed = Callable[[str, str, str, int], Any]


@EACH_CALL
@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ThrottlingException", 400),
        ("ProvisionedThroughputExceededException", 400),
        ("AccessDeniedException", 403),
        ("ResourceNotFoundException", 400),
        ("InternalServerError", 500),
        ("RequestLimitExceeded", 429),
    ],
)
def test_an_error_of_aws_is_a_service_that_is_away(
    stubbed: Stubbed,
    caplog: pytest.LogCaptureFixture,
    service: str,
    operation: str,
    call: Callable[[Any], object],
    code: str,
    status: int,
) -> None:
    """To a visitor a missing permission is the same as an outage; the log tells the operator."""
    client = stubbed(service, operation, code, status)
    with pytest.raises(ServiceUnavailable) as raised:
        call(lambda: client)
    assert isinstance(raised.value.__cause__, ClientError)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert code in record.getMessage()


@EACH_CALL
def test_aws_out_of_reach_is_a_service_that_is_away(
    credentials: None,
    caplog: pytest.LogCaptureFixture,
    service: str,
    operation: str,
    call: Callable[[Any], object],
) -> None:
    client = made(service)
    with pytest.raises(ServiceUnavailable) as raised:
        call(lambda: client)
    assert isinstance(raised.value.__cause__, BotoCoreError)
    assert "EndpointConnectionError" in caplog.text
    assert operation in client.meta.method_to_api_mapping


@pytest.mark.parametrize(
    "sign",
    [
        lambda c: S3UploadSigner(c, "b").sign_put("k", Announcement(), 60),
        lambda c: S3ObjectStore(c, "b").view_url("k", "image/png", 60),
        lambda c: S3MediaStore(c, "b").view_url("k", 60),
    ],
)
def test_without_credentials_nothing_is_signed(
    credentials: None, monkeypatch: pytest.MonkeyPatch, sign: Callable[[Any], object]
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    # A session of its own: boto3's default one keeps the credentials that it has found.
    client = boto3.session.Session().client("s3")
    with pytest.raises(ServiceUnavailable):
        sign(lambda: client)


def test_a_browser_that_is_gone_is_told_apart(
    stubbed: Stubbed, caplog: pytest.LogCaptureFixture
) -> None:
    """It is no fault: it is how API Gateway says that a socket has closed."""
    client = stubbed("apigatewaymanagementapi", "post_to_connection", "GoneException", 410)
    with pytest.raises(ConnectionGone):
        ApiGatewayScreens(lambda _: client).post(CONNECTION_ID, CALLBACK_URL, "{}")
    assert caplog.records == []


@pytest.mark.parametrize(
    ("operation", "code", "read"),
    [
        ("head_object", "404", lambda c: S3ObjectStore(c, "b").facts("k")),
        ("head_object", "NoSuchKey", lambda c: S3ObjectStore(c, "b").facts("k")),
        ("head_object", "NotFound", lambda c: S3ObjectStore(c, "b").facts("k")),
        ("get_object", "NoSuchKey", lambda c: S3ObjectStore(c, "b").fetch("k")),
        ("get_object", "NoSuchKey", lambda c: S3MediaStore(c, "b").read("k")),
    ],
)
def test_an_object_that_is_not_there_is_no_fault(
    stubbed: Stubbed, operation: str, code: str, read: Callable[[Any], object]
) -> None:
    client = stubbed("s3", operation, code, 404)
    assert read(lambda: client) is None


def test_a_write_that_lost_the_race_is_told_apart(stubbed: Stubbed) -> None:
    client = stubbed("dynamodb", "put_item", "ConditionalCheckFailedException", 400)
    with pytest.raises(SessionChanged):
        DynamoSessionStore(lambda: client, "t").replace(a_session(), a_session(), START)


def test_a_photo_that_is_known_is_no_fault(stubbed: Stubbed) -> None:
    client = stubbed("dynamodb", "put_item", "ConditionalCheckFailedException", 400)
    DynamoPhotoStore(lambda: client, "t").record(a_stored_photo())


def test_a_frame_goes_to_its_own_stage_as_text(credentials: None) -> None:
    client = boto3.client("apigatewaymanagementapi", endpoint_url=CALLBACK_URL)
    asked: list[str] = []

    def client_of(callback_url: str) -> Any:
        asked.append(callback_url)
        return client

    with Stubber(client) as stubber:
        expected = {"ConnectionId": CONNECTION_ID, "Data": '{"a":"é"}'.encode()}
        stubber.add_response("post_to_connection", {}, expected)
        ApiGatewayScreens(client_of).post(CONNECTION_ID, CALLBACK_URL, '{"a":"é"}')
    assert asked == [CALLBACK_URL]
