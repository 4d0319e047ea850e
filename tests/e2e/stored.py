"""What the dev server has on disk: the table of connections, as its journal tells it."""

import json
from pathlib import Path
from typing import Any

from devserver import resources
from devserver.launch import DevServer
from tests.e2e.api_client import Answer, ask


def deeds(data: Path) -> list[tuple[str, dict[str, Any]]]:
    """Each change of a table, oldest first: operation and request."""
    lines = (data / "tables.jsonl").read_text().splitlines()
    documents = [json.loads(line) for line in lines[1:]]
    return [(each["target"].rpartition(".")[2], each["request"]) for each in documents]


def connections(data: Path) -> dict[str, str]:
    """The registered connections: id → channel."""
    registered: dict[str, str] = {}
    for operation, request in deeds(data):
        if request.get("TableName") != resources.CONNECTIONS_TABLE:
            continue
        if operation == "PutItem":
            item = request["Item"]
            registered[item["connectionId"]["S"]] = item["channel"]["S"]
        elif operation == "DeleteItem":
            registered.pop(request["Key"]["connectionId"]["S"], None)
    return registered


def connections_of(data: Path, session_id: str) -> set[str]:
    """The registered connections of one session."""
    channel = f"session#{session_id}"
    return {known for known, of in connections(data).items() if of == channel}


def make_older(data: Path, connection_id: str, seconds: int) -> None:
    """Let a registered connection have connected earlier. Only while no server is up."""
    journal = data / "tables.jsonl"
    lines = journal.read_text().splitlines()
    for number, line in enumerate(lines):
        item = json.loads(line).get("request", {}).get("Item", {})
        if item.get("connectionId", {}).get("S") == connection_id:
            at = item["connectedAt"]["N"]
            lines[number] = line.replace(f'"{at}"', f'"{int(at) - seconds}"', 1)
    journal.write_text("\n".join(lines) + "\n")


def manage(server: DevServer, method: str, connection_id: str, body: bytes | None = None) -> Answer:
    """API Gateway's management API, asked from this machine."""
    gateway = server.api_url.removesuffix("/api")
    signed = {"Authorization": "AWS4-HMAC-SHA256 of somebody on this machine"}
    return ask(method, f"{gateway}/@connections/{connection_id}", signed, body)
