"""A file of which only excerpts are read."""

import io
import struct

import pytest

from chalicelib import limits
from chalicelib.excerpts import Excerpts, ends_as_zip
from chalicelib.photo import PhotoRefused, Rejection
from tests.excerpted import excerpts
from tests.papers import a_pdf, a_zip


def test_it_ends_where_the_file_does() -> None:
    file = excerpts(b"abcdef")
    assert (file.at(0, 3), file.at(4, 100), file.at(6, 1), file.at(99, 1)) == (
        *(b"abc", b"ef"),
        *(b"", b""),
    )
    assert (file.beginning(), file.end()) == (b"abcdef", b"abcdef")
    many = bytes(limits.EDGE_BYTES) + b"end"
    assert excerpts(many).end() == many[-limits.EDGE_BYTES :]


def test_so_many_pieces_are_read_and_no_more() -> None:
    file = excerpts(b"abc")
    for _ in range(limits.INSPECTED_RANGES):
        file.at(0, 1)
    with pytest.raises(PhotoRefused) as refused:
        file.at(0, 1)
    assert refused.value.why is Rejection.TOO_COMPLEX


def test_so_many_bytes_are_read_and_no_more() -> None:
    asked: list[int] = []

    def read(start: int, size_bytes: int) -> bytes:
        asked.append(size_bytes)
        return bytes(size_bytes)

    file = Excerpts(read, 2**40)
    file.at(0, limits.INSPECTED_BYTES)
    with pytest.raises(PhotoRefused):
        file.at(0, 1)
    with pytest.raises(PhotoRefused):
        Excerpts(read, 2**40).as_file().read(2**30)
    assert sum(asked) == limits.INSPECTED_BYTES


def test_it_can_be_read_as_a_file() -> None:
    file = excerpts(b"abcdef").as_file()
    assert file.read(2) == b"ab"
    assert file.seek(1, io.SEEK_CUR) == 3
    assert file.read() == b"def"
    assert file.seek(-2, io.SEEK_END) == 4
    assert file.read(9) == b"ef"
    assert file.tell() == 6
    with pytest.raises(ValueError, match="before"):
        file.seek(-7, io.SEEK_END)


@pytest.mark.parametrize("comment", [b"", b"%%EOF", b"PK\x05\x06" + bytes(30), bytes(65_535)])
def test_what_opens_as_a_zip_ends_as_one(comment: bytes) -> None:
    archive = a_zip({"a": b"b"})[:-2] + struct.pack("<H", len(comment)) + comment
    for before in (b"", a_pdf(), bytes(100_000)):
        assert ends_as_zip(excerpts(before + archive))


def test_an_archive_inside_is_none() -> None:
    assert not ends_as_zip(excerpts(a_zip({"a": b"b"}) + b"more"))
    assert not ends_as_zip(excerpts(a_pdf()))
