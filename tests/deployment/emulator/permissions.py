"""What stock MiniStack takes a request for that IAM has to decide about."""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from ministack.core import iam_actions
from ministack.services import lambda_svc

_SETTINGS = {
    "concurrency": "FunctionConcurrency",
    "event-invoke-config": "FunctionEventInvokeConfig",
}
_VERBS = {"GET": "Get", "PUT": "Put", "POST": "Update", "DELETE": "Delete"}
_MAPPING_VERBS = {"GET": "Get", "PUT": "Update", "DELETE": "Delete"}

_resource_of = iam_actions.extract_resource_arn
_action_of = iam_actions.extract_iam_action
_context_of = iam_actions.request_tag_context
#: The function that a request about an event source mapping is about.
_function: ContextVar[str] = ContextVar("function")


def repair() -> None:
    """Wrap its functions."""
    iam_actions.extract_resource_arn = _resource_in_the_body_too
    iam_actions.extract_iam_action = _action
    iam_actions.request_tag_context = _context


def _action(
    service: str, method: str, path: str, headers: dict[str, str], body: bytes, query: Any
) -> str | None:
    """The right that a request needs.

    Stock takes all that is done to a function's settings for UpdateFunctionCode, knows no right to
    one event source mapping, and asks for rights to SQS's batches, which AWS has none of: those to
    one message do.
    """
    *_, kind, setting = ("", *path.strip("/").split("/"))
    if service == "lambda" and setting in _SETTINGS:
        return f"lambda:{_VERBS[method]}{_SETTINGS[setting]}"
    if service == "lambda" and kind == "event-source-mappings":
        _function.set(lambda_svc._esms.get(setting, {}).get("FunctionArn", ""))
        return f"lambda:{_MAPPING_VERBS[method]}EventSourceMapping"
    action: str | None = _action_of(service, method, path, headers, body, query)
    if action == "lambda:CreateEventSourceMapping":
        name = json.loads(body)["FunctionName"].rpartition(":")[2]
        _function.set(lambda_svc._functions[name]["config"]["FunctionArn"])
    return action.removesuffix("Batch") if action and service == "sqs" else action


def _context(service: str, action: str, body: bytes, query: Any) -> dict[str, Any]:
    """What conditions may ask of a request; stock does not know `lambda:FunctionArn`."""
    context: dict[str, Any] = _context_of(service, action, body, query)
    if action.endswith("EventSourceMapping"):
        context = context | {"lambda:FunctionArn": _function.get()}
    return context


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
    """Stock takes CreateFunction for something done to all functions, and rules for other ones."""
    if service == "lambda" and method == "POST" and path.rstrip("/").endswith("/functions"):
        return f"arn:aws:lambda:{region}:{account_id}:function:{json.loads(body)['FunctionName']}"
    if service == "events" and (rule := _rule(headers, json.loads(body or b"{}"))):
        return f"arn:aws:events:{region}:{account_id}:rule/{rule}"
    arn: str = _resource_of(service, method, path, headers, body, query, region, account_id)
    return arn


def _rule(headers: Mapping[str, str], said: Mapping[str, Any]) -> str | None:
    """The rule that a request is about; one of the default bus is named without its bus.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
    """
    named = "Name" if headers.get("x-amz-target", "").endswith("Rule") else "Rule"
    name: str | None = said.get("Rule") or said.get(named)
    bus = said.get("EventBusName", "default")
    return name if bus == "default" or not name else f"{bus}/{name}"
