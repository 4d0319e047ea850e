"""Files as phones have them."""

import io
import random
from pathlib import Path

from PIL import Image

#: EXIF tag, and its value for "turn by a quarter to the right".
_ORIENTATION, _TURNED = 0x0112, 6


def _picture(width: int, height: int, seed: int) -> Image.Image:
    """Noise in large blocks: every seed another picture, and small in any format."""
    noise = random.Random(seed).randbytes(8 * 6 * 3)
    return Image.frombytes("RGB", (8, 6), noise).resize((width, height), Image.Resampling.NEAREST)


def jpeg(seed: int = 0, *, width: int = 320, height: int = 240, turned: bool = False) -> bytes:
    """A photo; `turned`: held upright while the sensor lay, as EXIF tells."""
    exif = Image.Exif()
    if turned:
        exif[_ORIENTATION] = _TURNED
    content = io.BytesIO()
    _picture(width, height, seed).save(content, "JPEG", quality=80, exif=exif)
    return content.getvalue()


def encoded(form: str, seed: int = 0) -> bytes:
    """A small picture in another format of Pillow's."""
    content = io.BytesIO()
    _picture(160, 120, seed).save(content, form)
    return content.getvalue()


class Folder:
    """The photo library of a phone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def file(self, name: str, content: bytes) -> str:
        """A file of this name; its path."""
        path = self._path / name
        path.write_bytes(content)
        return str(path)

    def photo(self, name: str = "beach.jpg", seed: int = 0) -> str:
        return self.file(name, jpeg(seed))

    def photos(self, count: int) -> list[str]:
        return [self.photo(f"photo-{number}.jpg", number) for number in range(1, count + 1)]
