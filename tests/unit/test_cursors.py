"""Cursors go on where a page ended, for whom and for what they were made, and open nothing else."""

import base64
from dataclasses import replace

import pytest

from chalicelib import cursors, limits
from chalicelib.album_entry import Visibility
from chalicelib.library_errors import CursorRefused
from chalicelib.photo import PhotoState
from chalicelib.photo_query import FileType, Filters, Position
from tests.builders import an_id
from tests.fakes import START

SECRETS = (b"newest", b"older")
POSITION = Position(START, an_id(7))
MINE = Filters(owner_id="ada")


def a_cursor() -> str:
    return cursors.sealed(POSITION, "ada", MINE, SECRETS, START)


def opened(
    cursor: str,
    user_id: str = "ada",
    filters: Filters = MINE,
    secrets: tuple[bytes, ...] = SECRETS,
    now: int = START,
) -> Position:
    return cursors.opened(cursor, user_id, filters, secrets, now)


def test_it_goes_on_where_the_page_ended() -> None:
    assert opened(a_cursor()) == POSITION
    assert opened(a_cursor(), now=START + limits.CURSOR_SECONDS - 1) == POSITION


def test_it_outlives_a_change_of_the_secret_and_no_second_one() -> None:
    old = cursors.sealed(POSITION, "ada", MINE, (b"older",), START)
    assert opened(old) == POSITION
    assert cursors.sealed(POSITION, "ada", MINE, SECRETS, START) != old
    with pytest.raises(CursorRefused):
        opened(old, secrets=(b"next", b"newest"))


def test_after_a_day_it_is_over() -> None:
    with pytest.raises(CursorRefused):
        opened(a_cursor(), now=START + limits.CURSOR_SECONDS)


def test_it_is_of_no_use_to_anybody_else() -> None:
    with pytest.raises(CursorRefused):
        opened(a_cursor(), user_id="bob")


@pytest.mark.parametrize(
    "other",
    [
        replace(MINE, owner_id="bob"),
        replace(MINE, owner_id=None, album_id="ada"),
        replace(MINE, album_id="party"),
        replace(MINE, stored_from=1),
        replace(MINE, stored_before=1),
        replace(MINE, file_type=FileType.VIDEO),
        replace(MINE, state=PhotoState.READY),
        replace(MINE, visibility=Visibility.SHOWN),
    ],
)
def test_it_is_of_no_use_for_another_query(other: Filters) -> None:
    with pytest.raises(CursorRefused):
        opened(a_cursor(), filters=other)


def test_no_bit_of_it_can_be_changed() -> None:
    """Not even one that Python's decoder would pass over."""
    cursor = a_cursor()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for place in range(len(cursor)):
        for letter in set(alphabet) - {cursor[place]}:
            with pytest.raises(CursorRefused):
                opened(cursor[:place] + letter + cursor[place + 1 :])


@pytest.mark.parametrize(
    "made_up",
    [
        "",
        "x",
        "=" * 94,
        "A" * 94,
        "A" * 93,
        "Ä" * 94,
        "\0" * 94,
        f"{a_cursor()}=",
        f"{a_cursor()}\n",
        f" {a_cursor()}",
        f"{a_cursor()}!",
        a_cursor()[:-1],
        a_cursor() * 2,
        a_cursor().replace("-", "+").replace("_", "/") + "!",
        base64.urlsafe_b64encode(b"\xff" * 38 + b"\0" * 32).decode().rstrip("="),
    ],
)
def test_none_can_be_made_up(made_up: str) -> None:
    with pytest.raises(CursorRefused):
        opened(made_up)
