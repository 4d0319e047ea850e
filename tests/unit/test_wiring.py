"""The live services are built once, on first use, and ask nobody while they are built."""

import pytest

from chalicelib import wiring
from chalicelib.aws import clients
from chalicelib.aws.connection_table import DynamoConnectionStore
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.aws.session_table import DynamoSessionStore
from chalicelib.model import Announcement
from chalicelib.settings import Settings
from tests import fakes


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
    assert isinstance(built.photos, DynamoPhotoStore)
    assert isinstance(built.connections, DynamoConnectionStore)
    assert isinstance(built.signer, S3UploadSigner)
    assert isinstance(built.objects, S3ObjectStore)
    assert built.settings == fakes.settings()


def test_services_are_built_once_from_the_environment() -> None:
    assert wiring.services() is wiring.services()
    assert wiring.services().settings == Settings.from_env()


def test_time_is_in_whole_seconds_and_ids_are_fresh() -> None:
    built = wiring.build(fakes.settings())
    assert isinstance(built.clock(), int)
    assert built.timer() <= built.timer()
    assert len({built.new_id() for _ in range(9)} | {built.new_token() for _ in range(9)}) == 18


def test_a_client_is_made_once_and_again_after_it_was_forgotten() -> None:
    dynamodb, s3 = clients.dynamodb(), clients.s3()
    one, other = (clients.connections_api(f"https://{name}.example.org") for name in "ab")
    assert dynamodb is clients.dynamodb()
    assert s3 is clients.s3()
    assert one is clients.connections_api("https://a.example.org")
    assert one is not other
    clients.forget()
    assert dynamodb is not clients.dynamodb()
    assert s3 is not clients.s3()
    clients.forget()


@pytest.mark.parametrize("name", ["dynamodb", "s3"])
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
