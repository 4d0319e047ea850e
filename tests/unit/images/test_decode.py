"""Hostile until decoded: every file ends as a picture or as a refusal with its reason."""

import io
import random
import warnings

import pytest
from PIL import Image, ImageFile, UnidentifiedImageError

from chalicelib import limits
from chalicelib.images import decode
from chalicelib.photo import PhotoRefused, Rejection
from tests.unit.images import pictures


def decoded(data: bytes, halvings: int = 0) -> Image.Image:
    return decode.opened(io.BytesIO(data)).shrunk(halvings)


def refusal(data: bytes) -> Rejection:
    with pytest.raises(PhotoRefused) as refused:
        decoded(data)
    return refused.value.why


def outcome(data: bytes) -> Rejection | bytes:
    """Its pixels, or why there are none."""
    try:
        return decoded(data).tobytes()
    except PhotoRefused as refused:
        return refused.why


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_every_format_is_decoded(form: str) -> None:
    assert pictures.corners(decoded(pictures.file(form))) == [0, 1, 2, 3]


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_inspection_tells_the_format_and_the_size(form: str) -> None:
    facts = decode.inspect(io.BytesIO(pictures.file(form, pictures.quarters((90, 50)))))
    assert (facts.format, facts.width, facts.height) == (form, 90, 50)


def test_a_source_is_read_from_its_beginning() -> None:
    source = io.BytesIO(pictures.file("PNG"))
    source.read(20)
    assert decode.inspect(source).format == "PNG"


@pytest.mark.parametrize("halvings", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("form", pictures.FORMATS)
def test_halving_keeps_all_of_the_frame(form: str, halvings: int) -> None:
    image = decoded(pictures.file(form, pictures.quarters((403, 301))), halvings)
    assert image.size == (-(-403 >> halvings), -(-301 >> halvings))
    assert pictures.corners(image) == [0, 1, 2, 3]


def test_a_jpeg_is_shrunk_while_it_is_decoded() -> None:
    """What makes 48 megapixels cost no more memory than a few."""
    opened = decode.opened(io.BytesIO(pictures.file("JPEG", pictures.quarters((403, 301)))))
    opened.shrunk(2)
    assert isinstance(opened._image, Image.Image)
    assert opened._image.size == (101, 76)


def test_a_picture_of_one_row_is_halved_too() -> None:
    assert decoded(pictures.file("JPEG", Image.new("RGB", (4_000, 1))), 3).size == (500, 1)


# Several pictures in one file: the first, or the primary one


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (pictures.multi_picture(pictures.file("JPEG", Image.new("RGB", (8, 8)))), "MPO"),
        (pictures.ultra_hdr(), "JPEG"),
        (pictures.with_segments(pictures.file("JPEG"), pictures.segment(0xE2, b"MPF\0x")), "JPEG"),
        (pictures.file("JPEG") + b"the video of a motion photo", "JPEG"),
        (pictures.animated_png(), "PNG"),
        (
            pictures.file("GIF", save_all=True, append_images=[Image.new("RGB", (96, 64))]),
            "GIF",
        ),
        (
            pictures.file("WEBP", save_all=True, append_images=[Image.new("RGB", (96, 64))]),
            "WEBP",
        ),
        (
            pictures.file("AVIF", save_all=True, append_images=[Image.new("RGB", (96, 64))]),
            "AVIF",
        ),
        (
            pictures.file(
                "HEIF", save_all=True, append_images=[Image.new("RGB", (32, 32))], primary_index=0
            ),
            "HEIF",
        ),
    ],
    ids=["mpo", "ultra hdr", "bad index", "motion", "apng", "gif", "webp", "avif", "heic"],
)
def test_of_several_pictures_the_first_is_shown(data: bytes, form: str) -> None:
    assert decode.inspect(io.BytesIO(data)).format == form
    assert pictures.corners(decoded(data)) == [0, 1, 2, 3]


def test_a_heic_may_have_its_primary_picture_later() -> None:
    small = Image.new("RGB", (32, 32))
    data = pictures.file(
        "HEIF", small, save_all=True, append_images=[pictures.quarters()], primary_index=1
    )
    assert pictures.corners(decoded(data)) == [0, 1, 2, 3]


# Bombs


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
def test_boxes_that_promise_too_many_pixels_are_refused(form: str) -> None:
    assert refusal(pictures.boxed_of_size(form, 8_000, 6_251)) is Rejection.TOO_MANY_PIXELS


def test_an_honest_photo_of_many_pixels_is_no_bomb() -> None:
    """Pillow alone warns from 89 million pixels on; a JPEG may have 120."""
    facts = decode.inspect(io.BytesIO(pictures.jpeg_of_size(12_000, 9_000)))
    assert facts.width * facts.height == 108_000_000


