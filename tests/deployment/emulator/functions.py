"""What the Lambda functions of stock MiniStack have too much of, or too little."""

import logging
import os
import subprocess
from types import SimpleNamespace
from typing import Any

from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import cloudwatch_logs, lambda_svc

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

log = logging.getLogger(__name__)


def repair() -> None:
    """Wrap its functions."""
    lambda_runtime._detect_runtime_binary = _runtime_of_its_own
    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": _start})
    lambda_svc._route_async_failure = _send_what_the_role_may
    lambda_svc._emit_lambda_logs = _write_what_the_role_may
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


def _send_what_the_role_may(
    target: str, name: str, event: dict[str, Any], result: dict[str, Any]
) -> None:
    """Stock sends failed events whether or not the function's role may; Lambda drops them."""
    if _may(lambda_svc._functions[name]["config"], "sqs:SendMessage", target):
        _send(target, name, event, result)


def _write_what_the_role_may(function: dict[str, Any], *call: Any, **how: Any) -> None:
    """Stock writes logs whether or not the function's role may, and makes their group."""
    config = function.get("config") or function
    group = f"/aws/lambda/{config['FunctionName']}"
    account, region = lambda_runtime._account_region_from_function_config(config)
    arn = f"arn:aws:logs:{region}:{account}:log-group:{group}"
    made = group in cloudwatch_logs._log_groups or _may(config, "logs:CreateLogGroup", arn)
    if made and _may(config, "logs:PutLogEvents", f"{arn}:log-stream:any"):
        _write(function, *call, **how)


def _may(config: dict[str, Any], action: str, resource: str) -> bool:
    """Whether a function's role allows this."""
    account, region = lambda_runtime._account_region_from_function_config(config)
    key = lambda_runtime.execution_credentials(config)["AWS_ACCESS_KEY_ID"]
    role = iam_evaluator.resolve_principal(key, account)
    asked = iam_evaluator.EvalContext(role.arn, role.type, account, action, resource, region)
    allowed: bool = iam_evaluator.evaluate(asked, role.policies, *role.limits).decision == "Allow"
    if not allowed:
        log.error("%s may not %s on %s", role.arn, action, resource)
    return allowed
