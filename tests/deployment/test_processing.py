"""What the deployed function of the job queue makes of photos, and what becomes of its failures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.project import Project
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.pictures import decoded, encoded, jpeg
from tests.e2e.sockets import SocketClient
from tests.e2e.waiting import eventually

FUNCTION = "scandrop-dev-process_photos"


def shown(photo: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """The sizes of a photo's renditions, as its screen loads them."""
    sizes = {}
    for name, rendition in photo["renditions"].items():
        answer = ask("GET", rendition["url"])
        assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
        picture = decoded(answer.body)
        assert (picture.format, picture.size) == ("JPEG", (rendition["width"], rendition["height"]))
        sizes[name] = picture.size
    return sizes


@pytest.mark.parametrize(
    ("photo", "sizes"),
    [
        pytest.param(
            jpeg(seed=20, width=4032, height=3024, turned=True),
            {"large": (1512, 2016), "medium": (756, 1008), "thumb": (189, 252)},
            id="JPEG of a phone that was held upright",
        ),
        pytest.param(
            encoded("HEIF", seed=21, width=1600, height=1200),
            {"large": (1600, 1200), "medium": (800, 600), "thumb": (200, 150)},
            id="HEIC",
        ),
        pytest.param(
            encoded("PNG", seed=22, width=160, height=120),
            {"large": (160, 120), "medium": (160, 120), "thumb": (160, 120)},
            id="small PNG",
        ),
    ],
)
def test_a_photo_comes_to_the_screen_light_and_upright(
    dev: Deployed,
    api: Api,
    sockets: SocketClient,
    photo: bytes,
    sizes: dict[str, tuple[int, int]],
) -> None:
    session = api.open_session()
    with sockets.screen(dev, session) as screen:
        photo_id = Phone(api, session["sessionId"]).send(photo)
        assert screen.hears("UPLOAD_COMPLETED")["photo"]["renditions"] is None
        ready = screen.hears("PHOTO_READY")["photo"]
    assert (ready["photoId"], ready["state"]) == (photo_id, "READY")
    assert shown(ready) == sizes
    assert ready["url"].partition("?")[0] == ready["renditions"]["large"]["url"].partition("?")[0]


def test_a_file_that_is_no_picture_is_refused_on_the_screen_and_on_the_phone(
    dev: Deployed, api: Api, cloud: Cloud, sockets: SocketClient
) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    phone.claim()
    with (
        sockets.screen(dev, session) as screen,
        sockets.connected(dev, session["sessionId"], phone.token) as on_the_phone,
    ):
        photo_id = phone.send(b"no picture at all")
        for each in (screen, on_the_phone):
            refused = each.hears("PHOTO_REJECTED")["photo"]
            assert (refused["photoId"], refused["code"]) == (photo_id, "NOT_AN_IMAGE")
    keys = [*cloud.keys(_name(cloud, "Uploads")), *cloud.keys(_name(cloud, "Media"))]
    assert [key for key in keys if photo_id in key] == []


def _name(cloud: Cloud, bucket: str) -> str:
    return cloud.outputs("dev")[f"{bucket}BucketName"]


def test_jobs_that_fail_come_again_alone(cloud: Cloud, dev: Deployed) -> None:
    """Chalice cannot say so: without it Lambda would take every answer for a success."""
    mappings = cloud.client("lambda").list_event_source_mappings(FunctionName=FUNCTION)
    (mapping,) = mappings["EventSourceMappings"]
    assert mapping["EventSourceArn"] == cloud.outputs("dev")["JobQueueArn"]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["State"] == "Enabled"


@contextmanager
def _impatient_queue(cloud: Cloud) -> Iterator[None]:
    """Jobs that fail come again after a second, and not after the minutes that a function has."""
    queue, url = cloud.client("sqs"), cloud.outputs("dev")["JobQueueUrl"]
    name = "VisibilityTimeout"
    before = queue.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"]
    queue.set_queue_attributes(QueueUrl=url, Attributes={name: "1"})
    try:
        yield
    finally:
        queue.set_queue_attributes(QueueUrl=url, Attributes=before)


def test_a_job_that_cannot_be_done_waits_for_a_person_and_is_done_after_all(
    project: Project, cloud: Cloud, dev: Deployed, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    with sockets.screen(dev, session) as screen:
        with _impatient_queue(cloud), cloud.without(FUNCTION, "s3:PutObject"):
            photo_id = Phone(api, session["sessionId"]).send(jpeg(seed=23))
            eventually(lambda: cloud.dead_letters("dev"))
            status = project.run("status")
            assert status.code == 1
            assert "Dead letters  1" in status.said
        assert [photo["state"] for photo in screen.sync()["photos"]] == ["STORED"]
        assert "1 done" in project.run("redrive").well()
        assert screen.hears("PHOTO_READY")["photo"]["photoId"] == photo_id
    assert cloud.dead_letters("dev") == 0
    assert "All is well." in project.run("status").well()