def test_running_out_of_memory_is_too_complex(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    opened = decode.opened(io.BytesIO(pictures.file("PNG")))
    monkeypatch.setattr(ImageFile.ImageFile, "load_prepare", exhausted)
    with pytest.raises(PhotoRefused, match="TOO_COMPLEX"):
        opened.shrunk(0)


def test_what_pillow_calls_a_bomb_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 96 * 64 - 1)
    assert refusal(pictures.file("JPEG")) is Rejection.TOO_MANY_PIXELS
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 96)
    assert refusal(pictures.file("JPEG")) is Rejection.TOO_MANY_PIXELS


# Damage


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_a_file_cut_off_anywhere_is_truncated(form: str) -> None:
    whole = pictures.file(form)
    expected = decoded(whole).tobytes()
    # Its first bytes do not yet tell what it is; the last may be no part of the picture.
    for length in range(16, len(whole), 10):
        assert outcome(whole[:length]) in (Rejection.TRUNCATED, expected), length


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_a_head_alone_is_refused(form: str) -> None:
    for length in range(16):
        refusal(pictures.file(form)[:length])


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_no_mutant_does_more_than_be_refused(form: str) -> None:
    chance = random.Random(4)
    whole = pictures.file(form, exif=pictures.exif(6, gps={1: "N", 2: (48.0, 12.0, 30.0)}))
    for _ in range(150):
        mutant = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            mutant[chance.randrange(4, len(mutant))] = chance.choice((0, 1, 0x7F, 0xFF, 0xDA))
        assert outcome(bytes(mutant)) not in (Rejection.EMPTY, Rejection.INAPPROPRIATE)


def test_damage_is_told_from_a_file_that_ends_early() -> None:
    png = bytearray(pictures.file("PNG"))
    png[png.index(b"IDAT") + 6] ^= 0xFF
    assert refusal(bytes(png)) is Rejection.DAMAGED


def test_no_picture_is_shown_in_part() -> None:
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
    jpeg = pictures.file("JPEG", Image.effect_noise((200, 200), 80))
    assert refusal(jpeg[: len(jpeg) // 2]) is Rejection.TRUNCATED


@pytest.mark.parametrize("codec", [b"vvcC", b"av1C", b"jpgC", b"uncC"])
def test_heif_of_another_codec_is_not_supported(codec: bytes) -> None:
    data = pictures.file("HEIF").replace(b"hvcC", codec)
    assert refusal(data) is Rejection.UNSUPPORTED_FORMAT


def test_a_feature_that_libheif_lacks_is_not_supported() -> None:
    data = pictures.file("HEIF").replace(b"hvc1", b"vvc1").replace(b"hvcC", b"vvcC")
    assert refusal(data + pictures.box(b"free", b"hvcC")) is Rejection.UNSUPPORTED_FORMAT


def test_a_film_in_heif_is_not_supported() -> None:
    film = pictures.box(b"ftyp", b"msf1\0\0\0\0msf1hevc") + pictures.box(b"moov", b"hvcC")
    assert refusal(film) is Rejection.UNSUPPORTED_FORMAT


@pytest.mark.parametrize("tail", [b"PK\3\4", b"<script>alert(1)</script>", b"%PDF-1.7"])
def test_a_polyglot_is_what_it_begins_as(tail: bytes) -> None:
    assert decode.inspect(io.BytesIO(pictures.file("GIF") + tail)).format == "GIF"
    assert refusal(tail + pictures.file("GIF")) is Rejection.UNSUPPORTED_FORMAT


def test_no_decoder_is_tried_but_the_one_that_was_recognised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Left alone, Pillow would load all that it has when the first ones fail."""

    def load_all() -> None:
        raise NotImplementedError

    monkeypatch.setattr(Image, "init", load_all)
    with pytest.raises(PhotoRefused) as refused:
        decode.opened(io.BytesIO(pictures.file("PNG")[:16] + bytes(400)))
    assert isinstance(refused.value.__cause__, UnidentifiedImageError)


def test_every_format_that_is_decoded_has_a_limit() -> None:
    names = {plugin.__name__.partition(".")[2] for plugin in decode.PLUGINS}
    loaded = {name.removesuffix("ImagePlugin").upper() for name in names}
    assert {*loaded, "HEIF"} == {*limits.MAX_PIXELS}


def test_warnings_of_decoders_are_nobodys_business() -> None:
    malformed = pictures.with_segments(pictures.file("JPEG"), pictures.segment(0xE2, b"MPF\0x"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode.inspect(io.BytesIO(malformed)).format == "JPEG"


def test_a_logo_is_a_png() -> None:
    assert decode.logo(io.BytesIO(pictures.file("PNG"))).mode == "RGBA"
    for other in ("JPEG", "HEIF"):
        with pytest.raises(PhotoRefused, match="UNSUPPORTED_FORMAT"):
            decode.logo(io.BytesIO(pictures.file(other)))
