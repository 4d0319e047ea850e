"""What the WebSocket APIs of stock MiniStack lack."""

import json
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import apigateway as gateway
from ministack.services import lambda_svc

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]

_invoke = gateway._invoke_ws_lambda
_handle = gateway.handle_websocket
#: What the `$connect` function of the current handshake has answered.
_answer: ContextVar[Message] = ContextVar("answer")


def repair() -> None:
    """Wrap its functions."""
    gateway._invoke_ws_lambda = _note_the_answer
    gateway.handle_websocket = _shake_hands
    lambda_runtime.get_or_create_worker = _central_dispatcher


async def _note_the_answer(*arguments: Any, **how: Any) -> Message | None:
    answered: Message | None = await _invoke(*arguments, **how)
    if "CONNECT" in arguments:
        _answer.get().update(answered or {})
    return answered


async def _shake_hands(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Send,
    api_id: str,
    path_override: str | None = None,
) -> None:
    """Stock refuses every handshake with 403, and never chooses a subprotocol.

    API Gateway passes on the status and the `Sec-WebSocket-Protocol` of the `$connect` function.
    """
    _answer.set({})
    pending = True

    async def send_as_answered(message: Message) -> None:
        nonlocal pending
        first, pending = pending, False
        answer = _answer.get()
        if first and message["type"] == "websocket.accept":
            message = {**message, "subprotocol": _subprotocol(answer)}
        if first and message["type"] == "websocket.close" and "statusCode" in answer:
            await _refuse(send, int(answer["statusCode"]))
        else:
            await send(message)

    await _handle(scope, receive, send_as_answered, api_id, path_override)


def _subprotocol(answer: Message) -> str | None:
    headers = answer.get("headers") or {}
    chosen = {name.lower(): value for name, value in headers.items()}
    return chosen.get("sec-websocket-protocol")


async def _refuse(send: Send, status: int) -> None:
    body = json.dumps({"message": "Forbidden" if status < 500 else "Internal server error"})
    headers = [(b"content-type", b"application/json")]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body.encode()})


def _central_dispatcher(
    name: str, config: Message, code: bytes, qualifier: str = "$LATEST"
) -> SimpleNamespace:
    """Stock runs these functions past its dispatcher: without logs, and one call at a time."""
    record = lambda_svc._execution_record_for_config(lambda_svc._functions[name], config)

    def invoke(event: Message, _request_id: str) -> Message:
        result = lambda_svc._execute_function_with_config_scope(record, event)
        if result.get("error") or result.get("throttle"):
            return {"status": "error", "error": "Internal server error"}
        return {"status": "ok", "result": result["body"]}

    return SimpleNamespace(invoke=invoke)
