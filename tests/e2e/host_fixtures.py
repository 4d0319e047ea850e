"""Fixtures of the host's page: `pytest_plugins = ["tests.e2e.host_fixtures"]` takes them."""

from pathlib import Path

import pytest

from devserver.launch import DevServer
from tests.e2e.browser import Visits
from tests.e2e.host_event import Event
from tests.e2e.hosts import Host
from tests.e2e.pictures import Folder


@pytest.fixture(scope="module")
def owner(server: DevServer, data: Path) -> Host:
    """The dev server's host, without a page."""
    return Host(server, data)


@pytest.fixture
def event(server: DevServer, data: Path, owner: Host, visits: Visits, folder: Folder) -> Event:
    """An event of this test alone."""
    return Event(server, data, owner, visits, folder)
