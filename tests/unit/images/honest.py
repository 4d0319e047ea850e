"""Results as an honest decoder makes them, without one."""

from chalicelib.photo import PhotoFacts, Picture, Preview, RenditionName
from chalicelib.ports import Rendered

FACTS = PhotoFacts(
    format="JPEG",
    width=3000,
    height=4000,
    orientation=6,
    taken_at="2026-08-01T12:30:05.25+02:00",
    camera="Fairphone 5 “π”",
    position="+48.85770-002.29500+035.2/",
)


def a_jpeg(width: int, height: int) -> bytes:
    """The bones of a JPEG: a comment, a frame, an end."""
    frame = b"\xff\xc0\x00\x0b\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xfe\x00\x04ok" + frame + b"\xff\xd9"


def a_picture(name: RenditionName, width: int, height: int) -> Picture:
    return Picture(name, width, height, a_jpeg(width, height))


RENDERED = Rendered(
    FACTS,
    (
        a_picture(RenditionName.LARGE, 1500, 2000),
        a_picture(RenditionName.MEDIUM, 750, 1000),
        a_picture(RenditionName.THUMB, 187, 250),
    ),
)
INSPECTED = Rendered(FACTS, ())
PREVIEW = Preview(384, 512, a_jpeg(384, 512))
