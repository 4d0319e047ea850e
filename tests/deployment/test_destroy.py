"""The life of another stage beside `dev`: begun and killed, finished, taken down, back, deleted.

It has what `dev` has not: a state machine works on its photos, and a webhook is told of them. When
it comes back it has neither any more.
"""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from subprocess import Popen
from typing import Any

import pytest

from tests.deployment import inventory
from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.emulator.launch import Emulator
from tests.deployment.project import COMMAND_SECONDS, Project
from tests.deployment.webhook import Webhook, webhook
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.pictures import jpeg
from tests.e2e.sockets import SocketClient
from tests.e2e.waiting import eventually

#: What photos are in; what remains when a stage is taken down.
DATA = {"parameters", "stacks", "buckets", "tables", "user pools"}
PHOTO = jpeg(seed=5)
#: What an event tells of a photo.
DETAIL = {
    *("photoId", "sessionId", "albumId", "contentType", "storedAt", "readyAt"),
    *("upload", "renditions"),
}
SECRET = {"Name": "scandrop-prod-webhook", "SecretString": "Bearer of good news"}


@dataclass(frozen=True)
class Visit:
    """A session with one photo, which has become READY."""

    session: dict[str, Any]
    photo_id: str
    #: As its screen has heard of it.
    ready: dict[str, Any]


@pytest.fixture(scope="module")
def others(first_deploy: str, cloud: Cloud) -> dict[str, set[str]]:
    """What is in the account before."""
    cloud.make_deployer("prod", WebhookSecretName=SECRET["Name"])
    return inventory.of(cloud)


@pytest.fixture(scope="module")
def team(emulator: Emulator, cloud: Cloud) -> Iterator[Webhook]:
    """The team's server."""
    cloud.client("secretsmanager").create_secret(**SECRET)
    with webhook(emulator.certificates) as taking:
        yield taking


@pytest.fixture(scope="module")
def project_of_prod(
    others: dict[str, set[str]], project: Project, emulator: Emulator, cloud: Cloud, team: Webhook
) -> Iterator[Project]:
    """The repository, for who deploys `prod`."""
    project.configure(
        "prod",
        Processing="step-functions",
        WebhookUrl=team.url,
        WebhookSecretName=SECRET["Name"],
    )
    with cloud.role("deploy-scandrop-prod") as rights:
        yield project.lent_to({**emulator.environ, **rights.environ})


@pytest.fixture(scope="module")
def killed(project_of_prod: Project, cloud: Cloud, others: dict[str, set[str]]) -> list[str]:
    """The REST API that is there after power cuts, each a little later; nobody wrote it down."""
    for kind in ("stacks", "functions", "WebSocket APIs"):
        with project_of_prod.started("deploy", "--stage", "prod") as process:
            eventually(partial(_made, cloud, kind, others, process), COMMAND_SECONDS)
            os.killpg(process.pid, signal.SIGKILL)
    return cloud.rest_apis()


def _made(cloud: Cloud, kind: str, others: dict[str, set[str]], by: Popen[bytes]) -> set[str]:
    """What there is of a kind that was not there before; who makes it is still at work."""
    assert by.poll() is None, f"ended before there were {kind}"
    return inventory.names(cloud, kind) - others[kind]


@pytest.fixture(scope="module")
def prod(killed: list[str], project_of_prod: Project, cloud: Cloud) -> Deployed:
    """The stage, finished by a second deploy."""
    project_of_prod.deploy("prod")
    return cloud.deployed("prod")


@pytest.fixture(scope="module")
def visit(prod: Deployed, sockets: SocketClient) -> Visit:
    """A visit before it is taken down."""
    return _visit(prod, sockets)


def _visit(stage: Deployed, sockets: SocketClient) -> Visit:
    api = Api(stage)
    session = api.open_session()
    with sockets.screen(stage, session) as screen:
        photo_id = Phone(api, session["sessionId"]).send(PHOTO)
        return Visit(session, photo_id, screen.hears("PHOTO_READY")["photo"])


@pytest.fixture(scope="module")
def destroyed(visit: Visit, project_of_prod: Project) -> str:
    """The stage is taken down; what the command says."""
    return project_of_prod.run("destroy", "--stage", "prod").well()


@pytest.fixture(scope="module")
def back(destroyed: str, project_of_prod: Project, cloud: Cloud) -> Deployed:
    """The stage is deployed again, as a simpler one."""
    project_of_prod.configure("prod", Processing="queue", WebhookUrl="", WebhookSecretName="")
    project_of_prod.deploy("prod")
    return cloud.deployed("prod")


def test_a_deploy_that_was_killed_is_finished_by_the_next(
    killed: list[str], prod: Deployed, cloud: Cloud, others: dict[str, set[str]]
) -> None:
    assert cloud.rest_apis() == killed
    assert len(killed) == len(others["REST APIs"]) + 1
    assert len(cloud.websocket_apis()) == len(others["WebSocket APIs"]) + 1
    assert prod.rest_api_id in killed


def test_stages_live_side_by_side(prod: Deployed, dev: Deployed, visit: Visit) -> None:
    answer = Api(dev).read_session(visit.session["sessionId"], visit.session["screenToken"])
    assert (answer.status, answer.code) == (404, "SessionNotFound")


