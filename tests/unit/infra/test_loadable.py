"""Compiled code is as good as before, without what only debuggers read."""

import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import PIL
import pytest

from infra.loadable import loadable, slim

SITE_PACKAGES = Path(PIL.__file__).parent.parent
#: What our pictures go through, there and back, in a Python that finds nothing but these packages.
_PICTURES = """
import io, sys
sys.path.insert(0, sys.argv[1])
from PIL import Image, ImageCms, ImageDraw, ImageFont
import pillow_heif
assert Image.__file__.startswith(sys.argv[1])
pillow_heif.register_heif_opener()
picture = Image.linear_gradient("L").convert("RGB")
ImageDraw.Draw(picture).text((9, 9), "Anna & Ben", font=ImageFont.load_default(40))
srgb = ImageCms.createProfile("sRGB")
picture = ImageCms.profileToProfile(picture, srgb, srgb)
for name in ("JPEG", "PNG", "WEBP", "GIF", "MPO", "AVIF", "HEIF"):
    file = io.BytesIO()
    picture.save(file, name)
    Image.open(file).load()
    print(name)
"""


def a_library(*parts: tuple[int, bytes], tail: bytes = b"") -> bytes:
    """A shared library of which these parts are loaded, each from its place."""
    count = len(parts)
    head = b"\x7fELF\2\1\1".ljust(32, b"\0") + struct.pack("<QQ", 64, 4096)
    head += struct.pack("<IHHHHHH", 0, 64, 56, count, 64, 9, 8)
    for start, content in parts:
        head += struct.pack("<IIQQQQQQ", 1, 4, start, 0, 0, len(content), len(content), 8)
    end = max(start + len(content) for start, content in parts)
    made = bytearray(head.ljust(end, b"s"))
    for start, content in parts:
        made[start : start + len(content)] = content
    made[: len(head)] = head
    return bytes(made) + tail


def test_what_is_loaded_stays_where_it_was_and_the_rest_is_gone() -> None:
    library = a_library((0, b"h" * 300), (1000, b"code"), (2000, b"data"), tail=b"symbols")
    slimmed = loadable(library)
    assert len(slimmed) == 2004
    assert slimmed[1000:1004] + slimmed[2000:] == b"codedata"
    assert slimmed[300:1000] == bytes(700)
    assert slimmed[1004:2000] == bytes(996)
    assert slimmed[64:300] == library[64:300], "the headers of what is loaded"


def test_it_names_no_sections_any_more() -> None:
    slimmed = loadable(a_library((0, b"h" * 300)))
    assert struct.unpack_from("<Q", slimmed, 40) == (0,)
    assert struct.unpack_from("<HH", slimmed, 60) == (0, 0)


def test_slimming_again_changes_nothing() -> None:
    slimmed = loadable(a_library((0, b"h" * 300), (1000, b"code"), tail=b"symbols"))
    assert loadable(slimmed) == slimmed


@pytest.mark.parametrize("content", [b"", b"text", b"\xcf\xfa\xed\xfe", b"\x7fELF\1\1"])
def test_what_is_of_another_kind_is_left_alone(content: bytes) -> None:
    assert loadable(content) == content


def test_the_cache_of_the_installer_is_left_alone(tmp_path: Path) -> None:
    cached, installed = tmp_path / "cache.so", tmp_path / "vendor" / "lib.so.1"
    cached.write_bytes(a_library((512, b"code"), tail=b"symbols"))
    before = cached.read_bytes()
    installed.parent.mkdir()
    installed.hardlink_to(cached)
    slim(installed.parent)
    assert len(installed.read_bytes()) < len(before)
    assert cached.read_bytes() == before


def test_pictures_are_made_with_slim_libraries(tmp_path: Path) -> None:
    for folder in ("PIL", "pillow.libs", "pillow_heif", "pillow_heif.libs"):
        shutil.copytree(SITE_PACKAGES / folder, tmp_path / folder)
    for library in SITE_PACKAGES.glob("_pillow_heif*.so"):
        shutil.copy(library, tmp_path)
    imaging = next((tmp_path / "PIL").glob("_imaging.*.so"))
    before = len(zlib.compress(imaging.read_bytes()))
    slim(tmp_path)
    assert len(zlib.compress(imaging.read_bytes())) < before / 2
    run = [sys.executable, "-I", "-c", _PICTURES, str(tmp_path)]
    said = subprocess.run(run, capture_output=True, text=True)
    assert said.stdout.split() == ["JPEG", "PNG", "WEBP", "GIF", "MPO", "AVIF", "HEIF"], said.stderr
