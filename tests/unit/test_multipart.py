"""Use cases of large files: an upload begins, and goes on where it was."""

from dataclasses import replace

import pytest

from chalicelib import arrivals, limits, notifications, uploads
from chalicelib.errors import (
    InvalidRequest,
    PhotoLimitReached,
    PhotoTooLarge,
    RequestIdReused,
    SessionClaimed,
    SessionExpired,
    TokenRefused,
    UnsupportedContentType,
)
from chalicelib.storage import Part
from tests.actors import photo_in_session
from tests.builders import (
    CONNECTION_ID,
    SCREEN_TOKEN,
    SESSION_ID,
    SHA256,
    a_handshake,
    a_session,
    a_socket,
    a_ticket_request,
    an_id,
)
from tests.fakes import START, MemoryServices
from tests.filming import (
    FILM,
    MB,
    SIZE,
    a_film,
    ask,
    begin,
    event_of,
    film_key,
    finish,
    send,
    upload_of,
)

# Beginning


def test_the_phone_is_told_how_to_cut_the_file(services: MemoryServices) -> None:
    upload = begin(services)
    assert (upload.part_bytes, upload.part_count) == (8 * MB, 3)
    assert upload.session_expires_at == START + limits.SESSION_SECONDS_AFTER_TICKET
    assert upload.limits.max_put_bytes == 16 * MB
    assert upload.limits.max_video_bytes == 1024 * MB
    assert set(limits.VIDEO_TYPES) < set(upload.limits.content_types)
    assert upload.phone_token is None


@pytest.mark.parametrize(
    ("size", "parts"), [(1, 1), (8 * MB, 1), (8 * MB + 1, 2), (1024 * MB, 128)]
)
def test_the_last_part_has_the_rest(services: MemoryServices, size: int, parts: int) -> None:
    assert begin(services, a_film(size_bytes=size)).part_count == parts


def test_it_claims_as_a_ticket_does(services: MemoryServices) -> None:
    notifications.subscribe(services, a_socket(), a_handshake())
    upload = begin(services, token=None)
    assert upload.phone_token
    assert services.screens.types(CONNECTION_ID) == ["PHONE_CONNECTED"]
    with pytest.raises(SessionClaimed):
        begin(services)
    with pytest.raises(TokenRefused):
        begin(services, token=SCREEN_TOKEN)


def test_the_same_request_gets_the_same_upload(services: MemoryServices) -> None:
    first, again = begin(services), begin(services)
    assert first.photo_id == again.photo_id
    assert len(services.parts) == 1
    with pytest.raises(RequestIdReused):
        begin(services, a_film(size_bytes=SIZE + 1))
    with pytest.raises(RequestIdReused):
        begin(services, a_film(parts_digested=True))


def test_stores_name_of_it_goes_to_nobody(services: MemoryServices) -> None:
    upload = begin(services)
    upload_id = upload_of(services, upload.photo_id)
    assert upload_id not in repr(upload)
    send(services, upload.photo_id)
    assert upload_id not in repr(finish(services, upload.photo_id))
    arrivals.accept_arrivals(services, [event_of(upload.photo_id)])
    assert photo_in_session(services, upload.photo_id).upload_id is None
    assert upload_id not in repr(services.photos.load(upload.photo_id))


def test_its_place_is_kept_for_as_long_as_its_session_lives(services: MemoryServices) -> None:
    one = replace(services, settings=replace(services.settings, max_photos=1))
    photo_id = begin(one).photo_id
    for _ in range(5):
        services.clock.tick(limits.SESSION_SECONDS_AFTER_TICKET - 1)
        ask(one, photo_id)
        with pytest.raises(PhotoLimitReached):
            uploads.issue_ticket(one, a_ticket_request())
    # Nor does a ticket for a single PUT of the same file shorten it.
    photo = photo_in_session(one, photo_id)
    assert photo.ticket_expires_at == START + limits.MULTIPART_SECONDS
    session, _ = a_session(photos={photo_id: photo}).with_ticket(FILM, an_id(9), START, 1)
    assert session.photos[photo_id].ticket_expires_at == START + limits.MULTIPART_SECONDS


