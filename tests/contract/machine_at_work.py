"""A stored photo, and the state machine that works on it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from chalicelib.jobs import Job
from chalicelib.photo import Photo, PhotoState, RenditionName
from chalicelib.watermarks import EVERY_ALBUM, Watermark
from infra.deadletters import FailedJob, dead_letter
from tests import fakes
from tests.actors import listen
from tests.builders import PHOTO_ID, SESSION_ID, a_session, a_stored_photo
from tests.contract.state_machine import Machine, running
from tests.fake_pictures import MemoryModerator
from tests.fakes import MemoryServices

SCREEN = "screen"
PHOTO = a_stored_photo()
KEY = PHOTO.key or ""
JOB = Job(KEY)
MARKED = {EVERY_ALBUM: Watermark(text="Anna & Ben")}
#: Refuses nothing that the renderer makes.
LENIENT = MemoryModerator(b"something else")
#: The steps of a photo, by default and with all that there may be.
PLAIN = ["validate_photo", "render_photo", "publish_photo"]
ALL_ON = ["validate_photo", "watermark_photo", "moderate_photo", "publish_photo"]


@contextmanager
def at_work(services: MemoryServices) -> Iterator[Machine]:
    """The state machine, whose functions use these services."""
    import app

    with running(app, services) as ready:
        yield ready


def waiting(given: MemoryServices) -> MemoryServices:
    """A stored photo, whose screen listens; `given` is what differs.

    Parameters of tests are made once, and what is in their stores must not outlive a test.
    """
    services = replace(
        fakes.services(),
        settings=given.settings,
        moderator=given.moderator,
        renderer=given.renderer,
    )
    services.sessions.create(replace(a_session(), photos={PHOTO_ID: PHOTO}))
    services.photos.record(PHOTO)
    services.objects.put(KEY, 1000, "image/jpeg")
    listen(services, SCREEN)
    return services


def photo_of(services: MemoryServices) -> Photo:
    """As its own record has it, and its session as well."""
    photo, session = services.photos.load(PHOTO_ID), services.sessions.load(SESSION_ID)
    assert photo is not None
    assert session is not None
    assert session.photos[PHOTO_ID].state is photo.state
    return photo


def is_ready(services: MemoryServices) -> bool:
    """Whether the photo is READY, and all that there is of it is one set of renditions."""
    photo = photo_of(services)
    kept = {each.key for each in photo.renditions}
    assert kept == set(services.media.objects)
    return photo.state is PhotoState.READY and len(kept) == len(RenditionName)


def keys_of(letters: list[dict[str, Any]]) -> list[str]:
    """Which uploads they are about, as `make redrive` reads them."""
    jobs = [dead_letter(json.dumps(letter)) for letter in letters]
    return [job.key for job in jobs if isinstance(job, FailedJob)]


def optional(*, marked: bool = False, moderated: bool = False) -> MemoryServices:
    """Services with these optional steps."""
    services = fakes.services(watermarks=MARKED if marked else {})
    return replace(services, moderator=LENIENT if moderated else None)
