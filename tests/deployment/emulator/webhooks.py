"""What stock MiniStack's CloudFormation does not know of EventBridge: addresses outside of AWS."""

import json
from typing import Any

from ministack.services import eventbridge
from ministack.services.cloudformation import provisioners

from tests.deployment.emulator.rights import may

Json = dict[str, Any]

_dispatch = eventbridge._dispatch_to_api_destination
#: Type of the resource → what the names of EventBridge's operations on it end with.
_KINDS = {
    "AWS::Events::Connection": "connection",
    "AWS::Events::ApiDestination": "api_destination",
}


def repair() -> None:
    """Add its resources, and wrap its functions."""
    for kind, name in _KINDS.items():
        provisioners._RESOURCE_HANDLERS[kind] = _handlers(name)
    eventbridge._dispatch_to_api_destination = _call_what_the_role_may


def _handlers(name: str) -> Json:
    """Create, update and delete, by EventBridge's own operations."""

    def do(operation: str, parameters: Json) -> Json:
        status, _, body = getattr(eventbridge, f"_{operation}_{name}")(parameters)
        answer: Json = json.loads(body)
        if status != 200:
            raise ValueError(answer)
        return answer

    def described(parameters: Json) -> tuple[str, Json]:
        # `ConnectionArn` of a connection, `ApiDestinationArn` of a destination.
        arn = do("describe", parameters)[f"{name.title().replace('_', '')}Arn"]
        return parameters["Name"], {"Arn": arn}

    def create(_logical_id: str, properties: Json, _stack: str) -> tuple[str, Json]:
        do("create", properties)
        return described(properties)

    def update(_physical_id: str, _old: Json, new: Json, _stack: str) -> tuple[str, Json]:
        do("update", new)
        return described(new)

    def delete(physical_id: str, _properties: Json) -> None:
        do("delete", {"Name": physical_id})

    return {"create": create, "update": update, "delete": delete}


def _call_what_the_role_may(destination: Any, payload: str, target: Json) -> None:
    """Stock calls a destination whether or not the rule's role may."""
    if may(target.get("RoleArn", ""), "events:InvokeApiDestination", str(destination)):
        _dispatch(destination, payload, target)
