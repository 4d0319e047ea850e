"""What stock MiniStack's EventBridge pipes lack: filters, templates, and buses to bring events to.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ministack.services import eventbridge, pipes
from ministack.services.cloudformation import provisioners

from tests.deployment.emulator.rights import may, may_all

Json = dict[str, Any]

_deliver = pipes._deliver_batch
_PIPE = "AWS::Pipes::Pipe"
_READ = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
_PLACE = re.compile(r"<\$\.([\w.]+)>")


def repair() -> None:
    """Wrap its functions."""
    pipes._deliver_batch = _deliver_to_buses_too
    handlers = provisioners._RESOURCE_HANDLERS[_PIPE]
    for step in ("create", "update"):
        handlers[step] = _keeping_parameters(handlers[step])


def _keeping_parameters(step: Any) -> Any:
    """Stock forgets what a pipe is told beyond its ends."""

    def kept(*arguments: Any, **how: Any) -> Any:
        name, attributes = step(*arguments, **how)
        # The last mapping is what the template says now.
        *_, properties = (each for each in arguments if isinstance(each, dict))
        for key in ("SourceParameters", "TargetParameters"):
            pipes._pipes[name][key] = properties.get(key, {})
        return name, attributes

    return kept


def _deliver_to_buses_too(pipe: Json, records: list[Json]) -> bool:
    """Stock delivers all records as they are, to topics and state machines, whatever its role."""
    target: str = pipe["Target"]
    if ":event-bus/" not in target:
        done: bool = _deliver(pipe, records)
        return done
    rights = (f"dynamodb:{action}" for action in _READ)
    if not may_all(pipe["RoleArn"], pipe["Source"], *rights):
        return False
    if not may(pipe["RoleArn"], "events:PutEvents", target):
        return False
    for event in _events(pipe, records):
        status, _, body = eventbridge._put_events({"Entries": [{**event, "EventBusName": target}]})
        if status != 200 or json.loads(body)["FailedEntryCount"]:
            return False
    return True


def _events(pipe: Json, records: Iterable[Json]) -> Iterator[Json]:
    """An event for each record that a filter takes."""
    filters = pipe["SourceParameters"].get("FilterCriteria", {}).get("Filters", ())
    target = pipe["TargetParameters"]
    told = target["EventBridgeEventBusParameters"]
    for record in records:
        if any(_takes(each["Pattern"], record) for each in filters):
            detail = _filled(target["InputTemplate"], record)
            # What is no JSON after all would be text to EventBridge, and no detail.
            json.loads(detail)
            yield {"Source": told["Source"], "DetailType": told["DetailType"], "Detail": detail}


def _takes(pattern: str, record: Json) -> bool:
    """Whether an event pattern fits a record; by the matcher of rules, for which it is a detail."""
    matcher = json.dumps({"detail": json.loads(pattern)})
    event = {"Source": "", "DetailType": "", "Detail": json.dumps(record)}
    taken: bool = eventbridge._matches_pattern(matcher, event)
    return taken


def _filled(template: str, record: Json) -> str:
    """The template with values for `<$.path>`: in quotes as text, which is empty for what is not.

    Outside of quotes as JSON, and nothing for what is not there.
    """

    def value(place: re.Match[str]) -> str:
        found: Any = record
        for key in place[1].split("."):
            found = found.get(key) if isinstance(found, dict) else None
        if template.count('"', 0, place.start()) % 2:
            return json.dumps("" if found is None else str(found))[1:-1]
        return "" if found is None else json.dumps(found)

    return _PLACE.sub(value, template)
