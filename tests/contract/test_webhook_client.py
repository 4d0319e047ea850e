"""Webhooks over real sockets: who gets them, who never does, and how long anybody is waited for."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import trustme

from chalicelib import dispatch, webhook
from chalicelib.errors import ServiceUnavailable
from chalicelib.jobs import Delivery
from chalicelib.webhook import WebhookJob
from chalicelib.webhook_client import HttpWebhooks, is_public, look_up
from tests.builders import ALBUM_ID, PHOTO_ID, a_ready_photo, an_album
from tests.fakes import services
from tests.receivers import Receiver, receiver

HOST = "print.example.org"
HEADERS = {"content-type": "application/json", "webhook-id": "1"}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def taking(authority: trustme.CA) -> Iterator[Receiver]:
    """A receiver that has a certificate for HOST."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    with receiver(context) as made:
        yield made


@pytest.fixture
def client(authority: trustme.CA) -> Callable[..., HttpWebhooks]:
    """Ours, which trusts the authority and finds every host on this machine."""

    def trusting() -> ssl.SSLContext:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    def make(**changes: Any) -> HttpWebhooks:
        found: dict[str, Any] = {
            "private": True,
            "context": trusting,
            "look_up": lambda *_: ["127.0.0.1"],
        }
        return HttpWebhooks(**found | changes)

    return make


def url(taking: Receiver, rest: str = "/photos?token=a", host: str = HOST) -> str:
    return f"https://{host}:{taking.port}{rest}"


def test_a_receiver_gets_what_is_sent(
    client: Callable[..., HttpWebhooks], taking: Receiver
) -> None:
    assert client().post(url(taking), HEADERS, b"{}") == 204
    (taken,) = taking.taken
    assert (taken.path, taken.body) == ("/photos?token=a", b"{}")
    assert taken.headers["host"] == f"{HOST}:{taking.port}"
    assert taken.headers.items() >= HEADERS.items()


@pytest.mark.parametrize(("rest", "path"), [("", "/"), ("?a=b", "/?a=b"), ("/x//..", "/x//..")])
def test_the_path_is_the_hosts_own(
    client: Callable[..., HttpWebhooks], taking: Receiver, rest: str, path: str
) -> None:
    client().post(url(taking, rest), HEADERS, b"{}")
    assert [each.path for each in taking.taken] == [path]


def test_one_that_fails_first_hears_of_the_photo_until_it_takes_it(
    client: Callable[..., HttpWebhooks], taking: Receiver
) -> None:
    """The whole way from the queue's message, with each signature verified as a receiver does."""
    world = services()
    world.webhooks.post = client().post  # type: ignore[method-assign]
    world.albums.create(an_album(webhook_url=url(taking)))
    world.photos.record(a_ready_photo(album_id=ALBUM_ID))
    taking.answers = [500, 503]
    message = json.dumps(WebhookJob(ALBUM_ID, PHOTO_ID).message)
    for count, failed in ((1, ["m"]), (2, ["m"]), (3, [])):
        assert dispatch.process_jobs(world, [Delivery("m", message, count)]) == failed
        world.clock.tick(360)
    assert len(taking.taken) == 3
    keys = [webhook.derived(secret, ALBUM_ID) for secret in world.secrets.live()]
    for taken in taking.taken:
        sent_at = int(taken.headers["webhook-timestamp"])
        signed = webhook.signature(keys[0], taken.headers["webhook-id"], sent_at, taken.body)
        assert signed in taken.headers["webhook-signature"].split()
        assert json.loads(taken.body)["data"]["photoId"] == PHOTO_ID
    assert len({taken.headers["webhook-id"] for taken in taking.taken}) == 1


# Who never gets any


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "169.254.170.2", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
def test_who_is_not_in_public_is_never_connected_to(
    client: Callable[..., HttpWebhooks], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: asked.append(a))
    for found in ([address], ["93.184.215.14", address]):
        with pytest.raises(ServiceUnavailable):
            client(private=False, look_up=lambda *_, f=found: f).post(
                f"https://{HOST}/", HEADERS, b""
            )
    assert not asked
    assert not is_public(address)


