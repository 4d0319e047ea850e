"""`python -m chalicelib.images` says one line of each file, whatever the file is."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chalicelib import limits
from chalicelib.images import __main__ as cli
from chalicelib.images.sandbox import Sandbox

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "chalicelib.images"]
KEYS = ["file", "ok", "code", "format", "width", "height", "seconds", "peak_mb"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with closing(Sandbox()) as made:
        yield made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo that was held upright: it lies on its side in the file."""
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (64, 48), "teal").save(path, exif=exif)
    return path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_photo_that_is_shown(sandbox: Sandbox, photo: Path) -> None:
    line = cli.examine(sandbox, str(photo))
    assert list(line) == KEYS
    assert line["file"] == str(photo)
    assert (line["ok"], line["code"], line["format"]) == (True, None, "JPEG")
    assert (line["width"], line["height"]) == (48, 64)
    assert 0 < line["seconds"] < 60
    assert 1 < line["peak_mb"] < 512


def test_a_photo_that_is_refused_tells_what_it_was_meant_to_be(
    sandbox: Sandbox, photo: Path
) -> None:
    photo.write_bytes(photo.read_bytes()[:-100])
    line = cli.examine(sandbox, str(photo))
    assert list(line) == KEYS
    assert (line["ok"], line["code"], line["format"]) == (False, "TRUNCATED", "JPEG")
    assert (line["width"], line["height"]) == (None, None)
    assert line["peak_mb"] > 1


def test_a_file_that_is_no_image_has_no_format(sandbox: Sandbox) -> None:
    line = cli.examine(sandbox, __file__)
    assert (line["ok"], line["code"], line["format"]) == (False, "NOT_AN_IMAGE", None)


def test_files_that_are_not_decoded(sandbox: Sandbox, tmp_path: Path) -> None:
    def code(name: str | Path) -> object:
        line = cli.examine(sandbox, str(name))
        assert list(line) == KEYS
        assert (line["ok"], line["width"], line["peak_mb"]) == (False, None, 0)
        return line["code"]

    fifo, loop, empty, large = (tmp_path / name for name in ("fifo", "loop", "empty", "large"))
    os.mkfifo(fifo)
    loop.symlink_to(loop)
    empty.write_bytes(b"")
    with large.open("wb") as file:
        file.truncate(limits.MAX_UPLOAD_BYTES + 1)
    for name in (fifo, loop, tmp_path, tmp_path / "none", "/dev/zero", "", "n\0l", "x" * 5000):
        assert code(name) == "UNREADABLE"
    assert code(empty) == "EMPTY"
    assert code(large) == "TOO_LARGE"


def test_a_file_of_just_the_allowed_size_is_looked_into(sandbox: Sandbox, photo: Path) -> None:
    os.truncate(photo, limits.MAX_UPLOAD_BYTES)
    assert cli.examine(sandbox, str(photo))["ok"]


def test_each_name_has_a_line_in_its_place(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also those with new lines, and those that are no text: they come back as Python has them."""
    odd = tmp_path / "two\nlines.jpg"
    strange = Path(os.fsdecode(bytes(tmp_path) + b"/\xff.jpg"))
    for path in (odd, strange):
        path.write_bytes(photo.read_bytes())
    names = io.BytesIO(os.fsencode(strange) + b"\nnowhere.jpg\n\n" + bytes(photo))
    assert cli.main([str(odd), "-", "last.jpg"], names) == 0
    output = capsys.readouterr().out
    assert output.isascii()
    assert [(line["file"], line["code"]) for line in lines(output)] == [
        (str(odd), None),
        (str(strange), None),
        ("nowhere.jpg", "UNREADABLE"),
        ("", "UNREADABLE"),
        (str(photo), None),
        ("last.jpg", "UNREADABLE"),
    ]


def test_a_line_comes_as_soon_as_its_file_is_done(photo: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "-"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(2):
            process.stdin.write(bytes(photo) + b"\n")
            assert json.loads(process.stdout.readline())["ok"]
        process.stdin.close()
        assert process.wait() == 0


def test_no_name_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([], io.BytesIO())
    assert left.value.code == 2
    assert "usage: python -m chalicelib.images" in capsys.readouterr().err


def test_it_says_so_when_there_are_no_decoders(
    photo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert cli.main([str(photo)], io.BytesIO()) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "The decoders do not start.\n")


# It ends without a word


def test_nobody_reads_on(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as output:
        monkeypatch.setattr(sys, "stdout", output)
        assert cli.main(["nowhere.jpg"], io.BytesIO()) == 141


def test_nobody_reads_on_as_a_process() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *["nowhere.jpg"] * 100],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_control_c(photo: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        process_group=0,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(bytes(photo) + b"\n")
        assert json.loads(process.stdout.readline())["ok"]
        # As a terminal does it: to all of the group.
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait() == -signal.SIGINT
        assert process.stderr.read() == b""
