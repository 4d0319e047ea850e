"""One visit, made by the packaged functions, so that each can be measured with a real event."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from devserver import resources
from tests.builders import PHONE_TOKEN
from tests.deployment.runtime.function import Function, Machine, started
from tests.events import (
    a_connect_event,
    a_disconnect_event,
    a_message_event,
    an_http_event,
    an_s3_event,
    an_s3_record,
)

Event = Mapping[str, Any]

_PHOTO = b"\xff\xd8 a photo \xff\xd9"
_OTHER = "b3RoZXIgc29ja2V0Cg=="


def visited(
    machine: Machine, task: Path, environment: Mapping[str, str], folder: Path
) -> dict[str, Event]:
    """Open a session, connect a screen, upload a photo; an event for each function that fits."""
    with started(machine, task, "app.app", environment, folder) as api:
        opened = _asked(api, an_http_event("POST", "/sessions"))
        session_id = opened["sessionId"]
        query = {"sessionId": [session_id], "size": [str(len(_PHOTO))]}
        authorized = {"Authorization": f"Bearer {PHONE_TOKEN}"}
        ticket = _asked(api, an_http_event("GET", "/upload-url", query, authorized))
    headers = {**ticket["headers"], "Content-Type": ""}
    put = Request(ticket["url"], _PHOTO, headers, method="PUT")  # noqa: S310 - the embedded S3
    with urlopen(put, timeout=10):  # noqa: S310
        pass
    key = f"session-uploads/{session_id}/{ticket['photoId']}.bin"
    handshake = a_connect_event(session_id=session_id, token=opened["screenToken"])
    with started(machine, task, "app.connect", environment, folder) as connect:
        connect.invoke(handshake)
    return {
        "api_handler": an_http_event("POST", "/sessions"),
        "websocket_connect": handshake,
        "websocket_message": a_message_event(
            json.dumps({"action": "sync", "sessionId": session_id})
        ),
        "websocket_disconnect": a_disconnect_event(_OTHER),
        "photo_uploaded": an_s3_event(an_s3_record(key, len(_PHOTO), resources.UPLOADS_BUCKET)),
    }


def _asked(api: Function, event: Event) -> dict[str, Any]:
    outcome = api.invoke(event)
    if outcome.kind != "response" or outcome.body["statusCode"] >= 300:
        raise RuntimeError(f"{outcome}\n{api.output()}")
    answer: dict[str, Any] = json.loads(outcome.body["body"])
    return answer
