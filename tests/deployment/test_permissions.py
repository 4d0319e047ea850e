"""What each function may do on AWS: what its code does, and nothing else."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.deployment.attempts import ATTEMPTS
from tests.deployment.callers import Attempt, Caller, Names
from tests.deployment.cloud import Cloud, Deployed

#: What it takes to let a session follow its photo, to tell screens, to remove what is refused.
_CONCLUDING = {
    "read a photo's record", "read a session", "write a session", "find listeners",
    "find a connection", "forget a connection", "push", "get a rendition", "delete an upload",
    "delete a rendition", "count in an album", "find a rendition's versions", "erase a rendition",
    "read an album", "queue a job",
}  # fmt: skip
#: S3 asks who may list a bucket when an object is absent.
_READING = {"get an upload", "look for an upload", "list the bucket"}
#: What each may do of `ATTEMPTS`.
ALLOWED = {
    "api_handler": {
        "read a session", "write a session", "find listeners", "find a connection",
        "count what a user sends",
        "forget a connection", "push", "read a photo's record", "put an upload", "get a rendition",
        "begin an upload in parts", "list its parts", "give it up",
        "read an album", "make an album", "count in an album", "delete an album",
        "find an album by its code", "list all albums", "read what keys are signed with",
        "settle a photo", "delete a photo's record", "list a library", "list an album",
        "find an upload's versions", "erase an upload", "find a rendition's versions",
        "erase a rendition", "sign somebody in", "answer a challenge", "queue a job",
        "ask for an export", "make an export", "get an export", "list the renditions",
        "find an export's versions", "erase an export", "see how many jobs wait", *_READING,
    },
    "websocket_connect": {
        "read a session", "write a connection", "read an album", "read what keys are signed with",
    },
    "websocket_message": {
        "read a session", "write a session", "read a connection", "find listeners",
        "find a connection", "forget a connection", "push", "get an upload", "get a rendition",
        "read an album",
    },
    "websocket_disconnect": {"find a connection", "forget a connection"},
    "photo_uploaded": {
        "read a session", "write a session", "find listeners", "find a connection",
        "forget a connection", "push", "write a photo's record", "delete an upload",
        "keep a failed event", "queue a job", "read a photo's record", "count in an album",
        "delete a photo's record", "find an upload's versions", "erase an upload", *_READING,
    },
    "expire_photos": {
        "read a session", "write a session", "find listeners", "find a connection",
        "forget a connection", "push", "read an album", "count in an album", "list all albums",
        "read a photo's record", "settle a photo", "delete a photo's record", "list an album",
        "find an upload's versions", "erase an upload", "find a rendition's versions",
        "erase a rendition",
    },
    "process_photos": {
        "take a job", "see how many jobs wait", "settle a photo", "put a rendition",
        "get a watermark", "list the renditions",
        "ask for an export", "make an export", "get an export", "list an album",
        "read what keys are signed with", *_CONCLUDING, *_READING,
    },
    "validate_photo": {"settle a photo", *_CONCLUDING, *_READING},
    "render_photo": {"put a rendition", *_CONCLUDING, *_READING},
    "watermark_photo": {
        "put a rendition", "get a watermark", "list the renditions", *_CONCLUDING, *_READING,
    },
    "moderate_photo": {"read a photo's record", "get a rendition", "list the renditions"},
    "publish_photo": {"settle a photo", *_CONCLUDING},
    "reject_photo": {"settle a photo", *_CONCLUDING},
}  # fmt: skip


_DENIALS = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "ForbiddenException"}


@pytest.fixture(scope="module")
def names(first_deploy: str, cloud: Cloud) -> Iterator[Names]:
    found = Names(cloud, cloud.deployed("dev"))
    yield found
    for queue in ("DeadLetterQueueUrl", "JobQueueUrl"):
        cloud.client("sqs").purge_queue(QueueUrl=found[queue])


@pytest.fixture
def function(handler: str, cloud: Cloud, dev: Deployed) -> Iterator[Caller]:
    """Somebody with the rights of a function."""
    with cloud.role(f"scandrop-dev-{handler}") as rights:
        yield Caller(cloud, rights)


@pytest.mark.parametrize("handler", ALLOWED)
def test_a_function_may_do_what_its_code_does_and_nothing_else(
    handler: str, function: Caller, names: Names
) -> None:
    done = {what for what, attempt in ATTEMPTS.items() if _is_allowed(attempt, function, names)}
    assert done == ALLOWED[handler]


def _is_allowed(attempt: Attempt, caller: Caller, names: Names) -> bool:
    try:
        attempt(caller, names)
    except ClientError as error:
        # Whatever else is wrong with the request: it was let through.
        return error.response["Error"]["Code"] not in _DENIALS
    return True
