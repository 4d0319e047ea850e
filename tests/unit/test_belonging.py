"""Where a photo belongs stands beside its renditions, and can be read there again."""

from dataclasses import replace

import pytest

from chalicelib.album import FOR_EVER
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.belonging import metadata_of, restored
from tests.builders import a_stored_photo

ENTRY = AlbumEntry(1, "Zoë & Ян", on_own_screen=True)


@pytest.mark.parametrize("owner_id", [None, "ada-0001"])
@pytest.mark.parametrize("album_id", [None, "party", "Fest 2026/Zelt"])
@pytest.mark.parametrize("guest", [None, "Zoë & Ян", "a" * 60, "😀" * 30])
def test_it_comes_back(owner_id: str | None, album_id: str | None, guest: str | None) -> None:
    entry = replace(ENTRY, guest_name=guest) if album_id else None
    photo = a_stored_photo(album_id=album_id, owner_id=owner_id, entry=entry)
    metadata = metadata_of(photo)
    again = restored(a_stored_photo(), metadata)
    assert (again.album_id, again.owner_id) == (album_id, owner_id)
    assert (again.entry.guest_name if again.entry else None) == (guest if album_id else None)
    # What S3 keeps: US-ASCII, 2 KB.
    assert sum(len(name) + len(value) for name, value in metadata.items()) < 2048
    assert all(value.isascii() and value.isprintable() for value in metadata.values())


def test_in_an_album_it_waits_for_its_host_and_keeps_its_place() -> None:
    photo = a_stored_photo(album_id="party", entry=ENTRY, visibility=Visibility.SHOWN)
    again = restored(a_stored_photo(), metadata_of(photo))
    assert again.visibility is Visibility.WAITING
    assert again.entry == AlbumEntry(FOR_EVER, ENTRY.guest_name, on_own_screen=False)


def test_of_no_album_it_is_as_others_are() -> None:
    assert restored(a_stored_photo(), {}) == a_stored_photo()
