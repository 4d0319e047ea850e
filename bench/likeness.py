"""How like renditions are to the best that can be made of a photo.

By the structural similarity of Wang et al., 2004, of their lightness, with even windows of seven
pixels as scikit-image has them. https://doi.org/10.1109/TIP.2003.819861
"""

from io import BytesIO

import numpy
from numpy.typing import NDArray
from PIL import Image

from bench import references
from bench.figures import Figure
from bench.photographs import MEGAPIXELS_12, photograph
from chalicelib.images import render

_WINDOW = 7
#: (0.01 × 255)² and (0.03 × 255)², which keep flat places from dividing by zero.
_C1, _C2 = 6.5025, 58.5225

Pixels = NDArray[numpy.float64]


def figures() -> list[Figure]:
    """Beside the same picture through Lanczos from all its pixels, both as JPEG."""
    content = photograph("JPEG", MEGAPIXELS_12)
    found = []
    for picture in render.render(BytesIO(content), None).pictures:
        best = references.lanczos(content, (picture.width, picture.height))
        mine = ssim(Image.open(BytesIO(picture.jpeg)), best)
        theirs = ssim(references.as_served(best), best)
        found.append(
            Figure(
                f"likeness of `{picture.name}` to Lanczos from full (SSIM)",
                f"{mine:.4f}",
                f"Lanczos from full, as JPEG {theirs:.4f}",
                f"{mine - theirs:+.4f}",
                "≥ -0.006",
            )
        )
    return found


def ssim(one: Image.Image, other: Image.Image) -> float:
    """1 for the same picture; their sizes must agree."""
    x, y = (numpy.asarray(image.convert("L"), dtype=numpy.float64) for image in (one, other))
    if x.shape != y.shape:
        raise ValueError(f"pictures of {x.shape} and {y.shape}")
    # Of a sample, not of all pixels, as scikit-image reckons.
    unbiased = _WINDOW**2 / (_WINDOW**2 - 1)
    mean_x, mean_y = _means(x), _means(y)
    variance_x = unbiased * (_means(x * x) - mean_x**2)
    variance_y = unbiased * (_means(y * y) - mean_y**2)
    covariance = unbiased * (_means(x * y) - mean_x * mean_y)
    likeness = ((2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)) / (
        (mean_x**2 + mean_y**2 + _C1) * (variance_x + variance_y + _C2)
    )
    return float(likeness.mean())


def _means(pixels: Pixels) -> Pixels:
    """Of each window that lies wholly within the picture."""
    sums = numpy.pad(pixels.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    means: Pixels = (
        sums[_WINDOW:, _WINDOW:]
        - sums[:-_WINDOW, _WINDOW:]
        - sums[_WINDOW:, :-_WINDOW]
        + sums[:-_WINDOW, :-_WINDOW]
    ) / _WINDOW**2
    return means
