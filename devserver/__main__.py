"""`python -m devserver`: put the parts together, run them, take them down again."""

import asyncio
import functools
import logging
import os
import signal
import sys
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack

from botocore.exceptions import BotoCoreError

from devserver import resources
from devserver.addresses import Listeners, NoLanAddress, PortBusy, open_listeners
from devserver.application import Application
from devserver.banner import banner
from devserver.cloud import Cloud, CloudDied
from devserver.connections import Connections
from devserver.deliveries import RETRY_SECONDS, Checkpoint, Deliveries
from devserver.environment import application_environment, secret_access_key
from devserver.http_gateway import HttpGateway
from devserver.options import Options, parse
from devserver.recovery import stored_objects
from devserver.servers import GatewayServer, listen, logged, site_handler
from devserver.site import Site
from devserver.storage_gateway import StorageGateway
from devserver.storage_server import StorageServer
from devserver.websocket_gateway import WebSocketGateway

#: How long a stop waits: for events that are being handled, and for `$disconnect` of all sockets.
_DELIVERIES_SECONDS = 1.0
_SOCKETS_SECONDS = 3.0

log = logging.getLogger("devserver")


async def serve(options: Options, listeners: Listeners) -> None:
    """Run until a signal asks to stop.

    Raises:
        CloudDied: the embedded AWS did not start, or has ended.
    """
    stop = _stop_event()
    addresses = listeners.addresses
    async with AsyncExitStack() as stack:
        secret = secret_access_key(options.data)
        cloud = Cloud(options.data, secret)
        stack.push_async_callback(cloud.stop)
        environment = application_environment(os.environ, addresses, cloud.endpoint, secret)
        os.environ.clear()
        os.environ.update(environment)
        # The two slow parts of a start, side by side.
        application, _ = await asyncio.gather(
            asyncio.to_thread(Application.load, options.project), cloud.start()
        )
        stack.callback(application.close)
        deliveries = _deliveries(options, application)
        await _open(options, listeners, application, cloud, deliveries, stack)
        print(banner(addresses, lan=options.lan, colour=sys.stdout.isatty()), flush=True)
        await _first(_recover(deliveries, cloud, stop), cloud.died())
        log.info("stopping")


async def _open(
    options: Options,
    listeners: Listeners,
    application: Application,
    cloud: Cloud,
    deliveries: Deliveries,
    stack: AsyncExitStack,
) -> None:
    """Open the three ports. Taken down by the stack, in the other order."""
    addresses = listeners.addresses
    connections = Connections(time.monotonic)
    websockets = WebSocketGateway(application, connections, time_scale=options.time_scale)
    gateway = GatewayServer(addresses, HttpGateway(application), websockets, connections)
    storage = StorageServer(
        StorageGateway(
            {resources.UPLOADS_BUCKET: resources.uploads_cors(addresses.site)},
            addresses,
            announced=(resources.UPLOADS_BUCKET,),
        ),
        deliveries,
        cloud.endpoint,
    )
    stack.push_async_callback(storage.close)
    site = Site(options.project / "static-site", addresses)
    for socket, handler in (
        (listeners.storage, logged(storage.handle)),
        (listeners.gateway, logged(gateway.handle)),
        (listeners.site, site_handler(site)),
    ):
        runner = await listen(socket, handler)
        stack.push_async_callback(runner.cleanup)
    # Last in, first out: both need everything else to be still there.
    stack.push_async_callback(websockets.close_all, _SOCKETS_SECONDS)
    stack.push_async_callback(deliveries.stop, _DELIVERIES_SECONDS)


def _deliveries(options: Options, application: Application) -> Deliveries:
    return Deliveries(
        functools.partial(application.invoke, "photo_uploaded"),
        Checkpoint(options.data / "delivered-until"),
        options.data / "dead-letters.jsonl",
        clock=time.time,
        retry_seconds=[seconds / options.time_scale for seconds in RETRY_SECONDS],
    )


async def _recover(deliveries: Deliveries, cloud: Cloud, stop: asyncio.Event) -> None:
    """Announce again what a kill may have lost; then wait to be stopped."""
    try:
        objects = await asyncio.to_thread(stored_objects, cloud.endpoint, resources.UPLOADS_BUCKET)
    except BotoCoreError:
        log.exception("the uploads of the last run cannot be listed; the next start will try again")
    else:
        if again := deliveries.recover(objects):
            log.info("announcing %d uploads of the last run again", again)
    await stop.wait()


async def _first(*waits: Coroutine[None, None, None]) -> None:
    """Wait for the first of several; raises what it raises."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    for task in done:
        task.result()


def _stop_event() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def main() -> None:
    """Entry point. Exits with 1 and one line on what the developer can mend."""
    options = parse()
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(message)s",
        datefmt="%H:%M:%S",
        stream=sys.stderr,
    )
    logging.getLogger("devserver").setLevel(logging.INFO)
    # It warns of subprotocols that are not taken, by their names: ours are tokens.
    logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)
    if options.verbose:
        logging.getLogger().setLevel(logging.INFO)
    try:
        listeners = open_listeners(options.port, lan=options.lan)
        asyncio.run(serve(options, listeners))
    except (PortBusy, NoLanAddress, CloudDied) as error:
        sys.exit(f"devserver: {error}")
    # A handler that hangs in its thread would be waited for; nothing depends on it.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
