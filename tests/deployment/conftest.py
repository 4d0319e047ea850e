"""One emulated AWS for all tests, and one deployment of the stage `dev` in it.

The deployment is made from nothing by the real command, as the role that a team deploys with.
"""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.emulator.launch import Credentials, Emulator, emulated_aws
from tests.deployment.emulator.resolver import sitecustomize
from tests.deployment.project import Project
from tests.e2e import browser as browsers
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.pictures import Folder
from tests.e2e.sockets import SocketClient

ARTEFACTS = Path(__file__).parents[2] / ".artifacts" / "deployment"


@pytest.fixture(scope="session")
def workplace(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """Where everything is; what it says is kept if a test fails."""
    directory = tmp_path_factory.mktemp("deployment")
    yield directory
    if request.session.testsfailed:
        shutil.rmtree(ARTEFACTS, ignore_errors=True)
        ARTEFACTS.mkdir(parents=True)
        for name in ("emulator.log", "outputs"):
            if (directory / name).exists():
                shutil.move(directory / name, ARTEFACTS)
    # Environments, packages, unpacked functions: too much to keep as pytest would.
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def emulator(workplace: Path) -> Iterator[Emulator]:
    """The emulated AWS; this process is led to it."""
    with emulated_aws(workplace) as ready, pytest.MonkeyPatch.context() as patch:
        for name, value in ready.way.items():
            patch.setenv(name, value)
        patch.setattr("socket.getaddrinfo", sitecustomize.lead)
        yield ready


@pytest.fixture(scope="session")
def cloud(emulator: Emulator) -> Cloud:
    return Cloud(emulator)


@pytest.fixture(scope="session")
def deployer(cloud: Cloud) -> Iterator[Credentials]:
    """Who deploys `dev`: the role that an administrator makes for that."""
    cloud.make_deployer("dev")
    with cloud.role("deploy-scandrop-dev") as rights:
        yield rights


@pytest.fixture(scope="session")
def project(workplace: Path, emulator: Emulator, deployer: Credentials) -> Project:
    """The repository as it is deployed from."""
    environ = {**emulator.environ, **deployer.environ}
    return Project.copied(workplace / "project", environ, workplace / "outputs")


@pytest.fixture(scope="session")
def first_deploy(project: Project) -> str:
    """What the first deploy says, into an empty account."""
    return project.deploy("dev")


@pytest.fixture
def dev(first_deploy: str, cloud: Cloud) -> Deployed:
    """The stage `dev`, deployed."""
    return cloud.deployed("dev")


@pytest.fixture
def api(dev: Deployed) -> Api:
    return Api(dev)


@pytest.fixture(scope="session")
def sockets(emulator: Emulator) -> Iterator[SocketClient]:
    client = SocketClient()
    yield client
    client.close()


@pytest.fixture(scope="session")
def browser(emulator: Emulator) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = browsers.start(playwright, *emulator.browser_arguments())
        yield started
        started.close()


@pytest.fixture
def visits(
    request: pytest.FixtureRequest, browser: Browser, emulator: Emulator
) -> Iterator[Visits]:
    """The test's pages. It fails if anything went wrong in one that it did not say it would."""
    opened = Visits(browser)
    yield opened
    unexpected = opened.unexpected()
    if unexpected or request.node.stash.get(FAILED, False):
        opened.keep(request.node.name, emulator.log)
    opened.close()
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The phone's photos."""
    return Folder(tmp_path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave on the test whether it failed, for fixtures that then keep artefacts."""
    report = yield
    if report.when == "setup":
        item.stash[FAILED] = False
    if report.failed and report.when in ("setup", "call"):
        item.stash[FAILED] = True
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what needs an empty account, last what changes the deployment that others use.

    What runs the package without a deployment may run beside that, in a process of its own.
    """
    items.sort(key=lambda item: _ORDER.get(item.path.stem, 0))
    for item in items:
        group = "package" if item.path.stem in _ALONE else "deployment"
        item.add_marker(pytest.mark.xdist_group(group))
        # Some make several deployments, and others have the machine's processors meanwhile.
        item.add_marker(pytest.mark.timeout(600))


_ORDER = {"test_refusals": -1, "test_redeploy": 1, "test_destroy": 2}
_ALONE = {"test_isolation", "test_runtime", "test_runtime_images"}
FAILED = pytest.StashKey[bool]()