@pytest.mark.parametrize(
    ("content_type", "size", "refusal"),
    [
        ("image/jpeg", 25 * MB, None),
        ("image/jpeg", 25 * MB + 1, PhotoTooLarge),
        ("video/quicktime", 1024 * MB, None),
        ("video/quicktime", 1024 * MB + 1, PhotoTooLarge),
    ],
)
def test_photos_and_videos_have_a_size_each(
    services: MemoryServices, content_type: str, size: int, refusal: type[Exception] | None
) -> None:
    film = a_film(content_type=content_type, size_bytes=size)
    if refusal is None:
        assert begin(services, film).photo_id
        return
    with pytest.raises(refusal, match="Videos" if "video" in content_type else "Photos"):
        begin(services, film)
    assert services.sessions.load(SESSION_ID) == a_session()


@pytest.mark.parametrize("changes", [{"moderation": True}, {"max_video_bytes": 0}])
def test_where_no_videos_are_taken_none_is_begun(
    services: MemoryServices, changes: dict[str, object]
) -> None:
    """A moderator looks at pictures; nobody could look at a video first."""
    without = replace(services, settings=replace(services.settings, **changes))  # type: ignore[arg-type]
    with pytest.raises(UnsupportedContentType):
        begin(without)
    assert services.sessions.load(SESSION_ID) == a_session()
    told = begin(without, a_film(content_type="image/jpeg")).limits
    assert told.content_types == tuple(limits.CONTENT_TYPES)
    assert told.max_video_bytes == 0


# Parts


def test_a_url_is_bound_to_its_part(services: MemoryServices) -> None:
    photo_id = begin(services, a_film(parts_digested=True)).photo_id
    told = ask(services, photo_id, {3: SHA256, 1: SHA256})
    assert [url.number for url in told.urls] == [3, 1]
    upload_id, key = upload_of(services, photo_id), film_key(photo_id)
    assert services.signer.signed_parts == [
        (key, upload_id, Part(3, MB, SHA256), limits.TICKET_SECONDS),
        (key, upload_id, Part(1, 8 * MB, SHA256), limits.TICKET_SECONDS),
    ]
    assert {tuple(url.headers) for url in told.urls} == {("x-amz-checksum-sha256",)}
    assert told.arrived == ()
    assert told.expires_at == START + limits.TICKET_SECONDS


@pytest.mark.parametrize("number", [4, 99999])
def test_the_file_has_no_other_parts(services: MemoryServices, number: int) -> None:
    with pytest.raises(InvalidRequest, match="3 parts"):
        ask(services, begin(services).photo_id, {number: None})


@pytest.mark.parametrize(("announced", "digest"), [(True, None), (False, SHA256)])
def test_digests_are_as_announced(
    services: MemoryServices, announced: bool, digest: str | None
) -> None:
    photo_id = begin(services, a_film(parts_digested=announced)).photo_id
    with pytest.raises(InvalidRequest, match="if, and only if"):
        ask(services, photo_id, {1: digest})
    assert services.signer.signed_parts == []


def test_what_has_arrived_is_what_the_store_has_in_the_right_size(
    services: MemoryServices,
) -> None:
    photo_id = begin(services).photo_id
    send(services, photo_id, 3, 1)
    services.parts.put(upload_of(services, photo_id), Part(2, 5 * MB))
    assert ask(services, photo_id).arrived == (1, 3)


def test_asking_keeps_the_session_open_within_its_hour(services: MemoryServices) -> None:
    photo_id = begin(services).photo_id
    services.clock.tick(500)
    assert ask(services, photo_id, {1: None}).session_expires_at == START + 1100
    for _ in range(6):
        services.clock.tick(500)
        last = ask(services, photo_id).session_expires_at
    assert last == START + limits.SESSION_SECONDS_AT_MOST
    services.clock.tick(100)
    with pytest.raises(SessionExpired):
        ask(services, photo_id)
