"""All that exports ask of AWS: originals and renditions, one in place of the other."""

import json
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import boto3
import pytest

from chalicelib import limits
from chalicelib.album import FOR_EVER
from chalicelib.aws.exports import S3ExportStore
from chalicelib.people import Group
from chalicelib.ports import Services
from devserver.resources import JOB_QUEUE, MEDIA_BUCKET
from tests.builders import HOST_ID, an_album, an_id, some_renditions
from tests.contract.http_client import Gateway
from tests.contract.policy_work import Work
from tests.id_tokens import an_id_token

#: The album of the photos that `Work` makes.
ALBUM_ID = an_id(1)


put_once = S3ExportStore.put_once


def planned_by_another(store: S3ExportStore, key: str, content: bytes) -> bool:
    """Another job has written each plan in the moment before."""
    if key.endswith(".plan.json"):
        put_once(store, key, content)
    return put_once(store, key, content)


@dataclass(frozen=True)
class ExportVisit:
    """A host who takes his album away."""

    app: ModuleType
    services: Services
    work: Work

    def everything(self) -> None:
        """Ask, make, look, ask for another one."""
        self.services.albums.create(an_album(album_id=ALBUM_ID, held={an_id(2): FOR_EVER}))
        for number in (201, 202):
            # Of long ago: what comes after an export was asked for is not in it.
            photo = replace(self.work.arrived(), photo_id=an_id(number), stored_at=number)
            self.services.photos.record(photo)
            for each in some_renditions(photo.photo_id):
                boto3.client("s3").put_object(Bucket=MEDIA_BUCKET, Key=each.key, Body=b"jpeg")
            self.services.photos.settle(photo.ready(some_renditions(photo.photo_id), None, 1))
        for size in ("original", "large"):
            asked = self._ask("POST", "", {"size": size}, 202)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 1)
                patch.setattr(S3ExportStore, "put_once", planned_by_another)
                self._made()
            view = self._ask("GET", f"/{asked['exportId']}")
            assert view["state"] == "READY", view

    def _made(self) -> None:
        """The queue gives out its jobs until there are none."""
        sqs = boto3.client("sqs")
        url = sqs.get_queue_url(QueueName=JOB_QUEUE)["QueueUrl"]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                if "export" in json.loads(message["Body"]):
                    attributes = {"ApproximateReceiveCount": "1"}
                    record = {"messageId": "1", "body": message["Body"], "attributes": attributes}
                    answer = self.app.process_photos({"Records": [record]}, None)
                    assert answer == {"batchItemFailures": []}

    def _ask(self, method: str, suffix: str, told: Any = None, status: int = 200) -> Any:
        token = an_id_token(HOST_ID, Group.HOST)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = b"" if told is None else json.dumps(told).encode()
        target = f"/albums/{ALBUM_ID}/exports{suffix}"
        answer = Gateway(self.app.app).request(method, target, headers, body)
        assert answer.status == status, answer.body
        return answer.json
