"""Both sides of a multipart upload, and an application that only listens."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devserver import resources
from tests.e2e.api_client import Answer, ask, sha256
from tests.e2e.stored import Buckets

_ROOT = Path(__file__).resolve().parents[2]
_APPLICATION = """
import json, pathlib
from chalice import Chalice

app = Chalice(app_name="listener")
HEARD = pathlib.Path(__file__).with_name("heard.jsonl")

def photo_uploaded(event, context):
    with HEARD.open("a") as file:
        file.write(json.dumps(event["Records"][0]) + "\\n")

@app.on_sqs_message(queue="jobs", batch_size=3)
def process_photos(event): ...
"""


class Listener:
    """A project for the dev server, whose application writes down what it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "app.py").write_text(_APPLICATION)
        (folder / "static-site").symlink_to(_ROOT / "static-site")

    def events(self, key: str) -> list[dict[str, Any]]:
        """What it was told of one object."""
        path = self.folder / "heard.jsonl"
        heard = (
            [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        )
        encoded = key.replace("ü", "%C3%BC").replace(" ", "+")
        return [each for each in heard if each["s3"]["object"]["key"] == encoded]


class Upload:
    """A multipart upload: the application's side by boto3, the phone's by presigned URLs."""

    def __init__(self, buckets: Buckets) -> None:
        #: Untyped, as its arguments are passed on by name.
        self.client: Any = buckets.client
        self.key = f"session-uploads/{secrets.token_hex(8)}/ü film.mp4"
        self.named: dict[str, Any] = {"Bucket": resources.UPLOADS_BUCKET, "Key": self.key}
        self.object: dict[str, Any] = dict(self.named)
        created = self.client.create_multipart_upload(
            **self.named, ContentType="video/mp4", ChecksumAlgorithm="SHA256"
        )
        self.named["UploadId"] = created["UploadId"]

    def signed(self, operation: str, **facts: Any) -> str:
        url: str = self.client.generate_presigned_url(operation, {**self.named, **facts})
        return url

    def url_for(self, number: int, content: bytes) -> str:
        return self.signed(
            "upload_part",
            PartNumber=number,
            ContentLength=len(content),
            ChecksumSHA256=sha256(content),
        )

    def put(self, number: int, content: bytes, **headers: str) -> Answer:
        sent = {"x-amz-checksum-sha256": sha256(content), "Origin": "http://x", **headers}
        return ask("PUT", self.url_for(number, content), sent, content)

    def listed(self) -> list[dict[str, Any]]:
        parts = self.client.list_parts(**self.named).get("Parts", [])
        names = ("PartNumber", "ETag", "ChecksumSHA256")
        return [{name: part[name] for name in names} for part in parts]

    def complete(self, **conditions: str) -> Mapping[str, Any]:
        parts = {"Parts": self.listed()}
        answer: Mapping[str, Any] = self.client.complete_multipart_upload(
            **self.named, MultipartUpload=parts, **conditions
        )
        return answer
