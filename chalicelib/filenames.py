"""Names of files, which come from strangers and are shown to others. Pure."""

import re
import unicodedata

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
