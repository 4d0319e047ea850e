"""The contract of an album's channel says one thing in three places: docs, server, page."""

import re
from dataclasses import fields

import pytest

from chalicelib import album_messages, client_messages, library_answers
from chalicelib.album_entry import Visibility
from chalicelib.album_messages import AlbumMessage
from tests.contract.http_contract import ROOT, camel_case
from tests.contract.test_messages import ERROR, names_in, table_under

SCRIPT = (ROOT / "static-site" / "lib" / "album-messages.js").read_text(encoding="utf-8")


def _kinds(base: type[AlbumMessage]) -> list[type[AlbumMessage]]:
    """All that are sent: what has a type of its own."""
    found = [base] if "type" in vars(base) else []
    return found + [each for kind in base.__subclasses__() for each in _kinds(kind)]


def _keys(kind: type) -> set[str]:
    return {camel_case(part.name) for part in fields(kind)}


SENT = {kind.type: _keys(kind) for kind in _kinds(AlbumMessage)}
SENT |= {ERROR[0]: ERROR[1]}


def _read(body: str) -> set[str]:
    keys = set(re.findall(r"\(from, '(\w+)'", body)) | set(re.findall(r"from\.(\w+)", body))
    for function in re.findall(r"(read\w+|ofPhoto)\((?!value)", body):
        keys |= _read(_function(function)) if function in ("readNews", "ofPhoto") else set()
    return keys


def _function(name: str) -> str:
    found = re.search(rf"function {name}\((.*?)^}}", SCRIPT, re.M | re.S)
    assert found, name
    return found[1]


def _reader(kind: str) -> str:
    readers = re.search(r"const READERS = \{\n(.*?)^\};", SCRIPT, re.M | re.S)
    assert readers
    found = re.search(rf"^  {kind}: (.*?)(?=^  [A-Z_]+: |\Z)", readers[1], re.M | re.S)
    assert found, kind
    return found[1]


def test_the_document_lists_each_message_with_its_keys() -> None:
    described = {
        kind: names_in(row[2]) | (set() if kind == "ERROR" else {"albumId"})
        for kind, row in table_under("## To walls and hosts").items()
    }
    assert described == SENT


def test_the_page_knows_each_message() -> None:
    readers = re.search(r"const READERS = \{\n(.*?)^\};", SCRIPT, re.M | re.S)
    assert readers
    assert set(re.findall(r"^  ([A-Z_]+):", readers[1], re.M)) == set(SENT)


@pytest.mark.parametrize("kind", sorted(SENT))
def test_the_page_reads_the_keys_that_are_sent(kind: str) -> None:
    assert _read(_reader(kind)) == SENT[kind]


def test_a_photo_on_its_way_has_the_same_keys_everywhere() -> None:
    row = table_under("## To walls and hosts")["UPLOAD_PROGRESS"]
    keys = _keys(album_messages.ComingPhoto)
    assert names_in(row[3]) == keys
    assert _read(_function("readComing")) == keys


def test_a_photo_of_a_host_is_the_one_of_his_library() -> None:
    assert _read(_function("readHostedPhoto")) == _keys(library_answers.LibraryPhoto)
    listed = re.search(r"VISIBILITIES = Object\.freeze\(\[(.*?)\]\)", SCRIPT)
    assert listed
    assert re.findall(r"'(\w+)'", listed[1]) == [each.value for each in Visibility]


def test_actions_are_the_same_everywhere() -> None:
    listed = table_under("## From walls and hosts")
    assert set(listed) == set(client_messages.ALBUM_ACTIONS)
    for action, row in listed.items():
        assert names_in(row[2]) == _keys(client_messages.ALBUM_ACTIONS[action]), action
