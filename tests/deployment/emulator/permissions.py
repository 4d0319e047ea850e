"""What stock MiniStack takes a request for that IAM has to decide about."""

import json
from typing import Any

from ministack.core import iam_actions

_SETTINGS = {
    "concurrency": "FunctionConcurrency",
    "event-invoke-config": "FunctionEventInvokeConfig",
}
_VERBS = {"GET": "Get", "PUT": "Put", "POST": "Update", "DELETE": "Delete"}

_resource_of = iam_actions.extract_resource_arn
_action_of = iam_actions.extract_iam_action


def repair() -> None:
    """Wrap its functions."""
    iam_actions.extract_resource_arn = _resource_in_the_body_too
    iam_actions.extract_iam_action = _action


def _action(service: str, method: str, path: str, *request: Any) -> str | None:
    """The right that a request needs.

    Stock takes all that is done to a function's settings for UpdateFunctionCode, and asks for
    rights to SQS's batches, which AWS has none of: those to one message do.
    """
    setting = path.rstrip("/").rpartition("/")[2]
    if service == "lambda" and setting in _SETTINGS:
        return f"lambda:{_VERBS[method]}{_SETTINGS[setting]}"
    action: str | None = _action_of(service, method, path, *request)
    return action.removesuffix("Batch") if action and service == "sqs" else action


def _resource_in_the_body_too(
    service: str,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    query: dict[str, Any],
    region: str,
    account_id: str,
) -> str:
    """Stock takes CreateFunction for something done to all functions."""
    if service == "lambda" and method == "POST" and path.rstrip("/").endswith("/functions"):
        return f"arn:aws:lambda:{region}:{account_id}:function:{json.loads(body)['FunctionName']}"
    arn: str = _resource_of(service, method, path, headers, body, query, region, account_id)
    return arn