def test_the_state_machine_has_worked_on_the_photo(visit: Visit, cloud: Cloud) -> None:
    assert visit.ready["photoId"] == visit.photo_id
    # Its last step has told the screen, and then it ends.
    eventually(lambda: _executions(cloud)[visit.photo_id] != "RUNNING")
    assert _executions(cloud)[visit.photo_id] == "SUCCEEDED"


def _executions(cloud: Cloud) -> dict[str, str]:
    """Name → how it ended."""
    arn = cloud.outputs("prod")["StateMachineArn"]
    listed = cloud.client("stepfunctions").list_executions(stateMachineArn=arn)
    return {each["name"]: each["status"] for each in listed["executions"]}


def test_the_team_is_told_of_the_photo_and_not_where_it_was_taken(
    visit: Visit, team: Webhook, cloud: Cloud
) -> None:
    posted = team.hears_of(visit.photo_id)
    assert (posted.path, posted.authorization) == ("/photos", SECRET["SecretString"])
    assert (posted.body["source"], posted.body["detail-type"]) == ("scandrop", "Photo Ready")
    detail, outputs = posted.body["detail"], cloud.outputs("prod")
    assert detail.keys() == DETAIL
    assert (detail["photoId"], detail["sessionId"]) == (visit.photo_id, visit.session["sessionId"])
    assert detail["upload"]["bucket"] == outputs["UploadsBucketName"]
    assert detail["upload"]["key"] in cloud.keys(outputs["UploadsBucketName"])
    kept = detail["renditions"]
    assert kept.pop("bucket") == outputs["MediaBucketName"]
    assert set(kept.values()) <= set(cloud.keys(outputs["MediaBucketName"]))


def test_a_photo_whose_step_failed_for_good_is_shown_after_all(
    prod: Deployed, visit: Visit, project_of_prod: Project, cloud: Cloud, sockets: SocketClient
) -> None:
    api = Api(prod)
    session = api.open_session()
    with sockets.screen(prod, session) as screen:
        with cloud.without("scandrop-prod-render_photo", "s3:PutObject"):
            photo_id = Phone(api, session["sessionId"]).send(jpeg(seed=6))
            eventually(lambda: cloud.dead_letters("prod"))
        # It may be told of a moment before it is written down.
        eventually(lambda: _executions(cloud)[photo_id] != "RUNNING")
        assert _executions(cloud)[photo_id] == "FAILED"
        assert "1 done" in project_of_prod.run("redrive", "--stage", "prod").well()
        assert screen.hears("PHOTO_READY")["photo"]["photoId"] == photo_id
    eventually(lambda: _executions(cloud)[f"{photo_id}-2"] != "RUNNING")
    ended = {name: how for name, how in _executions(cloud).items() if photo_id in name}
    assert ended == {photo_id: "FAILED", f"{photo_id}-2": "SUCCEEDED"}


def test_what_is_taken_down_keeps_its_photos_and_serves_nobody(
    destroyed: str, prod: Deployed, visit: Visit, cloud: Cloud, others: dict[str, set[str]]
) -> None:
    remains = {
        kind: names - others[kind]
        for kind, names in inventory.of(cloud).items()
        if names != others[kind]
    }
    assert set(remains) == DATA, remains
    assert remains["stacks"] == {"scandrop-prod"}
    assert len(remains["tables"]) == 4
    assert remains["parameters"] == {"/scandrop-prod/secrets"}
    bucket = cloud.outputs("prod")["UploadsBucketName"]
    assert bucket in destroyed
    (key,) = [key for key in cloud.keys(bucket) if visit.photo_id in key]
    assert cloud.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read() == PHOTO
    for url in (f"{prod.site_url}/", f"{prod.api_url}/health"):
        assert ask("GET", url).status >= 400


def test_a_later_deploy_finds_the_photos(back: Deployed, visit: Visit) -> None:
    (photo,) = Api(back).stored_photos(visit.session)
    assert photo["photoId"] == visit.photo_id
    for rendition in photo["renditions"].values():
        assert ask("GET", rendition["url"]).status == 200


def test_a_later_deploy_works_on_photos_as_it_is_told_then(
    back: Deployed, sockets: SocketClient, cloud: Cloud, others: dict[str, set[str]]
) -> None:
    assert _visit(back, sockets).ready["state"] == "READY"
    assert "StateMachineArn" not in cloud.outputs("prod")
    for kind in ("state machines", "connections", "API destinations"):
        assert inventory.names(cloud, kind) == others[kind]


def test_photos_are_deleted_by_who_may_and_then_nothing_is_left(
    back: Deployed, project_of_prod: Project, cloud: Cloud, others: dict[str, set[str]]
) -> None:
    bucket = cloud.outputs("prod")["UploadsBucketName"]
    before = cloud.keys(bucket)
    refused = project_of_prod.run("destroy", "--stage", "prod", "--delete-photos")
    assert refused.code == 1, refused.said
    assert "PermissionMissing" in refused.complaint
    assert cloud.keys(bucket) == before

    cloud.make_deployer("prod", MayDeletePhotos="true")
    done = project_of_prod.run("destroy", "--stage", "prod", "--delete-photos").well()
    assert "Nothing is left" in done
    assert inventory.of(cloud) == others
