"""What an operator sees of a deployed stage."""

import pytest

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.project import Project
from tests.e2e.api_client import Api, Phone
from tests.e2e.pictures import jpeg
from tests.e2e.sockets import SocketClient
from tests.e2e.waiting import eventually

#: What a visit wakes, where nobody has chosen the state machine.
HANDLERS = (
    "api_handler",
    "photo_uploaded",
    "process_photos",
    "websocket_connect",
    "websocket_disconnect",
    "websocket_message",
)


def test_status_says_that_all_is_well(project: Project, dev: Deployed) -> None:
    said = project.run("status").well()
    assert dev.site_url in said
    for handler in HANDLERS:
        assert f"{handler} " in said
    assert "All is well." in said


@pytest.fixture(scope="module")
def visited(first_deploy: str, cloud: Cloud, sockets: SocketClient) -> str:
    """The id of a session in which every function has had something to do."""
    dev = cloud.deployed("dev")
    api = Api(dev)
    session = api.open_session()
    with sockets.screen(dev, session) as screen:
        Phone(api, session["sessionId"]).send(jpeg())
        screen.hears("PHOTO_READY")
    return str(session["sessionId"])


@pytest.mark.parametrize("handler", HANDLERS)
def test_every_function_has_a_log_that_ends_some_day(
    handler: str, visited: str, cloud: Cloud
) -> None:
    function = "scandrop-dev" if handler == "api_handler" else f"scandrop-dev-{handler}"
    logs = cloud.client("logs")
    (group,) = [
        each
        for each in logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{function}")[
            "logGroups"
        ]
        if each["logGroupName"] == f"/aws/lambda/{function}"
    ]
    assert group["retentionInDays"] == 14
    assert eventually(lambda: logs.filter_log_events(logGroupName=group["logGroupName"])["events"])


def test_logs_tells_of_all_functions(project: Project, visited: str) -> None:
    said = project.run("logs", "--all").well()
    for handler in HANDLERS:
        assert any(f" {handler} " in line and "START" in line for line in said.splitlines())
