"""`PhotoPlacement`: a photo and its places change together or not at all; the fake and DynamoDB."""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.album import FOR_EVER
from chalicelib.album_entry import AlbumEntry, Place
from chalicelib.aws import clients
from chalicelib.aws.photo_placement import DynamoPhotoPlacement
from chalicelib.errors import ServiceUnavailable
from chalicelib.library_errors import PhotoChanged
from chalicelib.photo import PhotoState, Rejection
from tests.builders import an_album, an_id
from tests.contract.library_records import Records, records_of
from tests.libraries import a_library_photo

HERE, THERE = an_id(101), an_id(102)
READY_HERE = a_library_photo(1, album_id=HERE, entry=AlbumEntry(1))
READY_THERE = a_library_photo(1, album_id=THERE, entry=AlbumEntry(1))


@pytest.fixture(params=["memory", "dynamodb"])
def records(request: pytest.FixtureRequest) -> Records:
    """One photo that is READY in the first of two albums, each with room for two."""
    found = records_of(request)
    for number, album_id in enumerate((HERE, THERE)):
        code = f"ABCDEFGHJ{number + 2}"
        found.albums.create(an_album(album_id=album_id, code=code, max_photos=2))
    found.albums.take_place(HERE, an_id(1), 5)
    found.albums.settle_place(HERE, an_id(1))
    found.keep(READY_HERE)
    return found


def counts(records: Records) -> list[tuple[int, dict[str, int]]]:
    albums = [records.albums.load(album_id) for album_id in (HERE, THERE)]
    return [(album.photo_count, dict(album.held)) for album in albums if album]


def test_a_photo_and_its_place_move_together(records: Records) -> None:
    records.placement.move(READY_HERE, READY_THERE, Place(HERE, False), Place(THERE, False))
    assert records.photos.load(an_id(1)) == READY_THERE
    assert counts(records) == [(0, {}), (1, {})]
    assert (records.ids(album_id=HERE), records.ids(album_id=THERE)) == ([], [1])


def test_one_of_which_nothing_was_decided_is_held_by_its_name(records: Records) -> None:
    stored = a_library_photo(2, state=PhotoState.STORED, ready_at=None)
    records.keep(stored)
    inside = a_library_photo(2, state=PhotoState.STORED, ready_at=None, album_id=HERE)
    records.placement.move(stored, inside, None, Place(HERE, True))
    assert counts(records)[0] == (2, {an_id(2): FOR_EVER})
    records.placement.move(inside, stored, Place(HERE, True), None)
    assert counts(records)[0] == (1, {})


def test_one_that_is_removed_gives_its_place_back_and_nothing_else_goes(records: Records) -> None:
    records.keep(a_library_photo(2))
    records.placement.remove(READY_HERE, Place(HERE, False))
    assert records.photos.load(an_id(1)) is None
    assert records.photos.load(an_id(2)) == a_library_photo(2)
    assert counts(records)[0] == (0, {})
    records.placement.remove(a_library_photo(2), None)
    assert records.photos.load(an_id(2)) is None


def gone(records: Records) -> None:
    records.placement.remove(READY_HERE, None)


def moved(records: Records) -> None:
    records.placement.move(READY_HERE, READY_THERE, None, None)


def buried(records: Records) -> None:
    records.library.bury(an_id(1))


def held_after_all(records: Records) -> None:
    records.albums.take_place(HERE, an_id(1), 5)


def full(records: Records) -> None:
    for number in (8, 9):
        records.albums.take_place(THERE, an_id(number), 5)


def held_there(records: Records) -> None:
    records.albums.take_place(THERE, an_id(1), 5)


def deleted(records: Records) -> None:
    album = records.albums.load(THERE)
    assert album is not None
    records.albums.delete(album)


@pytest.mark.parametrize(
    "meanwhile", [gone, moved, buried, held_after_all, full, held_there, deleted]
)
def test_whoever_was_overtaken_changes_nothing(
    records: Records, meanwhile: Callable[[Records], None]
) -> None:
    meanwhile(records)
    left = counts(records), records.photos.load(an_id(1))
    with pytest.raises(PhotoChanged):
        records.placement.move(READY_HERE, READY_THERE, Place(HERE, False), Place(THERE, False))
    assert (counts(records), records.photos.load(an_id(1))) == left


@pytest.mark.parametrize("meanwhile", [gone, moved, buried, held_after_all])
def test_nor_does_who_removes(records: Records, meanwhile: Callable[[Records], None]) -> None:
    meanwhile(records)
    left = counts(records), records.photos.load(an_id(1))
    with pytest.raises(PhotoChanged):
        records.placement.remove(READY_HERE, Place(HERE, False))
    assert (counts(records), records.photos.load(an_id(1))) == left


def test_a_place_that_nobody_counts_is_not_given_back(records: Records) -> None:
    records.keep(a_library_photo(2, album_id=THERE))
    with pytest.raises(PhotoChanged):
        records.placement.remove(a_library_photo(2, album_id=THERE), Place(THERE, False))
    assert counts(records)[1] == (0, {})


def test_what_is_said_of_it_moves_along(records: Records) -> None:
    told = a_library_photo(1, album_id=THERE, comment="x", key="not what people say")
    records.placement.move(READY_HERE, told, None, None)
    kept = records.photos.load(an_id(1))
    assert kept == a_library_photo(1, album_id=THERE, comment="x")
    refused = a_library_photo(3, state=PhotoState.REJECTED, rejection=Rejection.DAMAGED)
    records.keep(refused)
    with pytest.raises(PhotoChanged):
        records.placement.move(a_library_photo(3), a_library_photo(3), None, None)


@pytest.mark.parametrize(
    ("reasons", "error"),
    [
        (("TransactionConflict", "None"), PhotoChanged),
        (("ConditionalCheckFailed", "None"), PhotoChanged),
        (("ConditionalCheckFailed", "ThrottlingError"), ServiceUnavailable),
        (("ValidationError",), ServiceUnavailable),
    ],
)
def test_only_what_others_did_is_a_reason_to_look_again(
    mocked_aws: None, reasons: tuple[str, ...], error: type[Exception]
) -> None:
    client = clients.dynamodb()
    with Stubber(client) as stubber:
        stubber.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": [{"Code": each} for each in reasons]},
        )
        with pytest.raises(error) as caught:
            DynamoPhotoPlacement(lambda: client, "p", "a").remove(READY_HERE, None)
    assert isinstance(caught.value.__cause__, ClientError)
