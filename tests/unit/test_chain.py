"""From S3's event to the screens: whatever dies on the way, one truth at its end.

Each function is killed at each of its calls to a port, once before and once after the call, and
called again as AWS does: S3's event by Lambda, a job by SQS with one more receive, a step by the
state machine with one more retry.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import ServiceUnavailable
from chalicelib.photo import PhotoState
from tests.chains import LISTENERS, LOGO, chain, id_of
from tests.interruptions import Crash, Interruption, every_interruption, interrupted, raising
from tests.workers import Worker, by_queue, by_steps

EVERYTHING = pytest.mark.parametrize("everything", [False, True], ids=["plain", "everything"])


#: Calls between the first word to anyone and the note that all were told.
TELLING = {"screens.post", "media.view_url", "sessions.load", "sessions.replace"}
ALWAYS = {
    "sessions.load",
    "sessions.replace",
    "photos.record",
    "photos.load",
    "photos.settle",
    "connections.listening",
    "screens.post",
    "jobs.send",
    "objects.fetch",
    "objects.delete",
    "renderer.render",
    "media.put",
    "media.delete",
}


@EVERYTHING
def test_undisturbed_everyone_is_told_once(work: Worker, everything: bool) -> None:
    world = chain(everything=everything)
    world.run(world.services, work)
    world.check()
    for listener in LISTENERS:
        assert set(world.outcomes_heard(listener).values()) == {1}
        types = world.services.screens.types(listener)
        assert sorted(types) == [
            "PHOTO_READY",
            "PHOTO_REJECTED",
            "UPLOAD_COMPLETED",
            "UPLOAD_COMPLETED",
        ]


@EVERYTHING
def test_after_a_crash_anywhere_there_is_one_truth_and_all_are_told(
    work: Worker, everything: bool
) -> None:
    met = set()
    for interruption in every_interruption(raising(Crash())):
        world = chain(everything=everything)
        world.run(interrupted(world.services, interruption), work, Crash)
        world.check()
        for listener in LISTENERS:
            counts = world.outcomes_heard(listener).values()
            assert set(counts) <= {1, 2}, (interruption, listener)
            # Only one that died after it had told, and before it had said so, tells again.
            assert 2 not in counts or interruption.met in TELLING, interruption
        met.add(interruption.met)
    assert met >= ALWAYS
    assert not everything or {"media.read", "moderator.refuses"} <= met


@EVERYTHING
def test_a_failure_anywhere_leaves_one_truth(work: Worker, everything: bool) -> None:
    """A post that fails costs its own listener the message, until he asks."""
    for interruption in every_interruption(raising(ServiceUnavailable())):
        world = chain(everything=everything)
        world.run(interrupted(world.services, interruption), work, ServiceUnavailable)
        world.check()
        for listener in LISTENERS:
            if interruption.met != "screens.post":
                assert min(world.outcomes_heard(listener).values()) >= 1, interruption
            world.sync(listener)
            assert world.knows(listener) == world.truth(), interruption


@given(data=st.data())
@settings(max_examples=100)
@pytest.mark.parametrize("worker", [by_queue, by_steps])
def test_after_two_crashes_anywhere_there_is_one_truth_and_all_are_told(
    data: st.DataObject, worker: Worker
) -> None:
    """The second one may meet what was tried again because of the first."""
    undisturbed = Interruption(-1, after=False, happen=raising(Crash()))
    world = chain()
    world.run(interrupted(world.services, undisturbed), worker)
    world = chain()
    services = world.services
    for _ in range(2):
        number = data.draw(st.integers(0, undisturbed.calls))
        crash = Interruption(number, data.draw(st.booleans()), raising(Crash()))
        services = interrupted(services, crash)
    world.run(services, worker, Crash)
    world.check()
    for listener in LISTENERS:
        assert min(world.outcomes_heard(listener).values()) >= 1


def test_a_photo_whose_work_never_ends_stays_on_the_screens_as_it_was_sent(work: Worker) -> None:
    """Its job is in the dead-letter queue until somebody has mended what it needs."""
    world = chain([b"good"], everything=True)
    logo = world.services.media.objects.pop(LOGO)
    (key,) = world.contents
    with pytest.raises(AssertionError, match="ends in the dead-letter queue"):
        world.run(world.services, work)
    for listener in LISTENERS:
        assert world.heard(listener, id_of(key)) == [PhotoState.STORED]
    world.services.media.objects[LOGO] = logo
    work(world.services, key)
    world.check()
    for listener in LISTENERS:
        assert world.heard(listener, id_of(key)) == [PhotoState.STORED, PhotoState.READY]
