"""A brand's logo: a small picture that stands still, runs nothing and asks nobody."""

import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from infra import brand_svg
from infra.brand_problem import Problem

PLACE = "$.logo"
#: Bytes: every page waits for it, and phones of visitors pay for it.
MAX_BYTES = 20_000
#: Pixels, each way: a small file can hold a picture that fills a kiosk's memory.
MAX_SIDE = 2048
#: By suffix, what Pillow calls it; an SVG is none of Pillow's.
_RASTERS = {"png": "PNG", "webp": "WEBP"}
SUFFIXES = ("svg", *_RASTERS)
#: What Pillow raises for a broken file.
_BROKEN = (OSError, SyntaxError, ValueError, RuntimeError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Logo:
    """A logo as it is served."""

    content: bytes
    suffix: str

    @property
    def path(self) -> str:
        """Below the site's root; named by its content, so that no browser keeps an old one."""
        return f"brand/logo-{hashlib.sha256(self.content).hexdigest()[:8]}.{self.suffix}"


def read(path: Path) -> tuple[Logo | None, list[Problem]]:
    """The logo in a file, and what is wrong with it."""
    try:
        # One more byte tells that it is too large.
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        found = [Problem(PLACE, f"names {path}: {reason}", "the name of a file beside the brand's")]
        return None, found
    if len(content) > MAX_BYTES:
        size = path.stat().st_size
        wrong = f"has {size:,} bytes, and {MAX_BYTES:,} are the most"
        return None, [Problem(PLACE, wrong, "a simpler SVG, or a smaller picture")]
    logo = Logo(content, path.suffix.removeprefix("."))
    check = brand_svg.problems if logo.suffix == "svg" else _raster_problems
    return logo, [Problem(PLACE, *found) for found in check(content, logo.suffix)]


def _raster_problems(content: bytes, suffix: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and what to write."""
    wanted, smaller = _RASTERS[suffix], f"a picture of at most {MAX_SIDE} × {MAX_SIDE} pixels"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[wanted]) as image:
                if max(image.size) > MAX_SIDE:
                    yield f"has {image.width} × {image.height} pixels", smaller
                    return
                if getattr(image, "is_animated", False):
                    yield "moves", "a picture that stands still"
                image.load()
    except _BOMBS:
        yield "has too many pixels to look at", smaller
    except _BROKEN:
        yield f"is no whole {suffix.upper()} file", f"a {suffix.upper()} file, or its right suffix"
