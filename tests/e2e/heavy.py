"""Photos of several megabytes, and how they look."""

import io
from functools import cache

from PIL import Image, ImageCms, ImageOps

from tests.e2e.pictures import jpeg

MEGABYTE = 1024 * 1024


@cache
def heavy(*, profile: bytes | None = None) -> bytes:
    """A photo of about six megabytes, held upright; with the grain that makes photos heavy."""
    width, height = 4032, 3024
    with Image.open(io.BytesIO(jpeg(11, width=width, height=height))) as blocks:
        grain = Image.effect_noise((width, height), 40).convert("RGB")
        photo = Image.blend(blocks.convert("RGB"), grain, 0.25)
    exif = Image.Exif()
    exif[0x0112] = 6
    content = io.BytesIO()
    photo.save(content, "JPEG", quality=90, exif=exif, icc_profile=profile)
    assert 4 * MEGABYTE < len(content.getvalue()) < 16 * MEGABYTE
    return content.getvalue()


def looks(content: bytes) -> Image.Image:
    """What a person sees of it, in sRGB and without its grain."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    if profile := picture.info.get("icc_profile"):
        srgb = ImageCms.createProfile("sRGB")
        seen = ImageCms.profileToProfile(picture, io.BytesIO(profile), srgb, outputMode="RGB")
        assert seen is not None
        picture = seen
    return picture.resize((60, 80), Image.Resampling.BOX)


def alike(one: Image.Image, other: Image.Image, steps: float = 2.5) -> bool:
    differences = [abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True)]
    return sum(differences) / len(differences) < steps
