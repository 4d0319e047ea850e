"""Photographs as phones make them, of which every pixel is known: made here, the same each time."""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

#: A phone's usual sensor and its large one, in pixels, as the sensor lies.
MEGAPIXELS_12 = (4032, 3024)
MEGAPIXELS_48 = (8064, 6048)

_ORIENTATION, _QUARTER = 0x0112, 6
_MAKER, _MODEL = 0x010F, 0x0110

#: What each format is saved with. Nobody waits for the slow settings of an encoder here.
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": 90},
    "HEIF": {"quality": 60, "enc_params": {"preset": "ultrafast"}},
    "AVIF": {"quality": 60, "speed": 10},
    "WEBP": {"quality": 80, "method": 0},
    "PNG": {"compress_level": 1},
}

pillow_heif.register_heif_opener()


@cache
def photograph(
    form: str, size: tuple[int, int], *, progressive: bool = False, quality: int | None = None
) -> bytes:
    """The file of a photo that was taken upright, so that its sensor lay on its side."""
    exif = Image.Exif()
    exif[_MAKER], exif[_MODEL], exif[_ORIENTATION] = "Example", "Phone 1", _QUARTER
    options = dict(_OPTIONS[form])
    if progressive:
        options["progressive"] = True
    if quality is not None:
        options["quality"] = quality
    content = io.BytesIO()
    Image.fromarray(_scene(size)).save(content, form, exif=exif, **options)
    return content.getvalue()


def _scene(size: tuple[int, int]) -> NDArray[numpy.uint8]:
    """A sky, a ground full of detail, hard edges, and the noise of a sensor."""
    width, height = size
    random = numpy.random.default_rng(12)
    x = numpy.linspace(0, 1, width, dtype=numpy.float32)[None, :]
    y = numpy.linspace(0, 1, height, dtype=numpy.float32)[:, None]
    ground = numpy.clip(3 * y - 1, 0, 1)
    light = 205 - 90 * y + 20 * x + ground * _texture(size, random)
    for _ in range(120):
        left, top = random.integers(0, width), random.integers(height // 3, height)
        across = random.integers(width // 200, width // 12)
        light[top : top + across, left : left + across * 2 // 3] += random.integers(-70, 70)
    channels = [
        light * factor + shade + random.normal(0, 5.5, (height, width)).astype(numpy.float32)
        for factor, shade in ((1.0, 12 * x), (0.96, 8 * y), (1.04, -10 * x))
    ]
    return numpy.clip(numpy.stack(channels, axis=-1), 0, 255).astype(numpy.uint8)


def _texture(size: tuple[int, int], random: numpy.random.Generator) -> NDArray[numpy.float32]:
    """Leaves, gravel, cloth: as in nature, the finer the detail, the fainter."""
    total = numpy.zeros((size[1], size[0]), dtype=numpy.float32)
    step, contrast = size[0] // 16, 22.0
    while step >= 2:
        coarse = random.normal(0, contrast, (size[1] // step, size[0] // step))
        image = Image.fromarray(coarse.astype(numpy.float32))
        total += numpy.asarray(image.resize(size, Image.Resampling.BICUBIC))
        step, contrast = step // 2, contrast * 0.78
    return total
