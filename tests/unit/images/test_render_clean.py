"""Nothing of an upload survives but its pixels: every byte of every rendition is looked at."""

import io
from typing import Any

import pytest
from PIL import Image

from chalicelib.images import icc, profiles, render
from tests.jpeg_segments import segments
from tests.unit.images import pictures

#: Words that no file that we serve may hold.
SECRETS = (b"SECRET", b"Exif", b"http", b"Apple", b"MPF", b"Photoshop", b"ftyp", b"IHDR", b"<?x")


def loaded(form: str) -> bytes:
    """A file with everything in it that files carry, and more behind its end."""
    exif = pictures.exif(6, main={0x010F: "Apple SECRET", 0x013B: "SECRET"}, gps={1: "N"})
    options: dict[str, Any] = {"exif": exif, "icc_profile": icc.built("SECRET", icc.DISPLAY_P3)}
    if form == "GIF":
        options = {"comment": b"SECRET"}
    image = pictures.quarters((400, 300))
    data = pictures.file(form, image, **options)
    if form == "JPEG":
        thumbnail = pictures.file("JPEG", Image.new("RGB", (8, 8)), comment=b"SECRET")
        data = pictures.with_segments(
            data,
            pictures.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET"),
            pictures.segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0\0\0\0\6SECRET"),
            pictures.segment(0xE2, b"ICC_PROFILE\0\2\2SECRET"),
            pictures.segment(0xFE, b"SECRET"),
            pictures.segment(0xEC, b"Ducky SECRET"),
        )
        data = pictures.multi_picture(thumbnail, jpeg=data)
    if form == "PNG":
        data = pictures.with_chunks(data, pictures.chunk(b"tEXt", b"Comment\0SECRET"))
    return data + b"SECRET"


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_nothing_survives_but_pixels_and_a_profile_of_ours(form: str) -> None:
    """Every byte of what we serve is looked at: tables, coefficients, or the profile."""
    data = loaded(form)
    if form == "AVIF":
        data = data.removesuffix(b"SECRET") + pictures.box(b"free", b"SECRET")
    assert data.count(b"SECRET") > 0
    for picture in render.render(io.BytesIO(data), None).pictures:
        assert not [secret for secret in SECRETS if secret in picture.jpeg]
        found = list(segments(picture.jpeg))
        assert {marker for marker, _ in found} <= {0, 0xC0, 0xC4, 0xDA, 0xDB, 0xE0, 0xE2, 0xD9}
        in_none = {content for marker, content in found if marker == 0 and content}
        assert len(in_none) == 1  # the one scan
        assert [content for marker, content in found if marker == 0xE0] == [
            b"JFIF\0\1\1\0\0\1\0\1\0\0"
        ]
        kept = [content for marker, content in found if marker == 0xE2]
        assert kept in ([], [b"ICC_PROFILE\0\1\1" + profiles.display_p3()])
        assert found[-1] == (0xD9, b"")
