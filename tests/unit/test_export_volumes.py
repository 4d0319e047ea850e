"""Volumes of exports: cut to size, and made in steps."""

import hashlib
from dataclasses import replace

import pytest

from chalicelib import limits
from chalicelib.export_keys import ExportKeys
from tests.builders import ALBUM_ID, an_id
from tests.exporting import (
    LARGE,
    a_world,
    add,
    add_stored,
    archive,
    ask,
    contents,
    deliver,
    exported,
    look,
    manifest,
    run,
)
from tests.fakes import MemoryServices

MB = 1024 * 1024


@pytest.fixture
def services() -> MemoryServices:
    """An album of five photos."""
    return of_photos(5)


def of_photos(number: int) -> MemoryServices:
    made = a_world()
    for each in range(1, number + 1):
        add(made, each)
    return made


def slow(services: MemoryServices) -> None:
    """Each chunk takes as long as a job has."""
    services.exports.on_chunk = lambda: services.timer.tick(limits.EXPORT_STEP_SECONDS)


# Cut to size


def test_a_volume_has_so_many_photos_at_most(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 2)
    view = exported(services)
    assert [file.file_name for file in view.files[:3]] == [
        f"Anna & Ben {volume} of 3.zip" for volume in (1, 2, 3)
    ]
    counts = [len(contents(services, view, volume)) for volume in (1, 2, 3)]
    assert counts == [2, 2, 1]
    rows = manifest(services, view)
    assert [row["photoId"] for row in rows] == [an_id(number) for number in range(1, 6)]
    assert [row["volume"][11] for row in rows] == ["1", "1", "2", "2", "3"]
    assert (view.photos_total, view.photos_done) == (5, 5)


def test_a_volume_has_so_many_bytes_at_most_but_for_one_larger_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "EXPORT_VOLUME_BYTES", 100)
    services = a_world()
    for number, size in enumerate((40, 60, 1, 500, 100), start=1):
        add(services, number, b"x" * size)
    view = exported(services)
    sizes = [[*map(len, contents(services, view, volume).values())] for volume in (1, 2, 3, 4)]
    assert sizes == [[40, 60], [1], [500], [100]]


def test_names_stay_apart_where_a_second_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 2)
    services = a_world()
    for number in range(1, 6):
        add(services, number, stored_at=1_800_000_000)
    view = exported(services)
    names = [name for volume in (1, 2, 3) for name in contents(services, view, volume)]
    assert len(set(names)) == 5
    assert names[4] == "20270115T080000Z_beach (5).jpg"


def test_an_album_of_ten_thousand_photos_is_exported_whole() -> None:
    services = of_photos(10_000)
    view = exported(services, LARGE)
    assert len(view.files) == 10 + 2
    names = [name for volume in range(1, 11) for name in contents(services, view, volume)]
    assert len(set(names)) == 10_000
    assert len(manifest(services, view)) == 10_000


# In steps


def test_a_job_ends_in_time_and_another_goes_on(services: MemoryServices) -> None:
    slow(services)
    export_id = ask(services).export_id
    done = []
    while services.jobs.exports:
        assert not deliver(services)
        done.append(look(services, export_id).photos_done)
    assert done == [1, 2, 3, 4, 5, 5]
    assert [*contents(services, look(services, export_id)).values()] == [
        f"content of {number}".encode() for number in range(1, 6)
    ]


def test_a_large_film_is_copied_in_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UPLOAD_BYTES", 1000)
    monkeypatch.setattr(limits, "EXPORT_PART_BYTES", 700)
    services = a_world()
    film = bytes(range(256)) * 20
    add(services, 1)
    add_stored(services, 2, content=film, content_type="video/mp4")
    add(services, 3)
    services.exports.chunk_bytes = 900
    slow(services)
    export_id = ask(services).export_id
    assert run(services) >= 6
    view = look(services, export_id)
    assert [*contents(services, view).values()] == [b"content of 1", film, b"content of 3"]
    assert services.exports.largest <= 700
    digests = [row["sha256"] for row in manifest(services, view)]
    assert digests[1] is None, "nobody has read it from its beginning to its end"
    assert digests[2] == hashlib.sha256(b"content of 3").hexdigest()


def test_a_picture_is_copied_in_one_step_so_that_its_digest_is_known(
    services: MemoryServices,
) -> None:
    slow(services)
    services.exports.chunk_bytes = 1
    rows = manifest(services, exported(services))
    assert None not in [row["sha256"] for row in rows]


@pytest.mark.parametrize("gone", ["deleted", "moved away"])
def test_of_a_film_that_is_gone_midway_nothing_stays_in_the_archive(
    monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    monkeypatch.setattr(limits, "MAX_UPLOAD_BYTES", 1000)
    services = a_world()
    add(services, 1)
    film = add_stored(services, 2, content=b"secret" * 1000, content_type="video/mp4")
    services.exports.chunk_bytes = 1500
    slow(services)
    export_id = ask(services).export_id
    for _ in range(3):
        deliver(services)
    if gone == "deleted":
        services.objects.erase(film.key or "")
    else:
        services.photos.records[film.photo_id] = replace(film, album_id=an_id(7))
    run(services)
    view = look(services, export_id)
    assert [*contents(services, view).values()] == [b"content of 1"]
    key = ExportKeys(ALBUM_ID, export_id).archive(1)
    assert b"secret" not in services.media.objects[key]
    assert view.photos_left_out == 1


def test_a_film_that_lies_elsewhere_midway_is_copied_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UPLOAD_BYTES", 1000)
    services = a_world()
    film = add_stored(services, 1, content=b"first" * 1000, content_type="video/mp4")
    services.exports.chunk_bytes = 1500
    slow(services)
    export_id = ask(services).export_id
    deliver(services)
    other = str(film.key).replace("mp4", "mov")
    services.objects.put(other, 5000, "video/mp4", b"other" * 1000)
    services.photos.records[film.photo_id] = replace(film, key=other)
    run(services)
    assert [*contents(services, look(services, export_id)).values()] == [b"other" * 1000]


def test_parts_are_of_one_size_and_nothing_larger_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT_PART_BYTES", 2 * MB)
    services = a_world()
    for number in range(1, 11):
        add(services, number, bytes([number]) * MB)
    view = exported(services)
    assert services.exports.largest == 2 * MB
    assert len(archive(services, view).namelist()) == 10
