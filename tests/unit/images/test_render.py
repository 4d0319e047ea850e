"""Renditions: upright, in the right colours, small, and nothing of the file but its pixels."""

import hashlib
import io
from typing import Any

import pytest
from PIL import Image

from chalicelib import limits
from chalicelib.images import icc, profiles, render
from chalicelib.photo import PhotoRefused, Picture, RenditionName
from chalicelib.ports import Rendered
from tests.unit.images import pictures

LARGE, MEDIUM, THUMB = RenditionName.LARGE, RenditionName.MEDIUM, RenditionName.THUMB


def rendered(data: bytes) -> Rendered:
    return render.render(io.BytesIO(data), None)


def shown(data: bytes, name: RenditionName = LARGE) -> Image.Image:
    return picture_of(next(each for each in rendered(data).pictures if each.name is name))


def picture_of(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.jpeg))
    assert (image.format, image.mode, image.size) == (
        "JPEG",
        "RGB",
        (picture.width, picture.height),
    )
    return image


def colour(image: Image.Image, place: tuple[int, int] = (4, 4)) -> tuple[int, ...]:
    pixel = image.convert("RGB").getpixel(place)
    assert isinstance(pixel, tuple)
    return pixel


def close(one: tuple[int, ...], other: tuple[int, ...], steps: int = 4) -> bool:
    return all(abs(a - b) <= steps for a, b in zip(one, other, strict=True))


# Upright


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_every_picture_is_shown_upright(form: str, orientation: int) -> None:
    """Lying in the file as each orientation says, the corners end up where they belong."""
    lies = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    upright = pictures.quarters()
    lying = upright if lies is None else upright.transpose(lies)
    data = pictures.file(form, lying, exif=pictures.exif(orientation))
    image = shown(data)
    assert image.size == (96, 64)
    assert pictures.corners(image) == [0, 1, 2, 3]
    assert rendered(data).facts.orientation == orientation


# Sizes


@pytest.mark.parametrize(
    ("size", "large", "medium", "thumb"),
    [
        ((4032, 3024), (2016, 1512), (1008, 756), (252, 189)),
        ((3024, 4032), (1512, 2016), (756, 1008), (189, 252)),
        ((2880, 1620), (2880, 1620), (1440, 810), (360, 203)),
        ((2881, 100), (1441, 50), (721, 25), (181, 7)),
        ((1600, 1200), (1600, 1200), (800, 600), (200, 150)),
        ((360, 90), (360, 90), (360, 90), (360, 90)),
        ((30_000, 16), (1875, 1), (938, 1), (235, 1)),
        ((1, 1), (1, 1), (1, 1), (1, 1)),
    ],
)
def test_renditions_are_halves_of_the_frame(
    size: tuple[int, int],
    large: tuple[int, int],
    medium: tuple[int, int],
    thumb: tuple[int, int],
) -> None:
    made = rendered(pictures.file("JPEG", Image.new("RGB", size, "teal"))).pictures
    sizes = {picture.name: (picture.width, picture.height) for picture in made}
    assert sizes == {LARGE: large, MEDIUM: medium, THUMB: thumb}
    assert all(close(colour(picture_of(each), (0, 0)), (0, 128, 128)) for each in made)


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_all_sizes_show_all_of_the_picture(form: str) -> None:
    data = pictures.file(form, pictures.quarters((2_900, 1_000)))
    for picture in rendered(data).pictures:
        assert pictures.corners(picture_of(picture)) == [0, 1, 2, 3]


# Colours


@pytest.mark.parametrize(
    ("form", "image", "expected"),
    [
        ("PNG", Image.new("1", (16, 16), 1), (255, 255, 255)),
        ("PNG", Image.new("L", (16, 16), 99), (99, 99, 99)),
        ("JPEG", Image.new("L", (16, 16), 99), (99, 99, 99)),
        ("PNG", Image.new("LA", (16, 16), (0, 64)), (191, 191, 191)),
        ("PNG", Image.new("RGBA", (16, 16), (255, 0, 0, 0)), (255, 255, 255)),
        ("PNG", Image.new("RGBA", (16, 16), (255, 0, 0, 128)), (255, 127, 127)),
        ("WEBP", Image.new("RGBA", (16, 16), (0, 0, 255, 128)), (127, 127, 255)),
        ("AVIF", Image.new("RGBA", (16, 16), (0, 0, 255, 128)), (127, 127, 255)),
        ("HEIF", Image.new("RGBA", (16, 16), (0, 0, 255, 128)), (127, 127, 255)),
        ("PNG", Image.new("I;16", (16, 16), 25_700), (100, 100, 100)),
        ("PNG", Image.new("P", (16, 16)), (0, 0, 0)),
        ("JPEG", Image.new("CMYK", (16, 16), (0, 255, 255, 0)), (254, 0, 0)),
        ("JPEG", Image.new("YCbCr", (16, 16), (76, 85, 255)), (254, 0, 0)),
    ],
    ids=lambda value: getattr(value, "mode", None),
)
def test_every_mode_keeps_its_colours(
    form: str, image: Image.Image, expected: tuple[int, ...]
) -> None:
    options: dict[str, Any] = {"subsampling": -1} if form == "JPEG" else {}
    assert close(colour(shown(pictures.file(form, image, **options))), expected, 6)


