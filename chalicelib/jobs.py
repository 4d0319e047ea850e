"""Work on a stored upload: what the job queue and the state machine hand on. Pure.

Both carry one JSON document, camelCase as everything on the wire. On the queue it has the key only;
through the state machine it grows, step by step.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.keys import UploadKey, parse_upload_key
from chalicelib.photo import PhotoFacts, Rejection, Rendition


class JobInvalid(Exception):
    """What came is no job of ours."""


@dataclass(frozen=True)
class Job:
    """One upload, and how far the work on it has come."""

    #: Of the upload.
    key: str
    #: Whether somebody may have begun it before: then what he said may have been lost.
    repeated: bool = False
    #: Which optional steps this photo takes.
    watermarked: bool = False
    moderated: bool = False
    facts: PhotoFacts | None = None
    renditions: tuple[Rendition, ...] = ()
    #: Why it ends without renditions.
    rejection: Rejection | None = None
    #: Whether nothing is left to be done: the photo is what it will be, or is gone.
    settled: bool = False

    @property
    def message(self) -> dict[str, Any]:
        """What the queue hands on: its key says all that there is to know yet."""
        return {"key": self.key}

    @property
    def ids(self) -> UploadKey:
        """The ids in its key."""
        parsed = parse_upload_key(self.key)
        if parsed is None:
            raise JobInvalid("the key is none of an upload")
        return parsed


@dataclass(frozen=True)
class Delivery:
    """One message of the queue."""

    message_id: str
    body: str
    #: How often SQS has handed it out, this time included.
    receive_count: int

    def job(self) -> Job:
        """The job in it.

        Raises:
            JobInvalid: there is none.
        """
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise JobInvalid("not JSON") from error
        return job_of(document, repeated=self.receive_count > 1)


def deliveries(event: Mapping[str, Any]) -> list[Delivery]:
    """The messages of an SQS event.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    """
    return [
        Delivery(
            message_id=record["messageId"],
            body=record["body"],
            receive_count=int(record["attributes"]["ApproximateReceiveCount"]),
        )
        for record in event["Records"]
    ]


def batch_item_failures(failed: list[str]) -> dict[str, Any]:
    """The answer that sends just these messages back to the queue."""
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def step(event: Mapping[str, Any]) -> Job:
    """The job of a step of the state machine, which also tells whether it is being repeated."""
    return job_of(event["job"], repeated=event["retries"] > 0)


def job_of(document: object, *, repeated: bool = False) -> Job:
    """The job of a document.

    Raises:
        JobInvalid: it is none.
    """
    if not isinstance(document, dict) or not isinstance(document.get("key"), str):
        raise JobInvalid("the document has no key")
    facts = document.get("facts")
    try:
        job = Job(
            key=document["key"],
            repeated=repeated or bool(document.get("repeated")),
            watermarked=bool(document.get("watermarked")),
            moderated=bool(document.get("moderated")),
            facts=None if facts is None else PhotoFacts.of(facts),
            renditions=tuple(Rendition.of(each) for each in document.get("renditions", ())),
            rejection=Rejection(document["rejection"]) if document.get("rejection") else None,
            settled=bool(document.get("settled")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise JobInvalid(f"the document is not one of ours ({type(error).__name__})") from error
    if parse_upload_key(job.key) is None:
        raise JobInvalid("the key is none of an upload")
    return job
