"""A photo of an album is ready: its host's receiver is told, at least once, and holds nobody up."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import albums, dispatch, limits, webhook
from chalicelib.album_inputs import AlbumChange
from chalicelib.errors import InvalidRequest, ServiceUnavailable
from chalicelib.jobs import Delivery, Job
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.webhook import WebhookJob
from tests import fakes
from tests.builders import ALBUM_ID, an_album, an_id
from tests.exporting import HOST, OPERATOR, add, add_stored
from tests.fakes import MemoryServices
from tests.interruptions import Crash, every_interruption, interrupted, raising, until_done
from tests.workers import a_delivery, by_queue, by_steps

URL = "https://example.org/photos"


def world(url: str | None = URL, **settings: Any) -> MemoryServices:
    """An album with a webhook."""
    made = fakes.services(**settings)
    made.albums.create(an_album(webhook_url=url))
    return made


@pytest.fixture
def services() -> MemoryServices:
    return world()


def told(services: MemoryServices, job: WebhookJob | None = None, count: int = 1) -> list[str]:
    """The queue hands out a job; ids of what has to come again."""
    job = job or services.jobs.webhooks[0]
    delivery = Delivery("webhook", json.dumps(job.message), count)
    return dispatch.process_jobs(services, [delivery])


def test_a_photo_that_becomes_ready_is_told(services: MemoryServices) -> None:
    for number, work in enumerate((by_queue, by_steps), start=1):
        photo = add_stored(services, number)
        work(services, str(photo.key))
        assert services.jobs.webhooks == [WebhookJob(ALBUM_ID, photo.photo_id)]
        assert told(services) == []
        posted = services.webhooks.posted.pop()
        assert (posted.url, posted.data["photoId"]) == (URL, photo.photo_id)
        key = webhook.derived(services.secrets.live()[0], ALBUM_ID)
        stamp = posted.headers["webhook-timestamp"]
        assert int(stamp) == services.clock()
        signed = webhook.signature(key, posted.headers["webhook-id"], int(stamp), posted.body)
        assert signed in posted.headers["webhook-signature"].split(" ")
        assert posted.data["imageUrl"].endswith(f"large.jpg?for={limits.VIEW_SECONDS}")
        services.jobs.webhooks.clear()


@pytest.mark.parametrize("url", [None, URL])
def test_who_has_named_nobody_or_whose_photo_is_refused_costs_no_message(url: str | None) -> None:
    services = world(url)
    photo = add_stored(services, 1, **({"album_id": None} if url else {}))
    by_queue(services, str(photo.key))
    refused = add_stored(services, 2, content=b"refuse DAMAGED")
    by_queue(services, str(refused.key))
    assert services.photos.records[refused.photo_id].rejection is Rejection.DAMAGED
    assert not services.jobs.webhooks


def test_whoever_dies_on_the_way_the_receiver_is_told_by_who_comes_after() -> None:
    for interruption in every_interruption(raising(Crash())):
        services = world()
        photo = add_stored(services, 1)
        watched = interrupted(services, interruption)
        deliveries = iter((1, 2))

        def work(watched: Any = watched, photo: Photo = photo, counts: Any = deliveries) -> object:
            return dispatch.process_jobs(watched, [a_delivery(str(photo.key), next(counts))])

        until_done(work, Crash)
        assert WebhookJob(ALBUM_ID, photo.photo_id) in services.jobs.webhooks, interruption


def test_a_photo_whose_job_comes_again_has_the_same_id(services: MemoryServices) -> None:
    photo = add(services, 1)
    for count in (1, 2):
        by_queue(services, str(photo.key), receive_count=count)
    assert [told(services, job) for job in services.jobs.webhooks] == [[], []]
    first, second = services.webhooks.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


@pytest.mark.parametrize("answer", [None, 100, 199, 300, 301, 307, 400, 401, 404, 429, 500, 503])
def test_what_it_does_not_take_comes_again_until_it_does(
    services: MemoryServices, answer: int | None
) -> None:
    photo = add(services, 1)
    job = WebhookJob(ALBUM_ID, photo.photo_id)
    services.webhooks.answers = [answer] * limits.JOB_RECEIVES
    for count in range(1, limits.JOB_RECEIVES + 1):
        assert told(services, job, count) == ["webhook"]
        services.clock.tick(360)
    assert told(services, job) == []
    posted = services.webhooks.posted
    assert len({each.headers["webhook-id"] for each in posted}) == 1
    assert len({each.headers["webhook-timestamp"] for each in posted}) == len(posted)
    assert services.photos.records[photo.photo_id] == photo
    assert not services.metrics.counts


@pytest.mark.parametrize("answer", [200, 202, 204, 299, 410])
def test_what_it_takes_or_will_never_take_is_done(services: MemoryServices, answer: int) -> None:
    services.webhooks.answers = [answer]
    assert told(services, WebhookJob(ALBUM_ID, add(services, 1).photo_id)) == []


def test_photos_in_the_same_batch_go_first_and_are_done(services: MemoryServices) -> None:
    ready, waiting = add(services, 1), add_stored(services, 2)
    states: list[str] = []

    def post(*_: object) -> int:
        states.append(services.photos.records[waiting.photo_id].state)
        raise ServiceUnavailable

    services.webhooks.post = post  # type: ignore[method-assign,assignment]
    message = json.dumps(WebhookJob(ALBUM_ID, ready.photo_id).message)
    batch = [Delivery("webhook", message, 1), a_delivery(str(waiting.key))]
    assert dispatch.process_jobs(services, batch) == ["webhook"]
    assert states == ["READY"]


def test_what_is_no_webhook_fails_alone(services: MemoryServices) -> None:
    good = json.dumps(WebhookJob(ALBUM_ID, add(services, 1).photo_id).message)
    batch = [Delivery("bad", '{"webhook": 7}', 1), Delivery("good", good, 1)]
    assert dispatch.process_jobs(services, batch) == ["bad"]
    assert len(services.webhooks.posted) == 1


def gone(services: MemoryServices, photo: Photo) -> None:
    services.photos.forget(photo.photo_id)


def deleted(services: MemoryServices, photo: Photo) -> None:
    services.photos.records[photo.photo_id] = replace(
        photo, state=PhotoState.REJECTED, rejection=Rejection.DELETED
    )


def moved(services: MemoryServices, photo: Photo) -> None:
    services.photos.records[photo.photo_id] = replace(photo, album_id=an_id(7))


def silenced(services: MemoryServices, _: Photo) -> None:
    albums.change_album(services, HOST, ALBUM_ID, AlbumChange({"webhook_url": None}))


def without_album(services: MemoryServices, _: Photo) -> None:
    services.albums.delete(services.albums[ALBUM_ID])


@pytest.mark.parametrize("happens", [gone, deleted, moved, silenced, without_album])
def test_what_is_not_there_any_more_is_told_to_nobody(
    services: MemoryServices, happens: Any
) -> None:
    photo = add(services, 1)
    happens(services, photo)
    assert told(services, WebhookJob(ALBUM_ID, photo.photo_id)) == []
    assert not services.webhooks.posted


def test_an_address_that_is_changed_counts_from_the_next_attempt(services: MemoryServices) -> None:
    job = WebhookJob(ALBUM_ID, add(services, 1).photo_id)
    services.webhooks.answers = [None]
    assert told(services, job) == ["webhook"]
    other = AlbumChange({"webhook_url": "https://example.com"})
    albums.change_album(services, HOST, ALBUM_ID, other)
    assert told(services, job) == []
    assert services.webhooks.posted[-1].url == "https://example.com"


def test_of_a_video_no_picture_is_signed(services: MemoryServices) -> None:
    photo = add(services, 1, content_type="video/mp4", renditions=())
    assert told(services, WebhookJob(ALBUM_ID, photo.photo_id)) == []
    assert services.webhooks.posted[0].data["imageUrl"] is None


# What its host says of it, and is told


def test_its_host_is_told_the_secret_and_nobody_else(services: MemoryServices) -> None:
    secret = webhook.shown(webhook.derived(services.secrets.live()[0], ALBUM_ID))
    view = albums.read_album(services, HOST, ALBUM_ID)
    assert (view.webhook_url, view.webhook_secret) == (URL, secret)
    assert secret not in repr(view)
    changed = albums.change_album(services, HOST, ALBUM_ID, AlbumChange({"name": "X"}))
    assert changed.webhook_secret == secret
    assert albums.read_album(services, OPERATOR, ALBUM_ID).webhook_secret is None
    silenced(services, add(services, 1))
    assert albums.read_album(services, HOST, ALBUM_ID).webhook_secret is None


def test_a_new_album_may_have_one_at_once(services: MemoryServices) -> None:
    made = albums.create_album(services, HOST, AlbumChange({"name": "A", "webhook_url": URL}))
    key = webhook.derived(services.secrets.live()[0], made.album_id)
    assert made.webhook_secret == webhook.shown(key)


def test_without_one_nobody_asks_for_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    services = world(None)
    monkeypatch.setattr(services.secrets, "live", raising(ServiceUnavailable()))
    assert albums.read_album(services, HOST, ALBUM_ID).webhook_secret is None


def test_nobody_is_told_at_this_machine_but_where_that_is_allowed() -> None:
    at_home = AlbumChange({"name": "A", "webhook_url": "http://127.0.0.1:9000"})
    services = world()
    with pytest.raises(InvalidRequest):
        albums.create_album(services, HOST, at_home)
    with pytest.raises(InvalidRequest):
        albums.change_album(services, HOST, ALBUM_ID, at_home)
    assert albums.create_album(world(private_webhooks=True), HOST, at_home).webhook_secret


def test_a_job_of_a_photo_that_cannot_be_queued_fails_and_does_so_later(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = add(services, 1)
    with monkeypatch.context() as away:
        away.setattr(services.jobs, "send", _unavailable)
        failed = dispatch.process_jobs(services, [a_delivery(str(photo.key))])
        assert failed == ["message-1"]
    by_queue(services, Job(str(photo.key)).key, receive_count=2)
    assert services.jobs.webhooks


def _unavailable(*_: object) -> None:
    raise ServiceUnavailable
