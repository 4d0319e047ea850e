"""What becomes of a user's file, from its arrival on."""

from dataclasses import replace

import pytest

from chalicelib import arrivals, deletion, library, limits
from chalicelib.answers import MultipartUpload
from chalicelib.errors import PhotoNotFound
from chalicelib.inputs import Arrival
from chalicelib.library_answers import Redirect
from chalicelib.library_errors import PhotoNotReady, SizeNotFound
from chalicelib.library_inputs import ImageRequest, PageRequest
from chalicelib.photo import PhotoState, Rejection
from chalicelib.photo_query import FileType, Filters, ImageSize
from tests import fakes
from tests.builders import ALBUM_ID, an_album
from tests.fake_pictures import BUCKET
from tests.fakes import MemoryServices
from tests.libraries import ADA, HOST
from tests.papers import DOCUMENTS
from tests.recordings import SOUNDS, an_avi, an_mp3
from tests.uploading import MB, issue, key_of, photo_of, send, send_parts
from tests.workers import Worker

FILES = {**SOUNDS, **DOCUMENTS, "video/x-msvideo": an_avi(), "image/jpeg": b"good"}


@pytest.fixture
def services() -> MemoryServices:
    return fakes.services()


@pytest.mark.parametrize("content_type", FILES)
def test_a_file_of_each_type_is_in_the_library_of_its_owner(
    services: MemoryServices, work: Worker, content_type: str
) -> None:
    content = FILES[content_type]
    upload = issue(
        services, comment="Hi", content_type=content_type, size_bytes=len(content), file_name="x"
    )
    work(services, send(services, upload, content))
    photo = services.photos.records[upload.photo_id]
    assert (photo.state, photo.owner_id, photo.comment) == (PhotoState.READY, ADA.user_id, "Hi")
    assert photo.content_type == content_type
    assert bool(photo.renditions) == (content_type == "image/jpeg")


@pytest.mark.parametrize("category", FileType)
def test_lists_find_each_by_its_category(services: MemoryServices, category: FileType) -> None:
    for content_type in FILES:
        send(services, issue(services, content_type=content_type, size_bytes=5), b"12345")
    page = library.list_photos(services, ADA, PageRequest(Filters(file_type=category), 100, None))
    assert len(page.photos) == {"image": 1, "video": 1, "audio": 6, "document": 10}[category]
    assert {photo.type for photo in page.photos} == {category}


def test_a_large_file_in_parts_is_worked_on_as_any(services: MemoryServices, work: Worker) -> None:
    upload = issue(services, size_bytes=100 * MB)
    assert isinstance(upload, MultipartUpload)
    # It ends in nothing that is an archive.
    work(services, send_parts(services, upload, an_mp3()))
    assert photo_of(services, upload).state is PhotoState.READY


def test_what_it_is_not_is_refused_when_it_is_there(services: MemoryServices, work: Worker) -> None:
    upload = issue(services, content_type="application/pdf")
    key = send(services, upload, b"<html><script>alert(1)</script></html>")
    work(services, key)
    assert photo_of(services, upload).rejection is Rejection.TYPE_MISMATCH
    assert key not in services.objects
    view = library.list_photos(
        services, ADA, PageRequest(Filters(state=PhotoState.REJECTED), 10, None)
    ).photos[0]
    assert (view.code, view.sizes, view.type) == (Rejection.TYPE_MISMATCH, (), FileType.DOCUMENT)


def test_one_that_is_not_taken_any_more_is_refused(services: MemoryServices) -> None:
    upload = issue(services)
    without = replace(
        services, settings=replace(services.settings, user_categories=(FileType.IMAGE,))
    )
    send(without, upload)
    assert photo_of(services, upload).rejection is Rejection.UNSUPPORTED_FORMAT
    assert len(services.objects) == 0


def test_audio_of_no_user_is_refused(services: MemoryServices) -> None:
    """A visitor has no such ticket; the key alone opens nothing."""
    upload = issue(services)
    key = key_of(services, upload)
    services.sessions.forget(upload.session_id)
    services.objects.put(key, 5, "audio/mpeg")
    arrivals.accept_arrivals(services, [Arrival(BUCKET, key, 5, services.clock.now)])
    record = services.photos.records[upload.photo_id]
    assert (record.rejection, record.owner_id) == (Rejection.UNSUPPORTED_FORMAT, None)


def test_one_that_comes_late_is_its_owner_s_all_the_same(services: MemoryServices) -> None:
    upload = issue(services)
    services.clock.tick(limits.USER_SESSION_SECONDS)
    send(services, upload)
    assert services.photos.records[upload.photo_id].owner_id == ADA.user_id


@pytest.mark.parametrize("good", [True, False])
def test_its_place_is_settled_with_it(services: MemoryServices, work: Worker, good: bool) -> None:
    services.albums.create(an_album(owner_id=HOST.user_id))
    upload = issue(services, HOST, album_id=ALBUM_ID)
    work(services, send(services, upload, an_mp3() if good else b"words"))
    album = services.albums[ALBUM_ID]
    assert (album.photo_count, dict(album.held)) == (int(good), {})


# To be had


def test_without_a_size_it_is_the_one_that_there_is(services: MemoryServices, work: Worker) -> None:
    upload = issue(services, file_name="Speech.html")
    asked = ImageRequest(upload.photo_id, None, redirects=False)
    key = send(services, upload)
    with pytest.raises(PhotoNotReady):
        library.serve_photo(services, ADA, asked)
    work(services, key)
    answer = library.serve_photo(services, ADA, asked)
    assert not isinstance(answer, Redirect)
    assert answer.size is ImageSize.ORIGINAL
    assert "name=Speech.html.mp3" in answer.url
    with pytest.raises(SizeNotFound):
        library.serve_photo(services, ADA, replace(asked, size=ImageSize.MEDIUM))


def test_of_a_picture_it_is_the_medium_one(services: MemoryServices, work: Worker) -> None:
    upload = issue(services, content_type="image/jpeg", size_bytes=4)
    work(services, send(services, upload, b"good"))
    asked = ImageRequest(upload.photo_id, None, redirects=False)
    answer = library.serve_photo(services, ADA, asked)
    assert not isinstance(answer, Redirect)
    assert answer.size is ImageSize.MEDIUM


def test_what_is_deleted_leaves_nothing(services: MemoryServices, work: Worker) -> None:
    upload = issue(services)
    key = send(services, upload)
    work(services, key)
    deletion.delete_photo(services, ADA, upload.photo_id)
    assert len(services.objects) == len(services.objects.versions) == len(services.photos) == 0
    with pytest.raises(PhotoNotFound):
        deletion.delete_photo(services, ADA, upload.photo_id)
