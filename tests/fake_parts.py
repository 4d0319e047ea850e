"""The ports by which phones send files, in memory: URLs that are signed, and parts that come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from chalicelib.errors import PartsMissing, UploadGone
from chalicelib.photo import Announcement
from chalicelib.storage import Part, SignedRequest
from tests.fake_pictures import BUCKET, MemoryObjectStore


class MemorySigner:
    """`UploadSigner` that signs with nothing, and remembers for whom."""

    def __init__(self) -> None:
        self.signed: list[tuple[str, Announcement, int]] = []
        self.signed_parts: list[tuple[str, str, Part, int]] = []

    def sign_put(self, key: str, announced: Announcement, seconds: int) -> SignedRequest:
        self.signed.append((key, announced, seconds))
        headers = {"if-none-match": "*"}
        if announced.content_type is not None:
            headers["content-type"] = announced.content_type
        if announced.sha256 is not None:
            headers["x-amz-checksum-sha256"] = announced.sha256
        return SignedRequest("PUT", f"https://{BUCKET}.example.org/{key}", headers)

    def sign_part(self, key: str, upload_id: str, part: Part, seconds: int) -> SignedRequest:
        self.signed_parts.append((key, upload_id, part, seconds))
        headers = {} if part.sha256 is None else {"x-amz-checksum-sha256": part.sha256}
        url = f"https://{BUCKET}.example.org/{key}?uploadId={upload_id}&partNumber={part.number}"
        return SignedRequest("PUT", url, headers)


@dataclass
class MemoryUpload:
    """An upload that has begun, and what has come of it."""

    key: str
    announced: Announcement
    parts: dict[int, Part] = field(default_factory=dict)


class MemoryPartStore:
    """`PartStore` in a dict; what is complete is in the store of objects.

    What phones do to it by their URLs is `put`.
    """

    def __init__(self, objects: MemoryObjectStore) -> None:
        self.objects = objects
        self.uploads: dict[str, MemoryUpload] = {}
        #: What the content of a file begins with, for whoever looks into it: parts have none here.
        self.content = b"good"
        #: How often an object was made of parts.
        self.completed = 0
        self._numbers = count(1)

    def __len__(self) -> int:
        return len(self.uploads)

    def __contains__(self, upload_id: object) -> bool:
        return upload_id in self.uploads

    def put(self, upload_id: str, part: Part) -> Part:
        """The phone sends a part by its URL: what is there of it then."""
        upload = self.uploads.get(upload_id)
        if upload is None:
            raise UploadGone
        sent = replace(part, etag=f"etag-{next(self._numbers)}")
        upload.parts[part.number] = sent
        return sent

    def create(self, key: str, announced: Announcement) -> str:
        upload_id = f"upload-{next(self._numbers)}"
        self.uploads[upload_id] = MemoryUpload(key, announced)
        return upload_id

    def arrived(self, key: str, upload_id: str) -> Mapping[int, Part]:
        return dict(self._upload(key, upload_id).parts)

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> None:
        upload = self._upload(key, upload_id)
        if any(upload.parts.get(part.number) != part for part in parts):
            raise PartsMissing
        if key in self.objects:
            return
        size = sum(part.size_bytes for part in parts)
        self.objects.put(key, size, upload.announced.content_type, self.content)
        self.completed += 1
        del self.uploads[upload_id]

    def abort(self, key: str, upload_id: str) -> None:
        upload = self.uploads.get(upload_id)
        if upload is not None and upload.key == key:
            del self.uploads[upload_id]

    def _upload(self, key: str, upload_id: str) -> MemoryUpload:
        upload = self.uploads.get(upload_id)
        if upload is None or upload.key != key:
            raise UploadGone
        return upload
