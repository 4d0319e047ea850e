"""The port of exports in memory, beside the stores whose objects it shares."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from chalicelib import limits
from chalicelib.errors import PartsMissing, UploadGone
from chalicelib.export_store import StoredObject
from chalicelib.storage import Part
from tests.fake_pictures import MemoryMediaStore, MemoryObjectStore


@dataclass
class MemoryArchive:
    """An object that is being sent in parts."""

    key: str
    content_type: str
    parts: dict[int, tuple[Part, bytes]] = field(default_factory=dict)


class MemoryExportStore:
    """`ExportStore` in the dict of a `MemoryMediaStore`."""

    def __init__(
        self, media: MemoryMediaStore, objects: MemoryObjectStore, clock: Callable[[], int]
    ) -> None:
        self._media = media
        self._objects = objects
        self._clock = clock
        self._stored_at: dict[str, int] = {}
        self._numbers = count(1)
        self.uploads: dict[str, MemoryArchive] = {}
        #: The most bytes that came at once.
        self.largest = 0
        #: What else happens with each chunk that is read.
        self.on_chunk: Callable[[], None] = lambda: None
        self.chunk_bytes = limits.EXPORT_CHUNK_BYTES

    def put(self, key: str, content: bytes) -> None:
        self._media.objects[key] = content
        self._stored_at[key] = self._clock()

    def put_once(self, key: str, content: bytes) -> bool:
        if key in self._media:
            return False
        self.put(key, content)
        return True

    def read(self, key: str) -> bytes | None:
        return self._media.objects.get(key)

    def listed(self, prefix: str) -> Mapping[str, StoredObject]:
        found = sorted(key for key in self._media.objects if key.startswith(prefix))
        return {
            key: StoredObject(len(self._media.objects[key]), self._stored_at.get(key, 0))
            for key in found
        }

    def begin(self, key: str, content_type: str) -> str:
        upload_id = f"archive-{next(self._numbers)}"
        self.uploads[upload_id] = MemoryArchive(key, content_type)
        return upload_id

    def send(self, key: str, upload_id: str, number: int, content: bytes) -> Part:
        upload = self._upload(key, upload_id)
        self.largest = max(self.largest, len(content))
        part = Part(number, len(content), "digest", f"etag-{next(self._numbers)}")
        upload.parts[number] = part, content
        return part

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> None:
        upload = self._upload(key, upload_id)
        if any(upload.parts.get(each.number, (None,))[0] != each for each in parts):
            raise PartsMissing
        if key in self._media:
            return
        self.put(key, b"".join(upload.parts[each.number][1] for each in parts))
        del self.uploads[upload_id]

    def original(self, key: str, start: int) -> Generator[bytes] | None:
        source = self._objects.fetch(key)
        return None if source is None else self._chunks(source.read()[start:])

    def rendition(self, key: str, start: int) -> Generator[bytes] | None:
        found = self._media.objects.get(key)
        return None if found is None else self._chunks(found[start:])

    def download_url(self, key: str, name: str, seconds: int) -> str:
        return f"https://media.example.org/{key}?name={name}&for={seconds}"

    def erase(self, prefix: str) -> None:
        self._media.erase(prefix)

    def overwrite(self, upload_id: str, number: int) -> None:
        """Another job sends this part anew."""
        upload = self.uploads[upload_id]
        part, content = upload.parts[number]
        upload.parts[number] = replace(part, etag="another"), content

    def _chunks(self, content: bytes) -> Generator[bytes]:
        for first in range(0, len(content), self.chunk_bytes):
            self.on_chunk()
            yield content[first : first + self.chunk_bytes]

    def _upload(self, key: str, upload_id: str) -> MemoryArchive:
        upload = self.uploads.get(upload_id)
        if upload is None or upload.key != key:
            raise UploadGone
        return upload
