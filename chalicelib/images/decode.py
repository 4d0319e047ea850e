"""Opens what phones send: hostile until decoded. The only way into Pillow's and libheif's decoders.

Whatever they make of a file that is at fault is a PhotoRefused with its reason; they have a dozen
types of errors for it. HEIF is read by libheif without Pillow's plugin, which would hold a second
copy of all pixels.
"""

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import pillow_heif
from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from chalicelib import limits
from chalicelib.images import containers, facts, formats, pixels, png, profiles
from chalicelib.images.formats import Outline
from chalicelib.photo import PhotoFacts, PhotoRefused, Rejection

#: Imported, or Pillow would import all that it has when it meets a format that it lacks.
PLUGINS = (
    AvifImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

#: What decoders raise on bad files, beside MemoryError.
_DECODER_ERRORS = (*facts.READER_ERRORS, zlib.error)
#: The parts of a JPEG's frame at which its decoder shrinks while it decodes.
_FASTEST_HALVINGS = 3

# Ours are tighter, and per format; theirs is a second lock.
Image.MAX_IMAGE_PIXELS = max(limits.MAX_PIXELS.values())
# One picture at a time, on a Lambda's one processor; and the primary one alone.
pillow_heif.options.DECODE_THREADS = 1
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False


@dataclass(frozen=True)
class Opened:
    """A picture of which nothing but its header has been decoded."""

    facts: PhotoFacts
    #: Width and height in pixels, as they are decoded.
    size: tuple[int, int]
    #: How it is turned upright, 1 to 8 as in EXIF.
    orientation: int
    #: The colours it is in; None for sRGB.
    profile: bytes | None
    _source: BinaryIO
    _outline: Outline
    _image: Image.Image | pillow_heif.HeifFile

    def shrunk(self, halvings: int) -> Image.Image:
        """Its pixels, halved so often: in RGB, L or CMYK, on white where they were transparent.

        Once only: a decoder goes through its file once.

        Raises:
            PhotoRefused: TRUNCATED, DAMAGED, TOO_COMPLEX, or more pixels than its header said.
        """
        with _refusing(self._outline):
            if isinstance(self._image, pillow_heif.HeifFile):
                rows = pixels.heif_rows(self._image)
            else:
                if isinstance(self._image, JpegImagePlugin.JpegImageFile):
                    halvings -= _draft(self._image, halvings)
                self._image.load()
                rows = pixels.image_rows(self._image)
            return pixels.shrunk(rows, halvings)


def inspect(source: BinaryIO) -> PhotoFacts:
    """What the file says of itself, if it may be decoded at all. Decodes none of its pixels.

    Raises:
        PhotoRefused: by its format, its size, or what its header is like.
    """
    return opened(source).facts


def opened(source: BinaryIO) -> Opened:
    """Open the file, which has to stay open until its pixels are there.

    Raises:
        PhotoRefused: by its format, its size, or what its header is like.
    """
    outline = formats.outlined(source)
    source.seek(0)
    with _refusing(outline):
        if outline.format == "HEIF":
            return _opened_heif(source, outline)
        return _opened_by_pillow(source, outline)


def opened_preview(source: BinaryIO) -> Opened:
    """Open a JPEG of few pixels and one picture, and nothing else: no other decoder is tried.

    Raises:
        PhotoRefused: as above, or it is anything else.
    """
    source.seek(0)
    if formats.recognised(source.read(formats.HEAD_BYTES)) != "JPEG":
        raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT)
    preview = opened(source)
    if preview.facts.format != "JPEG":
        raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT)
    if max(preview.size) > limits.PREVIEW_SIDE:
        raise PhotoRefused(Rejection.TOO_MANY_PIXELS)
    return preview


def logo(source: BinaryIO) -> Image.Image:
    """The operator's PNG, in RGBA: read with the same care, as he may have found it somewhere.

    Raises:
        PhotoRefused: it is none, or is at fault.
    """
    opened_logo = opened(source)
    image = opened_logo._image
    if opened_logo.facts.format != "PNG" or not isinstance(image, Image.Image):
        raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT)
    with _refusing(opened_logo._outline):
        return image.convert("RGBA")


def _opened_by_pillow(source: BinaryIO, outline: Outline) -> Opened:
    essence = None
    stream = source
    if outline.format == "PNG":
        essence = png.essence(source.read())
        stream = essence.stream
    image = Image.open(stream, formats=(outline.format,))
    name = image.format or outline.format
    formats.require_within_limits(name, image.size, progressive=outline.progressive)
    profile, exif = image.info.get("icc_profile"), image.info.get("exif")
    points = None
    if essence is not None:
        # Colours by number count more; the profile is for readers who know no numbers.
        profile, exif, points = essence.profile, essence.exif, essence.code_points
    elif outline.format == "AVIF" and not profile:
        points = containers.code_points(_read(source))
    found = facts.exif_of(exif)
    orientation = facts.orientation(found)
    return Opened(
        facts=facts.facts_of(name, image.size, found, turned=orientation),
        size=image.size,
        orientation=orientation,
        profile=profiles.of_code_points(*points) if points else profile,
        _source=source,
        _outline=outline,
        _image=image,
    )


def _opened_heif(source: BinaryIO, outline: Outline) -> Opened:
    try:
        heif = pillow_heif.open_heif(source)
    except SyntaxError as error:
        # Its name for a codec that it lacks.
        raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT) from error
    formats.require_within_limits("HEIF", heif.size)
    profile, points = heif.info.get("icc_profile"), heif.info.get("nclx_profile")
    if points and not profile:
        profile = profiles.of_code_points(
            int(points["color_primaries"]), int(points["transfer_characteristics"])
        )
    found = facts.exif_of(heif.info.get("exif"))
    return Opened(
        # libheif turns by its own boxes, whatever EXIF says; the size is that of the turned one.
        facts=facts.facts_of("HEIF", heif.size, found, turned=1),
        size=heif.size,
        orientation=1,
        profile=profile,
        _source=source,
        _outline=outline,
        _image=heif,
    )


def _draft(image: JpegImagePlugin.JpegImageFile, halvings: int) -> int:
    """Have the decoder itself shrink, as far as it can; returns by how many halvings."""
    done = min(halvings, _FASTEST_HALVINGS)
    while done and min(image.size) >> done == 0:
        done -= 1
    if done:
        image.draft(None, (image.width >> done, image.height >> done))
    return done


def _read(source: BinaryIO) -> bytes:
    source.seek(0)
    return source.read(limits.MAX_UPLOAD_BYTES)


@contextmanager
def _refusing(outline: Outline) -> Iterator[None]:
    """Errors of decoders become what is wrong with the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise PhotoRefused(Rejection.TOO_MANY_PIXELS) from error
        except MemoryError as error:
            raise PhotoRefused(Rejection.TOO_COMPLEX) from error
        except _DECODER_ERRORS as error:
            early = outline.ends_early
            raise PhotoRefused(Rejection.TRUNCATED if early else Rejection.DAMAGED) from error