def test_who_is_in_public_is(client: Callable[..., HttpWebhooks], taking: Receiver) -> None:
    assert is_public("93.184.215.14")
    with pytest.raises(ServiceUnavailable):
        client(private=False).post(url(taking), HEADERS, b"{}")
    assert not taking.taken


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(
    client: Callable[..., HttpWebhooks], taking: Receiver
) -> None:
    asked: list[str] = []

    def rebinding(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    assert client(look_up=rebinding).post(url(taking), HEADERS, b"{}") == 204
    assert asked == [HOST]


def test_names_are_looked_up_by_the_system_as_addresses_of_ipv4() -> None:
    assert set(look_up("localhost", 443)) == {"127.0.0.1"}


def test_a_name_that_nobody_has_is_no_answer(client: Callable[..., HttpWebhooks]) -> None:
    nobody: Callable[..., list[str]] = lambda *_: []  # noqa: E731
    for found in (nobody, _unknown):
        with pytest.raises(ServiceUnavailable):
            client(look_up=found).post(f"https://{HOST}/", HEADERS, b"")


def _unknown(*_: object) -> list[str]:
    raise socket.gaierror


def test_a_certificate_of_another_name_or_of_nobody_is_refused(
    client: Callable[..., HttpWebhooks], taking: Receiver
) -> None:
    for ours, host in (
        (client(), "other.example.org"),
        (client(context=ssl.create_default_context), HOST),
    ):
        with pytest.raises(ServiceUnavailable):
            ours.post(url(taking, host=host), HEADERS, b"{}")
    assert not taking.taken


def test_no_redirect_is_followed(client: Callable[..., HttpWebhooks], taking: Receiver) -> None:
    taking.answers, taking.location = [307, 200], url(taking, "/elsewhere")
    assert client().post(url(taking), HEADERS, b"{}") == 307
    assert len(taking.taken) == 1


# How long


def test_who_sends_a_byte_now_and_then_is_not_waited_for(
    client: Callable[..., HttpWebhooks], taking: Receiver
) -> None:
    taking.pause = 0.1
    begun = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        client(seconds=0.5).post(url(taking), HEADERS, b"{}")
    assert time.monotonic() - begun < 2
    assert taking.closed.wait(5), "nothing stays open"


def test_who_does_not_even_shake_hands_is_not_waited_for(
    client: Callable[..., HttpWebhooks],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(ServiceUnavailable):
            client(seconds=0.3).post(f"https://{HOST}:{silent.getsockname()[1]}/", HEADERS, b"{}")
        assert time.monotonic() - begun < 2


def test_a_look_up_that_takes_too_long_is_not_waited_for_and_leads_to_nothing(
    client: Callable[..., HttpWebhooks], taking: Receiver
) -> None:
    answered = threading.Event()

    def slow(*_: object) -> list[str]:
        answered.wait(10)
        return ["127.0.0.1"]

    with pytest.raises(ServiceUnavailable):
        client(seconds=0.1, look_up=slow).post(url(taking), HEADERS, b"{}")
    answered.set()
    for thread in threading.enumerate():
        if thread.name == "webhook":
            thread.join(10)
    assert not taking.taken


def test_what_is_answered_is_not_read(
    client: Callable[..., HttpWebhooks], taking: Receiver
) -> None:
    taking.answers, taking.size = [200], 64 * 1024 * 1024
    assert client().post(url(taking), HEADERS, b"{}") == 200
    assert taking.closed.wait(5), "it could send all of it"


def test_what_is_no_http_is_no_answer(client: Callable[..., HttpWebhooks], caplog: Any) -> None:
    with receiver() as plain, pytest.raises(ServiceUnavailable):
        client().post(f"https://{HOST}:{plain.port}/secret-path", HEADERS, b"{}")
    assert "secret-path" not in caplog.text


def test_on_this_machine_it_goes_without_tls(client: Callable[..., HttpWebhooks]) -> None:
    with receiver() as plain:
        ours = HttpWebhooks(private=True)
        assert ours.post(f"http://127.0.0.1:{plain.port}/photos", HEADERS, b"{}") == 204
