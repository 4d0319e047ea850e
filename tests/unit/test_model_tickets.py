"""Which tickets a session gives, and how many."""

from dataclasses import replace

import pytest

from chalicelib import limits
from chalicelib.errors import (
    PhotoAlreadyStored,
    PhotoDuplicate,
    PhotoLimitReached,
    RequestIdReused,
)
from chalicelib.photo import Announcement, PhotoState
from tests.actors import with_tickets
from tests.builders import (
    PHOTO_ID,
    SHA256,
    a_photo,
    a_session,
    a_stored_photo,
    an_announcement,
    an_id,
)
from tests.fakes import START


def test_a_ticket_announces_a_photo_for_as_long_as_its_url_is_good() -> None:
    session, photo = a_session().with_ticket(an_announcement(), PHOTO_ID, START, 10)
    assert photo == a_photo(ticket_expires_at=START + limits.TICKET_SECONDS)
    assert session.photos == {PHOTO_ID: photo}


@pytest.mark.parametrize("request_id", ["request-1", None])
def test_the_same_file_gets_its_ticket_again_with_fresh_time(request_id: str | None) -> None:
    said = an_announcement(request_id=request_id)
    session, first = a_session().with_ticket(said, an_id(1), START, 10)
    session, again = session.with_ticket(said, an_id(2), START + 60, 10)
    assert again.photo_id == first.photo_id
    assert again.ticket_expires_at == START + 60 + limits.TICKET_SECONDS
    assert len(session.photos) == 1


def test_equal_files_with_request_ids_of_their_own_get_tickets_of_their_own() -> None:
    assert len(with_tickets(2).photos) == 2


def test_without_request_id_an_equal_file_that_has_arrived_gets_a_new_ticket() -> None:
    """The same picture may be sent twice on purpose."""
    said = an_announcement(request_id=None)
    session = a_session().with_photo(a_stored_photo(announced=said))
    session, photo = session.with_ticket(said, an_id(2), START, 10)
    assert photo.photo_id == an_id(2)
    assert len(session.photos) == 2


@pytest.mark.parametrize("state", [PhotoState.STORED, PhotoState.READY])
@pytest.mark.parametrize("request_id", ["request-2", None])
@pytest.mark.parametrize("max_photos", [1, 10])
def test_the_same_bytes_are_not_taken_twice(
    state: PhotoState, request_id: str | None, max_photos: int
) -> None:
    """Also where there is no room for them: which is less of what there is to say."""
    session = a_session().with_photo(a_stored_photo(state=state))
    again = an_announcement(request_id=request_id, sha256=SHA256, file_name="copy.jpg")
    with pytest.raises(PhotoDuplicate, match="already"):
        session.with_ticket(again, an_id(2), START, max_photos)


def test_not_even_by_a_ticket_that_was_given_before_they_had_come() -> None:
    again = an_announcement(request_id="request-2", sha256=SHA256)
    session, _ = a_session().with_photo(a_photo()).with_ticket(again, an_id(2), START, 10)
    with pytest.raises(PhotoDuplicate):
        session.with_photo(a_stored_photo()).with_ticket(again, an_id(3), START, 10)


@pytest.mark.parametrize(
    "other", [{"sha256": an_announcement(request_id="x").sha256}, {"size_bytes": 999}]
)
def test_other_bytes_are_another_photo(other: dict[str, object]) -> None:
    said = {"request_id": "request-2", "sha256": SHA256} | other
    session = a_session().with_photo(a_stored_photo())
    _, photo = session.with_ticket(an_announcement(**said), an_id(2), START, 10)
    assert photo.photo_id == an_id(2)


@pytest.mark.parametrize("unsaid", ["sha256", "size_bytes"])
def test_of_what_is_not_told_nobody_knows_that_it_is_the_same(unsaid: str) -> None:
    said = {"sha256": SHA256, unsaid: None}
    session = a_session().with_photo(a_stored_photo(announced=an_announcement(**said)))
    again = an_announcement(request_id="request-2", **said)
    assert session.with_ticket(again, an_id(2), START, 10)[1].photo_id == an_id(2)


@pytest.mark.parametrize("state", [PhotoState.PENDING, PhotoState.REJECTED])
def test_what_is_not_there_may_be_sent_again(state: PhotoState) -> None:
    session = a_session().with_photo(a_photo(state=state))
    again = an_announcement(request_id="request-2", sha256=SHA256)
    assert session.with_ticket(again, an_id(2), START, 10)[1].photo_id == an_id(2)


