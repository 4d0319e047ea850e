"""The live services are built once, on first use, and ask nobody while they are built."""

from types import SimpleNamespace

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib import wiring
from chalicelib.aws import clients
from chalicelib.aws.cognito import CognitoPasswordResets, CognitoSignIns, CognitoSignUps
from chalicelib.aws.connection_table import DynamoConnectionStore
from chalicelib.aws.media import S3MediaStore
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.quota_table import DynamoQuotaStore
from chalicelib.aws.rekognition import RekognitionModerator
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.aws.session_table import DynamoSessionStore
from chalicelib.aws.sqs import SqsJobQueue
from chalicelib.aws.stepfunctions import StepFunctionsWorkflows
from chalicelib.errors import ServiceUnavailable
from chalicelib.identity import Login
from chalicelib.images.sandbox import Sandbox
from chalicelib.jobs import Job
from chalicelib.photo import Announcement
from chalicelib.settings import Settings
from tests import fakes

SERVICES = ("dynamodb", "s3", "sqs", "stepfunctions", "rekognition", "cognito")
#: What the adapters ask of their clients here.
CALLS = (
    "send_message",
    "start_execution",
    "get_object",
    "head_object",
    "detect_moderation_labels",
    "admin_initiate_auth",
    "forgot_password",
    "sign_up",
)


@pytest.fixture(autouse=True)
def _nothing_built() -> None:
    clients.forget()
    wiring.services.cache_clear()


def test_each_port_has_its_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    def bomb(*_: object, **__: object) -> None:
        raise AssertionError("a client was made")

    monkeypatch.setattr("boto3.client", bomb)
    built = wiring.build(fakes.settings())
    assert isinstance(built.sessions, DynamoSessionStore)
    assert isinstance(built.quotas, DynamoQuotaStore)
    assert isinstance(built.photos, DynamoPhotoStore)
    assert isinstance(built.connections, DynamoConnectionStore)
    assert isinstance(built.signer, S3UploadSigner)
    assert isinstance(built.objects, S3ObjectStore)
    assert isinstance(built.media, S3MediaStore)
    assert isinstance(built.jobs, SqsJobQueue)
    assert isinstance(built.workflows, StepFunctionsWorkflows)
    assert isinstance(built.renderer, Sandbox)
    assert isinstance(built.sign_ups, CognitoSignUps)
    assert isinstance(built.sign_ins, CognitoSignIns)
    assert isinstance(built.password_resets, CognitoPasswordResets)
    assert built.settings == fakes.settings()


def test_nobody_moderates_unless_the_operator_says_so() -> None:
    assert wiring.build(fakes.settings()).moderator is None
    built = wiring.build(fakes.settings(moderation=True))
    assert isinstance(built.moderator, RekognitionModerator)


def asked(name: str, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What is asked of this client's service, which answers nothing."""
    params: list[dict[str, object]] = []

    def note(**kwargs: object) -> None:
        params.append(kwargs)
        raise EndpointConnectionError(endpoint_url="https://example.org")

    monkeypatch.setattr(clients, name, lambda: SimpleNamespace(**dict.fromkeys(CALLS, note)))
    return params


def test_each_adapter_has_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    to_queue, to_machine = asked("sqs", monkeypatch), asked("stepfunctions", monkeypatch)
    to_pool = asked("cognito", monkeypatch)
    to_bucket, to_moderator = asked("s3", monkeypatch), asked("rekognition", monkeypatch)
    built = wiring.build(
        fakes.settings(state_machine_arn="arn", moderation=True, moderation_confidence=55)
    )
    assert built.moderator is not None
    for call in (
        lambda: built.jobs.send(Job("key")),
        lambda: built.workflows.start("name", Job("key")),
        lambda: built.media.read("key"),
        lambda: built.objects.facts("key"),
        lambda: built.moderator.refuses(b"jpeg"),
        lambda: built.sign_ins.refresh("token"),
        lambda: built.sign_ups.begin(Login("ada@example.org", "a long enough one")),
        lambda: built.password_resets.begin("ada@example.org"),
    ):
        with pytest.raises(ServiceUnavailable):
            call()
    assert [call["QueueUrl"] for call in to_queue] == ["https://sqs.example.org/jobs"]
    assert [call["stateMachineArn"] for call in to_machine] == ["arn"]
    assert [call["Bucket"] for call in to_bucket] == ["media", "uploads"]
    assert [call["ClientId"] for call in to_pool] == ["pages"] * 3
    assert to_pool[0]["UserPoolId"] == "us-east-1_Users"
    assert [call["MinConfidence"] for call in to_moderator] == [55]


def test_services_are_built_once_from_the_environment() -> None:
    assert wiring.services() is wiring.services()
    assert wiring.services().settings == Settings.from_env()


def test_time_is_in_whole_seconds_and_ids_are_fresh() -> None:
    built = wiring.build(fakes.settings())
    assert isinstance(built.clock(), int)
    assert built.timer() <= built.timer()
    assert len({built.new_id() for _ in range(9)} | {built.new_token() for _ in range(9)}) == 18


def test_a_client_is_made_once_and_again_after_it_was_forgotten() -> None:
    names = SERVICES
    made = [getattr(clients, name)() for name in names]
    one, other = (clients.connections_api(f"https://{name}.example.org") for name in "ab")
    assert all(each is getattr(clients, name)() for name, each in zip(names, made, strict=True))
    assert one is clients.connections_api("https://a.example.org")
    assert one is not other
    clients.forget()
    for name, each in zip(names, made, strict=True):
        assert each is not getattr(clients, name)()
        assert each.meta.service_model.service_name.startswith(name)
    clients.forget()


@pytest.mark.parametrize("name", SERVICES)
def test_a_client_gives_up_before_api_gateway_does(name: str) -> None:
    """After 29 s the visitor has an error of API Gateway's, whatever we answer then."""
    config = getattr(clients, name)().meta.config
    attempts = config.retries["total_max_attempts"]
    assert attempts * (config.connect_timeout + config.read_timeout) < 29
    clients.forget()


def test_what_a_phone_is_told_to_send_is_signed() -> None:
    """boto3 presigns with SigV2 in us-east-1 unless told, which leaves the headers out."""
    ticket = S3UploadSigner(clients.s3, "uploads").sign_put("a", Announcement(5), 60)
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in ticket.url
    clients.forget()
