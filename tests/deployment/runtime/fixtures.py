"""Fixtures: `pytest_plugins = ["tests.deployment.runtime.fixtures"]` takes them."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.bundle import Toolchain
from tests.deployment.runtime import kit
from tests.deployment.runtime.function import Function, Machine, Start, started


@pytest.fixture(scope="session")
def tools() -> Toolchain:
    """The Python and the Chalice of a deployment."""
    return kit.toolchain()


@pytest.fixture(scope="session")
def machine(tools: Toolchain) -> Machine:
    """What Lambda brings."""
    return kit.machine(tools)


@pytest.fixture(scope="session")
def zip_path(tools: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, as a deployment makes it."""
    return kit.package(tools, kit.project(tools, tmp_path_factory.mktemp("build") / "project"))


@pytest.fixture(scope="session")
def task(zip_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package as Lambda lays it out."""
    folder = kit.unpacked(zip_path, tmp_path_factory.mktemp("lambda") / "task")
    yield folder
    kit.remove(folder)


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An embedded S3 and DynamoDB, and the environment of a function that uses them."""
    with kit.embedded_aws(tmp_path_factory.mktemp("aws")) as environment:
        yield environment


@pytest.fixture
def start(
    machine: Machine, task: Path, aws: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Start]:
    """Starts a function, by its handler, and reports on it; keywords change its environment."""
    with ExitStack() as running:

        def start(handler: str, **changes: str) -> Function:
            folder = tmp_path_factory.mktemp(handler)
            environment = aws | changes
            return running.enter_context(
                started(machine, task, handler, environment, folder, reporting=True)
            )

        yield start
