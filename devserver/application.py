"""The application: app.py, imported once, and its handlers called as Lambda would, in threads."""

import asyncio
import functools
import importlib
import sys
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

from chalice.app import Chalice, SQSEventConfig
from chalice.local import LambdaContext, LocalChalice

from devserver.environment import ACCOUNT_ID, REGION

Result = TypeVar("Result")

#: As many as botocore's connection pool holds by default: more would only open and drop sockets.
_THREADS = 10
_FUNCTION_SECONDS = 60


class SettingsRefused(Exception):
    """The application cannot be imported with this environment. The text says what is wrong."""


class _PerThreadChalice(LocalChalice):
    """Chalice with the state of one request kept per thread.

    On Lambda a process handles one request at a time, so Chalice keeps it on the app. Its own
    local server swaps in `LocalChalice` for `current_request`, but leaves the context shared.
    """

    _PER_THREAD = threading.local()

    @property
    def lambda_context(self) -> Any:
        return getattr(self._PER_THREAD, "context", None)

    @lambda_context.setter
    def lambda_context(self, context: Any) -> None:
        self._PER_THREAD.context = context


class Application:
    """The handlers of app.py, callable from the event loop."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self.chalice = cast(Chalice, module.app)
        self.chalice.__class__ = type("ThreadSafeApp", (_PerThreadChalice, type(module.app)), {})
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="lambda")

    @classmethod
    def load(cls, project: Path) -> "Application":
        """Import app.py of a directory. The environment must be complete: it is read now.

        Raises:
            SettingsRefused: it is not.
        """
        sys.path.insert(0, str(project))
        settings = importlib.import_module("chalicelib.settings")
        try:
            return cls(importlib.import_module("app"))
        except settings.SettingsMissing as error:
            raise SettingsRefused(str(error)) from error

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run something of the application in one of its threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        """Call a handler of app.py by its name; raises what the handler raises."""
        function = getattr(self._module, handler)
        return await self.run(functools.partial(function, event, context(handler)))

    def messages_at_once(self, handler: str) -> int:
        """The batch size with which a function was connected to its queue."""
        sources = [each for each in self.chalice.event_sources if isinstance(each, SQSEventConfig)]
        (size,) = (each.batch_size for each in sources if each.name == handler)
        return size

    def close(self) -> None:
        """Start nothing more. What runs is left to end by itself, or with the process."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def context(function_name: str) -> LambdaContext:
    """The second argument of a Lambda function."""
    made = LambdaContext(function_name, memory_size=512, max_runtime_ms=_FUNCTION_SECONDS * 1000)
    made.invoked_function_arn = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{function_name}"
    return made


def request_id() -> str:
    """An id as AWS gives to each request."""
    return str(uuid.uuid4())
