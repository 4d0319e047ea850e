"""All that the work on photos asks of AWS: at once, step by step, and by whoever comes late."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from types import ModuleType
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from chalicelib import limits, wiring
from chalicelib.album_entry import AlbumEntry
from chalicelib.aws import clients
from chalicelib.jobs import Job
from chalicelib.keys import session_channel, upload_key
from chalicelib.messages import to_wire
from chalicelib.model import SessionStatus
from chalicelib.photo import Photo, Rejection
from chalicelib.ports import Services
from chalicelib.watermarks import EVERY_ALBUM, Watermark
from chalicelib.webhook import WebhookJob
from devserver.resources import JOB_QUEUE, MEDIA_BUCKET
from tests.builders import (
    KIOSK_ID,
    a_connection,
    a_kiosk,
    a_session,
    a_stored_photo,
    an_album,
    an_id,
    some_renditions,
)
from tests.contract.policies import STATE_MACHINE_ARN
from tests.contract.policy_walls import listen
from tests.fake_pictures import MemoryRenderer
from tests.fake_webhooks import MemoryWebhooks
from tests.films import an_mp4

LOGO = "watermarks/logo.png"
STEPS = tuple(
    f"{verb}_photo" for verb in ("validate", "render", "watermark", "moderate", "publish", "reject")
)

Decide = Callable[[Photo], Photo]


def make_room() -> None:
    """A bucket for what is made, with a logo in it, and a queue."""
    boto3.client("s3").create_bucket(Bucket=MEDIA_BUCKET)
    boto3.client("s3").put_object(Bucket=MEDIA_BUCKET, Key=LOGO, Body=b"a logo")
    boto3.client("sqs").create_queue(QueueName=JOB_QUEUE)


def without_decoding(services: Services) -> Services:
    """No file is looked into and nobody outside is told: that asks nothing of AWS."""
    return replace(services, renderer=MemoryRenderer(), webhooks=MemoryWebhooks())


@dataclass(frozen=True)
class Work:
    """The functions, and photos that wait to be worked on."""

    app: ModuleType
    services: Services
    _numbers: Iterator[int] = field(default_factory=lambda: count(100))

    def everything(self) -> None:
        """All that may become of photos."""
        self.step_by_step()
        self.in_one_go(self.arrived("video/mp4"))
        job = to_wire(Job(str(self.arrived("video/mp4").key)))
        assert self._step("validate_photo", job)["settled"]
        kiosks = {KIOSK_ID: a_kiosk()}
        url = "https://example.org/photos"
        album = an_album(album_id=an_id(1), webhook_url=url, kiosks=kiosks)
        self.services.albums.create(album)
        for name in ("process_photos", *STEPS):
            self.concluded(name, lambda photo: photo.rejected(Rejection.DAMAGED))
            self.concluded(
                name, lambda photo: photo.ready(some_renditions(photo.photo_id), None, 1)
            )
            self.deleted(name)
        settings = self.services.settings
        marked = replace(settings, watermarks={EVERY_ALBUM: Watermark(logo=LOGO)}, moderation=True)
        with self._set(marked), answering(clients.rekognition(), {"DetectModerationLabels": CLEAN}):
            self.in_one_go(self.arrived())
            self.step_by_step("watermark_photo")
            self.told()
        self.services.albums.delete(album)
        with self._set(replace(settings, state_machine_arn=STATE_MACHINE_ARN)):
            for answers in (STARTED, KNOWN):
                with answering(clients.stepfunctions(), answers):
                    self.in_one_go(self.arrived())

    def arrived(self, content_type: str = "image/jpeg", **changes: Any) -> Photo:
        """A photo, of a session of its own to which a kiosk listens."""
        photo_id = session_id = an_id(next(self._numbers))
        key, now = upload_key(session_id, photo_id, content_type), self.services.clock()
        photo = a_stored_photo(
            photo_id=photo_id,
            session_id=session_id,
            key=key,
            content_type=content_type,
            album_id=an_id(1),
            entry=AlbumEntry(now),
            **changes,
        )
        times = {"created_at": now, "expires_at": now + limits.SESSION_SECONDS}
        held = {"photos": {photo_id: photo}, "status": SessionStatus.COMPLETED}
        session = a_session(session_id=session_id, **held, **times)
        self.services.sessions.create(session)
        self.services.photos.record(photo)
        self.services.connections.add(
            a_connection(
                channel=session_channel(session_id),
                connected_at=now - limits.HANDSHAKE_SECONDS,
                expires_at=now + limits.CONNECTION_SECONDS,
            )
        )
        listen(self.services, an_id(1), KIOSK_ID)
        bucket = self.services.settings.uploads_bucket
        boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=an_mp4())
        return photo

    def told(self) -> None:
        """The queue gives out a webhook: of a photo that is ready by now."""
        photo = self.arrived()
        self.services.photos.settle(photo.ready(some_renditions(photo.photo_id), None, 1))
        self._give_out(WebhookJob(an_id(1), photo.photo_id).message)

    def in_one_go(self, photo: Photo) -> None:
        """The queue gives out its job."""
        self._give_out({"key": photo.key})

    def _give_out(self, message: Mapping[str, Any]) -> None:
        attributes = {"ApproximateReceiveCount": "1"}
        record = {"messageId": "1", "body": json.dumps(message), "attributes": attributes}
        answer = self.app.process_photos({"Records": [record]}, None)
        assert answer == {"batchItemFailures": []}

    def step_by_step(self, renders: str = "render_photo") -> None:
        """The state machine calls its functions: for a good photo, and for one that is refused."""
        job = to_wire(Job(str(self.arrived().key)))
        for name in ("validate_photo", renders, "moderate_photo", "publish_photo"):
            job = self._step(name, job)
        assert job["settled"]
        self._step("reject_photo", to_wire(Job(str(self.arrived().key), rejection=Rejection.EMPTY)))

    def concluded(self, name: str, decide: Decide) -> None:
        """Somebody has decided and died then: whoever comes next does what follows."""
        photo = self.arrived()
        self.services.photos.settle(decide(photo))
        if name == "process_photos":
            self.in_one_go(photo)
        else:
            job = Job(str(photo.key), renditions=some_renditions(photo.photo_id))
            assert self._step(name, to_wire(job))["settled"]

    def deleted(self, name: str) -> None:
        """Somebody deletes it while it is worked on: whoever comes next removes what was made."""
        photo = self.arrived()
        for each in some_renditions(photo.photo_id):
            boto3.client("s3").put_object(Bucket=MEDIA_BUCKET, Key=each.key, Body=b"jpeg")
        self.services.library.bury(photo.photo_id)
        if name == "process_photos":
            self.in_one_go(photo)
        else:
            self._step(
                name, to_wire(Job(str(photo.key), renditions=some_renditions(photo.photo_id)))
            )

    def _step(self, name: str, job: Mapping[str, Any]) -> dict[str, Any]:
        answered: dict[str, Any] = getattr(self.app, name)({"job": job, "retries": 0}, None)
        return answered

    @contextmanager
    def _set(self, settings: Any) -> Iterator[None]:
        """The functions of a stage that is set so."""
        services = without_decoding(wiring.build(settings))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.app, "services", lambda: services)
            yield


CLEAN: Mapping[str, Any] = {"ModerationLabels": []}
STARTED: Mapping[str, Any] = {"StartExecution": {"executionArn": "arn", "startDate": 1}}
KNOWN: Mapping[str, Any] = {
    "StartExecution": {"Error": {"Code": "ExecutionAlreadyExists", "Message": "known"}},
    "DescribeExecution": {"status": "RUNNING"},
}


@contextmanager
def answering(client: Any, answers: Mapping[str, Any]) -> Iterator[None]:
    """Let a client of a service that moto does not play get these answers, by operation."""

    def answer(model: Any, **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        said = {"ResponseMetadata": {}, **answers[model.name]}
        status = 400 if "Error" in said else 200
        return AWSResponse("https://aws.example.org", status, HTTPHeaders(), None), said

    client.meta.events.register("before-call", answer)
    try:
        yield
    finally:
        client.meta.events.unregister("before-call", answer)
