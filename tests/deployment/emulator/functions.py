"""What the Lambda functions of stock MiniStack have too much of, or too little."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import cloudwatch_logs, lambda_svc

from tests.deployment.emulator.rights import may, may_all

#: What a worker gets of the emulator's own environment: the way back to the emulator.
_WAY_BACK = {
    "PATH",
    "PYTHONPATH",
    "EMULATED_AWS_PORT",
    "EMULATED_AWS_REGION",
    "SSL_CERT_FILE",
    "AWS_CA_BUNDLE",
    "TMPDIR",
}
#: What MiniStack adds for a function that has to be led to it, and ours need not.
_DETOURS = ("AWS_ENDPOINT_URL", lambda_runtime.HOST_PREFIX_ENV)

_detect = lambda_runtime._detect_runtime_binary
_send = lambda_svc._route_async_failure
_write = lambda_svc._emit_lambda_logs
_work = lambda_svc._run_sqs_batch
_unpacking = threading.Lock()


def repair() -> None:
    """Wrap its functions."""
    lambda_runtime._detect_runtime_binary = _runtime_of_its_own
    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": _start})
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": _Package})
    lambda_svc._route_async_failure = _send_what_the_role_may
    lambda_svc._emit_lambda_logs = _write_what_the_role_may
    lambda_svc._run_sqs_batch = _take_what_the_role_may
    # Chalice looks for readiness every five seconds, so that half a second costs five.
    lambda_svc._LAMBDA_STATE_TRANSITION_DELAY = 0


def _runtime_of_its_own(runtime: str) -> tuple[str, str]:
    """Stock runs functions in its own environment, where they can import what it is made of."""
    _, script = _detect(runtime)
    return os.environ["EMULATED_AWS_RUNTIME"], script


def _start(command: list[str], *, env: dict[str, str], **how: Any) -> "subprocess.Popen[str]":
    """Stock hands its whole environment on, and an endpoint that makes other names of all hosts."""
    kept = {name: value for name, value in env.items() if name not in _DETOURS}
    for name in os.environ:
        if name not in _WAY_BACK and kept.get(name) == os.environ[name]:
            del kept[name]
    return subprocess.Popen(command, env=kept, **how)


class _Package(zipfile.ZipFile):
    """Stock unpacks a package for each worker anew; all of ours are one, of a thousand files."""

    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
        """Unpack it once, read-only as on Lambda, and give others links to the files."""
        assert self.filename is not None
        digest = hashlib.sha256(Path(self.filename).read_bytes()).hexdigest()
        unpacked = Path(tempfile.gettempdir(), digest)
        with _unpacking:
            if not unpacked.exists():
                super().extractall(unpacked, members, pwd)
                for file in filter(Path.is_file, unpacked.rglob("*")):
                    file.chmod(0o444)
        shutil.copytree(unpacked, path, copy_function=os.link, dirs_exist_ok=True)


def _send_what_the_role_may(
    target: str, name: str, event: dict[str, Any], result: dict[str, Any]
) -> None:
    """Stock sends failed events whether or not the function's role may; Lambda drops them."""
    if may(lambda_svc._functions[name]["config"]["Role"], "sqs:SendMessage", target):
        _send(target, name, event, result)


def _write_what_the_role_may(function: dict[str, Any], *call: Any, **how: Any) -> None:
    """Stock writes logs whether or not the function's role may, and makes their group."""
    config = function.get("config") or function
    group = f"/aws/lambda/{config['FunctionName']}"
    account, region = lambda_runtime._account_region_from_function_config(config)
    arn = f"arn:aws:logs:{region}:{account}:log-group:{group}"
    made = group in cloudwatch_logs._log_groups or may(config["Role"], "logs:CreateLogGroup", arn)
    if made and may(config["Role"], "logs:PutLogEvents", f"{arn}:log-stream:any"):
        _write(function, *call, **how)


def _take_what_the_role_may(mapping: dict[str, Any], function: dict[str, Any], *batch: Any) -> None:
    """Stock takes messages for a function whether or not its role may."""
    rights = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    if may_all(function["config"]["Role"], mapping["EventSourceArn"], *rights):
        _work(mapping, function, *batch)
