"""Names of files, which come from strangers and are shown to others. Pure."""

import re
import unicodedata
from collections.abc import Container
from urllib.parse import quote

from chalicelib import limits

#: The only invisible characters that names keep, where they stand between others: one joins the
#: parts of an emoji, the other keeps letters of Persian and Indian scripts apart.
_JOINERS = "\u200c\u200d"
_IDLE_JOINERS = re.compile(rf"(?<![^\s{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?![^\s{_JOINERS}])")


def seen(text: str) -> str:
    """What is to be seen of a text, in one line."""
    visible = "".join(c for c in text if unicodedata.category(c)[0] != "C" or c in _JOINERS)
    return " ".join(unicodedata.normalize("NFC", _IDLE_JOINERS.sub("", visible)).split())


def shown(text: str | None) -> str | None:
    """A file's name as we show it: no folders, nothing invisible, nothing that turns text around.

    Phones send whatever their owner typed, so a name is cleaned and never refused.
    """
    if text is None:
        return None
    base = re.split(r"[/\\]", text)[-1]
    name = seen(base)
    if len(name) <= limits.FILE_NAME_CHARACTERS:
        return name or None
    stem, dot, suffix = name.rpartition(".")
    end = f"…{dot}{suffix}" if stem and len(suffix) <= 5 else "…"
    return name[: limits.FILE_NAME_CHARACTERS - len(end)] + end


#: What a name must not have on some system on which it may be saved: Windows has most of them.
_NOT_ON_DISK = re.compile(r'[\\/:*?"<>|]')
#: Names that Windows takes for devices, whatever follows their first dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
#: Suffixes beside our own that stand for the same type.
_ALSO = {
    "jpg": {"jpeg"},
    "heic": {"heif"},
    "heif": {"heic"},
    "mov": {"qt"},
    "mp4": {"m4v"},
    "ogg": {"oga", "opus", "spx"},
    "txt": {"text", "log"},
}
#: RFC 8187, 3.2.1: what is not percent-encoded in an extended value.
_ATTR_CHARS = "!#$&+-.^_`|~"


def saved(name: str | None, photo_id: str, suffix: str) -> str:
    """The name under which a download is saved; it ends as files of its type do.

    A name decides by what program a file is opened, so `photo.html` becomes `photo.html.jpg`.
    """
    base = _NOT_ON_DISK.sub("_", name or "").strip(". ")
    if not base or _DEVICE.fullmatch(base):
        base = photo_id
    ending = base.rpartition(".")[2].lower() if "." in base else ""
    return base if ending in {suffix, *_ALSO.get(suffix, ())} else f"{base}.{suffix}"


def archived(stem: str, name: str | None, photo_id: str, suffix: str, taken: Container[str]) -> str:
    """The name of a file in an archive: it begins with the stem, ends as files of its type do.

    It is one file on every system: no folder, no more bytes than names may have, and none of those
    that are taken. Of these, in lower case, some systems could not tell it apart.
    """
    base, dot, ending = saved(shown(name), photo_id, suffix).rpartition(".")
    room = limits.EXPORT_NAME_BYTES - len(f"{stem}_ (99999){dot}{ending}".encode())
    base = f"{stem}_{base.encode()[:room].decode(errors='ignore').rstrip('. ')}"
    candidate, number = f"{base}{dot}{ending}", 2
    while candidate.casefold() in taken:
        candidate, number = f"{base} ({number}){dot}{ending}", number + 1
    return candidate


def attachment(name: str) -> str:
    """The Content-Disposition that saves a file under this name (RFC 6266, RFC 8187).

    Old programs read the plain `filename`, which is ASCII; all others the one that has everything.
    """
    plain = "".join(c if " " <= c <= "~" and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_ATTR_CHARS)}"
