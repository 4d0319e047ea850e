"""Starts a function as Lambda does: AWS's own runtime client, the package, and Lambda's boto3.

    python -I -S start.py TASK RUNTIME HANDLER [REPORTS]

With -I and -S there is nothing else to import but the standard library. REPORTS is an open file:
one line of JSON each time that the function asks for an event, with what Python has loaded, read,
written and connected to since it started.
"""

import json
import os
import sys
from typing import Any

_SEEN = ("read", "written", "compiled", "reached")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(task: str, runtime: str, handler: str, reports: str | None = None) -> None:
    """Run until killed."""
    # https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-searchpath
    sys.path.insert(0, task)
    sys.path.append(runtime)
    seen: dict[str, set[str]] = {what: set() for what in _SEEN}
    if reports is not None:
        sys.addaudithook(lambda event, details: _note(seen, event, details))

    from awslambdaric import bootstrap
    from awslambdaric.lambda_config import LambdaConfigProvider
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    class Client(LambdaRuntimeClient):  # type: ignore[misc]
        """The runtime client, which tells what was done before it asks."""

        def wait_next_invocation(self) -> Any:
            """Ask for the next event."""
            if reports is not None:
                _report(int(reports), seen)
            return super().wait_next_invocation()

    config = LambdaConfigProvider([__file__, handler])
    bootstrap.run(config.handler, Client(config.api_address, config.use_thread_polling))


def _note(seen: dict[str, set[str]], event: str, details: tuple[Any, ...]) -> None:
    """https://docs.python.org/3/library/audit_events.html."""
    if event == "open" and isinstance(details[0], str | bytes):
        path, mode, flags = details
        writes = set(mode or "") & set("wax+") or (flags or 0) & _WRITING
        seen["written" if writes else "read"].add(os.fsdecode(path))
    elif event in ("os.mkdir", "os.remove", "os.rename"):
        seen["written"].add(os.fsdecode(details[0]))
    elif event == "compile" and isinstance(details[1], str):
        seen["compiled"].add(details[1])
    elif event == "socket.connect":
        seen["reached"].add(str(details[1]))


def _report(file: int, seen: dict[str, set[str]]) -> None:
    modules = {
        name: getattr(module, "__file__", None) for name, module in sys.modules.copy().items()
    }
    line = {"modules": modules, **{what: sorted(found) for what, found in seen.items()}}
    os.write(file, json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
