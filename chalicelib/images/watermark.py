"""Draws a text or a logo onto a picture; only where it stands, so that it costs next to nothing."""

import io

from PIL import Image, ImageChops, ImageFilter, ImageOps

from chalicelib.images import decode, letters
from chalicelib.photo import PhotoRefused
from chalicelib.ports import Mark
from chalicelib.watermarks import Position, WatermarkInvalid

#: Distance from the edges, as a part of the picture's shorter side.
_MARGIN = 0.03
#: Pixels of a letter's height below which nobody reads it.
_SMALLEST = 6
#: Width of the shade around letters, as a part of their height: on snow it is what is read.
_EDGE = 0.04


def draw(image: Image.Image, mark: Mark) -> None:
    """Draw it onto an RGB picture, smaller than was asked for where it would not fit.

    Raises:
        WatermarkInvalid: the logo is no PNG that can be decoded.
    """
    if mark.watermark.text is not None:
        _draw_text(image, mark.watermark.text, mark)
    if mark.logo is not None:
        _draw_logo(image, mark.logo, mark)


def _draw_text(image: Image.Image, text: str, mark: Mark) -> None:
    room = image.width - 2 * _margin(image)
    height = round(min(image.size) * mark.watermark.size)
    width = letters.width(text, max(1, height))
    if width > room:
        height = int(height * room / width)
    if height < _SMALLEST:
        return
    edge = max(1, round(height * _EDGE))
    ink = ImageOps.expand(letters.mask(text, height), 3 * edge)
    shade = ink.filter(ImageFilter.GaussianBlur(edge)).point([min(255, 4 * n) for n in range(256)])
    place = _place(image, ink.size, mark.watermark.position)
    # Light letters in a dark shade: one of both stands out from any ground.
    for colour, part in (("black", ImageChops.subtract(shade, ink)), ("white", ink)):
        image.paste(colour, (*place, *_end(place, ink.size)), _faded(part, mark.watermark.opacity))


def _draw_logo(image: Image.Image, png: bytes, mark: Mark) -> None:
    try:
        logo = decode.logo(io.BytesIO(png))
    except PhotoRefused as refusal:
        raise WatermarkInvalid(f"the logo cannot be drawn: {refusal.why}") from refusal
    shorter, margin = min(image.size), _margin(image)
    scale = min(
        shorter * mark.watermark.size / logo.width,
        (image.width - 2 * margin) / logo.width,
        (image.height - 2 * margin) / logo.height,
    )
    size = round(logo.width * scale), round(logo.height * scale)
    if min(size) < 1:
        return
    # As sharp as others where it shrinks, at a third of their cost; not where it grows.
    kind = Image.Resampling.HAMMING if scale < 1 else Image.Resampling.BICUBIC
    logo = logo.resize(size, kind)
    place = _place(image, size, mark.watermark.position)
    image.paste(logo, place, _faded(logo.getchannel("A"), mark.watermark.opacity))


def _faded(mask: Image.Image, opacity: float) -> Image.Image:
    return mask.point([round(step * opacity) for step in range(256)])


def _margin(image: Image.Image) -> int:
    return round(min(image.size) * _MARGIN)


def _place(image: Image.Image, size: tuple[int, int], position: Position) -> tuple[int, int]:
    """Where its upper left corner is."""
    if position is Position.CENTER:
        return (image.width - size[0]) // 2, (image.height - size[1]) // 2
    margin = _margin(image)
    left = position in (Position.TOP_LEFT, Position.BOTTOM_LEFT)
    top = position in (Position.TOP_LEFT, Position.TOP_RIGHT)
    return (
        margin if left else image.width - margin - size[0],
        margin if top else image.height - margin - size[1],
    )


def _end(place: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    return place[0] + size[0], place[1] + size[1]
