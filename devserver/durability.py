"""Makes the embedded AWS remember: what it keeps in memory only is journalled as it changes.

Only services whose state is nowhere else need it; S3 has its objects on disk, and the user pool a
file of its own (`accounts.py`). To add a service, name its mutating operations in `JOURNALLED`, and
let `Memory` write its state as operations.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, NoReturn

from devserver.asgi import AsgiApp, Receive, Scope, Send, call, reply, scope_of
from devserver.environment import ACCESS_KEY_ID, REGION
from devserver.journal import Journal, Record
from devserver.resources import Table
from devserver.wire import Answer

_DYNAMODB = "DynamoDB_20120810"
JOURNALLED = frozenset(
    f"{_DYNAMODB}.{operation}"
    for operation in (
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "TransactWriteItems",
    )
)
#: DynamoDB's own limit.
_BATCH_ITEMS = 25
#: Below so many records a start is not worth the writing of a new journal.
_COMPACT_ABOVE = 1000

log = logging.getLogger(__name__)


class Durable:
    """ASGI middleware: a request that changes something is answered once that is on disk.

    What it changes is kept in the order in which it was done. Hence one at a time; in the emulator,
    which runs on one thread, that costs nothing.
    """

    def __init__(self, app: AsgiApp, abort: Callable[[], NoReturn]) -> None:
        self._app = app
        self._abort = abort
        self._one_at_a_time = asyncio.Lock()
        self._running: set[asyncio.Task[Answer]] = set()

    def keeps(self, target: str) -> bool:
        """Whether an operation, by its `X-Amz-Target`, may change what is kept here."""
        raise NotImplementedError

    def keep(self, target: str, body: bytes) -> None:
        """Keep what this request has changed. Raises OSError if it cannot be written."""
        raise NotImplementedError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        target = _target(scope)
        if target is None or not self.keeps(target):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        if body is None:
            return
        task = asyncio.create_task(self._execute(target, scope, body))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        # A client that hangs up must not leave something done and not written down.
        await reply(await asyncio.shield(task), send)

    async def _execute(self, target: str, scope: Scope, body: bytes) -> Answer:
        async with self._one_at_a_time:
            answer = await call(self._app, scope, body)
            if answer.status == 200:
                try:
                    self.keep(target, body)
                except OSError:
                    log.critical("what was done cannot be written", exc_info=True)
                    # Memory and disk differ from here on: a forgetful answer would be a lie.
                    self._abort()
            return answer


class DurableCloud(Durable):
    """Keeps the tables: their requests are journalled.

    A replay depends on their order: conditions hold again only where everything before them has
    happened.
    """

    def __init__(self, app: AsgiApp, journal: Journal, abort: Callable[[], NoReturn]) -> None:
        super().__init__(app, abort)
        self._journal = journal

    def keeps(self, target: str) -> bool:
        """Whether it changes a table."""
        return target in JOURNALLED

    def keep(self, target: str, body: bytes) -> None:
        """Write the request down."""
        self._journal.append(Record(target, json.loads(body)))


class Memory:
    """The tables of an embedded AWS that has just started, and is empty."""

    def __init__(self, app: AsgiApp, tables: Iterable[Table]) -> None:
        self._app = app
        self._tables = tuple(tables)

    async def restore(self, journal: Journal, records: list[Record], *, now: float) -> None:
        """Create the tables, do again what the journal tells, and shorten it if it is long."""
        for table in self._tables:
            await self._do("CreateTable", table.definition)
        for number, record in enumerate(records):
            answer = await self._post(record.target, record.request)
            if answer.status != 200:
                log.error("record %d of the journal failed again: %s", number, answer.body[:200])
        if len(records) > _COMPACT_ABOVE:
            journal.replace([each async for each in self.snapshot(now=now)])

    async def snapshot(self, *, now: float) -> AsyncIterator[Record]:
        """The shortest list of operations that leads to the present state.

        Items whose time to live is over are left out: DynamoDB deletes them within days, and this
        is our occasion. While running none is deleted, which is DynamoDB at its slowest.
        """
        for table in self._tables:
            items = [item async for item in self._items(table.name)]
            alive = [item for item in items if not _has_expired(item, table, now)]
            for start in range(0, len(alive), _BATCH_ITEMS):
                batch = alive[start : start + _BATCH_ITEMS]
                puts = [{"PutRequest": {"Item": item}} for item in batch]
                yield Record(f"{_DYNAMODB}.BatchWriteItem", {"RequestItems": {table.name: puts}})

    async def _items(self, table: str) -> AsyncIterator[dict[str, Any]]:
        request: dict[str, Any] = {"TableName": table}
        while True:
            page = await self._do("Scan", request)
            for item in page["Items"]:
                yield item
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    async def _do(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        answer = await self._post(f"{_DYNAMODB}.{operation}", request)
        if answer.status != 200:
            raise RuntimeError(f"{operation}: {answer.body.decode(errors='replace')}")
        document: dict[str, Any] = json.loads(answer.body)
        return document

    async def _post(self, target: str, request: dict[str, Any]) -> Answer:
        return await post(self._app, target.partition("_")[0].lower(), target, request)


async def post(app: AsgiApp, service: str, target: str, request: Mapping[str, Any]) -> Answer:
    """Ask the embedded AWS for one operation of a service that speaks JSON."""
    body = json.dumps(request).encode()
    headers = (
        ("X-Amz-Target", target),
        ("Content-Type", "application/x-amz-json-1.0"),
        ("Content-Length", str(len(body))),
        # Not checked, but read: it tells the account and the region.
        ("Authorization", credential(service)),
    )
    return await call(app, scope_of("POST", "/", headers), body)


def credential(service: str) -> str:
    """The part of a signature that names account, region and service."""
    scope = f"{ACCESS_KEY_ID}/20260101/{REGION}/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"


def _has_expired(item: dict[str, Any], table: Table, now: float) -> bool:
    if table.ttl_attribute is None or table.ttl_attribute not in item:
        return False
    return float(item[table.ttl_attribute].get("N", "inf")) < now


def _target(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return next(
        (value.decode("latin-1") for name, value in headers if name == b"x-amz-target"), None
    )


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None from a client that left in the middle of it."""
    content = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        content.extend(message.get("body", b""))
        if not message.get("more_body", False):
            return bytes(content)