@pytest.mark.parametrize(
    ("mode", "transparency", "white"),
    [("P", 0, True), ("P", b"\x00", True), ("P", b"\xff", False), ("L", 40, True), ("L", 9, False)],
)
def test_what_was_transparent_is_white(mode: str, transparency: int | bytes, white: bool) -> None:
    image = Image.new(mode, (16, 16), 40 if mode == "L" else 0)
    if mode == "P":
        image.putpalette([10, 20, 30] * 256)
    data = pictures.file("PNG", image, transparency=transparency)
    assert (colour(shown(data)) == (255, 255, 255)) is white


def test_transparency_of_a_gif_is_white() -> None:
    image = Image.new("P", (16, 16), 1)
    image.putpalette([10, 20, 30, 40, 50, 60])
    assert close(colour(shown(pictures.file("GIF", image))), (40, 50, 60))
    assert colour(shown(pictures.file("GIF", image, transparency=1))) == (255, 255, 255)


def test_sixteen_bits_are_scaled_and_not_cut_off() -> None:
    greys = (Image.new("I;16", (16, 16), value) for value in (0, 255, 256, 32_768, 65_535))
    levels = [colour(shown(pictures.file("PNG", grey)))[0] for grey in greys]
    assert levels == [0, 0, 1, 128, 255]
    rgb = pictures.png_of_size(8, 8, depth=16)
    assert colour(shown(rgb)) == (0, 0, 0)


@pytest.mark.parametrize(("transform", "expected"), [(0, (254, 0, 0)), (2, (254, 0, 0))])
def test_inks_of_adobe_are_not_inverted(transform: int, expected: tuple[int, ...]) -> None:
    """Adobe writes CMYK upside down, with or without the transform to YCCK."""
    data = pictures.file("JPEG", Image.new("CMYK", (16, 16), (0, 255, 255, 0)), subsampling=-1)
    at = data.index(b"Adobe") + 11
    assert data[at] == 0
    if transform == 2:
        # C, M and Y as if they were light: none, all, all.
        ycc = Image.new("RGB", (16, 16), "cyan").convert("YCbCr").split()
        image = Image.merge("CMYK", [*ycc, Image.new("L", (16, 16), 255)])
        inverted = image.point([255 - step for step in range(256)] * 4)
        data = pictures.file("JPEG", inverted, subsampling=-1)
        data = data[:at] + b"\2" + data[at + 1 :]
    assert close(colour(shown(data)), expected, 8)


def test_display_p3_of_an_iphone_is_kept_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = icc.built("iPhone", icc.DISPLAY_P3)
    monkeypatch.setattr(profiles, "_KNOWN", {hashlib.sha256(theirs).hexdigest()})
    image = Image.new("RGB", (800, 600), (220, 120, 40))
    for picture in rendered(pictures.file("JPEG", image, icc_profile=theirs)).pictures:
        assert picture_of(picture).info["icc_profile"] == theirs
        assert close(colour(picture_of(picture)), (220, 120, 40))


def test_an_unknown_profile_is_not_passed_on() -> None:
    theirs = icc.built("SECRET", icc.REC2020)
    data = pictures.file("PNG", Image.new("RGB", (16, 16), (220, 120, 40)), icc_profile=theirs)
    image = shown(data)
    assert "icc_profile" not in image.info
    assert colour(image)[0] > 225


# Files


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_the_same_file_gives_the_same_bytes(form: str) -> None:
    data = pictures.file(form, Image.effect_noise((80, 60), 50))
    assert rendered(data) == rendered(data)


def test_the_quality_is_that_of_the_limits() -> None:
    image = shown(pictures.file("PNG"))
    expected = io.BytesIO()
    Image.new("RGB", (8, 8)).save(expected, "JPEG", quality=limits.JPEG_QUALITY)
    assert getattr(image, "quantization") == getattr(  # noqa: B009
        Image.open(expected), "quantization"
    )


def test_what_is_no_photo_is_refused() -> None:
    with pytest.raises(PhotoRefused, match="NOT_AN_IMAGE"):
        rendered(b"hello")
