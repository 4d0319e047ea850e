"""The emulator's process: MiniStack behind TLS on a socket that it inherits.

Run by `launch.py` as `python -m tests.deployment.emulator.server SOCKET`, in an environment of its
own. It ends when whoever started it is gone.
"""

import asyncio
import os
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app

from tests.deployment.emulator import repairs


async def _run(file: int) -> None:
    repairs.apply()
    serving = asyncio.create_task(serve(app, _config(file)))
    gone = asyncio.create_task(_parent_gone())
    await asyncio.wait((serving, gone), return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
    # At once: threads of the emulator, which nothing depends on, would be waited for.
    os._exit(0)


def _config(file: int) -> Config:
    config = Config()
    config.bind = [f"fd://{file}"]
    config.certfile = os.environ["MINISTACK_SSL_CERT"]
    config.keyfile = os.environ["MINISTACK_SSL_KEY"]
    # A browser would ask for its WebSockets over HTTP/2, which API Gateway does not offer.
    config.alpn_protocols = ["http/1.1"]
    config.keep_alive_timeout = 75
    config.accesslog = "-"
    config.access_log_format = "%({host}i)s %(m)s %(U)s %(s)s"
    return config


async def _parent_gone() -> None:
    """Wait for the end of standard input, which our parent lets go of however it dies."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1])))
