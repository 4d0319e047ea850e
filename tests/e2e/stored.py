"""What the dev server has on disk: tables, as their journal tells of them, and objects."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from devserver import environment, resources
from devserver.launch import DevServer
from tests.e2e.api_client import Answer, ask


def deeds(data: Path) -> list[tuple[str, dict[str, Any]]]:
    """Each change of a table, oldest first: operation and request."""
    lines = (data / "tables.jsonl").read_text().splitlines()
    documents = [json.loads(line) for line in lines[1:]]
    return [(each["target"].rpartition(".")[2], each["request"]) for each in documents]


def connections(data: Path) -> dict[str, str]:
    """The registered connections: id → channel."""
    registered: dict[str, str] = {}
    for operation, request in deeds(data):
        if request.get("TableName") != resources.CONNECTIONS_TABLE:
            continue
        if operation == "PutItem":
            item = request["Item"]
            registered[item["connectionId"]["S"]] = item["channel"]["S"]
        elif operation == "DeleteItem":
            registered.pop(request["Key"]["connectionId"]["S"], None)
    return registered


def connections_of(data: Path, session_id: str) -> set[str]:
    """The registered connections of one session."""
    channel = f"session#{session_id}"
    return {known for known, of in connections(data).items() if of == channel}


def make_older(data: Path, connection_id: str, seconds: int) -> None:
    """Let a registered connection have connected earlier. Only while no server is up."""
    journal = data / "tables.jsonl"
    lines = journal.read_text().splitlines()
    for number, line in enumerate(lines):
        item = json.loads(line).get("request", {}).get("Item", {})
        if item.get("connectionId", {}).get("S") == connection_id:
            at = item["connectedAt"]["N"]
            lines[number] = line.replace(f'"{at}"', f'"{int(at) - seconds}"', 1)
    journal.write_text("\n".join(lines) + "\n")


def manage(server: DevServer, method: str, connection_id: str, body: bytes | None = None) -> Answer:
    """API Gateway's management API, asked from this machine."""
    gateway = server.api_url.removesuffix("/api")
    signed = {"Authorization": "AWS4-HMAC-SHA256 of somebody on this machine"}
    return ask(method, f"{gateway}/@connections/{connection_id}", signed, body)


def outcomes(data: Path, photo_id: str) -> list[str]:
    """Each outcome that was written into the photo's own record; one is right."""
    return [
        request["ExpressionAttributeValues"][":state"]["S"]
        for operation, request in deeds(data)
        if operation == "UpdateItem"
        and request["TableName"] == resources.PHOTOS_TABLE
        and request["Key"]["photoId"]["S"] == photo_id
    ]


def forget_after_outcome(data: Path, photo_id: str) -> str:
    """Cut the journal behind the record of a photo's outcome; the body of its job.

    Only while no server is up.
    """
    journal = data / "tables.jsonl"
    lines = journal.read_text().splitlines()
    (key,) = {
        request["Item"]["key"]["S"]
        for operation, request in deeds(data)
        if operation == "PutItem" and request["Item"].get("photoId", {}).get("S") == photo_id
    }
    (at,) = (
        number
        for number, line in enumerate(lines)
        if '"target":"DynamoDB_20120810.UpdateItem"' in line and photo_id in line
    )
    assert lines[at + 1 :], "nothing came after it"
    journal.write_text("\n".join(lines[: at + 1]) + "\n")
    return json.dumps({"key": key})


def end_session(data: Path, session_id: str) -> None:
    """Let a session be over. Only while no server is up."""
    journal = data / "tables.jsonl"
    lines = journal.read_text().splitlines()
    # Earlier ones were written while it was open, and are replayed so.
    last = max(
        number
        for number, line in enumerate(lines)
        if json.loads(line).get("request", {}).get("Item", {}).get("sessionId", {}).get("S")
        == session_id
        and resources.SESSIONS_TABLE in line
    )
    document = json.loads(lines[last])
    item = document["request"]["Item"]
    item["expiresAt"] = item["createdAt"]
    lines[last] = json.dumps(document, separators=(",", ":"))
    journal.write_text("\n".join(lines) + "\n")


class Buckets:
    """The objects, asked for by one who has the key to them."""

    def __init__(self, url: str, data: Path) -> None:
        """`url`: any presigned one."""
        parts = urlsplit(url)
        self.client = boto3.client(
            "s3",
            endpoint_url=f"{parts.scheme}://{parts.netloc}",
            region_name=environment.REGION,
            aws_access_key_id=environment.ACCESS_KEY_ID,
            aws_secret_access_key=environment.secret_access_key(data),
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )

    def upload(self, session_id: str, photo_id: str) -> bytes | None:
        """The file as the phone sent it; None if it is gone."""
        prefix = f"session-uploads/{session_id}/{photo_id}."
        found = self._under(resources.UPLOADS_BUCKET, prefix)
        return next(iter(found.values()), None)

    def chunks(self, session_id: str, photo_id: str) -> Iterator[bytes]:
        """The same, piece by piece: it may be larger than memory."""
        prefix = f"session-uploads/{session_id}/{photo_id}."
        listed = self.client.list_objects_v2(Bucket=resources.UPLOADS_BUCKET, Prefix=prefix)
        (found,) = listed["Contents"]
        got = self.client.get_object(Bucket=resources.UPLOADS_BUCKET, Key=found["Key"])
        yield from got["Body"].iter_chunks(1024**2)

    def renditions(self, photo_id: str) -> dict[str, bytes]:
        """What was made of it: name → JPEG."""
        found = self._under(resources.MEDIA_BUCKET, f"renditions/{photo_id}/")
        return {key.rpartition("/")[2].removesuffix(".jpg"): each for key, each in found.items()}

    def signed(self, url: str, seconds: int, operation: str = "get_object") -> str:
        """A URL for the object of another one, with a life of its own."""
        bucket, _, key = urlsplit(url).path.removeprefix("/").partition("/")
        params = {"Bucket": bucket, "Key": key}
        signed: str = self.client.generate_presigned_url(operation, params, ExpiresIn=seconds)
        return signed

    def _under(self, bucket: str, prefix: str) -> dict[str, bytes]:
        """Key → content."""
        listed = self.client.list_objects_v2(Bucket=bucket, Prefix=prefix)
        return {
            each["Key"]: self.client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
            for each in listed.get("Contents", ())
        }
