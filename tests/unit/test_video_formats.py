"""What a video is, by its first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import limits, video_formats
from tests.films import a_box, an_mp4, boxes, ebml

LATER = a_box(b"mdat", bytes(500))

VIDEOS: dict[str, tuple[bytes, str]] = {
    "iPhone": (boxes(b"qt  ", b"qt  ", others=a_box(b"wide") + LATER), "video/quicktime"),
    "QuickTime from before brands": (a_box(b"wide") + LATER, "video/quicktime"),
    "QuickTime, index first": (a_box(b"moov", a_box(b"mvhd", bytes(100))), "video/quicktime"),
    "QuickTime above 4 GB": (b"\0\0\0\1mdat" + bytes(500), "video/quicktime"),
    "Android": (boxes(b"mp42", b"isom", b"mp42", others=LATER), "video/mp4"),
    "of one brand": (boxes(b"isom", others=LATER), "video/mp4"),
    "ffmpeg": (boxes(b"isom", b"isom", b"iso2", b"avc1", b"mp41", others=LATER), "video/mp4"),
    "HEVC": (boxes(b"iso4", b"iso4", b"hvc1", b"iso8", b"mp41", others=LATER), "video/mp4"),
    "index first": (boxes(b"mp41", others=a_box(b"moov", bytes(9000))), "video/mp4"),
    "in fragments": (boxes(b"iso5", b"iso6", others=a_box(b"moof", bytes(9))), "video/mp4"),
    "3GP": (boxes(b"3gp4", b"isom", b"3gp4", others=LATER), "video/mp4"),
    "a camera's own brand": (boxes(b"caep", b"CAEP", b"mp42", others=LATER), "video/mp4"),
    "WebM": (ebml(b"webm"), "video/webm"),
    "WebM as ffmpeg writes it": (ebml(b"webm", size_width=8), "video/webm"),
    "WebM with room": (ebml(b"webm\0\0\0\0"), "video/webm"),
}

OTHERS: dict[str, bytes] = {
    "nothing": b"",
    "words": b"This is no film. " * 100,
    "zeros": bytes(500),
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(500),
    "HEIC": boxes(b"heic", b"mif1", b"heic", others=LATER),
    "HEIC that says so later": boxes(b"mif1", b"mif1", b"heic", others=LATER),
    "HEIC sequence": boxes(b"hevc", b"hevc", b"msf1", b"iso8", others=LATER),
    "AVIF": boxes(b"avif", b"avif", b"mif1", others=LATER),
    "AVIF sequence": boxes(b"avis", b"avis", b"msf1", b"iso8", b"mif1", others=LATER),
    "Canon raw": boxes(b"crx ", b"crx ", b"isom", others=LATER),
    "music": boxes(b"M4A ", b"M4A ", b"mp42", b"isom", others=LATER),
    "an audio book": boxes(b"M4B ", b"M4B ", b"mp42", others=LATER),
    "a brand nobody knows": boxes(b"what", b"ever", others=LATER),
    "brands, and a page behind": boxes(b"isom", b"isom", others=b"<html><script>" + bytes(99)),
    "brands of no length": b"\0\0\0\x08ftyp" + LATER,
    "brands without end": b"\x7f\0\0\0ftypisom" + bytes(500),
    "a box, and a page behind": a_box(b"free") + b"<html><script>" + bytes(99),
    "Matroska": ebml(b"matroska"),
    "Matroska that ends": b"\x1a\x45\xdf\xa3",
    "Matroska of nothing": b"\x1a\x45\xdf\xa3\x80" + bytes(99),
    "Matroska of zeros": b"\x1a\x45\xdf\xa3\xa0" + bytes(99),
    "the letters alone": b"\x1a\x45\xdf\xa3\x9fwebm" + bytes(99),
}


@pytest.mark.parametrize(("head", "kind"), VIDEOS.values(), ids=VIDEOS.keys())
def test_a_video_is_known(head: bytes, kind: str) -> None:
    assert video_formats.type_of(head[: limits.VIDEO_HEAD_BYTES]) == kind


@pytest.mark.parametrize("head", OTHERS.values(), ids=OTHERS.keys())
def test_nothing_else_is_one(head: bytes) -> None:
    assert video_formats.type_of(head[: limits.VIDEO_HEAD_BYTES]) is None


def test_each_kind_that_is_known_may_be_sent_and_the_other_way_round() -> None:
    assert {kind for _, kind in VIDEOS.values()} == set(limits.VIDEO_TYPES)


@given(st.binary(max_size=200), st.sampled_from([head for head, _ in VIDEOS.values()]), st.data())
def test_hostile_bytes_end_in_an_answer(noise: bytes, head: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(head)))
    for hostile in (noise, head[:at] + noise, head[:4] + noise, b"\x1a\x45\xdf\xa3" + noise):
        assert video_formats.type_of(hostile) in (None, *limits.VIDEO_TYPES)


def test_the_film_of_the_other_tests_is_one() -> None:
    assert video_formats.type_of(an_mp4()) == "video/mp4"
    assert len(an_mp4(1234)) == 1234
