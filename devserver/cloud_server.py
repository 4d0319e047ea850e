"""The embedded AWS: MiniStack, on a socket it inherits, with a memory that survives it.

Run by `cloud.py` as `python -m devserver.cloud_server SOCKET DATA`. It is made to be killed: all
that it has acknowledged is on disk, so that stopping it is no different from losing it.
"""

import asyncio
import fcntl
import json
import logging
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from aiohttp import web

from devserver import asgi, resources
from devserver.addresses import BACKLOG
from devserver.cloud import READY, CloudChanged
from devserver.durability import DurableCloud, Memory, credential
from devserver.environment import host_password, signing_secrets
from devserver.journal import Journal, JournalDamaged
from devserver.multipart import Uploads
from devserver.multipart_server import MultipartCloud

_LOCK_SECONDS = 2.0
_IO_ERROR = 74

log = logging.getLogger(__name__)


class DataInUse(Exception):
    """Another dev server stands on the same data."""


async def serve(listener: socket.socket, data: Path) -> None:
    """Restore, serve, and end when whoever started us is gone.

    Raises:
        DataInUse, JournalDamaged: the data directory is not usable.
        CloudChanged: this is not the MiniStack that we know.
    """
    await _lock(data / "lock")
    sweep(data / "objects")
    # Who can read what is in there can sign anybody in.
    (data / "keys").mkdir(mode=0o700, exist_ok=True)
    os.environ["GATEWAY_PORT"] = str(listener.getsockname()[1])
    # Reads the environment, and the objects on disk, when it is imported. Its lifespan is left out:
    # it starts what we have no use for, schedulers, and a clean-up of the developer's containers.
    from ministack.app import app

    from devserver import accounts, ministack_cognito, ministack_s3

    ministack_s3.adapt()
    ministack_cognito.adapt(accounts.mail)
    uploads = Uploads(data / "multipart")
    uploads.sweep()
    journal, records = Journal.open(data / "tables.jsonl")
    await Memory(app, resources.TABLES).restore(journal, records, now=time.time())
    for bucket in resources.VERSIONED_BUCKETS:
        await create_bucket(app, bucket)
    await _create_queue(app, resources.JOB_QUEUE)
    await _put_secret(app, resources.SECRET_PARAMETER, signing_secrets(data))
    users = accounts.Accounts(data / "accounts.json")
    await accounts.prepare(app, users, host_password(data))
    cloud = MultipartCloud(app, uploads, ministack_s3.MiniStackStorage())
    durable = DurableCloud(cloud, journal, _abort)
    handler = asgi.aiohttp_handler(accounts.DurableAccounts(durable, users, _abort))
    runner = web.ServerRunner(web.Server(handler, access_log=None))
    await runner.setup()
    await web.SockSite(runner, listener, backlog=BACKLOG).start()
    # A parent that is already gone is noticed on the next line.
    with suppress(BrokenPipeError):
        print(READY, flush=True)
    await _parent_gone()
    # At once: threads of the emulator, which nothing depends on, would be waited for.
    os._exit(0)


def sweep(objects: Path) -> None:
    """Remove what a kill has left half-written, before MiniStack takes it for an object.

    It writes an object to a temporary file, renames it, then does the same with its description:
    bytes without a description were never acknowledged, and nobody knows their type.
    """
    for account in objects.glob("[0-9]" * 12):
        for path in account.rglob("*"):
            if not path.is_file():
                continue
            described = path.with_name(path.name + ".meta.json")
            orphaned = not path.name.endswith(".meta.json") and not described.exists()
            if path.name.endswith(".tmp") or orphaned:
                path.unlink()


async def _lock(path: Path) -> None:
    """Hold the data directory for this process; the kernel lets go when it dies."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    until = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            # Its predecessor, whose parent was killed, may be about to notice.
            if time.monotonic() > until:
                os.close(file)
                raise DataInUse(f"{path.parent} is in use by another dev server") from None
            await asyncio.sleep(0.05)


async def create_bucket(app: asgi.AsgiApp, bucket: str) -> None:
    """Create a versioned bucket; one that is there stays as it is."""
    versioning = (
        b'<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        b"<Status>Enabled</Status></VersioningConfiguration>"
    )
    created = {200, 409}
    for query, body, fine in (("", b"", created), ("versioning", versioning, {200})):
        headers = (
            ("Host", "127.0.0.1"),
            ("Authorization", credential("s3")),
            ("Content-Length", str(len(body))),
        )
        scope = asgi.scope_of("PUT", f"/{bucket}", headers, query)
        answer = await asgi.call(app, scope, body)
        if answer.status not in fine:
            raise RuntimeError(f"{bucket}: {answer.body.decode(errors='replace')}")


async def _create_queue(app: asgi.AsgiApp, name: str) -> None:
    """Create an empty queue. What was in it is recovered from what the photos say of themselves."""
    visibility = {"VisibilityTimeout": str(resources.JOB_VISIBILITY_SECONDS)}
    body = json.dumps({"QueueName": name, "Attributes": visibility}).encode()
    headers = (
        ("X-Amz-Target", "AmazonSQS.CreateQueue"),
        ("Content-Type", "application/x-amz-json-1.0"),
        ("Authorization", credential("sqs")),
    )
    answer = await asgi.call(app, asgi.scope_of("POST", "/", headers), body)
    if answer.status != 200:
        raise RuntimeError(f"{name}: {answer.body.decode(errors='replace')}")


async def _put_secret(app: asgi.AsgiApp, name: str, text: str) -> None:
    """What is signed with, as `make deploy` makes it; here it is kept with the data."""
    body = json.dumps({"Name": name, "Type": "SecureString", "Value": text}).encode()
    headers = (
        ("X-Amz-Target", "AmazonSSM.PutParameter"),
        ("Content-Type", "application/x-amz-json-1.1"),
        ("Authorization", credential("ssm")),
    )
    answer = await asgi.call(app, asgi.scope_of("POST", "/", headers), body)
    if answer.status != 200:
        raise RuntimeError(f"{name}: {answer.status}")


async def _parent_gone() -> None:
    """Wait for the end of standard input, which our parent lets go of however it dies."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


def _abort() -> NoReturn:
    os._exit(_IO_ERROR)


def main() -> None:
    """Entry point of the child process."""
    logging.basicConfig(level=logging.WARNING, format="cloud: %(message)s")
    # Ctrl-C goes to every process of the terminal; it is our parent who decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.socket(fileno=int(sys.argv[1]))
    try:
        asyncio.run(serve(listener, Path(sys.argv[2])))
    except (CloudChanged, DataInUse, JournalDamaged) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
