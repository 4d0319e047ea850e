"""The embedded AWS answers only what it will remember."""

import asyncio
import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from devserver.asgi import Message, Receive, Scope, Send, call, reply, scope_of
from devserver.durability import DurableCloud, Memory
from devserver.journal import Journal, Record
from devserver.resources import Table
from devserver.wire import Answer

PUT = "DynamoDB_20120810.PutItem"
TABLE = Table({"TableName": "things"}, ttl_attribute="expiresAt")


class TinyDynamo:
    """As much of DynamoDB as a journal needs: puts with a condition, batches, scans by page."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, dict[str, Any]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        operation = headers["x-amz-target"].rpartition(".")[2]
        request = json.loads((await receive())["body"])
        status, document = getattr(self, operation)(request)
        await reply(Answer(status, (), json.dumps(document).encode()), send)

    def CreateTable(self, request: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802 - AWS's name
        self.tables[request["TableName"]] = {}
        return 200, {}

    def PutItem(self, request: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802
        table, item = self.tables[request["TableName"]], request["Item"]
        if request.get("New") and item["id"]["S"] in table:
            return 400, {"__type": "ConditionalCheckFailedException"}
        table[item["id"]["S"]] = item
        return 200, {}

    def BatchWriteItem(self, request: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802
        for table, writes in request["RequestItems"].items():
            for write in writes:
                self.PutItem({"TableName": table, "Item": write["PutRequest"]["Item"]})
        return 200, {}

    def Scan(self, request: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802
        ids = sorted(self.tables[request["TableName"]])
        after = request.get("ExclusiveStartKey", {"id": {"S": ""}})["id"]["S"]
        page = [each for each in ids if each > after][:10]
        items = [self.tables[request["TableName"]][each] for each in page]
        more = {"LastEvaluatedKey": {"id": {"S": page[-1]}}} if len(page) == 10 else {}
        return 200, {"Items": items, **more}


def put(identity: str, **more: Any) -> dict[str, Any]:
    return {"TableName": "things", "Item": {"id": {"S": identity}, **more}}


def new(identity: str) -> dict[str, Any]:
    return {**put(identity), "New": True}


def no_abort() -> NoReturn:
    raise AssertionError("aborted")


async def ask(app: Any, target: str, request: dict[str, Any]) -> Answer:
    scope = scope_of("POST", "/", (("X-Amz-Target", target),))
    return await call(app, scope, json.dumps(request).encode())


async def started(path: Path) -> tuple[TinyDynamo, DurableCloud]:
    """A cloud as after a start: restored from the journal at `path`."""
    cloud = TinyDynamo()
    journal, records = Journal.open(path)
    await Memory(cloud, [TABLE]).restore(journal, records, now=1000)
    return cloud, DurableCloud(cloud, journal, no_abort)


async def test_what_was_answered_is_there_after_a_restart(tmp_path: Path) -> None:
    before, durable = await started(tmp_path / "journal")
    assert (await ask(durable, PUT, new("a"))).status == 200
    assert (await ask(durable, PUT, new("a"))).status == 400
    assert (await ask(durable, PUT, new("b"))).status == 200
    after, _ = await started(tmp_path / "journal")
    assert after.tables == before.tables


async def test_refused_and_reading_requests_are_not_written_down(tmp_path: Path) -> None:
    _, durable = await started(tmp_path / "journal")
    await ask(durable, PUT, new("a"))
    await ask(durable, PUT, new("a"))
    await ask(durable, "DynamoDB_20120810.Scan", {"TableName": "things"})
    assert Journal.open(tmp_path / "journal")[1] == [Record(PUT, new("a"))]


async def test_a_request_is_in_the_journal_before_its_answer_goes_out(tmp_path: Path) -> None:
    _, durable = await started(tmp_path / "journal")
    body = json.dumps(new("a")).encode()
    seen: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(_: Message) -> None:
        seen.append(len(Journal.open(tmp_path / "journal")[1]))

    await durable(scope_of("POST", "/", (("X-Amz-Target", PUT),)), receive, send)
    assert seen == [1, 1]


async def test_a_client_that_hangs_up_leaves_memory_and_journal_alike(tmp_path: Path) -> None:
    executed, may_go_on = asyncio.Event(), asyncio.Event()

    class Slow(TinyDynamo):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await super().__call__(scope, receive, send)
            executed.set()
            await may_go_on.wait()

    cloud = Slow()
    cloud.tables["things"] = {}
    journal, _ = Journal.open(tmp_path / "journal")
    durable = DurableCloud(cloud, journal, no_abort)
    asking = asyncio.create_task(ask(durable, PUT, new("a")))
    await executed.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    may_go_on.set()
    assert (await ask(durable, PUT, new("b"))).status == 200
    assert [record.request for record in Journal.open(tmp_path / "journal")[1]] == [
        new("a"),
        new("b"),
    ]


async def test_a_client_that_leaves_within_its_request_changes_nothing(tmp_path: Path) -> None:
    cloud, durable = await started(tmp_path / "journal")
    parts: list[Message] = [
        {"type": "http.request", "body": b'{"Tab', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return parts.pop(0)

    async def send(_: Message) -> None:
        raise AssertionError("nobody is there to be answered")

    await durable(scope_of("POST", "/", (("X-Amz-Target", PUT),)), receive, send)
    assert cloud.tables == {"things": {}}


async def test_a_journal_that_cannot_be_written_ends_the_cloud(tmp_path: Path) -> None:
    cloud, _ = await started(tmp_path / "journal")

    class FullDisk(Journal):
        def append(self, record: Record) -> None:
            raise OSError("no space left")

    def abort() -> NoReturn:
        raise SystemExit(74)

    durable = DurableCloud(cloud, FullDisk(tmp_path / "journal", -1), abort)
    scope = scope_of("POST", "/", (("X-Amz-Target", PUT),))
    with pytest.raises(SystemExit):
        await durable._execute(PUT, scope, json.dumps(new("a")).encode())


async def test_a_long_journal_is_shortened_without_the_expired(tmp_path: Path) -> None:
    _, durable = await started(tmp_path / "journal")
    for number in range(1001):
        expires = {"expiresAt": {"N": "999" if number % 2 else "1001"}}
        await ask(durable, PUT, put(f"{number % 30:02}", **expires))
    after, durable = await started(tmp_path / "journal")
    assert (await ask(durable, PUT, new("z"))).status == 200
    _, records = Journal.open(tmp_path / "journal")
    assert len(records) == 2
    again, _ = await started(tmp_path / "journal")
    assert sorted(again.tables["things"]) == [*(f"{n:02}" for n in range(0, 30, 2)), "z"]
    assert len(after.tables["things"]) == 31
