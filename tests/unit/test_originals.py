"""Use case of files of which nothing is made, whichever way the work on them goes."""

from dataclasses import replace
from typing import BinaryIO

import pytest

from chalicelib import categories, limits
from chalicelib.keys import upload_key
from chalicelib.photo import Photo, PhotoState, Rejection
from tests import fakes
from tests.builders import PHOTO_ID, SESSION_ID, a_stored_photo
from tests.fake_pictures import MemoryModerator, MemoryObjectStore
from tests.fakes import MemoryServices
from tests.films import an_mp4
from tests.papers import DOCUMENTS, DOCX, a_pdf, a_zip, open_xml_parts
from tests.recordings import SOUNDS, an_avi, an_mp3
from tests.workers import Worker

FILES = {**SOUNDS, **DOCUMENTS, categories.AVI: an_avi()}


@pytest.fixture
def services() -> MemoryServices:
    return fakes.services()


def stored(services: MemoryServices, content_type: str, content: bytes) -> str:
    """A file that came as this type; its key."""
    key = upload_key(SESSION_ID, PHOTO_ID, content_type)
    services.objects.put(key, len(content), content_type, content)
    services.photos.record(
        a_stored_photo(content_type=content_type, key=key, size_bytes=len(content))
    )
    return key


def settled(services: MemoryServices) -> Photo:
    return services.photos.records[PHOTO_ID]


@pytest.mark.parametrize("content_type", FILES)
def test_what_it_was_announced_as_is_ready_as_it_came(
    services: MemoryServices, work: Worker, content_type: str
) -> None:
    key = stored(services, content_type, FILES[content_type])
    work(services, key)
    photo = settled(services)
    assert (photo.state, photo.renditions, photo.facts) == (PhotoState.READY, (), None)
    assert len(services.media) == 0
    assert key in services.objects


@pytest.mark.parametrize("content_type", FILES)
def test_what_it_was_not_announced_as_is_refused_and_removed(
    services: MemoryServices, work: Worker, content_type: str
) -> None:
    key = stored(services, content_type, b"<!DOCTYPE html><script>alert(1)</script>")
    work(services, key)
    video = content_type == categories.AVI
    assert settled(services).rejection is (
        Rejection.NOT_A_VIDEO if video else Rejection.TYPE_MISMATCH
    )
    assert key not in services.objects


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("application/pdf", a_pdf()), ("audio/mpeg", an_mp3()), ("text/plain", b"words")],
)
def test_nothing_but_an_archive_is_an_archive_too(
    services: MemoryServices, work: Worker, content_type: str, content: bytes
) -> None:
    hidden = a_zip({"word/document.xml": b"<document/>"})
    work(services, stored(services, content_type, content + hidden))
    assert settled(services).rejection is Rejection.TYPE_MISMATCH


def test_why_a_document_is_refused_is_told(services: MemoryServices, work: Worker) -> None:
    parts = open_xml_parts() | {"word/vbaProject.bin": b"Sub AutoOpen()"}
    work(services, stored(services, DOCX, a_zip(parts)))
    assert settled(services).rejection is Rejection.ACTIVE_CONTENT


@pytest.mark.parametrize("content_type", ["audio/mpeg", "application/pdf", "text/csv"])
def test_it_is_never_read_as_a_whole(
    services: MemoryServices, work: Worker, content_type: str
) -> None:
    asked: list[int] = []
    filler = b"0,0\n" * limits.EDGE_BYTES
    content = {
        "audio/mpeg": an_mp3() + filler,
        "application/pdf": a_pdf()[:200] + filler + a_pdf(),
        "text/csv": filler,
    }[content_type]

    class Watched(MemoryObjectStore):
        def excerpt(self, key: str, start: int, size_bytes: int) -> bytes | None:
            asked.append(size_bytes)
            return super().excerpt(key, start, size_bytes)

        def fetch(self, key: str) -> BinaryIO | None:
            raise AssertionError("it may have a gigabyte")

    objects = Watched()
    key = stored(services, content_type, content)
    objects.put(key, len(content), content_type, content)
    work(replace(services, objects=objects), key)
    assert settled(services).state is PhotoState.READY
    assert sum(asked) < 5 * limits.EDGE_BYTES


def test_one_that_is_gone_is_passed_over(services: MemoryServices, work: Worker) -> None:
    key = stored(services, "audio/mpeg", an_mp3())
    services.objects.delete(key)
    work(services, key)
    assert settled(services).state is PhotoState.STORED


def test_who_moderates_looks_at_pictures(services: MemoryServices, work: Worker) -> None:
    """What nobody is shown needs no look; videos nobody can look at."""
    moderated = replace(services, moderator=MemoryModerator(b"nude"))
    work(moderated, stored(services, "audio/mpeg", an_mp3()))
    assert settled(services).state is PhotoState.READY
    services.photos.forget(PHOTO_ID)
    work(moderated, stored(services, "video/mp4", an_mp4()))
    assert settled(services).rejection is Rejection.UNSUPPORTED_FORMAT