def test_an_open_ticket_is_filled_in_by_the_first_announcement() -> None:
    session, opened = a_session().with_ticket(Announcement(), an_id(1), START, 10)
    session, again = session.with_ticket(Announcement(), an_id(2), START, 10)
    session, filled = session.with_ticket(an_announcement(), an_id(3), START, 10)
    assert opened.photo_id == again.photo_id == filled.photo_id
    assert filled.announced == an_announcement()
    session, second = session.with_ticket(
        an_announcement(request_id="request-2"), an_id(4), START, 10
    )
    assert second.photo_id == an_id(4)
    assert len(session.photos) == 2


def test_an_open_ticket_by_which_a_photo_came_is_not_filled_in() -> None:
    arrived = a_stored_photo(announced=Announcement())
    session, photo = (
        a_session().with_photo(arrived).with_ticket(an_announcement(), an_id(2), START, 10)
    )
    assert photo.photo_id == an_id(2)
    assert session.photos[PHOTO_ID] == arrived


def test_a_request_id_stands_for_one_file() -> None:
    with pytest.raises(RequestIdReused):
        with_tickets(1).with_ticket(
            an_announcement(request_id="file-0000", size_bytes=2), an_id(2), START, 10
        )


@pytest.mark.parametrize("state", [PhotoState.STORED, PhotoState.READY, PhotoState.REJECTED])
def test_the_request_id_of_a_photo_that_arrived_gets_no_second_ticket(state: PhotoState) -> None:
    session = a_session().with_photo(a_stored_photo(state=state))
    with pytest.raises(PhotoAlreadyStored):
        session.with_ticket(an_announcement(), an_id(2), START, 10)


def test_a_session_takes_its_number_of_photos_and_says_the_number() -> None:
    full = with_tickets(limits.MAX_PHOTOS)
    with pytest.raises(PhotoLimitReached, match="10 photos") as refused:
        with_tickets(1, full)
    assert refused.value.max_photos == limits.MAX_PHOTOS


def test_stored_photos_keep_their_places_for_good() -> None:
    session = a_session(expires_at=START + 3600)
    for n in range(10):
        session = session.with_photo(a_stored_photo(photo_id=an_id(n)))
    with pytest.raises(PhotoLimitReached):
        with_tickets(1, session, START + 3000)


@pytest.mark.parametrize(("seconds", "free"), [(-1, False), (0, True)])
def test_a_ticket_that_ran_out_gives_its_place_back(seconds: int, free: bool) -> None:
    full = with_tickets(limits.MAX_PHOTOS)
    now = START + limits.TICKET_SECONDS + seconds
    if free:
        assert len(with_tickets(1, full, now).photos) == limits.MAX_PHOTOS + 1
        return
    with pytest.raises(PhotoLimitReached):
        with_tickets(1, full, now)


def test_a_rejected_photo_gives_its_place_back() -> None:
    full = with_tickets(limits.MAX_PHOTOS)
    rejected = replace(full.photos[an_id(3)], state=PhotoState.REJECTED)
    assert len(with_tickets(1, full.with_photo(rejected)).photos) == limits.MAX_PHOTOS + 1


def test_a_full_session_gives_a_known_file_its_ticket_again() -> None:
    full = with_tickets(limits.MAX_PHOTOS)
    _, photo = full.with_ticket(
        an_announcement(request_id="file-0003"), an_id(99), START + 10, limits.MAX_PHOTOS
    )
    assert photo.photo_id == an_id(3)


def test_a_ticket_that_ran_out_needs_a_place_when_it_is_asked_for_again() -> None:
    """Ten tickets run out, ten others take their places; renewing the first ten makes twenty."""
    session = with_tickets(limits.MAX_PHOTOS)
    later = START + limits.TICKET_SECONDS
    session = with_tickets(limits.MAX_PHOTOS, session, later)
    with pytest.raises(PhotoLimitReached):
        session.with_ticket(
            an_announcement(request_id="file-0003"), an_id(99), later, limits.MAX_PHOTOS
        )


def test_a_session_gives_four_tickets_per_photo_in_all() -> None:
    """Each costs a line of the one item that the session is."""
    session = a_session(expires_at=START + 3600)
    most = limits.MAX_PHOTOS * limits.TICKETS_PER_PHOTO
    for batch in range(limits.TICKETS_PER_PHOTO):
        session = with_tickets(limits.MAX_PHOTOS, session, START + batch * limits.TICKET_SECONDS)
    assert len(session.photos) == most
    with pytest.raises(PhotoLimitReached):
        with_tickets(1, session, START + limits.TICKETS_PER_PHOTO * limits.TICKET_SECONDS)
