"""What a receiver is told, by whom, and where a host may have it sent."""

import base64
import json
from typing import Any

import pytest

from chalicelib import limits, webhook, webhook_inputs
from chalicelib.album_entry import AlbumEntry
from chalicelib.errors import InvalidRequest
from chalicelib.jobs import JobInvalid
from chalicelib.photo import PhotoFacts
from chalicelib.webhook import WebhookJob
from tests.builders import ALBUM_ID, PHOTO_ID, a_ready_photo, an_id

#: Of the Standard Webhooks specification and its libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SIGNED = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_it_is_signed_as_the_specification_has_it() -> None:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    assert webhook.signature(key, *SIGNED) == SIGNATURE
    assert webhook.shown(key) == SECRET


def test_who_knows_any_of_the_keys_finds_his_signature() -> None:
    keys = (b"new", b"old")
    headers = webhook.headers(keys, *SIGNED)
    both = [webhook.signature(key, *SIGNED) for key in keys]
    assert headers["webhook-signature"].split(" ") == both
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (SIGNED[0], "1614265330")


def test_each_album_has_a_key_of_its_own_that_tells_nothing_of_the_deployments() -> None:
    keys = {webhook.derived(secret, an_id(n)) for secret in (b"a", b"b") for n in (1, 2)}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert webhook.derived(b"a", an_id(1)) in keys


def test_a_receiver_is_told_nothing_that_is_the_visitors_own_business() -> None:
    secret = PhotoFacts("JPEG", 1, 2, camera="Leica", position="48.1,11.5")
    photo = a_ready_photo(
        album_id=ALBUM_ID, entry=AlbumEntry(1, "Ada"), facts=secret, comment="private"
    )
    told = json.loads(webhook.notice(photo, "https://media.example.org/x", 7))
    assert told == {
        "type": "photo.ready",
        "timestamp": "2027-01-15T08:00:06Z",
        "data": {
            "albumId": ALBUM_ID,
            "photoId": PHOTO_ID,
            "contentType": "image/jpeg",
            "visibility": "SHOWN",
            "imageUrl": "https://media.example.org/x",
            "expiresAt": 7,
        },
    }


def test_a_job_comes_out_of_its_message_as_it_went_in() -> None:
    job = WebhookJob(ALBUM_ID, PHOTO_ID)
    assert WebhookJob.of(json.loads(json.dumps(job.message))) == job
    assert WebhookJob.of({"key": "x"}) is WebhookJob.of([]) is None


@pytest.mark.parametrize("told", [None, [], {}, "x", {"albumId": "a"}, {"photoId": "p"}])
def test_what_is_no_job_is_refused(told: Any) -> None:
    with pytest.raises(JobInvalid):
        WebhookJob.of({"webhook": told})


GOOD = (
    "https://example.org",
    "https://example.org/",
    "https://Hooks.EXAMPLE.org:8443/a/b~c?token=x&y=[1]",
    "https://example.org?x=/",
    "https://xn--mnchen-3ya.example/%C3%A4",
    "https://a-b.example.org/" + "x" * (limits.WEBHOOK_URL_CHARACTERS - 24),
)
BAD = (
    "",
    "example.org",
    "ftp://example.org",
    "http://example.org",
    "https://",
    "https:///x",
    "https://localhost",
    "https://127.0.0.1/",
    "https://0x7f.0.0.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://user@example.org/",
    "https://user:word@example.org/",
    "https://example.org:443@127.0.0.1/",
    "https://example.org#x",
    "https://example.org/#x",
    "https://example.org\\@127.0.0.1/",
    "https://example.org/ x",
    "https://example.org/\n",
    "https://example.org/\r\nhost: x",
    "https://example.org/ä",
    "https://exämple.org/",
    "https://ex\u0131mple.org/",
    "https://-a.example.org/",
    "https://a..example.org/",
    "https://example.org./",
    "https://example.org:0/",
    "https://example.org:65536/",
    "https://example.org:99999/",
    "https://example.org:/",
    " https://example.org",
    "https://a-b.example.org/" + "x" * (limits.WEBHOOK_URL_CHARACTERS - 23),
)


@pytest.mark.parametrize("url", GOOD)
def test_an_address_in_public_is_taken_as_it_is(url: str) -> None:
    assert webhook_inputs.webhook_url(url, "webhookUrl") == url
    webhook_inputs.require_public({"webhook_url": url})


@pytest.mark.parametrize("url", [*BAD, 7, True, ["https://example.org"], {}])
def test_any_other_is_refused_by_its_name(url: Any) -> None:
    with pytest.raises(InvalidRequest, match="webhookUrl"):
        webhook_inputs.webhook_url(url, "webhookUrl")


def test_none_is_the_end_of_it() -> None:
    assert webhook_inputs.webhook_url(None, "webhookUrl") is None
    webhook_inputs.require_public({"webhook_url": None})
    webhook_inputs.require_public({})


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/x", "http://localhost:9000"])
def test_a_receiver_on_this_machine_is_for_the_dev_server_alone(url: str) -> None:
    assert webhook_inputs.webhook_url(url, "webhookUrl") == url
    with pytest.raises(InvalidRequest, match="webhookUrl"):
        webhook_inputs.require_public({"webhook_url": url})
