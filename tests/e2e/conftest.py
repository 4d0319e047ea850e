"""A dev server per module, sockets to it, and browsers at it."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from devserver.launch import DevServer, launched
from tests import leaks
from tests.e2e import browser as browsers
from tests.e2e.api_client import Api
from tests.e2e.api_client import Phone as ApiPhone
from tests.e2e.browser import Visits
from tests.e2e.coming import Joined, Sender
from tests.e2e.pages import Kiosk, Phone
from tests.e2e.pictures import Folder
from tests.e2e.sockets import SocketClient

Launch = Callable[..., DevServer]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module's server keeps its data; its log is beside it."""
    return tmp_path_factory.mktemp("server") / "data"


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[DevServer]:
    """The module's dev server."""
    with launched(data) as started:
        yield started
    assert leaks.told_in(data.with_name(f"{data.name}.log")) == []


@pytest.fixture
def api(server: DevServer) -> Api:
    return Api(server)


@pytest.fixture
def own_data(tmp_path: Path) -> Path:
    """Where a server of this test alone keeps its data."""
    return tmp_path / "data"


@pytest.fixture
def launch(own_data: Path) -> Iterator[Launch]:
    """Start a server of this test alone, as `launched` does, on `own_data`; repeatable."""
    with ExitStack() as stack:

        def start(
            *arguments: str, port: int = 0, environ: dict[str, str] | None = None
        ) -> DevServer:
            starting: AbstractContextManager[DevServer] = launched(
                own_data, *arguments, port=port, environ=environ
            )
            return stack.enter_context(starting)

        yield start
    assert leaks.told_in(own_data.with_name(f"{own_data.name}.log")) == []


@pytest.fixture(scope="session")
def sockets() -> Iterator[SocketClient]:
    client = SocketClient()
    yield client
    client.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = browsers.start(playwright)
        yield started
        started.close()


@pytest.fixture
def visits(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Visits]:
    """The test's pages. It fails if anything went wrong in one that it did not say it would."""
    opened = Visits(browser)
    yield opened
    unexpected = opened.unexpected()
    if unexpected or request.node.stash.get(FAILED, False):
        opened.keep(request.node.name, _log_of(request))
    opened.close()
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture(autouse=True)
def _its_log_is_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of a test without pages, too, there is something to look at when it has failed."""
    names = request.fixturenames
    log = _log_of(request) if {"data", "own_data"} & set(names) else None
    yield
    if log and "visits" not in names and request.node.stash.get(FAILED, False):
        browsers.keep_log(request.node.name, log)


def _log_of(request: pytest.FixtureRequest) -> Path:
    """What the server of this test says: its own one, else its module's."""
    used = "own_data" if "own_data" in request.fixturenames else "data"
    data: Path = request.getfixturevalue(used)
    return data.with_name(f"{data.name}.log")


@pytest.fixture
def kiosk(visits: Visits, server: DevServer) -> Kiosk:
    """A kiosk at its start."""
    return Kiosk(visits.open(server.site_url, **browsers.KIOSK))


@pytest.fixture
def phone(visits: Visits, kiosk: Kiosk) -> Phone:
    """The phone that scanned the code of `kiosk`."""
    scanned = Phone(visits.open(kiosk.show_code(), **browsers.PHONE))
    scanned.is_ready()
    return scanned


@pytest.fixture
def joined(api: Api, server: DevServer, sockets: SocketClient) -> Iterator[Joined]:
    """Scan a kiosk's code with a phone that is told what to say."""
    with ExitStack() as stack:

        def scan(kiosk: Kiosk) -> Sender:
            session_id = kiosk.show_code().partition("#")[2]
            phone = ApiPhone(api, session_id)
            phone.claim()
            line = stack.enter_context(sockets.connected(server, session_id, phone.token))
            return Sender(phone, line)

        yield scan


@pytest.fixture
def session(api: Api) -> dict[str, Any]:
    """A session that a kiosk has opened which is not in the test."""
    return api.open_session()


@pytest.fixture
def lone_phone(visits: Visits, session: dict[str, Any]) -> Phone:
    """The phone of `session`."""
    opened = Phone(visits.open(session["uploadPageUrl"], **browsers.PHONE))
    opened.is_ready()
    return opened


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The phone's photos."""
    library = tmp_path / "library"
    library.mkdir()
    return Folder(library)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave on the test whether it failed, for fixtures that then keep artefacts."""
    report = yield
    if report.when == "setup":
        # Tried once more, it has not failed yet: nor do pages that are well take the place of those
        # that were kept.
        item.stash[FAILED] = False
    if report.failed and report.when in ("setup", "call"):
        item.stash[FAILED] = True
    return report


FAILED = pytest.StashKey[bool]()
