"""Sets a line of text in the font that comes with Pillow.

It has the letters of English and no others, so the accents are set here, each made of a sign that
the font has: names are what watermarks are made of, and half of Europe writes them with accents.
"""

import unicodedata
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont, ImageOps

#: Signs that the font has, beside ASCII.
_SIGNS = "©«°±´·»‘’“”…‹›⁄™ﬁﬂ"
#: What it lacks → what stands for it.
_STAND_INS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
        "ø": "o\u0338", "Ø": "O\u0338", "ł": "l\u0338", "Ł": "L\u0338",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "•": "·", "×": "x",
        "„": "”", "‚": "’", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip


@dataclass(frozen=True)
class _Accent:
    """An accent: the sign it is made of, and where it stands."""

    sign: str
    #: Where its middle is: 1 above the letter, -1 below, 0 on it.
    side: int = 1
    flipped: bool = False
    #: As a part of the font's size.
    size: float = 0.8


_ACCENTS = {
    "\u0300": _Accent("`"),
    "\u0301": _Accent("´"),
    "\u0302": _Accent("^", size=0.55),
    "\u0303": _Accent("~"),
    "\u0304": _Accent("-"),
    "\u0307": _Accent("."),
    "\u0308": _Accent(".."),
    "\u030a": _Accent("°"),
    "\u030b": _Accent("´´"),
    "\u030c": _Accent("^", flipped=True, size=0.55),
    "\u0327": _Accent(",", side=-1),
    "\u0328": _Accent(",", side=-1),
    "\u0338": _Accent("/", side=0),
}
#: Distance of an accent from its letter, as a part of the font's size.
_GAP = 0.05


def is_drawable(text: str) -> bool:
    """Whether all of it can be set."""
    return all(
        " " <= letter <= "~" or letter in _SIGNS or letter in _ACCENTS for letter in _spelt(text)
    )


def width(text: str, size: int) -> int:
    """Pixels that the text is wide."""
    return round(_font(size).getlength(_split(text)[0]))


def mask(text: str, size: int) -> Image.Image:
    """The text in light on dark, in a box that just holds it."""
    font = _font(size)
    base, accents = _split(text)
    # With room for what reaches over a letter's place.
    image = Image.new("L", (width(text, size) + 2 * size, 3 * size))
    ImageDraw.Draw(image).text((size, 2 * size), base, 255, font, anchor="ls")
    for index, accent in accents:
        _set_accent(image, font, base[: index + 1], accent)
    return image.crop(image.getbbox() or (0, 0, 1, 1))


def _set_accent(
    image: Image.Image, font: ImageFont.FreeTypeFont, base: str, accent: _Accent
) -> None:
    """Set an accent on the last letter of what stands there from the left on."""
    size = round(font.size)
    start = round(font.getlength(base[:-1]))
    left, top, right, bottom = font.getbbox(base[-1], anchor="ls")
    if accent.side > 0 and base[-1] in "ij":
        # It takes the place of the dot.
        top = font.getbbox("x", anchor="ls")[1]
        image.paste(
            0, (size + start + int(left), size, size + start + int(right), 2 * size + int(top))
        )
    sign = _sign(accent, max(1, round(size * accent.size)))
    gap = max(1, round(size * _GAP))
    x = size + start + round((left + right - sign.width) / 2)
    y = 2 * size + round(
        {
            1: top - gap - sign.height,
            0: (top + bottom - sign.height) / 2,
            -1: bottom + (0 if bottom > gap else gap),
        }[accent.side]
    )
    image.paste(255, (x, y), sign)


def _sign(accent: _Accent, size: int) -> Image.Image:
    sign = Image.new("L", (2 * size, 2 * size))
    ImageDraw.Draw(sign).text((size // 2, size), accent.sign, 255, _font(size), anchor="ls")
    sign = sign.crop(sign.getbbox() or (0, 0, 1, 1))
    return ImageOps.flip(sign) if accent.flipped else sign


def _spelt(text: str) -> str:
    """Letters and accents apart, with what stands for those that the font lacks."""
    return unicodedata.normalize("NFD", text.translate(_STAND_INS)).translate(_STAND_INS)


def _split(text: str) -> tuple[str, list[tuple[int, _Accent]]]:
    """The letters alone, and each accent with the place of its letter."""
    base = ""
    accents = []
    for letter in _spelt(text):
        if letter in _ACCENTS and base:
            accents.append((len(base) - 1, _ACCENTS[letter]))
        else:
            base += letter
    return base, accents


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - it is, for any size
    return font
