"""Colours: a picture leaves either in sRGB without a profile, or with one that we know.

A profile that came with a photo is bytes of a stranger, which every viewer's browser would parse.
So known ones are kept, recognised by their digest: the very bytes that phones and cameras write.
What means the same as one of them gets one of ours; all others are converted to sRGB.
"""

import hashlib
import io
import math
from functools import cache

from PIL import Image, ImageCms

from chalicelib import limits
from chalicelib.images import icc

#: SHA-256 of the profiles that are kept as they are.
_KNOWN = {
    # Display P3 of iPhones, since 2017 and since 2022
    "20789fdbea9835251a4f0796c8bf45cbd964896044886540da21ffc7457af0ab",
    "e468e89239fc0493d5e8fb9b014e91b210c6caa73c81edf04c3d21a734f377cc",
    # "DCI-P3 D65 Gamut with sRGB Transfer" of Android
    "d77bd8c4008f1813dca5e67762872667734f796a188b52123db65fd5fda262a9",
    # Adobe RGB (1998), which cameras write
    "e5f6ffb83b6d3491301dd750975684cc5cc2a1951c994a14b08cfdaa0d75a041",
}

#: ITU-T H.273: primaries of BT.2020 and of Display P3.
_REC2020, _DISPLAY_P3 = 9, 12
#: And the transfer functions of HDR: perceptual quantizer, hybrid log-gamma.
_PQ, _HLG = 16, 18

#: Space that a profile is for, as ICC names it → Pillow's mode.
_MODES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}


def in_known_colours(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """The picture in RGB, and the profile to send along: none if its colours are sRGB.

    Takes RGB, L and CMYK. A profile that is broken, or is for other than the picture's colours,
    counts as none.
    """
    space = _MODES.get(profile[16:20]) if profile else None
    if profile is None or (space != image.mode and (space, image.mode) != ("RGB", "L")):
        return _rgb(image), None
    if space == "RGB":
        image = _rgb(image)
        if hashlib.sha256(profile).hexdigest() in _KNOWN:
            return image, profile
        found = icc.display(profile)
        if found and found.is_like(icc.SRGB):
            return image, None
        if found and found.is_like(icc.DISPLAY_P3):
            return image, display_p3()
    return _in_srgb(image, profile), None


def of_code_points(primaries: int, transfer: int) -> bytes | None:
    """The profile of a video's colours, which HEIF, AVIF and PNG may name by number.

    HDR is brought to what a page can show: white where its reference white is meant to be.
    """
    colorants = {_REC2020: icc.REC2020, _DISPLAY_P3: icc.DISPLAY_P3}.get(primaries, icc.SRGB)
    if transfer in (_PQ, _HLG):
        light = _pq_light if transfer == _PQ else _hlg_light
        curve = tuple(_toned(light(step / 1023)) for step in range(1024))
        return icc.built("HDR", colorants, curve)
    if colorants is icc.SRGB:
        return None
    return display_p3() if colorants is icc.DISPLAY_P3 else icc.built("BT.2020", colorants)


@cache
def display_p3() -> bytes:
    """Our own profile of Display P3."""
    return icc.built("Display P3", icc.DISPLAY_P3)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Converted by relative colorimetry, with the blacks brought together.

    Colours that sRGB has stay what they are; photos have few that it has not, and faces are not
    among them. The other way, perceptual, would move all for the sake of those few.
    """
    if len(profile) > limits.MAX_PROFILE_BYTES:
        return _rgb(image)
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            _srgb(),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return _rgb(image)
    return converted or image


def _rgb(image: Image.Image) -> Image.Image:
    """Pillow would copy one that is in RGB."""
    return image if image.mode == "RGB" else image.convert("RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


# HDR: light as a multiple of reference white, which is at 203 cd/m² (ITU-R BT.2408).

_WHITE, _PEAK = 203.0, 1000.0


def _pq_light(signal: float) -> float:
    """SMPTE ST 2084."""
    m1, m2 = 2610 / 16384, 2523 / 4096 * 128
    c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    root = signal ** (1 / m2)
    return float(10_000 * (max(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)) / _WHITE


def _hlg_light(signal: float) -> float:
    """ITU-R BT.2100, on a display of 1,000 cd/m²."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = signal**2 / 3 if signal <= 0.5 else (math.exp((signal - c) / a) + b) / 12
    return float(_PEAK * scene**1.2) / _WHITE


def _toned(light: float) -> float:
    """Highlights pressed together, so that the peak just fits: the extended curve of Reinhard."""
    peak = _PEAK / _WHITE
    light = min(light, peak)
    return light * (1 + light / peak**2) / (1 + light)
