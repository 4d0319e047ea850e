"""Events that a function fails on are kept, and done again when the cause is mended."""

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.project import Project
from tests.e2e.api_client import Api, Phone
from tests.e2e.pictures import jpeg
from tests.e2e.sockets import SocketClient
from tests.e2e.waiting import eventually

ROLE = "scandrop-dev-photo_uploaded"


def test_a_photo_whose_event_failed_comes_to_the_screen_after_all(
    project: Project, cloud: Cloud, dev: Deployed, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    with sockets.screen(dev, session) as screen:
        with cloud.without(ROLE, "dynamodb:PutItem"):
            photo_id = phone.send(jpeg(seed=7))
            assert eventually(lambda: cloud.dead_letters("dev")) == 1
            status = project.run("status")
            assert status.code == 1
            assert "Dead letters  1" in status.said
            failed = project.run("redrive").said
            assert "1 left" in failed

        assert [photo["state"] for photo in screen.sync()["photos"]] == ["PENDING"]
        assert "1 done" in project.run("redrive").well()
        assert screen.hears("PHOTO_READY")["photo"]["photoId"] == photo_id
    assert cloud.dead_letters("dev") == 0
    assert "All is well." in project.run("status").well()


def test_an_event_is_lost_where_its_function_may_not_keep_it(
    cloud: Cloud, dev: Deployed, api: Api
) -> None:
    """Why the policy of `photo_uploaded` names the queue; the emulator itself would not mind."""
    waiting = cloud.dead_letters("dev")
    phone = Phone(api, api.open_session()["sessionId"])
    with cloud.without(ROLE, "dynamodb:PutItem"), cloud.without(ROLE, "sqs:SendMessage"):
        phone.send(jpeg(seed=8))
        eventually(lambda: f"{ROLE}/" in cloud.log() and "may not sqs:SendMessage" in cloud.log())
    assert cloud.dead_letters("dev") == waiting
