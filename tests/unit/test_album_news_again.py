"""Whoever dies before he has told it comes again, and tells it then: nothing stays on a wall."""

from collections.abc import Callable

import pytest

from chalicelib import arrivals, deletion, library
from chalicelib.library_inputs import photo_edit
from chalicelib.wall_inputs import WallRequest
from chalicelib.walls import read_wall
from tests.actors import put as upload
from tests.actors import sized_ticket
from tests.albums_heard import LISTENER, PHOTO, WALL, heard, key_of, put, told
from tests.builders import PHONE_TOKEN, SESSION_ID, in_album
from tests.fakes import MemoryServices
from tests.interruptions import Crash, every_interruption, interrupted, raising, until_done
from tests.libraries import OPERATOR
from tests.workers import by_queue

Operation = Callable[[MemoryServices], object]


def hide(services: MemoryServices) -> object:
    return library.edit_photo(services, OPERATOR, photo_edit(PHOTO, {"visibility": "HIDDEN"}))


def delete(services: MemoryServices) -> None:
    photo = services.photos.load(PHOTO)
    if photo is not None:
        deletion.remove_photo(services, photo)


@pytest.mark.parametrize("operation", [hide, delete])
def test_a_wall_is_told_of_what_leaves_wherever_somebody_dies(operation: Operation) -> None:
    for interruption in every_interruption(raising(Crash())):
        services = heard()
        put(services)
        until_done(lambda: operation(interrupted(services, interruption)), Crash)  # noqa: B023
        assert ("PHOTO_GONE", PHOTO) in told(services, WALL), str(interruption)
        page = read_wall(services, WallRequest(key_of(services), None, (PHOTO,)))
        assert page.photos == ()


def test_walls_and_hosts_are_told_of_a_photo_wherever_somebody_dies() -> None:
    for interruption in every_interruption(raising(Crash())):
        services = heard()
        services.sessions.create(in_album())
        ticket = sized_ticket(services)
        arrival = upload(services, ticket)
        arrivals.accept_arrivals(services, [arrival])
        dying = interrupted(services, interruption)
        by_queue(dying, arrival.key, Crash)
        assert ("PHOTO_PUBLISHED", ticket.photo_id) in told(services, WALL), str(interruption)
        assert ("PHOTO_READY", ticket.photo_id) in told(services, LISTENER)


def test_of_a_photo_that_was_hidden_long_ago_walls_are_told_nothing_more() -> None:
    services = heard()
    put(services)
    hide(services)
    services.screens.frames.clear()
    library.edit_photo(services, OPERATOR, photo_edit(PHOTO, {"comment": "x"}))
    assert told(services, WALL) == []
    assert PHONE_TOKEN not in str(services.screens.frames)
    assert SESSION_ID not in str(services.screens.told(LISTENER))
