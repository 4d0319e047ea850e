"""The code on the screen can be read by a phone."""

import re
import secrets
import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from chalicelib import qr, tokens
from tests.fakes import SITE

QUIET = 4
SCALE = 4
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def page_url() -> str:
    """What a session's code leads to."""
    return f"{SITE}/phone.html#{tokens.new_id()}"


def parts_of(svg: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Modules on a side, and the dark runs as (x, y, width)."""
    root = ET.fromstring(svg)  # noqa: S314
    left, top, width, height = map(int, root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert width == height
    path = root[0].attrib["d"]
    assert RUN.sub("", path) == ""
    runs = [tuple(map(int, run)) for run in RUN.findall(path)]
    assert all(there == back for _, _, there, back in runs)
    return width, [(x, y, there) for x, y, there, _ in runs]


def drawn(svg: str) -> Image.Image:
    """The code as a browser draws it, on a white card."""
    side, runs = parts_of(svg)
    image = Image.new("L", (side * SCALE, side * SCALE), "white")
    pen = ImageDraw.Draw(image)
    for x, y, width in runs:
        pen.rectangle(
            (x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + 1) * SCALE - 1), fill="black"
        )
    return image


def test_a_hundred_codes_are_read_back_as_they_were_written() -> None:
    for _ in range(100):
        url = page_url()
        (found,) = zxingcpp.read_barcodes(drawn(qr.svg(url)))
        assert found.text == url


@pytest.mark.parametrize("length", [1, 20, 60, 200, 400])
def test_codes_of_any_length_are_read(length: int) -> None:
    text = secrets.token_urlsafe(length)[:length]
    (found,) = zxingcpp.read_barcodes(drawn(qr.svg(text)))
    assert found.text == text


def test_a_smudge_on_the_glass_does_not_matter() -> None:
    """Level M: 15 % of the code may be unreadable. A ninth of its middle is covered here."""
    url = page_url()
    svg = qr.svg(url)
    image = drawn(svg)
    (found,) = zxingcpp.read_barcodes(image)
    assert found.ec_level == "M"
    third = image.width // 3
    ImageDraw.Draw(image).rectangle((third, third, third + third // 2, third + third // 2), "gray")
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == url


def test_four_empty_modules_surround_the_code() -> None:
    """Without this quiet zone scanners do not find it; ISO/IEC 18004 asks for four."""
    side, runs = parts_of(qr.svg(page_url()))
    assert min(x for x, _, _ in runs) == min(y for _, y, _ in runs) == QUIET
    assert max(x + width for x, _, width in runs) == side - QUIET
    assert max(y for _, y, _ in runs) == side - QUIET - 1


def test_the_document_scales_and_brings_nothing_along() -> None:
    svg = qr.svg(page_url())
    root = ET.fromstring(svg)  # noqa: S314
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not {"width", "height"} & set(root.attrib)
    assert [child.tag for child in root] == ["{http://www.w3.org/2000/svg}path"]
    assert SITE not in svg


def test_a_code_for_a_phone_across_the_room_stays_coarse() -> None:
    """Fewer modules are larger ones: a session's address fits version 5, 37 modules and margins."""
    side, _ = parts_of(qr.svg(page_url()))
    assert side <= 37 + 2 * QUIET


def test_the_same_text_is_the_same_code() -> None:
    assert qr.svg(SITE) == qr.svg(SITE)
