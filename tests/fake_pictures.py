"""The ports of pictures in memory: what was uploaded, what is made of it, and the work between.

No picture is decoded: the content of an upload says what the renderer shall make of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote

from chalicelib.export import ExportJob
from chalicelib.jobs import Job
from chalicelib.photo import (
    PhotoFacts,
    PhotoRefused,
    Picture,
    Preview,
    Rejection,
    RenditionName,
)
from chalicelib.ports import Mark, QueuedJob, Rendered
from chalicelib.storage import ObjectFacts
from chalicelib.webhook import WebhookJob

BUCKET = "uploads"
#: What the renderer finds in every good upload.
FACTS = PhotoFacts(
    format="JPEG",
    width=4032,
    height=3024,
    orientation=6,
    taken_at="2026-11-21T14:03:05+01:00",
    camera="Apple iPhone 15",
    position="+47.37690+008.54170/",
)
#: In pixels, of the pictures that it makes of each.
SIZES = {
    RenditionName.LARGE: (2016, 1512),
    RenditionName.MEDIUM: (1008, 756),
    RenditionName.THUMB: (252, 189),
}


def refusal(why: Rejection, *, late: bool = False) -> bytes:
    """The content of an upload that the renderer refuses: at its first look, or when it decodes."""
    return f"{'decode and ' if late else ''}refuse {why}".encode()


class MemoryObjectStore:
    """`ObjectStore` in a dict. What phones do to it by their URLs is `put`."""

    def __init__(self) -> None:
        self._objects: dict[str, tuple[ObjectFacts, bytes]] = {}
        #: What a plain delete has only hidden.
        self.versions: dict[str, tuple[ObjectFacts, bytes]] = {}

    def __len__(self) -> int:
        return len(self._objects)

    def __contains__(self, key: object) -> bool:
        return key in self._objects

    def __iter__(self) -> Iterator[str]:
        return iter(self._objects)

    def put(
        self, key: str, size_bytes: int, content_type: str | None = None, content: bytes = b"good"
    ) -> None:
        """An upload by a signed URL, once for each key."""
        self._objects.setdefault(key, (ObjectFacts(size_bytes, content_type), content))

    def facts(self, key: str) -> ObjectFacts | None:
        return self._objects[key][0] if key in self._objects else None

    def excerpt(self, key: str, start: int, size_bytes: int) -> bytes | None:
        if key not in self._objects:
            return None
        return self._objects[key][1][start : start + size_bytes]

    def fetch(self, key: str) -> BinaryIO | None:
        return BytesIO(self._objects[key][1]) if key in self._objects else None

    def view_url(self, key: str, content_type: str, seconds: int) -> str:
        return f"https://{BUCKET}.example.org/{key}?as={content_type}&for={seconds}"

    def download_url(self, key: str, content_type: str, name: str, seconds: int) -> str:
        return f"https://{BUCKET}.example.org/{key}?as={content_type}&name={name}&for={seconds}"

    def delete(self, key: str) -> None:
        if key in self._objects:
            self.versions[key] = self._objects.pop(key)

    def erase(self, prefix: str) -> None:
        for known in (self._objects, self.versions):
            for key in [key for key in known if key.startswith(prefix)]:
                del known[key]


class MemoryMediaStore:
    """`MediaStore` in a dict; logos are there when a test puts them there."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.metadata: dict[str, dict[str, str]] = {}
        #: As above.
        self.versions: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self.objects)

    def __contains__(self, key: object) -> bool:
        return key in self.objects

    def put(self, key: str, picture: Picture, metadata: Mapping[str, str]) -> None:
        self.objects[key] = picture.jpeg
        self.metadata[key] = dict(metadata)

    def read(self, key: str) -> bytes | None:
        return self.objects.get(key)

    def view_url(self, key: str, seconds: int) -> str:
        return f"https://media.example.org/{key}?for={seconds}"

    def download_url(self, key: str, name: str, seconds: int) -> str:
        return f"https://media.example.org/{key}?for={seconds}&save={quote(name)}"

    def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            if key in self.objects:
                self.versions[key] = self.objects.pop(key)

    def erase(self, prefix: str) -> None:
        for known in (self.objects, self.versions):
            for key in [key for key in known if key.startswith(prefix)]:
                del known[key]


class MemoryJobQueue:
    """`JobQueue` that writes jobs down; a test hands them on, as often as it likes."""

    def __init__(self) -> None:
        self.sent: list[Job] = []
        self.exports: list[ExportJob] = []
        self.webhooks: list[WebhookJob] = []

    def __len__(self) -> int:
        return len(self.sent) + len(self.exports) + len(self.webhooks)

    def send(self, job: QueuedJob) -> None:
        if isinstance(job, ExportJob):
            self.exports.append(job)
        elif isinstance(job, WebhookJob):
            self.webhooks.append(job)
        else:
            self.sent.append(job)

    def waiting(self) -> int:
        return len(self.sent)


class MemoryWorkflows:
    """`Workflows` that writes down what was started, by name; a test says which have failed."""

    def __init__(self) -> None:
        self.started: dict[str, list[Job]] = {}
        self.failed: set[str] = set()

    def start(self, name: str, job: Job) -> None:
        if name not in self.started:
            self.started[name] = [job]
        elif name in self.failed:
            self.failed.remove(name)
            self.started[name].append(replace(job, repeated=True))


class MemoryRenderer:
    """`Renderer` of contents that are words: a `refusal`, or anything else for a good picture."""

    def inspect(self, source: BinaryIO) -> PhotoFacts:
        self._content(source)
        return FACTS

    def render(self, source: BinaryIO, mark: Mark | None) -> Rendered:
        content = self._content(source)
        _refuse(content.removeprefix(b"decode and "))
        pictures = (
            Picture(name, *size, jpeg=b"%s of %s, %s" % (name.encode(), content, _told(mark)))
            for name, size in SIZES.items()
        )
        return Rendered(FACTS, tuple(pictures))

    def preview(self, source: BinaryIO) -> Preview:
        return Preview(512, 384, b"preview of " + self._content(source))

    def _content(self, source: BinaryIO) -> bytes:
        source.seek(0)
        content = source.read()
        _refuse(content)
        return content


def _refuse(content: bytes) -> None:
    if content.startswith(b"refuse "):
        raise PhotoRefused(Rejection(content.removeprefix(b"refuse ").decode()))


def _told(mark: Mark | None) -> bytes:
    if mark is None:
        return b"unmarked"
    return b"marked " + (mark.logo or (mark.watermark.text or "").encode())


class MemoryModerator:
    """`Moderator` that refuses what has this in it, and remembers what it was shown."""

    def __init__(self, refused: bytes) -> None:
        self.shown: list[bytes] = []
        self._refused = refused

    def refuses(self, jpeg: bytes) -> bool:
        self.shown.append(jpeg)
        return self._refused in jpeg
