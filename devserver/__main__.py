"""`python -m devserver`: put the parts together, run them, take them down again."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack

from chalicelib.logs import Readable
from devserver import resources
from devserver.access_log import Paths
from devserver.addresses import Addresses, Listeners, NoLanAddress, PortBusy, open_listeners
from devserver.application import Application, SettingsRefused
from devserver.authorizer import authorizer
from devserver.background import Background
from devserver.banner import banner
from devserver.brand import BrandFile
from devserver.cloud import Cloud, CloudDied
from devserver.connections import Connections
from devserver.environment import (
    NotOnThisMachine,
    application_environment,
    host_password,
    secret_access_key,
)
from devserver.http_gateway import HttpGateway
from devserver.options import Options, parse
from devserver.servers import GatewayServer, listen, logged, site_handler
from devserver.site import Site
from devserver.storage_gateway import StorageGateway
from devserver.storage_server import StorageServer
from devserver.websocket_gateway import WebSocketGateway
from infra.brand_problem import BrandUnfit

#: How long a stop waits for `$disconnect` of all sockets.
_SOCKETS_SECONDS = 3.0

log = logging.getLogger("devserver")


async def serve(options: Options, listeners: Listeners) -> None:
    """Run until a signal asks to stop.

    Raises:
        BrandUnfit: the brand that it shall show cannot be shown.
        CloudDied: the embedded AWS did not start, or has ended.
        NotOnThisMachine, SettingsRefused: the environment asks for what cannot be.
    """
    stop = _stop_event()
    addresses = listeners.addresses
    brand = BrandFile(options.brand) if options.brand else None
    async with AsyncExitStack() as stack:
        secret = secret_access_key(options.data)
        password = host_password(options.data)
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
        background = Background(options, application, cloud.endpoint)
        site = Site(
            options.project / "static-site",
            addresses,
            sign_up=environment["SCANDROP_SIGN_UP"] == "on",
            brand=brand,
        )
        await _open(options, listeners, site, application, cloud, background, stack)
        print(banner(addresses, password, lan=options.lan, colour=sys.stdout.isatty()), flush=True)
        await _first(_waited(stop), background.run(), cloud.died())
        log.info("stopping")


async def _open(
    options: Options,
    listeners: Listeners,
    site: Site,
    application: Application,
    cloud: Cloud,
    background: Background,
    stack: AsyncExitStack,
) -> None:
    """Open the three ports. Taken down by the stack, in the other order."""
    addresses = listeners.addresses
    connections = Connections(time.monotonic)
    websockets = WebSocketGateway(application, connections, time_scale=options.time_scale)
    http = HttpGateway(application, authorizer(application, addresses, cloud.endpoint))
    gateway = GatewayServer(addresses, http, websockets, connections)
    storage = StorageServer(_storage_gateway(addresses), background.deliveries, cloud.endpoint)
    stack.push_async_callback(storage.close)
    paths = Paths(application.chalice.routes)
    for socket, handler in (
        (listeners.storage, logged(storage.handle, paths)),
        (listeners.gateway, logged(gateway.handle, paths)),
        (listeners.site, site_handler(site)),
    ):
        runner = await listen(socket, handler)
        stack.push_async_callback(runner.cleanup)
    # Last in, first out: both need everything else to be still there.
    stack.push_async_callback(websockets.close_all, _SOCKETS_SECONDS)
    stack.push_async_callback(background.stop)


def _storage_gateway(addresses: Addresses) -> StorageGateway:
    return StorageGateway(
        {
            resources.UPLOADS_BUCKET: resources.uploads_cors(addresses.site),
            resources.MEDIA_BUCKET: resources.media_cors(addresses.site),
        },
        addresses,
        announced=(resources.UPLOADS_BUCKET,),
        read_only=(resources.MEDIA_BUCKET,),
    )


async def _waited(event: asyncio.Event) -> None:
    await event.wait()


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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Readable("%(asctime)s %(message)s", datefmt="%H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("devserver").setLevel(logging.INFO)
    # It warns of subprotocols that are not taken, by their names: ours are tokens.
    logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)
    if options.verbose:
        logging.getLogger().setLevel(logging.INFO)
    try:
        listeners = open_listeners(options.port, lan=options.lan)
        asyncio.run(serve(options, listeners))
    except (
        PortBusy,
        NoLanAddress,
        CloudDied,
        NotOnThisMachine,
        SettingsRefused,
        BrandUnfit,
    ) as error:
        sys.exit(f"devserver: {error}")
    # A handler that hangs in its thread would be waited for; nothing depends on it.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
