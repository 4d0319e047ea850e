"""The WebSocket contract says one thing in three places: docs, server, page."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from chalicelib import answers, client_messages, messages, model, photo
from tests.contract.http_contract import ROOT, camel_case

DOCUMENT = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
SCRIPT = (ROOT / "static-site" / "lib" / "messages.js").read_text(encoding="utf-8")

#: Written without a class: it answers what is no message of ours.
ERROR = ("ERROR", {"Code", "Message"})


def table_under(heading: str) -> dict[str, list[str]]:
    """The rows of the first table below a heading, by their first cell; without the header."""
    body = DOCUMENT.partition(heading)[2]
    rows = re.search(r"(?:^\|.*\n)+", body, re.MULTILINE)
    assert rows, heading
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in rows[0].splitlines()]
    return {row[0].strip("`"): row for row in cells[2:]}


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def _keys(kind: type) -> set[str]:
    return {camel_case(part.name) for part in fields(kind)}


def _sent() -> dict[str, set[str]]:
    """Type and keys of each message that the server can make."""
    kinds = messages.Message.__subclasses__()
    return {kind.type: _keys(kind) for kind in kinds} | {ERROR[0]: ERROR[1]}


def _read_by(name: str) -> set[str]:
    """The keys that a reader of messages.js takes: of a function, or of a type in READERS."""
    found = re.search(
        rf"(?:function {name}\(|^  {name}: )(.*?)^(?:}}|  }}\),?$)", SCRIPT, re.M | re.S
    )
    line = re.search(rf"^  {name}: .*\}}\),$", SCRIPT, re.M)
    body = line[0] if line else (found[1] if found else "")
    assert body, name
    keys = set(re.findall(r"\(from, '(\w+)'", body)) | set(re.findall(r"from\.(\w+)", body))
    return keys | (_read_by("readSnapshot") if "...readSnapshot" in body else set())


def test_the_document_lists_each_message_with_its_keys() -> None:
    listed = table_under("## From the server")
    described = {
        kind: names_in(row[2]) | (set() if kind == "ERROR" else {"sessionId"})
        for kind, row in listed.items()
    }
    assert described == _sent()


def test_the_page_knows_each_message() -> None:
    readers = re.search(r"const READERS = \{\n(.*?)^\};", SCRIPT, re.M | re.S)
    assert readers
    assert set(re.findall(r"^  ([A-Z_]+):", readers[1], re.M)) == set(_sent())
    assert re.search(r"export const MESSAGE_TYPES = .*\n.*Object\.keys\(READERS\)", SCRIPT)


@pytest.mark.parametrize("kind", sorted(_sent()))
def test_the_page_reads_the_keys_that_are_sent(kind: str) -> None:
    assert _read_by(kind) == _sent()[kind]


def test_a_photo_has_the_same_keys_everywhere() -> None:
    assert set(table_under("`photo`, and each of `photos`:")) == _keys(answers.PhotoView)
    assert _read_by("readPhoto") == _keys(answers.PhotoView)


def test_states_are_the_same_everywhere() -> None:
    for name, kind in (
        ("SESSION_STATUSES", model.SessionStatus),
        ("PHOTO_STATES", photo.PhotoState),
    ):
        listed = re.search(rf"export const {name} = Object\.freeze\(\[(.*?)\]\)", SCRIPT, re.S)
        assert listed
        assert re.findall(r"'(\w+)'", listed[1]) == [each.value for each in kind]
    assert names_in(table_under("`photo`, and each of `photos`:")["state"][1]) == set(
        photo.PhotoState
    )


def test_actions_are_the_same_everywhere() -> None:
    listed = table_under("## From the client")
    assert set(listed) == set(client_messages.ACTIONS)
    for action, row in listed.items():
        assert names_in(row[2]) == _keys(client_messages.ACTIONS[action]), action
        assert names_in(row[3]) <= set(_sent()), action
    pages = (ROOT / "static-site").rglob("*.js")
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    sent = set(re.findall(r"(?:\baction: |\bsay\()'(\w+)'", scripts))
    assert sent <= set(client_messages.ACTIONS)
    assert {"sync", "shown"} <= sent


def test_the_subprotocol_is_the_same_everywhere() -> None:
    assert f"Sec-WebSocket-Protocol: {client_messages.SUBPROTOCOL}, <token>" in DOCUMENT
    socket: Path = ROOT / "static-site" / "lib" / "socket.js"
    assert f"'{client_messages.SUBPROTOCOL}'" in socket.read_text(encoding="utf-8")


def test_the_snapshot_of_the_socket_is_that_of_the_api() -> None:
    assert _keys(messages.SessionState) == _keys(answers.Snapshot)
