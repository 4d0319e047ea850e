"""`python -m infra.reindex`: records of photos are made anew from what is in the buckets."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.belonging import metadata_of
from chalicelib.jobs import Delivery, Job
from chalicelib.keys import rendition_key, upload_key
from chalicelib.photo import Photo, PhotoState, Picture, RenditionName
from devserver import resources
from infra.account import Account
from infra.console import Console
from infra.reindex import Reindex, Tally, summary
from tests.builders import SESSION_ID, a_stored_photo, an_id

JPEG = "image/jpeg"
THUMB = Picture(RenditionName.THUMB, 1, 1, jpeg=b"jpeg")


class Site:
    """The buckets, tables and the queue of a stage."""

    def __init__(self, queue_url: str) -> None:
        self.services = wiring.services()
        self._s3 = boto3.client("s3")
        self._queue_url = queue_url

    def upload(self, number: int, content_type: str = JPEG) -> Photo:
        """A phone has sent a photo."""
        key = upload_key(SESSION_ID, an_id(number), content_type)
        self.put(key, content_type)
        return a_stored_photo(photo_id=an_id(number), key=key, content_type=content_type)

    def put(self, key: str, content_type: str = JPEG) -> None:
        bucket = resources.UPLOADS_BUCKET
        self._s3.put_object(Bucket=bucket, Key=key, Body=b"jpeg", ContentType=content_type)

    def rendered(self, photo: Photo) -> None:
        """A worker has made its renditions."""
        key = rendition_key(photo.photo_id, THUMB.name)
        self.services.media.put(key, THUMB, metadata_of(photo))

    def reindex(self, after: timedelta = timedelta(hours=2), *, dry_run: bool = False) -> Tally:
        """So long after now."""
        account = Account(boto3.Session(), "123456789012", "us-east-1", "aws")
        found = {
            "UploadsBucketName": resources.UPLOADS_BUCKET,
            "MediaBucketName": resources.MEDIA_BUCKET,
            "PhotosTableName": resources.PHOTOS_TABLE,
            "JobQueueUrl": self._queue_url,
            "SessionUploadsDays": "30",
        }
        now = datetime.now(UTC) + after
        console = Console(io.StringIO())
        return Reindex(account, found, console, dry_run=dry_run, now=lambda: now).run()

    def record(self, number: int) -> Photo | None:
        return self.services.photos.load(an_id(number))

    def jobs(self) -> list[Job]:
        answer: Any = boto3.client("sqs").receive_message(
            QueueUrl=self._queue_url, MaxNumberOfMessages=10
        )
        return [Delivery("1", each["Body"], 1).job() for each in answer.get("Messages", ())]


@pytest.fixture
def site(tables: None, bucket: str, media_bucket: str, job_queue: str) -> Site:
    return Site(job_queue)


def test_what_has_no_record_gets_one_and_a_job(site: Site) -> None:
    lost = site.upload(1)
    assert site.reindex() == Tally(seen=1, missing=1)
    made = site.record(1)
    assert made is not None
    assert (made.state, made.key, made.size_bytes) == (PhotoState.STORED, lost.key, 4)
    assert (made.session_id, made.content_type) == (SESSION_ID, JPEG)
    assert made.stored_at is not None
    assert site.jobs() == [Job(str(lost.key))]


def test_what_was_sent_without_a_type_has_none_in_its_record_either(site: Site) -> None:
    site.put(upload_key(SESSION_ID, an_id(1), None), "binary/octet-stream")
    site.reindex()
    made = site.record(1)
    assert made is not None
    assert made.content_type is None


def test_it_is_where_it_was_and_its_host_looks_at_it_again(site: Site) -> None:
    lost = site.upload(1)
    entry = AlbumEntry(1, "Zoë")
    site.rendered(
        a_stored_photo(photo_id=lost.photo_id, album_id="party", owner_id="ada", entry=entry)
    )
    assert site.reindex() == Tally(seen=1, missing=1, in_albums=1)
    made = site.record(1)
    assert made is not None
    assert made.entry is not None
    assert (made.album_id, made.owner_id, made.entry.guest_name) == ("party", "ada", "Zoë")
    assert made.visibility is Visibility.WAITING


def test_what_is_known_stays_as_it_is_and_once_more_changes_nothing(site: Site) -> None:
    known = site.upload(1)
    site.services.photos.record(known)
    site.upload(2)
    assert [site.reindex().missing for _ in range(3)] == [1, 0, 0]
    assert site.record(1) == known
    assert len(site.jobs()) == 1


def test_what_has_just_come_is_left_to_its_event(site: Site) -> None:
    """That knows its album, of which the object says nothing."""
    site.upload(1)
    assert site.reindex(after=timedelta(minutes=59)) == Tally()
    assert site.record(1) is None


def test_a_dry_run_makes_nothing(site: Site) -> None:
    site.upload(1)
    tally = site.reindex(dry_run=True)
    assert tally == Tally(seen=1, missing=1)
    assert (site.record(1), site.jobs()) == (None, [])
    assert summary(tally, dry_run=True) == (
        "1 uploads; 1 records would be made, 0 of them in albums."
    )


def test_what_is_not_ours_is_passed_over_and_more_than_one_request_takes_is_not(site: Site) -> None:
    for key in ("session-uploads/x.jpg", "other/y.jpg"):
        site.put(key)
    for number in range(103):
        site.upload(number)
    assert site.reindex() == Tally(seen=103, missing=103)
    assert all(site.record(number) for number in range(103))
    assert site.reindex().missing == 0
