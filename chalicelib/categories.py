"""Which types of files users may keep, in which categories, and by which names else they go. Pure.

Visitors at a kiosk send pictures and videos only, which are in `limits`; who is signed in sends all
of these. The names are those of IANA, where it has one:
https://www.iana.org/assignments/media-types/media-types.xhtml
"""

from collections.abc import Mapping

from chalicelib import limits
from chalicelib.photo_query import FileType

AVI = "video/x-msvideo"
PDF = "application/pdf"
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

#: The suffix under which each is stored.
AUDIO_TYPES = {
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
}
#: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300), which are ZIP archives.
ARCHIVE_TYPES = {
    f"{_OOXML}.wordprocessingml.document": "docx",
    f"{_OOXML}.spreadsheetml.sheet": "xlsx",
    f"{_OOXML}.presentationml.presentation": "pptx",
    f"{_ODF}.text": "odt",
    f"{_ODF}.spreadsheet": "ods",
    f"{_ODF}.presentation": "odp",
}
TEXT_TYPES = {"text/plain": "txt", "text/csv": "csv", "text/markdown": "md"}
DOCUMENT_TYPES = {PDF: "pdf", **ARCHIVE_TYPES, **TEXT_TYPES}

#: The types of each category. No browser plays AVI, so no kiosk takes it; a library may keep it.
TYPES: Mapping[FileType, Mapping[str, str]] = {
    FileType.IMAGE: limits.CONTENT_TYPES,
    FileType.VIDEO: {**limits.VIDEO_TYPES, AVI: "avi"},
    FileType.AUDIO: AUDIO_TYPES,
    FileType.DOCUMENT: DOCUMENT_TYPES,
}
#: Of every type; no two types of one category share one.
SUFFIXES: Mapping[str, str] = {
    content_type: suffix for types in TYPES.values() for content_type, suffix in types.items()
}

#: What browsers and systems call them too.
_ALIASES = {
    "image/jpg": "image/jpeg",
    "video/avi": AVI,
    "video/msvideo": AVI,
    "video/vnd.avi": AVI,
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/aacp": "audio/aac",
    "audio/x-aac": "audio/aac",
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/opus": "audio/ogg",
    "application/ogg": "audio/ogg",
    "audio/x-flac": "audio/flac",
    "application/x-pdf": PDF,
    "text/x-markdown": "text/markdown",
}


def known_type(text: str) -> str | None:
    """The type that a client means (RFC 9110, 8.3.1), without parameters; None: none of ours."""
    essence = text.partition(";")[0].strip().lower()
    essence = _ALIASES.get(essence, essence)
    return essence if essence in SUFFIXES else None


def category_of(content_type: str) -> FileType:
    """The category of a type of ours; KeyError for any other."""
    for category, types in TYPES.items():
        if content_type in types:
            return category
    raise KeyError(content_type)
