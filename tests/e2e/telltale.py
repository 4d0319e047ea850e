"""Photos that tell more than their picture: where, by whom, and with which camera."""

import io
import struct
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

#: Words that stand in no picture by chance, and in no file name.
SECRETS = (
    b"SERIAL-8861-7723",
    b"LENS-SERIAL-4410",
    b"Ada the Photographer",
    b"A description of the child",
    b"what the user noted",
    b"MAKERNOTE-55913",
    b"the comment of the file",
    b"x:xmpmeta",
    b"Owner of the XMP",
    b"text in a chunk",
    b"Profile 0123",
    b"behind the end of the picture",
)
#: Seconds of latitude and longitude, in ten thousandths: numbers that stand nowhere else.
LATITUDE_SECONDS, LONGITUDE_SECONDS = 295_347, 401_269
#: The same place in ISO 6709, to a hundredth of a degree.
POSITION = b"+48.85"

_COMMENT, _NOTE = SECRETS[6].decode(), SECRETS[5]
_XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b"<creator>Owner of the XMP</creator></x:xmpmeta><?xpacket end='w'?>"
)
_BEHIND = SECRETS[11]
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825


def telling(form: str) -> bytes:
    """A photo in this format with everything that the format has room for."""
    picture = Image.radial_gradient("L").convert("RGB").resize((400, 300))
    content = io.BytesIO()
    if form == "HEIF":
        heif = pillow_heif.from_pillow(picture)
        heif.save(content, exif=_exif().tobytes(), xmp=_XMP)
    else:
        picture.save(content, form, **_options(form))
    return content.getvalue() + _BEHIND


def secrets_in(content: bytes) -> list[bytes]:
    """Which of them are in these bytes, in any coding that the formats know."""
    found = [
        secret
        for secret in SECRETS
        if secret in content or secret.decode().encode("utf-16-be") in content
    ]
    places = [(seconds, 10_000) for seconds in (LATITUDE_SECONDS, LONGITUDE_SECONDS)]
    if any(struct.pack(order, *pair) in content for order in (">II", "<II") for pair in places):
        found.append(b"GPS")
    return found


def _options(form: str) -> dict[str, Any]:
    options: dict[str, Any] = {"exif": _exif(), "icc_profile": _profile()}
    if form == "JPEG":
        return {**options, "xmp": _XMP, "comment": _COMMENT}
    if form == "PNG":
        chunks = PngImagePlugin.PngInfo()
        chunks.add_text("Comment", SECRETS[9].decode())
        chunks.add_itxt("XML:com.adobe.xmp", _XMP.decode(), zip=False)
        return {**options, "pnginfo": chunks}
    if form == "GIF":
        return {"comment": _COMMENT}
    return {**options, "xmp": _XMP}


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = SECRETS[3].decode(), SECRETS[2].decode()
    details = exif.get_ifd(_EXIF_IFD)
    details[0xA431], details[0xA435] = SECRETS[0].decode(), SECRETS[1].decode()
    details[0x9286], details[0x927C] = b"ASCII\0\0\0" + SECRETS[4], _NOTE
    position = exif.get_ifd(_GPS_IFD)
    position[1], position[3] = "N", "E"
    position[2] = (48.0, 51.0, LATITUDE_SECONDS / 10_000)
    position[4] = (2.0, 17.0, LONGITUDE_SECONDS / 10_000)
    return exif


def _profile() -> bytes:
    """A profile that nobody knows, since it has a name of its own."""
    known = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in"
    for coding in ("ascii", "utf-16-be"):
        known = known.replace(name.encode(coding), f"{SECRETS[10].decode():13}".encode(coding))
    return known
