"""What renditions are measured against: the same work as others do it, on the same file."""

import ctypes
import importlib.util
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageOps

from chalicelib import limits

Size = tuple[int, int]

#: What somebody asks for who knows our limits and not how decoders work.
AT_MOST = [
    (side, side) for side in (limits.MAX_SIDE_LARGE, limits.MAX_SIDE_MEDIUM, limits.MAX_SIDE_THUMB)
]


def naive(content: bytes, sizes: Sequence[Size] = AT_MOST) -> list[bytes]:
    """As most programs do: decode all of it, turn it, and shrink a copy for each size."""
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    pictures = []
    for size in sizes:
        copy = upright.copy()
        copy.thumbnail(size, Image.Resampling.LANCZOS)
        pictures.append(_jpeg(copy))
    return pictures


def scaled_decode(content: bytes, size: Size) -> None:
    """Nothing but decoding to this size, which is what the JPEG decoder does best."""
    image = Image.open(io.BytesIO(content))
    image.draft("RGB", size)
    image.load()


def decode(content: bytes) -> None:
    """Nothing but decoding, at full size."""
    Image.open(io.BytesIO(content)).load()


def lanczos(content: bytes, size: Size) -> Image.Image:
    """The best that can be had of this size: upright, and each pixel of all that are under it."""
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    return upright.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def as_served(image: Image.Image) -> Image.Image:
    """The picture as a screen would get it, through our JPEG quality."""
    return Image.open(io.BytesIO(_jpeg(image)))


def _jpeg(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=limits.JPEG_QUALITY)
    return content.getvalue()


# libvips by its own C functions: its wheel holds the library, but pyvips has none that is built.


class Vips:
    """A pyramid by libvips, as `pyvips.Image.thumbnail` makes it: shrunk while it is decoded."""

    def __init__(self) -> None:
        self._vips = _libvips()

    def pyramid(self, path: Path, folder: Path, sizes: Sequence[Size]) -> None:
        """Write a JPEG for each size, from the largest on, each made of the one before."""
        images: list[ctypes.c_void_p] = []
        for size in sizes:
            out = ctypes.c_void_p()
            width, box = ctypes.c_int(size[0]), (b"height", ctypes.c_int(size[1]), None)
            if images:
                failed = self._vips.vips_thumbnail_image(images[-1], ctypes.byref(out), width, *box)
            else:
                failed = self._vips.vips_thumbnail(bytes(path), ctypes.byref(out), width, *box)
            self._require(failed)
            # Its pictures are recipes: without this each would decode the file again.
            images.append(ctypes.c_void_p(self._vips.vips_image_copy_memory(out)))
            self._vips.g_object_unref(out)
            target = bytes(folder / f"{size[0]}.jpg")
            quality = (b"Q", ctypes.c_int(limits.JPEG_QUALITY), None)
            self._require(self._vips.vips_jpegsave(images[-1], target, *quality))
        for image in images:
            self._vips.g_object_unref(image)

    def _require(self, failed: int) -> None:
        if failed:
            raise RuntimeError(self._vips.vips_error_buffer().decode())


@cache
def _libvips() -> ctypes.CDLL:
    found = importlib.util.find_spec("_libvips")
    if found is None or found.origin is None:
        raise RuntimeError("libvips is not installed: pyvips-binary")
    folder = Path(found.origin).parent / "pyvips_binary.libs"
    vips = ctypes.CDLL(str(next(folder.glob("libvips*"))))
    vips.vips_image_copy_memory.restype = ctypes.c_void_p
    vips.vips_error_buffer.restype = ctypes.c_char_p
    if vips.vips_init(b"bench"):
        raise RuntimeError(vips.vips_error_buffer().decode())
    # Or it would answer the second time from what it has kept of the first.
    vips.vips_cache_set_max(ctypes.c_int(0))
    return vips
