"""A preview is a small JPEG, made anew of a small JPEG; anything else is refused."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PIL import Image, ImageOps

from chalicelib import limits
from chalicelib.images import decode, icc, profiles, render
from chalicelib.images.sandbox import Sandbox
from chalicelib.photo import PhotoRefused, Preview
from tests.jpeg_segments import segments
from tests.unit.images import hostile, pictures

SIDE, RESULT_SIDE = limits.PREVIEW_SIDE, limits.PREVIEW_RESULT_SIDE
#: Words that nothing that we tell may hold.
SECRETS = (b"SECRET", b"Exif", b"http", b"Apple", b"MPF", b"Photoshop", b"\xff\xfe")


def preview(content: bytes) -> Preview:
    return render.preview(io.BytesIO(content))


def opened(made: Preview) -> Image.Image:
    image = Image.open(io.BytesIO(made.jpeg))
    image.load()
    assert (image.format, image.size) == ("JPEG", (made.width, made.height))
    return image


def refusal(content: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        preview(content)
    return refused.value.why


# What is made


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((96, 64), (96, 64)),
        ((RESULT_SIDE, 384), (RESULT_SIDE, 384)),
        ((RESULT_SIDE + 1, 100), (257, 50)),
        ((SIDE, 768), (512, 384)),
        ((100, SIDE), (50, 512)),
        ((1, 1), (1, 1)),
    ],
)
def test_it_is_halved_until_it_fits(size: tuple[int, int], expected: tuple[int, int]) -> None:
    made = preview(pictures.file("JPEG", Image.new("RGB", size, "teal")))
    assert (made.width, made.height) == expected == opened(made).size


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright(orientation: int) -> None:
    turned = pictures.file("JPEG", exif=pictures.exif(orientation))
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(turned)))
    assert pictures.corners(opened(preview(turned))) == pictures.corners(upright)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_kind_of_jpeg_is_taken(mode: str, progressive: bool) -> None:
    image = pictures.quarters(mode=mode)
    options = {"subsampling": -1} if mode != "RGB" else {}
    made = preview(pictures.file("JPEG", image, progressive=progressive, **options))
    assert opened(made).mode == "RGB"
    assert (made.width, made.height) == image.size


def test_its_colours_are_srgb_or_of_a_profile_that_we_know() -> None:
    unknown = icc.built("SECRET", icc.REC2020)
    assert "icc_profile" not in opened(preview(pictures.file("JPEG", icc_profile=unknown))).info
    known = profiles.display_p3()
    assert opened(preview(pictures.file("JPEG", icc_profile=known))).info["icc_profile"] == known


def test_nothing_of_what_was_sent_survives_but_pixels() -> None:
    exif = pictures.exif(6, main={0x010F: "Apple SECRET"}, gps={1: "N", 2: (48.0, 51.0, 27.7)})
    profile = icc.built("SECRET", icc.DISPLAY_P3)
    data = pictures.file("JPEG", pictures.quarters((400, 300)), exif=exif, icc_profile=profile)
    data = pictures.with_segments(
        data,
        pictures.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET"),
        pictures.segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0\0\0\0\6SECRET"),
        pictures.segment(0xFE, b"SECRET"),
    )
    made = preview(data + b"SECRET")
    assert not [secret for secret in SECRETS if secret in made.jpeg]
    found = list(segments(made.jpeg))
    assert {marker for marker, _ in found} <= {0, 0xC0, 0xC4, 0xDA, 0xDB, 0xE0, 0xE2, 0xD9}
    assert len({content for marker, content in found if marker == 0 and content}) == 1
    kept = [content for marker, content in found if marker == 0xE2]
    assert kept == [b"ICC_PROFILE\0\1\1" + profiles.display_p3()]
    assert found[-1] == (0xD9, b"")
    assert (made.width, made.height) == (300, 400)


def test_one_that_is_heavy_is_made_lighter(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its quality, not by its size; and what is made to be heavy is refused in the end."""
    image = hostile.a_photo((320, 240))
    content = hostile.saved(image, "JPEG")
    usual = preview(content)
    monkeypatch.setattr(limits, "PREVIEW_RESULT_BYTES", len(usual.jpeg) - 1)
    lighter = preview(content)
    assert len(lighter.jpeg) < len(usual.jpeg)
    assert (lighter.width, lighter.height) == image.size
    monkeypatch.setattr(limits, "PREVIEW_RESULT_BYTES", 100)
    assert refusal(content) == "TOO_COMPLEX"


