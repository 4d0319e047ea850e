"""What office documents are, by their content."""

import io
import struct
import zlib
from typing import Any
from zipfile import ZipFile

import pytest

from chalicelib import limits
from chalicelib.archive_formats import require_archive
from chalicelib.categories import ARCHIVE_TYPES
from chalicelib.excerpts import Excerpts
from chalicelib.photo import PhotoRefused, Rejection
from tests.excerpted import excerpts
from tests.papers import (
    DOCUMENTS,
    DOCX,
    MAIN,
    ODT,
    TYPES_PART,
    a_pdf,
    a_zip,
    content_types,
    open_document_parts,
    open_xml_parts,
)
from tests.recordings import SOUNDS

MISMATCH, DAMAGED = Rejection.TYPE_MISMATCH, Rejection.DAMAGED
ACTIVE, ENCRYPTED, COMPLEX = Rejection.ACTIVE_CONTENT, Rejection.ENCRYPTED, Rejection.TOO_COMPLEX
GOOD = DOCUMENTS[DOCX]
DOCX_TYPES = {f"/{MAIN[DOCX]}": f"{DOCX}.main+xml"}


def why(content_type: str, content: bytes) -> Rejection | None:
    try:
        require_archive(content_type, excerpts(content))
    except PhotoRefused as refused:
        return refused.why
    return None


@pytest.mark.parametrize("content_type", ARCHIVE_TYPES)
def test_each_document_is_what_it_is_and_none_of_the_others(content_type: str) -> None:
    for said in ARCHIVE_TYPES:
        expected = None if said == content_type else MISMATCH
        assert why(said, DOCUMENTS[content_type]) is expected
    for content in (*SOUNDS.values(), a_pdf(), b"", b"PK", b"words"):
        assert why(content_type, content) is MISMATCH
    assert why(content_type, a_zip({"a.txt": b"any archive"})) is MISMATCH


@pytest.mark.parametrize("content_type", [DOCX, ODT])
def test_it_is_one_archive_and_nothing_else(content_type: str) -> None:
    good = DOCUMENTS[content_type]
    assert why(content_type, a_pdf() + good) is MISMATCH
    assert why(content_type, good + b"<script>") is DAMAGED
    assert why(content_type, good[:-1]) is DAMAGED
    assert why(content_type, good[:-2] + b"\x02\0hi") is DAMAGED
    assert why(content_type, good + good) is DAMAGED
    assert why(content_type, good[:30]) is DAMAGED


def test_a_directory_that_leads_nowhere_is_damaged() -> None:
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 9, 9, 0, 30, 0)
    assert why(DOCX, b"PK\x03\x04" + bytes(26) + end) in (DAMAGED, MISMATCH)
    directory = GOOD.rindex(b"PK\x01\x02")
    assert why(DOCX, GOOD[:directory] + b"XX" + GOOD[directory + 2 :]) is DAMAGED
    assert why(DOCX, GOOD.replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"PK", b"PK", 1)) in (
        DAMAGED,
        MISMATCH,
    )


def test_a_part_that_is_damaged_is_told_apart() -> None:
    at = GOOD.index(TYPES_PART.encode()) + len(TYPES_PART)
    assert why(DOCX, GOOD[:at] + b"\xff" * 9 + GOOD[at + 9 :]) is DAMAGED
    for types in (b"<Types>", b"<!DOCTYPE t [<!ENTITY a 'b'>]><Types>&a;</Types>", b"\xff\xfe<"):
        assert why(DOCX, a_zip(open_xml_parts() | {TYPES_PART: types})) is DAMAGED


def test_another_encoding_hides_no_document_type() -> None:
    """Parsers go by the mark in front, and would find what a look at the bytes has not."""
    plain = content_types(DOCX_TYPES).decode().removeprefix('<?xml version="1.0"?>')
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        hidden = f'<!DOCTYPE Types [<!ENTITY a "b">]>{plain}'.encode(encoding)
        assert b"<!DOCTYPE" not in hidden
        assert why(DOCX, a_zip(open_xml_parts() | {TYPES_PART: hidden})) is DAMAGED


def test_the_part_that_it_is_about_has_to_be_there() -> None:
    parts = open_xml_parts()
    del parts[MAIN[DOCX]]
    assert why(DOCX, a_zip(parts)) is MISMATCH
    none = a_zip({**open_xml_parts(), TYPES_PART: content_types({})})
    assert why(DOCX, none) is MISMATCH


