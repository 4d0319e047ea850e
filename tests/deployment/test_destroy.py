"""The life of another stage beside `dev`: begun and killed, finished, taken down, back, deleted."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from tests.deployment import inventory
from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.emulator.launch import Emulator
from tests.deployment.project import Project
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.pictures import jpeg
from tests.e2e.waiting import eventually

#: What photos are in; what remains when a stage is taken down.
DATA = {"stacks", "buckets", "tables", "user pools"}
PHOTO = jpeg(seed=5)


@dataclass(frozen=True)
class Visit:
    """A session with one photo."""

    session: dict[str, Any]
    photo_id: str


@pytest.fixture(scope="module")
def others(first_deploy: str, cloud: Cloud) -> dict[str, set[str]]:
    """What is in the account before."""
    cloud.make_deployer("prod")
    return inventory.of(cloud)


@pytest.fixture(scope="module")
def project_of_prod(
    others: dict[str, set[str]], project: Project, emulator: Emulator, cloud: Cloud
) -> Iterator[Project]:
    """The repository, for who deploys `prod`."""
    with cloud.role("deploy-scandrop-prod") as rights:
        yield project.lent_to({**emulator.environ, **rights.environ})


@pytest.fixture(scope="module")
def killed(project_of_prod: Project, cloud: Cloud, others: dict[str, set[str]]) -> list[str]:
    """The REST API that is there after power cuts, each a little later; nobody wrote it down."""
    for kind in ("stacks", "functions", "REST APIs", "WebSocket APIs"):
        with project_of_prod.started("deploy", "--stage", "prod") as process:
            eventually(partial(_new, cloud, kind, others))
            assert process.poll() is None
            os.killpg(process.pid, signal.SIGKILL)
    return cloud.rest_apis()


def _new(cloud: Cloud, kind: str, others: dict[str, set[str]]) -> set[str]:
    return inventory.names(cloud, kind) - others[kind]


@pytest.fixture(scope="module")
def prod(killed: list[str], project_of_prod: Project, cloud: Cloud) -> Deployed:
    """The stage, finished by a second deploy."""
    project_of_prod.deploy("prod")
    return cloud.deployed("prod")


@pytest.fixture(scope="module")
def visit(prod: Deployed) -> Visit:
    """A visit before it is taken down."""
    api = Api(prod)
    session = api.open_session()
    photo_id = Phone(api, session["sessionId"]).send(PHOTO)
    eventually(lambda: api.stored_photos(session))
    return Visit(session, photo_id)


@pytest.fixture(scope="module")
def destroyed(visit: Visit, project_of_prod: Project) -> str:
    """The stage is taken down; what the command says."""
    return project_of_prod.run("destroy", "--stage", "prod").well()


@pytest.fixture(scope="module")
def back(destroyed: str, project_of_prod: Project, cloud: Cloud) -> Deployed:
    """The stage is deployed again."""
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
    assert len(remains["tables"]) == 3
    bucket = cloud.outputs("prod")["UploadsBucketName"]
    assert bucket in destroyed
    (key,) = [key for key in cloud.keys(bucket) if visit.photo_id in key]
    assert cloud.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read() == PHOTO
    for url in (f"{prod.site_url}/", f"{prod.api_url}/health"):
        assert ask("GET", url).status >= 400


def test_a_later_deploy_finds_the_photos(back: Deployed, visit: Visit) -> None:
    (photo,) = Api(back).stored_photos(visit.session)
    assert photo["photoId"] == visit.photo_id
    assert ask("GET", photo["url"]).body == PHOTO


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
