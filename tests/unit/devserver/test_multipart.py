"""Begun uploads outlive a kill at any moment, and those that are over take no room."""

import os
from pathlib import Path

import pytest

from devserver.multipart import ABANDONED_SECONDS, Completed, Part, Upload, Uploads
from devserver.s3_errors import Refused

NOW = 1_795_256_303.25


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path, clock=lambda: NOW)


def begun(uploads: Uploads, key: str = "s/film.mp4") -> Upload:
    return uploads.create("uploads", key, "SHA256", {"content-type": "video/mp4"})


def kept(uploads: Uploads, upload: Upload, number: int, content: bytes) -> Part:
    path = uploads.file_for(upload, number)
    path.write_bytes(content)
    part = Part(number, "e", len(content), uploads.now(), "c", path.name)
    uploads.keep(upload, part)
    return part


def restarted(tmp_path: Path, later: float = 0.0) -> Uploads:
    again = Uploads(tmp_path, clock=lambda: NOW + later)
    again.sweep()
    return again


def names(tmp_path: Path) -> set[str]:
    return {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}


def test_what_was_stored_is_there_after_a_restart(tmp_path: Path, uploads: Uploads) -> None:
    upload = begun(uploads)
    parts = [kept(uploads, upload, number, b"bytes") for number in (2, 1)]
    again = restarted(tmp_path)
    assert again.find(upload.id, "uploads", "s/film.mp4") == upload
    assert again.parts(upload) == parts[::-1]
    assert upload.initiated == "2026-11-21T10:18:23.250Z"


def test_bytes_that_nobody_described_are_swept_away(tmp_path: Path, uploads: Uploads) -> None:
    upload = begun(uploads)
    part = kept(uploads, upload, 1, b"bytes")
    uploads.file_for(upload, 1).write_bytes(b"half")
    (tmp_path / upload.id / "object.aa").write_bytes(b"half")
    (tmp_path / upload.id / "00002.json.aa.tmp").write_bytes(b"{")
    (tmp_path / "begun-and-never-described.new").mkdir()
    (tmp_path / "x.done.json.aa.tmp").write_bytes(b"{")
    restarted(tmp_path)
    folder = upload.id
    assert names(tmp_path) == {f"{folder}/{n}" for n in ("upload.json", "00001.json", part.file)}
    assert not (tmp_path / "begun-and-never-described.new").exists()


def test_a_new_part_counts_before_the_old_one_goes(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill between the two there would be one file too many, and no part too few."""
    upload = begun(uploads)
    kept(uploads, upload, 1, b"old")
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    new = kept(uploads, upload, 1, b"new")
    assert uploads.parts(upload) == [new]


@pytest.mark.parametrize("in_kernel", [True, False])
def test_an_object_is_put_together_from_its_parts(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch, in_kernel: bool
) -> None:
    if not in_kernel:
        # As on macOS.
        monkeypatch.delattr(os, "copy_file_range", raising=False)
    upload = begun(uploads)
    contents = [b"a" * 3_000_000, b"b", b""]
    parts = [kept(uploads, upload, number, each) for number, each in enumerate(contents, 1)]
    assert uploads.assemble(upload, parts).read_bytes() == b"".join(contents)


def test_a_file_system_that_cannot_copy_within_the_kernel_is_helped(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "copy_file_range", refuse, raising=False)
    upload = begun(uploads)
    assert uploads.assemble(upload, [kept(uploads, upload, 1, b"a")]).read_bytes() == b"a"


def test_a_part_that_has_lost_bytes_makes_no_object(uploads: Uploads, tmp_path: Path) -> None:
    upload = begun(uploads)
    part = kept(uploads, upload, 1, b"bytes")
    os.truncate(tmp_path / upload.id / part.file, 2)
    with pytest.raises(OSError, match="shorter"):
        uploads.assemble(upload, [part])
    assert not list((tmp_path / upload.id).glob("object.*"))


def test_what_a_kill_has_left_of_an_upload_that_is_over_goes(
    tmp_path: Path, uploads: Uploads
) -> None:
    upload = begun(uploads)
    kept(uploads, upload, 1, b"bytes")
    result = Completed("uploads", "s/film.mp4", "e-1", 5, "SHA256", "c-1", "v1")
    # Between the note and the removal of the directory.
    gone = uploads.end(upload, result)
    gone.rename(tmp_path / upload.id)
    again = restarted(tmp_path)
    assert names(tmp_path) == {f"{upload.id}.done.json"}
    assert again.completed(upload.id, "uploads", "s/film.mp4") == result
    assert again.completed(upload.id, "uploads", "another") is None
    with pytest.raises(Refused):
        again.find(upload.id, "uploads", "s/film.mp4")


def test_what_was_aborted_goes_though_a_kill_came_between(tmp_path: Path, uploads: Uploads) -> None:
    upload = begun(uploads)
    uploads.end(upload)
    assert names(tmp_path)
    restarted(tmp_path)
    assert not names(tmp_path)


@pytest.mark.parametrize(("later", "left"), [(-9.0, 3), (9.0, 0)])
def test_abandoned_uploads_are_aborted_after_a_day(
    tmp_path: Path, uploads: Uploads, later: float, left: int
) -> None:
    upload = begun(uploads)
    over = begun(uploads, "s/other.mp4")
    uploads.end(over, Completed("uploads", over.key, "e-1", 5, None, None))
    kept(uploads, upload, 1, b"bytes")
    for path in (tmp_path / upload.id / "upload.json", tmp_path / f"{over.id}.done.json"):
        os.utime(path, (NOW, NOW))
    restarted(tmp_path, ABANDONED_SECONDS + later)
    assert len([name for name in names(tmp_path) if ".gone/" not in name]) == left + (left > 0)


def test_uploads_are_listed_by_bucket_and_key(uploads: Uploads) -> None:
    found = [begun(uploads, key) for key in ("b", "a")]
    uploads.create("media", "c", None, {})
    assert uploads.of_bucket("uploads") == found[::-1]
