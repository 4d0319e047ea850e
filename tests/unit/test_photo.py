"""A photo's states only move forwards, and each change makes a new one."""

from collections.abc import Callable

import pytest

from chalicelib.errors import IllegalTransition
from chalicelib.photo import Photo, PhotoRefused, PhotoState, Rejection
from tests.builders import (
    a_photo,
    a_ready_photo,
    a_stored_photo,
    an_announcement,
    some_renditions,
)
from tests.fake_pictures import FACTS
from tests.fakes import START

REJECTED = a_stored_photo().rejected(Rejection.DAMAGED)

MOVES: dict[str, Callable[[Photo], Photo]] = {
    "arrived": lambda photo: photo.arrived("key", 5, "image/png", START),
    "ready": lambda photo: photo.ready(some_renditions(), FACTS, START + 9),
    "rejected": lambda photo: photo.rejected(Rejection.EMPTY),
}
LEGAL = {
    ("PENDING", "arrived"),
    ("PENDING", "rejected"),
    ("STORED", "ready"),
    ("STORED", "rejected"),
}


@pytest.mark.parametrize("photo", [a_photo(), a_stored_photo(), a_ready_photo(), REJECTED])
@pytest.mark.parametrize("move", MOVES)
def test_a_photo_moves_forwards_only(photo: Photo, move: str) -> None:
    if (photo.state.value, move) in LEGAL:
        assert MOVES[move](photo).state is not photo.state
        return
    with pytest.raises(IllegalTransition, match=photo.photo_id):
        MOVES[move](photo)


def test_a_photo_that_is_ready_has_all_that_was_made_of_it() -> None:
    photo = a_stored_photo().ready(iter(some_renditions()), FACTS, START + 9)
    assert (photo.renditions, photo.facts, photo.ready_at) == (some_renditions(), FACTS, START + 9)
    assert photo.stored_at == a_stored_photo().stored_at


def test_a_photo_that_is_rejected_says_why() -> None:
    assert REJECTED.rejection is Rejection.DAMAGED
    assert (REJECTED.renditions, REJECTED.ready_at) == ((), None)


@pytest.mark.parametrize(
    ("photo", "holds"),
    [(a_photo(), True), (a_stored_photo(), True), (a_ready_photo(), True), (REJECTED, False)],
)
def test_a_photo_holds_its_place_until_it_is_rejected(photo: Photo, holds: bool) -> None:
    assert photo.holds_place(START) is holds


def test_a_refusal_says_why() -> None:
    refused = PhotoRefused(Rejection.TOO_MANY_SCANS)
    assert refused.why is Rejection.TOO_MANY_SCANS
    assert str(refused) == "TOO_MANY_SCANS"


def test_states_are_four() -> None:
    assert [state.value for state in PhotoState] == ["PENDING", "STORED", "READY", "REJECTED"]


def test_an_arrival_keeps_what_was_announced_and_adds_what_is_true() -> None:
    photo = a_photo().arrived("key", 999, "image/png", START + 9)
    assert photo.announced == an_announcement()
    assert (photo.key, photo.size_bytes, photo.content_type) == ("key", 999, "image/png")
    assert photo.stored_at == START + 9


def test_a_rejection_keeps_what_arrived() -> None:
    photo = a_stored_photo().rejected(Rejection.TOO_LARGE)
    assert photo == a_stored_photo(state=PhotoState.REJECTED, rejection=Rejection.TOO_LARGE)
