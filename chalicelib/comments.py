"""Comments, which people write under photos and others read. Pure."""

import re
import unicodedata

from chalicelib import limits
from chalicelib.errors import InvalidRequest

#: Kept although they are invisible: they join the parts of an emoji, and keep letters apart.
_JOINERS = "\u200c\u200d"
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")


def comment(value: object) -> str | None:
    """A comment as it is kept: text, never markup, and nothing invisible that turns text around.

    Line breaks stay. One of which nothing is left is none.

    Raises:
        InvalidRequest: it is no text, or too long.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidRequest("comment must be text, or null.")
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value))
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C" or c in f"{_JOINERS}\n")
    kept = kept.strip(f" \n{_JOINERS}")
    if len(kept) > limits.COMMENT_CHARACTERS:
        raise InvalidRequest(f"A comment may have up to {limits.COMMENT_CHARACTERS} characters.")
    return kept or None
