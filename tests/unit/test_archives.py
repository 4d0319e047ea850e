"""ZIPs that are written with pauses: any program reads them as if there had been none."""

import io
import shutil
import subprocess
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib import archives
from chalicelib.archives import ArchivedFile

#: 2027-01-15 08:00:00 UTC.
WHEN = 1_800_000_000
CONTENTS = {"one.jpg": b"1" * 100, "zwei ä 🎉.jpg": b"", "three.mov": bytes(range(256)) * 9}


def written(contents: dict[str, bytes]) -> bytes:
    archive, files = bytearray(), []
    for name, content in contents.items():
        file = ArchivedFile(name, WHEN, len(content), offset=len(archive))
        file = replace(file, crc32=zlib.crc32(content))
        archive += file.header + content + file.descriptor
        files.append(file)
    return bytes(archive + archives.directory(files, len(archive)))


def test_what_is_in_it_comes_out_again_with_name_and_time() -> None:
    with zipfile.ZipFile(io.BytesIO(written(CONTENTS))) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == CONTENTS
        for info in opened.infolist():
            assert info.date_time == (2027, 1, 15, 8, 0, 0)
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.external_attr >> 16 == 0o100644


def test_an_archive_of_nothing_is_one() -> None:
    with zipfile.ZipFile(io.BytesIO(written({}))) as opened:
        assert opened.namelist() == []


@pytest.mark.skipif(shutil.which("unzip") is None, reason="no unzip here")
def test_another_program_reads_it_too(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    path.write_bytes(written(CONTENTS))
    done = subprocess.run(["unzip", "-tqq", path], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_of_more_than_two_gigabytes_has_sizes_of_eight_bytes() -> None:
    small, large = (ArchivedFile("film.mov", WHEN, size) for size in (2**31 - 1, 2**31))
    assert len(large.descriptor) == len(small.descriptor) + 8
    # The header says so, and promises the sizes behind the file.
    assert len(large.header) == len(small.header) + 20
    assert large.header[6] & 8


def test_beyond_four_gigabytes_the_directory_says_where_it_is() -> None:
    far = ArchivedFile("film.mov", WHEN, 2**32 + 5, crc32=7, offset=2**33)
    end = archives.directory([far], 2**34)
    assert b"PK\x06\x06" in end, "the record of ZIP64"
    assert (2**34).to_bytes(8, "little") in end
    assert (2**33).to_bytes(8, "little") in end
    assert (2**32 + 5).to_bytes(8, "little") in end


@pytest.mark.parametrize(("at", "year"), [(0, 1980), (10**10, 2107)])
def test_a_time_that_archives_do_not_know_is_the_nearest_that_they_do(at: int, year: int) -> None:
    end = archives.directory([ArchivedFile("one.jpg", at, 1)], 0)
    (info,) = zipfile.ZipFile(io.BytesIO(end)).infolist()
    assert info.date_time[0] == year
