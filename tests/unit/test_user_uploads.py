"""Use case of users' uploads: who may send what, and how much of it."""

from typing import Any

import pytest

from chalicelib import categories, limits, multipart, sessions, uploads
from chalicelib.answers import MultipartUpload, UploadTicket
from chalicelib.errors import (
    PhotoLimitReached,
    PhotoTooLarge,
    QuotaExceeded,
    UnsupportedContentType,
)
from chalicelib.inputs import PhotoRequest, TicketRequest
from chalicelib.photo import Announcement, Rejection
from chalicelib.photo_query import FileType
from tests import fakes
from tests.fakes import START, MemoryServices
from tests.libraries import ADA, BOB
from tests.uploading import MB, issue, photo_of, send, session_of


@pytest.fixture
def services() -> MemoryServices:
    return fakes.services()


def test_a_small_file_goes_by_one_put(services: MemoryServices) -> None:
    ticket = issue(services, comment="From the balcony")
    assert isinstance(ticket, UploadTicket)
    photo = photo_of(services, ticket)
    assert (photo.owner_id, photo.comment, photo.album_id) == (
        *(ADA.user_id, "From the balcony"),
        None,
    )
    ((key, announced, seconds),) = services.signer.signed
    assert key == f"session-uploads/{ticket.session_id}/{ticket.photo_id}.mp3"
    assert (announced, seconds) == (photo.announced, limits.TICKET_SECONDS)
    assert ticket.headers["content-type"] == "audio/mpeg"
    assert ticket.session_expires_at == START + 24 * 3600


@pytest.mark.parametrize(("size", "parts"), [(16 * MB, None), (16 * MB + 1, 3), (1024 * MB, 128)])
def test_a_large_file_goes_in_parts(services: MemoryServices, size: int, parts: int | None) -> None:
    upload = issue(services, size_bytes=size)
    assert isinstance(upload, MultipartUpload) == (parts is not None)
    if isinstance(upload, MultipartUpload):
        assert (upload.part_count, upload.part_bytes) == (parts, 8 * MB)
        assert photo_of(services, upload).upload_id in services.parts
        assert len(services.parts) == 1
    else:
        assert len(services.parts) == 0


def test_its_token_is_that_of_its_phone_and_no_screen_watches(services: MemoryServices) -> None:
    upload = issue(services)
    token = upload.phone_token
    assert token is not None
    snapshot = sessions.read_session(services, upload.session_id, token)
    assert [each.url for each in snapshot.photos] == [None]
    withdrawn = uploads.withdraw_photo(
        services, PhotoRequest(upload.session_id, upload.photo_id, token)
    )
    assert withdrawn.code is Rejection.WITHDRAWN


def test_one_session_takes_one_file(services: MemoryServices) -> None:
    """Or the quota would count one file and another would come."""
    upload = issue(services)
    for size in (1, 2):
        other = Announcement(size, "image/jpeg", request_id=f"request-{size}")
        wanted = TicketRequest(upload.session_id, other, upload.phone_token)
        with pytest.raises(PhotoLimitReached):
            uploads.issue_ticket(services, wanted)
        with pytest.raises(PhotoLimitReached):
            multipart.start_upload(services, wanted)
        # Nor when it is refused, or taken back.
        uploads.withdraw_photo(
            services, PhotoRequest(upload.session_id, upload.photo_id, upload.phone_token or "")
        )
    assert len(session_of(services, upload).photos) == 1


def test_a_picture_may_have_its_url_once_more(services: MemoryServices) -> None:
    upload = issue(services, content_type="image/jpeg", file_name="image.jpg")
    announced = photo_of(services, upload).announced
    services.clock.tick(limits.TICKET_SECONDS)
    again = uploads.issue_ticket(
        services, TicketRequest(upload.session_id, announced, upload.phone_token)
    )
    assert again.photo_id == upload.photo_id
    assert again.limits == upload.limits


# What is taken


def test_it_is_told_what_users_may_send(services: MemoryServices) -> None:
    told = issue(services).limits
    assert told.content_types == tuple(categories.SUFFIXES)
    assert (told.max_photos, told.max_preview_bytes) == (1, 0)
    assert (told.max_video_bytes, told.max_file_bytes) == (1024 * MB, 1024 * MB)
    pictures = (FileType.IMAGE, FileType.AUDIO)
    told = issue(fakes.services(user_categories=pictures)).limits
    assert (told.max_video_bytes, told.max_file_bytes) == (0, 1024 * MB)


@pytest.mark.parametrize(
    ("content_type", "settings"),
    [
        ("audio/mpeg", {"user_categories": (FileType.IMAGE,)}),
        ("audio/mpeg", {"max_file_bytes": 0}),
        ("application/pdf", {"max_file_bytes": 0}),
        ("video/mp4", {"max_video_bytes": 0}),
        ("video/x-msvideo", {"moderation": True}),
        ("image/jpeg", {"user_categories": (FileType.DOCUMENT,)}),
    ],
)
def test_what_is_not_taken_is_refused_before_it_is_sent(
    content_type: str, settings: dict[str, Any]
) -> None:
    services = fakes.services(**settings)
    with pytest.raises(UnsupportedContentType):
        issue(services, content_type=content_type)
    assert len(services.sessions) == 0
    assert services.quotas.spent == {}


@pytest.mark.parametrize(
    ("content_type", "most", "kind"),
    [
        ("image/jpeg", 25 * MB, "Photos"),
        ("video/x-msvideo", 1024 * MB, "Videos"),
        ("audio/flac", 1024 * MB, "Files"),
        ("text/csv", 1024 * MB, "Files"),
    ],
)
def test_each_category_has_its_size(
    services: MemoryServices, content_type: str, most: int, kind: str
) -> None:
    issue(services, content_type=content_type, size_bytes=most)
    with pytest.raises(PhotoTooLarge, match=kind):
        issue(services, content_type=content_type, size_bytes=most + 1)


@pytest.mark.parametrize(("size", "refused"), [(16 * MB, None), (16 * MB + 1, Rejection.TOO_LARGE)])
def test_a_file_whose_size_is_not_told_is_as_large_as_it_counts(
    services: MemoryServices, size: int, refused: Rejection | None
) -> None:
    upload = issue(services, size_bytes=None)
    send(services, upload, size_bytes=size)
    assert photo_of(services, upload).rejection is refused
    assert list(services.quotas.spent.values()) == [(1, 16 * MB)]


# Quota


def test_a_day_has_so_many_files(services: MemoryServices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "USER_FILES_PER_DAY", 2)
    issue(services), issue(services)
    with pytest.raises(QuotaExceeded) as refused:
        issue(services)
    assert refused.value.retry_after == 86_400 - START % 86_400
    assert len(services.sessions) == 2
    issue(services, BOB)
    services.clock.tick(refused.value.retry_after - 1)
    with pytest.raises(QuotaExceeded):
        issue(services)
    services.clock.tick(1)
    issue(services)


def test_a_day_has_so_many_bytes(services: MemoryServices) -> None:
    for _ in range(20):
        issue(services, size_bytes=1024 * MB)
    with pytest.raises(QuotaExceeded):
        issue(services, size_bytes=1)
    assert len(services.parts) == 20


def test_no_setting_lifts_the_quota() -> None:
    services = fakes.services(max_file_bytes=80 * 1024 * MB)
    with pytest.raises(QuotaExceeded):
        issue(services, size_bytes=21 * 1024 * MB)