# What is refused


@pytest.mark.parametrize("form", [form for form in pictures.FORMATS if form != "JPEG"])
def test_no_other_format_is_decoded(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does its decoder see it."""
    content = pictures.file(form)
    monkeypatch.setattr(decode, "opened", lambda _: pytest.fail("it was opened"))
    assert refusal(content) == "UNSUPPORTED_FORMAT"


@pytest.mark.parametrize("size", [(SIDE + 1, 8), (8, SIDE + 1), (3000, 3000)])
def test_a_side_too_long_is_refused_before_it_is_decoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decode.Opened, "shrunk", lambda *_: pytest.fail("it was decoded"))
    assert refusal(pictures.jpeg_of_size(*size)) == "TOO_MANY_PIXELS"


def test_more_pictures_than_one_are_refused() -> None:
    assert refusal(pictures.multi_picture(pictures.file("JPEG"))) == "UNSUPPORTED_FORMAT"


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb of 24 KB": (
        lambda: hostile.png(
            hostile.png_header(4700, 4700), (b"IDAT", hostile.deflated_zeros(22_000_000))
        ),
        "UNSUPPORTED_FORMAT",
    ),
    "a GIF": (lambda: hostile.gif_of_pixels(60_000, 60_000), "UNSUPPORTED_FORMAT"),
    "a WebP of 36 bytes": (
        lambda: hostile.webp_of_pixels(16_383, 16_383),
        "UNSUPPORTED_FORMAT",
    ),
    "a page": (lambda: hostile.SCRIPT, "UNSUPPORTED_FORMAT"),
    "many scans": (lambda: pictures.many_scans(limits.MAX_SCANS + 1), "TOO_MANY_SCANS"),
    "a large frame": (lambda: hostile.jpeg_of_pixels(65_500, 65_500), "TOO_MANY_PIXELS"),
    "a truncated one": (
        lambda: hostile.saved(hostile.a_photo(), "JPEG")[:-200],
        "TRUNCATED",
    ),
    "a damaged one": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 200 + b"\xff\xd9", "DAMAGED"),
    "nothing": (lambda: b"", "EMPTY"),
    "words": (lambda: b"a good picture", "NOT_AN_IMAGE"),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with closing(Sandbox()) as made:
        yield made


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_one_is_refused_in_a_process_of_its_own(sandbox: Sandbox, name: str) -> None:
    make, expected = HOSTILE[name]
    content = make()
    assert len(content) <= limits.PREVIEW_BYTES
    examined = sandbox.examine_preview(io.BytesIO(content))
    assert examined.outcome == expected
    assert examined.cpu_seconds < 1
    with pytest.raises(PhotoRefused):
        sandbox.preview(io.BytesIO(content))


def test_an_honest_one_comes_back(sandbox: Sandbox) -> None:
    made = sandbox.preview(io.BytesIO(pictures.file("JPEG")))
    assert pictures.corners(opened(made)) == [0, 1, 2, 3]


def test_the_dearest_one_costs_little(sandbox: Sandbox) -> None:
    """The largest, in as many passes as there may be."""
    image = hostile.a_photo((SIDE, SIDE)).convert("L").resize((SIDE, SIDE))
    content = hostile.saved(image, "JPEG", progressive=True, quality=5)
    last = content.rindex(b"\xff\xda")
    more = limits.MAX_SCANS - content.count(b"\xff\xda")
    content = content[:last] + content[last:-2] * (more + 1) + content[-2:]
    examined = sandbox.examine_preview(io.BytesIO(content))
    assert isinstance(examined.outcome, Preview)
    assert examined.cpu_seconds < limits.DECODE_CPU_SECONDS / 2
    assert examined.peak_bytes < 256 * 2**20
