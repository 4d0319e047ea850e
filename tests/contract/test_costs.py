"""The counts behind the bill in docs/operations.md are those of a visit as the code does it."""

import json
import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
import pytest

from bench import costs
from chalicelib import answers, arrivals, notifications, processing, sayings, sessions, uploads
from chalicelib.aws import clients
from chalicelib.inputs import TicketRequest
from chalicelib.jobs import Job
from chalicelib.keys import upload_key
from chalicelib.photo import Announcement
from chalicelib.ports import Services
from chalicelib.wiring import services
from infra.stage import chalice_config
from tests.builders import (
    PHONE_TOKEN,
    a_handshake,
    a_socket,
    a_ticket_request,
    an_arrival,
)
from tests.contract.template import TEMPLATE, make, template
from tests.fake_pictures import MemoryRenderer
from tests.fakes import SITE, RecordingScreens

KIOSK, PHONE = "kiosk-socket=", "phone-socket="


@dataclass
class Meter:
    """What DynamoDB would bill: writes by the KB, consistent reads by 4 KB, index reads half."""

    writes: float = 0
    reads: float = 0
    sizes: list[int] = field(default_factory=list)

    def written(self, params: dict[str, Any], **_: object) -> None:
        item: dict[str, Any] = params["Item"] if "Item" in params else params["Key"]
        size = _bytes(item)
        self.sizes.append(size)
        # An item of the connections table has an entry in its index.
        copies = 2 if "connectionId" in item else 1
        self.writes += copies * math.ceil(size / 1024)

    def updated(self, params: dict[str, Any], **_: object) -> None:
        """Billed by the whole item, of which the request has a part."""
        assert _bytes(params["ExpressionAttributeValues"]) < costs.RECORD_BYTES
        self.writes += math.ceil(costs.RECORD_BYTES / 1024)

    def read(self, params: dict[str, Any], **_: object) -> None:
        self.reads += 1 if params.get("ConsistentRead") else 0.5


