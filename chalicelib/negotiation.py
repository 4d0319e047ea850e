"""What a client would rather have, by its `Accept` (RFC 9110, 12.5.1). Pure."""

import re
from dataclasses import dataclass

_JSON = "application/json"
#: Types of what is served by redirecting to it.
_FILES = ("image/", "video/", "audio/")
_QUALITY = re.compile(r"(0(\.[0-9]{0,3})?|1(\.0{0,3})?)")


@dataclass(frozen=True)
class _Range:
    """One media range, and how welcome it is: 0 is not at all."""

    name: str
    quality: float


def wants_file(accept: str | None) -> bool:
    """Whether a client would rather have a file than JSON that tells of it.

    Only one that names files can: `*/*` means that it does not mind, and then JSON it is. Of two
    that are as welcome, the one that is named first.
    """
    ranges = [_range(each) for each in (accept or "").lower().split(",")]
    files = [each for each in ranges if each.name.startswith(_FILES) and each.quality > 0]
    if not files:
        return False
    best = max(each.quality for each in files)
    for name in (_JSON, "application/*", "*/*"):
        for each in ranges:
            if each.name == name:
                # The most specific range that fits is the one that counts.
                earlier = name != _JSON or ranges.index(files[0]) < ranges.index(each)
                return best > each.quality or (best == each.quality and earlier)
    return True


def _range(text: str) -> _Range:
    name, *parameters = (part.strip() for part in text.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            told = _QUALITY.fullmatch(value.strip())
            return _Range(name, float(value) if told else 0)
    return _Range(name, 1)
