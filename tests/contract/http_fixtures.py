"""Fixtures of the HTTP tests: `pytest_plugins = ["tests.contract.http_fixtures"]` takes them."""

from collections.abc import Iterator

import pytest

from chalicelib.aws import clients
from chalicelib.ports import Services
from tests.contract.http_client import Api, Gateway, cloud_in_memory
from tests.contract.http_contract import contract
from tests.contract.traffic import Traffic


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    """One cloud for a module: sessions have ids of their own and do not meet."""
    with cloud_in_memory() as built:
        yield built


@pytest.fixture(scope="module")
def api(services: Services) -> Api:
    from app import app

    return Api(Gateway(app), contract())


@pytest.fixture
def opened(api: Api) -> dict[str, str]:
    """A session that a kiosk has just opened."""
    body: dict[str, str] = api.open().json
    return body


@pytest.fixture
def traffic(services: Services) -> Iterator[Traffic]:
    """Counts and disturbs what the application asks of AWS."""
    traffic = Traffic()
    with traffic.watched(clients.dynamodb(), clients.s3(), clients.cognito()):
        yield traffic
