"""Use cases of large files: only what was announced becomes an object, and it does so once."""

from dataclasses import replace

import pytest

from chalicelib import arrivals, uploads
from chalicelib.errors import (
    PartsMissing,
    PhotoAlreadyStored,
    PhotoNotFound,
    ServiceUnavailable,
    TokenRefused,
    UnsupportedContentType,
    UploadGone,
)
from chalicelib.inputs import PhotoRequest, TicketRequest
from chalicelib.photo import PhotoState, Rejection
from chalicelib.storage import Part
from tests.builders import (
    OTHER_TOKEN,
    PHONE_TOKEN,
    SCREEN_TOKEN,
    SESSION_ID,
    a_ticket_request,
    an_id,
)
from tests.fakes import MemoryServices
from tests.filming import (
    FILM,
    MB,
    SIZE,
    SIZES,
    ask,
    begin,
    event_of,
    film_key,
    finish,
    send,
    upload_of,
)

# Completing


def test_all_parts_become_one_object_and_again_is_no_harm(services: MemoryServices) -> None:
    photo_id = begin(services).photo_id
    send(services, photo_id)
    views = [finish(services, photo_id) for _ in range(3)]
    assert {view.state for view in views} == {PhotoState.PENDING}
    facts = services.objects.facts(film_key(photo_id))
    assert facts
    assert (facts.size_bytes, facts.content_type) == (SIZE, "video/mp4")
    assert services.parts.completed == 1
    with pytest.raises(PhotoAlreadyStored):
        ask(services, photo_id)
    arrivals.accept_arrivals(services, [event_of(photo_id)])
    with pytest.raises(PhotoAlreadyStored):
        finish(services, photo_id)
    with pytest.raises(PhotoAlreadyStored):
        begin(services)


@pytest.mark.parametrize("missing", list(SIZES))
def test_a_part_that_is_missing_is_told(services: MemoryServices, missing: int) -> None:
    photo_id = begin(services).photo_id
    send(services, photo_id, *(number for number in SIZES if number != missing))
    with pytest.raises(PartsMissing):
        finish(services, photo_id)
    assert len(services.objects) == 0
    send(services, photo_id, missing)
    finish(services, photo_id)
    assert len(services.objects) == 1


@pytest.mark.parametrize(
    "wrong", [Part(3, MB + 1), Part(3, MB - 1), Part(3, 8 * MB), Part(2, 8 * MB - 1)]
)
def test_it_is_bound_to_the_size_of_each_part(services: MemoryServices, wrong: Part) -> None:
    photo_id = begin(services).photo_id
    send(services, photo_id)
    services.parts.put(upload_of(services, photo_id), wrong)
    with pytest.raises(PartsMissing):
        finish(services, photo_id)
    assert len(services.objects) == 0


def test_what_is_gone_is_begun_again_for_the_same_photo(services: MemoryServices) -> None:
    first = begin(services)
    send(services, first.photo_id)
    gone = upload_of(services, first.photo_id)
    services.parts.abort(film_key(first.photo_id), gone)
    for tell in (finish, ask):
        with pytest.raises(UploadGone):
            tell(services, first.photo_id)
    with pytest.raises(UploadGone):
        ask(services, first.photo_id, {1: None})
    again = begin(services)
    assert again.photo_id == first.photo_id
    assert upload_of(services, again.photo_id) != gone
    send(services, again.photo_id)
    finish(services, again.photo_id)
    assert services.parts.completed == 1


# Taking back


def test_what_was_taken_back_is_off_the_store(services: MemoryServices) -> None:
    photo_id = begin(services).photo_id
    send(services, photo_id, 1, 2)
    withdrawal = PhotoRequest(SESSION_ID, photo_id, PHONE_TOKEN)
    for _ in range(2):
        assert uploads.withdraw_photo(services, withdrawal).code is Rejection.WITHDRAWN
        assert len(services.parts) == 0
    for attempt in (begin, lambda them: ask(them, photo_id), lambda them: finish(them, photo_id)):
        with pytest.raises(PhotoAlreadyStored):
            attempt(services)
    assert len(services.parts) == 0


def test_a_store_that_is_away_does_not_hold_up_a_withdrawal(services: MemoryServices) -> None:
    photo_id = begin(services).photo_id

    class Down:
        def abort(self, key: str, upload_id: str) -> None:
            raise ServiceUnavailable

    away = replace(services, parts=Down())  # type: ignore[arg-type]
    withdrawal = PhotoRequest(SESSION_ID, photo_id, PHONE_TOKEN)
    assert uploads.withdraw_photo(away, withdrawal).code is Rejection.WITHDRAWN
    assert len(services.parts) == 1
    uploads.withdraw_photo(services, withdrawal)
    assert len(services.parts) == 0, "asked again, it is done"


# Refusals


@pytest.mark.parametrize("token", [SCREEN_TOKEN, OTHER_TOKEN])
def test_only_the_phone_goes_on(services: MemoryServices, token: str) -> None:
    photo_id = begin(services).photo_id
    send(services, photo_id)
    with pytest.raises(TokenRefused):
        ask(services, photo_id, token=token)
    with pytest.raises(TokenRefused):
        finish(services, photo_id, token=token)
    assert len(services.objects) == 0


def test_a_photo_of_a_single_put_has_no_parts(services: MemoryServices) -> None:
    photo_id = uploads.issue_ticket(services, a_ticket_request()).photo_id
    with pytest.raises(UploadGone):
        ask(services, photo_id)
    with pytest.raises(PhotoNotFound):
        finish(services, an_id(9))


def test_a_ticket_for_a_single_put_is_for_pictures(services: MemoryServices) -> None:
    request = TicketRequest(SESSION_ID, FILM, PHONE_TOKEN)
    with pytest.raises(UnsupportedContentType):
        uploads.issue_ticket(services, request)
