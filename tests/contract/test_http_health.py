"""`GET /health`: each dependency by name, for whoever asks, and nothing more than that."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.aws import clients
from chalicelib.people import Group
from chalicelib.ports import Services
from tests.contract.http_client import Api, Gateway, cloud_in_memory
from tests.contract.http_contract import Answer, contract
from tests.contract.traffic import Traffic
from tests.fakes import SITE
from tests.id_tokens import an_id_token

SECRET = "arn:aws:dynamodb:us-east-1:123456789012:table/secret-table"
#: What one look asks of AWS.
LOOK = [*("GetItem", "GetItem", "GetItem"), "GetParameter", "HeadObject", "Query", "RevokeToken"]
NAMES = {"sessions", "photos", "albums", "connections", "uploads", "accounts", "secret"}


@pytest.fixture
def services() -> Iterator[Services]:
    """A process of its own for each test: it remembers what it saw."""
    with cloud_in_memory() as built:
        yield built


@pytest.fixture
def api(services: Services) -> Api:
    from app import app

    return Api(Gateway(app), contract())


@pytest.fixture
def traffic(services: Services) -> Iterator[Traffic]:
    traffic = Traffic()
    with traffic.watched(clients.dynamodb(), clients.s3(), clients.ssm(), clients.cognito()):
        yield traffic


def _health(api: Api, headers: dict[str, str] | None = None) -> Answer:
    return api.request("GET", "/health", headers)


def _unavailable(answer: Answer) -> set[str]:
    checks = answer.json["checks"].items()
    return {name for name, check in checks if check["status"] == "unavailable"}


def test_all_is_well(api: Api, traffic: Traffic) -> None:
    answer = _health(api)
    assert (answer.status, answer.json["status"]) == (200, "healthy")
    assert set(answer.json["checks"]) == NAMES
    assert _unavailable(answer) == set()
    assert sorted(traffic.calls) == LOOK
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == SITE


@pytest.mark.parametrize(
    ("operation", "names"),
    [
        ("GetItem", {"sessions", "photos", "albums"}),
        ("Query", {"connections"}),
        ("HeadObject", {"uploads"}),
        ("RevokeToken", {"accounts"}),
        ("GetParameter", {"secret"}),
    ],
)
def test_what_is_away_is_named(api: Api, traffic: Traffic, operation: str, names: set[str]) -> None:
    traffic.refuse(operation, 400, "AccessDeniedException", SECRET)
    answer = _health(api)
    assert (answer.status, answer.json["status"]) == (503, "unhealthy")
    assert _unavailable(answer) == names
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == SITE


@pytest.mark.parametrize("name", ["sessions", "photos", "albums", "connections"])
def test_a_table_that_is_missing_is_named_and_no_other(
    api: Api, services: Services, name: str
) -> None:
    table = getattr(services.settings, f"{name}_table")
    clients.dynamodb().delete_table(TableName=table)
    answer = _health(api)
    assert answer.status == 503
    assert _unavailable(answer) == {name}


def test_it_tells_nothing_of_what_failed(
    api: Api, services: Services, traffic: Traffic, caplog: pytest.LogCaptureFixture
) -> None:
    settings = services.settings
    traffic.refuse("GetItem", 400, "ResourceNotFoundException", SECRET)
    traffic.refuse("Query", 400, "AccessDeniedException", SECRET)
    for operation in ("GetParameter", "RevokeToken"):
        traffic.refuse(operation, 400, "AccessDeniedException", SECRET)
    traffic.cut("HeadObject", ReadTimeoutError(endpoint_url="https://secret.example.org"))
    answer = _health(api)
    assert _unavailable(answer) == NAMES
    # Nothing but the statuses and times that docs/openapi.yaml allows, so no reason either.
    assert set(answer.json) == {"status", "checks"}
    for check in answer.json["checks"].values():
        assert set(check) == {"status", "seconds"}
    # The operator finds the reasons in the log.
    assert "ResourceNotFoundException" in caplog.text
    for name in (
        settings.sessions_table,
        settings.photos_table,
        settings.connections_table,
        settings.albums_table,
        settings.uploads_bucket,
        settings.user_pool_id,
        settings.secret_parameter,
        "secret-table",
    ):
        assert name not in answer.body.decode()


def test_a_flood_asks_aws_once(api: Api, traffic: Traffic) -> None:
    answers = {_health(api).body for _ in range(50)}
    assert len(answers) == 1
    assert sorted(traffic.calls) == LOOK


def test_a_flood_asks_aws_once_when_it_is_away(api: Api, traffic: Traffic) -> None:
    traffic.refuse("Query", 400, "AccessDeniedException", SECRET)
    assert {_health(api).status for _ in range(50)} == {503}
    assert sorted(traffic.calls) == LOOK


@pytest.mark.parametrize(("method", "status"), [("HEAD", 404), ("POST", 404), ("OPTIONS", 200)])
def test_other_methods_ask_nobody(api: Api, traffic: Traffic, method: str, status: int) -> None:
    assert api.request(method, "/health").status == status
    assert traffic.calls == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer nonsense"},
        {"Origin": "https://evil.example.net"},
        {"Content-Type": "text/plain", "Accept": "text/html"},
    ],
)
def test_whoever_asks_is_answered_alike(api: Api, headers: dict[str, str]) -> None:
    """A monitor sends what it sends; a page of another site may ask and not read."""
    answer = api.request("GET", "/health?verbose=1&status=unhealthy&checks=", headers)
    assert (answer.status, answer.json["status"]) == (200, "healthy")
    assert answer.headers["access-control-allow-origin"] == SITE


# For operators


def test_operators_may_ask_for_more_each_time(api: Api, traffic: Traffic) -> None:
    for _ in range(2):
        answer = _deep(api, Group.OPERATOR)
        assert (answer.status, _unavailable(answer)) == (200, set())
        assert answer.json["jobsWaiting"] == 0
    assert traffic.calls.count("HeadObject") == 2


def test_operators_are_told_what_of_that_is_away(api: Api, traffic: Traffic) -> None:
    with traffic.watched(clients.sqs()):
        traffic.refuse("GetQueueAttributes", 400, "AccessDeniedException", SECRET)
        answer = _deep(api, Group.OPERATOR)
    assert (answer.status, _unavailable(answer)) == (503, {"jobs"})
    assert answer.json["jobsWaiting"] is None


def test_hosts_may_not(api: Api, traffic: Traffic) -> None:
    answer = _deep(api, Group.HOST)
    assert (answer.status, answer.json["Code"]) == (403, "OperatorRequired")
    assert traffic.calls == []


def _deep(api: Api, group: Group) -> Answer:
    token = an_id_token("somebody", group)
    return api.request("GET", "/health/deep", {"Authorization": f"Bearer {token}"})
