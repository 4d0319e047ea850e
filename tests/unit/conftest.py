"""Unit tests reach nobody: one that opens a socket fails."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket

from chalicelib import notifications, uploads
from tests import fakes
from tests.builders import PHONE_TOKEN, a_handshake, a_session, a_socket, an_open_request
from tests.fakes import MemoryServices
from tests.workers import Worker, by_queue, by_steps


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Sockets of this machine's own kernel stay: asyncio's loop wakes itself by a pair of them."""
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def services() -> MemoryServices:
    """Services in memory, in which one session is open."""
    made = fakes.services()
    made.sessions.create(a_session())
    return made


@pytest.fixture
def watched(services: MemoryServices) -> MemoryServices:
    """The same, with a screen and a phone that listen and have heard nothing yet."""
    notifications.subscribe(services, a_socket(), a_handshake())
    uploads.issue_ticket(services, an_open_request())
    notifications.subscribe(services, a_socket("phone"), a_handshake(token=PHONE_TOKEN))
    services.screens.frames.clear()
    return services


@pytest.fixture(params=[by_queue, by_steps])
def work(request: pytest.FixtureRequest) -> Worker:
    """Both ways of doing the work, for the same rules."""
    worker: Worker = request.param
    return worker
