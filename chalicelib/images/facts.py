"""What a file says of itself in its EXIF, as far as it is worth keeping. Nothing in it is trusted.

Exif 3.0: https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E
"""

import math
import re
import struct
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

from chalicelib import limits
from chalicelib.photo import PhotoFacts

#: Tags by number → values, of which any may be of any type.
Exif = Mapping[int, Any]

#: What readers of hostile data raise, EXIF's and decoders alike; beside MemoryError.
READER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    struct.error,
)
_ERRORS = (*READER_ERRORS, MemoryError)

_DATE = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d", re.ASCII)
_YEARS = range(1900, 2101)
#: Turned by a quarter, one way or the other.
_SIDEWAYS = range(5, 9)


def exif_of(data: bytes | None) -> Exif:
    """All that EXIF has, its parts for the camera and for GPS included; empty if it is broken."""
    found: dict[int, Any] = {}
    if not data:
        return found
    exif = Image.Exif()
    with suppress(*_ERRORS):
        exif.load(data)
        for tag in (ExifTags.Base.Orientation, ExifTags.Base.Make, ExifTags.Base.Model):
            with suppress(*_ERRORS):
                found[tag] = exif.get(tag)
        for part in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
            with suppress(*_ERRORS):
                found[part] = dict(exif.get_ifd(part))
    return found


def orientation(exif: Exif) -> int:
    """How the camera was held, 1 to 8."""
    value = exif.get(ExifTags.Base.Orientation)
    return value if type(value) is int and 1 <= value <= 8 else 1


def facts_of(name: str, size: tuple[int, int], exif: Exif, *, turned: int) -> PhotoFacts:
    """What is worth keeping of a file of this format, whose pixels have yet to be turned so."""
    width, height = reversed(size) if turned in _SIDEWAYS else size
    return PhotoFacts(
        format=name,
        width=width,
        height=height,
        orientation=orientation(exif),
        taken_at=_plausible(_taken_at, exif),
        camera=_plausible(_camera, exif),
        position=_plausible(_position, exif),
    )


def _plausible(read: Callable[[Exif], str | None], exif: Exif) -> str | None:
    """What this reads, or None where it stumbles over what it finds."""
    with suppress(*_ERRORS):
        return read(exif)
    return None


def _taken_at(exif: Exif) -> str | None:
    """When the shutter opened, ISO 8601, by the camera's clock."""
    part = exif.get(ExifTags.IFD.Exif, {})
    match = _DATE.match(_text(part.get(ExifTags.Base.DateTimeOriginal)))
    if not match:
        return None
    # Raises where there is no such day.
    moment = datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*match.groups()))
    if moment.year not in _YEARS:
        return None
    offset = _text(part.get(ExifTags.Base.OffsetTimeOriginal))
    return moment.isoformat() + (offset if _OFFSET.fullmatch(offset) else "")


def _camera(exif: Exif) -> str | None:
    """Maker and model, the maker once: models often begin with it."""
    make, model = (_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    brand = make.partition(" ")[0].lower()
    words = [model] if brand and model.lower().startswith(brand) else [make, model]
    return " ".join(filter(None, words))[: limits.CAMERA_CHARACTERS].strip() or None


def _position(exif: Exif) -> str | None:
    """Latitude and longitude in degrees, ISO 6709."""
    gps = exif.get(ExifTags.IFD.GPSInfo, {})
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "NS")
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "EW")
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0, 0):
        # At zero and zero is no land, but every camera that has lost its satellites.
        return None
    return f"{latitude:+09.5f}{longitude:+010.5f}/"


def _degrees(gps: Exif, tag: int, reference: int, signs: str) -> float:
    parts = [float(part) for part in gps[tag]]
    value = sum(part / unit for part, unit in zip(parts, (1, 60, 3600), strict=True))
    side = _text(gps[reference]).upper()
    if side not in tuple(signs) or not math.isfinite(value) or min(parts) < 0:
        raise ValueError
    return -value if side == signs[1] else value


def _text(value: object) -> str:
    """As one line of what can be printed; nothing that turns the direction of writing."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    # Pillow reads texts as Latin-1; newer cameras write UTF-8.
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    value = value.partition("\0")[0]
    kept = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", value))
    return " ".join(kept.replace("\ufffd", " ").split())
