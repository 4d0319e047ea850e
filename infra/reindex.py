"""Makes records of photos anew from their bucket: `python -m infra.reindex --stage dev`.

For each upload that is there and of which the table of photos knows nothing: a record, and a job
that makes its renditions again. Uploads of the last hour are left to their own events. What is
there stays as it is, so it may be repeated at any time, while the stage serves.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.sqs import SqsJobQueue
from chalicelib.belonging import restored
from chalicelib.jobs import Job
from chalicelib.keys import parse_upload_key, rendition_key
from chalicelib.photo import Announcement, Photo, PhotoState, RenditionName
from chalicelib.storage import said_type
from infra.account import Account
from infra.command import WELL, command, parser
from infra.console import Console
from infra.stack import outputs
from infra.stage import Stage

#: Until then the event of an upload may still be on its way, and it knows more than its object.
_SETTLES = timedelta(hours=1)
#: BatchGetItem takes no more.
_AT_ONCE = 100


@dataclass(frozen=True)
class Upload:
    """An object that a phone has sent."""

    key: str
    photo_id: str
    session_id: str
    stored_at: datetime


@dataclass
class Tally:
    """What a run has found and done."""

    seen: int = 0
    missing: int = 0
    in_albums: int = 0


class Reindex:
    """One run."""

    def __init__(
        self,
        account: Account,
        found: Mapping[str, str],
        console: Console,
        *,
        dry_run: bool,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._s3, self._dynamodb = account.client("s3"), account.client("dynamodb")
        self._found, self._console, self._dry_run, self._now = found, console, dry_run, now
        days = int(found["SessionUploadsDays"])
        self._photos = DynamoPhotoStore(
            lambda: self._dynamodb, found["PhotosTableName"], keep_days=days
        )
        queue = account.client("sqs")
        self._jobs = SqsJobQueue(lambda: queue, found["JobQueueUrl"])

    def run(self) -> Tally:
        """Look at every upload; make the records that are missing."""
        tally = Tally()
        for uploads in self._settled_uploads():
            known = self._known([each.photo_id for each in uploads])
            tally.seen += len(uploads)
            for upload in uploads:
                if upload.photo_id not in known:
                    self._restore(upload, tally)
        return tally

    def _settled_uploads(self) -> Iterator[list[Upload]]:
        """So many at once as one request can look up."""
        until = self._now() - _SETTLES
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._found["UploadsBucketName"], Prefix="session-uploads/"
        )
        for page in pages:
            uploads = [
                Upload(each["Key"], ids.photo_id, ids.session_id, each["LastModified"])
                for each in page.get("Contents", ())
                if (ids := parse_upload_key(each["Key"])) and each["LastModified"] < until
            ]
            for start in range(0, len(uploads), _AT_ONCE):
                yield uploads[start : start + _AT_ONCE]

    def _known(self, photo_ids: Sequence[str]) -> set[str]:
        """Which of these photos have a record."""
        table, known = self._found["PhotosTableName"], set[str]()
        wanted: Any = {
            table: {
                "Keys": [{"photoId": {"S": each}} for each in dict.fromkeys(photo_ids)],
                "ProjectionExpression": "photoId",
                "ConsistentRead": True,
            }
        }
        while wanted:
            answer = self._dynamodb.batch_get_item(RequestItems=wanted)
            known |= {item["photoId"]["S"] for item in answer["Responses"].get(table, ())}
            # What was too much at once is asked for again.
            wanted = answer.get("UnprocessedKeys")
        return known

    def _restore(self, upload: Upload, tally: Tally) -> None:
        photo = restored(self._photo(upload), self._metadata(upload.photo_id))
        tally.missing += 1
        tally.in_albums += photo.album_id is not None
        self._console.note(f"photo {photo.photo_id} of {upload.stored_at:%Y-%m-%d %H:%M} UTC")
        if not self._dry_run:
            self._photos.record(photo)
            self._jobs.send(Job(upload.key))

    def _photo(self, upload: Upload) -> Photo:
        """What its object says. What it is, is found out by its content, as ever."""
        head = self._s3.head_object(Bucket=self._found["UploadsBucketName"], Key=upload.key)
        return Photo(
            photo_id=upload.photo_id,
            session_id=upload.session_id,
            announced=Announcement(),
            state=PhotoState.STORED,
            key=upload.key,
            size_bytes=head["ContentLength"],
            content_type=said_type(head.get("ContentType")),
            stored_at=int(upload.stored_at.timestamp()),
        )

    def _metadata(self, photo_id: str) -> Mapping[str, str]:
        """What stands beside its renditions, if it has any."""
        key = rendition_key(photo_id, RenditionName.THUMB)
        try:
            head = self._s3.head_object(Bucket=self._found["MediaBucketName"], Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return {}
            raise
        metadata: Mapping[str, str] = head["Metadata"]
        return metadata


def summary(tally: Tally, *, dry_run: bool) -> str:
    """The last line."""
    made = "would be made" if dry_run else "made"
    records = f"{tally.missing} records {made}, {tally.in_albums} of them in albums"
    return f"{tally.seen} uploads; {records}."


def _work(given: argparse.Namespace, stage: Stage) -> int:
    account, console = Account.current(), Console()
    with console.step(f"Look for uploads of stage {stage.name} that no record knows"):
        found = outputs(account, stage)
        tally = Reindex(account, found, console, dry_run=given.dry_run).run()
    console.out(summary(tally, dry_run=given.dry_run))
    return WELL


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    options = parser("reindex", __doc__ or "")
    options.add_argument(
        "--dry-run", action="store_true", help="show what is missing; make nothing"
    )
    return command(options, _work, arguments)


if __name__ == "__main__":
    sys.exit(main())
