"""From what decoders give, in whatever mode, to plain pixels.

A strip at a time, so that no step of it holds a second copy of a large picture.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
from PIL import Image

#: Bytes of a strip, at four for each pixel: what a processor's cache holds.
_STRIP_BYTES = 1024 * 1024
_PLAIN = {"RGB", "L", "CMYK"}
_WITH_ALPHA = {"RGBA", "RGBa", "LA", "PA"}


@dataclass(frozen=True)
class Rows:
    """The rows of a decoded picture."""

    size: tuple[int, int]
    #: Those from one row to before another, as a picture of its own.
    between: Callable[[int, int], Image.Image]


def image_rows(image: Image.Image) -> Rows:
    """Of a picture that Pillow has loaded."""
    width, height = image.size

    def between(top: int, bottom: int) -> Image.Image:
        if (top, bottom) == (0, height):
            return image
        return image.crop((0, top, width, bottom))

    return Rows(image.size, between)


def heif_rows(heif: pillow_heif.HeifFile) -> Rows:
    """Of a picture in libheif's own memory, after decoding it there."""
    data, stride, mode = heif.data, heif.stride, heif.mode
    # The size may have been another in the header.
    width, _ = heif.size

    def between(top: int, bottom: int) -> Image.Image:
        part = data[top * stride : bottom * stride]
        return Image.frombytes(mode, (width, bottom - top), part, "raw", mode, stride)

    return Rows(heif.size, between)


def shrunk(rows: Rows, halvings: int) -> Image.Image:
    """All rows in RGB, L or CMYK, on white where they were transparent, halved so often."""
    step = 1 << halvings
    width, height = rows.size
    deep = max(step, _STRIP_BYTES // 4 // width // step * step)
    if deep >= height or step == 1:
        return _reduced(plain(rows.between(0, height)), step)
    first = _reduced(plain(rows.between(0, deep)), step)
    result = Image.new(first.mode, (first.width, -(-height // step)))
    result.paste(first)
    for top in range(deep, height, deep):
        strip = plain(rows.between(top, min(height, top + deep)))
        result.paste(_reduced(strip, step), (0, top // step))
    return result


def plain(image: Image.Image) -> Image.Image:
    """The picture in RGB, L or CMYK, on white where it was transparent."""
    if image.mode.startswith("I;16"):
        # Pillow would cut off what is above 255.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in _WITH_ALPHA or (image.mode in "1LPRGB" and "transparency" in image.info):
        image = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image)
        return flat
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in _PLAIN else image.convert("RGB")


def _reduced(image: Image.Image, step: int) -> Image.Image:
    return image.reduce(step) if step > 1 else image
