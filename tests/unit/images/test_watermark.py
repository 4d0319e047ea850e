"""Watermarks: legible on any ground, where the setting says, and nowhere else."""

import io
import string
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from chalicelib import limits
from chalicelib.images import letters, render, watermark
from chalicelib.photo import RenditionName
from chalicelib.ports import Mark
from chalicelib.watermarks import Position, Watermark, WatermarkInvalid
from tests.unit.images import pictures

FRAME = (800, 600)
#: Distance from the edges: 3 % of 600.
MARGIN = 18
#: What names are written with in Latin letters, and the signs that stand between them.
ACCENTED = "áàâãäåāąéèêëēęěíìîïīóòôõöőōúùûüűūůýÿñńňçćčďķļņřšśşťžźżøłßæœ"
SIGNS = "©«°±·»‘’“”„‚…‹›™–—•×"

Box = tuple[int, int, int, int]


def with_text(
    text: str = "Zoë & Jürgen",
    ground: str = "grey",
    frame: tuple[int, int] = FRAME,
    **options: Any,
) -> Image.Image:
    image = Image.new("RGB", frame, ground)
    watermark.draw(image, Mark(Watermark(text=text, **options)))
    return image


def a_logo(size: tuple[int, int] = (40, 20), colour: Any = (255, 0, 0, 255)) -> bytes:
    return pictures.file("PNG", Image.new("RGBA", size, colour))


def with_logo(
    png: bytes | None = None,
    ground: str = "grey",
    frame: tuple[int, int] = FRAME,
    **options: Any,
) -> Image.Image:
    image = Image.new("RGB", frame, ground)
    mark = Mark(Watermark(logo="watermarks/logo.png", **options), png or a_logo())
    watermark.draw(image, mark)
    return image


def touched(image: Image.Image, ground: str = "grey") -> Box | None:
    """The box of all that is no longer ground."""
    return ImageChops.difference(image, Image.new("RGB", image.size, ground)).getbbox()


def marked(image: Image.Image, ground: str = "grey") -> Box:
    box = touched(image, ground)
    assert box is not None
    return box


def levels(image: Image.Image) -> list[int]:
    """The greys in it."""
    return [level for level, count in enumerate(image.convert("L").histogram()) if count]


# Where


@pytest.mark.parametrize("draw", [with_text, with_logo])
@pytest.mark.parametrize("position", Position)
def test_it_stands_where_the_setting_says(draw: Any, position: Position) -> None:
    left, top, right, bottom = marked(draw(position=position, size=0.1))
    distances = {"left": left, "top": top, "right": FRAME[0] - right, "bottom": FRAME[1] - bottom}
    near = {side for side, distance in distances.items() if abs(distance - MARGIN) <= 8}
    assert near == (set() if position is Position.CENTER else set(position.split("-")))
    if position is Position.CENTER:
        assert abs(distances["left"] - distances["right"]) <= 2
        assert abs(distances["top"] - distances["bottom"]) <= 2


def test_nothing_but_its_own_box_is_touched() -> None:
    left, top, right, bottom = marked(with_text())
    assert (right - left) * (bottom - top) < FRAME[0] * FRAME[1] / 20


# How it looks


@pytest.mark.parametrize("ground", ["black", "white", "grey", "red", "yellow", "navy"])
def test_a_text_is_legible_on_any_ground(ground: str) -> None:
    """Somewhere in it there is a light beside a dark."""
    image = with_text(ground=ground)
    found = levels(image.crop(marked(image, ground)))
    assert max(found) - min(found) > 100


@pytest.mark.parametrize("draw", [with_text, with_logo])
def test_opacity_is_how_much_of_it_is_seen(draw: Any) -> None:
    strengths = [
        sum(ImageStat.Stat(ImageChops.difference(draw(opacity=part), draw(opacity=0.001))).mean)
        for part in (0.1, 0.3, 0.6, 1.0)
    ]
    assert strengths == sorted(strengths)
    assert strengths[-1] > 4 * strengths[0] > 0
    assert touched(draw(opacity=0.001)) is None


def test_what_is_transparent_in_a_logo_stays_so() -> None:
    half = with_logo(a_logo(colour=(255, 255, 255, 128)), "black", opacity=0.5, size=0.5)
    left, top, _, _ = marked(half, "black")
    assert half.getpixel((left + 40, top + 40)) == (64, 64, 64)
    assert touched(with_logo(a_logo(colour=(255, 255, 255, 0)))) is None


@pytest.mark.parametrize("frame", [(800, 600), (600, 800)])
@pytest.mark.parametrize("size", [0.04, 0.1, 0.3])
def test_size_is_a_part_of_the_shorter_side(frame: tuple[int, int], size: float) -> None:
    left, _, right, _ = marked(with_logo(frame=frame, size=size))
    assert abs(right - left - 600 * size) <= 1
    _, top, _, bottom = marked(with_text("Hg", frame=frame, size=size, opacity=1.0))
    assert abs(bottom - top - 600 * size) < 600 * size / 3


