"""A logo is a small picture of the kind that it says."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from infra.brand_logo import MAX_BYTES, MAX_SIDE, Logo, read
from tests.unit.infra.brands import LOGO


def picture(form: str, size: tuple[int, int] = (120, 40), frames: int = 1) -> bytes:
    """A picture of Pillow's making."""
    stream = io.BytesIO()
    first, *others = (
        Image.new("RGBA", size, (90 * number, 30, 80, 255)) for number in range(frames)
    )
    moving = {"save_all": True, "append_images": others} if others else {}
    first.save(stream, form, **moving)
    return stream.getvalue()


def declared(side: int) -> bytes:
    """A PNG that says that it is as large: https://www.w3.org/TR/png-3/#11IHDR."""
    content = picture("PNG")
    header = b"IHDR" + struct.pack(">II", side, side) + content[24:29]
    return content[:12] + header + struct.pack(">I", zlib.crc32(header)) + content[33:]


def wrongs(folder: Path, name: str, content: bytes) -> list[str]:
    """What is said of a logo in a file of this name."""
    (folder / name).write_bytes(content)
    _, found = read(folder / name)
    assert {each.path for each in found} <= {"$.logo"}
    return [str(each) for each in found]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", LOGO),
        ("a.png", picture("PNG")),
        ("a.webp", picture("WEBP")),
        ("a.png", picture("PNG", (MAX_SIDE, 1))),
        ("a.svg", LOGO.ljust(MAX_BYTES)),
    ],
)
def test_it_is_served_by_its_content(tmp_path: Path, name: str, content: bytes) -> None:
    assert wrongs(tmp_path, name, content) == []
    logo, _ = read(tmp_path / name)
    assert logo == Logo(content, name.partition(".")[2])
    digest = hashlib.sha256(content).hexdigest()
    assert logo.path == f"brand/logo-{digest[:8]}.{logo.suffix}"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.svg", LOGO.ljust(MAX_BYTES + 1), "has 20,001 bytes, and 20,000 are the most. Write a"),
        ("a.svg", LOGO.ljust(5_000_000), "has 5,000,000 bytes"),
        ("a.svg", b"", "is no whole SVG file: "),
        ("a.png", b"", "is no whole PNG file. Write a PNG file, or its right suffix."),
        ("a.png", picture("WEBP"), "is no whole PNG file."),
        ("a.webp", picture("PNG"), "is no whole WEBP file."),
        ("a.png", picture("GIF"), "is no whole PNG file."),
        ("a.png", LOGO, "is no whole PNG file."),
        ("a.svg", picture("PNG"), "is no whole SVG file: "),
        ("a.png", picture("PNG")[:-30], "is no whole PNG file."),
        ("a.webp", picture("WEBP")[:-10], "is no whole WEBP file."),
        ("a.png", picture("PNG", (MAX_SIDE + 1, 1)), "has 2049 × 1 pixels. Write a picture of at"),
        ("a.webp", picture("WEBP", (1, MAX_SIDE + 1)), "has 1 × 2049 pixels."),
        ("a.png", declared(16_000), "has too many pixels to look at. Write a picture of at most"),
        ("a.png", declared(9_600), "has too many pixels to look at."),
        ("a.png", declared(9_000), "has 9000 × 9000 pixels."),
        ("a.png", picture("PNG", frames=3), "moves. Write a picture that stands still."),
        ("a.webp", picture("WEBP", frames=3), "moves. Write a picture that stands still."),
    ],
    ids=str,
)
def test_what_it_must_not_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    # Pillow's own; what decodes visitors' photos in the same process has another.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 89_478_485)
    found = wrongs(tmp_path, name, content)
    assert any(each.startswith(f"$.logo {said}") for each in found), found


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    logo, (problem,) = read(tmp_path / "none.svg")
    assert logo is None
    assert problem.wrong.endswith("none.svg: No such file or directory")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.svg").mkdir()
    _, (problem,) = read(tmp_path / "a.svg")
    assert problem.wrong.endswith("a.svg: Is a directory")