@pytest.mark.parametrize(
    ("overrides", "defaults", "more"),
    [
        ({f"/{MAIN[DOCX]}": "application/vnd.ms-word.document.macroEnabled.main+xml"}, {}, {}),
        (
            DOCX_TYPES | {"/word/x.bin": "application/vnd.ms-office.vbaProject"},
            {},
            {"word/x.bin": b""},
        ),
        (DOCX_TYPES, {"bin": "application/vnd.ms-office.vbaProject"}, {}),
        (DOCX_TYPES, {"bin": "application/vnd.ms-office.&#118;baProject"}, {}),
        (DOCX_TYPES, {}, {"word/vbaProject.bin": b""}),
        (DOCX_TYPES, {}, {"word/activeX/activeX1.xml": b""}),
    ],
)
def test_a_document_of_office_with_macros_is_refused(
    overrides: dict[str, str], defaults: dict[str, str], more: dict[str, bytes]
) -> None:
    parts = open_xml_parts() | {TYPES_PART: content_types(overrides, defaults)} | more
    assert why(DOCX, a_zip(parts)) is ACTIVE


@pytest.mark.parametrize("name", ["Basic/Standard/Module1.xml", "Scripts/python/a.py"])
def test_one_of_libreoffice_with_macros_is_refused(name: str) -> None:
    assert why(ODT, a_zip(open_document_parts() | {name: b""})) is ACTIVE


def test_a_locked_document_is_refused() -> None:
    assert why(DOCX, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) is ENCRYPTED
    locked = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert why(ODT, a_zip(open_document_parts() | {"META-INF/manifest.xml": locked})) is ENCRYPTED
    directory = GOOD.rindex(b"PK\x01\x02")
    flagged = GOOD[: directory + 8] + b"\x01" + GOOD[directory + 9 :]
    assert why(DOCX, flagged) is ENCRYPTED


def test_a_document_of_libreoffice_says_first_of_all_what_it_is() -> None:
    parts = open_document_parts()
    mimetype = parts.pop("mimetype")
    assert why(ODT, a_zip({**parts, "mimetype": mimetype})) is MISMATCH
    assert why(ODT, a_zip({"mimetype": mimetype, **parts}, stored=())) is MISMATCH
    assert why(ODT, a_zip({"mimetype": mimetype + b"\n", **parts})) is MISMATCH
    del parts["META-INF/manifest.xml"]
    assert why(ODT, a_zip({"mimetype": mimetype, **parts})) is DAMAGED


# Bombs


def test_a_bomb_never_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is inflated but the part that says what it is, and that not beyond measure."""
    monkeypatch.setattr(limits, "INFLATED_BYTES", 1_000_000)
    bomb = a_zip(open_xml_parts() | {"word/media/image.bin": bytes(20_000_000)})
    assert len(bomb) < 100_000
    inflated: list[int] = []
    real = zlib.decompressobj

    class Counting:
        def __init__(self, *args: Any) -> None:
            self._real = real(*args)

        def decompress(self, data: bytes, most: int = 0) -> bytes:
            inflated.append(len(content := self._real.decompress(data, most)))
            return content

        def __getattr__(self, name: str) -> object:
            return getattr(self._real, name)

    monkeypatch.setattr(zlib, "decompressobj", Counting)
    assert why(DOCX, bomb) is COMPLEX
    assert inflated == []
    types = content_types(DOCX_TYPES) + b" " * 30_000_000
    monkeypatch.setattr(limits, "INFLATED_BYTES", 10**9)
    assert why(DOCX, a_zip(open_xml_parts() | {TYPES_PART: types})) is COMPLEX
    assert 0 < sum(inflated) < 2 * limits.ARCHIVE_PART_BYTES


def test_two_parts_of_one_name_are_refused() -> None:
    """Of two directories' entries, one program reads this and another that."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        parts = a_zip_twice()
    assert why(DOCX, parts) is DAMAGED


def a_zip_twice() -> bytes:
    file = io.BytesIO(GOOD)
    with ZipFile(file, "a") as archive:
        archive.writestr(MAIN[DOCX], b"another")
    return file.getvalue()


def test_a_directory_is_read_so_far_and_no_further() -> None:
    size = limits.INSPECTED_BYTES + 1
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 9, 9, size, 2**30, 0)

    def read(start: int, size_bytes: int) -> bytes:
        assert size_bytes < 100
        return b"PK\x03\x04".ljust(size_bytes, b"\0") if start == 0 else end

    with pytest.raises(PhotoRefused) as refused:
        require_archive(DOCX, Excerpts(read, 2**30 + size + len(end)))
    assert refused.value.why is COMPLEX


def test_a_long_document_is_read_in_a_few_pieces() -> None:
    pictures = {f"word/media/image{number}.png": bytes(10) for number in range(3000)}
    content, asked = a_zip(open_xml_parts() | pictures), []

    def read(start: int, size_bytes: int) -> bytes:
        asked.append(size_bytes)
        return content[start : start + size_bytes]

    require_archive(DOCX, Excerpts(read, len(content)))
    assert len(asked) < 12
    assert sum(asked) < len(content)
