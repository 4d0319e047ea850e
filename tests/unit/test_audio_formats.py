"""What audio is, by its content."""

import struct

import pytest

from chalicelib.audio_formats import is_of_type
from chalicelib.categories import AUDIO_TYPES
from tests.excerpted import excerpts
from tests.films import a_box, an_mp4, boxes
from tests.papers import DOCUMENTS
from tests.recordings import (
    ADTS_FRAME,
    MP3_FRAME,
    MP3_FRAME_LOW,
    SOUNDS,
    a_flac,
    a_wav,
    an_aac,
    an_avi,
    an_m4a,
    an_mp3,
    an_ogg,
    hdlr,
    id3,
    moov,
    ogg_page,
)


@pytest.mark.parametrize("said", AUDIO_TYPES)
@pytest.mark.parametrize("content_type", AUDIO_TYPES)
def test_each_type_is_what_it_is_and_none_of_the_others(content_type: str, said: str) -> None:
    assert is_of_type(said, excerpts(SOUNDS[content_type])) == (said == content_type)


@pytest.mark.parametrize("content_type", AUDIO_TYPES)
def test_nothing_else_is_audio(content_type: str) -> None:
    others = [*DOCUMENTS.values(), an_mp4(), an_avi(), b"<html>", b"\xff\xd8\xff\xe0", bytes(9999)]
    # Cut off where it hurts.
    others += [b"", *(SOUNDS[content_type][:size] for size in (1, 3, 4, 7))]
    for content in others:
        assert not is_of_type(content_type, excerpts(content)), content[:20]


# MP3 and AAC


@pytest.mark.parametrize(
    "content",
    [
        an_mp3(1),
        an_mp3(2) + b"TAG" + bytes(125),
        an_mp3(tags=id3(300_000)),
        an_mp3(tags=id3(100, footer=True) + id3(50)),
        # Filled up behind the tag, as some programs do.
        an_mp3(tags=id3(10) + bytes(2000)),
        MP3_FRAME_LOW * 3,
        an_mp3(1) + MP3_FRAME[:300],
    ],
)
def test_mp3_is_known_by_its_frames(content: bytes) -> None:
    assert is_of_type("audio/mpeg", excerpts(content))


@pytest.mark.parametrize(
    "content",
    [
        id3(100),
        id3(100) + b"<script>",
        # A tag that never ends, and one more than anybody writes.
        b"ID3\x04\0\0\xff\xff\xff\xff" + an_mp3(),
        id3(10) * 5 + an_mp3(),
        an_mp3(2) + b"words that are no frame",
        MP3_FRAME[:1] + b"\xfd" + MP3_FRAME[2:],  # Layer II
        b"\xff\xeb" + MP3_FRAME[2:],  # no version
        b"\xff\xfb\xf0\x64" + bytes(500),  # no bitrate
        b"\xff\xfb\x00\x64" + bytes(500),
        b"\xff\xfb\x9c\x64" + bytes(500),  # no rate
    ],
)
def test_what_has_no_frames_is_no_mp3(content: bytes) -> None:
    assert not is_of_type("audio/mpeg", excerpts(content))


@pytest.mark.parametrize(
    "frame",
    [
        ADTS_FRAME[:2] + b"\x7c" + ADTS_FRAME[3:],  # no rate
        ADTS_FRAME[:3] + b"\x80\0\x1f" + ADTS_FRAME[6:],  # of no size
        b"\xff\xf3" + ADTS_FRAME[2:],
    ],
)
def test_what_has_no_frames_is_no_aac(frame: bytes) -> None:
    assert not is_of_type("audio/aac", excerpts(frame * 3))
    assert is_of_type("audio/aac", excerpts(id3(20) + an_aac(2)))


# M4A


@pytest.mark.parametrize("brand", [b"M4A ", b"M4B ", b"isom", b"mp42", b"3gp4", b"iso5"])
def test_m4a_has_sound_and_no_moving_picture(brand: bytes) -> None:
    assert is_of_type("audio/mp4", excerpts(an_m4a(brand)))
    if not brand.startswith(b"M4"):
        for kinds in ([b"vide", b"soun"], [b"vide"], [b"text"]):
            assert not is_of_type("audio/mp4", excerpts(an_m4a(brand, *kinds)))


def test_its_description_may_stand_anywhere() -> None:
    head, large = boxes(b"isom"), struct.pack(">I4sQ", 1, b"mdat", 16 + 300_000) + bytes(300_000)
    assert is_of_type("audio/mp4", excerpts(head + moov(b"soun") + a_box(b"mdat")))
    assert is_of_type("audio/mp4", excerpts(head + large + moov(b"soun")))


@pytest.mark.parametrize(
    "content",
    [
        boxes(b"M4P ") + moov(b"soun"),
        boxes(b"heic") + moov(b"soun"),
        boxes(b"isom") + a_box(b"mdat", hdlr(b"soun")),
        boxes(b"isom") + struct.pack(">I4s", 0, b"mdat") + bytes(99) + moov(b"soun"),
        boxes(b"isom") + struct.pack(">I4s", 7, b"free") + bytes(99) + moov(b"soun"),
        boxes(b"isom") + a_box(b"free", bytes(8)) * 40 + moov(b"soun"),
    ],
)
def test_what_is_no_m4a(content: bytes) -> None:
    assert not is_of_type("audio/mp4", excerpts(content))


# The others


def test_wav_may_tell_more_in_front() -> None:
    assert is_of_type("audio/wav", excerpts(a_wav([(b"bext", bytes(603)), (b"JUNK", bytes(28))])))
    for chunks in ([(b"data", b"")], [(b"JUNK", b"")] * 40):
        assert not is_of_type("audio/wav", excerpts(a_wav(chunks)))
    assert not is_of_type("audio/wav", excerpts(b"RIFF\xff\0\0\0WAVEJUNK\xff\xff\xff\xff"))
    assert not is_of_type("audio/wav", excerpts(an_avi()))


@pytest.mark.parametrize("codec", [b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   "])
def test_ogg_is_audio_if_all_its_streams_are(codec: bytes) -> None:
    assert is_of_type("audio/ogg", excerpts(an_ogg(codec)))
    assert is_of_type("audio/ogg", excerpts(an_ogg(codec, b"OpusHead")))
    for other in (b"\x80theora", b"fishead\0", b"<svg"):
        assert not is_of_type("audio/ogg", excerpts(an_ogg(codec, other)))
        assert not is_of_type("audio/ogg", excerpts(an_ogg(other, codec)))
    assert not is_of_type("audio/ogg", excerpts(ogg_page(codec, first=False)))


def test_flac_begins_with_what_its_stream_is() -> None:
    assert is_of_type("audio/flac", excerpts(a_flac()))
    for at, byte in ((0, b"F"), (4, b"\x04"), (7, b"\x21")):
        other = a_flac()[:at] + byte + a_flac()[at + 1 :]
        assert not is_of_type("audio/flac", excerpts(other))