def test_what_would_not_fit_gets_smaller() -> None:
    left, _, right, _ = marked(with_text("W" * limits.WATERMARK_CHARACTERS, size=0.2))
    assert left >= MARGIN - 2
    assert right <= FRAME[0] - MARGIN + 2
    tall = marked(with_logo(a_logo((10, 400)), size=1.0))
    assert (tall[1], tall[3]) == (MARGIN, FRAME[1] - MARGIN)


@pytest.mark.parametrize("frame", [(1, 1), (3, 200), (40, 40)])
def test_a_picture_too_small_to_read_it_on_stays_as_it_is(frame: tuple[int, int]) -> None:
    assert touched(with_text(frame=frame)) is None


def test_a_logo_of_less_than_a_pixel_is_not_drawn() -> None:
    assert touched(with_logo(a_logo((400, 1)))) is None


@pytest.mark.parametrize(
    "png",
    [b"", b"hello", pictures.file("JPEG"), a_logo()[:-30], pictures.png_of_size(9_000, 9_000)],
    ids=["empty", "text", "jpeg", "truncated", "bomb"],
)
def test_a_logo_that_cannot_be_drawn_is_the_settings_fault(png: bytes) -> None:
    """And not the visitor's, whose photo is not refused for it."""
    mark = Mark(Watermark(logo="watermarks/logo.png"), png)
    with pytest.raises(WatermarkInvalid, match="logo"):
        render.render(io.BytesIO(pictures.file("JPEG")), mark)


# Letters


def ink(letter: str) -> bytes:
    image = letters.mask(letter, 60)
    return bytes(image.size) + image.tobytes() if max(image.size) < 256 else b""


def test_every_letter_that_is_allowed_is_drawn() -> None:
    """The font draws one and the same box for each letter that it lacks."""
    lacking = ink("\u0416")
    allowed = string.ascii_letters + string.digits + string.punctuation + SIGNS
    for letter in allowed + ACCENTED + ACCENTED.upper():
        assert letters.is_drawable(letter), letter
        assert ink(letter) not in (lacking, ink(" "), b""), letter


@pytest.mark.parametrize("letter", sorted(set(ACCENTED) - set("ßæœ")))
def test_an_accent_makes_another_letter_of_it(letter: str) -> None:
    """Told from its letter and from the same letter with any other accent."""
    family = {each for each in ACCENTED if letters._split(each)[0] == letters._split(letter)[0]}
    others = {ink(each) for each in family - {letter}} | {ink(letters._split(letter)[0])}
    alike = {"ą": "ę"}.get(letter)
    assert ink(letter) not in others - ({ink(alike)} if alike else set())


def bands(letter: str) -> int:
    """How many parts of it stand above each other, apart."""
    image = letters.mask(letter, 60)
    rows = [
        image.crop((0, y, image.width, y + 1)).getbbox() is not None for y in range(image.height)
    ]
    return sum(row and not above for above, row in zip([False, *rows], rows, strict=False))


def test_an_accent_takes_the_place_of_a_dot() -> None:
    assert [bands(letter) for letter in "liíǰé"] == [1, 2, 2, 2, 2]
    assert letters.mask("é", 60).height > letters.mask("e", 60).height * 1.1
    assert letters.mask("ç", 60).height > letters.mask("c", 60).height * 1.1


@pytest.mark.parametrize("text", ["Жук", "日本", "שלום", "🎉", "a\u0334", "♥", "€", "½"])
def test_what_the_font_lacks_is_not_drawable(text: str) -> None:
    assert not letters.is_drawable(text)


def test_an_accent_without_a_letter_is_no_letter() -> None:
    assert letters.mask(" ", 20).size == (1, 1)
    assert letters.mask("\u0301a", 20).width > letters.mask("a", 20).width


# In renditions


def test_the_mark_is_on_every_rendition() -> None:
    data = pictures.file("JPEG", Image.new("RGB", (2_000, 1_500), "teal"))
    mark = Mark(Watermark(text="Anna & Ben", size=0.1, opacity=1.0))
    plain = render.render(io.BytesIO(data), None).pictures
    for one, other in zip(render.render(io.BytesIO(data), mark).pictures, plain, strict=True):
        assert (one.name, one.width, one.height) == (other.name, other.width, other.height)
        difference = ImageChops.difference(
            Image.open(io.BytesIO(one.jpeg)), Image.open(io.BytesIO(other.jpeg))
        )
        assert max(levels(difference)) > 80
        # Upright and in its corner, however small.
        assert max(levels(difference.crop((0, 0, one.width // 2, one.height // 2)))) <= 2
    assert plain[0].name is RenditionName.LARGE


def test_the_mark_is_upright_on_a_turned_photo() -> None:
    lying = Image.new("RGB", (800, 600), "teal")
    data = pictures.file("JPEG", lying, exif=pictures.exif(6))
    mark = Mark(Watermark(text="Anna & Ben", opacity=1.0))
    large = render.render(io.BytesIO(data), mark).pictures[0]
    image = Image.open(io.BytesIO(large.jpeg))
    assert image.size == (600, 800)
    bright = image.convert("L").point([255 * (step > 200) for step in range(256)])
    left, top, right, bottom = bright.getbbox() or (0, 0, 0, 0)
    assert right - left > 3 * (bottom - top)
    assert top > 700
