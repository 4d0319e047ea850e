"""What the packaged functions load, read, write and connect to, under AWS's own runtime client.

Seen by Python's audit events from the first moment of the process on: what works only here, because
of a file or a package of this machine, would be missed on Lambda and not before.
"""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chalicelib.keys import rendition_key, upload_key
from chalicelib.photo import RenditionName
from devserver import resources
from devserver.schedule import an_event as a_scheduled_event
from tests.builders import an_id
from tests.deployment.runtime import kit
from tests.deployment.runtime.events import a_step_event, an_sqs_event
from tests.deployment.runtime.function import Machine, Report, started
from tests.deployment.runtime.kit import HANDLERS
from tests.events import (
    a_connect_event,
    a_disconnect_event,
    a_message_event,
    an_http_event,
    an_s3_test_event,
)

pytest_plugins = ["tests.deployment.runtime.fixtures"]

#: Of a photo that is gone, but for its renditions: a moderator looks at one, and at nothing else.
PHOTO_ID = an_id(5)
KEY = upload_key(an_id(8), PHOTO_ID, "image/jpeg")
STEPS = tuple(name for name in HANDLERS if name.endswith("_photo"))
RENDITIONS: list[dict[str, Any]] = [
    {"name": name, "key": rendition_key(PHOTO_ID, name), "width": 4, "height": 3, "sizeBytes": 1}
    for name in RenditionName
]
#: An event for each function that it answers without another one before it.
EVENTS = {
    "api_handler": an_http_event("POST", "/sessions"),
    "websocket_connect": a_connect_event(session_id=an_id(8)),
    "websocket_message": a_message_event('{"action":"ping"}'),
    "websocket_disconnect": a_disconnect_event(),
    "photo_uploaded": an_s3_test_event(),
    "process_photos": an_sqs_event({"key": KEY}),
    "expire_photos": a_scheduled_event("expire_photos"),
    **dict.fromkeys(STEPS, a_step_event(KEY, renditions=RENDITIONS)),
}


#: The clients that each function makes for its event.
CLIENTS = {
    "api_handler": {"dynamodb"},
    "websocket_connect": {"dynamodb"},
    "websocket_message": {"apigatewaymanagementapi"},
    "websocket_disconnect": {"dynamodb"},
    "photo_uploaded": set(),
    # What there may be of a photo that is gone is deleted.
    "process_photos": {"dynamodb", "s3"},
    # Of no album there is.
    "expire_photos": {"dynamodb"},
    **{step: {"dynamodb", "s3"} for step in STEPS},
    "moderate_photo": {"s3"},
}
#: What the package brings.
PACKED = {"app", "chalice", "chalicelib", "qrcode"}
#: What Lambda's runtime has, by its packages' names: its client, and boto3 with what it needs.
BROUGHT = {
    *("awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py"),
    *("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"),
}
START = Path(__file__).parent / "runtime" / "start.py"
#: What Python reads of any machine on its own: time zone, host names, its process.
ANY_MACHINE = ("/etc/", "/usr/share/zoneinfo/", "/dev/", "/proc/", "/sys/")


@pytest.fixture(scope="module", params=HANDLERS)
def name(request: pytest.FixtureRequest) -> str:
    """Each function, by Chalice's name for it."""
    return str(request.param)


@pytest.fixture(scope="module")
def reports(
    name: str,
    machine: Machine,
    task: Path,
    aws: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Report, Report]:
    """What it had done after its start, and after an event."""
    folder = tmp_path_factory.mktemp(name)
    for rendition in RENDITIONS:
        kit.client("s3", aws).put_object(
            Bucket=resources.MEDIA_BUCKET, Key=rendition["key"], Body=b"x"
        )
    with started(machine, task, HANDLERS[name], aws, folder, reporting=True) as function:
        # It reports before it asks for the next one.
        for _ in range(2):
            outcome = function.invoke(EVENTS[name])
            assert outcome.kind == "response", function.output()
        first, second, *_ = function.reports()
    return first, second


def test_only_the_package_and_lambda_s_boto3_are_loaded(
    reports: tuple[Report, Report], task: Path, machine: Machine
) -> None:
    standard = standard_library(machine)
    for report in reports:
        ours = {name for name, file in report.modules.items() if file and inside(file, task)}
        assert {name.partition(".")[0] for name in ours} <= PACKED
        runtime = {
            name.partition(".")[0]
            for name, file in report.modules.items()
            if file and inside(file, machine.runtime)
        }
        assert runtime <= BROUGHT
        for file in filter(None, report.modules.values()):
            assert any(inside(file, root) for root in (task, machine.runtime, *standard, START)), (
                file
            )


def standard_library(machine: Machine) -> list[Path]:
    """Where the standard library of that Python is."""
    ask = "import sysconfig as s; print(s.get_path('stdlib'), s.get_path('platstdlib'), sep='\\n')"
    said = subprocess.run([machine.python, "-I", "-c", ask], capture_output=True, check=True)
    return [Path(line) for line in said.stdout.decode().splitlines()]


def inside(file: str, root: Path) -> bool:
    """Whether a file is the root or below it."""
    return Path(os.path.realpath(file)).is_relative_to(root.resolve())


def test_nothing_is_read_from_elsewhere_and_nothing_written(
    reports: tuple[Report, Report], task: Path, machine: Machine
) -> None:
    """/var/task is read-only, and what works only because of this machine's files is not there."""
    roots = (task, machine.runtime, *standard_library(machine), START)
    for report in reports:
        strange = [
            file
            for file in report.read
            if not file.startswith(ANY_MACHINE) and not any(inside(file, root) for root in roots)
        ]
        assert strange == []
        assert report.written == []


def test_the_start_makes_no_client_and_opens_no_connection(
    reports: tuple[Report, Report], name: str
) -> None:
    """Lambda may start a function long before its first event, and freezes it in between."""
    start, end = reports
    assert start.reached == []
    assert described_services(start) == set()
    assert described_services(end) == CLIENTS[name]


def described_services(report: Report) -> set[str]:
    """A client reads the description of its service first."""
    paths = [Path(file) for file in report.read if Path(file).name.startswith("service-2.json")]
    return {path.parent.parent.name for path in paths}


def test_heavy_packages_wait_until_they_are_needed(
    reports: tuple[Report, Report], name: str
) -> None:
    start, end = reports
    heavy = {"PIL", "qrcode", "pillow_heif"}
    assert not heavy & {module.partition(".")[0] for module in start.modules}
    used = heavy & {module.partition(".")[0] for module in end.modules}
    assert used == ({"qrcode"} if name == "api_handler" else set())


def test_nothing_of_the_package_is_compiled_or_looked_at_as_source(
    reports: tuple[Report, Report], task: Path
) -> None:
    """A .pyc that Python passes over costs every cold start its compilation."""
    for report in reports:
        ours = [file for file in report.read if inside(file, task)]
        assert [file for file in ours if file.endswith(".pyc")]
        assert [file for file in ours if not file.endswith(".pyc")] == []
        assert [file for file in report.compiled if file.startswith(str(task))] == []
