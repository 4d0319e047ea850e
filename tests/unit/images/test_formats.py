"""What a file is, by its content, before anything decodes it."""

import io
import struct

import pytest

from chalicelib import limits
from chalicelib.images import formats, jpeg
from chalicelib.photo import PhotoRefused, Rejection
from tests.unit.images import pictures

#: Beginnings of files of kinds that we know and do not take.
OTHERS = {
    "TIFF": b"II*\0\x08\0\0\0",
    "TIFF of Motorola": b"MM\0*\0\0\0\x08",
    "BigTIFF": b"II+\0\x08\0\0\0",
    "Olympus raw": b"IIRO\x08\0\0\0",
    "Fujifilm raw": b"FUJIFILMCCD-RAW 0201",
    "BMP": b"BM" + struct.pack("<IIIIii", 1000, 0, 54, 40, 10, 10),
    "ICO": b"\0\0\1\0\1\0 \0",
    "Photoshop": b"8BPS\0\1\0\0",
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "JPEG 2000 stream": b"\xff\x4f\xff\x51\0\x29",
    "JPEG XL": b"\0\0\0\x0cJXL \r\n\x87\n",
    "JPEG XL stream": b"\xff\x0a\xfa\x1f",
    "MP4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2",
    "QuickTime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "QuickTime of old": b"\0\0\0\x08wide\0\0\0\0mdat",
    "Canon raw": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
    "WAV": b"RIFF\x24\0\0\0WAVEfmt ",
    "AVI": b"RIFF\x24\0\0\0AVI LIST",
    "WebM": b"\x1a\x45\xdf\xa3\1\0\0\0",
    "PDF": b"%PDF-1.7\n",
    "ZIP": b"PK\3\4\x14\0",
    "gzip": b"\x1f\x8b\x08\0",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "XML": b"\xef\xbb\xbf<?xml version='1.0'?>",
    "HTML": b"\n <!DOCTYPE html><p>",
    "PPM": b"P6\n1 1\n255\n\0\0\0",
    "EXR": b"\x76\x2f\x31\x01\2\0\0\0",
    "QOI": b"qoif\0\0\0\1",
}


def outlined(data: bytes) -> formats.Outline:
    return formats.outlined(io.BytesIO(data))


def refusal(data: bytes) -> Rejection:
    with pytest.raises(PhotoRefused) as refused:
        outlined(data)
    return refused.value.why


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_a_file_is_what_its_content_is(form: str) -> None:
    assert outlined(pictures.file(form)).format == form


@pytest.mark.parametrize(("brands", "form"), [
    (b"heic\0\0\0\0mif1heic", "HEIF"),
    (b"heix\0\0\0\0mif1heix", "HEIF"),
    (b"mif1\0\0\0\0mif1heic", "HEIF"),
    (b"msf1\0\0\0\0msf1hevc", "HEIF"),
    (b"mif1\0\0\0\0mif1avif", "AVIF"),
    (b"avis\0\0\0\0avifmsf1", "AVIF"),
    (b"heic\0\0\0\0heicavif", "HEIF"),
])  # fmt: skip
def test_files_of_the_general_brands_say_what_is_in_them(brands: bytes, form: str) -> None:
    assert formats.recognised(pictures.box(b"ftyp", brands)) == form


@pytest.mark.parametrize("head", OTHERS.values(), ids=OTHERS.keys())
def test_other_kinds_are_told_from_what_is_nothing(head: bytes) -> None:
    assert refusal(head + bytes(100)) is Rejection.UNSUPPORTED_FORMAT


@pytest.mark.parametrize(
    "data",
    [
        b"hello, world",
        bytes(64),
        b"BM is how this letter begins",
        b"\xff\xd8",
        b"\x89PNG\n\x1a\n",
        b"<3 you",
        b"GIF90a",
    ],
)
def test_what_is_nothing_that_we_know_is_no_image(data: bytes) -> None:
    assert refusal(data) is Rejection.NOT_AN_IMAGE


def test_a_file_of_no_bytes_is_empty() -> None:
    assert refusal(b"") is Rejection.EMPTY


# Sizes


