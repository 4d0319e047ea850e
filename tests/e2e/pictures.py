"""Files as phones have them."""

import io
import random
from pathlib import Path

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

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


def encoded(form: str, seed: int = 0, *, width: int = 160, height: int = 120) -> bytes:
    """A small picture in another format, by Pillow's name of it."""
    content = io.BytesIO()
    _picture(width, height, seed).save(content, form)
    return content.getvalue()


def plain(colour: tuple[int, int, int] = (128, 128, 128)) -> bytes:
    """A photo of nothing but this colour, so that whatever is drawn on it is to be seen."""
    content = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(content, "JPEG", quality=95)
    return content.getvalue()


def decoded(content: bytes) -> Image.Image:
    """What a browser shows of a file."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


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
