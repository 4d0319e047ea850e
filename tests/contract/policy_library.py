"""All that libraries ask of AWS: lists, pictures, edits, deletions, and what comes after these."""

import json
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import boto3
import pytest

from chalicelib.people import Group
from chalicelib.photo import Photo
from chalicelib.ports import Services
from devserver.resources import MEDIA_BUCKET, UPLOADS_BUCKET
from devserver.schedule import an_event
from tests.builders import some_renditions
from tests.contract.http_client import Gateway
from tests.contract.policy_exports import ExportVisit
from tests.contract.policy_work import Work
from tests.events import an_s3_event, an_s3_record
from tests.id_tokens import an_id_token


@dataclass(frozen=True)
class Library:
    """Somebody who may do everything, and photos."""

    app: ModuleType
    services: Services
    work: Work

    def everything(self) -> None:
        """All routes of libraries, and events of photos that are deleted by then."""
        assert self._ask("GET", "/health/deep")["jobsWaiting"] is not None
        for size_bytes in (5, 20_000_000):
            said = {"filename": "a.mp3", "content_type": "audio/mpeg", "size": size_bytes}
            self._ask("POST", "/upload", said, 201)
        photo = self._ready()
        for query in ("", "?owner=ada", "?album=party"):
            assert "photos" in self._ask("GET", f"/images{query}")
        for size in ("thumb", "original"):
            assert self._ask("GET", f"/image/{photo.photo_id}?size={size}")["url"]
        self._ask("PATCH", f"/image/{photo.photo_id}", {"comment": "x"})
        self._moves(photo)
        assert self._ask("DELETE", f"/image/{photo.photo_id}")["deleted"]
        many = self._ask("DELETE", "/images", {"photoIds": [self._ready().photo_id]})
        assert many["deletions"][0]["deleted"]
        self._comes_again(photo)
        self._is_deleted_meanwhile()
        self._expires()
        ExportVisit(self.app, self.services, self.work).everything()

    def _expires(self) -> None:
        """An album keeps its photos for a day. A screen of theirs is there still."""
        made = self._ask("POST", "/albums", {"name": "Day", "retentionDays": 1}, status=201)
        photo = self._ready(stored_at=self.services.clock() - 2 * 86_400)
        self._ask("PATCH", f"/image/{photo.photo_id}", {"album": made["albumId"]})
        self.app.expire_photos(an_event("expire_photos"), None)
        assert self.services.photos.load(photo.photo_id) is None

    def _moves(self, photo: Photo) -> None:
        made = self._ask("POST", "/albums", {"name": "Party"}, status=201)["albumId"]
        self._ask("PATCH", f"/image/{photo.photo_id}", {"album": made})

    def _ready(self, **changes: Any) -> Photo:
        photo = self.work.arrived(**changes)
        for each in some_renditions(photo.photo_id):
            boto3.client("s3").put_object(Bucket=MEDIA_BUCKET, Key=each.key, Body=b"jpeg")
        self.services.photos.settle(photo.ready(some_renditions(photo.photo_id), None, 1))
        return photo

    def _comes_again(self, photo: Photo) -> None:
        """By its URL, which is still good."""
        boto3.client("s3").put_object(Bucket=UPLOADS_BUCKET, Key=str(photo.key), Body=b"again")
        self.app.photo_uploaded(_event(photo), None)
        assert self.services.objects.facts(str(photo.key)) is None

    def _is_deleted_meanwhile(self) -> None:
        """Between the first look of an event at its session and its record."""
        photo, services, ask = self.work.arrived(), self.services, self._ask

        class Overtaken:
            def record(self, known: Photo) -> None:
                ask("DELETE", f"/image/{known.photo_id}")
                services.photos.record(known)

        overtaken: Any = Overtaken()
        # The event is the first to ask for services; whoever deletes the photo comes after it.
        given = [replace(services, photos=overtaken)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.app, "services", lambda: given.pop() if given else services)
            self.app.photo_uploaded(_event(photo), None)
        assert services.photos.load(photo.photo_id) is None

    def _ask(self, method: str, target: str, body: Any = None, status: int = 200) -> Any:
        token = an_id_token("operator-0004", Group.OPERATOR)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        said = b"" if body is None else json.dumps(body).encode()
        answer = Gateway(self.app.app).request(method, target, headers, said)
        assert answer.status == status, answer.body
        return answer.json


def _event(photo: Photo) -> dict[str, Any]:
    return an_s3_event(an_s3_record(str(photo.key), 5, UPLOADS_BUCKET))
