"""Watermarks: what the operator set for the photos of an album."""

from dataclasses import replace

import pytest

from chalicelib import processing
from chalicelib.errors import ServiceUnavailable
from chalicelib.jobs import Job
from chalicelib.photo import PhotoState
from chalicelib.watermarks import Watermark
from tests.actors import arrived, photo_in_session
from tests.builders import SESSION_ID
from tests.fakes import MemoryServices
from tests.workers import Worker, a_delivery, by_queue, run_machine

LOGO = "watermarks/wedding.png"


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


def marked(services: MemoryServices, **by_album: Watermark) -> MemoryServices:
    """The operator has set watermarks; `every` stands for those without one of their own."""
    named = {"*" if album == "every" else album: mark for album, mark in by_album.items()}
    return replace(services, settings=replace(services.settings, watermarks=named))


def of_album(services: MemoryServices, album_id: str | None) -> MemoryServices:
    """The open session is one of this album, and so is the photo of its open ticket."""
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    photos = {key: replace(photo, album_id=album_id) for key, photo in session.photos.items()}
    changed = replace(session, album_id=album_id, photos=photos)
    services.sessions.replace(session, changed, session.created_at)
    return services


def kept(services: MemoryServices) -> set[bytes]:
    """What stands in the renditions, without their names."""
    pictures = [jpeg for key, jpeg in services.media.objects.items() if key != LOGO]
    return {jpeg.partition(b" of ")[2] for jpeg in pictures}


# Watermarks


@pytest.mark.parametrize(
    ("album_id", "words"),
    [("party", b"good, marked Anna & Ben"), ("other", b"good, marked Scandrop"),
     (None, b"good, marked Scandrop")],
)  # fmt: skip
def test_each_album_has_its_watermark(
    services: MemoryServices, work: Worker, album_id: str | None, words: bytes
) -> None:
    services = marked(
        of_album(services, album_id),
        party=Watermark(text="Anna & Ben"),
        every=Watermark(text="Scandrop"),
    )
    _, key = arrived(services)
    work(services, key)
    assert kept(services) == {words}


def test_an_album_without_a_watermark_has_none(services: MemoryServices, work: Worker) -> None:
    services = marked(of_album(services, "other"), party=Watermark(text="Anna & Ben"))
    _, key = arrived(services)
    work(services, key)
    assert kept(services) == {b"good, unmarked"}


def test_a_logo_is_read_from_the_media_bucket(services: MemoryServices, work: Worker) -> None:
    services = marked(services, every=Watermark(logo=LOGO))
    services.media.objects[LOGO] = b"a logo"
    _, key = arrived(services)
    work(services, key)
    assert kept(services) == {b"good, marked a logo"}


def test_a_logo_that_is_missing_is_the_operators_mistake_and_no_photos(
    services: MemoryServices, caplog: pytest.LogCaptureFixture
) -> None:
    services = marked(services, every=Watermark(logo=LOGO))
    photo_id, key = arrived(services)
    assert processing.process_jobs(services, [a_delivery(key)]) == ["message-1"]
    assert f"the watermark {LOGO} is not in the media bucket" in caplog.text
    validated = processing.validate_photo(services, Job(key))
    with pytest.raises(ServiceUnavailable):
        processing.watermark_photo(services, validated)
    assert photo_in_session(services, photo_id).state is PhotoState.STORED
    assert len(services.screens) == len(services.media) == 0
    services.media.objects[LOGO] = b"a logo"
    by_queue(services, key, receive_count=2)
    assert kept(services) == {b"good, marked a logo"}


@pytest.mark.parametrize(
    ("watermarks", "step"),
    [({}, "render_photo"), ({"every": Watermark(text="x")}, "watermark_photo")],
)
def test_the_state_machine_takes_the_step_that_the_album_asks_for(
    services: MemoryServices, watermarks: dict[str, Watermark], step: str
) -> None:
    services = marked(services, **watermarks)
    _, key = arrived(services)
    assert run_machine(services, Job(key)) == ["validate_photo", step, "publish_photo"]


def test_a_watermark_that_is_taken_back_meanwhile_is_not_drawn(services: MemoryServices) -> None:
    _, key = arrived(services)
    asked = replace(processing.validate_photo(services, Job(key)), watermarked=True)
    processing.watermark_photo(services, asked)
    assert kept(services) == {b"good, unmarked"}


def test_a_step_that_is_done_again_marks_once(services: MemoryServices) -> None:
    services = marked(services, every=Watermark(text="x"))
    _, key = arrived(services)
    job = processing.validate_photo(services, Job(key))
    again = processing.watermark_photo(services, processing.watermark_photo(services, job))
    assert kept(services) == {b"good, marked x"}
    assert len(again.renditions) == len(services.media) == 3