def _bytes(value: Any) -> int:
    """As DynamoDB counts: names and values in UTF-8, some bytes for structure."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


@pytest.fixture
def meter(tables: None) -> Meter:
    meter, events = Meter(), clients.dynamodb().meta.events
    for operation, hook in (
        ("PutItem", meter.written),
        ("UpdateItem", meter.updated),
        ("DeleteItem", meter.written),
        ("GetItem", meter.read),
        ("Query", meter.read),
    ):
        events.register(f"provide-client-params.dynamodb.{operation}", hook)
    return meter


class Kiosk:
    """A visit, event by event; each method is one call of a function."""

    def __init__(self, live: Services) -> None:
        self.screens = RecordingScreens()
        self.services = replace(live, screens=self.screens, renderer=MemoryRenderer())
        self.calls: Counter[str] = Counter()

    def open(self) -> answers.OpenedSession:
        self.calls["http"] += 1
        return sessions.open_session(self.services)

    def claim(self, session_id: str) -> None:
        self.calls["http"] += 1
        wanted = TicketRequest(session_id, Announcement(), PHONE_TOKEN)
        uploads.issue_ticket(self.services, wanted)

    def ticket(self, session_id: str, number: int) -> answers.UploadTicket:
        self.calls["http"] += 1
        wanted = a_ticket_request(
            file_name=f"IMG_{number}.jpg",
            request_id=f"request-{number}",
            size_bytes=costs.VISIT.photo_bytes,
        )
        return uploads.issue_ticket(self.services, replace(wanted, session_id=session_id))

    def connect(self, socket: str, session_id: str, token: str) -> None:
        self.calls["socket"] += 1
        said = a_handshake(session_id=session_id, token=token, origin=SITE)
        notifications.subscribe(self.services, a_socket(socket), said)

    def sync(self, socket: str, session_id: str) -> None:
        self.calls["message"] += 1
        said = json.dumps({"action": "sync", "sessionId": session_id})
        sayings.answer(self.services, a_socket(socket), said)

    def tell(self, session_id: str, photo_id: str) -> None:
        """The phone tells of a photo on its way: once a second how far, and once how it looks."""
        uploads = [{"photoId": photo_id, "percent": 25}]
        progress = {"action": "progress", "uploads": uploads, "secondsLeft": 3}
        preview = {"action": "preview", "photoId": photo_id, "jpeg": "/9j/+w=="}
        for said in [progress] * costs.VISIT.upload_seconds + [preview]:
            self.calls["message"] += 1
            text = json.dumps({**said, "sessionId": session_id})
            sayings.answer(self.services, a_socket(PHONE), text)

    def show(self, session_id: str, photo_id: str) -> None:
        self.calls["message"] += 1
        said = {"action": "shown", "sessionId": session_id, "photoId": photo_id}
        sayings.answer(self.services, a_socket(KIOSK), json.dumps(said))

    def arrive(self, session_id: str, ticket: answers.UploadTicket) -> None:
        self.calls["arrival"] += 1
        key = upload_key(session_id, ticket.photo_id, "image/jpeg")
        arrival = an_arrival(key=key, bucket=self.services.settings.uploads_bucket)
        arrivals.accept_arrivals(self.services, [arrival])

    def process(self, session_id: str, ticket: answers.UploadTicket) -> None:
        self.calls["processing"] += 1
        key = upload_key(session_id, ticket.photo_id, "image/jpeg")
        boto3.client("s3").put_object(
            Bucket=self.services.settings.uploads_bucket, Key=key, Body=b"good"
        )
        processing.process_photo(self.services, Job(key))

    def close(self, socket: str) -> None:
        self.calls["socket"] += 1
        notifications.unsubscribe(self.services, a_socket(socket))


def _visit(kiosk: Kiosk) -> None:
    shape = costs.VISIT
    session = kiosk.open()
    kiosk.connect(KIOSK, session.session_id, session.screen_token)
    kiosk.claim(session.session_id)
    kiosk.connect(PHONE, session.session_id, PHONE_TOKEN)
    tickets = [kiosk.ticket(session.session_id, number) for number in range(shape.photos)]
    for ticket in tickets:
        kiosk.tell(session.session_id, ticket.photo_id)
    for ticket in tickets:
        kiosk.arrive(session.session_id, ticket)
        kiosk.show(session.session_id, ticket.photo_id)
        kiosk.process(session.session_id, ticket)
    for socket, seconds in ((KIOSK, shape.kiosk_seconds), (PHONE, shape.phone_seconds)):
        for _ in range(1 + seconds // shape.sync_seconds):
            kiosk.sync(socket, session.session_id)
        kiosk.close(socket)


@pytest.mark.usefixtures("bucket", "media_bucket", "job_queue")
def test_a_visit_costs_what_the_bill_says(meter: Meter) -> None:
    kiosk = Kiosk(services())
    _visit(kiosk)
    shape = costs.VISIT
    assert kiosk.calls["http"] == shape.requests
    assert sum(kiosk.calls.values()) == shape.calls
    assert kiosk.calls["message"] + len(kiosk.screens) == shape.messages
    assert meter.reads == pytest.approx(shape.reads, abs=1)
    # Sizes are estimated here and there; a session grows with each photo.
    assert meter.writes == pytest.approx(shape.writes, rel=0.1)


def test_a_photo_is_kept_as_long_as_the_bill_says() -> None:
    """An expired photo becomes an old version, which is paid for as well."""

    defaults = {
        name: parameter.get("Default")
        for name, parameter in template(TEMPLATE)["Parameters"].items()
    }
    assert defaults["SessionUploadsDays"] + defaults["OldVersionsDays"] == costs.KEPT_DAYS


def test_free_transfer_is_subtracted_and_nothing_goes_below_zero() -> None:
    item = costs.Item("x", 2, 0.5, "GB", free=100)
    assert [item.dollars(photos) for photos in (1, 50, 60)] == [0, 0, 10]


def test_a_load_is_rounded_up_and_grows_with_the_kiosks() -> None:
    one, thousand = costs.load(1), costs.load(1_000)
    assert min(one.values()) >= 1
    assert thousand["visits a minute"] == 500
    assert thousand["S3 PUT/s"] == 4 * 25, "an upload, and what is made of it"
    assert thousand["sockets open"] == 2_000


@pytest.mark.parametrize("kind", costs.PROCESSOR_SECONDS)
def test_less_memory_takes_longer_and_saves_only_what_waits(kind: str) -> None:
    small, whole = (costs.working_seconds(kind, memory) for memory in (512, costs.WHOLE_MB))
    assert small > whole
    worked = [(each - costs.WAIT_SECONDS) * mb for each, mb in ((small, 512), (whole, 1769))]
    assert worked[0] == pytest.approx(worked[1])


def test_a_photo_goes_through_as_many_states_as_are_paid_for() -> None:
    states = make(Processing="step-functions")["StateMachine"]["Definition"]["States"]
    name, passed, called = "Validate", 0, 0
    while name:
        state = states[name]
        passed, called = passed + 1, called + (state["Type"] == "Task")
        name = state.get("Default") or state.get("Next")
    assert (passed, called) == (costs.TRANSITIONS, costs.STEP_CALLS)


def test_a_function_that_decodes_has_the_memory_of_the_bill() -> None:
    for stage in chalice_config()["stages"].values():
        memory = stage["lambda_functions"]["process_photos"]["lambda_memory_size"]
        assert memory == costs.WHOLE_MB