@pytest.mark.parametrize(
    "data",
    [
        pictures.jpeg_of_size(20_000, 6_001),
        pictures.jpeg_of_size(10_000, 5_001, progressive=True),
        pictures.jpeg_of_size(30_001, 1),
        pictures.png_of_size(8_000, 6_251),
        pictures.png_of_size(1, 40_000_000),
        pictures.webp_of_size(16_384, 16_384),
        pictures.webp_of_size(5_001, 5_000),
        pictures.gif_of_size(5_001, 5_000),
        pictures.boxed_of_size("AVIF", 20_000, 20_000),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_a_picture_of_too_many_pixels_is_refused_before_a_decoder_sees_it(data: bytes) -> None:
    assert refusal(data) is Rejection.TOO_MANY_PIXELS


def test_a_decoder_is_spared_765_megabytes_for_36_bytes() -> None:
    assert len(pictures.webp_of_size(16_384, 12_000)) == 36
    assert refusal(pictures.webp_of_size(16_384, 12_000)) is Rejection.TOO_MANY_PIXELS


def test_webp_tells_its_size_in_three_ways() -> None:
    size = (40, 30)
    image = pictures.quarters(size)
    simple = pictures.file("WEBP", image, lossless=False)
    extended = pictures.file("WEBP", image, exif=pictures.exif(6))
    assert {data[12:16] for data in (simple, extended)} == {b"VP8 ", b"VP8X"}
    assert outlined(simple).size == outlined(extended).size == size
    assert outlined(pictures.file("WEBP", image)).size == size
    assert outlined(simple[:12] + b"VP9 " + simple[16:]).size is None


def test_a_frame_may_make_the_screen_of_a_gif_larger() -> None:
    gif = pictures.gif_of_size(10, 10)
    assert outlined(gif).size == (96, 64)
    at = gif.index(b",", 13 + 3 * 4)
    moved = gif[: at + 1] + struct.pack("<HH", 60_000, 0) + gif[at + 5 :]
    assert refusal(moved) is Rejection.TOO_MANY_PIXELS


def test_large_phones_are_within_the_limits() -> None:
    assert outlined(pictures.jpeg_of_size(12_000, 9_000)).size == (12_000, 9_000)
    assert outlined(pictures.jpeg_of_size(8_064, 6_048, progressive=True)).progressive
    formats.require_within_limits("HEIF", (8_064, 6_048))


# Scans


def test_honest_scans_are_counted() -> None:
    assert jpeg.walked(pictures.file("JPEG")).scans == 1
    assert jpeg.walked(pictures.file("JPEG", progressive=True)).scans == 10
    assert jpeg.walked(pictures.many_scans(limits.MAX_SCANS)).scans == limits.MAX_SCANS


def test_a_jpeg_of_too_many_scans_is_refused() -> None:
    assert refusal(pictures.many_scans(limits.MAX_SCANS + 1)) is Rejection.TOO_MANY_SCANS


@pytest.mark.parametrize("fill", [b"\xff", b"\xff\xff\xff", b"\x00", b"\xff\x00", b"\xff\xd3"])
def test_scans_cannot_be_hidden_from_the_walk(fill: bytes) -> None:
    """A decoder passes over padding, escaped bytes and restarts, so the walk has to."""
    bomb = pictures.many_scans(limits.MAX_SCANS + 1)
    assert refusal(bomb.replace(b"\xff\xda", fill + b"\xff\xda")) is Rejection.TOO_MANY_SCANS


def test_scans_elsewhere_than_in_the_picture_do_not_count() -> None:
    scans = b"\xff\xda\0\x02" * (limits.MAX_SCANS + 1)
    photo = pictures.with_segments(
        pictures.file("JPEG"), pictures.segment(0xE1, b"Exif\0\0" + scans)
    )
    assert jpeg.walked(photo + scans).scans == 1
    assert not outlined(pictures.multi_picture(pictures.many_scans(200))).ends_early
    assert jpeg.walked(pictures.file("JPEG") + b"\0\2" + pictures.many_scans(200)).scans == 1


def test_colour_by_colour_costs_as_much_as_progressive() -> None:
    baseline = pictures.file("JPEG")
    scan = baseline.index(b"\xff\xda")
    assert not outlined(baseline).progressive
    one_colour = baseline[: scan + 4] + b"\1" + baseline[scan + 5 :]
    assert outlined(one_colour).progressive


@pytest.mark.parametrize(("marker", "bits"), [(0xC3, 8), (0xC5, 8), (0xCB, 8), (0xC1, 12)])
def test_jpegs_that_only_medicine_has_are_not_supported(marker: int, bits: int) -> None:
    data = pictures.file("JPEG")
    at = data.index(b"\xff\xc0")
    data = (
        data[: at + 1] + bytes((marker,)) + data[at + 2 : at + 4] + bytes((bits,)) + data[at + 5 :]
    )
    assert refusal(data) is Rejection.UNSUPPORTED_FORMAT


# Pieces


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff" + b"\xfe\0\2\xff" * (limits.MAX_PIECES + 1),
        b"\xff\xd8" + b"\xff" * (limits.MAX_PIECES + 9) + pictures.file("JPEG")[2:],
        pictures.with_chunks(
            pictures.file("PNG"), pictures.chunk(b"IDAT", b"") * (limits.MAX_PIECES + 1)
        ),
        b"GIF89a\1\0\1\0\0\0\0" + b"!\xfe\1x\0" * (limits.MAX_PIECES + 1),
    ],
    ids=["segments", "padding", "chunks", "blocks"],
)
def test_a_file_of_too_many_pieces_is_refused(data: bytes) -> None:
    """Readers of them are written in Python."""
    assert refusal(data) is Rejection.TOO_COMPLEX


# Ends


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_a_file_that_ends_early_is_known(form: str) -> None:
    whole = pictures.file(form)
    assert not outlined(whole).ends_early
    for length in range(20, len(whole) - 1, 7):
        assert outlined(whole[:length]).ends_early, length


def test_what_stands_behind_the_end_makes_no_end_early() -> None:
    for form in ("JPEG", "PNG", "GIF", "WEBP"):
        assert not outlined(pictures.file(form) + b"trailing").ends_early
    assert not outlined(pictures.file("HEIF") + pictures.box(b"free", b"")).ends_early


def test_boxes_may_be_long_or_reach_to_the_end() -> None:
    head = pictures.box(b"ftyp", b"avif\0\0\0\0avif")
    long = struct.pack(">I4sQ", 1, b"mdat", 20)
    assert not outlined(head + long + bytes(4)).ends_early
    assert outlined(head + long + bytes(3)).ends_early
    assert not outlined(head + bytes(4) + b"mdat" + bytes(50)).ends_early


def test_a_head_alone_has_no_size() -> None:
    assert outlined(b"\x89PNG\r\n\x1a\n").size is None
    assert outlined(b"GIF89a\1\0").size is None
    assert outlined(b"\xff\xd8\xff\xc0\0\x11").size is None
    assert outlined(b"GIF89a\1\0\1\0\0\0\0;").ends_early is False
