"""Who works on jobs, as AWS calls them: the queue's function, and the state machine's steps."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from chalicelib import jobs, processing
from chalicelib.errors import ServiceUnavailable
from chalicelib.jobs import Delivery, Job
from chalicelib.messages import to_wire
from chalicelib.ports import Services
from tests.fakes import MemoryServices

STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:scandrop"
#: How often AWS tries before it gives up; no test lets something fail so often.
ATTEMPTS = 4

#: Works on the upload of this key until it is done, through these errors.
Worker = Callable[..., None]


def a_delivery(key: str, receive_count: int = 1, message_id: str = "message-1") -> Delivery:
    """The queue hands out the job of this upload."""
    return Delivery(message_id, json.dumps({"key": key}), receive_count)


def by_queue(
    services: MemoryServices, key: str, *errors: type[Exception], receive_count: int = 1
) -> None:
    """SQS hands a message out again until its function has not failed."""
    for count in range(receive_count, receive_count + ATTEMPTS):
        with suppress(*errors):
            if not processing.process_jobs(services, [a_delivery(key, count)]):
                return
    raise AssertionError(f"{key} ends in the dead-letter queue")


def by_steps(
    services: MemoryServices, key: str, *errors: type[Exception], receive_count: int = 1
) -> None:
    """The queue's function starts an execution, whose steps are tried again one by one."""
    operated = replace(
        services, settings=replace(services.settings, state_machine_arn=STATE_MACHINE)
    )
    by_queue(operated, key, *errors, receive_count=receive_count)
    run_machine(operated, Job(key, repeated=receive_count > 1), *errors)


def run_machine(services: Services, job: Job, *errors: type[Exception]) -> list[str]:
    """The state machine of infra/template.yaml: which step follows which. Answers those it took."""
    taken: list[str] = []
    document = wire(job)

    def take(name: str) -> bool:
        nonlocal document
        taken.append(name)
        document = _tried(services, name, document, *errors)
        return not document["settled"] and not document["rejection"]

    goes_on = take("validate_photo")
    if goes_on:
        goes_on = take("watermark_photo" if document["watermarked"] else "render_photo")
    if goes_on and document["moderated"]:
        goes_on = take("moderate_photo")
    if goes_on:
        take("publish_photo")
    elif not document["settled"]:
        take("reject_photo")
    return taken


def take_step(services: Services, name: str, document: dict[str, Any], retries: int = 0) -> Any:
    """One call of a step's function, as app.py makes it."""
    step: Callable[[Services, Job], Job] = getattr(processing, name)
    return wire(step(services, jobs.step({"job": document, "retries": retries})))


def _tried(
    services: Services, name: str, document: dict[str, Any], *errors: type[Exception]
) -> dict[str, Any]:
    for retries in range(ATTEMPTS):
        with suppress(ServiceUnavailable, *errors):
            answer: dict[str, Any] = take_step(services, name, document, retries)
            return answer
    raise AssertionError(f"{name} ends in the dead-letter queue")


def wire(job: Job) -> Any:
    """What goes from one function to the next: JSON, and nothing else."""
    return json.loads(json.dumps(to_wire(job)))
