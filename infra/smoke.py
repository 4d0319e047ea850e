"""Tests a deployment from outside, as visitors use it.

It needs no credentials but to find the URLs of a stage, and leaves a session with one tiny photo,
which go when those of visitors go.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientError, WSServerHandshakeError

from infra.account import Account
from infra.command import WELL, command, parser
from infra.console import Console
from infra.problems import NotDeployed, SmokeTestFailed
from infra.record import Record
from infra.stack import Stack
from infra.stage import Stage
from infra.visit import Visit
from infra.visitor import Patience, Socket, Unexpected, Visitor, excerpt


def check(
    site_url: str,
    api_url: str,
    websocket_url: str,
    console: Console,
    *,
    stage: str = "…",
    patience: Patience | None = None,
) -> None:
    """Visit a deployed Scandrop; `stage` only makes the hints exact.

    Raises:
        SmokeTestFailed: which step, what was expected, what came, and where to look. It tells no
            token and no signature.
    """
    steps = Steps(console, stage, patience or Patience())
    asyncio.run(steps.visit(*(url.rstrip("/") for url in (site_url, api_url, websocket_url))))


class Steps:
    """The steps of a visit, each in its time."""

    def __init__(self, console: Console, stage: str, patience: Patience) -> None:
        self._console = console
        self._stage = stage
        self._patience = patience
        self._ends = time.monotonic() + patience.whole
        self._screen: Socket | None = None

    async def visit(self, site: str, api: str, websocket: str) -> None:
        """All of them."""
        async with Visitor(site, self._patience) as visitor:
            visit = Visit(visitor, self.step, site=site, api=api, websocket=websocket)
            await visit.site()
            session = await visit.session()
            if session is None:
                self._console.note("Only enrolled kiosks open sessions here; try one of them")
                return
            self._screen = await visit.screen(session)
            await visit.photo(session, self._screen)

    @asynccontextmanager
    async def step(self, name: str, look: str) -> AsyncIterator[None]:
        """One step; `look`: the function whose log tells more, or a sentence."""
        began = time.monotonic()
        seconds = max(0.0, min(self._patience.step, self._ends - began))
        try:
            async with asyncio.timeout(seconds):
                yield
        except Unexpected as problem:
            told = str(problem)
        except TimeoutError:
            heard = f"; the screen heard {', '.join(self._screen.heard)}" if self._screen else ""
            told = f"expected an answer within {seconds:.0f} s, got none{heard}"
        except WSServerHandshakeError as refusal:
            told = f"expected an open WebSocket, got status {refusal.status}"
        except (ClientError, OSError) as error:
            told = f"expected an answer, got {type(error).__name__}: {excerpt(str(error))}"
        else:
            self._console.note(f"✓ {name} ({time.monotonic() - began:.2f} s)")
            return
        where = (
            f'make logs STAGE={self._stage} ARGS="--function {look}"'
            if look.isidentifier()
            else look.format(stage=self._stage)
        )
        # Not chained: what it came from may hold a URL with its signature.
        raise SmokeTestFailed(f'At "{name}": {told}\nLook here: {where}') from None


def _options() -> argparse.ArgumentParser:
    options = parser("smoke", "Test a deployment from outside, as visitors use it.")
    options.add_argument(
        "--urls",
        nargs=3,
        metavar=("SITE", "API", "WEBSOCKET"),
        help="these, whatever they belong to, instead of a stage's",
    )
    return options


def _work(given: argparse.Namespace, stage: Stage) -> int:
    console = Console()
    site_url, api_url, websocket_url = given.urls or _urls_of(stage, console)
    with console.step("Try it as a visitor would"):
        check(site_url, api_url, websocket_url, console, stage=stage.name)
    return WELL


def _urls_of(stage: Stage, console: Console) -> tuple[str, str, str]:
    account = Account.current()
    outputs = Stack(account, stage, console).outputs()
    record = Record.load(account, stage, outputs)
    if not (record.rest_api_url and record.websocket_api_url and "SiteUrl" in outputs):
        raise NotDeployed(f"Stage {stage.name} serves nobody. make deploy STAGE={stage.name}")
    return outputs["SiteUrl"], record.rest_api_url, record.websocket_api_url


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    return command(_options(), _work, arguments)


if __name__ == "__main__":
    sys.exit(main())
